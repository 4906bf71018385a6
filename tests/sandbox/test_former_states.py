"""State folders of former versions of the sandbox."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx2 as httpx
import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.world.records import Build, Execution, Service
from planqk_sandbox.world.schema import CHANGES, SCHEMA
from planqk_sandbox.world.store import BadDatabase, Store
from tests.support.hub_client import HubClient
from tests.support.local_client import Caller, Client, archive, path_of

MADE = """
INSERT INTO setting VALUES ('access_token', 'plqk_old'), ('user_id', 'u');
INSERT INTO account VALUES ('u', 'User', 'u', 0), ('o', 'Organization', 'org', 1);
INSERT INTO service VALUES ('s', 'v', 'p', 'plan', 'u', 'Sum', 'sum', 'MANAGED', NULL, 'NONE',
    'ACCESSIBLE', 1, '[]', 1, 1, 1000, 2048, NULL, NULL, NULL, NULL);
INSERT INTO build VALUES ('b1', 's', 'SUCCESS', 'PUSH_IMAGE', 1, 2,
    '{"state": "SUCCESS", "summary": "", "messages": []}', NULL, '');
INSERT INTO build VALUES ('b2', 's', 'SUCCESS', 'PUSH_IMAGE', 1, 2,
    '{"state": "SUCCESS", "summary": "", "messages": []}', NULL, '');
INSERT INTO application VALUES ('a', 'o', 'Caller', 'key', 'secret');
INSERT INTO subscription VALUES ('sub', 'a', 's');
INSERT INTO execution VALUES ('e', 's', 'b1', 'a', 'sub', 'SUCCEEDED', 1, 2, 3);
INSERT INTO payload VALUES ('e', '', '{"result": {"sum": 1}, "metadata": null}', 'log');
"""


def make_first(folder: Path) -> None:
    """Make the state folder of version 0.1."""
    with closing(sqlite3.connect(folder / "sandbox.sqlite")) as connection:
        connection.executescript(SCHEMA)
        connection.executescript(MADE)
    (folder / "archives").mkdir()
    for name in ("b1", "b2"):
        (folder / "archives" / f"{name}.zip").write_bytes(archive())


def test_a_state_of_the_first_version_goes_on(tmp_path: Path) -> None:
    make_first(tmp_path)
    with Sandbox(state=tmp_path) as sandbox, Client(sandbox) as client:
        service = client.ok("GET", "/services/s")
        code = (tmp_path / "archives" / "b2.zip").read_bytes()
        assert client.get(f"{path_of(service)}/source-code").content == code
        published = client.subscribe(service)
        with Caller(published) as caller:
            assert caller.run({"values": [1, 2]})[1] == {"result": {"sum": 3}, "metadata": None}
        with HubClient(sandbox) as hub:
            (definition,) = hub.ok("GET", "/services/s")["serviceDefinitions"]
            assert definition["source"] == {"type": "file"}
            assert definition["pricingPlans"] == [{"id": "plan", "type": "FREE"}]
        with HubClient(sandbox, X_OrganizationId="o") as there:
            (entry,) = there.ok("GET", "/service-executions/e/logs")
            assert (entry["message"], entry["severity"]) == ("log", "INFO")
            assert entry["timestamp"] == "1970-01-01T00:00:03.000000000Z"
            assert there.result("e") == {"sum": 1}
        shown = httpx.get(sandbox.status_url, trust_env=False).text
        assert '<td class="number" data-title="Platform">PlanQK</td>' in shown
    with Sandbox(state=tmp_path) as sandbox, Client(sandbox) as client:
        assert client.ok("GET", "/services/s")["name"] == "Sum"


def test_a_change_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_first(tmp_path)
    copy = tmp_path / "copy"
    copy.mkdir()
    database = tmp_path / "sandbox.sqlite"
    shutil.copy(database, copy)
    broken = "ALTER TABLE build ADD COLUMN more TEXT; INSERT INTO nowhere VALUES (1);"
    with monkeypatch.context() as patch:
        patch.setattr("planqk_sandbox.world.store.CHANGES", (broken,))
        with pytest.raises(BadDatabase, match="was left as it is"):
            Store(database)
    with closing(sqlite3.connect(database)) as connection:
        assert "more" not in str(list(connection.execute("SELECT sql FROM sqlite_master")))
    store = Store(database)
    assert store.count(Build) == 2
    store.close()


def test_a_state_of_a_later_version_stays_as_it_is(tmp_path: Path) -> None:
    database = tmp_path / "sandbox.sqlite"
    Store(database).close()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(f"PRAGMA user_version = {len(CHANGES) + 1}")
        connection.commit()
    before = database.read_bytes()
    with pytest.raises(BadDatabase, match="a later version"):
        Store(database)
    assert database.read_bytes() == before


def test_every_record_has_its_columns(tmp_path: Path) -> None:
    store = Store(tmp_path / "sandbox.sqlite")
    for kind in (Service, Build, Execution):
        assert store.find(kind) == []
    store.close()
