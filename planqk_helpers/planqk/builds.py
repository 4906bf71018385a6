"""Wait for the builds that uploading user code starts."""

from __future__ import annotations

from collections.abc import Callable

from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_services import get_build_status
from planqk_platform.models import BuildJobDto, ServiceDto, ValidationResult

from ..engine.builds import BUILD_STATES, Findings, build_error, warn_of
from ..engine.calls import call_once
from ..engine.flow import Flow, recipe
from ..engine.waiting import Poll, wait
from .ids import id_of_service, version_ids


@recipe
def wait_for_build(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    *,
    timeout: float | None = 900.0,
    poll: Poll = Poll(),
    on_update: Callable[[BuildJobDto], object] | None = None,
) -> Flow[BuildJobDto]:
    """Wait until the latest build of a managed service has succeeded.

    Args:
        client: From `connect`.
        service: The service or its id.
        timeout: Seconds for the whole wait, finite; None waits for ever.
        poll: How often to look; see `Poll`.
        on_update: Called with the build when it is first seen, and after each change.

    Returns:
        The build, its status SUCCESS.

    Raises:
        BuildFailed: The build failed; the error has the validation's summary and messages.
        WaitTimeout: The time-out passed first. Nothing was cancelled; call this again to go on.
        ApiError: The platform refused, or failed too often in a row.

    Operation: ``getBuildStatus``, ``GET /services/{serviceId}/versions/{versionId}/build-status``.
    """
    service_id = id_of_service(service)
    ids: list[str] = []

    def look() -> Flow[BuildJobDto]:
        if not ids:  # within the deadline, like all the rest
            ids.extend((yield from version_ids(client, service, call_once)))
        return (
            yield from call_once(
                get_build_status, service_id=ids[0], version_id=ids[1], client=client
            )
        )

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
        raise build_error(ended.state, ended.elapsed, service_id, findings(ended.value))
    warn_of(service_id, findings(ended.value))
    return ended.value


def findings(build: BuildJobDto) -> Findings:
    """Return what the validation of a build found."""
    found = build.validation_result or ValidationResult()
    return Findings(
        step=build.step or None,
        summary=found.summary or "",
        messages=tuple(filter(None, found.messages or ())),
        is_fine=(found.state or "SUCCESS") == "SUCCESS",
    )
