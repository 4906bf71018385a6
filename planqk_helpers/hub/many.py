"""Execute a service for many inputs at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike
from typing import Any

from hub_platform import AuthenticatedClient
from hub_platform.models import ApplicationDto, ServiceDto

from ..engine.flow import Flow, recipe, sleep
from ..engine.outcomes import Outcomes, Plan, Progress
from ..engine.runs import Options
from ..engine.streams import collected, iteration
from ..engine.work import Work
from .connection import connection
from .executing import Executing
from .handles import Execution, Result


@iteration
def iter_many(
    client: AuthenticatedClient,
    service: ServiceDto | str | None,
    application: ApplicationDto | str | None,
    inputs: Iterable[Mapping[str, Any]],
    *,
    at_a_time: int = 8,
    journal: str | PathLike[str] | None = None,
    key: Callable[[Mapping[str, Any]], str | int] | None = None,
    tags: Sequence[str] = (),
    secrets: Mapping[str, str] | None = None,
    per_second: float | None = None,
    stop_after_failures: int | None = None,
    retry_failed: int = 0,
    timeout: float | None = None,
    on_progress: Callable[[Progress], object] | None = None,
    progress: bool = False,
    cancel_on_interrupt: bool = False,
    restart_unsure: bool = False,
) -> Work[Execution, Result]:
    """Execute a service for many inputs, and yield an outcome for each as it ends.

    An execution that fails is an outcome, and does not end the others. Leaving the loop starts
    nothing more. In a ``with`` block, an error in the body gets a note that names what still runs.

    Args:
        client: From `connect`; or from `connect_with_key`, which knows service and application:
            pass None for both.
        service: The service or its id; it has to be published. For jobs, it only has to be built.
        application: The application or its id; it has to be subscribed to the service. With None,
            the inputs run as jobs.
        inputs: The inputs: dicts of the arguments of the service's ``run`` by their names, as
            ``data`` and ``params``; JSON values, or data pools as `find_data_pool` returns them.
            Any iterable, also one that never ends: each input is taken when there is room for it.
            Inputs of a list are checked before anything is started; others when they are taken. An
            input that was taken must not be changed: give a new dict each time.
        at_a_time: How many executions may run on the platform at a time.
        journal: Path of a file that records what has been done. After an error or the death of the
            process, the same call goes on from there. The file is created if it does not exist.
        key: Returns the name of an input, text or a number; default: its number, from 0.
        tags: Tags of all executions; the platform turns them into lower case.
        secrets: Environment variables of the service, as for `run_service`; no journal keeps them.
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

    Operations: ``POST /token`` of the gateway; ``startExecution`` and ``getResult`` for each, for
    jobs ``createServiceJob`` and ``getServiceExecutionResult``; ``getServiceExecutions`` for all
    that run, 100 at a time, and ``getStatus`` where that does not help.
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
    platform = Executing(client, service, application, tags, secrets)
    return Work(platform, inputs, key, options, journal, on_progress, progress)


@recipe
def run_many(
    client: AuthenticatedClient,
    service: ServiceDto | str | None,
    application: ApplicationDto | str | None,
    inputs: Iterable[Mapping[str, Any]],
    *,
    at_a_time: int = 8,
    journal: str | PathLike[str] | None = None,
    key: Callable[[Mapping[str, Any]], str | int] | None = None,
    tags: Sequence[str] = (),
    secrets: Mapping[str, str] | None = None,
    per_second: float | None = None,
    stop_after_failures: int | None = None,
    retry_failed: int = 0,
    timeout: float | None = None,
    on_progress: Callable[[Progress], object] | None = None,
    progress: bool = False,
    cancel_on_interrupt: bool = False,
    restart_unsure: bool = False,
) -> Flow[Outcomes[Execution, Result]]:
    """Execute a service for many inputs, and return the outcomes in the order of the inputs.

    An execution that fails is an outcome, and does not end the others; ``outcomes.results()``
    raises for it. An execution is never started twice: if the answer to its start is lost, it is
    looked up by its tag; if nothing has the tag, its outcome is ``unsure``.

    Args:
        client: From `connect`; or from `connect_with_key`, which knows service and application:
            pass None for both.
        service: The service or its id; it has to be published. For jobs, it only has to be built.
        application: The application or its id; it has to be subscribed to the service. With None,
            the inputs run as jobs.
        inputs: The inputs: dicts of the arguments of the service's ``run`` by their names, as
            ``data`` and ``params``; JSON values, or data pools as `find_data_pool` returns them.
            Inputs of a list are checked before anything is started.
        at_a_time: How many executions may run on the platform at a time.
        journal: Path of a file that records what has been done. After an error or the death of the
            process, the same call goes on from there. The file is created if it does not exist.
        key: Returns the name of an input, text or a number; default: its number, from 0.
        tags: Tags of all executions; the platform turns them into lower case.
        secrets: Environment variables of the service, as for `run_service`; no journal keeps them.
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

    Operations: ``POST /token`` of the gateway; ``startExecution`` and ``getResult`` for each, for
    jobs ``createServiceJob`` and ``getServiceExecutionResult``; ``getServiceExecutions`` for all
    that run, 100 at a time, and ``getStatus`` where that does not help.
    """
    work = iter_many.prepare(
        client,
        service,
        application,
        inputs,
        at_a_time=at_a_time,
        journal=journal,
        key=key,
        tags=tags,
        secrets=secrets,
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
    service: ServiceDto | str | None,
    application: ApplicationDto | str | None,
    inputs: Iterable[Mapping[str, Any]],
    *,
    journal: str | PathLike[str] | None = None,
    key: Callable[[Mapping[str, Any]], str | int] | None = None,
    retry_failed: int = 0,
    restart_unsure: bool = False,
) -> Flow[Plan]:
    """Return what `run_many` would do with a journal, and send nothing.

    Args:
        client: As `run_many` takes it.
        service: Likewise.
        application: Likewise.
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
