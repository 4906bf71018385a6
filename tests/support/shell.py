"""The command line, run as a process of its own."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from planqk_helpers.cli import main
from planqk_sandbox import Sandbox
from planqk_sandbox.command import environment_for

COMMAND = [sys.executable, "-m", "planqk_helpers"]
COMPILED = {
    "PYTHONDONTWRITEBYTECODE": "",
    "PYTHONPYCACHEPREFIX": str(Path(__file__).parents[2] / ".build" / "pycache"),
}
"""Let processes keep what they compile, as installed packages do: a fifth of their time."""
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


@frozen
class Shell:
    """Runs commands in a folder, with the variables of a sandbox.

    Attributes:
        sandbox: It.
        folder: Where the commands run.
        platform: Which platform they talk to.
        here: Whether they run in this process, which is faster.
    """

    sandbox: Sandbox
    folder: Path
    platform: str
    here: bool = False

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a command."""
        return environment_for(self.sandbox) | {
            **COMPILED,
            "HOME": str(self.folder),
            "PLANQK_HELPERS_PLATFORM": self.platform,
        }

    def __call__(self, *arguments: str, input: str = "", **variables: str) -> Ended:
        """Run a command to its end."""
        if self.here:
            return self.run_here(arguments, input, self.environment | variables)
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

    def run_here(self, arguments: Sequence[str], input: str, variables: Mapping[str, str]) -> Ended:
        """Run a command in this process, which is as before then."""
        out, err, given = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(3))
        given.buffer.write(input.encode())
        given.buffer.seek(0)
        before = signal.getsignal(signal.SIGTERM)
        with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
            warnings.simplefilter("default")
            patch.setattr(warnings, "showwarning", warnings.showwarning)
            patch.setattr(sys, "stdin", given)
            patch.chdir(self.folder)
            for name, value in variables.items():
                patch.setenv(name, value)
            with redirect_stdout(out), redirect_stderr(err):
                code = main(arguments)
        signal.signal(signal.SIGTERM, before)
        return Ended(code, read(out), read(err))

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


def into_nowhere(shell: Shell, place: str, *arguments: str) -> Ended:
    """Run a command whose stdout is a full disk, or a pipe whose other end is closed."""
    read, write = os.pipe()
    os.close(read)
    with (
        Path("/dev/full").open("w") as full,
        shell.start(*arguments, stdout=full if place == "full" else write) as process,
    ):
        os.close(write)
        _, err = process.communicate(timeout=30)
    return Ended(process.returncode, "", err)


def read(stream: io.TextIOWrapper) -> str:
    """Return what was written to a stream."""
    stream.seek(0)
    return stream.read()


def same_each_time(text: str) -> str:
    """Return a text with a word in place of each id, handle and time."""
    for pattern, word in DIFFERENT_EACH_TIME.items():
        text = re.sub(pattern, word, text)
    return text


os.environ.pop("PLANQK_HELPERS_PLATFORM", None)  # of whoever runs the tests
