"""The queue of executions: from their start to what became of them."""

import json
import logging
import secrets
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..work.archives import Bounds
from ..work.files import make_private_folder, remove
from ..work.running import Limits, Run, Task, error_text
from ..work.strict_json import JsonObject, JsonValue, parse
from .builds import Builds
from .errors import NotFound
from .options import Options
from .records import Account, Build, Execution, InterimResult, Payload, Service, Subscription
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

    One without a subscription is a job. `keeps_input` lets it be run again.
    """

    platform: str
    account_id: str
    input: JsonObject
    subscription: Subscription | None = None
    tags: Sequence[str] = ()
    keeps_input: bool = False


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
        )
        self._folder = folder / "runs"
        remove(self._folder)
        make_private_folder(self._folder)
        self._pool = ThreadPoolExecutor(options.max_runs, thread_name_prefix="planqk-run")
        self._running: dict[str, tuple[Execution, Run]] = {}
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
        )
        with self._store.transaction():
            self._store.insert(execution)
            given = json.dumps(start.input)
            self._store.insert(Payload(id=execution.id, input=given, outcome=None, log=""))
        self._pool.submit(self._run, execution)
        return execution

    def find(self, service: Service, application_id: str, execution_id: str) -> Execution:
        """Return an execution of `service` that the application has started.

        Raises:
            NotFound: There is none with this id.
        """
        execution = self._store.first(
            Execution, id=execution_id, service_id=service.id, application_id=application_id
        )
        if execution is None:
            raise NotFound(f"There is no execution {execution_id}")
        return execution

    def find_started(self, account: Account, execution_id: str) -> Execution:
        """Return an execution that `account` has started.

        Raises:
            NotFound: There is none with this id.
        """
        execution = self._store.first(Execution, id=execution_id, account_id=account.id)
        if execution is None or not self._store.get(Service, execution.service_id):
            raise NotFound(f"There is no execution {execution_id} in this context")
        return execution

    def of_application(self, service: Service, application_id: str) -> list[Execution]:
        """Return the newest executions of `service` that an application has started."""
        names = {"service_id": service.id, "application_id": application_id}
        return self._store.find(Execution, **names)[::-1][:PIECE]

    def service(self, execution: Execution) -> Service:
        """Return the service of an execution."""
        return self._store.find(Service, id=execution.service_id)[0]

    def outcome(self, execution: Execution) -> str | None:
        """Return the result, or the error, as JSON; None as long as there is none."""
        due = (execution.ended_at or 0) + self._options.result_delay
        if execution.status == "SUCCEEDED" and now() < due:
            return None
        payload = self._store.get(Payload, execution.id)
        return payload.outcome if payload else None

    def interim_results(self, execution: Execution) -> list[JsonValue]:
        """Return what the service has reported so far, oldest first."""
        found = self._store.find(InterimResult, execution_id=execution.id)
        return [parse(interim.value) for interim in found]

    def cancel(self, execution: Execution) -> bool:
        """Cancel an execution; false when it had ended, and stays as it is."""
        changed = self._end(execution.id, "CANCELLED", None, "")
        with self._lock:
            _, run = self._running.get(execution.id, (None, None))
        if changed and run:
            run.kill()
        return changed

    def cancel_all(self, service_id: str) -> None:
        """Cancel the executions of a service that have not ended; `forget` it after the commit."""
        self._store.change(CANCEL_ALL, now(), service_id)

    def forget(self, service_id: str) -> None:
        """Kill the runs of a service that was deleted, and delete its executions by and by."""
        with self._lock:
            running = list(self._running.values())
        for execution, run in running:
            if execution.service_id == service_id:
                run.kill()
        self._pool.submit(self._purge, service_id)

    def stop(self) -> None:
        """Kill what is running, and wait until it is gone."""
        with self._lock:
            self._stopping = True
            running = list(self._running.values())
        for _, run in running:
            run.kill()
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

    def _run(self, execution: Execution) -> None:
        run = Run(self._limits)
        with self._lock:
            if self._stopping:
                return
            self._running[execution.id] = execution, run
        folder = self._folder / execution.id
        try:
            if self._begin(execution.id):
                self._perform(execution, run, folder)
        except Exception as error:
            # Its service may have been deleted meanwhile: then nobody asks.
            if self._end(execution.id, "FAILED", error_text("SandboxError", str(error)), ""):
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
        keep_interim = partial(self._keep_interim, execution.id)
        outcome = run.perform(self._task(execution), folder, keep_interim)
        run.pause(began + self._options.run_seconds)
        # A run that was killed because everything stops is given up by stop().
        if not self._stopping:
            status = "SUCCEEDED" if outcome.succeeded else "FAILED"
            self._end(
                execution.id, status, outcome.text, outcome.log, is_response=outcome.is_response
            )

    def _task(self, execution: Execution) -> Task:
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
                **self._own_variables(service),
                "SERVICE_EXECUTION_ID": execution.id,
                "PLANQK_SERVICE_EXECUTION_TOKEN": secrets.token_urlsafe(32),
            },
        )

    def _own_variables(self, service: Service) -> dict[str, str]:
        """Return the environment that the owner of a service wants for it."""
        environment: dict[str, str] = json.loads(service.runtime).get("environment") or {}
        return environment

    def _keep_interim(self, execution_id: str, value: str) -> None:
        record = InterimResult(id=new_id(), execution_id=execution_id, value=value)
        self._store.insert(record)

    def _end(
        self,
        execution_id: str,
        status: str,
        outcome: str | None,
        log: str,
        *,
        is_response: bool = False,
    ) -> bool:
        with self._store.transaction():
            execution = self._store.get(Execution, execution_id)
            if not execution or execution.status in FINAL:
                return False
            self._store.update(Execution, execution_id, status=status, ended_at=now())
            changes: dict[str, Value] = {"outcome": outcome, "log": log, "is_response": is_response}
            if not execution.keeps_input:
                changes["input"] = ""
            self._store.update(Payload, execution_id, **changes)
        logger.info("Execution %s: %s", execution_id, status)
        if status == "FAILED":
            logger.info("%s%s", log, outcome)
        return True
