"""The commands together, and what surrounds each: output, signals, errors."""

from __future__ import annotations

import io
import os
import signal
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from .session import Session, forget_stdout, tell

COMMANDS = {
    "verify": ("services", "Check the connection."),
    "init": ("beginning", "Begin a project with a service that runs."),
    "deploy": ("deploying", "Deploy a project folder as a service."),
    "services": ("services", "List the services of the account."),
    "run": ("executions", "Execute a service and print its result."),
    "many": ("many", "Execute a service for each line of a file."),
    "status": ("executions", "Print the state of an execution."),
    "wait": ("executions", "Wait for the end of an execution."),
    "result": ("executions", "Print the result of an execution."),
    "logs": ("executions", "Print the log of an execution so far."),
    "cancel": ("executions", "Cancel an execution."),
}
"""The commands in the order of a first day, each with its module and the first line of its help:
they are imported when they are used."""

EXIT_CODES = """\b
Exit codes:
    0  done
    1  the build or the execution failed, or was cancelled
    2  wrong usage, or a file cannot be used; nothing was started
    3  something was started, but its end is not shown: the time-out has passed, or
       a file or stdout could not be written
    4  the platform refused: token, rights, not found, state
    5  the platform did not answer, or failed
    6  a request may or may not have taken effect
   70  a defect of this program
  130  interrupted
  141  the program that read the output has ended"""

NAME = "planqk-helpers"
COMPLETE = "_PLANQK_HELPERS_COMPLETE"
"""The variable with which shells ask for the words that can follow."""

HELP = f"""Deploy quantum services and execute them, from shells and CI.

The token comes from the environment (KQH_PERSONAL_ACCESS_TOKEN; for PlanQK
PLANQK_PERSONAL_ACCESS_TOKEN) or from the file of the platform's own command line tool. It is
never an argument.

Results go to stdout, everything else to stderr.

\b
Completion, in the file that your shell reads at its start:
  bash:  eval "$({COMPLETE}=bash_source {NAME})"
  zsh:   eval "$({COMPLETE}=zsh_source {NAME})"
  fish:  {COMPLETE}=fish_source {NAME} | source

{EXIT_CODES}"""


class Commands(click.Group):
    """Imports a command when it is used."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the command."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            text = f"No such option {error.option_name!r} here: options go after the command."
            raise click.UsageError(text, ctx) from None

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names."""
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f".{COMMANDS[cmd_name][0]}", __package__)
        found: click.Command = getattr(module, cmd_name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of the commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=Commands, help=HELP, no_args_is_help=False, context_settings={"max_content_width": 100}
)
@click.version_option(package_name="planqk-helpers", prog_name=NAME)
def commands() -> None:
    """Hold the commands."""


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code."""
    prepare()
    session = Session(as_json="--json" in arguments)
    try:
        code = perform(session, [*arguments])
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - each has a code
        code = session.fail(error)
    try:
        sys.stdout.flush()
    except OSError:  # `fail` has told of it
        forget_stdout()
    return code


def perform(session: Session, arguments: list[str]) -> int:
    """Do what `click.Group.main` does, but leave every error to the caller."""
    if instruction := os.environ.get(COMPLETE):
        from click.shell_completion import shell_complete  # noqa: PLC0415 - seldom used

        return shell_complete(commands, {}, NAME, COMPLETE, instruction)
    try:
        with commands.make_context(NAME, arguments, obj=session) as context:
            code: int = commands.invoke(context)
            return code
    except click.exceptions.Exit as ended:  # of --help and --version
        return ended.exit_code


def prepare() -> None:
    """Let every locale show every text, let SIGTERM do what Ctrl-C does, and keep words short."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed, as `>&-` does it
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if signal.getsignal(signal.SIGTERM) is not signal.SIG_IGN:  # CI ends jobs with it
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    warnings.showwarning = lambda message, *_args, **_named: tell(f"warning: {message}")
