"""Data pools as arguments of executions: mounted as a folder, for those who may read them."""

from collections.abc import Iterator

import pytest

from planqk_sandbox import Sandbox
from tests.support.hub_client import HubCaller, HubClient, Published
from tests.support.local_client import Json, archive

READING = """
import os
from pathlib import Path

class DataPool:
    def __init__(self, path):
        self.path = path

def run(pool: DataPool, other=None):
    folder = Path(pool.path)
    try:
        (folder / "new").write_text("new")
        writes = os.geteuid() != 0
    except OSError:
        writes = False
    read = {file.name: file.read_text() for file in folder.iterdir() if file.name != "new"}
    return {
        "read": read,
        "writes": writes,
        "place": folder.relative_to(os.environ["DATAPOOL_DIRECTORY"]).as_posix(),
        "inputs": sorted(file.name for file in Path(os.environ["INPUT_DIRECTORY"]).iterdir()),
        "other": other,
    }
"""


@pytest.fixture(scope="module")
def reading(sandbox: Sandbox) -> Published:
    with HubClient(sandbox) as hub:
        return hub.publish(archive(READING), name="Reading")


@pytest.fixture
def there(sandbox: Sandbox) -> Iterator[HubClient]:
    """Return a client that acts for an organization."""
    with HubClient(sandbox, X_OrganizationId=sandbox.organization_id) as opened:
        yield opened


def filled(hub: HubClient) -> Json:
    """Return a data pool with a file."""
    pool: Json = hub.ok("POST", "/datapools", json={"name": "Pool"})
    hub.ok("POST", f"/datapools/{pool['id']}/files", files={"file": ("a.csv", b"1,2")})
    return pool


def reference(pool: Json, **more: object) -> Json:
    return {"id": pool["id"], "ref": "DATAPOOL", **more}


def granted(hub: HubClient, pool: Json, application: Json) -> str:
    body = {"applicationId": application["id"], "permission": "VIEW"}
    token: str = hub.ok("POST", f"/datapools/{pool['id']}/grants", json=body)["token"]
    return token


def test_a_job_reads_the_data_pools_of_its_account(hub: HubClient, reading: Published) -> None:
    pool = filled(hub)
    given = {"pool": reference(pool), "other": 1}
    job = hub.job(reading.service, given, storeInput=True)
    wanted = {
        "read": {"a.csv": "1,2"},
        "writes": False,
        "place": "pool",
        "inputs": ["other"],
        "other": 1,
    }
    assert hub.result(job["id"]) == wanted
    hub.ok("POST", f"/datapools/{pool['id']}/files", files={"file": ("b.csv", b"3")})
    again = hub.ended(hub.ok("POST", f"/service-jobs/{job['id']}/rerun"))
    assert hub.result(again["id"])["read"] == {"a.csv": "1,2", "b.csv": "3"}
    hub.ok("DELETE", f"/datapools/{pool['id']}")
    assert hub.post(f"/service-jobs/{job['id']}/rerun").status_code == 404


def test_a_grant_lets_an_application_read_those_of_others(
    hub: HubClient, there: HubClient, reading: Published
) -> None:
    pool = filled(there)
    with HubCaller(reading) as caller:
        refused = caller.post(caller.endpoint, json={"pool": reference(pool)})
        assert refused.status_code == 404
        token = granted(there, pool, reading.application)
        _, result, _ = caller.run({"pool": reference(pool, grant=token)})
        assert result["read"] == {"a.csv": "1,2"}
        own = filled(hub)
        body = {"pool": reference(own, grant=token)}
        assert caller.post(caller.endpoint, json=body).status_code == 403
        for wrong in ("x", "a.b.c", 5):
            body = {"pool": reference(pool, grant=wrong)}
            assert caller.post(caller.endpoint, json=body).status_code in (400, 403)
    with HubCaller(hub.subscribe(reading.service)) as other:
        body = {"pool": reference(pool, grant=token)}
        assert other.post(other.endpoint, json=body).status_code == 403
    job = {"serviceId": reading.service["id"], "input": body}
    assert hub.post("/service-jobs", json=job).status_code == 403


@pytest.mark.parametrize("wrong", [{"id": "none"}, {"id": 5}, {}])
def test_a_wrong_reference_starts_nothing(
    sandbox: Sandbox, reading: Published, wrong: Json
) -> None:
    before = sandbox.effects["hub.gateway.startExecution"]
    with HubCaller(reading) as caller:
        body = {"pool": {"ref": "DATAPOOL", **wrong}}
        assert caller.post(caller.endpoint, json=body).status_code in (400, 404)
    assert sandbox.effects["hub.gateway.startExecution"] == before


@pytest.mark.parametrize("name", ["../outside", "/tmp/x", "..", "", "a\0b", "x" * 300])
def test_a_name_that_leads_elsewhere_is_no_folder(
    hub: HubClient, reading: Published, name: str
) -> None:
    pool = filled(hub)
    job = hub.job(reading.service, {"pool": reference(pool), name: reference(pool)})
    assert hub.result(job["id"])["place"] == "pool"


def test_no_grant_is_kept() -> None:
    with Sandbox(max_runs=1) as sandbox, HubClient(sandbox) as hub:
        published, pool = hub.publish(archive(READING)), filled(hub)
        token = granted(hub, pool, published.application)
        waiting = hub.ready(archive("import time\n\ndef run():\n    time.sleep(60)\n"))
        hub.ok("POST", "/service-jobs", json={"serviceId": waiting["id"]})
        with HubCaller(published) as caller:
            caller.start({"pool": reference(pool, grant=token)})
        # It waits for its turn, so its input is there.
        text = "\n".join(sandbox._world.store._connection.iterdump())
    assert f'"id": "{pool["id"]}", "ref": "DATAPOOL"' in text
    assert token not in text
