"""A run: a fresh copy of the user code, and run() of its program in a process of its own."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .archives import Bounds, unpack
from .processes import Child, Ended
from .programs import (
    OutcomeTooLarge,
    code_folder,
    read_outcome,
    runner_command,
    runner_environment,
)
from .strict_json import parse

INTERIM = b"PlanQK:Job:InterimResult:"
INTERIM_LIMIT = 1000


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a run may take: an archive, seconds, bytes of result and bytes of output."""

    archive: Bounds
    timeout: float
    result: int
    log: int


@dataclass(frozen=True, kw_only=True)
class Task:
    """What to run: an archive of user code, its interpreter (ours if None) and its input.

    `megabytes` is the memory it may have, `variables` are added to its environment, and `by_name`
    tells how run() gets the input.
    """

    archive: Path
    python: Path | None
    megabytes: int
    input: str
    by_name: bool
    variables: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """What became of a run: `text` is a result or an error as JSON, `log` is its output."""

    succeeded: bool
    text: str
    log: str
    is_response: bool = False


class Run:
    """One run, and the way to end it from another thread, also before it has started."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._killed = threading.Event()
        self._child: Child | None = None

    def kill(self) -> None:
        """End the run, and every `pause`."""
        self._killed.set()
        if self._child:
            self._child.kill()

    def pause(self, until: float) -> None:
        """Wait for a moment of the monotonic clock, unless the run is killed."""
        self._killed.wait(max(0.0, until - time.monotonic()))

    def perform(self, task: Task, folder: Path, keep_interim: Callable[[str], None]) -> Outcome:
        """Run `task` in the empty `folder`.

        Args:
            task: What to run.
            folder: Its files, which the caller removes.
            keep_interim: Gets each interim result as JSON while the run goes on.

        Raises:
            BadArchive: The archive cannot be unpacked any more.
            OSError: The process cannot be started.
        """
        unpack(task.archive, code_folder(folder), self._limits.archive)
        (folder / "input.json").write_text(task.input, encoding="utf-8")
        self._child = child = Child(
            runner_command(task.python, "call" if task.by_name else "run", folder, task.megabytes),
            folder=folder,
            environment=runner_environment(folder, **task.variables),
            timeout=self._limits.timeout,
            output_limit=self._limits.log,
            on_line=InterimResults(keep_interim, self._limits.result).take,
        )
        if self._killed.is_set():
            child.kill()
        return self._outcome(child.run(), folder)

    def _outcome(self, ended: Ended, folder: Path) -> Outcome:
        if ended.reason == "timeout":
            detail = f"The execution took longer than {self._limits.timeout:g} s"
            return _failure("TimeLimitExceeded", detail, ended)
        try:
            text, outcome = read_outcome(folder, self._limits.result)
        except OutcomeTooLarge:
            limit = f"{self._limits.result} bytes"
            return _failure(
                "ResultTooLarge", f"The result is larger than the {limit} allowed", ended
            )
        except (OSError, ValueError):
            how = f"signal {-ended.exit_code}" if ended.exit_code < 0 else f"{ended.exit_code}"
            detail = f"The process ended without a result (exit code {how})"
            return _failure("ProcessEnded", detail, ended)
        is_response = bool(outcome.pop("is_response", False))
        if is_response:
            text = json.dumps(outcome)
        return Outcome("code" not in outcome, text, ended.output, is_response)


class InterimResults:
    """Finds the interim results among the lines of a run's stdout."""

    def __init__(self, keep: Callable[[str], None], size_limit: int) -> None:
        self._keep = keep
        self._left = INTERIM_LIMIT
        self._bytes_left = size_limit

    def take(self, line: bytes) -> None:
        """Keep `line` when it is an interim result and there are not too many."""
        if not line.startswith(INTERIM) or not self._left or len(line) > self._bytes_left:
            return
        try:
            value = parse(line.removeprefix(INTERIM))
        except ValueError:
            return
        if isinstance(value, dict):
            self._left -= 1
            self._bytes_left -= len(line)
            self._keep(json.dumps(value))


def error_text(code: str, detail: str) -> str:
    """Return an error as the runner writes it."""
    return json.dumps({"code": code, "detail": detail})


def _failure(code: str, detail: str, ended: Ended) -> Outcome:
    return Outcome(succeeded=False, text=error_text(code, detail), log=ended.output)
