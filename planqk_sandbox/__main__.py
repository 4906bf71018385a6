"""The command line: ``serve`` a sandbox, ``exec`` a command with one, ask for ``credentials``."""

import argparse
import logging
import os
import shlex
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, TextIO

from .command import environment_for, run_command, variables_for
from .credentials import NotTold, print_credentials
from .world.options import Options, is_loopback

if TYPE_CHECKING:
    from .server import Sandbox

CREDENTIALS = "python -m planqk_sandbox credentials"
NUMBERS = {"int": int, "float": float}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.action == "credentials":
        return tell_credentials(given.application)
    options = {field.name: getattr(given, field.name) for field in fields(Options)}
    try:
        from . import Sandbox  # noqa: PLC0415 - needs the extra packages

        try:
            sandbox = Sandbox(**options)
        except ValueError as error:
            name, _, wrong = str(error).partition(" ")
            parser.error(f"--{name.replace('_', '-')} {wrong}")
        warn_of_open_host(sandbox.host, sys.stderr)
        if given.action == "serve":
            return serve(sandbox)
        if not given.command:
            parser.error("exec needs a command: python -m planqk_sandbox exec -- COMMAND ...")
        with sandbox:
            return run_command(given.command, environment_for(sandbox))
    except (ModuleNotFoundError, OSError, RuntimeError) as error:
        print(f"planqk_sandbox: {error}", file=sys.stderr)
        return 1


def serve(sandbox: "Sandbox") -> int:
    """Serve until Ctrl-C or SIGTERM."""
    stopped = threading.Event()
    ends = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: stopped.set()) for number in ends}
    try:
        with sandbox:
            logging.basicConfig(level=logging.INFO, format="%(message)s")
            logging.getLogger("httpx2").setLevel(logging.WARNING)
            announce(sandbox, sys.stdout)
            while not stopped.wait(1.0) and sandbox.is_serving:
                pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0


def tell_credentials(application: str) -> int:
    """Print consumer key and secret of an application in the sandbox of the environment."""
    try:
        print_credentials(application, os.environ, sys.stdout)
    except NotTold as error:
        print(f"planqk_sandbox: {error}", file=sys.stderr)
        return 1
    return 0


def announce(sandbox: "Sandbox", out: TextIO) -> None:
    """Print where the sandbox is, as lines to paste into a shell."""
    print(f"# The sandbox serves at {sandbox.base_url} until Ctrl-C. In another shell:", file=out)
    for name, value in variables_for(sandbox).items():
        print(f"export {name}={shlex.quote(value)}", file=out)
    print(f"# What happens in it is shown at {sandbox.status_url}", file=out)
    print(f"# Consumer key and secret of an application: {CREDENTIALS} APPLICATION", file=out)
    out.flush()


def warn_of_open_host(host: str, out: TextIO) -> None:
    """Warn when others can reach the sandbox: whoever has the token runs code here."""
    if not is_loopback(host):
        print(
            f"planqk_sandbox: warning: {host} can be reached from other machines, and whoever has "
            "the token runs code on this one with your rights",
            file=out,
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m planqk_sandbox",
        description="A local PlanQK platform. It runs user code with your rights.",
    )
    actions = parser.add_subparsers(dest="action", required=True)
    serving = actions.add_parser("serve", help="serve until Ctrl-C")
    executing = actions.add_parser("exec", help="run a command with a sandbox of its own")
    for one in (serving, executing):
        _add_options(one)
    asking = actions.add_parser(
        "credentials", help="print consumer key and secret of an application, for a shell"
    )
    asking.add_argument(
        "application", help="id or name; PLANQK_BASE_URL and the token say in which sandbox"
    )
    executing.add_argument("command", nargs=argparse.REMAINDER, help="-- COMMAND ...")
    return parser


def _add_options(parser: argparse.ArgumentParser) -> None:
    for field in fields(Options):
        name = "--" + field.name.replace("_", "-")
        if isinstance(field.default, bool):
            parser.add_argument(name, action="store_true", help=field.metadata["help"])
            continue
        parser.add_argument(
            name,
            default=field.default,
            type=NUMBERS.get(str(getattr(field.type, "__name__", field.type)), str),
            help=f"{field.metadata['help']} (default: {field.default})",
        )


if __name__ == "__main__":
    sys.exit(main())
