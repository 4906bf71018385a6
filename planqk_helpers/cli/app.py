"""The commands together, and what surrounds each: output, signals, errors."""

from __future__ import annotations

import io
import logging
import signal
import sys
import warnings
from collections.abc import Sequence

import click

from .beginning import init
from .commands import InOrder
from .deploying import deploy
from .executions import cancel, logs, result, run as run_command, status, wait
from .failures import INTERRUPTED
from .many import many
from .services import services, verify
from .session import Session, forget_stdout, tell

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


@click.group(
    cls=InOrder, help=HELP, no_args_is_help=False, context_settings={"max_content_width": 100}
)
@click.version_option(package_name="planqk-helpers", prog_name="planqk-helpers")
def commands() -> None:
    """Hold the commands."""


for _each in (
    verify,
    init,
    deploy,
    services,
    run_command,
    many,
    status,
    wait,
    result,
    logs,
    cancel,
):
    commands.add_command(_each)


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
    # What the engine logs of an interrupt names calls in Python; `Session.fail` names commands.
    logging.getLogger("planqk_helpers.engine").addHandler(logging.NullHandler())
