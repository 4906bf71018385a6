"""The command line: ``serve`` a sandbox, ``exec`` a command with one, ask for ``credentials``."""

import argparse
import errno
import logging
import os
import shlex
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from . import UNIX_ONLY

if sys.platform == "win32":  # which has not all that is imported below
    sys.exit(f"planqk_sandbox: {UNIX_ONLY}")

from .command import environment_for, run_command
from .credentials import NotTold, print_credentials
from .variables import read_env_file, variables_for, write_env_file
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
    env_file = None if given.env_file is None else Path(given.env_file).absolute()
    try:
        if env_file:
            port, access_token = read_env_file(env_file)
            options["port"] = options["port"] or port
            options["access_token"] = options["access_token"] or access_token
        from . import Sandbox  # noqa: PLC0415 - needs the extra packages

        try:
            sandbox = Sandbox(**options)
        except ValueError as error:
            name, _, wrong = str(error).partition(" ")
            parser.error(f"--{name.replace('_', '-')} {wrong}")
        warn_of_open_host(sandbox.host, sys.stderr)
        if given.action == "serve":
            return serve(sandbox, env_file)
        if not given.command:
            parser.error("exec needs a command: python -m planqk_sandbox exec -- COMMAND ...")
        with sandbox:
            print(
                f"planqk_sandbox: {sandbox.status_url} shows what happens, until the command ends",
                file=sys.stderr,
            )
            return run_command(given.command, environment_for(sandbox))
    except (ModuleNotFoundError, OSError, RuntimeError) as error:
        print(f"planqk_sandbox: {error}", file=sys.stderr)
        return 1


def serve(sandbox: "Sandbox", env_file: Path | None) -> int:
    """Serve until Ctrl-C or SIGTERM; keep port and token in a file, if one is named.

    Raises:
        OSError: The port cannot be had.
        BadEnvFile: The file cannot be written.
    """
    stopped = threading.Event()
    ends = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: stopped.set()) for number in ends}
    try:
        with sandbox:
            logging.basicConfig(level=logging.INFO, format="%(message)s")
            logging.getLogger("httpx2").setLevel(logging.WARNING)
            if env_file:
                write_env_file(env_file, variables_for(sandbox))
            announce(sandbox, sys.stdout, env_file)
            while not stopped.wait(1.0) and sandbox.is_serving:
                pass
    except OSError as error:
        if env_file is None or error.errno != errno.EADDRINUSE:
            raise
        raise OSError(
            f"port {sandbox.port} is taken: end what serves there (a sandbox that keeps the same "
            f"{env_file}?), or choose another one with --port"
        ) from error
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


def announce(sandbox: "Sandbox", out: TextIO, env_file: Path | None = None) -> None:
    """Print where the sandbox is, as lines to paste into a shell, and where that is kept."""
    print(f"# The sandbox serves at {sandbox.base_url} until Ctrl-C. In another shell:", file=out)
    for name, value in variables_for(sandbox).items():
        print(f"export {name}={shlex.quote(value)}", file=out)
    if env_file:
        print(f"# Or: set -a; . {shlex.quote(str(env_file))}; set +a", file=out)
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
    parser.set_defaults(env_file=None)
    actions = parser.add_subparsers(dest="action", required=True)
    serving = actions.add_parser("serve", help="serve until Ctrl-C")
    executing = actions.add_parser("exec", help="run a command with a sandbox of its own")
    for one in (serving, executing):
        _add_options(one)
    serving.add_argument(
        "--env-file",
        metavar="PATH",
        help="file to keep the variables in; with the same one, port and token stay the same",
    )
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
