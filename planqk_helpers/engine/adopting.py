"""Start exactly once, where an execution can be found by its tag when its answer was lost."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from typing import TypeVar

from ..errors import AmbiguousSubmission, InvalidInput, PlanqkError
from .flow import Flow
from .lookup import require_id, require_text
from .waiting import Poll, States, wait

_log = logging.getLogger(__package__)

E = TypeVar("E")

SEARCH = 30.0
"""Seconds for which a start whose answer was lost is looked for."""
FOUND = States(
    success=frozenset({"found"}), failure=frozenset(), active=frozenset({"not found so far"})
)


def own_tag() -> str:
    """Return a tag that no other execution has; platforms turn tags into lower case."""
    return f"start-{secrets.token_hex(8)}"


def require_texts(texts: Sequence[str], *, what: str = "a tag") -> list[str]:
    """Return texts, each of them ``what``, as they are sent.

    Raises:
        InvalidInput: One is blank, or cannot be sent.
    """
    for text in texts:
        if not text.strip():
            raise InvalidInput(f"{what} is empty: leave it out")
        require_text(text, what=what)
    return list(texts)


def require_started(id: str, operation: str) -> str:
    """Return the id that an answer names for what has started.

    Raises:
        AmbiguousSubmission: It is none.
    """
    try:
        return require_id(id, kind="execution")
    except InvalidInput as error:
        raise AmbiguousSubmission(operation, f"the answer names no execution ({error})") from None


def start_or_adopt(start: Flow[E], find: Callable[[], Flow[E | None]], tag: str) -> Flow[E]:
    """Start; where the answer is lost, find what has started by its tag, and take that.

    That it is not found does not mean that it has not started: it is never started again.

    Args:
        start: Sends the start.
        find: Looks once for what has the tag.
        tag: The tag.

    Raises:
        AmbiguousSubmission: The answer was lost, and nothing has the tag for `SEARCH` seconds.
    """
    try:
        return (yield from start)
    except AmbiguousSubmission as lost:
        return (yield from adopt(find, tag, lost))


def adopt(
    find: Callable[[], Flow[E | None]], tag: str, lost: AmbiguousSubmission, age: float = 0.0
) -> Flow[E]:
    """Find what has started although the answer was lost.

    Args:
        find: Looks once for what has the tag.
        tag: The tag.
        lost: The error that says so, raised if nothing has the tag.
        age: Seconds since the start was sent; it is looked for until it is `SEARCH` seconds old.
    """
    try:
        ended = yield from wait(
            find,
            state_of=lambda found: "not found so far" if found is None else "found",
            states=FOUND,
            kind="the execution with the tag",
            id=tag,
            resume=f"check {lost.check}",
            timeout=max(SEARCH - age, 0.0),
            poll=Poll(),
            on_update=None,
        )
    except PlanqkError:
        raise lost from lost.__cause__
    if ended.value is None:  # no wait ends so
        raise lost from lost.__cause__
    _log.warning("%s: %s. It has started all the same", lost.operation, lost.reason)
    return ended.value
