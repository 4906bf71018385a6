"""What survives a restart, and what is cleaned up."""

import threading
from pathlib import Path

import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.instance import StateInUse
from tests.sandbox.local_client import Caller, Client, archive, path_of

SLEEP = "import time\ndef run(data, params):\n    time.sleep(60)\n"


def test_a_restart_keeps_everything(tmp_path: Path) -> None:
    with Sandbox(state=tmp_path) as first, Client(first) as client:
        published = client.publish(archive())
        with Caller(published) as caller:
            location = caller.start()
            job = caller.wait(location)
    with Sandbox(state=tmp_path) as second, Client(second) as client:
        assert (second.access_token, second.organizations) == (
            first.access_token,
            first.organizations,
        )
        subscription = client.ok("GET", f"/subscriptions/{published.subscription['id']}")
        endpoint = subscription["api"]["gatewayEndpoint"]
        assert endpoint.startswith(second.gateway_url)
        with Caller(published) as caller:
            again = location.replace(published.endpoint, endpoint)
            assert caller.get(again).json() == job
            assert caller.get(f"{again}/result").json()["result"] == {"sum": 0}
            caller.endpoint = endpoint
            assert caller.run({"values": [1]})[1]["result"] == {"sum": 1}


def test_what_was_running_has_failed(tmp_path: Path) -> None:
    with Sandbox(state=tmp_path, max_runs=1) as first, Client(first) as client:
        published = client.publish(archive(SLEEP))
        with Caller(published) as caller:
            running, waiting = caller.start(), caller.start()
            caller.wait(running, "RUNNING")
        building = client.create(archive("import time; time.sleep(60)"))
    with Sandbox(state=tmp_path) as second, Client(second) as client:
        build = client.build(building)
        assert build["status"] == "FAILURE"
        assert "stopped" in build["validationResult"]["summary"]
        with Caller(published) as caller:
            for location in (running, waiting):
                there = location.replace(first.gateway_url, second.gateway_url)
                assert caller.get(there).json()["status"] == "FAILED"
                assert caller.get(f"{there}/result").json()["code"] == "SandboxStopped"


def test_a_state_folder_belongs_to_one_sandbox(tmp_path: Path) -> None:
    with Sandbox(state=tmp_path), pytest.raises(StateInUse, match="Another sandbox"):
        Sandbox(state=tmp_path).__enter__()
    with Sandbox(state=tmp_path):
        pass


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(threading.enumerate())
    with Sandbox() as sandbox, Client(sandbox) as client:
        published = client.publish(archive(SLEEP))
        with Caller(published) as caller:
            caller.wait(caller.start(), "RUNNING")
        assert list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []
    assert set(threading.enumerate()) == before


def test_deleting_a_service_deletes_its_code(tmp_path: Path) -> None:
    with Sandbox(state=tmp_path) as sandbox, Client(sandbox) as client:
        published = client.publish(archive(SLEEP))
        with Caller(published) as caller:
            caller.wait(caller.start(), "RUNNING")
        client.ok("POST", f"{path_of(published.service)}/unpublish")
        assert client.delete(f"/services/{published.service['id']}").status_code == 204
        assert list((tmp_path / "archives").iterdir()) == []


def test_a_taken_port_is_an_error(sandbox: Sandbox) -> None:
    with pytest.raises(OSError, match="in use"):
        Sandbox(port=sandbox.port).__enter__()


def test_a_given_token() -> None:
    with Sandbox(access_token="plqk_mine") as sandbox, Client(sandbox) as client:
        assert sandbox.access_token == "plqk_mine"
        assert client.get("/services").status_code == 200
