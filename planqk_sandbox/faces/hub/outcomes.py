"""What became of an execution, in the Hub's form: its result and its log."""

from urllib.parse import quote

from starlette.responses import FileResponse, Response

from ...work.logs import LINES, entries
from ...work.strict_json import JsonObject, parse
from ...world import history
from ...world.executions import FINAL
from ...world.records import Execution, Payload
from ...world.world import World
from ..answers import answer, nothing
from .calls import HubCall
from .rendering import entry_dto, execution_dto

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
    outcome = history.outcome(world, execution)
    if outcome is None:
        return None
    told = parse(outcome)
    if not isinstance(told, dict):
        return None
    if "code" in told:
        more = told.get("more")
        plain = problem(str(told["code"]), str(told.get("detail")))
        return {**more, **plain} if isinstance(more, dict) else plain
    payload = world.store.get(Payload, execution.id)
    if payload and payload.is_response:
        return told
    value = told.get("result")
    return value if isinstance(value, dict) else {}


def problem(title: str, detail: str) -> JsonObject:
    """Return the problem document of an execution that failed."""
    return {"type": "about:blank", "status": 500, "title": title, "detail": detail}


def with_links(
    call: HubCall, execution: Execution, result: JsonObject, address: str, files: str
) -> JsonObject:
    """Return a result with links to the execution at `address` and to its files below `files`."""
    links: JsonObject = {
        file.name: {"href": f"{files}/{quote(file.name, safe='/')}"}
        for file in call.world.executions.files.of_execution(execution)
    }
    status = execution_dto(execution, history.service(call.world, execution))
    return result | {
        "_links": links | {"status": {"href": address}},
        "_embedded": {"status": status},
    }


def result_file(call: HubCall, execution: Execution, name: str) -> Response:
    """Return a result file.

    Raises:
        NotFound: There is none of that name.
    """
    place = call.world.executions.files.find(execution, name)
    return FileResponse(place, media_type="application/octet-stream")


def log_of(call: HubCall, execution: Execution) -> Response:
    """Return the log of an execution: JSON, or with `raw` plain text."""
    written = call.world.executions.log(execution)
    if not written.text and execution.status not in FINAL:
        return nothing_yet()
    found = entries(written, call.number("limit", LINES))
    if call.flag("raw"):
        text = "".join(f"{entry.message}\n" for entry in found)
        return Response(text, media_type="text/plain")
    shown = [entry_dto(entry, execution.ended_at) for entry in found]
    if call.world.options.logs_form == "object" and call.operation == AS_OBJECT:
        ends: JsonObject = {"first": shown[0], "last": shown[-1]} if shown else {}
        return answer({**ends, "empty": not shown})
    return answer([*shown])
