"""A run: a fresh copy of the user code, and run() of its program in a process of its own."""

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .archives import Bounds, unpack
from .folders import MakeFolder, give_folders, kept_files, output_folder
from .logs import Written
from .outputs import OutputFile, OutputTooLarge, collect
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
LEFT_OUT_LIMIT = 20


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a run may take: an archive, seconds, bytes of result and of log, and result files."""

    archive: Bounds
    timeout: float
    result: int
    log: int
    files: Bounds


@dataclass(frozen=True, kw_only=True)
class Task:
    """What to run: an archive of user code, its interpreter (ours if None) and its input.

    `megabytes` is the memory it may have, `variables` are added to its environment, and `by_name`
    tells how run() gets the input. `mounts` are folders that it may read, each under the name of a
    parameter, and the functions that make them.
    """

    archive: Path
    python: Path | None
    megabytes: int
    input: str
    by_name: bool
    variables: Mapping[str, str] = field(repr=False)
    mounts: Mapping[str, MakeFolder] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What became of a run: `text` is a result or an error as JSON, `log` is what it wrote.

    Its result files are in the folder of the run (`kept_files`), under their numbers.
    """

    succeeded: bool
    text: str | None
    log: Written
    is_response: bool = False
    files: Sequence[OutputFile] = ()


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

    def log(self) -> Written | None:
        """Return what the run has written so far; None before it has started."""
        return self._child.log.read() if self._child else None

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
        folders = give_folders(folder, task.input if task.by_name else "{}", task.mounts)
        self._child = child = Child(
            runner_command(task.python, "call" if task.by_name else "run", folder, task.megabytes),
            folder=folder,
            environment=runner_environment(folder, **{**task.variables, **folders}),
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
        try:
            files = self._collect(folder)
        except OutputTooLarge as error:
            return _failure("ResultTooLarge", str(error), ended)
        is_response = bool(outcome.pop("is_response", False))
        if is_response:
            text = json.dumps(outcome)
        log = self.log() or ended.log
        return Outcome("code" not in outcome, text, log, is_response, files)

    def _collect(self, folder: Path) -> list[OutputFile]:
        bounds = self._limits.files
        kept = kept_files(folder)
        found = collect(output_folder(folder), kept, most=bounds.entries, size=bounds.size)
        for line in found.left_out[:LEFT_OUT_LIMIT]:
            if self._child:
                self._child.log.write(f"WARNING: result file {line}: left out\n".encode(), "stderr")
        return found.files


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
    return Outcome(succeeded=False, text=error_text(code, detail), log=ended.log)
