"""The queue of builds: what they are while they wait, work and have ended."""

import json
import logging
import shutil
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..work.archives import Bounds
from ..work.building import Builder, BuildFailed
from ..work.files import make_private_folder, remove
from .options import Options
from .records import Build, Service
from .store import Store, Value, new_id, now

# DEPLOY_SERVICE left the documents on 2023-06-22; clients that were generated since reject it.
STEPS = ("BUILD_IMAGE", "PUSH_IMAGE")
AT_A_TIME = 2
USERS_OF_ARCHIVE = """
SELECT 1 FROM service WHERE archive_id = ? UNION ALL SELECT 1 FROM build WHERE archive_id = ?
LIMIT 1"""
GIVE_UP = """
UPDATE build SET status = 'FAILURE', finished_at = ?, validation = ? WHERE status = 'WORKING'"""
logger = logging.getLogger(__name__)


class Builds:
    """Builds user code, two at a time."""

    def __init__(self, options: Options, store: Store, folder: Path) -> None:
        self._options = options
        self._store = store
        self._archives = make_private_folder(folder / "archives")
        self._work = folder / "builds"
        remove(self._work)
        make_private_folder(self._work)
        self._builder = Builder(
            make_private_folder(folder / "environments"),
            bounds=Bounds(options.entry_limit, options.unpacked_limit),
            timeout=options.build_timeout,
        )
        self._pool = ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="planqk-build")
        self._stopping = threading.Event()
        self._give_up_old_ones()
        # The sandbox was killed between the upload and its answer.
        self.delete_unused_archives([path.stem for path in self._archives.glob("*.zip")])

    def keep(self, user_code: Path) -> str:
        """Move an uploaded archive to the others, and return the id it has there."""
        archive_id = new_id()
        shutil.move(user_code, self.archive(archive_id))
        return archive_id

    def insert(self, service: Service, *, by_name: bool) -> Build:
        """Insert a build of the source of `service`; `begin` it after the commit.

        It is WORKING from now on: the answer to an upload says so already.
        """
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
            archive_id=service.archive_id,
            by_name=by_name,
        )
        self._store.insert(build)
        return build

    def begin(self, build: Build) -> None:
        """Let the work on `build` begin as soon as there is room."""
        self._pool.submit(self._build, build)

    def archive(self, archive_id: str | None) -> Path:
        """Return the place of an archive."""
        return self._archives / f"{archive_id}.zip"

    def latest(self, service: Service) -> Build | None:
        """Return the last build."""
        return self._store.last(Build, service_id=service.id)

    def latest_usable(self, service: Service) -> Build | None:
        """Return the build that executions run: the last one that succeeded."""
        return self._store.last(Build, service_id=service.id, status="SUCCESS")

    def delete_unused_archives(self, archive_ids: Iterable[str]) -> None:
        """Delete those of these archives that no service and no build needs any more."""
        for archive_id in archive_ids:
            if not self._store.select(USERS_OF_ARCHIVE, archive_id, archive_id):
                self.archive(archive_id).unlink(missing_ok=True)

    def stop(self) -> None:
        """Kill the builds that are running, and wait for them to notice."""
        self._stopping.set()
        self._builder.stop()
        self._pool.shutdown(cancel_futures=True)
        self._give_up_old_ones()

    def _give_up_old_ones(self) -> None:
        validation = _validation("ERROR", "The sandbox was stopped during this build", [])
        count = self._store.change(GIVE_UP, now(), validation)
        if count:
            logger.info("%d builds FAILURE: the sandbox was stopped before they ended", count)

    def _build(self, build: Build) -> None:
        began = time.monotonic()
        folder = make_private_folder(self._work / build.id)
        try:
            end = self._work_on(build, folder, began)
        except BuildFailed as error:
            self._pause(began + self._options.build_seconds)
            validation = _validation("ERROR", error.summary, error.messages)
            end = {"status": "FAILURE", "validation": validation, "log": error.log}
        except Exception as error:
            logger.exception("The sandbox failed to build %s", build.id)
            validation = _validation("ERROR", f"Sandbox error: {error}", [])
            end = {"status": "FAILURE", "validation": validation}
        finally:
            remove(folder)
        if not self._stopping.is_set():
            self._store.update(Build, build.id, finished_at=now(), **end)
            logger.info("Build %s of service %s: %s", build.id, build.service_id, end["status"])

    def _work_on(self, build: Build, folder: Path, began: float) -> dict[str, Value]:
        """Build, and return what the record says of a build that succeeded."""
        service = self._store.get(Service, build.service_id)
        megabytes = service.memory_megabytes if service else 0
        if service and build.archive_id is None:
            raise BuildFailed("The source cannot be built here", [_no_archive(service)])
        archive = self.archive(build.archive_id)
        variables = environment_of(service) if service else {}
        built = self._builder.build(
            archive, folder, megabytes, by_name=build.by_name, variables=variables
        )
        for number, step in enumerate(STEPS, start=1):
            self._store.update(Build, build.id, step=step)
            self._pause(began + number * self._options.build_seconds / len(STEPS))
        warnings = built.warnings
        summary = "The user code can be used" + (", with warnings" if warnings else "")
        return {
            "status": "SUCCESS",
            "validation": _validation("WARNING" if warnings else "SUCCESS", summary, warnings),
            "python": str(built.python) if built.python else None,
            "log": built.log,
        }

    def _pause(self, until: float) -> None:
        self._stopping.wait(max(0.0, until - time.monotonic()))


def environment_of(service: Service) -> dict[str, str]:
    """Return the variables that the owner of a service wants for its user code."""
    environment: dict[str, str] = json.loads(service.runtime).get("environment") or {}
    return environment


def _no_archive(service: Service) -> str:
    source = json.loads(service.source)
    if source["type"] == "registry":
        return "The sandbox pulls no container images: upload the user code as a zip instead"
    return "The sandbox clones no Git repositories: upload the user code as a zip instead"


def _validation(state: str, summary: str, messages: list[str]) -> str:
    return json.dumps({"state": state, "summary": summary, "messages": messages})
