"""Name the subscriptions because of which a platform refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from ..errors import Conflict, PlanqkError

ADVICE = "unpublish(client, service, force=True) cancels them"


def name_subscriptions(message: str, held: Iterable[tuple[str, str]]) -> str:
    """Return the platform's refusal to withdraw a service, with the subscriptions it is about.

    Args:
        message: The platform's words.
        held: Of each subscription, its id and the name of its application, "" if it is not shown.
    """
    holders = ", ".join(
        f"{id} of application {application!r}" if application else id for id, application in held
    )
    return f"{message}. Active subscriptions: {holders}. {ADVICE}" if holders else message


@contextmanager
def if_unlisted(refusal: Conflict) -> Iterator[None]:
    """Note on the refusal that the subscriptions cannot be listed, where that fails inside."""
    try:
        yield
    except PlanqkError as error:
        refusal.add_note(f"Its subscriptions could not be listed: {error}. {ADVICE}")
