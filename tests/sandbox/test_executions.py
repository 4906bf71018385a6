"""Executions through the gateway: results, errors, limits, cancelling."""

import json
from pathlib import Path
from typing import Any

import pytest

from planqk_sandbox import Sandbox
from tests.support.local_client import Caller, Client, Published, archive, poll

MANY_WAYS = """
import os, sys, time, threading

class ResultResponse:
    def __init__(self, result, metadata=None):
        self.result, self.metadata = result, metadata

class ErrorResponse:
    def __init__(self, code, detail):
        self.code, self.detail = code, detail

class Refused(Exception):
    pass

def run(data, params):
    return globals()[params.get("way", "echo")](data)

def echo(data):
    return data

def response(data):
    return ResultResponse(1.5, {"unit": "s"})

def error_response(data):
    return ErrorResponse("TOO_BIG", "more than 3")

def raises(data):
    raise Refused("not today")

def leaves(data):
    sys.exit(4)

def dies(data):
    os.kill(os.getpid(), 9)

def not_json(data):
    return {"set": {1}}

def nan(data):
    return float("nan")

def prints(data):
    print("first line")
    for _ in range(300):
        sys.stdout.write("x" * 10_000)
    return "printed"

def allocates(data):
    return len(bytearray(10**9))

def interim(data):
    print('PlanQK:Job:InterimResult:{"step": 1}')
    print('PlanQK:Job:InterimResult:not json')
    print('PlanQK:Job:InterimResult:{"step": NaN}')
    print('PlanQK:Job:InterimResult:{"step": 2}')
    return None

def environment(data):
    execution = os.environ["SERVICE_EXECUTION_ID"]
    return {"names": sorted(os.environ), "cwd": os.listdir("."), "id": execution}

def leaves_a_thread(data):
    threading.Thread(target=time.sleep, args=(60,)).start()
    return "back"

def leaves_a_process(data):
    if not os.fork():
        time.sleep(60)
    return "back"

def sleeps(data):
    import subprocess
    child = subprocess.Popen(["sleep", "60"])
    print("PlanQK:Job:InterimResult:" + __import__("json").dumps({"pid": child.pid}), flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def versatile(sandbox: Sandbox) -> Published:
    """Return a service that ends in many ways."""
    with Client(sandbox) as client:
        return client.publish(archive(MANY_WAYS), memory=512)


def run(published: Published, way: str) -> tuple[str, Any, str]:
    """Run the service in one of its ways."""
    with Caller(published) as caller:
        return caller.run({"given": [1]}, {"way": way})


@pytest.mark.parametrize(
    ("way", "result"),
    [
        ("echo", {"result": {"given": [1]}, "metadata": None}),
        ("response", {"result": 1.5, "metadata": {"unit": "s"}}),
        ("leaves_a_thread", {"result": "back", "metadata": None}),
        ("leaves_a_process", {"result": "back", "metadata": None}),
    ],
)
def test_results(versatile: Published, way: str, result: object) -> None:
    assert run(versatile, way)[:2] == ("SUCCEEDED", result)


@pytest.mark.parametrize("body", [{}, {"data": None}, {"data": {}}, {"data": {}, "params": None}])
def test_an_input_that_is_not_there_is_an_empty_one(
    versatile: Published, body: dict[str, Any]
) -> None:
    with Caller(versatile) as caller:
        location = caller.post(caller.endpoint, json=body).headers["Location"]
        caller.wait(location)
        assert caller.get(f"{location}/result").json() == {"result": {}, "metadata": None}


@pytest.mark.parametrize("data", [0, "", [], False, 1.5, [1]])
@pytest.mark.parametrize("name", ["data", "params"])
def test_an_input_that_is_no_object_is_refused(
    sandbox: Sandbox, versatile: Published, name: str, data: object
) -> None:
    before = sandbox.effects["startExecution"]
    with Caller(versatile) as caller:
        refused = caller.post(caller.endpoint, json={name: data})
    assert refused.status_code == 400
    assert name in refused.json()["errorMessage"]
    assert sandbox.effects["startExecution"] == before


@pytest.mark.parametrize(
    ("way", "code", "detail"),
    [
        ("error_response", "TOO_BIG", "more than 3"),
        ("raises", "Refused", "not today"),
        ("leaves", "SystemExit", "sys.exit(4)"),
        ("dies", "ProcessEnded", "signal 9"),
        ("not_json", "TypeError", "not JSON serializable"),
        ("nan", "ValueError", "JSON"),
        ("allocates", "MemoryError", "MemoryError"),
        ("unknown", "KeyError", "unknown"),
    ],
)
def test_errors(versatile: Published, way: str, code: str, detail: str) -> None:
    status, result, _ = run(versatile, way)
    assert (status, result["code"]) == ("FAILED", code)
    assert detail in result["detail"]


def test_the_log_has_the_traceback_of_user_code_only(
    sandbox: Sandbox, versatile: Published
) -> None:
    log = sandbox.execution_log(run(versatile, "raises")[2])
    assert 'raise Refused("not today")' in log
    assert "runner.py" not in log


def test_much_output_is_cut(sandbox: Sandbox, versatile: Published) -> None:
    status, result, execution = run(versatile, "prints")
    assert (status, result["result"]) == ("SUCCEEDED", "printed")
    log = sandbox.execution_log(execution)
    assert log.startswith("first line\n")
    assert len(log) < sandbox.log_limit + 100
    assert "more bytes dropped" in log


def test_interim_results(versatile: Published) -> None:
    with Caller(versatile) as caller:
        location = caller.start(params={"way": "interim"})
        caller.wait(location)
        path = f"{location}/interim-results"
        assert caller.get(path).json() == [{"step": 1}, {"step": 2}]
        assert caller.get(path, params={"last": "true"}).json() == {"step": 2}
        none = caller.start()
        caller.wait(none)
        assert caller.get(f"{none}/interim-results?last=true").json() == []


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"values": [1]}, "'values'"),
        ({"data": {}, "Params": {}}, "'Params'"),
        ({"data": {}, "b": 0, "a": {}}, "'a', 'b'"),
        ({"x" * 1000: False}, f"'{'x' * 50}…'"),
        (dict.fromkeys("abcdefg", 1), "'a', 'b', 'c', 'd', 'e' and 2 more"),
        ({"a\nb\u202e": 1}, r"'a\nb\u202e'"),
    ],
)
def test_members_that_no_service_gets_are_named(
    sandbox: Sandbox, caller: Caller, body: dict[str, Any], named: str
) -> None:
    before = sandbox.effects["startExecution"]
    refused = caller.post(caller.endpoint, json=body)
    assert refused.status_code == 400
    assert refused.json()["errorMessage"] == (
        f"The body has {named}, which no service gets: put the input into data and params"
    )
    assert sandbox.effects["startExecution"] == before


def test_a_member_that_is_null_is_not_there(caller: Caller) -> None:
    body = {"data": {"values": [1]}, "params": None, "dataRef": None, "paramsRef": None, "x": None}
    response = caller.post(caller.endpoint, json=body)
    assert response.status_code == 201, response.text


@pytest.mark.parametrize(
    ("last", "only_one"),
    [
        ("true", True),
        ("True", True),  # how Python's requests writes it
        ("1", True),
        ("yes", True),
        ("on", True),
        ("false", False),
        ("False", False),
        ("null", False),
        ("", False),
        ("0", False),
        ("latest", False),
    ],
)
def test_any_value_of_last_has_an_answer(
    interim: tuple[Published, str], last: str, only_one: bool
) -> None:
    published, location = interim
    with Caller(published) as caller:
        response = caller.get(f"{location}/interim-results", params={"last": last})
    assert response.status_code == 200, response.text
    assert response.json() == ({"step": 2} if only_one else [{"step": 1}, {"step": 2}])


@pytest.fixture(scope="module")
def interim(versatile: Published) -> tuple[Published, str]:
    """Return a service and the address of an execution that has reported two things."""
    with Caller(versatile) as caller:
        location = caller.start({}, {"way": "interim"})
        caller.wait(location)
    return versatile, location


def test_interim_results_are_bounded_together() -> None:
    line = "PlanQK:Job:InterimResult:" + json.dumps({"text": "x" * 70})
    program = f"def run(data, params):\n    for _ in range(50):\n        print({line!r})\n"
    with Sandbox(result_limit=1000) as small, Client(small) as client:
        published = client.publish(archive(program))
        with Caller(published) as caller:
            location = caller.start()
            assert caller.wait(location)["status"] == "SUCCEEDED"
            assert len(caller.get(f"{location}/interim-results").json()) == 1000 // len(line)


def test_user_code_sees_little_of_this_machine(
    sandbox: Sandbox, versatile: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANQK_PERSONAL_ACCESS_TOKEN", sandbox.access_token)
    _, answer, execution = run(versatile, "environment")
    seen = answer["result"]
    assert set(seen["names"]) <= {
        "DATAPOOL_DIRECTORY",
        "HOME",
        "INPUT_DIRECTORY",
        "KQH_BASE_URL",
        "KQH_SERVICE_EXECUTION_TOKEN",
        "LANG",
        "LC_CTYPE",
        "OUTPUT_DIRECTORY",
        "PATH",
        "PLANQK_SERVICE_EXECUTION_TOKEN",
        "SERVICE_EXECUTION_ID",
        "TMPDIR",
    }
    assert seen["id"] == execution
    assert sorted(seen["cwd"]) == ["environment.yml", "src"]


def test_cancelling_kills_everything(sandbox: Sandbox, versatile: Published) -> None:
    with Caller(versatile) as caller:
        location = caller.start(params={"way": "sleeps"})
        assert caller.get(f"{location}/result").status_code == 404
        pid = poll_pid(caller, location)
        effects = sandbox.effects["cancelExecution"]
        cancelled = caller.put(f"{location}/cancel").json()
        assert (cancelled["status"], "endedAt" in cancelled) == ("CANCELLED", True)
        assert caller.get(f"{location}/result").status_code == 404
        assert caller.put(f"{location}/cancel").json() == cancelled
        assert sandbox.effects["cancelExecution"] == effects + 1
    poll(lambda: is_running(pid), lambda running: not running)


def poll_pid(caller: Caller, location: str) -> int:
    """Wait for the service to tell which process it started."""
    found = poll(lambda: caller.get(f"{location}/interim-results").json(), bool)
    return int(found[0]["pid"])


def is_running(pid: int) -> bool:
    """Tell whether a process is there, and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_cancelling_what_has_ended_changes_nothing(caller: Caller) -> None:
    location = caller.start()
    ended = caller.wait(location)
    assert caller.put(f"{location}/cancel").json() == ended


def test_time_limit_and_minimum_and_late_results() -> None:
    with Sandbox(run_timeout=0.5, result_delay=1.0) as hasty, Client(hasty) as client:
        published = client.publish(archive(MANY_WAYS))
        with Caller(published) as caller:
            status, result, _ = caller.run(params={"way": "sleeps"})
            assert (status, result["code"]) == ("FAILED", "TimeLimitExceeded")
            location = caller.start()
            caller.wait(location)
            assert caller.get(f"{location}/result").status_code == 404
            poll(lambda: caller.get(f"{location}/result").status_code, lambda code: code == 200)


def test_the_others_wait_their_turn() -> None:
    with Sandbox(max_runs=1) as narrow, Client(narrow) as client:
        published = client.publish(archive(MANY_WAYS))
        with Caller(published) as caller:
            first = caller.start(params={"way": "sleeps"})
            waiting = [caller.start() for _ in range(300)]
            assert caller.wait(first, "RUNNING")["startedAt"]
            assert caller.get(waiting[0]).json()["status"] == "PENDING"
            assert caller.put(f"{waiting[0]}/cancel").json()["status"] == "CANCELLED"
            caller.put(f"{first}/cancel")
            assert caller.wait(waiting[1])["status"] == "SUCCEEDED"
            assert "startedAt" not in caller.get(waiting[0]).json()


def test_a_result_that_is_too_large() -> None:
    with Sandbox(result_limit=100) as small, Client(small) as client:
        published = client.publish(archive())
        with Caller(published) as caller:
            assert caller.run()[0] == "SUCCEEDED"
        published = client.publish(archive("def run(data, params):\n    return 'x' * 1000"))
        with Caller(published) as caller:
            status, result, _ = caller.run()
            assert (status, result["code"]) == ("FAILED", "ResultTooLarge")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"data": NaN}',
        b'{"data": [1]}',
        b'{"params": "text"}',
        b'{"dataRef": {"dataPoolId": "x"}}',
        json.dumps({"data": {"big": "x" * 1024 * 1024}}).encode(),
        b'{"data": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
    ids=lambda body: body[:20].decode(),
)
def test_malformed_inputs(caller: Caller, body: bytes) -> None:
    response = caller.post(caller.endpoint, content=body)
    assert response.status_code == 400
    assert response.json()["errorMessage"]


def test_inputs_may_be_missing_or_large(caller: Caller) -> None:
    started = caller.post(caller.endpoint, json={})
    assert caller.wait(started.headers["location"])["status"] == "SUCCEEDED"
    big = {"values": [1], "big": "x" * (1024 * 1024 - 100)}
    assert caller.run(big)[1]["result"] == {"sum": 1}


def test_executions_are_not_seen_by_other_applications(
    client: Client, published: Published, caller: Caller
) -> None:
    location = caller.start()
    with Caller(client.subscribe(published.service)) as other:
        assert other.get(location).status_code == 404
        assert other.get(published.endpoint).status_code == 200
    assert caller.get(location).json()["id"] == location.rpartition("/")[2]
