"""Runs a command with the addresses of a sandbox, and behaves as if it were that command."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from .variables import variables_for

if TYPE_CHECKING:
    from .server import Sandbox

PREFIXES = ("PLANQK_", "KQH_")
FORWARDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
NOT_FOUND, NOT_EXECUTABLE = 127, 126


def environment_for(sandbox: "Sandbox") -> dict[str, str]:
    """Return the environment of the command: this one, with nothing of a real account."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIXES)}
    return kept | variables_for(sandbox)


def run_command(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run `command` to its end and return its exit code, 128 + n when signal n killed it."""
    words = list(command[1:] if command[0] == "--" else command)
    with tempfile.TemporaryDirectory(prefix="planqk-sandbox-") as folder:
        # The user's own files could name an organization of the real platform.
        variables = dict(environment)
        for prefix in PREFIXES:
            config = Path(folder) / f"{prefix}config.json"
            config.write_text(json.dumps(_config(environment, prefix)), encoding="utf-8")
            variables[f"{prefix}CONFIG_FILE_PATH"] = str(config)
        try:
            return _follow(words, variables)
        except FileNotFoundError:
            print(f"planqk_sandbox: {words[0]}: command not found", file=sys.stderr)
            return NOT_FOUND
        except PermissionError:
            print(f"planqk_sandbox: {words[0]}: cannot be executed", file=sys.stderr)
            return NOT_EXECUTABLE


def _config(environment: Mapping[str, str], prefix: str) -> dict[str, dict[str, str]]:
    return {
        "auth": {"type": "API_KEY", "value": environment[f"{prefix}PERSONAL_ACCESS_TOKEN"]},
        "endpoint": {"basePath": environment[f"{prefix}BASE_URL"]},
    }


def _follow(words: Sequence[str], environment: Mapping[str, str]) -> int:
    process: subprocess.Popen[bytes] | None = None
    early: list[int] = []

    def forward(number: int, _: FrameType | None) -> None:
        # Ctrl-C in a terminal reaches the command without us, as it is in the same process group.
        if number == signal.SIGINT and _in_foreground():
            return
        if process:
            process.send_signal(number)
        else:
            early.append(number)

    # What is ignored, as nohup does, stays so: the command inherits it.
    heeded = [number for number in FORWARDED if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, forward) for number in heeded}
    try:
        process = subprocess.Popen(words, env=environment)
        for number in early:
            process.send_signal(number)
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 128 - code if code < 0 else code


def _in_foreground() -> bool:
    try:
        return os.tcgetpgrp(sys.stderr.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return False
