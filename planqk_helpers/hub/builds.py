"""Build services, wait for their builds and read what they wrote."""

from __future__ import annotations

from collections.abc import Callable

from hub_platform import AuthenticatedClient
from hub_platform.api.managed_services import (
    build_managed_service,
    get_managed_service_build_logs,
    get_managed_service_build_status,
)
from hub_platform.models import BuildJobDto, LogEntry, ServiceDto, ValidationResult

from ..engine.builds import BUILD_STATES, Findings, build_error, is_new, see_new_build, warn_of
from ..engine.calls import Nothing, ask, call, call_once, submit_empty
from ..engine.flow import Flow, recipe
from ..engine.logs import last_lines
from ..engine.lookup import ids_not_names
from ..engine.waiting import Poll, wait
from ..errors import AmbiguousSubmission, NotFound, PlanqkError, WaitTimeout
from .ids import id_of_service


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
        BuildFailed: The build failed; the error has the validation's summary and messages, and
            the end of the log.
        WaitTimeout: The time-out passed first. Nothing was cancelled; call this again to go on.
        ApiError: The platform refused, or failed too often in a row.

    Operation: ``getManagedServiceBuildStatus``, ``GET /managed-services/{id}/build-status``, and
    ``getManagedServiceBuildLogs`` if it failed.
    """
    service_id = id_of_service(service)

    def look() -> Flow[BuildJobDto]:
        with ids_not_names("service", service_id):
            return (
                yield from call_once(get_managed_service_build_status, service_id, client=client)
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
        log = yield from end_of_log(client, service_id)
        raise build_error(ended.state, ended.elapsed, service_id, findings(ended.value), log)
    warn_of(service_id, findings(ended.value))
    return ended.value


@recipe
def get_build_log(client: AuthenticatedClient, service: ServiceDto | str) -> Flow[list[LogEntry]]:
    """Get what the latest build of a managed service wrote, the oldest line first.

    Args:
        client: From `connect`.
        service: The service or its id.

    Returns:
        The entries; none before there is a build.

    Raises:
        NotFound: There is no such managed service.

    Operation: ``getManagedServiceBuildLogs``, ``GET /managed-services/{id}/build-logs``.
    """
    service_id = id_of_service(service)
    with ids_not_names("service", service_id):
        return (yield from call(get_managed_service_build_logs, service_id, client=client))


def findings(build: BuildJobDto) -> Findings:
    """Return what the validation of a build found."""
    found = build.validation_result or ValidationResult()
    return Findings(
        step=build.step or None,
        summary=found.summary or "",
        messages=tuple(filter(None, found.messages or ())),
        is_fine=(found.state or "SUCCESS") == "SUCCESS",
    )


def end_of_log(client: AuthenticatedClient, service_id: str) -> Flow[tuple[str, ...]]:
    """Return the last lines of a build's log; none where it cannot be had."""
    try:
        entries = yield from call_once(get_managed_service_build_logs, service_id, client=client)
    except PlanqkError:
        return ()  # the build's failure is what has to be told
    return last_lines([entry.message for entry in entries])


def build_of(client: AuthenticatedClient, service_id: str) -> Flow[BuildJobDto | None]:
    """Return the latest build of a service, or None when it has none."""
    # How the platform says that there is none is not known.
    try:
        build = yield from ask(get_managed_service_build_status, service_id, client=client)
    except NotFound:
        return None
    return None if isinstance(build, Nothing) or not build.status else build


def build_if_needed(
    client: AuthenticatedClient, service_id: str, before: BuildJobDto | None
) -> Flow[None]:
    """Ask for a build unless the platform began one by itself, and return once it shows it.

    Raises:
        AmbiguousSubmission: The answer was lost, and the platform shows no new build.
        WaitTimeout: It accepted, but shows no new build.
    """

    def look() -> Flow[BuildJobDto | None]:
        return build_of(client, service_id)

    if is_new(before, (yield from look())):
        return
    lost: AmbiguousSubmission | None = None
    try:
        yield from submit_empty(build_managed_service, service_id, client=client)
    except AmbiguousSubmission as error:
        lost = error
    try:
        yield from see_new_build(look, before, service_id, what="the build")
    except WaitTimeout:
        if lost:
            raise lost from lost.__cause__
        raise
