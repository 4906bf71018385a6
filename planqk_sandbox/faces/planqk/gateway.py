"""The gateway's operations: executions of managed services, as their subscribers call them."""

import json

from starlette.responses import Response

from ...work.files import MIB
from ...work.strict_json import JsonObject
from ...world import history
from ...world.executions import Start
from ...world.records import Application, Execution
from ..answers import answer
from ..calls import GatewayCall, GatewayHandler
from ..refusals import bad_request, not_found
from .rendering import endpoint, job_dto

INPUT_LIMIT = MIB
MEMBERS = ("data", "params", "dataRef", "paramsRef")
TRUE = ("true", "1", "yes", "on")


def health_check(_: GatewayCall) -> Response:
    """Tell that the service is there."""
    return answer({"status": "Service is up and running"})


def start_execution(call: GatewayCall) -> Response:
    """Start an execution."""
    owner = call.world.store.find(Application, id=call.subscription.application_id)[0].account_id
    start = Start(
        platform="PlanQK",
        account_id=owner,
        input=_input(call.body),
        subscription=call.subscription,
    )
    execution = call.world.executions.start(call.service, start)
    call.count_effect()
    response = answer(job_dto(execution), 201)
    address = endpoint(call.service, call.account, call.gateway)
    response.headers["Location"] = f"{address}/{execution.id}"
    return response


def _input(body: JsonObject) -> JsonObject:
    unknown = sorted(
        name for name, value in body.items() if name not in MEMBERS and value is not None
    )
    if unknown:
        raise bad_request(
            f"The body has {_quote(unknown)}, which no service gets: "
            "put the input into data and params"
        )
    for reference in ("dataRef", "paramsRef"):
        if body.get(reference) is not None:
            raise bad_request(
                f"{reference}: the sandbox has no data pools; send the values themselves"
            )
    return {name: _input_object(name, body) for name in ("data", "params")}


def _input_object(name: str, body: JsonObject) -> JsonObject:
    value = body.get(name)
    if value is not None and not isinstance(value, dict):
        raise bad_request(f"{name} has to be an object")
    if len(json.dumps(value, ensure_ascii=False).encode()) > INPUT_LIMIT:
        raise bad_request(f"{name} is larger than {INPUT_LIMIT} bytes")
    return value or {}


def _quote(names: list[str]) -> str:
    shown = [repr(name if len(name) <= 50 else f"{name[:50]}…") for name in names[:5]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def get_status(call: GatewayCall) -> Response:
    """Return the state of an execution."""
    return answer(job_dto(_execution_in_path(call)))


def get_result(call: GatewayCall) -> Response:
    """Return the result of an execution that succeeded, or the error of one that failed."""
    execution = _execution_in_path(call)
    outcome = history.outcome(call.world, execution)
    if outcome is None:
        raise not_found(f"The execution is {execution.status} and has no result")
    return Response(outcome, media_type="application/json")


def get_interim_results(call: GatewayCall) -> Response:
    """Return what the service has reported so far, or only the latest."""
    # The document declares no 400 here: every value has a meaning.
    last = (call.query("last") or "").lower() in TRUE
    values = history.interim_results(call.world, _execution_in_path(call))
    return answer(values[-1] if values and last else values)


def cancel_execution(call: GatewayCall) -> Response:
    """End an execution; one that has ended stays as it is."""
    if call.world.executions.cancel(_execution_in_path(call)):
        call.count_effect()
    return answer(job_dto(_execution_in_path(call)))


def _execution_in_path(call: GatewayCall) -> Execution:
    application_id = call.subscription.application_id
    return history.find(call.world, call.service, application_id, call.path["id"])


HANDLERS: dict[str, GatewayHandler] = {
    "healthCheck": health_check,
    "startExecution": start_execution,
    "getStatus": get_status,
    "getResult": get_result,
    "getInterimResults": get_interim_results,
    "cancelExecution": cancel_execution,
}
