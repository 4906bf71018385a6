"""Execute a service for each line of a file."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, overload

import click

from .codes import DONE, FAILED, UNSURE
from .commands import command
from .executions import application_option, plain
from .failures import exit_code_of, form_of
from .given import application_named, json_object, output_path, put_json, read, service_named
from .progress import Progress, is_live
from .session import Session, as_text

STATES = ("succeeded", "failed", "cancelled", "unsure")


@command(
    "many Sum inputs.jsonl --application 'Nightly run' --output all.jsonl --journal all.journal",
    "many Sum inputs.jsonl --application 'Nightly run' | jq -c 'select(.state == \"succeeded\")'",
)
@click.argument("service", metavar="SERVICE")
@click.argument("inputs", metavar="FILE")
@application_option
@click.option(
    "--output",
    metavar="FILE",
    help="Write the outcomes to this file instead of stdout, all or nothing.",
)
@click.option("--journal", metavar="FILE", help="File from which the same command goes on later.")
@click.option("--at-a-time", type=int, default=8, show_default=True, help="Executions at a time.")
@click.option(
    "--retry-failed",
    type=int,
    default=0,
    help="Start a failed execution again, up to this many times.",
)
@click.option(
    "--stop-after-failures", type=int, help="Start nothing more after this many failures."
)
@click.option("--restart-unsure", is_flag=True, help="Start again the inputs that are unsure.")
@click.option("--cancel-on-interrupt", is_flag=True, help="Ctrl-C cancels the executions that run.")
def many(
    session: Session,
    /,
    *,
    service: str,
    inputs: str,
    application: str,
    output: str | None,
    **options: Any,
) -> None:
    """Execute a service for each line of a file.

    FILE has an input on each line: a JSON object with data and params, or on the Hub with all
    arguments of the service by their names; "-" is stdin. For each input, a line with its outcome
    is written as soon as its execution ends: key (the number of the input, from 0), state
    (succeeded, failed, cancelled or unsure), execution, result and error.

    Run again with the same journal, the command goes on where it was: nothing is started twice, and
    no result is fetched twice. The exit code is 6 if an input is unsure (it may or may not have
    been started), else 1 if an execution failed or was cancelled. --json needs --output, and writes
    the number of outcomes of each state to stdout.
    """
    if session.as_json and output is None:
        raise click.UsageError("--json writes only numbers to stdout: give --output for outcomes")
    target = output_path(output)
    if target and options["journal"]:
        require_apart(target, options["journal"])
    given = Inputs(inputs)
    if options["journal"]:
        session.next_step = "the same command again"
    counted = Counter(dict.fromkeys(STATES, 0))
    unwritten: list[dict[str, Any]] = []
    with ExitStack() as opened:
        client = opened.enter_context(session.connect())
        runner = application_named(session, client, application)
        of = (service_named(session, client, service, runner), runner)
        outcomes = opened.enter_context(begin(session, unwritten, client, *of, given, **options))
        write = opened.enter_context(lines_to(target))
        for outcome in outcomes:
            counted[outcome.state] += 1
            session.has_started |= outcome.execution is not None
            form = line_of(outcome)
            unwritten.append(form)
            write(form)
            if target is None:
                unwritten.clear()
    sums = ", ".join(f"{count} {state}" for state, count in counted.items() if count)
    session.tell(f"many: {sums or 'no inputs'}")
    if session.as_json:
        session.next_step = f"the outcomes are in {target}"
        session.answer({"output": str(target), **counted}, "")
    bad = FAILED if counted["failed"] or counted["cancelled"] else DONE
    session.exit_code = UNSURE if counted["unsure"] else bad


def require_apart(target: Path, journal: str) -> None:
    """Raise if the outcomes would go where the journal is, or one of SQLite's files beside it."""
    place = os.path.realpath(journal)
    if os.path.realpath(target) in {f"{place}{end}" for end in ("", "-wal", "-shm", "-journal")}:
        raise click.UsageError("--output and --journal are the same: give two files")


class Inputs(Sequence[dict[str, Any]]):
    """The objects of a file of JSON lines: kept as text, which is smaller, and read when needed."""

    def __init__(self, file: str) -> None:
        try:
            content = read(file if file == "-" else f"@{file}")
        except OSError as error:
            raise click.UsageError(f"{file!r} cannot be read: {error.strerror}") from None
        lines = enumerate(content.splitlines(), start=1)
        self.lines: list[tuple[int, bytes]] = [
            (number, line) for number, line in lines if line.strip()
        ]

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, place: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, place: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return [object_of(line, number) for number, line in self.lines[place]]
        number, line = self.lines[place]
        return object_of(line, number)


def object_of(line: bytes, number: int) -> dict[str, Any]:
    """Return the JSON object of a line."""
    try:
        return json_object(line)
    except click.UsageError as error:
        raise click.UsageError(f"line {number}: {error.message}") from None


@contextmanager
def begin(
    session: Session, unwritten: list[dict[str, Any]], *given: Any, **options: Any
) -> Iterator[Iterable[Any]]:
    """Start a run and show how far it is; an error names what of it goes on."""
    from ..engine.live import in_words  # noqa: PLC0415 - takes time that --help has not

    with ExitStack() as shown:
        if is_live():
            options["progress"] = True
        else:
            progress = shown.enter_context(Progress(session.tell, "many"))
            options["on_progress"] = lambda counts: setattr(progress, "state", in_words(counts))
        outcomes = session.recipes.iter_many(*given, **options)
        try:
            with outcomes:
                yield outcomes
        except BaseException:
            tell_left(session, unwritten, outcomes.left)
            raise


def tell_left(session: Session, unwritten: list[dict[str, Any]], left: Sequence[Any]) -> None:
    """Have an error name the executions whose outcome was not written; some may go on."""
    going_on = [form["execution"] for form in unwritten if form["execution"]]
    session.executions += going_on
    session.unsure += [
        form["key"] for form in unwritten if form["state"] == "unsure" and not form["execution"]
    ]
    for run in left:
        cancelled = [each.handle for each in run.cancelled]
        not_cancelled = [(each.handle, reason) for each, reason in run.not_cancelled]
        going_on += [each.handle for each in run.executions]
        session.executions += [each.handle for each in run.executions]
        session.executions += [*cancelled, *(handle for handle, _ in not_cancelled)]
        session.unsure += run.starts
        if cancelled:
            session.left.append(f"{len(cancelled)} executions were cancelled, or had just ended:")
            session.left += indented(cancelled)
        session.left += [f"Not cancelled: {handle}: {reason}" for handle, reason in not_cancelled]
    if session.unsure:
        keys = ", ".join(map(str, session.unsure))
        session.left.append(f"Starts without an answer, which may or may not run. Keys: {keys}")
    if going_on:
        session.left += [f"{len(going_on)} executions go on or have ended:", *indented(going_on)]
        wait = f"planqk-helpers wait --platform {session.platform} HANDLE"
        session.next_step = session.next_step or f"{wait}, then result, for each of them"
    session.has_started |= bool(session.left)


def indented(handles: list[str]) -> list[str]:
    """Return handles as lines below another."""
    return [f"  {each}" for each in handles]


@contextmanager
def lines_to(target: Path | None) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Give what writes a line of JSON: to stdout at once, or to a file that appears at the end."""
    from ..engine.files import whole_file  # noqa: PLC0415

    if target is None:

        def write(form: dict[str, Any]) -> None:
            sys.stdout.write(f"{as_text(form, indent=None)}\n")
            sys.stdout.flush()

        yield write
        return
    with whole_file(target, overwrite=False) as file:
        yield lambda form: put_json(file, form, indent=None)


def line_of(outcome: Any) -> dict[str, Any]:
    """Return the form of an outcome."""
    error = outcome.error
    return {
        "key": outcome.key,
        "state": outcome.state,
        "execution": outcome.execution.handle if outcome.execution else None,
        "result": plain(outcome.result.result) if outcome.result else None,
        "error": form_of(error, exit_code_of(error)) if error else None,
    }
