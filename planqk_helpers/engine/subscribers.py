"""Name the subscriptions because of which a platform refuses."""

from __future__ import annotations

from collections.abc import Iterable


def name_subscriptions(message: str, held: Iterable[tuple[str, str | None]]) -> str:
    """Return the platform's refusal to withdraw a service, with the subscriptions it is about.

    Args:
        message: The platform's words.
        held: Of each subscription, its id and the name of its application, if it is shown.
    """
    holders = ", ".join(
        id if application is None else f"{id} of application {application!r}"
        for id, application in held
    )
    if not holders:
        return message
    advice = "unpublish(client, service, force=True) cancels them"
    return f"{message}. Active subscriptions: {holders}. {advice}"
