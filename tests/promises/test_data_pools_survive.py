"""Data pools survive: killed at any moment the sandbox loses no file that it has answered for."""

from __future__ import annotations

import os
import random
import resource
import signal
import threading
import time
from pathlib import Path

import httpx2 as httpx
from attrs import define, field

from tests.support.local_client import poll
from tests.support.sandbox_process import free_port, hub_at, sandbox_process
from tests.support.tried import Tried

ROUNDS = int(os.environ.get("PLANQK_SOAK_KILLS", "3"))
MIB = 1024 * 1024


@define
class Known:
    """What the sandbox has answered for: a file of each pool, with a byte that fills it."""

    pools: list[str] = field(factory=list)
    files: dict[str, tuple[str, int]] = field(factory=dict)
    doubtful: dict[str, tuple[str, int]] = field(factory=dict)
    shares: list[tuple[str, str]] = field(factory=list)
    deleted: list[str] = field(factory=list)
    replaced: int = 0


def put(hub: httpx.Client, pool: str, number: int) -> str:
    """Add or replace the file of a data pool."""
    content = {"file": ("data", bytes([number % 256]) * MIB)}
    response = hub.post(f"/datapools/{pool}/files", files=content)
    assert response.status_code == 201, response.text
    file: str = response.json()["id"]
    return file


def work(port: int, known: Known, stop: threading.Event) -> None:
    """Fill data pools, replace their files and delete some, noting each after its answer."""
    try:
        with hub_at(port) as hub:
            organization = hub.get("/organizations").json()[0]["id"]
            tenant = {"tenantType": "ORGANIZATION", "value": organization}
            while not stop.is_set():
                pool = hub.post("/datapools", json={"name": "Pool"}).json()["id"]
                known.pools.append(pool)
                for number in range(4):
                    known.doubtful[pool] = (pool, number)
                    known.files[pool] = (put(hub, pool, number), number)
                    known.replaced += 1
                share = hub.post(f"/datapools/{pool}/shares", json={"sharedWith": tenant})
                known.shares.append((pool, share.json()["id"]))
                doomed = hub.post("/datapools", json={"name": "Doomed"}).json()["id"]
                put(hub, doomed, 1)
                if hub.delete(f"/datapools/{doomed}").status_code == 204:
                    known.deleted.append(doomed)
    except (httpx.HTTPError, OSError):
        return  # it was killed


def check(hub: httpx.Client, known: Known) -> None:
    """Check that everything is there, and whole."""
    pools = {pool["id"] for pool in hub.get("/datapools").json()}
    assert set(known.pools) <= pools
    assert not set(known.deleted) & pools
    for pool, (file, number) in known.files.items():
        content = hub.get(f"/datapools/{pool}/files/{file}").content
        # The last upload may have arrived although nobody heard the answer.
        possible = {bytes([each]) * MIB for each in (number, known.doubtful[pool][1])}
        assert content in possible, (len(content), content[:1])
        (listed,) = hub.get(f"/datapools/{pool}/files").json()
        assert listed["contentLength"] == MIB
    for pool, share in known.shares:
        assert share in {each["id"] for each in hub.get(f"/datapools/{pool}/shares").json()}


def test_killed_at_random_moments(tmp_path: Path, tried: Tried) -> None:
    state, port, chance, known = tmp_path / "state", free_port(), random.Random(7), Known()
    for round in range(ROUNDS):
        with sandbox_process(state, port) as process:
            with hub_at(port) as hub:
                check(hub, known)
            stop = threading.Event()
            worker = threading.Thread(target=work, args=(port, known, stop))
            worker.start()
            if round % 2:  # there is something to lose by then
                poll(lambda: len(known.deleted), bool)
            time.sleep(chance.uniform(0.3, 0.9))
            process.send_signal(signal.SIGKILL)
            process.wait()
            stop.set()
            worker.join()
    with sandbox_process(state, port), hub_at(port) as hub:
        check(hub, known)
        listed = [
            len(hub.get(f"/datapools/{pool['id']}/files").json())
            for pool in hub.get("/datapools").json()
        ]
        # Nothing is left over of uploads that were cut off, and of files that were replaced.
        assert len(list((state / "datapools").iterdir())) == sum(listed)
        assert list((state / "uploads").iterdir()) == []
    tried(ROUNDS, "kills")
    tried(len(known.files), "data pools with a file kept")
    tried(known.replaced, "uploads")
    tried(len(known.deleted), "data pools deleted")


def test_a_full_disk_is_an_error_and_no_more(tmp_path: Path) -> None:
    """A file that cannot grow stands for a disk that is full."""
    state, port = tmp_path / "state", free_port()
    with sandbox_process(state, port, limits={resource.RLIMIT_FSIZE: 4 * MIB}), hub_at(port) as hub:
        pool = hub.post("/datapools", json={"name": "Pool"}).json()["id"]
        path = f"/datapools/{pool}/files"
        kept = put(hub, pool, 5)
        response = hub.post(path, files={"file": ("data", bytes(8 * MIB))})
        assert response.status_code == 500, response.text
        assert "errorMessage" in response.json()
        assert hub.get(f"{path}/{kept}").content == bytes([5]) * MIB
        assert [file["id"] for file in hub.get(path).json()] == [kept]
        assert list((state / "uploads").iterdir()) == []
        assert len(list((state / "datapools").iterdir())) == 1
        assert put(hub, pool, 6) == kept
    with sandbox_process(state, port), hub_at(port) as hub:
        assert hub.get(f"{path}/{kept}").content == bytes([6]) * MIB
        large = hub.post(path, files={"file": ("data", bytes(8 * MIB))})
        assert large.status_code == 201
