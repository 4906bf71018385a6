"""Wait for the builds that uploading user code starts."""

from __future__ import annotations

import logging
from collections.abc import Callable

from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_services import get_build_status
from planqk_platform.models import BuildJobDto, ServiceDto
from planqk_platform.types import UNSET, Unset

from ..engine.calls import call_once
from ..engine.flow import Flow, recipe
from ..engine.waiting import Poll, States, wait
from ..errors import BuildFailed
from .ids import id_of_service, version_ids

_log = logging.getLogger(__package__)

BUILD_STATES = States(
    success=frozenset({"SUCCESS"}),
    failure=frozenset({"FAILURE", "INTERNAL_ERROR", "TIMEOUT", "CANCELLED", "EXPIRED"}),
    active=frozenset({"STATUS_UNKNOWN", "PENDING", "QUEUED", "WORKING"}),
)


@recipe
def wait_for_build(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    *,
    timeout: float | None = 900.0,
    poll: Poll = Poll(),
    on_update: Callable[[BuildJobDto], object] | None = None,
) -> Flow[BuildJobDto]:
    """Wait until the latest build of a managed service has ended well.

    Args:
        client: From `connect`.
        service: The service or its id.
        timeout: Seconds for the whole wait, finite; None waits for ever.
        poll: Rhythm of the looks.
        on_update: Called with each build state that differs from the one before, the last included.

    Returns:
        The build, its status SUCCESS.

    Raises:
        BuildFailed: The build ended badly; the error has the validation's summary and messages.
        WaitTimeout: The time was up first; nothing was cancelled, the wait can be called again.
        ApiError: The platform refused, or failed too often in a row.

    Operation: ``getBuildStatus``, ``GET /services/{serviceId}/versions/{versionId}/build-status``.
    """
    service_id = id_of_service(service)
    ids: list[str] = []

    def look() -> Flow[BuildJobDto]:
        if not ids:  # within the deadline, like all the rest
            ids.extend((yield from version_ids(client, service, call_once)))
        return (yield from call_once(get_build_status, *ids, client=client))

    ended = yield from wait(
        look,
        state_of=lambda build: build.status or "STATUS_UNKNOWN",
        states=BUILD_STATES,
        kind="build",
        id=service_id,
        resume=f"wait_for_build(client, {service_id!r})",
        timeout=timeout,
        poll=poll,
        on_update=on_update,
    )
    if ended.state in BUILD_STATES.failure:
        raise build_error(ended.value, service_id, ended.elapsed)
    if warnings := warnings_of(ended.value):
        _log.warning("The build of service %s has warnings: %s", service_id, warnings)
    return ended.value


def build_error(build: BuildJobDto, service_id: str, elapsed: float) -> BuildFailed:
    """Return the error for a failed build, with the findings of its validation."""
    summary, messages = findings(build)
    what = "; ".join(filter(None, [summary, *messages])) or "the platform gives no reason"
    error = BuildFailed(
        what, kind="build", id=service_id, state=build.status or None, elapsed=elapsed
    )
    error.step = None if isinstance(build.step, Unset) else build.step
    error.summary = summary
    error.messages = messages
    return error


def warnings_of(build: BuildJobDto) -> str:
    """Return what the validation of a build that ended well warns of, in a line."""
    found = build.validation_result
    if isinstance(found, Unset) or found.state in {"SUCCESS", UNSET}:
        return ""
    summary, messages = findings(build)
    return "; ".join(messages) or summary


def findings(build: BuildJobDto) -> tuple[str, tuple[str, ...]]:
    """Return summary and messages of a build's validation."""
    found = build.validation_result
    if isinstance(found, Unset):
        return "", ()
    return found.summary or "", tuple(found.messages or ())
