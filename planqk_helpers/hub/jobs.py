"""Jobs: executions of a service without an application and a subscription."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hub_platform import AuthenticatedClient
from hub_platform.api.service_jobs import create_service_job, get_service_jobs, rerun_service_job
from hub_platform.models import CreateServiceJobBody, CreateServiceJobBodyInput, ServiceDto

from ..engine.adopting import own_tag, require_started, start_or_adopt
from ..engine.calls import call, call_once, if_unsure
from ..engine.flow import Flow, recipe
from ..engine.lookup import ids_not_names, require_id
from ..engine.waiting import Poll
from .executions import run_to_result, wait_for_execution
from .handles import Execution, Result, describe
from .ids import id_of_service
from .inputs import Given, read_input


@recipe
def start_job(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    *,
    data: Mapping[str, Any] | None = None,
    params: Mapping[str, Any] | None = None,
    inputs: Mapping[str, Any] | None = None,
    tags: Sequence[str] = (),
    secrets: Mapping[str, str] | None = None,
    store_input: bool = False,
) -> Flow[Execution]:
    """Start a job, a run of a service without application and subscription, and return at once.

    It is never started twice: a lost answer is treated as in `start_execution`. A job is an
    execution: every recipe for executions takes it.

    Args:
        client: From `connect`.
        service: The service or its id; it has to be built, but need not be published.
        data: The ``data`` argument of the service's ``run``; JSON values.
        params: The ``params`` argument, likewise.
        inputs: Other arguments by their names; JSON values, or data pools.
        tags: Tags by which `list_jobs` finds it; the platform turns them into lower case.
        secrets: Environment variables of the service, as for `start_execution`.
        store_input: Let the platform keep the input, so that `rerun_job` can run it again.

    Raises:
        InvalidInput: An argument cannot be used, or written as JSON. Nothing was sent.
        NotFound: There is no such service, or no build of it.
        AmbiguousSubmission: The job may have been started or not; the error names its tag.

    Operations: ``createServiceJob``, ``POST /service-jobs``; where its answer is lost
    ``getServiceJobs``, ``GET /service-jobs``.
    """
    given = read_input(data, params, inputs, tags, secrets)
    del secrets  # from what a traceback shows
    return (yield from start(client, service, given, own_tag(), store_input=store_input))


@recipe
def wait_for_job(
    client: AuthenticatedClient,
    job: Execution,
    *,
    timeout: float | None = 3600.0,
    poll: Poll = Poll(),
    on_update: Callable[[Execution], object] | None = None,
) -> Flow[Execution]:
    """Wait until a job has succeeded, as `wait_for_execution` does.

    Args:
        client: From `connect`.
        job: From `start_job`, or made from its handle in another process.
        timeout: Seconds for the whole wait, finite; None waits for ever.
        poll: How often to look; see `Poll`.
        on_update: Called with the job when it is first seen, and after each change.

    Returns:
        The job, its status SUCCEEDED.

    Raises:
        ExecutionFailed: It failed; the error has the service's words and the end of its log.
        ExecutionCancelled: It was cancelled.
        WaitTimeout: The time-out passed first. Nothing was cancelled; call this again to go on.

    Operation: ``getServiceExecution``, ``GET /service-executions/{id}``.
    """
    return (
        yield from wait_for_execution.flow(
            client, job, timeout=timeout, poll=poll, on_update=on_update
        )
    )


@recipe
def run_job(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    *,
    data: Mapping[str, Any] | None = None,
    params: Mapping[str, Any] | None = None,
    inputs: Mapping[str, Any] | None = None,
    tags: Sequence[str] = (),
    secrets: Mapping[str, str] | None = None,
    store_input: bool = False,
    timeout: float | None = 3600.0,
    poll: Poll = Poll(),
    on_update: Callable[[Execution], object] | None = None,
    cancel_on_interrupt: bool = False,
) -> Flow[Result]:
    """Run a service as a job and return its result: start, wait and result in one call.

    Args:
        client: From `connect`.
        service: The service or its id; it has to be built, but need not be published.
        data: The ``data`` argument of the service's ``run``; JSON values.
        params: The ``params`` argument, likewise.
        inputs: Other arguments, as for `start_job`.
        tags: As for `start_job`.
        secrets: As for `start_job`.
        store_input: As for `start_job`.
        timeout: Seconds to wait for the end of the job, finite; None waits for ever.
        poll: How often to look; see `Poll`.
        on_update: Called with the job when it is first seen, and after each change.
        cancel_on_interrupt: Cancel the job on Ctrl-C or when the task is cancelled. Otherwise the
            job goes on, and a note on the error tells how to get its result.

    Returns:
        ``.result`` is what the service returned, ``.files`` the names of the files it wrote.

    Raises:
        InvalidInput: An argument cannot be used. Nothing was started.
        PlanqkError: Whatever `start_job`, `wait_for_job` and `get_result` raise.
    """
    given = read_input(data, params, inputs, tags, secrets)
    del secrets  # from what a traceback shows
    return (
        yield from run_to_result(
            client,
            start(client, service, given, own_tag(), store_input=store_input),
            timeout=timeout,
            poll=poll,
            on_update=on_update,
            cancel_on_interrupt=cancel_on_interrupt,
        )
    )


@recipe
def rerun_job(client: AuthenticatedClient, job: Execution | str) -> Flow[Execution]:
    """Start a new job with the input of another, which was started with ``store_input``.

    The platform takes no tag for it, so a start whose answer is lost cannot be looked up: the error
    names the list of jobs, and the time after which the new one was accepted.

    Args:
        client: From `connect`.
        job: The other job or its id.

    Returns:
        The new job.

    Raises:
        BadRequest: The input of the other job was not stored.
        NotFound: There is no such job.
        AmbiguousSubmission: The job may have been started or not; look before you try again.

    Operation: ``rerunServiceJob``, ``POST /service-jobs/{id}/rerun``.
    """
    id = require_id(job if isinstance(job, str) else job.id, kind="job")
    service_id = "" if isinstance(job, str) else job.service_id
    of_service = f"service={service_id!r}, " if service_id else ""
    # The platform's times have whole seconds, and it lists what is later.
    before = (datetime.now(UTC) - timedelta(seconds=1)).isoformat(timespec="seconds")
    since = f"created_after=datetime.fromisoformat({before!r})"
    with if_unsure(f"list_jobs(client, {of_service}{since}) for it (by the clock of this machine)"):
        started = yield from call(rerun_service_job, id, client=client)
        new = require_started(started.id, "rerun_service_job")
    return describe(started, Execution("", new))


def start(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    given: Given,
    tag: str,
    *,
    store_input: bool = False,
) -> Flow[Execution]:
    """Start a job under a tag; find it where the answer is lost."""
    service_id = id_of_service(service)

    def post() -> Flow[Execution]:
        with ids_not_names("service", service), if_unsure(job_to_check(tag)):
            job = yield from call(
                create_service_job,
                client=client,
                body=CreateServiceJobBody(
                    service_id=service_id,
                    # It sees the account's data pools, so they need no grant.
                    input_=CreateServiceJobBodyInput.from_dict(given.arguments_and_secrets({})),
                    tags=[*given.tags, tag],
                    store_input=store_input,
                ),
            )
            started = require_started(job.id, "create_service_job")
        return describe(job, Execution("", started))

    return start_or_adopt(post(), lambda: find_tagged(client, tag), tag)


def job_to_check(tag: str) -> str:
    """Say where to look for a job of which it is not known whether it was started."""
    return f"list_jobs(client, tags=[{tag!r}])"


def find_tagged(client: AuthenticatedClient, tag: str) -> Flow[Execution | None]:
    """Look once for the job that was started under a tag."""
    page = yield from call_once(get_service_jobs, client=client, tags=[tag])
    found = [job for job in page.content if tag in (job.tags or ())]
    return describe(found[0], Execution("", found[0].id)) if found else None
