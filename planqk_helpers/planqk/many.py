"""Execute a service for many inputs at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike
from typing import Any

from attrs import define, evolve
from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_applications import get_application_subscriptions
from planqk_platform.api.service_platform_subscriptions import get_subscription_executions
from planqk_platform.models import ApplicationDto, ServiceDto
from planqk_service.models import JobStatus, ResultResponse

from ..engine.calls import call_once, if_unsure
from ..engine.executions import (
    EXECUTION_STATES,
    moment,
    resumable,
    times_from_json,
    times_to_json,
)
from ..engine.flow import Flow, recipe, sleep
from ..engine.outcomes import Outcomes, Plan, Progress
from ..engine.retrying import may_have_started, unsure_after
from ..engine.runs import UNANSWERED, Input, Options
from ..engine.streams import collected, iteration
from ..engine.work import Work
from ..errors import AmbiguousSubmission, InvalidInput, RateLimited
from .connection import connection
from .executions import body_of, cancel, executions_to_check, get_result, look, start_at
from .gateway import endpoint_of
from .handles import Execution
from .ids import id_of_application, id_of_service

START = "start_execution"
FEW = 1000
"""Entries from which on the list of a subscription's executions costs more than it saves: it never
shrinks."""


@define
class _Executing:
    """The platform, for one service and application."""

    client: AuthenticatedClient
    service: ServiceDto | str
    service_id: str
    application_id: str
    endpoint: str = ""
    subscription_id: str | None = None

    @property
    def identity(self) -> Mapping[str, str]:
        return {
            "platform": "planqk",
            "service": self.service_id,
            "application": self.application_id,
        }

    def check(self, given: object, name: str) -> None:
        if not isinstance(given, Mapping):
            raise InvalidInput(f"{name} is of type {type(given).__name__}: pass a dict")
        if unknown := given.keys() - {"data", "params"}:
            raise InvalidInput(f"{name} has {sorted(map(str, unknown))}: give data and params")
        for member, value in given.items():
            if value is not None and not isinstance(value, Mapping):
                kind = type(value).__name__
                raise InvalidInput(f"{name}[{member!r}] is of type {kind}: pass a dict")

    def open(self) -> Flow[None]:
        self.endpoint = yield from endpoint_of(self.client, self.service, self.application_id)

    def start(self, given: Input, tag: str) -> Flow[Execution]:  # noqa: ARG002 - no tags here
        body = body_of(given.get("data"), given.get("params"))
        with if_unsure(executions_to_check(self.application_id)):
            try:
                return (yield from start_at(self.client, self.endpoint, self.application_id, body))
            except RateLimited as error:
                if may_have_started(error, START):
                    raise unsure_after(error, START) from error
                raise

    def find_lost(self, tag: str, age: float) -> Flow[Execution]:  # noqa: ARG002 - nor here
        with if_unsure(executions_to_check(self.application_id)):
            yield from ()
            raise AmbiguousSubmission(START, UNANSWERED)

    def look(self, execution: Execution) -> Flow[Execution]:
        return look(self.client, execution)

    def look_at_all(self, executions: Sequence[Execution]) -> Flow[Mapping[str, Execution] | None]:
        if self.subscription_id is None:
            self.subscription_id = yield from self._subscription(executions[0].endpoint)
        if not self.subscription_id:
            return None
        listed = yield from call_once(
            get_subscription_executions, self.subscription_id, client=self.client
        )
        if len(listed) >= FEW:
            return None
        wanted = {execution.id: execution for execution in executions}
        return {
            each.id: evolve(
                wanted[each.id],
                created_at=moment(each.created_at),
                started_at=moment(each.started_at),
                ended_at=moment(each.ended_at),
            )
            if each.ended_at
            else wanted[each.id]
            for each in listed
            if each.id in wanted
        }

    def _subscription(self, endpoint: str) -> Flow[str]:
        """Return the id of the application's subscription to the service there, or ""."""
        held = yield from call_once(
            get_application_subscriptions, self.application_id, client=self.client
        )
        reached = [each.id for each in held if each.api and each.api.gateway_endpoint == endpoint]
        return reached[0] if len(reached) == 1 else ""

    def has_ended(self, execution: Execution) -> bool:
        return EXECUTION_STATES.final(execution.status) or execution.ended_at is not None

    def finish(self, execution: Execution) -> Flow[tuple[Execution, ResultResponse]]:
        result = yield from get_result.flow(self.client, execution)
        return evolve(execution, status=JobStatus.SUCCEEDED), result

    def in_state(self, execution: Execution, state: str) -> Execution:
        return evolve(execution, status=JobStatus(state))

    def cancel(self, execution: Execution) -> Flow[Execution]:
        return cancel(self.client, execution, call_once)

    def handle_of(self, execution: Execution) -> str:
        return resumable(execution)

    def to_json(self, execution: Execution | None, result: ResultResponse | None) -> Any:
        return [execution and to_list(execution), result and result.to_dict()]

    def from_json(self, stored: Any) -> tuple[Execution | None, ResultResponse | None]:
        execution, result = stored
        return (
            execution and from_list(execution),
            None if result is None else ResultResponse.from_dict(result),
        )


def to_list(execution: Execution) -> list[str | None]:
    """Return an execution as JSON."""
    ids = (execution.endpoint, execution.id, execution.application_id)
    return [*ids, execution.status, *times_to_json(execution)]


def from_list(stored: list[Any]) -> Execution:
    """Return the execution that `to_list` was given."""
    endpoint, id, application_id, status, *times = stored
    return Execution(endpoint, id, application_id, JobStatus(status), *times_from_json(times))


@iteration
def iter_many(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    application: ApplicationDto | str,
    inputs: Iterable[Mapping[str, Any]],
    *,
    at_a_time: int = 8,
    journal: str | PathLike[str] | None = None,
    key: Callable[[Mapping[str, Any]], str | int] | None = None,
    per_second: float | None = None,
    stop_after_failures: int | None = None,
    retry_failed: int = 0,
    timeout: float | None = None,
    on_progress: Callable[[Progress], object] | None = None,
    progress: bool = False,
    cancel_on_interrupt: bool = False,
    restart_unsure: bool = False,
) -> Work[Execution, ResultResponse]:
    """Execute a service for many inputs, and yield an outcome for each as it ends.

    An execution that fails is an outcome, and does not end the others. Leaving the loop starts
    nothing more. In a ``with`` block, an error in the body gets a note that names what still runs.

    Args:
        client: From `connect`.
        service: The service or its id; it has to be published.
        application: The application or its id; it has to be subscribed to the service.
        inputs: The inputs: dicts with the ``data`` and ``params`` of `run_service`, both optional.
            Any iterable, also one that never ends: each input is taken when there is room for it.
            Inputs of a list are checked before anything is started; others when they are taken. An
            input that was taken must not be changed: give a new dict each time.
        at_a_time: How many executions may run on the platform at a time.
        journal: Path of a file that records what has been done. After an error or the death of the
            process, the same call goes on from there. The file is created if it does not exist.
        key: Returns the name of an input, text or a number; default: its number, from 0.
        per_second: How many executions to start in a second at most; None for no limit.
        stop_after_failures: Start nothing more after this many inputs have failed or are unsure.
        retry_failed: How often to start a failed execution again.
        timeout: Seconds to wait for the end of each execution; None waits for ever. An execution
            that takes longer goes on; its outcome is ``unsure``.
        on_progress: Called with a `Progress` when the counts change, in the caller's thread.
        progress: Show a live line (needs ``planqk-helpers[cli]``).
        cancel_on_interrupt: Cancel the running executions when the loop is left, on Ctrl-C, and
            when the task is cancelled. Otherwise they go on, and a note on the error names them.
        restart_unsure: Start again the inputs whose start was not answered in an earlier call.

    Returns:
        An iterator of `Outcome`; with ``.aio``, for ``async for``.

    Raises:
        InvalidInput: An argument cannot be used; or an input differs from the one with the same key
            in the journal.
        JournalError: The journal belongs to another service or application, is in use or damaged,
            or cannot be written.
        NotPublished: The service has no gateway endpoint.
        Unauthorized, Forbidden, NotFound: The platform refuses all executions.
        ConnectionFailed, ServerError, AmbiguousSubmission: The platform was not reached for a
            minute.
        NotAllSucceeded: As many failed as ``stop_after_failures`` says.

    Operations: ``getAccessToken``; ``startExecution`` and ``getResult`` for each;
    ``getSubscriptionExecutions`` for all that run, as long as it lists fewer than 1,000; else
    ``getStatus`` for each.
    """
    connection(client).wiring.check()
    options = Options(
        at_a_time=at_a_time,
        per_second=per_second,
        stop_after_failures=stop_after_failures,
        retry_failed=retry_failed,
        timeout=timeout,
        cancel_on_interrupt=cancel_on_interrupt,
        restart_unsure=restart_unsure,
    )
    platform = _Executing(client, service, id_of_service(service), id_of_application(application))
    return Work(platform, inputs, key, options, journal, on_progress, progress)


@recipe
def run_many(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    application: ApplicationDto | str,
    inputs: Iterable[Mapping[str, Any]],
    *,
    at_a_time: int = 8,
    journal: str | PathLike[str] | None = None,
    key: Callable[[Mapping[str, Any]], str | int] | None = None,
    per_second: float | None = None,
    stop_after_failures: int | None = None,
    retry_failed: int = 0,
    timeout: float | None = None,
    on_progress: Callable[[Progress], object] | None = None,
    progress: bool = False,
    cancel_on_interrupt: bool = False,
    restart_unsure: bool = False,
) -> Flow[Outcomes[Execution, ResultResponse]]:
    """Execute a service for many inputs, and return the outcomes in the order of the inputs.

    An execution that fails is an outcome, and does not end the others; ``outcomes.results()``
    raises for it. An execution is never started twice: if the answer to its start is lost, its
    outcome is ``unsure``.

    Args:
        client: From `connect`.
        service: The service or its id; it has to be published.
        application: The application or its id; it has to be subscribed to the service.
        inputs: The inputs: dicts with the ``data`` and ``params`` of `run_service`, both optional.
            Inputs of a list are checked before anything is started.
        at_a_time: How many executions may run on the platform at a time.
        journal: Path of a file that records what has been done. After an error or the death of the
            process, the same call goes on from there. The file is created if it does not exist.
        key: Returns the name of an input, text or a number; default: its number, from 0.
        per_second: How many executions to start in a second at most; None for no limit.
        stop_after_failures: Start nothing more after this many inputs have failed or are unsure.
        retry_failed: How often to start a failed execution again.
        timeout: Seconds to wait for the end of each execution; None waits for ever. An execution
            that takes longer goes on; its outcome is ``unsure``.
        on_progress: Called with a `Progress` when the counts change, in the caller's thread.
        progress: Show a live line (needs ``planqk-helpers[cli]``).
        cancel_on_interrupt: Cancel the running executions when the loop is left, on Ctrl-C, and
            when the task is cancelled. Otherwise they go on, and a note on the error names them.
        restart_unsure: Start again the inputs whose start was not answered in an earlier call.

    Returns:
        An `Outcome` for each input; ``.results()`` gives the results.

    Raises:
        InvalidInput: An argument cannot be used; or an input differs from the one with the same key
            in the journal.
        JournalError: The journal belongs to another service or application, is in use or damaged,
            or cannot be written.
        NotPublished: The service has no gateway endpoint.
        Unauthorized, Forbidden, NotFound: The platform refuses all executions.
        ConnectionFailed, ServerError, AmbiguousSubmission: The platform was not reached for a
            minute.
        NotAllSucceeded: As many failed as ``stop_after_failures`` says.

    An error that ends the call has the outcomes so far as ``outcomes``; its notes name the running
    executions.

    Operations: ``getAccessToken``; ``startExecution`` and ``getResult`` for each;
    ``getSubscriptionExecutions`` for all that run, as long as it lists fewer than 1,000; else
    ``getStatus`` for each.
    """
    work = iter_many.prepare(
        client,
        service,
        application,
        inputs,
        at_a_time=at_a_time,
        journal=journal,
        key=key,
        per_second=per_second,
        stop_after_failures=stop_after_failures,
        retry_failed=retry_failed,
        timeout=timeout,
        on_progress=on_progress,
        progress=progress,
        cancel_on_interrupt=cancel_on_interrupt,
        restart_unsure=restart_unsure,
    )
    return (yield from collected(work))


@recipe
def plan_many(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    application: ApplicationDto | str,
    inputs: Iterable[Mapping[str, Any]],
    *,
    journal: str | PathLike[str] | None = None,
    key: Callable[[Mapping[str, Any]], str | int] | None = None,
    retry_failed: int = 0,
    restart_unsure: bool = False,
) -> Flow[Plan]:
    """Return what `run_many` would do with a journal, and send nothing.

    Args:
        client: From `connect`.
        service: The service or its id.
        application: The application or its id.
        inputs: As `run_many` takes them; all of them are read.
        journal: Path of the journal; it is not created if it does not exist.
        key: As `run_many` takes it.
        retry_failed: Likewise.
        restart_unsure: Likewise.

    Returns:
        The keys of the inputs: to be started, to be waited for, done already, and unsure.

    Raises:
        InvalidInput: An argument cannot be used; or an input differs from the one with the same key
            in the journal.
        JournalError: The journal belongs to another service or application, is in use, or damaged.

    Operations: none.
    """
    yield from sleep(0)  # there is no request in it
    return iter_many.prepare(
        client,
        service,
        application,
        inputs,
        journal=journal,
        key=key,
        retry_failed=retry_failed,
        restart_unsure=restart_unsure,
    ).plan()
