"""Very many executions: what is done with them takes as many statements as with few."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.world.store import Store
from tests.support.local_client import Caller, Client, Published, archive, path_of, poll

MANY = 20_000
FILL = """
INSERT INTO execution (id, service_id, build_id, application_id, subscription_id, status,
    created_at, started_at, ended_at, account_id)
WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
SELECT lower(hex(randomblob(16))), service_id, build_id, application_id, subscription_id,
    ?, created_at + n, started_at, ended_at, account_id
FROM number, execution WHERE id = ?"""
PAYLOADS = """
INSERT INTO payload (id, input, outcome, log) SELECT id, '{}', '{"result": 1}', 'log' FROM execution
WHERE id NOT IN (SELECT id FROM payload)"""


def fill(sandbox: Sandbox, published: Published, count: int, status: str = "SUCCEEDED") -> str:
    """Add copies of an execution; return the id of that one."""
    with Caller(published) as caller:
        first = caller.wait(caller.start())["id"]
    store = sandbox._world.store
    with store.transaction():
        added = store._connection.execute(FILL, (count, status, first)).rowcount
        store._connection.execute(PAYLOADS)
    assert added == count
    return str(first)


@contextmanager
def statements(store: Store) -> Iterator[set[str]]:
    """Collect the statements that are executed; SQLite tells one again for each row it cascades."""
    seen: set[str] = set()
    store._connection.set_trace_callback(seen.add)
    yield seen
    store._connection.set_trace_callback(None)


@pytest.mark.parametrize("count", [10, 1000])
def test_deleting_takes_as_many_statements_for_many_as_for_few(count: int) -> None:
    with Sandbox() as sandbox, Client(sandbox) as client:
        published = client.publish(archive())
        fill(sandbox, published, count)
        client.ok("POST", f"{path_of(published.service)}/unpublish")
        with statements(sandbox._world.store) as seen:
            client.ok("DELETE", f"/services/{published.service['id']}")
            poll(lambda: sandbox._world.store.select("SELECT 1 FROM execution"), lambda r: not r)
        assert len(seen) < 30, seen
        assert sandbox._world.store.select("SELECT 1 FROM payload") == []


def test_deleting_many_blocks_nobody_and_shows_nothing(tmp_path: Path) -> None:
    with Sandbox(state=tmp_path) as sandbox, Client(sandbox) as client:
        published = client.publish(archive())
        fill(sandbox, published, MANY)
        other = client.publish(archive(), name="Other")
        client.ok("POST", f"{path_of(published.service)}/unpublish")
        client.ok("DELETE", f"/services/{published.service['id']}")
        assert not gone(sandbox, published)  # it takes longer than its answer
        assert client.get(f"/services/{published.service['id']}").status_code == 404
        with Caller(other) as caller:
            assert caller.run({"values": [2]})[1]["result"] == {"sum": 2}
        assert len(client.ok("GET", f"/subscriptions/{other.subscription['id']}/executions")) == 1
        poll(lambda: gone(sandbox, published), bool)
        assert sandbox._world.store.select("SELECT count(*) FROM payload") == [(1,)]


def gone(sandbox: Sandbox, published: Published) -> bool:
    """Tell whether nothing is left of the executions of a service."""
    where = "SELECT 1 FROM execution WHERE service_id = ? LIMIT 1"
    return not sandbox._world.store.select(where, published.service["id"])


def test_what_a_stopped_sandbox_had_not_deleted_yet_is_deleted_later(tmp_path: Path) -> None:
    with Sandbox(state=tmp_path) as sandbox, Client(sandbox) as client:
        published = client.publish(archive())
        fill(sandbox, published, MANY)
        client.ok("POST", f"{path_of(published.service)}/unpublish")
        client.ok("DELETE", f"/services/{published.service['id']}")
    with Sandbox(state=tmp_path) as sandbox, Client(sandbox) as client:
        assert client.get("/services").json() == []
        poll(lambda: gone(sandbox, published), bool)
        assert sandbox._world.store.select("SELECT 1 FROM payload LIMIT 1") == []


def test_deleting_ends_what_runs_and_what_waits() -> None:
    sleeping = "import time\ndef run(data, params):\n    time.sleep(60)\n"
    with Sandbox(max_runs=1) as sandbox, Client(sandbox) as client:
        published = client.publish(archive(sleeping))
        with Caller(published) as caller:
            caller.wait(caller.start(), "RUNNING")
            waiting = [caller.start() for _ in range(20)]
        client.ok("POST", f"{path_of(published.service)}/unpublish")
        client.ok("DELETE", f"/services/{published.service['id']}")
        poll(lambda: sandbox._world.executions._running, lambda running: not running)
        poll(lambda: gone(sandbox, published), bool)
        assert len(waiting) == 20
        other = client.publish(archive())
        with Caller(other) as caller:
            assert caller.run()[0] == "SUCCEEDED"


@pytest.mark.parametrize("count", [10, 1000])
def test_giving_up_takes_as_many_statements_for_many_as_for_few(count: int) -> None:
    with Sandbox() as sandbox, Client(sandbox) as client:
        published = client.publish(archive())
        first = fill(sandbox, published, count, "PENDING")
        store, executions = sandbox._world.store, sandbox._world.executions
        with statements(store) as seen:
            executions._give_up_old_ones()
        assert len(seen) < 10, seen
        given_up = "SELECT count(*) FROM execution JOIN payload USING (id) WHERE status = 'FAILED'"
        assert store.select(f"{given_up} AND outcome LIKE '%SandboxStopped%'") == [(count,)]
        assert store.select("SELECT status FROM execution WHERE id = ?", first) == [("SUCCEEDED",)]


def test_a_long_list_is_whole_and_others_are_answered_meanwhile(tmp_path: Path) -> None:
    with Sandbox(state=tmp_path) as sandbox, Client(sandbox) as client:
        published = client.publish(archive())
        first = fill(sandbox, published, 3 * MANY)
        client.timeout = 60
        path = f"/subscriptions/{published.subscription['id']}/executions"
        answers: list[float] = [time.monotonic()]
        done = threading.Event()

        def ask() -> None:
            with Client(sandbox) as other:
                while not done.is_set():
                    other.ok("GET", "/industries")
                    answers.append(time.monotonic())

        asking = threading.Thread(target=ask)
        asking.start()
        began = time.monotonic()
        found = client.ok("GET", path)
        took = time.monotonic() - began
        done.set()
        asking.join()
        assert len({one["id"] for one in found}) == 3 * MANY + 1
        assert found[0]["id"] == first
        assert [one["createdAt"] for one in found] == sorted(one["createdAt"] for one in found)
        assert max(later - earlier for earlier, later in pairwise(answers)) < took / 2


@pytest.mark.parametrize("rows", ["build", "subscription", "token", "execution"])
def test_deleting_looks_for_what_belongs_to_it_by_an_index(rows: str) -> None:
    column = {"execution": "build_id", "token": "application_id"}.get(rows, "service_id")
    store = Store(None)
    plan = store.select(f"EXPLAIN QUERY PLAN SELECT 1 FROM {rows} WHERE {column} = ?", "x")
    assert "SEARCH" in str(plan), plan
    store.close()


def test_the_last_build_is_found_without_reading_the_others() -> None:
    with Sandbox() as sandbox, Client(sandbox) as client:
        published = client.publish(archive())
        with statements(sandbox._world.store) as seen:
            client.ok("GET", f"{published.version_path}/build-status")
        assert [text for text in seen if "FROM build" in text and "LIMIT 1" not in text] == []


def test_services_are_shown_without_reading_their_account_again() -> None:
    with Sandbox() as sandbox, Client(sandbox) as client:
        with statements(sandbox._world.store) as seen:
            created = [client.create(name=name) for name in ("One", "Two")]
            assert client.ok("GET", "/services") == created
        assert [text for text in seen if "INTO service" in text]
        assert [text for text in seen if "FROM account" in text] == []
