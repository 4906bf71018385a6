"""Commands on executions: start, look, wait, fetch the result, cancel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .codes import FAILED
from .commands import Decorator, command
from .given import application_named, json_option, output_path, seconds, service_named, write_json
from .progress import Progress
from .session import Session, as_text

HANDLE = "'https://gateway.example/ctx/sum/1.0.0/8d9f#6a1c'"
"""A handle of an execution, in the examples."""

handle_argument: Decorator = click.argument("handle", metavar="HANDLE")
application_option: Decorator = click.option(
    "--application", required=True, metavar="NAME|ID", help="Application that executes the service."
)
output_option: Decorator = click.option(
    "--output",
    metavar="FILE",
    help="Write the result to this file, which must not exist yet, instead of stdout.",
)


def timeout_option(default: float) -> Decorator:
    """Return the option for a wait that takes so long by default."""
    return click.option(
        "--timeout",
        type=seconds,
        default=default,
        show_default=True,
        metavar="SECONDS",
        help="Stop waiting after this time.",
    )


@command(
    "run Sum --application 'Nightly run' --data '{\"values\": [1, 2]}'",
    "run Sum --application 'Nightly run' --data @input.json --output result.json",
    "run Sum --application 'Nightly run' --data @input.json --detach",
)
@click.argument("service", metavar="SERVICE")
@application_option
@click.option(
    "--data",
    type=json_option,
    metavar="@FILE|JSON|-",
    help="Data of the service: a file, JSON or stdin.",
)
@click.option(
    "--params",
    type=json_option,
    metavar="@FILE|JSON|-",
    help="Parameters of the service, likewise.",
)
@click.option(
    "--inputs",
    type=json_option,
    metavar="@FILE|JSON|-",
    help="On the Hub, instead of --data and --params: all arguments by their names.",
)
@output_option
@timeout_option(3600)
@click.option("--detach", is_flag=True, help="Print the handle and do not wait.")
@click.option("--cancel-on-interrupt", is_flag=True, help="Ctrl-C cancels the execution.")
def run(
    session: Session,
    *,
    service: str,
    application: str,
    data: dict[str, Any] | None,
    params: dict[str, Any] | None,
    inputs: dict[str, Any] | None,
    output: str | None,
    timeout: float,
    detach: bool,
    cancel_on_interrupt: bool,
) -> None:
    """Execute a service and print its result.

    SERVICE is the name or id of a service of your account, or of one of somebody else that the
    application is subscribed to. The handle of the execution is shown at once on stderr: status,
    wait, result, logs and cancel take it.
    """
    if detach and (output or cancel_on_interrupt):
        raise click.UsageError("--detach does not wait: neither --output nor --cancel-on-interrupt")
    given: dict[str, Any] = {"data": data, "params": params}
    if inputs is not None:
        if session.platform != "hub":
            session.refuse("--inputs")
        given["inputs"] = inputs
    target = output_path(output)
    session.tells_notes = cancel_on_interrupt
    recipes = session.recipes
    with session.connect() as client:
        runner = application_named(session, client, application)
        of = (service_named(session, client, service, runner), runner)
        if detach:
            execution = recipes.start_execution(client, *of, **given)
            tell_start(session, execution)
            session.answer(described(execution), execution.handle)
            return
        with Progress(session.tell, "execution") as progress:
            answer = recipes.run_service(
                client,
                *of,
                **given,
                timeout=timeout,
                cancel_on_interrupt=cancel_on_interrupt,
                on_update=lambda seen: follow(session, seen, progress),
            )
        give_result(session, answer, target)


@command(f"status {HANDLE}")
@handle_argument
def status(session: Session, handle: str) -> None:
    """Print the state of an execution.

    Ends with 1 if the execution failed or was cancelled, else with 0.
    """
    execution = resume(session, handle, "status")
    with session.connect() as client:
        seen = look(session, client, execution)
    tell_state(session, seen)


@command(f"wait {HANDLE} --timeout 600 && planqk-helpers result {HANDLE}")
@handle_argument
@timeout_option(3600)
def wait(session: Session, handle: str, timeout: float) -> None:
    """Wait for the end of an execution.

    Prints its state, and ends with 1 if it failed or was cancelled.
    """
    execution = resume(session, handle, "wait")
    with session.connect() as client, Progress(session.tell, "execution") as progress:
        ended = session.recipes.wait_for_execution(
            client,
            execution,
            timeout=timeout,
            on_update=lambda seen: progress.see(str(seen.status)),
        )
    tell_state(session, ended)


@command(f"result {HANDLE} --output result.json")
@handle_argument
@output_option
def result(session: Session, handle: str, output: str | None) -> None:
    """Print the result of an execution.

    Ends with 3 if the execution has not ended yet.
    """
    target = output_path(output)
    execution = resume(session, handle, "wait")
    with session.connect() as client:
        answer = session.recipes.get_result(client, execution)
    give_result(session, answer, target)


@command(f"logs {HANDLE}")
@handle_argument
def logs(session: Session, handle: str) -> None:
    """Print the log of an execution so far.

    PlanQK has no logs: there, the command ends with 2.
    """
    if not session.offers("get_log"):
        session.refuse("logs")
    execution = resume(session, handle, "logs")
    with session.connect() as client:
        entries = [
            {
                "time": text_or_none(each.timestamp),
                "severity": text_or_none(each.severity),
                "message": str(each.message or ""),
            }
            for each in session.recipes.get_log(client, execution)
        ]
    lines = [" ".join(filter(None, each.values())) for each in entries]
    session.answer({"execution": execution.handle, "log": entries}, "\n".join(lines))


@command(f"cancel {HANDLE}")
@handle_argument
def cancel(session: Session, handle: str) -> None:
    """Cancel an execution.

    Prints its state, which may take a moment to be CANCELLED. One that has ended stays as it is.
    """
    execution = resume(session, handle, "cancel")
    with session.connect() as client:
        now = session.recipes.cancel_execution(client, execution)
    session.answer(described(now), str(now.status))


# --- steps --------------------------------------------------------------------------------------


def resume(session: Session, handle: str, command: str) -> Any:
    """Return the execution of a handle; errors from here on name it, and the command to go on."""
    recipes = session.recipes
    no_handle = click.UsageError(
        f"{handle!r} is no handle of an execution: planqk-helpers run shows it on stderr"
    )
    try:
        execution = recipes.Execution.from_handle(handle)
    except recipes.InvalidInput:
        raise no_handle from None
    if execution.endpoint and not execution.application_id:  # it was cut at the "#"
        raise no_handle
    session.handle = execution.handle
    session.next_step = session.command(command)
    return execution


def tell_start(session: Session, execution: Any) -> None:
    """Tell the handle of an execution that has started, and remember it for errors."""
    session.has_started = True
    session.handle = execution.handle
    session.next_step = session.command("status" if session.tells_notes else "wait")
    session.tell(f"execution: {session.handle}")


def follow(session: Session, seen: Any, progress: Progress) -> None:
    """Show what became of an execution."""
    if not session.handle:
        tell_start(session, seen)
    progress.see(str(seen.status))


def look(session: Session, client: Any, execution: Any) -> Any:
    """Look at an execution once, whatever its state."""
    seen: list[Any] = []
    recipes = session.recipes
    try:
        recipes.wait_for_execution(client, execution, timeout=0, on_update=seen.append)
    except recipes.WaitError as error:
        if not seen:
            raise error.__cause__ or error from None
    return seen[-1]


def tell_state(session: Session, execution: Any) -> None:
    """Give the state as the answer; a bad end is a failure."""
    session.answer(described(execution), str(execution.status))
    if execution.status in {"FAILED", "CANCELLED"}:
        session.exit_code = FAILED


def give_result(session: Session, answer: Any, target: Path | None) -> None:
    """Give a result as the answer, or write it to a file."""
    value = plain(answer.result)
    session.next_step = session.command("result")
    if target:
        write_json(target, value)
    form = {
        "execution": session.handle,
        "status": "SUCCEEDED",
        "output": str(target) if target else None,
        "result": None if target else value,
    }
    if session.as_json or not target:
        session.answer(form, as_text(value))


def described(execution: Any) -> dict[str, Any]:
    """Return the form of an execution in JSON."""
    times = ("created_at", "started_at", "ended_at")
    return {
        "execution": execution.handle,
        "status": str(execution.status),
        **{
            name: time.isoformat() if (time := getattr(execution, name)) else None for name in times
        },
    }


def plain(value: Any) -> Any:
    """Return a result as JSON has it: generated clients make models of some objects."""
    return value.to_dict() if hasattr(value, "to_dict") else value


def text_or_none(value: Any) -> str | None:
    """Return a member of a model as text, or None where it is not set."""
    return str(value) if value else None
