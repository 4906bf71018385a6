"""What became of an execution, in the Hub's form: its result and its log."""

from starlette.responses import Response

from ...work.strict_json import JsonObject, parse
from ...world.executions import FINAL
from ...world.records import Execution, Payload
from ...world.world import World
from ..answers import answer, nothing
from .calls import HubCall
from .rendering import log_entries

RETRY_AFTER = 1
# The document declares the object for the platform only.
AS_OBJECT = "hub.getServiceExecutionLogs"


def nothing_yet() -> Response:
    """Return the answer as long as there is nothing."""
    response = nothing()
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def result_of(world: World, execution: Execution) -> JsonObject | None:
    """Return the members of a result, or a problem (RFC 7807); None as long as there is none."""
    outcome = world.executions.outcome(execution)
    if outcome is None:
        return None
    told = parse(outcome)
    if not isinstance(told, dict):
        return None
    if "code" in told:
        return problem(str(told["code"]), str(told.get("detail")))
    payload = world.store.get(Payload, execution.id)
    if payload and payload.is_response:
        return told
    value = told.get("result")
    return value if isinstance(value, dict) else {}


def problem(title: str, detail: str) -> JsonObject:
    """Return the problem document of an execution that failed."""
    return {"type": "about:blank", "status": 500, "title": title, "detail": detail}


def log_of(call: HubCall, execution: Execution) -> Response:
    """Return the log of an execution: JSON, or with `raw` plain text."""
    payload = call.world.store.get(Payload, execution.id)
    if payload is None or execution.status not in FINAL:
        return nothing_yet()
    entries = log_entries(payload.log, execution.ended_at)
    if call.query("limit") is not None:
        entries = entries[-call.number("limit", 0) :] if call.number("limit", 0) else []
    if call.flag("raw"):
        lines = [str(entry["message"]) for entry in entries if isinstance(entry, dict)]
        return Response("".join(f"{line}\n" for line in lines), media_type="text/plain")
    if call.world.options.logs_form == "object" and call.operation == AS_OBJECT:
        ends: JsonObject = {"first": entries[0], "last": entries[-1]} if entries else {}
        return answer({**ends, "empty": not entries})
    return answer(entries)
