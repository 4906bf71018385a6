"""Executions of every platform: states, start-wait-result, errors, interrupts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Protocol, TypeAlias, TypeVar
from urllib.parse import quote, unquote

from dateutil import parser

from ..errors import ExecutionCancelled, ExecutionFailed, InvalidInput, PlanqkError, WaitTimeout
from .arguments import fit
from .flow import Flow, Shielded
from .waiting import States

EXECUTION_STATES = States(
    success=frozenset({"SUCCEEDED"}),
    failure=frozenset({"FAILED", "CANCELLED"}),
    active=frozenset({"UNKNOWN", "PENDING", "RUNNING"}),
)
# For somebody who asks for a result, a wait for it ends with the result, and also with every state
# of an execution that has none: it still runs, or it ended badly. Only an execution that has
# succeeded is waited for: its result may be late.
RESULT_STATES = States(
    success=frozenset({"RESULT"}),
    failure=EXECUTION_STATES.failure | EXECUTION_STATES.active,
    active=EXECUTION_STATES.success,
)
Times: TypeAlias = tuple[datetime | None, datetime | None, datetime | None]
FRAME = '\n  File "'
"""How a line of a Python traceback begins."""


class Running(Protocol):
    """An execution, as far as this module needs it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def status(self) -> str:
        """Its state when it was last looked at."""


class Timed(Running, Protocol):
    """An execution with its times."""

    @property
    def created_at(self) -> datetime | None:
        """When the platform accepted it."""

    @property
    def started_at(self) -> datetime | None:
        """When it began to run."""

    @property
    def ended_at(self) -> datetime | None:
        """When it ended."""


class Reached(Protocol):
    """The handle of an execution, as far as this module needs it."""

    @property
    def endpoint(self) -> str:
        """Gateway endpoint of the service."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def application_id(self) -> str:
        """Id of the application it runs for."""


E = TypeVar("E", bound=Running)
T = TypeVar("T")


def run(
    start: Flow[E],
    finish: Callable[[E], Flow[T]],
    *,
    cancel: Callable[[E], Flow[E]],
    cancel_on_interrupt: bool,
    handle_of: Callable[[E], str],
) -> Flow[T]:
    """Start an execution and finish it; an error or interrupt in between names the execution.

    Args:
        start: Starts it.
        finish: Waits for it and fetches its result.
        cancel: Cancels it, in one try.
        cancel_on_interrupt: Whether an interrupt cancels it.
        handle_of: Returns the code that makes the execution again in another process.
    """
    try:
        execution = yield from start
    except (KeyboardInterrupt, asyncio.CancelledError) as interrupt:
        if not getattr(interrupt, "__notes__", None):
            interrupt.add_note("Interrupted before the start was answered: no execution is known")
        raise
    try:
        return (yield from finish(execution))
    except (KeyboardInterrupt, asyncio.CancelledError) as interrupt:
        handle = handle_of(execution)
        if cancel_on_interrupt:
            yield from cancel_after(interrupt, cancel(execution), execution.id, handle)
        elif not getattr(interrupt, "__notes__", None):
            interrupt.add_note(
                f"Interrupted; execution {execution.id} goes on. "
                f"Its result: get_result(client, {handle})"
            )
        raise
    except Exception as error:
        error.add_note(f"The execution was started: {handle_of(execution)}")
        raise


def cancel_after(
    interrupt: BaseException, cancel: Flow[E], execution_id: str, handle: str
) -> Flow[None]:
    """Cancel an execution because of an interrupt, and note on it how that went."""
    try:
        now: E = yield Shielded(cancel)
    except PlanqkError as error:
        interrupt.add_note(
            f"Execution {execution_id} could not be cancelled: {error}. "
            f"Try again: cancel_execution(client, {handle})"
        )
    else:
        getattr(interrupt, "__notes__", []).clear()  # they say that it goes on
        if EXECUTION_STATES.final(now.status) and now.status != "CANCELLED":
            interrupt.add_note(
                f"Execution {execution_id} had ended before it could be cancelled; it is "
                f"{now.status}. Its result: get_result(client, {handle})"
            )
        else:
            interrupt.add_note(f"Execution {execution_id} was cancelled; it is {now.status}")


def cancellation_error(execution: Running, elapsed: float) -> ExecutionCancelled:
    """Return the error for an execution that was cancelled."""
    return ExecutionCancelled(
        "it was cancelled",
        kind="execution",
        id=execution.id,
        state=execution.status,
        elapsed=elapsed,
    )


def failure_error(
    execution: Running,
    elapsed: float,
    *,
    code: str | None,
    detail: str | None,
    advice: str = "",
    log: tuple[str, ...] = (),
) -> ExecutionFailed:
    """Return the error for an execution whose service ended with an error.

    Args:
        execution: It.
        elapsed: Seconds waited.
        code: The service's short name of the error.
        detail: The service's words.
        advice: Where to look when the words have no traceback.
        log: The last lines of its log.
    """
    what = ": ".join(filter(None, [code, detail])) or "the service gives no reason"
    if advice and FRAME not in (detail or ""):
        what = f"{what}\n{advice}"
    error = ExecutionFailed(
        what, kind="execution", id=execution.id, state=execution.status, elapsed=elapsed
    )
    error.code = code
    error.detail = detail
    error.log = log
    return error


def missing_result(execution: Running, elapsed: float, handle: str) -> WaitTimeout:
    """Return the error for an execution that has not ended, and so has no result."""
    return WaitTimeout(
        f"it has no result yet. Wait for it: wait_for_execution(client, {handle})",
        kind="execution",
        id=execution.id,
        state=execution.status,
        elapsed=elapsed,
    )


def resumable(execution: Reached) -> str:
    """Return the code that makes the execution again in another process."""
    return f"Execution({execution.endpoint!r}, {execution.id!r}, {execution.application_id!r})"


def join_handle(endpoint: str, id: str, application_id: str) -> str:
    """Return the handle of an execution: its address, and the application behind a ``#``.

    Raises:
        InvalidInput: The endpoint is no address without user and query: they may be secrets.
    """
    if not is_line(endpoint) or set("@?#") & set(endpoint):
        raise InvalidInput("the endpoint of the execution is no plain address")
    address = f"{endpoint.rstrip('/')}/{quote(id, safe='')}" if endpoint else quote(id, safe="")
    return f"{address}#{quote(application_id, safe='')}" if application_id else address


def split_handle(handle: str, *, whole: bool = False) -> tuple[str, str, str]:
    """Return endpoint, id and application of a handle; "" for what it leaves out.

    Raises:
        InvalidInput: It is no handle, or leaves something out although it has to be ``whole``.
    """
    fit("from_handle", "handle", handle, str)
    address, _, application_id = handle.strip().partition("#")
    endpoint, slash, id = address.rpartition("/")
    is_one = id and is_line(address + application_id) and bool(slash) == ("://" in endpoint)
    if not is_one or (whole and not (endpoint and application_id)):
        raise InvalidInput(f"{handle!r:.200} is no handle of an execution: pass its .handle")
    return endpoint, unquote(id), unquote(application_id)


def times_to_json(execution: Timed) -> list[str | None]:
    """Return the times of an execution as JSON."""
    times = (execution.created_at, execution.started_at, execution.ended_at)
    return [time.isoformat() if time else None for time in times]


def times_from_json(stored: Iterable[str | None]) -> Times:
    """Return what `times_to_json` was given."""
    created, started, ended = (datetime.fromisoformat(text) if text else None for text in stored)
    return created, started, ended


def is_line(text: str) -> bool:
    """Tell whether ``text`` is printable, and in one piece."""
    return text.isprintable() and not any(map(str.isspace, text))


def moment(text: object) -> datetime | None:
    """Return a time with its zone; platforms write none, and UTC is taken for granted."""
    if not isinstance(text, str) or not text:
        return None
    try:
        parsed = datetime.fromisoformat(text)  # a tenth of the time
    except ValueError:
        try:
            parsed = parser.parse(text)
        except (ValueError, OverflowError, TypeError):
            return None  # a time in another form must not hide what it is the time of
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
