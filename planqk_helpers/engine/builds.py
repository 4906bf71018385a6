"""What a build's state means, and when a platform shows a new build."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol, TypeVar

from attrs import frozen

from ..errors import BuildFailed, WaitTimeout
from .flow import Flow, sleep
from .waiting import States

_log = logging.getLogger(__package__)

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


@frozen
class Findings:
    """What the validation of a build found.

    Attributes:
        step: What the build was doing, or None.
        summary: In one line, or "".
        messages: One by one.
        is_fine: Whether there is nothing to warn of.
    """

    step: str | None
    summary: str
    messages: tuple[str, ...]
    is_fine: bool


def build_error(
    state: str, elapsed: float, service_id: str, findings: Findings, log: tuple[str, ...] = ()
) -> BuildFailed:
    """Return the error for a failed build, with the findings of its validation."""
    what = "; ".join(filter(None, [findings.summary, *findings.messages]))
    error = BuildFailed(
        what or "the platform gives no reason",
        kind="build",
        id=service_id,
        state=state,
        elapsed=elapsed,
    )
    error.step = findings.step
    error.summary = findings.summary
    error.messages = findings.messages
    error.log = log
    return error


def warn_of(service_id: str, findings: Findings) -> None:
    """Log what the validation of a build that ended well warns of."""
    warnings = "" if findings.is_fine else "; ".join(findings.messages) or findings.summary
    if warnings:
        _log.warning("The build of service %s has warnings: %s", service_id, warnings)
