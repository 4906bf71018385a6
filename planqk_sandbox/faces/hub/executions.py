"""Executions as the platform shows them: those that the account has started."""

from starlette.responses import Response

from ...work.strict_json import JsonObject
from ...world import subscriptions
from ...world.records import Execution
from ..answers import answer, nothing
from .applications import subscription_in_path
from .calls import HubCall, HubHandler
from .outcomes import log_of, nothing_yet, result_of
from .rendering import execution_dto


def get_execution(call: HubCall) -> Response:
    """Return an execution."""
    return answer(render(call, execution_in_path(call)))


def head_execution(call: HubCall) -> Response:
    """Tell whether the account may see an execution."""
    execution_in_path(call)
    return nothing()


def cancel_execution(call: HubCall) -> Response:
    """End an execution; one that has ended stays as it is."""
    if call.world.executions.cancel(execution_in_path(call)):
        call.count_effect()
    return nothing()


def get_result(call: HubCall) -> Response:
    """Return the result, or the problem of an execution that failed."""
    execution = execution_in_path(call)
    result = result_of(call.world, execution)
    return nothing_yet() if result is None else answer(result)


def get_logs(call: HubCall) -> Response:
    """Return what an execution wrote."""
    return log_of(call, execution_in_path(call))


def get_executions_by_subscription(call: HubCall) -> Response:
    """List the executions that were started through a subscription."""
    found = subscriptions.executions(call.world, subscription_in_path(call))
    return answer([render(call, execution) for execution in found])


def render(call: HubCall, execution: Execution) -> JsonObject:
    """Return an execution as the Hub shows it."""
    return execution_dto(execution, call.world.executions.service(execution))


def execution_in_path(call: HubCall) -> Execution:
    """Return the execution that the path names.

    Raises:
        NotFound: The account has started none with this id.
    """
    return call.world.executions.find_started(call.account, call.path["id"])


HANDLERS: dict[str, HubHandler] = {
    "getServiceExecution": get_execution,
    "headServiceExecution": head_execution,
    "cancelServiceExecution": cancel_execution,
    "getServiceExecutionResult": get_result,
    "getServiceExecutionLogs": get_logs,
    "getServiceExecutionsBySubscription": get_executions_by_subscription,
}
