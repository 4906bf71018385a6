"""Execute services over the gateway: start, wait, result, cancel; and what holds for jobs too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from hub_platform import AuthenticatedClient
from hub_platform.api.service_executions import (
    cancel_service_execution,
    get_service_execution,
)
from hub_platform.models import ApplicationDto, ServiceDto
from hub_service import AuthenticatedClient as ServiceClient
from hub_service.api.service_api import (
    cancel_execution as cancel_execution_operation,
    get_service_executions,
    get_status,
    start_execution as start_execution_operation,
)

from ..engine.adopting import own_tag, require_started, start_or_adopt
from ..engine.calls import Caller, call, call_empty, call_empty_once, call_once, if_unsure
from ..engine.executions import EXECUTION_STATES, missing_result, resumable, run
from ..engine.flow import Flow, recipe
from ..engine.waiting import Poll, require_timeout, wait
from ..errors import BadRequest, Conflict, PlanqkError
from .gateway import as_application
from .handles import Described, Execution, Result, describe
from .inputs import Given, grant_pools, read_input
from .reaching import caller_of, reach
from .results import NoResult, failure_of, read_result, wait_for_body


@recipe
def start_execution(
    client: AuthenticatedClient,
    service: ServiceDto | str | None = None,
    application: ApplicationDto | str | None = None,
    *,
    data: Mapping[str, Any] | None = None,
    params: Mapping[str, Any] | None = None,
    inputs: Mapping[str, Any] | None = None,
    tags: Sequence[str] = (),
    secrets: Mapping[str, str] | None = None,
) -> Flow[Execution]:
    """Start an execution and return at once.

    It is never started twice: it carries a tag of its own, by which it is looked up if the answer
    is lost. If it is not found, `AmbiguousSubmission` is raised.

    Args:
        client: From `connect`; or from `connect_with_key`, which knows service and application.
        service: The service or its id; it has to be published.
        application: The application or its id; it has to be subscribed to the service.
        data: The ``data`` argument of the service's ``run``; JSON values.
        params: The ``params`` argument, likewise.
        inputs: Other arguments by their names; JSON values, or data pools as `find_data_pool`
            returns them, for which the application gets a grant.
        tags: Tags by which `list_executions` finds it; the platform turns them into lower case.
        secrets: Environment variables of the service: ``apiKey`` becomes ``SECRET_API_KEY``. They
            are in no error, log or repr.

    Raises:
        InvalidInput: An argument cannot be used, or written as JSON. Nothing was sent.
        NotPublished: The service has no gateway endpoint.
        Forbidden: The application is not subscribed to the service.
        AmbiguousSubmission: The execution may have been started or not; the error names its tag.

    Operations: ``getService`` (unless ``service`` carries its endpoint),
    ``getApplicationAccessKeys``, ``POST /token`` of the gateway, ``createDataPoolGrant`` for each
    data pool, then ``startExecution``, ``POST /`` at the gateway endpoint; where its answer is
    lost, ``getServiceExecutions``, ``GET /``.
    """
    given = read_input(data, params, inputs, tags, secrets)
    del secrets  # from what a traceback shows
    endpoint, runner = yield from caller_of(client, service, application)
    return (yield from start(client, endpoint, runner, given, own_tag()))


@recipe
def wait_for_execution(
    client: AuthenticatedClient,
    execution: Execution,
    *,
    timeout: float | None = 3600.0,
    poll: Poll = Poll(),
    on_update: Callable[[Execution], object] | None = None,
) -> Flow[Execution]:
    """Wait until an execution has succeeded.

    Args:
        client: From `connect` or `connect_with_key`.
        execution: From `start_execution`, or made from its handle in another process.
        timeout: Seconds for the whole wait, finite; None waits for ever.
        poll: How often to look; see `Poll`.
        on_update: Called with the execution when it is first seen, and after each change.

    Returns:
        The execution, its status SUCCEEDED.

    Raises:
        ExecutionFailed: The execution failed; the error has the service's words and the log's end.
        ExecutionCancelled: The execution was cancelled.
        WaitTimeout: The time-out passed first. Nothing was cancelled; call this again to go on.

    Operation: ``getStatus``, ``GET /{id}`` at the gateway endpoint; of one without an endpoint
    ``getServiceExecution``, ``GET /service-executions/{id}``.
    """
    ended = yield from wait(
        lambda: look(client, execution),
        state_of=lambda seen: seen.status,
        states=EXECUTION_STATES,
        kind="execution",
        id=execution.id,
        resume=f"wait_for_execution(client, {resumable(execution)})",
        timeout=timeout,
        poll=poll,
        on_update=on_update,
    )
    if ended.state in EXECUTION_STATES.failure:
        raise (yield from failure_of(client, ended.value, ended.elapsed))
    return ended.value


@recipe
def get_result(
    client: AuthenticatedClient, execution: Execution, *, timeout: float | None = 30.0
) -> Flow[Result]:
    """Return the result of an execution that has succeeded.

    Args:
        client: From `connect` or `connect_with_key`.
        execution: From `start_execution` or `wait_for_execution`.
        timeout: Seconds to wait for the result after the execution has succeeded: the platform may
            need some. Finite; None waits for ever.

    Returns:
        ``.result`` is what the service returned, ``.files`` the names of the files it wrote.

    Raises:
        ExecutionFailed: The service failed; the error has its words and the end of its log.
        ExecutionCancelled: The execution was cancelled.
        WaitTimeout: The execution has not ended, or its result did not appear in time.

    Operation: ``getResult``, ``GET /{id}/result`` at the gateway endpoint; of one without an
    endpoint ``getServiceExecutionResult``, ``GET /service-executions/{id}/results``.
    """
    ended = yield from wait_for_body(
        client, execution, timeout, lambda: look(client, execution), "get_result"
    )
    if not isinstance(ended.value, NoResult):
        return read_result(ended.value)
    seen = ended.value.execution
    if seen.status in EXECUTION_STATES.failure:
        raise (yield from failure_of(client, seen, ended.elapsed))
    raise missing_result(seen, ended.elapsed, resumable(execution))


@recipe
def cancel_execution(client: AuthenticatedClient, execution: Execution) -> Flow[Execution]:
    """Cancel an execution; one that has ended stays as it is.

    Args:
        client: From `connect` or `connect_with_key`.
        execution: From `start_execution`, or made from its handle in another process.

    Returns:
        The execution as it is now. It may take a moment to be CANCELLED.

    Raises:
        NotFound: There is no such execution.

    Operations: ``cancelExecution``, ``PUT /{id}/cancel``, then ``getStatus``, ``GET /{id}``, at the
    gateway endpoint; of one without an endpoint ``cancelServiceExecution``,
    ``PUT /service-executions/{id}/cancel``, then ``getServiceExecution``.
    """
    yield from cancel(client, execution)
    return (yield from look(client, execution, call))


@recipe
def run_service(
    client: AuthenticatedClient,
    service: ServiceDto | str | None = None,
    application: ApplicationDto | str | None = None,
    *,
    data: Mapping[str, Any] | None = None,
    params: Mapping[str, Any] | None = None,
    inputs: Mapping[str, Any] | None = None,
    tags: Sequence[str] = (),
    secrets: Mapping[str, str] | None = None,
    timeout: float | None = 3600.0,
    poll: Poll = Poll(),
    on_update: Callable[[Execution], object] | None = None,
    cancel_on_interrupt: bool = False,
) -> Flow[Result]:
    """Execute a service and return its result: token, start, wait and result in one call.

    Args:
        client: From `connect`; or from `connect_with_key`, which knows service and application.
        service: The service or its id; it has to be published.
        application: The application or its id; it has to be subscribed to the service.
        data: The ``data`` argument of the service's ``run``; JSON values.
        params: The ``params`` argument, likewise.
        inputs: Other arguments, as for `start_execution`.
        tags: As for `start_execution`.
        secrets: As for `start_execution`.
        timeout: Seconds to wait for the end of the execution, finite; None waits for ever.
        poll: How often to look; see `Poll`.
        on_update: Called with the execution when it is first seen, and after each change.
        cancel_on_interrupt: Cancel the execution on Ctrl-C or when the task is cancelled. Otherwise
            the execution goes on, and a note on the error tells how to get its result.

    Returns:
        ``.result`` is what the service returned, ``.files`` the names of the files it wrote.

    Raises:
        InvalidInput: An argument cannot be used. Nothing was started.
        PlanqkError: Whatever `start_execution`, `wait_for_execution` and `get_result` raise.
    """
    starting = start_execution.flow(
        client,
        service,
        application,
        data=data,
        params=params,
        inputs=inputs,
        tags=tags,
        secrets=secrets,
    )
    del secrets  # from what a traceback shows
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


# --- steps --------------------------------------------------------------------------------------


def start(
    client: AuthenticatedClient, endpoint: str, application_id: str, given: Given, tag: str
) -> Flow[Execution]:
    """Start an execution as an application under a tag; find it where the answer is lost."""

    def post(gateway: ServiceClient) -> Flow[Execution]:
        # Each try has grants of its own: they do not live long.
        grants = yield from grant_pools(client, given, application_id)
        with if_unsure(execution_to_check(tag)):
            job = yield from call(
                start_execution_operation, client=gateway, body=given.body(tag, grants)
            )
            started = require_started(job.id, "start_execution")
        return describe(job, Execution(endpoint, started, application_id))

    return start_or_adopt(
        as_application(client, endpoint, application_id, post),
        lambda: find_tagged(client, endpoint, application_id, tag),
        tag,
    )


def execution_to_check(tag: str) -> str:
    """Say where to look for an execution of which it is not known whether it was started."""
    return f"list_executions(client, tags=[{tag!r}]) for it"


def find_tagged(
    client: AuthenticatedClient, endpoint: str, application_id: str, tag: str
) -> Flow[Execution | None]:
    """Look once for the execution that was started under a tag."""
    for execution in (yield from list_at_gateway(client, endpoint, application_id)):
        if tag in execution.tags:
            return execution
    return None


def list_at_gateway(
    client: AuthenticatedClient, endpoint: str, application_id: str
) -> Flow[list[Execution]]:
    """List the executions of an application at a gateway endpoint, in one try."""
    found = yield from as_application(
        client,
        endpoint,
        application_id,
        lambda gateway: call_once(get_service_executions, client=gateway),
        call_once,
    )
    return [describe(each, Execution(endpoint, each.id, application_id)) for each in found]


def run_to_result(
    client: AuthenticatedClient,
    starting: Flow[Execution],
    *,
    timeout: float | None,
    poll: Poll,
    on_update: Callable[[Execution], object] | None,
    cancel_on_interrupt: bool,
) -> Flow[Result]:
    """Start, wait, and fetch the result."""
    require_timeout(timeout)  # before it starts what could not be waited for then

    def finish(execution: Execution) -> Flow[Result]:
        if on_update:
            on_update(execution)
        ended = yield from wait_for_execution.flow(
            client, execution, timeout=timeout, poll=poll, on_update=on_update
        )
        return (yield from get_result.flow(client, ended))

    def cancel_at_once(execution: Execution) -> Flow[Execution]:
        yield from cancel(client, execution, once=True)
        return (yield from look(client, execution))

    return run(
        starting,
        finish,
        cancel=cancel_at_once,
        cancel_on_interrupt=cancel_on_interrupt,
        handle_of=resumable,
    )


def look(
    client: AuthenticatedClient, execution: Execution, by: Caller = call_once
) -> Flow[Execution]:
    """Look at an execution."""

    def at_gateway(gateway: ServiceClient, id: str) -> Flow[Described]:
        return by(get_status, id, client=gateway)

    def at_platform(platform: AuthenticatedClient, id: str) -> Flow[Described]:
        return by(get_service_execution, id, client=platform)

    seen = yield from reach(client, execution, gateway=at_gateway, platform=at_platform, by=by)
    return describe(seen, execution)


def cancel(client: AuthenticatedClient, execution: Execution, *, once: bool = False) -> Flow[None]:
    """Cancel an execution that has not ended."""
    send, by = (call_empty_once, call_once) if once else (call_empty, call)
    try:
        yield from reach(
            client,
            execution,
            gateway=lambda gateway, id: send(cancel_execution_operation, id, client=gateway),
            platform=lambda platform, id: send(cancel_service_execution, id, client=platform),
            by=by,
        )
    except (BadRequest, Conflict):
        # The document: only pending or running ones. It may have ended meanwhile.
        has_ended = False
        with suppress(PlanqkError):  # the refusal says more
            has_ended = EXECUTION_STATES.final((yield from look(client, execution, by)).status)
        if not has_ended:
            raise
