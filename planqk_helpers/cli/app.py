"""The commands together, and what surrounds each: output, signals, errors."""

from __future__ import annotations

import io
import signal
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module

import click

from .failures import INTERRUPTED
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
    2  the command was used in a wrong way, or a file cannot be used; nothing was started
    3  not finished in time
    4  refused by the platform: token, rights, not found, state
    5  no answer, or the platform failed
    6  it is not known whether it took effect
   70  a defect of this program
  130  interrupted
  141  nobody read the output to its end"""

HELP = f"""Deploy quantum services and execute them, from shells and CI.

The token comes from the environment (KQH_PERSONAL_ACCESS_TOKEN; for PlanQK
PLANQK_PERSONAL_ACCESS_TOKEN) or from the file of the platform's own command line tool. It is
never an argument.

Results go to stdout, everything else to stderr.

\b
Completion, for bash (or zsh, fish), in the file that your shell reads at its start:
  eval "$(_PLANQK_HELPERS_COMPLETE=bash_source planqk-helpers)"

{EXIT_CODES}"""


class Commands(click.Group):
    """Imports a command when it is used."""

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
@click.version_option(package_name="planqk-helpers", prog_name="planqk-helpers")
def commands() -> None:
    """Hold the commands."""


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code."""
    prepare()
    session = Session(as_json="--json" in arguments)
    try:
        code = commands.main(
            [*arguments], prog_name="planqk-helpers", standalone_mode=False, obj=session
        )
    except click.ClickException as error:
        code = session.fail(error)
        if isinstance(error, click.UsageError) and error.ctx:
            session.tell(f"Try '{error.ctx.command_path} --help' for help.")
    except click.Abort:
        code = INTERRUPTED
    try:
        sys.stdout.flush()
    except OSError as error:
        forget_stdout()
        code = session.fail(error)
    return int(code or 0)


def prepare() -> None:
    """Let every locale show every text, let SIGTERM do what Ctrl-C does, and keep words short."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # CI ends jobs with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    warnings.showwarning = lambda message, *_args, **_named: tell(f"warning: {message}")
