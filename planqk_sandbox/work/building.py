"""A build: the archive is checked and unpacked, requirements installed, the program imported."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .archives import BadArchive, Bounds, check_layout, unpack
from .environments import BadEnvironment, Environments
from .files import MIB
from .folders import give_folders
from .processes import Child, Ended
from .programs import code_folder, read_outcome, runner_command, runner_environment

OUTCOME_LIMIT = MIB


class BuildFailed(Exception):
    """The user code cannot be used: a summary, and messages that say what to do."""

    def __init__(self, summary: str, messages: list[str], log: str = "") -> None:
        super().__init__(summary)
        self.summary = summary
        self.messages = messages
        self.log = log


@dataclass(frozen=True)
class Built:
    """User code that can be used: the interpreter for it, ours if None, and what was told."""

    python: Path | None
    warnings: list[str]
    log: str


class Builder:
    """Builds user code. May be used, and stopped, from several threads."""

    def __init__(self, environments: Path, *, bounds: Bounds, timeout: float) -> None:
        """Prepare to build.

        Args:
            environments: The folder that keeps the Python environments.
            bounds: What an archive may hold.
            timeout: Seconds for the installation, and for the import.
        """
        self._environments = Environments(environments)
        self._bounds = bounds
        self._timeout = timeout
        self._children: set[Child] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def build(
        self,
        archive: Path,
        folder: Path,
        megabytes: int,
        *,
        by_name: bool = False,
        variables: Mapping[str, str],
    ) -> Built:
        """Build the user code in `archive`, in the empty `folder`.

        Unless its run() gets arguments `by_name`, it has to take data and params. It is imported
        with the same `variables` in its environment as a run.

        Raises:
            BuildFailed: The user code cannot be used.
        """
        code = code_folder(folder)
        try:
            warnings = check_layout(unpack(archive, code, self._bounds))
        except BadArchive as error:
            summary = "The archive of the user code cannot be used"
            raise BuildFailed(summary, [str(error)]) from error
        try:
            python, more, log = self._environments.prepare(code, archive, self._run, self._timeout)
        except BadEnvironment as error:
            summary = "The requirements cannot be installed"
            raise BuildFailed(summary, error.messages, error.log) from error
        task = "look" if by_name else "check"
        command = runner_command(python, task, folder, megabytes)
        told = self._check_import(command, folder, variables)
        return Built(python, warnings + more, log + told)

    def stop(self) -> None:
        """End what runs, and whatever is still to be started."""
        with self._lock:
            self._stopped = True
            children = list(self._children)
        for child in children:
            child.kill()

    def _check_import(self, command: list[str], folder: Path, variables: Mapping[str, str]) -> str:
        folders = give_folders(folder, "{}", {})
        child = Child(
            command,
            folder=folder,
            environment=runner_environment(folder, **{**variables, **folders}),
            timeout=self._timeout,
        )
        ended = self._run(child)
        problem = _import_problem(ended, folder)
        if problem:
            raise BuildFailed("src/program.py cannot be used", [problem], ended.output)
        return ended.output

    def _run(self, child: Child) -> Ended:
        with self._lock:
            self._children.add(child)
            stopped = self._stopped
        if stopped:
            child.kill()
        try:
            return child.run()
        finally:
            with self._lock:
                self._children.discard(child)


def _import_problem(ended: Ended, folder: Path) -> str | None:
    if ended.reason == "timeout":
        return "Importing src/program.py took too long; move work into run(data, params)"
    try:
        _, outcome = read_outcome(folder, OUTCOME_LIMIT)
    except (OSError, ValueError):
        return f"The process ended while importing src/program.py (exit code {ended.exit_code})"
    if "code" not in outcome:
        return None
    first, *where = f"{outcome['code']}: {outcome.get('detail')}".split("\n")
    if outcome["code"] == "ModuleNotFoundError":
        first += "; add it to requirements.txt, or to the archive"
    return "\n".join([first, *where])
