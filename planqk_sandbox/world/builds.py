"""Builds: the user code is checked, unpacked, its requirements installed, its program imported."""

import json
import logging
import shutil
import sys
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..faces.planqk.rendering import JsonObject
from ..work.archives import BadArchive, check_layout, unpack
from ..work.environments import BadEnvironment, Environments
from ..work.files import private_folder, read_bounded, remove
from ..work.processes import Child, Ended
from .options import MIB, Options
from .records import Build, Service
from .store import Store, new_id, now

RUNNER = Path(__file__).parents[1] / "work" / "runner.py"
# DEPLOY_SERVICE left the documents on 2023-06-22; clients that were generated since reject it.
STEPS = ("BUILD_IMAGE", "PUSH_IMAGE")
AT_A_TIME = 2
CHECK_LIMIT = MIB
GIVE_UP = """
UPDATE build SET status = 'FAILURE', finished_at = ?, validation = ? WHERE status = 'WORKING'"""
logger = logging.getLogger(__name__)


class BuildFailed(Exception):
    """The user code cannot be used: a summary, and messages that say what to do."""

    def __init__(self, summary: str, messages: list[str], log: str = "") -> None:
        super().__init__(summary)
        self.summary = summary
        self.messages = messages
        self.log = log


class OutcomeTooLarge(ValueError):
    """The outcome of a process is larger than allowed."""


class Builds:
    """Builds user code, two at a time."""

    def __init__(self, options: Options, store: Store, folder: Path) -> None:
        self._options = options
        self._store = store
        self._archives = private_folder(folder / "archives")
        self._work = folder / "builds"
        remove(self._work)
        private_folder(self._work)
        self._environments = Environments(private_folder(folder / "environments"))
        self._pool = ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="planqk-build")
        self._children: set[Child] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._give_up_old_ones()
        self._delete_archives_of_no_build()

    def start(self, service: Service, upload: Path) -> Build:
        """Start a build of the archive `upload`, which is moved; it is WORKING on return."""
        build = Build(
            id=new_id(),
            service_id=service.id,
            status="WORKING",
            step=STEPS[0],
            created_at=now(),
            finished_at=None,
            validation=None,
            python=None,
            log="",
        )
        shutil.move(upload, self.archive(build))
        self._store.insert(build)
        return build

    def begin(self, build: Build) -> None:
        """Let the work on `build` begin, once its start has been committed."""
        self._pool.submit(self._build, build)

    def archive(self, build: Build) -> Path:
        """Return the place of the archive `build` was made from."""
        return self._archives / f"{build.id}.zip"

    def latest(self, service: Service) -> Build | None:
        """Return the build of the last upload."""
        return self._store.last(Build, service_id=service.id)

    def usable(self, service: Service) -> Build | None:
        """Return the build that executions run: the last one that succeeded."""
        return self._store.last(Build, service_id=service.id, status="SUCCESS")

    def delete_archives(self, build_ids: Iterable[str]) -> None:
        """Delete the archives of builds that are not there any more."""
        for build_id in build_ids:
            (self._archives / f"{build_id}.zip").unlink(missing_ok=True)

    def stop(self) -> None:
        """Kill the builds that are running, and wait for them to notice."""
        self._stopping.set()
        with self._lock:
            children = list(self._children)
        for child in children:
            child.kill()
        self._pool.shutdown(cancel_futures=True)
        self._give_up_old_ones()

    def _give_up_old_ones(self) -> None:
        validation = _validation("ERROR", "The sandbox was stopped during this build", [])
        count = self._store.change(GIVE_UP, now(), validation)
        if count:
            logger.info("%d builds FAILURE: the sandbox was stopped before they ended", count)

    def _delete_archives_of_no_build(self) -> None:
        # The sandbox was killed between the upload and its answer.
        known = {str(build_id) for (build_id,) in self._store.select("SELECT id FROM build")}
        self.delete_archives({path.stem for path in self._archives.glob("*.zip")} - known)

    def _build(self, build: Build) -> None:
        began = time.monotonic()
        work = private_folder(self._work / build.id)
        log, python = "", None
        try:
            python, warnings, log = self._try(build, work)
            for number, step in enumerate(STEPS, start=1):
                self._store.update(Build, build.id, step=step)
                self._pause(began + number * self._options.build_seconds / len(STEPS))
            status = "SUCCESS"
            summary = "The user code can be used" + (", with warnings" if warnings else "")
            validation = _validation("WARNING" if warnings else "SUCCESS", summary, warnings)
        except BuildFailed as error:
            self._pause(began + self._options.build_seconds)
            status, log = "FAILURE", error.log
            validation = _validation("ERROR", error.summary, error.messages)
        except Exception as error:
            logger.exception("The sandbox failed to build %s", build.id)
            status, validation = "FAILURE", _validation("ERROR", f"Sandbox error: {error}", [])
        finally:
            remove(work)
        if not self._stopping.is_set():
            self._finish(build, status, validation, log=log, python=str(python) if python else None)

    def _finish(
        self,
        build: Build,
        status: str,
        validation: str,
        *,
        log: str = "",
        python: str | None = None,
    ) -> None:
        self._store.update(
            Build,
            build.id,
            status=status,
            finished_at=now(),
            validation=validation,
            log=log,
            python=python,
        )
        logger.info("Build %s of service %s: %s", build.id, build.service_id, status)

    def _try(self, build: Build, work: Path) -> tuple[Path | None, list[str], str]:
        archive, code = self.archive(build), private_folder(work / "app" / "user_code")
        try:
            names = unpack(
                archive,
                code,
                entry_limit=self._options.entry_limit,
                size_limit=self._options.unpacked_limit,
            )
            warnings = check_layout(names)
        except BadArchive as error:
            summary = "The archive of the user code cannot be used"
            raise BuildFailed(summary, [str(error)]) from error
        try:
            python, more, log = self._environments.prepare(
                code, archive, self._run, self._options.build_timeout
            )
        except BadEnvironment as error:
            summary = "The requirements cannot be installed"
            raise BuildFailed(summary, error.messages, error.log) from error
        log += self._check_import(build, python, work)
        return python, warnings + more, log

    def _check_import(self, build: Build, python: Path | None, work: Path) -> str:
        service = self._store.get(Service, build.service_id)
        memory = service.memory_megabytes if service else 0
        command = runner_command(python, "check", work, memory)
        ended = self._run(
            Child(
                command,
                folder=work,
                environment=runner_environment(work),
                timeout=self._options.build_timeout,
            )
        )
        problem = _import_problem(ended, work)
        if problem:
            raise BuildFailed("src/program.py cannot be used", [problem], ended.output)
        return ended.output

    def _run(self, child: Child) -> Ended:
        with self._lock:
            self._children.add(child)
        if self._stopping.is_set():
            child.kill()
        try:
            return child.run()
        finally:
            with self._lock:
                self._children.discard(child)

    def _pause(self, until: float) -> None:
        self._stopping.wait(max(0.0, until - time.monotonic()))


def runner_command(python: Path | None, task: str, folder: Path, megabytes: int) -> list[str]:
    """Return the command that does `task` with the user code in `folder`."""
    # Without requirements the user code sees the standard library only, as in a fresh image.
    interpreter = [str(python)] if python else [sys.executable, "-S"]
    flags = ["-I", "-B", "-X", "utf8"]
    return [*interpreter, *flags, str(RUNNER), task, str(folder), str(megabytes * MIB)]


def runner_environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of user code: nothing of the host but the search path."""
    home, tmp = private_folder(folder / "home"), private_folder(folder / "tmp")
    own = {"HOME": str(home), "TMPDIR": str(tmp), "LANG": "C.UTF-8"}
    return {"PATH": "/usr/local/bin:/usr/bin:/bin"} | own | more


def read_outcome(folder: Path, limit: int) -> tuple[str, JsonObject]:
    """Return what the runner has written in `folder`, as text and as an object.

    Raises:
        OSError: There is nothing, or nothing to read.
        ValueError: The runner did not write this; `OutcomeTooLarge` if there is too much of it.
    """
    data = read_bounded(folder / "outcome.json", limit)
    if len(data) > limit:
        raise OutcomeTooLarge
    text = data.decode()
    try:
        outcome = json.loads(text)
    except RecursionError as error:
        raise ValueError from error
    if not isinstance(outcome, dict) or not {"result", "code"} & outcome.keys():
        raise ValueError
    return text, outcome


def _import_problem(ended: Ended, folder: Path) -> str | None:
    if ended.reason == "timeout":
        return "Importing src/program.py took too long; move work into run(data, params)"
    try:
        _, outcome = read_outcome(folder, CHECK_LIMIT)
    except (OSError, ValueError):
        return f"The process ended while importing src/program.py (exit code {ended.exit_code})"
    if "code" not in outcome:
        return None
    problem = f"{outcome['code']}: {outcome.get('detail')}"
    if outcome["code"] == "ModuleNotFoundError":
        problem += "; add it to requirements.txt, or to the archive"
    return problem


def _validation(state: str, summary: str, messages: list[str]) -> str:
    return json.dumps({"state": state, "summary": summary, "messages": messages})
