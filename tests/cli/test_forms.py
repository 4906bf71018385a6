"""What commands answer, as text and as JSON: scripts rely on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from planqk_helpers import find_application, find_service, hub
from planqk_sandbox import Sandbox
from tests.support.recipes import QUICK, client_of, hub_client_of
from tests.support.shell import Shell, same_each_time
from tests.support.user_code import user_code

SUM = ("Sum", "--application", "Sum application")
TIMES = {"created_at": "TIME", "started_at": "TIME", "ended_at": "TIME"}


def test_verify(shell: Shell, here: Shell) -> None:
    ended = shell("verify", "--json")
    assert ended.code == 0
    assert set(ended.form) == {"platform", "accounts"}
    assert ended.form["platform"] == shell.platform
    assert ended.form["accounts"][0] == {
        "id": "ID",
        "name": "Sandbox User",
        "is_organization": False,
    }
    assert same_each_time(here("verify").out).splitlines()[0] == "ID  Sandbox User"


def test_services(shell: Shell, here: Shell) -> None:
    listed = shell("services", "--json").form
    assert {"id": "ID", "name": "Sum", "lifecycle": "ACCESSIBLE"} in listed["services"]
    assert "ID  ACCESSIBLE  Sum" in same_each_time(here("services").out).splitlines()


def test_no_services(here: Shell, sandbox: Sandbox) -> None:
    prefix = {"planqk": "PLANQK", "hub": "KQH"}[here.platform]
    empty = {f"{prefix}_ORGANIZATION_ID": sandbox.organization_id}
    assert here("services", **empty).out == ""
    assert here("services", "--json", **empty).json == {"services": []}


def test_run(shell: Shell) -> None:
    ended = shell("run", *SUM, "--data", '{"values": [1, 2]}', "--json")
    assert ended.form == {
        "execution": "HANDLE",
        "status": "SUCCEEDED",
        "output": None,
        "result": {"sum": 3, "text": None},
    }
    assert ended.code == 0
    assert ended.json["execution"] in ended.err


def test_run_as_text(shell: Shell) -> None:
    ended = shell("run", *SUM, "--data", '{"text": "ä€"}', "--params", "{}")
    assert (ended.code, ended.json) == (0, {"sum": 0, "text": "ä€"})
    assert "ä€" in ended.out
    lines = same_each_time(ended.err).splitlines()
    assert lines[0] == "execution: HANDLE"
    assert lines[-1] == "execution: SUCCEEDED (N s)"


def test_run_into_a_file(shell: Shell, here: Shell) -> None:
    (shell.folder / "input.json").write_text('{"values": [1, 2]}')
    ended = shell("run", *SUM, "--data", "@input.json", "--output", "result.json")
    assert (ended.code, ended.out) == (0, "")
    assert (shell.folder / "result.json").read_text() == '{\n  "sum": 3,\n  "text": null\n}\n'
    ended = here("run", *SUM, "--data", "-", "--output", "2.json", "--json", input='{"values": []}')
    assert ended.form == {
        "execution": "HANDLE",
        "status": "SUCCEEDED",
        "output": "2.json",
        "result": None,
    }


def test_run_by_ids(here: Shell) -> None:
    with client_of(here.sandbox) as client:
        service = find_service(client, "Sum")
        application = find_application(client, "Sum application")
    ended = here("run", service.id, "--application", application.id, "--data", "{}")
    assert (ended.code, ended.json) == (0, {"sum": 0, "text": None})


@pytest.fixture
def theirs(sandbox: Sandbox) -> Iterator[list[str]]:
    """Two services of an organization that have the same name on the marketplace, as their ids."""
    organization = sandbox.organization_id
    with hub.connect(
        sandbox.access_token, base_url=sandbox.hub_url, organization=organization
    ) as them:
        code = user_code("return {'of': 'theirs'}")
        ids = [hub.create_managed_service(them, "Theirs", user_code=code).id for _ in range(2)]
        for each in ids:
            hub.wait_for_build(them, each, poll=QUICK)
            hub.publish_to_marketplace(them, each)
        yield ids
        for each in ids:
            hub.unpublish(them, each, force=True)
            hub.delete_service(them, each)


def test_run_a_service_of_somebody_else(here: Shell, theirs: list[str]) -> None:
    """By name or id, once the application is subscribed to it."""
    (here.folder / "in.jsonl").write_text('{"data": {}}\n')
    with hub_client_of(here.sandbox) as client:
        stranger = hub.create_application(client, "Stranger")
        given = ("run", "--application", stranger.id, "--data", "{}")
        for service in ("Theirs", theirs[0]):
            assert here(*given, service).code == 4
        hub.subscribe(client, stranger, theirs[0])
        for service in ("Theirs", theirs[0]):
            ended = here(*given, service)
            assert (ended.code, ended.json) == (0, {"of": "theirs"}), ended.err
        assert here("many", "Theirs", "in.jsonl", "--application", stranger.id).code == 0
        hub.subscribe(client, stranger, theirs[1])
        twice = here(*given, "Theirs", "--json")
        assert (twice.code, set(twice.json["error"]["ids"])) == (2, set(theirs))


def test_detached(shell: Shell, here: Shell) -> None:
    """Start, look, wait, fetch the result, cancel: each in a process of its own."""
    started = shell("run", *SUM, "--detach", "--data", '{"values": [1], "seconds": 0.5}', "--json")
    assert started.form == {
        "execution": "HANDLE",
        "status": started.json["status"],
        "created_at": "TIME",
        "started_at": started.form["started_at"],
        "ended_at": None,
    }
    handle = started.json["execution"]
    assert (started.code, started.err) == (0, f"execution: {handle}\n")
    assert shell.sandbox.access_token not in handle
    ended = shell("wait", handle, "--json")
    assert ended.form == {"execution": "HANDLE", "status": "SUCCEEDED", **TIMES}
    assert here("wait", handle).out == "SUCCEEDED\n"
    assert here("status", handle).out == "SUCCEEDED\n"
    assert shell("status", handle, "--json").json == ended.json
    result = shell("result", handle, "--json").json
    assert result == {
        "execution": handle,
        "status": "SUCCEEDED",
        "output": None,
        "result": {"sum": 1, "text": None},
    }
    assert here("result", handle).json == result["result"]
    assert here("cancel", handle).out == "SUCCEEDED\n"
    assert shell("cancel", handle, "--json").json == ended.json


@pytest.mark.parametrize("platform", ["hub"])
def test_logs(shell: Shell, here: Shell) -> None:
    handle = here("run", *SUM, "--data", '{"text": "ä"}', "--json").json["execution"]
    ended = shell("logs", handle, "--json")
    (entry,) = ended.json["log"]
    assert ended.json == {"execution": handle, "log": [entry]}
    assert entry == {"time": entry["time"], "severity": "INFO", "message": "Begin ä"}
    assert (ended.code, ended.err) == (0, "")
    assert here("logs", handle).out == f"{entry['time']} INFO Begin ä\n"


def test_the_handle_alone_is_printed(shell: Shell) -> None:
    ended = shell("run", *SUM, "--detach", "--data", "{}")
    assert same_each_time(ended.out) == "HANDLE\n"
    assert ended.err == f"execution: {ended.out}"


def test_an_error(shell: Shell) -> None:
    ended = shell("run", *SUM, "--data", '{"fail": "no"}', "--json")
    assert ended.code == 1
    assert set(ended.json) == {"error", "execution"}
    error = ended.json["error"]
    assert error["exit_code"] == 1
    assert error["type"] == "ExecutionFailed"
    assert error["state"] == "FAILED"
    assert f"error: {error['message']}" in ended.err


def test_an_error_of_use(shell: Shell) -> None:
    ended = shell("run", "Sum", "--json")
    assert ended.code == 2
    assert ended.json == {
        "error": {
            "exit_code": 2,
            "type": "MissingParameter",
            "message": "Missing option '--application'.",
        }
    }
    assert "Try 'planqk-helpers run --help' for help." in ended.err
