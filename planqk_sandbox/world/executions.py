"""Executions: each one is a fresh process with a fresh copy of the user code."""

import json
import logging
import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..faces.planqk.rendering import parse
from ..work.archives import unpack
from ..work.files import private_folder, remove
from ..work.processes import Child, Ended
from .builds import (
    Builds,
    OutcomeTooLarge,
    read_outcome,
    runner_command,
    runner_environment,
)
from .options import Options
from .records import Build, Execution, InterimResult, Payload, Service
from .store import Store, new_id, now

INTERIM = b"PlanQK:Job:InterimResult:"
INTERIM_LIMIT = 1000
FINAL = ("SUCCEEDED", "FAILED", "CANCELLED")
CANCEL_ALL = """
UPDATE execution SET status = 'CANCELLED', ended_at = ?
WHERE service_id = ? AND status IN ('PENDING', 'RUNNING')"""
GIVE_UP = """
UPDATE execution SET status = 'FAILED', ended_at = ? WHERE status IN ('PENDING', 'RUNNING')"""
GIVE_UP_PAYLOADS = """
UPDATE payload SET input = '', outcome = ?, log = ''
WHERE id IN (SELECT id FROM execution WHERE status IN ('PENDING', 'RUNNING'))"""
LEFT_BEHIND = """
SELECT DISTINCT service_id FROM execution WHERE service_id NOT IN (SELECT id FROM service)"""
PURGE = """
DELETE FROM execution WHERE rowid IN
(SELECT rowid FROM execution WHERE service_id = ? ORDER BY rowid DESC LIMIT ?)"""
PIECE = 1000
PAUSE = 0.005
logger = logging.getLogger(__name__)


class Run:
    """An execution that is running, and the way to end it."""

    def __init__(self, service_id: str) -> None:
        self.service_id = service_id
        self.over = threading.Event()
        self.child: Child | None = None

    def kill(self) -> None:
        """End it now."""
        self.over.set()
        if self.child:
            self.child.kill()


class Executions:
    """Runs executions, some at a time; the others wait PENDING."""

    def __init__(self, options: Options, store: Store, builds: Builds, folder: Path) -> None:
        self._options = options
        self._store = store
        self._builds = builds
        self._folder = folder / "runs"
        remove(self._folder)
        private_folder(self._folder)
        self._pool = ThreadPoolExecutor(options.max_runs, thread_name_prefix="planqk-run")
        self._running: dict[str, Run] = {}
        self._lock = threading.Lock()
        self._stopping = False
        self._give_up_old_ones()
        for (service_id,) in store.select(LEFT_BEHIND):
            self._pool.submit(self._purge, str(service_id))

    def submit(self, execution: Execution) -> None:
        """Let `execution`, which is committed as PENDING, run as soon as there is room."""
        self._pool.submit(self._run, execution)

    def cancel(self, execution_id: str) -> bool:
        """Cancel an execution that has not ended; false when it has."""
        changed = self._end(execution_id, "CANCELLED", None, "")
        with self._lock:
            run = self._running.get(execution_id)
        if changed and run:
            run.kill()
        return changed

    def cancel_all(self, service_id: str) -> None:
        """Cancel what has not ended of a service; `forget` it after the commit."""
        self._store.change(CANCEL_ALL, now(), service_id)

    def forget(self, service_id: str) -> None:
        """Kill what runs of a service that was deleted, and delete its executions by and by."""
        with self._lock:
            runs = [run for run in self._running.values() if run.service_id == service_id]
        for run in runs:
            run.kill()
        self._pool.submit(self._purge, service_id)

    def stop(self) -> None:
        """Kill what is running, and wait until it is gone."""
        with self._lock:
            self._stopping = True
            runs = list(self._running.values())
        for run in runs:
            run.kill()
        self._pool.shutdown(cancel_futures=True)
        self._give_up_old_ones()

    def _give_up_old_ones(self) -> None:
        outcome = _error("SandboxStopped", "The sandbox was stopped before this execution ended")
        with self._store.transaction():
            self._store.change(GIVE_UP_PAYLOADS, outcome)
            count = self._store.change(GIVE_UP, now())
        if count:
            logger.info("%d executions FAILED: the sandbox was stopped before they ended", count)

    def _purge(self, service_id: str) -> None:
        # Everybody waits for the database while a piece is deleted; a lock that is taken again at
        # once leaves nobody else a chance.
        while not self._stopping and self._store.change(PURGE, service_id, PIECE) == PIECE:
            time.sleep(PAUSE)

    def _run(self, execution: Execution) -> None:
        run = Run(execution.service_id)
        with self._lock:
            if self._stopping:
                return
            self._running[execution.id] = run
        folder = self._folder / execution.id
        try:
            if self._begin(execution.id):
                self._perform(execution, run, folder)
        except Exception as error:
            # Its service may have been deleted meanwhile: then nobody asks.
            if self._end(execution.id, "FAILED", _error("SandboxError", str(error)), ""):
                logger.exception("The sandbox failed to run %s", execution.id)
        finally:
            with self._lock:
                del self._running[execution.id]
            remove(folder)

    def _begin(self, execution_id: str) -> bool:
        with self._store.transaction():
            execution = self._store.get(Execution, execution_id)
            if not execution or execution.status != "PENDING":
                return False
            self._store.update(Execution, execution_id, status="RUNNING", started_at=now())
            return True

    def _perform(self, execution: Execution, run: Run, folder: Path) -> None:
        began = time.monotonic()
        run.child = self._child(execution, folder)
        if run.over.is_set():
            run.child.kill()
        ended = run.child.run()
        status, outcome = self._outcome(ended, folder)
        run.over.wait(max(0.0, began + self._options.run_seconds - time.monotonic()))
        # A run that was killed because everything stops is given up by stop().
        if not self._stopping:
            self._end(execution.id, status, outcome, ended.output)

    def _child(self, execution: Execution, folder: Path) -> Child:
        service = self._store.get(Service, execution.service_id)
        build = self._store.get(Build, execution.build_id)
        payload = self._store.get(Payload, execution.id)
        if not (service and build and payload):
            raise LookupError("The service was deleted")
        code = private_folder(folder / "app" / "user_code")
        limits = {
            "entry_limit": self._options.entry_limit,
            "size_limit": self._options.unpacked_limit,
        }
        unpack(self._builds.archive(build), code, **limits)
        (folder / "input.json").write_text(payload.input, encoding="utf-8")
        python = Path(build.python) if build.python else None
        return Child(
            runner_command(python, "run", folder, service.memory_megabytes),
            folder=folder,
            environment=runner_environment(
                folder,
                SERVICE_EXECUTION_ID=execution.id,
                PLANQK_SERVICE_EXECUTION_TOKEN=secrets.token_urlsafe(32),
            ),
            timeout=self._options.run_timeout,
            output_limit=self._options.log_limit,
            on_line=InterimResults(self._store, execution.id, self._options.result_limit).take,
        )

    def _outcome(self, ended: Ended, folder: Path) -> tuple[str, str]:
        """Return how the execution ended and what became of it."""
        if ended.reason == "timeout":
            limit = f"{self._options.run_timeout:g} s"
            error = "TimeLimitExceeded", f"The execution took longer than {limit}"
            return "FAILED", _error(*error)
        try:
            text, outcome = read_outcome(folder, self._options.result_limit)
        except OutcomeTooLarge:
            limit = f"{self._options.result_limit} bytes"
            error = "ResultTooLarge", f"The result is larger than the {limit} allowed"
            return "FAILED", _error(*error)
        except (OSError, ValueError):
            how = f"signal {-ended.exit_code}" if ended.exit_code < 0 else f"{ended.exit_code}"
            error = "ProcessEnded", f"The process ended without a result (exit code {how})"
            return "FAILED", _error(*error)
        return "FAILED" if "code" in outcome else "SUCCEEDED", text

    def _end(self, execution_id: str, status: str, outcome: str | None, log: str) -> bool:
        with self._store.transaction():
            execution = self._store.get(Execution, execution_id)
            if not execution or execution.status in FINAL:
                return False
            self._store.update(Execution, execution_id, status=status, ended_at=now())
            self._store.update(Payload, execution_id, input="", outcome=outcome, log=log)
        logger.info("Execution %s: %s", execution_id, status)
        if status == "FAILED":
            logger.info("%s%s", log, outcome)
        return True


class InterimResults:
    """Takes the lines of a run's stdout and keeps those that are interim results."""

    def __init__(self, store: Store, execution_id: str, size_limit: int) -> None:
        self._store = store
        self._execution_id = execution_id
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
            record = InterimResult(
                id=new_id(), execution_id=self._execution_id, value=json.dumps(value)
            )
            self._store.insert(record)


def _error(code: str, detail: str) -> str:
    return json.dumps({"code": code, "detail": detail})
