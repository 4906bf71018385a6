"""The queue of executions: from their start to what became of them."""

import hmac
import json
import logging
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from secrets import token_urlsafe
from typing import NamedTuple

from ..work.archives import Bounds
from ..work.files import make_private_folder, remove
from ..work.folders import MakeFolder, kept_files
from ..work.logs import Written
from ..work.running import Limits, Outcome, Run, Task, error_text
from ..work.strict_json import JsonObject
from .builds import Builds, environment_of
from .errors import NotFound
from .options import Options
from .records import Build, Execution, InterimResult, Payload, Service, Subscription
from .result_files import ResultFiles
from .store import Store, Value, new_id, now

FINAL = ("SUCCEEDED", "FAILED", "CANCELLED")
CANCEL_ALL = """
UPDATE execution SET status = 'CANCELLED', ended_at = ?
WHERE service_id = ? AND status IN ('PENDING', 'RUNNING')"""
GIVE_UP = """
UPDATE execution SET status = 'FAILED', ended_at = ? WHERE status IN ('PENDING', 'RUNNING')"""
GIVE_UP_PAYLOADS = """
UPDATE payload SET input = CASE
    WHEN (SELECT keeps_input FROM execution WHERE execution.id = payload.id) THEN input ELSE '' END,
    outcome = ?, log = ''
WHERE id IN (SELECT id FROM execution WHERE status IN ('PENDING', 'RUNNING'))"""
LEFT_BEHIND = """
SELECT DISTINCT service_id FROM execution WHERE service_id NOT IN (SELECT id FROM service)"""
PURGE = """
DELETE FROM execution WHERE rowid IN
(SELECT rowid FROM execution WHERE service_id = ? ORDER BY rowid DESC LIMIT ?)"""
PIECE = 1000
PAUSE = 0.005
logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Start:
    """How an execution starts: by which API, for which account, with what, and through what.

    One without a subscription is a job. `keeps_input` lets it be run again. `secrets` are variables
    of the environment, which are not stored; `mounts` make the folders that are given for
    parameters. `parent_token` is that of the execution that starts it, if one does.
    """

    platform: str
    account_id: str
    input: JsonObject
    subscription: Subscription | None = None
    tags: Sequence[str] = ()
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    keeps_input: bool = False
    mounts: Mapping[str, MakeFolder] = field(default_factory=dict)
    parent_token: str | None = field(default=None, repr=False)


class Active(NamedTuple):
    """A run that goes on, and the token that its user code has."""

    execution: Execution
    run: Run
    token: str


class Executions:
    """Runs executions, some at a time; the others wait PENDING."""

    def __init__(self, options: Options, store: Store, builds: Builds, folder: Path) -> None:
        self._options = options
        self._store = store
        self._builds = builds
        self._limits = Limits(
            archive=Bounds(options.entry_limit, options.unpacked_limit),
            timeout=options.run_timeout,
            result=options.result_limit,
            log=options.log_limit,
            files=Bounds(options.output_entry_limit, options.output_limit),
        )
        self.files = ResultFiles(store, folder / "results")
        self.addresses: dict[str, str] = {}
        """Variables that tell user code where the platform is; the faces fill them in."""
        self._folder = folder / "runs"
        remove(self._folder)
        make_private_folder(self._folder)
        self._pool = ThreadPoolExecutor(options.max_runs, thread_name_prefix="planqk-run")
        self._running: dict[str, Active] = {}
        self._lock = threading.Lock()
        self._stopping = False
        self._give_up_old_ones()
        for (service_id,) in store.select(LEFT_BEHIND):
            self._pool.submit(self._purge, str(service_id))

    def start(self, service: Service, start: Start) -> Execution:
        """Start an execution; it runs as soon as there is room.

        Raises:
            NotFound: The service has no build that succeeded.
        """
        build = self._builds.latest_usable(service)
        if build is None:
            raise NotFound("The service has no build to run")
        execution = Execution(
            id=new_id(),
            service_id=service.id,
            build_id=build.id,
            application_id=start.subscription.application_id if start.subscription else "",
            subscription_id=start.subscription.id if start.subscription else "",
            status="PENDING",
            created_at=now(),
            started_at=None,
            ended_at=None,
            platform=start.platform,
            account_id=start.account_id,
            tags=json.dumps(list(dict.fromkeys(tag.lower() for tag in start.tags))),
            is_job=start.subscription is None,
            keeps_input=start.keeps_input,
            parent_id=self._parent_id(start.parent_token),
        )
        with self._store.transaction():
            self._store.insert(execution)
            given = json.dumps(start.input)
            self._store.insert(Payload(id=execution.id, input=given, outcome=None, log=""))
        self._pool.submit(self._run, execution, start)
        return execution

    def cancel(self, execution: Execution) -> bool:
        """Cancel an execution; false when it had ended, and stays as it is."""
        with self._lock:
            active = self._running.get(execution.id)
        log = active.run.log() if active else None
        changed = self._end(execution.id, "CANCELLED", _outcome(None, log))
        if changed and active:
            active.run.kill()
        return changed

    def log(self, execution: Execution) -> Written:
        """Return what an execution has written so far."""
        with self._lock:
            active = self._running.get(execution.id)
        log = active.run.log() if active else None
        payload = None if log else self._store.get(Payload, execution.id)
        return log or (Written(payload.log, payload.marks) if payload else Written(""))

    def with_token(self, token: str) -> Execution | None:
        """Return the execution whose user code has this token, as long as it runs."""
        with self._lock:
            running = list(self._running.values())
        for active in running:
            if hmac.compare_digest(active.token.encode(), token.encode()):
                return active.execution
        return None

    def cancel_all(self, service_id: str) -> None:
        """Cancel the executions of a service that have not ended; `forget` it after the commit."""
        self._store.change(CANCEL_ALL, now(), service_id)

    def forget(self, service_id: str) -> None:
        """Kill the runs of a service that was deleted, and delete its executions by and by."""
        with self._lock:
            running = list(self._running.values())
        for active in running:
            if active.execution.service_id == service_id:
                active.run.kill()
        self._pool.submit(self._purge, service_id)

    def stop(self) -> None:
        """Kill what is running, and wait until it is gone."""
        with self._lock:
            self._stopping = True
            running = list(self._running.values())
        for active in running:
            active.run.kill()
        self._pool.shutdown(cancel_futures=True)
        self._give_up_old_ones()

    def _give_up_old_ones(self) -> None:
        outcome = error_text(
            "SandboxStopped", "The sandbox was stopped before this execution ended"
        )
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
        if not self._stopping:
            self.files.forget(service_id)

    def _run(self, execution: Execution, start: Start) -> None:
        active = Active(execution, Run(self._limits), token_urlsafe(32))
        with self._lock:
            if self._stopping:
                return
            self._running[execution.id] = active
        folder = self._folder / execution.id
        try:
            if self._begin(execution.id):
                self._perform(active, start, folder)
        except Exception as error:
            # Its service may have been deleted meanwhile: then nobody asks.
            text = error_text("SandboxError", str(error))
            if self._end(execution.id, "FAILED", _outcome(text, active.run.log())):
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

    def _perform(self, active: Active, start: Start, folder: Path) -> None:
        execution, run = active.execution, active.run
        began = time.monotonic()
        keep_interim = partial(self._keep_interim, execution.id)
        outcome = run.perform(self._task(active, start), folder, keep_interim)
        run.pause(began + self._options.run_seconds)
        # A run that was killed because everything stops is given up by stop().
        if self._stopping:
            return
        if outcome.files:
            self.files.keep(execution, kept_files(folder))
        status = "SUCCEEDED" if outcome.succeeded else "FAILED"
        if not self._end(execution.id, status, outcome) and outcome.files:
            self.files.drop(execution)

    def _task(self, active: Active, start: Start) -> Task:
        execution = active.execution
        service = self._store.get(Service, execution.service_id)
        build = self._store.get(Build, execution.build_id)
        payload = self._store.get(Payload, execution.id)
        if not (service and build and payload):
            raise LookupError("The service was deleted")
        return Task(
            archive=self._builds.archive(build.archive_id),
            python=Path(build.python) if build.python else None,
            megabytes=service.memory_megabytes,
            input=payload.input,
            by_name=build.by_name,
            variables={
                **self.addresses,
                **environment_of(service),
                **start.secrets,
                "SERVICE_EXECUTION_ID": execution.id,
                "KQH_SERVICE_EXECUTION_TOKEN": active.token,
                "PLANQK_SERVICE_EXECUTION_TOKEN": active.token,
            },
            mounts=start.mounts,
        )

    def _parent_id(self, token: str | None) -> str | None:
        parent = self.with_token(token) if token else None
        return parent.id if parent else None

    def _keep_interim(self, execution_id: str, value: str) -> None:
        record = InterimResult(id=new_id(), execution_id=execution_id, value=value)
        self._store.insert(record)

    def _end(self, execution_id: str, status: str, outcome: Outcome) -> bool:
        with self._store.transaction():
            execution = self._store.get(Execution, execution_id)
            if not execution or execution.status in FINAL:
                return False
            self._store.update(Execution, execution_id, status=status, ended_at=now())
            changes: dict[str, Value] = {
                "outcome": outcome.text,
                "log": outcome.log.text,
                "marks": outcome.log.marks,
                "is_response": outcome.is_response,
            }
            if not execution.keeps_input:
                changes["input"] = ""
            self._store.update(Payload, execution_id, **changes)
            self.files.insert(execution, outcome.files)
        logger.info("Execution %s: %s", execution_id, status)
        if status == "FAILED":
            logger.info("%s%s", outcome.log.text, outcome.text)
        return True


def _outcome(text: str | None, log: Written | None) -> Outcome:
    return Outcome(succeeded=False, text=text, log=log or Written(""))
