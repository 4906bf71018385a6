"""Executions at the Hub while they run and afterwards: logs, secrets, lineage, costs."""

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx2 as httpx
import pytest

from planqk_sandbox import Sandbox
from tests.support.hub_client import FINAL, HubCaller, HubClient, Published, summing
from tests.support.local_client import archive, poll

TALKING = """
import os, sys, time
from pathlib import Path

def run(marker: str = "", lines: int = 1):
    for number in range(lines):
        print("line", number, flush=True)
    print("to stderr", file=sys.stderr, flush=True)
    while marker and not Path(marker).exists():
        time.sleep(0.01)
    print("WARNING: the end")
"""
STARTING = """
import json, os, urllib.request

def ask(method, path, body=None, **headers):
    request = urllib.request.Request(
        os.environ["KQH_BASE_URL"] + path, method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"X-Auth-Token": os.environ["KQH_SERVICE_EXECUTION_TOKEN"], **headers},
    )
    return json.load(urllib.request.urlopen(request))

def run(service: str, depth: int, width: int = 1):
    parent = {"X-Parent-Execution-Token": os.environ["KQH_SERVICE_EXECUTION_TOKEN"]}
    who = ask("POST", "/authorize")
    body = {"serviceId": service, "input": {"service": service, "depth": depth - 1, "width": width}}
    times = width if depth else 0
    started = [ask("POST", "/service-jobs", body, **parent)["id"] for _ in range(times)]
    return {"started": started, "who": who, "id": os.environ["SERVICE_EXECUTION_ID"]}
"""
SECRET = """
import os

def run(**more):
    found = {name: value for name, value in os.environ.items() if name.startswith("SECRET_")}
    return {"lengths": {name: len(value) for name, value in found.items()}, "more": more}
"""


@pytest.fixture(scope="module")
def talking(sandbox: Sandbox) -> Published:
    with HubClient(sandbox) as hub:
        return hub.publish(archive(TALKING), name="Talking")


@pytest.fixture
def talker(talking: Published) -> Iterator[HubCaller]:
    with HubCaller(talking) as opened:
        yield opened


def test_the_log_is_there_while_user_code_runs(
    hub: HubClient, talker: HubCaller, tmp_path: Path
) -> None:
    before = time.time()
    location = talker.start({"marker": str(tmp_path / "go on")})
    entries = poll(
        lambda: talker.get(f"{location}/log"), lambda got: got.text.count("message") == 2
    )
    assert [each["message"] for each in entries.json()] == ["line 0", "to stderr"]
    path = f"/service-executions/{location.rpartition('/')[2]}"
    assert hub.ok("GET", path)["status"] == "RUNNING"
    assert hub.get(f"{path}/logs", params={"raw": "true"}).text == "line 0\nto stderr\n"
    (tmp_path / "go on").touch()
    talker.wait(location)
    log = talker.get(f"{location}/log").json()
    assert [(each["message"], each["severity"]) for each in log] == [
        ("line 0", "INFO"),
        ("to stderr", "ERROR"),
        ("WARNING: the end", "WARNING"),
    ]
    times = [each["timestamp"] for each in log]
    assert times == sorted(times)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z", each) for each in times)
    assert times[0] >= time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(before))
    assert hub.ok("GET", f"{path}/logs") == log


def test_the_last_lines_of_a_log(hub: HubClient, talker: HubCaller) -> None:
    location = talker.run({"lines": 5})[2]
    path = f"/service-executions/{location.rpartition('/')[2]}/logs"
    whole = hub.ok("GET", path)
    assert len(whole) == 7
    assert hub.ok("GET", path, params={"limit": 2}) == whole[-2:]
    raw = hub.get(path, params={"raw": True, "limit": 1})
    assert raw.text == f"{whole[-1]['message']}\n"
    assert raw.headers["content-type"] == "text/plain; charset=utf-8"
    assert hub.ok("GET", path, params={"limit": 0}) == []
    for wrong in ({"limit": -1}, {"limit": "a"}, {"raw": "maybe"}):
        assert hub.get(path, params=wrong).status_code == 400


def test_a_cancelled_execution_keeps_its_log(talker: HubCaller, tmp_path: Path) -> None:
    location = talker.start({"marker": str(tmp_path / "never")})
    poll(lambda: talker.get(f"{location}/log").text, lambda text: "to stderr" in text)
    assert talker.put(f"{location}/cancel").status_code == 204
    talker.wait(location, "CANCELLED")
    poll(lambda: talker.get(f"{location}/log").text.count("message"), lambda count: count == 2)


def test_there_is_nothing_before_it_begins() -> None:
    with Sandbox(max_runs=1) as sandbox, HubClient(sandbox) as hub:
        service = hub.ready(archive("import time\n\ndef run():\n    time.sleep(60)\n"))
        jobs = [hub.ok("POST", "/service-jobs", json={"serviceId": service["id"]}) for _ in "ab"]
        for part in ("results", "logs", "costs"):
            answer = hub.get(f"/service-executions/{jobs[1]['id']}/{part}")
            assert (answer.status_code, answer.content) == (204, b"")
            assert int(answer.headers["retry-after"]) > 0


def test_secrets_are_variables_and_nowhere_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    given = {"apiKey": "hush-1", "db_password": "hush-2", "TOKEN": "hush-3"}
    with Sandbox(state=tmp_path) as sandbox, HubClient(sandbox) as hub:
        published = hub.publish(archive(SECRET))
        job = hub.job(published.service, {"a": 1, "$secrets": given}, storeInput=True)
        wanted = {"SECRET_API_KEY": 6, "SECRET_DB_PASSWORD": 6, "SECRET_TOKEN": 6}
        assert hub.result(job["id"]) == {"lengths": wanted, "more": {"a": 1}}
        assert json.loads(job["input"]) == {"a": 1}
        again = hub.ended(hub.ok("POST", f"/service-jobs/{job['id']}/rerun"))
        assert hub.result(again["id"])["lengths"] == {}
        with HubCaller(published) as caller:
            assert caller.run({"$secrets": given, "$tags": ["T"]})[1]["lengths"] == wanted
    with closing(sqlite3.connect(tmp_path / "sandbox.sqlite")) as connection:
        assert "hush" not in "\n".join(connection.iterdump())
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(b"hush" in path.read_bytes() for path in files)
    assert "hush" not in caplog.text


def test_tags_come_back_in_lower_case(hub_caller: HubCaller) -> None:
    location = hub_caller.start({"values": [], "$tags": ["Red", "red", "BLUE"]})
    assert hub_caller.get(location).json()["tags"] == ["red", "blue"]
    for wrong in ("red", [1], {"red": True}):
        body = {"values": [], "$tags": wrong}
        assert hub_caller.post(hub_caller.endpoint, json=body).status_code == 400


@pytest.fixture(scope="module")
def starting(sandbox: Sandbox) -> Published:
    with HubClient(sandbox) as hub:
        return hub.publish(archive(STARTING), name="Starting")


def test_the_lineage_is_what_an_execution_has_started(hub: HubClient, starting: Published) -> None:
    service = starting.service["id"]
    job = hub.job(starting.service, {"service": service, "depth": 2, "width": 2})
    path = f"/service-executions/{job['id']}/lineage"

    def read() -> list[dict[str, str]]:
        found: list[dict[str, str]] = hub.ok("GET", path)["nodes"]
        return found

    nodes = poll(read, lambda got: len(got) == 7 and all(one["status"] in FINAL for one in got))
    assert {one["status"] for one in nodes} == {"SUCCEEDED"}
    assert nodes[0]["id"] == job["id"]
    assert "parentId" not in nodes[0]
    by_parent: dict[str, list[str]] = {}
    for one in nodes[1:]:
        by_parent.setdefault(one["parentId"], []).append(one["id"])
    children = hub.result(job["id"])["started"]
    assert sorted(by_parent[job["id"]]) == sorted(children)
    assert set(by_parent) == {job["id"], *children}
    child = hub.ok("GET", f"/service-executions/{children[0]}/lineage")
    assert len(child["nodes"]) == 3
    assert child["truncated"] is False


def test_user_code_acts_for_the_account_that_has_started_it(
    sandbox: Sandbox, starting: Published, hub: HubClient
) -> None:
    job = hub.job(starting.service, {"service": starting.service["id"], "depth": 0})
    who = hub.result(job["id"])["who"]
    assert who["type"] == "token.execution"
    assert who["serviceExecution"]["id"] == job["id"]
    assert who["serviceProvider"]["contextType"] == "USER"
    code = archive(STARTING)
    with HubClient(sandbox, X_OrganizationId=sandbox.organization_id) as there:
        service = there.ready(code)
        started = there.result(there.job(service, {"service": service["id"], "depth": 1})["id"])[
            "started"
        ]
        assert there.get(f"/service-jobs/{started[0]}").status_code == 200


def test_a_token_of_an_execution_ends_with_it(sandbox: Sandbox, hub: HubClient) -> None:
    told = (
        "import os\n\ndef run():\n    return dict(token=os.environ['KQH_SERVICE_EXECUTION_TOKEN'])"
    )
    token = hub.result(hub.job(hub.ready(archive(told)))["id"])["token"]
    with httpx.Client(base_url=sandbox.hub_url, trust_env=False) as nobody:
        assert nobody.post("/authorize", headers={"X-Auth-Token": token}).status_code == 401
    service = hub.ready(summing())
    parent = {"X-Parent-Execution-Token": token}
    body = {"serviceId": service["id"], "input": {"values": []}}
    job = hub.ok("POST", "/service-jobs", json=body, headers=parent)
    nodes = hub.ok("GET", f"/service-executions/{job['id']}/lineage")["nodes"]
    assert [one.get("parentId") for one in nodes] == [None]


def test_costs_are_nothing(hub: HubClient, at_hub: Published) -> None:
    job = hub.job(at_hub.service, {"values": []})
    (entry,) = hub.ok("GET", f"/service-executions/{job['id']}/costs")
    assert entry["productName"] == at_hub.service["name"]
    assert entry["totalAmount"]["amount"] == "0.00"
    assert entry["totalAmount"]["zero"] is True


def test_statistics_count_months(sandbox: Sandbox, hub: HubClient) -> None:
    published = hub.publish(summing())
    job = hub.job(published.service, {"values": []})
    hub.job(published.service, {"values": []})
    path = f"/services/{published.service['id']}/statistics"
    wanted = {"totalCount": 2, "thisMonthCount": 2, "lastMonthCount": 0, "lastThreeMonthsCount": 2}
    assert hub.ok("GET", path) == {
        "stars": 0,
        "subscriptionCount": 1,
        "managedServiceExecutions": wanted,
    }
    long_ago = "UPDATE execution SET created_at = 0 WHERE id = ?"
    sandbox._world.store.change(long_ago, job["id"])
    found = hub.ok("GET", path)["managedServiceExecutions"]
    assert (found["totalCount"], found["lastThreeMonthsCount"]) == (2, 1)


def test_variables_of_the_owner_reach_the_process(hub: HubClient) -> None:
    program = (
        "import os\n\nSEEN = os.environ['MY_SETTING']\n\ndef run():\n    return {'seen': SEEN}\n"
    )
    runtime = {"runtime": "PYTHON_TEMPLATE", "environment": {"MY_SETTING": "1", "PATH": "/x"}}
    service = hub.ready(archive(program), runtimeConfiguration=runtime)
    assert hub.result(hub.job(service)["id"]) == {"seen": "1"}
    runtime["environment"] = {"MY_SETTING": "2"}
    path = f"/managed-services/{service['id']}/runtime-configuration"
    hub.ok("PUT", path, json=runtime)
    assert hub.result(hub.job(service)["id"]) == {"seen": "2"}
