"""Find the one object that has a name: names are not unique on the platform."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Protocol, TypeVar

from ..errors import AmbiguousName, InvalidInput, NameNotFound, NotFound


class Named(Protocol):
    """Anything with an id and a name."""

    @property
    def id(self) -> str:
        """The id."""

    @property
    def name(self) -> str:
        """The name, which need not be unique."""


N = TypeVar("N", bound=Named)


def unique(items: Iterable[N], name: str, *, kind: str, few: bool = False) -> N:
    """Return the one item that has exactly this name.

    Args:
        items: What to look through.
        name: The name, compared letter by letter.
        kind: What the items are, in the singular, for the message ("service").
        few: Whether there are so few items that the error can list them all.

    Raises:
        NameNotFound: None has it; the error lists similar names, or all of few.
        AmbiguousName: Several have it; the error lists their ids.
    """
    items = list(items)
    found = [item for item in items if item.name == name]
    if len(found) > 1:
        raise AmbiguousName(kind, name, [item.id for item in found])
    if not found:
        names = {item.name for item in items if item.name}  # a server may send null
        raise NameNotFound(kind, name, similar(name, names), sorted(names) if few else ())
    return found[0]


def similar(name: str, names: Iterable[str]) -> list[str]:
    """Return up to three of ``names`` that are close to ``name``, whatever their case."""
    by_folded = {candidate.casefold(): candidate for candidate in sorted(names)}
    return [by_folded[close] for close in get_close_matches(name.casefold(), by_folded)]


def require_name(name: str, *, kind: str) -> str:
    """Return ``name`` unless it is blank.

    Raises:
        InvalidInput: It is blank, or no text that can be sent.
    """
    if not name.strip():
        raise InvalidInput(f"the name of the {kind} is empty: give it one")
    return require_text(name, what=f"the name of the {kind}")


def require_id(id: str, *, kind: str) -> str:
    """Return ``id`` unless it cannot be one.

    Raises:
        InvalidInput: It is blank, a step in a path, or no text that can be sent.
    """
    if not isinstance(id, str) or not id.strip() or id in {".", ".."}:
        raise InvalidInput(f"the id of the {kind} is {id!r:.80}, which cannot be an id")
    return require_text(id, what=f"the id of the {kind}")


@contextmanager
def ids_not_names(kind: str, given: object) -> Iterator[None]:
    """Suggest a search by name where nothing has the id that was given, if it looks like a name."""
    try:
        yield
    except NotFound as error:
        if isinstance(given, str) and not is_uuid(given):
            error.advice = (
                f"{given!r} does not look like an id: find_{kind}(client, {given!r}) finds the "
                f"{kind} of that name"
            )
        raise


def is_uuid(text: str) -> bool:
    """Tell whether ``text`` is a UUID in the form of the platform's ids; ``UUID`` takes others."""
    return re.fullmatch("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text) is not None


def require_text(text: str, *, what: str, least: int = 0, most: int | None = None) -> str:
    """Return ``text`` if it can be sent, and has from ``least`` to ``most`` characters.

    Raises:
        InvalidInput: It holds half of a character, like a file name that is not in UTF-8, or has
            another length.
    """
    if len(text) < least:
        bound = f"at least {least}"
    elif most is not None and len(text) > most:
        bound = f"at most {most}"
    else:
        bound = ""
    if bound:
        raise InvalidInput(f"{what} has {len(text)} characters: give {bound}. Nothing was sent")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidInput(f"{what} cannot be sent ({error}). Nothing was sent") from None
    return text


def require_number(number: int | None, *, what: str, least: int) -> None:
    """Raise if a number is given that is less than ``least``.

    Raises:
        InvalidInput: It is.
    """
    if number is not None and number < least:
        raise InvalidInput(f"{what} is {number}: give at least {least}. Nothing was sent")
