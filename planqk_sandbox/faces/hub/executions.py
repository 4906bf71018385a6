"""Executions as the platform shows them: those that the account has started."""

from collections.abc import Sequence

from starlette.responses import Response

from ...work.strict_json import JsonObject
from ...world import history, subscriptions
from ...world.executions import FINAL
from ...world.history import Part, Search
from ...world.records import Execution, Service
from ..answers import answer, answer_many, nothing
from .applications import subscription_in_path
from .calls import HubCall, HubHandler
from .outcomes import log_of, nothing_yet, result_file, result_of, with_links
from .pages import Asked, asked
from .rendering import cost_dto, execution_dto, node_dto

# What a list may be sorted by, and the name of that in the world.
KEYS = {
    "createdAt": "created_at",
    "startedAt": "started_at",
    "endedAt": "ended_at",
    "status": "status",
    "serviceId": "service_id",
}


def get_executions(call: HubCall) -> Response:
    """List a page of the executions that the account has started, jobs included."""
    page, found, total = search(call)
    return answer(page.envelope(render_all(call, found), total))


def search(call: HubCall, *, only_jobs: bool = False) -> tuple[Asked, list[Execution], int]:
    """Return the page that a call asks for, what is on it, and how many there are.

    Raises:
        Refusal: 400.
    """
    page = asked(call, (*KEYS,))
    wanted = Search(
        only_jobs=only_jobs,
        service_id=call.query("serviceId"),
        application_id=call.query("applicationId"),
        created_after=call.moment("createdAfter"),
        created_before=call.moment("createdBefore"),
        tags=call.many("tags"),
        ids=call.many("ids"),
    )
    part = Part(
        start=page.number * page.size,
        length=page.size,
        order=KEYS.get(page.key or ""),
        descending=page.descending,
    )
    return page, *history.search(call.world, call.account, wanted, part)


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
    if result is None:
        return nothing_yet()
    address = f"{call.platform}/service-executions/{execution.id}"
    return answer(with_links(call, execution, result, address, f"{address}/results"))


def get_result_file(call: HubCall) -> Response:
    """Return a file that the service has left."""
    return result_file(call, execution_in_path(call), call.path["rest"])


def get_costs(call: HubCall) -> Response:
    """Return what an execution has cost, once it has ended."""
    execution = execution_in_path(call)
    if execution.status not in FINAL:
        return nothing_yet()
    return answer([cost_dto(execution, history.service(call.world, execution))])


def get_lineage(call: HubCall) -> Response:
    """Return an execution and all that it has started, whoever sees them."""
    nodes, truncated = history.lineage(call.world, execution_in_path(call))
    return answer({"nodes": [node_dto(each) for each in nodes], "truncated": truncated})


def get_logs(call: HubCall) -> Response:
    """Return what an execution wrote."""
    return log_of(call, execution_in_path(call))


def get_executions_by_subscription(call: HubCall) -> Response:
    """List the executions that were started through a subscription."""
    subscription = subscription_in_path(call)
    _, service = subscriptions.parties(call.world, subscription)
    found = subscriptions.executions(call.world, subscription)
    return answer_many(execution_dto(execution, service) for execution in found)


def render(call: HubCall, execution: Execution) -> JsonObject:
    """Return an execution as the Hub shows it."""
    return execution_dto(execution, history.service(call.world, execution))


def render_all(call: HubCall, executions: Sequence[Execution]) -> list[JsonObject]:
    """Return executions as the Hub shows them."""
    services: dict[str, Service] = {}
    for execution in executions:
        if execution.service_id not in services:
            services[execution.service_id] = history.service(call.world, execution)
    return [execution_dto(each, services[each.service_id]) for each in executions]


def execution_in_path(call: HubCall) -> Execution:
    """Return the execution that the path names.

    Raises:
        NotFound: The account has started none with this id.
    """
    return history.find_started(call.world, call.account, call.path["id"])


HANDLERS: dict[str, HubHandler] = {
    "getServiceExecutions": get_executions,
    "getServiceExecution": get_execution,
    "headServiceExecution": head_execution,
    "cancelServiceExecution": cancel_execution,
    "getServiceExecutionResult": get_result,
    "getServiceExecutionResultFile": get_result_file,
    "getServiceExecutionCosts": get_costs,
    "getServiceExecutionLineage": get_lineage,
    "getServiceExecutionLogs": get_logs,
    "getServiceExecutionsBySubscription": get_executions_by_subscription,
}
