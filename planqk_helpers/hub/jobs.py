"""Run a service as a job: without an application and a subscription."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from hub_platform import AuthenticatedClient
from hub_platform.api.service_jobs import create_service_job, get_service_jobs, rerun_service_job
from hub_platform.models import PageResponseServiceJobDto, ServiceDto, ServiceJobDto
from hub_platform.types import UNSET

from ..engine.adopting import own_tag, require_started, require_tags, start_or_adopt
from ..engine.calls import call, call_once, if_unsure
from ..engine.flow import Flow, recipe
from ..engine.lookup import ids_not_names
from ..engine.pages import all_pages
from ..engine.waiting import Poll
from .executions import PAGE, as_moment, run_to_result, wait_for_execution
from .handles import Execution, Result, describe
from .ids import id_of_service
from .inputs import Given, job_body, read_input


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
    """Start a job, an execution without application and subscription, and return at once.

    As with `start_execution`, it is never started twice. What the recipes about executions do, they
    do with a job: `get_result`, `cancel_execution`, `get_log`, `download_result_files`.

    Args:
        client: From `connect`.
        service: The service or its id; it need not be published.
        data: The ``data`` argument of the service's ``run``; JSON values.
        params: The ``params`` argument, likewise.
        inputs: Other arguments by their names; JSON values, or data pools as `find_data_pool`
            returns them.
        tags: Tags by which `list_jobs` finds it; the platform turns them into lower case.
        secrets: Environment variables of the service: ``apiKey`` becomes ``SECRET_API_KEY``.
        store_input: Whether the platform keeps the input, so that `rerun_job` can use it.

    Raises:
        InvalidInput: An argument cannot be used, or written as JSON. Nothing was sent.
        BadRequest: The service has no finished build.
        AmbiguousSubmission: It may have been started or not; the error names its tag.

    Operation: ``createServiceJob``, ``POST /service-jobs``; where its answer is lost,
    ``getServiceJobs``, ``GET /service-jobs``.
    """
    given = read_input(data, params, inputs, tags, secrets)
    id = id_of_service(service)
    with ids_not_names("service", service):
        return (yield from start(client, id, given, store_input=store_input))


@recipe
def wait_for_job(
    client: AuthenticatedClient,
    job: Execution,
    *,
    timeout: float | None = 3600.0,
    poll: Poll = Poll(),
    on_update: Callable[[Execution], object] | None = None,
) -> Flow[Execution]:
    """Wait until a job has succeeded; the same as `wait_for_execution`.

    Args:
        client: From `connect`.
        job: From `start_job`, `rerun_job` or `list_jobs`, or made from its handle.
        timeout: Seconds for the whole wait, finite; None waits for ever.
        poll: Rhythm of the looks.
        on_update: Called with each look that differs from the one before, the last included.

    Returns:
        The job, its status SUCCEEDED.

    Raises:
        ExecutionFailed: It failed; the error has the service's words and the end of its log.
        ExecutionCancelled: It was cancelled.
        WaitTimeout: The time was up first; nothing was cancelled, the wait can be called again.

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
        service: The service or its id; it need not be published.
        data: The ``data`` argument of the service's ``run``; JSON values.
        params: The ``params`` argument, likewise.
        inputs: Other arguments, as for `start_job`.
        tags: As for `start_job`.
        secrets: As for `start_job`.
        store_input: As for `start_job`.
        timeout: Seconds to wait for the end of the job, finite; None waits for ever.
        poll: Rhythm of the looks.
        on_update: Called with each look that differs from the one before, the last included.
        cancel_on_interrupt: Cancel the job on Ctrl-C or when the task is cancelled. Without it the
            job goes on; either way the interrupt's notes tell how to go on.

    Returns:
        ``.result`` is what the service returned, ``.files`` the names of the files it wrote.

    Raises:
        InvalidInput: An argument cannot be used, also one for the wait. Nothing was started.
        PlanqkError: Whatever `start_job`, `wait_for_job` and `get_result` raise.
    """
    starting = start_job.flow(
        client,
        service,
        data=data,
        params=params,
        inputs=inputs,
        tags=tags,
        secrets=secrets,
        store_input=store_input,
    )
    return (
        yield from run_to_result(
            client,
            starting,
            timeout=timeout,
            poll=poll,
            on_update=on_update,
            cancel_on_interrupt=cancel_on_interrupt,
        )
    )


@recipe
def rerun_job(client: AuthenticatedClient, job: Execution) -> Flow[Execution]:
    """Start a job again with the input that the platform keeps of it, and return at once.

    Args:
        client: From `connect`.
        job: One that was started with ``store_input=True``.

    Returns:
        The new job; it has an id of its own.

    Raises:
        NotFound: There is no such job.
        BadRequest: The platform keeps no input of it.
        AmbiguousSubmission: It may have been started or not: it takes no tag by which it could be
            looked up.

    Operation: ``rerunServiceJob``, ``POST /service-jobs/{id}/rerun``.
    """
    with if_unsure("list_jobs(client) for one that has started since"):
        again = yield from call(rerun_service_job, job.id, client=client)
        return describe(again, Execution("", require_started(again.id, "rerun_service_job")))


@recipe
def list_jobs(
    client: AuthenticatedClient,
    *,
    service: ServiceDto | str | None = None,
    tags: Sequence[str] = (),
    ids: Sequence[str] = (),
    created_after: datetime | None = None,
    created_before: datetime | None = None,
) -> Flow[list[Execution]]:
    """List jobs, from all pages, the newest first.

    Args:
        client: From `connect`.
        service: The service or its id; None: of any.
        tags: Only jobs with any of these tags.
        ids: Only these; ``*`` stands for any characters.
        created_after: Only later ones; without a time zone it is the local time.
        created_before: Only earlier ones, likewise.

    Raises:
        InvalidInput: A tag or an id is empty.

    Operation: ``getServiceJobs``, ``GET /service-jobs``.
    """
    jobs = yield from all_pages(
        lambda number: call(
            get_service_jobs,
            client=client,
            page=number,
            size=PAGE,
            sort="createdAt,desc",
            service_id=UNSET if service is None else id_of_service(service),
            tags=require_tags(tags) or UNSET,
            ids=require_tags(ids) or UNSET,
            created_after=as_moment(created_after),
            created_before=as_moment(created_before),
        )
    )
    return [describe(job, Execution("", job.id)) for job in jobs]


# --- steps --------------------------------------------------------------------------------------


def start(
    client: AuthenticatedClient, service_id: str, given: Given, *, store_input: bool
) -> Flow[Execution]:
    """Start a job; find it where the answer is lost."""
    tag = own_tag()

    def post() -> Flow[Execution]:
        body = job_body(service_id, given, tag, store_input=store_input)
        with if_unsure(f"list_jobs(client, tags=[{tag!r}]) for it"):
            job = yield from call(create_service_job, client=client, body=body)
            return described(job)

    def described(job: ServiceJobDto) -> Execution:
        return describe(job, Execution("", require_started(job.id, "create_service_job")))

    def find() -> Flow[Execution | None]:
        page: PageResponseServiceJobDto = yield from call_once(
            get_service_jobs, client=client, tags=[tag], size=PAGE
        )
        started = [job for job in page.content if tag in (job.tags or ())]
        return described(started[0]) if started else None

    return start_or_adopt(post(), find, tag)
