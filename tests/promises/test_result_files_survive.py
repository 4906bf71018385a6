"""Result files survive: killed at any moment the sandbox loses none that it has told of."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from pathlib import Path

import httpx2 as httpx
from attrs import define, field

from tests.support.local_client import archive, poll
from tests.support.sandbox_process import free_port, hub_at, sandbox_process
from tests.support.tried import Tried

ROUNDS = int(os.environ.get("PLANQK_SOAK_KILLS", "3"))
KIB = 1024
PROGRAM = """
import os
from pathlib import Path

def run(number: int):
    for name in ("first", "second"):
        (Path(os.environ["OUTPUT_DIRECTORY"]) / name).write_bytes(bytes([number]) * 256 * 1024)
    return {"number": number}
"""


@define
class Known:
    """What the sandbox has told of: the number that each job that succeeded was given."""

    service: str = ""
    jobs: dict[str, int] = field(factory=dict)


def prepare(hub: httpx.Client) -> str:
    """Return the id of a service that can run."""
    body = {"name": "Writing", "source": {"type": "file"}}
    service: str = hub.post("/managed-services", json=body).json()["id"]
    path = f"/managed-services/{service}"
    hub.put(f"{path}/source/file", files={"file": ("code.zip", archive(PROGRAM))})
    hub.put(f"{path}/build")
    poll(
        lambda: hub.get(f"{path}/build-status").json()["status"],
        lambda status: status == "SUCCESS",
    )
    return service


def work(port: int, known: Known) -> None:
    """Run jobs, and note each that has succeeded."""
    started: dict[str, int] = {}
    try:
        with hub_at(port) as hub:
            for number in range(10_000):
                body = {"serviceId": known.service, "input": {"number": number % 256}}
                started[hub.post("/service-jobs", json=body).json()["id"]] = number % 256
                page = hub.get("/service-jobs", params={"ids": [*started], "size": 1000}).json()
                for job in page["content"]:
                    if job["status"] == "SUCCEEDED":
                        known.jobs[job["id"]] = started.pop(job["id"])
    except (httpx.HTTPError, OSError):
        return  # it was killed


def check(hub: httpx.Client, known: Known) -> None:
    """Check that every file is there, and whole."""
    for job, number in known.jobs.items():
        path = f"/service-executions/{job}/results"
        assert hub.get(path).json()["number"] == number
        for name in ("first", "second"):
            assert hub.get(f"{path}/{name}").content == bytes([number]) * 256 * KIB


def test_killed_at_random_moments(tmp_path: Path, tried: Tried) -> None:
    state, port, chance, known = tmp_path / "state", free_port(), random.Random(11), Known()
    for round in range(ROUNDS):
        with sandbox_process(state, port) as process:
            with hub_at(port) as hub:
                known.service = known.service or prepare(hub)
                check(hub, known)
            worker = threading.Thread(target=work, args=(port, known))
            worker.start()
            if round % 2:  # there is something to lose by then
                poll(lambda: len(known.jobs), bool)
            time.sleep(chance.uniform(1.0, 2.0))
            process.send_signal(signal.SIGKILL)
            process.wait()
            worker.join()
    with sandbox_process(state, port), hub_at(port) as hub:
        check(hub, known)
        kept = {folder.name for folder in (state / "results" / known.service).iterdir()}
        page = hub.get("/service-jobs", params={"size": 1000}).json()
        succeeded = {job["id"] for job in page["content"] if job["status"] == "SUCCEEDED"}
        assert page["totalPages"] == 1
        # Nothing is left over of those that the kill has interrupted.
        assert kept == succeeded >= set(known.jobs)
        assert list((state / "runs").iterdir()) == []
    tried(ROUNDS, "kills")
    tried(len(known.jobs), "executions with two result files kept")
