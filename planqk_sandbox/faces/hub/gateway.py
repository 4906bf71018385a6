"""The gateway's operations: executions of managed services, as their subscribers call them."""

from dataclasses import dataclass

from starlette.responses import Response

from ...world import datapools, history
from ...world.executions import Start
from ...world.records import Execution, Service, Subscription
from ..answers import answer, nothing
from ..refusals import not_found
from .calls import HubCall
from .inputs import read_input
from .outcomes import log_of, nothing_yet, result_file, result_of, with_links
from .rendering import endpoint, execution_dto


@dataclass(kw_only=True)
class HubGatewayCall(HubCall):
    """A call of a published service; `account` is the one that owns it."""

    service: Service
    subscription: Subscription
    caller: str
    """The account of the application."""

    def address(self, execution: Execution) -> str:
        """Return where an execution is."""
        return f"{endpoint(self.service, self.account, self.gateway)}/{execution.id}"


def start_execution(call: HubGatewayCall) -> Response:
    """Start an execution."""
    given = read_input(call.body)
    start = Start(
        platform="Hub",
        account_id=call.caller,
        input=given.arguments,
        subscription=call.subscription,
        tags=given.tags,
        secrets=given.secrets,
        parent_token=call.parent_token,
    )
    execution = call.world.executions.start(call.service, datapools.mount(call.world, start))
    call.count_effect()
    response = answer(execution_dto(execution, call.service), 201)
    response.headers["Location"] = call.address(execution)
    return response


def get_executions(call: HubGatewayCall) -> Response:
    """List the executions of the service that the application has started, newest first."""
    found = history.of_application(call.world, call.service, call.subscription.application_id)
    return answer([execution_dto(execution, call.service) for execution in found])


def get_status(call: HubGatewayCall) -> Response:
    """Return the state of an execution."""
    return answer(execution_dto(_execution_in_path(call), call.service))


def get_result(call: HubGatewayCall) -> Response:
    """Return the result of an execution, or its problem, with links."""
    execution = _execution_in_path(call)
    result = result_of(call.world, execution)
    if result is None:
        if call.world.options.early_result == 204 and execution.status != "CANCELLED":
            return nothing_yet()
        raise not_found(f"The execution is {execution.status} and has no result")
    address = call.address(execution)
    return answer(with_links(call, execution, result, address, f"{address}/result"))


def get_result_file(call: HubGatewayCall) -> Response:
    """Return a file that the service has written."""
    return result_file(call, _execution_in_path(call), call.path["file"])


def get_logs(call: HubGatewayCall) -> Response:
    """Return what the service has written to stdout and stderr, oldest first."""
    return log_of(call, _execution_in_path(call))


def cancel_execution(call: HubGatewayCall) -> Response:
    """End an execution; one that has ended stays as it is."""
    if call.world.executions.cancel(_execution_in_path(call)):
        call.count_effect()
    return nothing()


def _execution_in_path(call: HubGatewayCall) -> Execution:
    application_id = call.subscription.application_id
    return history.find(call.world, call.service, application_id, call.path["id"])


HANDLERS = {
    "getServiceExecutions": get_executions,
    "startExecution": start_execution,
    "getStatus": get_status,
    "getResult": get_result,
    "getResultFile": get_result_file,
    "getLogs": get_logs,
    "cancelExecution": cancel_execution,
}
