"""What a build's state means, and when a platform shows a new build."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from ..errors import BuildFailed, WaitTimeout
from .flow import Flow, sleep
from .waiting import Ended, States

BUILD_STATES = States(
    success=frozenset({"SUCCESS"}),
    failure=frozenset({"FAILURE", "INTERNAL_ERROR", "TIMEOUT", "CANCELLED", "EXPIRED"}),
    active=frozenset({"STATUS_UNKNOWN", "PENDING", "QUEUED", "WORKING"}),
)
SETTLE = 10.0
"""Seconds after an upload in which the platform may still show the build before it."""


class Build(Protocol):
    """A build as a generated client gives it."""

    @property
    def status(self) -> object:
        """Its state."""

    @property
    def created_at(self) -> object:
        """When it began, to the second."""


B = TypeVar("B", bound=Build)


def is_new(before: Build | None, now: Build | None) -> bool:
    """Tell whether this is another build than the one before, whatever has become of that."""
    if before is None or now is None or not before.created_at or not now.created_at:
        return now != before
    return now.created_at != before.created_at


def see_new_build(
    look: Callable[[], Flow[B | None]], before: B | None, service_id: str, *, what: str
) -> Flow[None]:
    """Return once the platform shows another build than the one before.

    Raises:
        WaitTimeout: It goes on showing that one; the error says after ``what``.
    """
    started = now = yield from sleep(0)
    while not is_new(before, (yield from look())):
        if now - started > SETTLE:
            shown = "the build before it" if before else "no build"
            raise WaitTimeout(
                f"the platform accepted {what}, but goes on showing {shown}",
                kind="build",
                id=service_id,
                state=str(before.status or "") or None if before else None,
                elapsed=now - started,
            )
        now = yield from sleep(0.5)


def build_error(
    ended: Ended[B], service_id: str, *, step: str | None, summary: str, messages: Sequence[str]
) -> BuildFailed:
    """Return the error for a failed build, with the findings of its validation."""
    what = "; ".join(filter(None, [summary, *messages])) or "the platform gives no reason"
    error = BuildFailed(what, kind="build", id=service_id, state=ended.state, elapsed=ended.elapsed)
    error.step = step
    error.summary = summary
    error.messages = tuple(messages)
    return error
