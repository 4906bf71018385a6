"""What survives a restart, and what is cleaned up."""

import errno
import fcntl
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.__main__ import main
from planqk_sandbox.server import _Server
from planqk_sandbox.world.state import StateInUse, UnusableState
from planqk_sandbox.world.store import BadDatabase
from tests.support.local_client import Caller, Client, archive, path_of, poll

ROOT = str(Path(__file__).parents[2])
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


# --- privacy


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o027])
def test_nobody_else_may_read_the_state(tmp_path: Path, umask: int) -> None:
    state = tmp_path / "state"
    state.mkdir()
    state.chmod(0o755)
    before = os.umask(umask)
    try:
        with Sandbox(state=state) as sandbox, Client(sandbox) as client:
            published = client.publish(archive())
            with Caller(published) as caller:
                assert caller.run()[0] == "SUCCEEDED"
            check_private(state)
            assert (state / "sandbox.sqlite-wal").exists()
        check_private(state)
    finally:
        os.umask(before)
    assert stat.S_IMODE(state.stat().st_mode) == 0o755


def test_an_open_state_of_before_is_closed(tmp_path: Path) -> None:
    with Sandbox(state=tmp_path) as sandbox, Client(sandbox) as client:
        client.publish(archive())
    for path in tmp_path.iterdir():
        path.chmod(0o755 if path.is_dir() else 0o644)
    (tmp_path / "sandbox.sqlite-wal").write_bytes(b"")
    (tmp_path / "sandbox.sqlite-wal").chmod(0o644)
    with Sandbox(state=tmp_path):
        check_private(tmp_path)


def check_private(folder: Path) -> None:
    """See that only this user may enter what is in a folder."""
    names = {"sandbox.sqlite", "lock", "archives", "uploads", "builds", "environments", "runs"}
    assert names <= {path.name for path in folder.iterdir()}
    for path in [*folder.iterdir(), *(folder / "archives").iterdir()]:
        expected = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == expected, path


# --- what cannot be used


def other_database(path: Path) -> None:
    """Make a database of some other program."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE account (id, owner)")
        connection.commit()


def damaged_database(path: Path, start: int, length: int) -> None:
    """Make a database of a sandbox and overwrite a part of it."""
    with Sandbox(state=path.parent) as sandbox, Client(sandbox) as client:
        client.publish(archive())
        for number in range(50):
            client.ok("POST", "/v2/applications", json={"name": f"{number}" * 500})
    content = bytearray(path.read_bytes())
    assert len(content) > start + length
    content[start : start + length] = bytes(length)
    path.write_bytes(content)


UNUSABLE: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_bytes(b"This is a diary. " * 1000),
    "noise": lambda path: path.write_bytes(os.urandom(100_000)),
    "another program's": other_database,
    "damaged at its beginning": lambda path: damaged_database(path, 0, 4000),
    "damaged inside": lambda path: damaged_database(path, 20_000, 20_000),
    "a folder": lambda path: path.mkdir(),
    "a pipe": os.mkfifo,
    "a link": lambda path: path.symlink_to("/etc/passwd"),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_what_is_no_database_of_a_sandbox_stays_as_it_is(tmp_path: Path, kind: str) -> None:
    database = tmp_path / "sandbox.sqlite"
    UNUSABLE[kind](database)
    before = database.read_bytes() if database.is_file() else None
    threads = set(threading.enumerate())
    with pytest.raises(BadDatabase, match=r"was left as it is: move it away"):
        Sandbox(state=tmp_path).__enter__()
    assert (database.read_bytes() if database.is_file() else None) == before
    assert set(threading.enumerate()) == threads
    assert main(["serve", "--state", str(tmp_path)]) == 1
    with Sandbox(state=tmp_path / "another"):
        pass


def test_a_folder_that_cannot_be_locked_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    with monkeypatch.context() as patch:
        patch.setattr(fcntl, "flock", refuse)
        with pytest.raises(UnusableState, match="cannot be locked \\(No locks available"):
            Sandbox(state=tmp_path).__enter__()
    with Sandbox(state=tmp_path):
        pass


def test_leftovers_of_a_kill_are_deleted(tmp_path: Path) -> None:
    code = archive()
    with Sandbox(state=tmp_path) as sandbox, Client(sandbox) as client:
        service = client.create(code)
        assert client.build(service)["status"] == "SUCCESS"
    (tmp_path / "archives" / "of-no-build.zip").write_bytes(b"x")
    for name in ("builds", "runs", "uploads"):
        (tmp_path / name / "left" / "behind").mkdir(parents=True)
    with Sandbox(state=tmp_path) as sandbox, Client(sandbox) as client:
        assert client.get(f"{path_of(service)}/source-code").content == code
        assert len(list((tmp_path / "archives").iterdir())) == 1
        for name in ("builds", "runs", "uploads"):
            assert list((tmp_path / name).iterdir()) == []


# --- failures of the serving thread


def test_what_goes_wrong_while_starting_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = set(threading.enumerate())

    def fail(*_: object) -> None:
        raise UnicodeDecodeError("ascii", b"\xe2", 0, 1, "ordinal not in range(128)")

    with monkeypatch.context() as patch:
        patch.setattr("planqk_sandbox.server.App", fail)
        with pytest.raises(UnicodeDecodeError):
            Sandbox(state=tmp_path).__enter__()
    assert set(threading.enumerate()) == threads
    with Sandbox(state=tmp_path):
        pass


class Failing(_Server):
    """A server that fails soon after its start."""

    async def on_tick(self, counter: int) -> bool:
        if counter > 3:
            message = "out of ticks"
            raise RuntimeError(message)
        return await super().on_tick(counter)


def test_what_goes_wrong_while_serving_is_raised_at_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def serve() -> None:
        with Sandbox() as sandbox:
            assert sandbox.is_serving
            poll(lambda: sandbox.is_serving, lambda serving: not serving)

    def fail() -> None:
        with Sandbox() as sandbox:
            poll(lambda: sandbox.is_serving, lambda serving: not serving)
            message = "first of all"
            raise LookupError(message)

    monkeypatch.setattr("planqk_sandbox.server._Server", Failing)
    with pytest.raises(RuntimeError, match="out of ticks"):
        serve()
    with pytest.raises(LookupError, match="first of all"):
        fail()
    assert main(["serve"]) == 1
    assert "planqk_sandbox: out of ticks" in capsys.readouterr().err


def test_it_works_whatever_the_locale_is(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    program = 'def run(data, params):\n    print("grüße")\n    return data["wörter"]\n'
    script.write_text(
        "from planqk_sandbox import Sandbox\n"
        "from tests.support.local_client import Caller, Client, archive\n"
        "with Sandbox() as sandbox, Client(sandbox) as client:\n"
        f"    code = archive({program!a}, environment_dot_yml='name: gr\\xfc\\xdfe')\n"
        "    with Caller(client.publish(code)) as caller:\n"
        "        status, result, run = caller.run({'w\\xf6rter': '\\u65e5\\u672c'})\n"
        "    page = client.get(sandbox.status_url).content.decode('utf-8')\n"
        "    print(ascii([status, result['result'], sandbox.execution_log(run), page[:15]]))\n",
        encoding="utf-8",
    )
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": ROOT}
    warned = ["-X", "warn_default_encoding", "-W", "error::EncodingWarning"]
    ended = subprocess.run(
        [sys.executable, *warned, script],
        env=os.environ | plain,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    expected = ascii(["SUCCEEDED", "日本", "grüße\n", "<!DOCTYPE html>"])
    assert ended.stdout.strip().lower() == expected.lower(), ended.stderr
