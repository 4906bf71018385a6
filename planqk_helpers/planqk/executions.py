"""Execute services over the gateway: start, wait, result, cancel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from planqk_platform import AuthenticatedClient
from planqk_platform.models import ApplicationDto, ServiceDto
from planqk_service import AuthenticatedClient as ServiceClient
from planqk_service.api.service_api import (
    cancel_execution as cancel_execution_operation,
    get_interim_results as get_interim_results_operation,
    get_result as get_result_operation,
    get_status,
    start_execution as start_execution_operation,
)
from planqk_service.models import (
    ErrorResponse,
    InputData,
    InputParams,
    JobStatus,
    ResultResponse,
    StartExecutionBody,
)
from planqk_service.types import UNSET

from ..engine.addresses import is_loopback, parse
from ..engine.adopting import require_started
from ..engine.calls import Caller, call, call_once, if_unsure
from ..engine.executions import (
    EXECUTION_STATES,
    RESULT_STATES,
    cancellation_error,
    failure_error,
    missing_result,
    resumable,
    run,
)
from ..engine.flow import Endpoint, Flow, recipe
from ..engine.inputs import as_json
from ..engine.lookup import require_id
from ..engine.waiting import Poll, require_timeout, wait
from ..errors import ExecutionFailed, NotFound, PlanqkError, WaitError
from .gateway import as_application, endpoint_of
from .handles import Execution, describe
from .ids import id_of_application

T = TypeVar("T")
WHERE_TO_LOOK = (
    "PlanQK does not tell the line of the user code. The sandbox does: run the same input there"
)


@recipe
def start_execution(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    application: ApplicationDto | str,
    *,
    data: Mapping[str, Any] | None = None,
    params: Mapping[str, Any] | None = None,
) -> Flow[Execution]:
    """Start an execution and return at once.

    It is never started twice: if the answer is lost, `AmbiguousSubmission` tells what to check.

    Args:
        client: From `connect`.
        service: The service or its id; it has to be published.
        application: The application or its id; it has to be subscribed to the service.
        data: The ``data`` argument of the service's ``run``; JSON values, at most 1 MB.
        params: The ``params`` argument, likewise.

    Raises:
        InvalidInput: ``data`` or ``params`` cannot be written as JSON. Nothing was sent.
        NotPublished: The service has no gateway endpoint.
        Forbidden: The application is not subscribed to the service.
        AmbiguousSubmission: The execution may have been started or not; look before you try again.

    Operations: ``getService`` (unless ``service`` carries its endpoint), ``getAccessToken``, then
    ``startExecution``, ``POST /`` at the gateway endpoint.
    """
    body = body_of(data, params)
    runner = id_of_application(application)
    endpoint = yield from endpoint_of(client, service, runner)
    return (yield from start_at(client, endpoint, runner, body))


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
        client: From `connect`.
        execution: From `start_execution`, or made from its fields in another process.
        timeout: Seconds for the whole wait, finite; None waits for ever.
        poll: How often to look; see `Poll`.
        on_update: Called with the execution when it is first seen, and after each change.

    Returns:
        The execution, its status SUCCEEDED.

    Raises:
        ExecutionFailed: The execution failed; the error has the service's code and detail.
        ExecutionCancelled: The execution was cancelled.
        WaitTimeout: The time-out passed first. Nothing was cancelled; call this again to go on.

    Operation: ``getStatus``, ``GET /{id}`` at the gateway endpoint.
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
) -> Flow[ResultResponse]:
    """Return the result of an execution that has succeeded.

    Args:
        client: From `connect`.
        execution: From `start_execution` or `wait_for_execution`.
        timeout: Seconds to wait for the result after the execution has succeeded: the platform may
            need some. Finite; None waits for ever.

    Returns:
        ``.result`` is what the service returned, ``.metadata`` what it added about the result.

    Raises:
        ExecutionFailed: The service returned an error, or failed.
        ExecutionCancelled: The execution was cancelled.
        WaitTimeout: The execution has not ended, or its result did not appear in time.

    Operation: ``getResult``, ``GET /{id}/result`` at the gateway endpoint.
    """
    ended = yield from wait(
        lambda: result_or_state(client, execution),
        state_of=lambda seen: seen.status if isinstance(seen, Execution) else "RESULT",
        states=RESULT_STATES,
        kind="execution",
        id=execution.id,
        resume=f"get_result(client, {resumable(execution)})",
        timeout=timeout,
        poll=Poll(),
        on_update=None,
    )
    if isinstance(ended.value, Execution):
        if ended.value.status in EXECUTION_STATES.failure:
            raise (yield from failure_of(client, ended.value, ended.elapsed))
        raise missing_result(ended.value, ended.elapsed, resumable(execution))
    if isinstance(ended.value, ErrorResponse):
        raise service_error(execution, ended.value, ended.elapsed)
    return ended.value


@recipe
def get_interim_results(client: AuthenticatedClient, execution: Execution) -> Flow[list[Any]]:
    """Return the interim results of an execution so far, oldest first.

    Args:
        client: From `connect`.
        execution: From `start_execution`, or made from its fields in another process.

    Returns:
        The interim results, any JSON values; the list is empty as long as there are none.

    Raises:
        NotFound: There is no such execution.

    Operation: ``getInterimResults``, ``GET /{id}/interim-results`` at the gateway endpoint.
    """
    reported = yield from on_gateway(client, execution, get_interim_results_operation)
    return reported if isinstance(reported, list) else [reported]


@recipe
def cancel_execution(client: AuthenticatedClient, execution: Execution) -> Flow[Execution]:
    """Cancel an execution; one that has ended stays as it is.

    Args:
        client: From `connect`.
        execution: From `start_execution`, or made from its fields in another process.

    Returns:
        The execution as it is now. It may take a moment to be CANCELLED.

    Raises:
        NotFound: There is no such execution.

    Operation: ``cancelExecution``, ``PUT /{id}/cancel`` at the gateway endpoint.
    """
    return (yield from cancel(client, execution))


@recipe
def run_service(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    application: ApplicationDto | str,
    *,
    data: Mapping[str, Any] | None = None,
    params: Mapping[str, Any] | None = None,
    timeout: float | None = 3600.0,
    poll: Poll = Poll(),
    on_update: Callable[[Execution], object] | None = None,
    cancel_on_interrupt: bool = False,
) -> Flow[ResultResponse]:
    """Execute a service and return its result: token, start, wait and result in one call.

    Args:
        client: From `connect`.
        service: The service or its id; it has to be published.
        application: The application or its id; it has to be subscribed to the service.
        data: The ``data`` argument of the service's ``run``; JSON values, at most 1 MB.
        params: The ``params`` argument, likewise.
        timeout: Seconds to wait for the end of the execution, finite; None waits for ever.
        poll: How often to look; see `Poll`.
        on_update: Called with the execution when it is first seen, and after each change.
        cancel_on_interrupt: Cancel the execution on Ctrl-C or when the task is cancelled. Otherwise
            the execution goes on, and a note on the error tells how to get its result.

    Returns:
        ``.result`` is what the service returned, ``.metadata`` what it added about the result.

    Raises:
        InvalidInput: An argument cannot be used. Nothing was started.
        PlanqkError: Whatever `start_execution`, `wait_for_execution` and `get_result` raise.
    """
    require_timeout(timeout)  # before it starts what could not be waited for then

    def finish(execution: Execution) -> Flow[ResultResponse]:
        if on_update:
            on_update(execution)
        ended = yield from wait_for_execution.flow(
            client, execution, timeout=timeout, poll=poll, on_update=on_update
        )
        return (yield from get_result.flow(client, ended))

    return (
        yield from run(
            start_execution.flow(client, service, application, data=data, params=params),
            finish,
            cancel=lambda execution: cancel(client, execution, call_once),
            cancel_on_interrupt=cancel_on_interrupt,
            handle_of=resumable,
        )
    )


# --- steps --------------------------------------------------------------------------------------


def body_of(data: Mapping[str, Any] | None, params: Mapping[str, Any] | None) -> StartExecutionBody:
    """Return the input of an execution as the gateway takes it."""
    return StartExecutionBody(
        data=UNSET if data is None else InputData.from_dict(as_json(data, "data")),
        params=UNSET if params is None else InputParams.from_dict(as_json(params, "params")),
    )


def start_at(
    client: AuthenticatedClient, endpoint: str, application_id: str, body: StartExecutionBody
) -> Flow[Execution]:
    """Start an execution at a gateway endpoint, once."""

    def start(gateway: ServiceClient) -> Flow[Execution]:
        with if_unsure(executions_to_check(application_id)):
            job = yield from call(start_execution_operation, client=gateway, body=body)
            started = require_started(job.id, "start_execution")
            return describe(job, Execution(endpoint, started, application_id))

    return (yield from as_application(client, endpoint, application_id, start))


def executions_to_check(application_id: str) -> str:
    """Say where to look for an execution of which it is not known whether it was started."""
    return (
        "whether the application's subscription lists a new execution: "
        f"list_subscriptions(client, {application_id!r}), then getSubscriptionExecutions"
    )


def on_gateway(
    client: AuthenticatedClient,
    execution: Execution,
    operation: Endpoint[..., T],
    by: Caller = call,
) -> Flow[T]:
    """Call an operation on an execution where it runs, as its application."""
    require_id(execution.id, kind="execution")
    require_id(execution.application_id, kind="application")
    return as_application(
        client,
        execution.endpoint,
        execution.application_id,
        lambda gateway: by(operation, execution.id, client=gateway),
        by,
    )


def look(client: AuthenticatedClient, execution: Execution) -> Flow[Execution]:
    """Look at an execution, in one try."""
    job = yield from on_gateway(client, execution, get_status, call_once)
    return describe(job, execution)


def cancel(client: AuthenticatedClient, execution: Execution, by: Caller = call) -> Flow[Execution]:
    """Cancel an execution."""
    job = yield from on_gateway(client, execution, cancel_execution_operation, by)
    return describe(job, execution)


def result_or_state(
    client: AuthenticatedClient, execution: Execution
) -> Flow[ErrorResponse | ResultResponse | Execution]:
    """Look once for the result or error of an execution; where there is none, at the execution."""
    try:
        return (yield from fetch_result(client, execution))
    except NotFound:
        return (yield from look(client, execution))


def fetch_result(
    client: AuthenticatedClient, execution: Execution
) -> Flow[ErrorResponse | ResultResponse]:
    """Fetch the result or error of an execution, in one try."""
    return on_gateway(client, execution, get_result_operation, call_once)


def failure_of(
    client: AuthenticatedClient, execution: Execution, elapsed: float
) -> Flow[WaitError]:
    """Return the error for an execution that ended badly, with the service's own words."""
    if execution.status == JobStatus.CANCELLED:
        return cancellation_error(execution, elapsed)
    try:
        answer = yield from fetch_result(client, execution)
    except PlanqkError:
        answer = None  # that it failed is the news; why is an extra
    return service_error(execution, answer if isinstance(answer, ErrorResponse) else None, elapsed)


def service_error(
    execution: Execution, answer: ErrorResponse | None, elapsed: float
) -> ExecutionFailed:
    """Return the error for an execution whose service ended with an error."""
    code = answer.code if answer else None
    detail = (answer.detail or None) if answer else None
    url = parse(execution.endpoint)
    advice = "" if url and is_loopback(url.host) else WHERE_TO_LOOK
    return failure_error(execution, elapsed, code=code, detail=detail, advice=advice)
