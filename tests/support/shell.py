"""The command line, run as a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from attrs import frozen

from planqk_sandbox import Sandbox
from planqk_sandbox.command import environment_for

COMMAND = [sys.executable, "-m", "planqk_helpers"]
UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
DIFFERENT_EACH_TIME = {
    rf"https?://\S+?/{UUID}#{UUID}": "HANDLE",
    UUID: "ID",
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00": "TIME",
    r"\d+(\.\d)? s\b": "N s",
}


@frozen
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What is on stdout, all of it, as JSON."""
        return json.loads(self.out)

    @property
    def form(self) -> Any:
        """The same, without what differs each time."""
        return json.loads(same_each_time(self.out))


class Here(Protocol):
    """Runs a command in this process, which is faster."""

    def __call__(self, *arguments: str) -> Ended: ...


@frozen
class Shell:
    """Runs commands in a folder, with the variables of a sandbox."""

    sandbox: Sandbox
    folder: Path
    platform: str

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a command."""
        return environment_for(self.sandbox) | {
            "HOME": str(self.folder),
            "PLANQK_HELPERS_PLATFORM": self.platform,
        }

    def __call__(self, *arguments: str, input: str = "", **variables: str) -> Ended:
        """Run a command to its end."""
        ended = subprocess.run(
            [*COMMAND, *arguments],
            cwd=self.folder,
            env=self.environment | variables,
            input=input.encode(),
            capture_output=True,
            check=False,
            timeout=60,
        )
        return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    @contextmanager
    def start(self, *arguments: str, **options: Any) -> Iterator[subprocess.Popen[str]]:
        """Start a command, and end it at the end."""
        usual: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        usual["env"] = self.environment
        with subprocess.Popen(
            [*COMMAND, *arguments], cwd=self.folder, text=True, **usual | options
        ) as process:
            try:
                yield process
            finally:
                process.kill()


def same_each_time(text: str) -> str:
    """Return a text with a word in place of each id, handle and time."""
    for pattern, word in DIFFERENT_EACH_TIME.items():
        text = re.sub(pattern, word, text)
    return text


os.environ.pop("PLANQK_HELPERS_PLATFORM", None)  # of whoever runs the tests
