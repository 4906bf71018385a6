"""What comes of an execution: its result, its log, and the error of one that ended badly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeAlias

from attrs import field, frozen
from hub_platform import AuthenticatedClient
from hub_platform.api.service_executions import (
    get_service_execution_costs,
    get_service_execution_logs,
    get_service_execution_result,
)
from hub_platform.models import CostEntry, LogEntry as PlatformLogEntry, ServiceExecutionLogs
from hub_platform.types import UNSET
from hub_service import AuthenticatedClient as ServiceClient
from hub_service.api.service_api import get_logs, get_result as get_result_operation
from hub_service.models import LogEntry
from hub_service.types import Unset

from ..engine.calls import Asker, Caller, Nothing, ask, ask_once, call, call_once
from ..engine.executions import (
    EXECUTION_STATES,
    RESULT_STATES,
    cancellation_error,
    failure_error,
    resumable,
)
from ..engine.flow import Flow, recipe
from ..engine.logs import TAIL, last_lines
from ..engine.waiting import Ended, Poll, wait
from ..errors import InvalidInput, NotFound, PlanqkError, WaitError
from .handles import Execution, Result, text
from .reaching import reach

Log: TypeAlias = list[LogEntry] | list[PlatformLogEntry] | ServiceExecutionLogs | Nothing | None
LINKS, EMBEDDED = "_links", "_embedded"
NO_FILES = frozenset({"status", "self"})
"""Links of a result that lead to no file."""


@recipe
def get_log(
    client: AuthenticatedClient, execution: Execution, *, limit: int | None = None
) -> Flow[list[LogEntry]]:
    """Return the log of an execution so far, oldest entry first.

    Args:
        client: From `connect` or `connect_with_key`.
        execution: From `start_execution` or `start_job`, or made from its handle.
        limit: How many entries to return at most, the last ones; None returns all there are.

    Returns:
        The entries; the list is empty as long as there are none.

    Raises:
        InvalidInput: The limit is below 1.
        NotFound: There is no such execution.

    Operation: ``getLogs``, ``GET /{id}/log`` at the gateway endpoint; of one without an endpoint
    ``getServiceExecutionLogs``, ``GET /service-executions/{id}/logs``.
    """
    if limit is not None and limit < 1:
        raise InvalidInput(f"limit is {limit}: give at least 1, or None for the whole log")
    return (yield from fetch_log(client, execution, limit, ask, call))


@recipe
def get_costs(client: AuthenticatedClient, execution: Execution) -> Flow[list[CostEntry]]:
    """Return what an execution has cost.

    Args:
        client: From `connect`; an access key alone does not reach them.
        execution: From `start_execution` or `start_job`, or made from its handle.

    Returns:
        The entries; the list is empty as long as the platform has none.

    Raises:
        NotFound: There is no such execution.
        ConfigError: The client has an access key only.

    Operation: ``getServiceExecutionCosts``, ``GET /service-executions/{id}/costs``.
    """
    found = yield from ask(get_service_execution_costs, execution.id, client=client)
    return [] if isinstance(found, Nothing) else found


# --- steps --------------------------------------------------------------------------------------


@frozen
class NoResult:
    """A look at an execution that has no result yet.

    Attributes:
        execution: As it is now.
        retry_after: Seconds the platform asks to wait, or None.
        body: The problem of one that failed.
    """

    execution: Execution
    retry_after: float | None
    body: dict[str, Any] = field(factory=dict)


def wait_for_body(
    client: AuthenticatedClient,
    execution: Execution,
    timeout: float | None,
    look: Callable[[], Flow[Execution]],
    call: str,
) -> Flow[Ended[dict[str, Any] | NoResult]]:
    """Wait for the body of a result, or for the news that there is none.

    Args:
        client: From `connect` or `connect_with_key`.
        execution: The execution.
        timeout: Seconds to wait for it once the execution has succeeded.
        look: Looks once at the execution.
        call: The recipe that does this, for the errors.
    """

    def look_for_it() -> Flow[dict[str, Any] | NoResult]:
        try:
            body = yield from fetch_result(client, execution)
        except NotFound:
            body = Nothing()
        if isinstance(body, Nothing):
            return NoResult((yield from look()), body.retry_after)
        if is_problem(body) and state_in(body, execution) not in EXECUTION_STATES.success:
            seen = yield from look()
            if seen.status in EXECUTION_STATES.failure:
                return NoResult(seen, None, body)
        return body

    return wait(
        look_for_it,
        state_of=lambda seen: seen.execution.status if isinstance(seen, NoResult) else "RESULT",
        states=RESULT_STATES,
        kind="execution",
        id=execution.id,
        resume=f"{call}(client, {resumable(execution)})",
        timeout=timeout,
        poll=Poll(),
        on_update=None,
        asked_by=lambda seen: seen.retry_after if isinstance(seen, NoResult) else None,
    )


def fetch_result(
    client: AuthenticatedClient, execution: Execution
) -> Flow[dict[str, Any] | Nothing]:
    """Fetch the body of a result, in one try."""
    body = yield from reach(
        client,
        execution,
        gateway=lambda gateway, id: ask_once(get_result_operation, id, client=gateway),
        platform=lambda platform, id: ask_once(get_service_execution_result, id, client=platform),
        by=call_once,
    )
    return body if isinstance(body, Nothing) else body.to_dict()


def read_result(body: Mapping[str, Any]) -> Result:
    """Return the result in a body: its members, and the names of the files it links to."""
    links = body.get(LINKS)
    names = links if isinstance(links, Mapping) else ()
    members = {name: body[name] for name in body if name not in (LINKS, EMBEDDED)}
    return Result(members, tuple(name for name in names if name not in NO_FILES))


def is_problem(body: Mapping[str, Any]) -> bool:
    """Tell whether a body may be a problem document (RFC 7807); a service may return one, too."""
    return isinstance(body.get("title"), str) and isinstance(body.get("status"), int)


def state_in(body: Mapping[str, Any], execution: Execution) -> str:
    """Return the state of an execution that comes with its result, else the last one seen."""
    embedded = body.get(EMBEDDED)
    seen = embedded.get("status") if isinstance(embedded, Mapping) else None
    state = seen.get("status") if isinstance(seen, Mapping) else None
    return state if isinstance(state, str) else execution.status


def failure_of(
    client: AuthenticatedClient, execution: Execution, elapsed: float
) -> Flow[WaitError]:
    """Return the error for an execution that ended badly, with its words and the end of its log."""
    if execution.status == "CANCELLED":
        return cancellation_error(execution, elapsed)
    code = detail = None
    log: list[LogEntry] = []
    with suppress(PlanqkError):  # that it failed is the news; why is an extra
        body = yield from fetch_result(client, execution)
        if not isinstance(body, Nothing):
            code, detail = text(body.get("title")) or None, text(body.get("detail")) or None
    with suppress(PlanqkError):
        log = yield from fetch_log(client, execution, TAIL, ask_once, call_once)
    lines = last_lines([entry.message for entry in log])
    return failure_error(execution, elapsed, code=code, detail=detail, log=lines)


def fetch_log(
    client: AuthenticatedClient,
    execution: Execution,
    limit: int | None,
    by: Asker,
    token_by: Caller,
) -> Flow[list[LogEntry]]:
    """Fetch the log of an execution, or the last entries of it."""

    def at_gateway(gateway: ServiceClient, id: str) -> Flow[Log]:
        return by(get_logs, id, client=gateway)

    def at_platform(platform: AuthenticatedClient, id: str) -> Flow[Log]:
        last = UNSET if limit is None else limit
        return by(get_service_execution_logs, id, client=platform, limit=last)

    found = yield from reach(
        client, execution, gateway=at_gateway, platform=at_platform, by=token_by
    )
    entries = read_log(found)
    return entries if limit is None else entries[-limit:]


def read_log(found: Log) -> list[LogEntry]:
    """Return the entries of a log, in whichever form it came."""
    if found is None or isinstance(found, Nothing):
        return []
    if isinstance(found, ServiceExecutionLogs):  # the document knows its first and last entry only
        ends = [
            entry for entry in (found.first, found.last) if not isinstance(entry, Unset) and entry
        ]
        found = ends[:1] if ends[:1] == ends[1:] else ends
    return [LogEntry.from_dict(entry.to_dict()) for entry in found]
