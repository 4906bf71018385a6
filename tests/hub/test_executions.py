"""Executions at the Hub: start, wait, result, log, files, and starts whose answer was lost."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from hub_platform import AuthenticatedClient
from hub_platform.models import ServiceDto

from planqk_helpers.hub import (
    AmbiguousSubmission,
    BadRequest,
    ConfigError,
    Conflict,
    Execution,
    ExecutionCancelled,
    ExecutionFailed,
    Forbidden,
    InvalidInput,
    Poll,
    Unauthorized,
    cancel_execution,
    connect_with_key,
    download_result_file,
    download_result_files,
    find_service,
    get_costs,
    get_log,
    get_result,
    list_executions,
    list_result_files,
    run_service,
    start_execution,
    wait_for_execution,
)
from planqk_sandbox import Fault, Sandbox
from tests.support.hub_client import HubClient, Published
from tests.support.recipes import Platform

QUICK = Poll(first=0.02, most=0.1)
START = "hub.gateway.startExecution"


def begin(hub: Platform, published: Published, **inputs: object) -> Execution:
    started: Execution = hub(
        start_execution,
        published.service["id"],
        published.application["id"],
        inputs={"values": [1, 2], **inputs},
    )
    return started


def test_run_a_service_with_arguments_by_name(hub: Platform, published: Published) -> None:
    result = hub(
        run_service,
        published.service["id"],
        published.application["id"],
        inputs={"values": [1, 2, 3]},
        poll=QUICK,
    )
    assert result.result == {"sum": 6}
    assert set(result.files) <= {"output.json"}


def test_step_by_step_and_from_its_handle(hub: Platform, published: Published) -> None:
    started = begin(hub, published)
    again = Execution.from_handle(started.handle)
    assert (again.endpoint, again.id, again.application_id) == (
        started.endpoint,
        started.id,
        started.application_id,
    )
    assert pickle.loads(pickle.dumps(started)) == started
    ended = hub(wait_for_execution, again, poll=QUICK)
    assert ended.status == "SUCCEEDED"
    assert ended.created_at
    assert ended.started_at
    assert ended.ended_at
    assert ended.created_at <= ended.started_at <= ended.ended_at
    assert hub(get_result, ended).result == {"sum": 3}
    assert "mode sum" in [entry.message.strip() for entry in hub(get_log, ended)]
    assert len(hub(get_log, ended, limit=1)) == 1
    assert isinstance(hub(get_costs, ended), list)


def test_a_failure_has_the_words_of_the_service_and_the_end_of_its_log(
    hub: Platform, published: Published
) -> None:
    started = begin(hub, published, mode="fail")
    looks: list[Any] = [wait_for_execution, get_result]
    for look in looks:
        with pytest.raises(ExecutionFailed, match="no such luck") as caught:
            hub(look, started)
        assert "no such luck" in (caught.value.detail or "")
        assert any("mode fail" in line for line in caught.value.log)
        assert "mode fail" in str(caught.value)


def test_cancel(hub: Platform, published: Published) -> None:
    started = begin(hub, published, mode="sleep")
    hub(cancel_execution, started)
    with pytest.raises(ExecutionCancelled):
        hub(wait_for_execution, started, poll=QUICK)


@pytest.mark.parametrize("status", [400, 409])
def test_what_has_ended_stays_as_it_is_although_its_cancellation_is_refused(
    hub: Platform, published: Published, sandbox: Sandbox, status: int
) -> None:
    """The document allows it for those that are pending or running; the rest is not known."""
    ended = hub(wait_for_execution, begin(hub, published), poll=QUICK)
    running = begin(hub, published, mode="sleep")
    for way, endpoint in (
        ("gateway.cancelExecution", ended.endpoint),
        ("cancelServiceExecution", ""),
    ):
        sandbox.inject(
            Fault(f"hub.{way}", status=status, body='{"errorMessage": "too late"}', times=2)
        )
        there = Execution(endpoint, ended.id, ended.application_id)
        assert hub(cancel_execution, there).status == "SUCCEEDED"
        with pytest.raises(BadRequest if status == 400 else Conflict):
            hub(cancel_execution, Execution(endpoint, running.id, running.application_id))
    sandbox.inject(
        Fault("hub.gateway.cancelExecution", status=status, body='{"errorMessage": "too late"}')
    )
    sandbox.inject(Fault("hub.gateway.getStatus", status=404))
    with pytest.raises(BadRequest if status == 400 else Conflict, match="too late"):
        hub(cancel_execution, running)
    assert hub(cancel_execution, running).status == "CANCELLED"


def test_secrets_reach_the_service_and_nothing_else(
    hub: Platform, published: Published, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "very-secret-value"
    caplog.set_level(0)
    started = hub(
        start_execution,
        published.service["id"],
        published.application["id"],
        inputs={"values": [], "mode": "secret"},
        secrets={"apiKey": secret},
    )
    hub(wait_for_execution, started, poll=QUICK)
    assert hub(get_result, started).result == {"length": len(secret)}
    with pytest.raises(InvalidInput) as caught:
        hub(start_execution, "s", "a", secrets={"apiKey": f"{secret}\ud800"})
    shown = repr(started) + caplog.text + str(caught.value) + repr(caught.value.__traceback__)
    assert secret not in shown


@pytest.mark.parametrize("name", ["out.txt", "deep/er/out.txt", "with space.txt", "äöü.txt"])
def test_result_files(hub: Platform, published: Published, tmp_path: Path, name: str) -> None:
    ended = hub(wait_for_execution, begin(hub, published, mode="files", file=name), poll=QUICK)
    assert name in hub(list_result_files, ended)
    target = hub(download_result_file, ended, name, tmp_path / "one.txt")
    assert target.read_text() == "written"
    with pytest.raises(FileExistsError):
        hub(download_result_file, ended, name, target)
    paths = hub(download_result_files, ended, tmp_path / "all")
    assert (tmp_path / "all" / name).read_text() == "written"
    assert all(path.is_relative_to(tmp_path / "all") for path in paths)
    with pytest.raises(FileExistsError):
        hub(download_result_files, ended, tmp_path / "all")
    assert hub(download_result_files, ended, tmp_path / "all", overwrite=True) == paths


@pytest.mark.parametrize("name", ["../x", "a/../../x", ".", "", "a//b", "/etc/x"])
def test_names_of_files_that_are_none(hub: Platform, tmp_path: Path, name: str) -> None:
    execution = Execution("https://gateway.example/c/s/1.0.0", "e", "a")
    with pytest.raises(InvalidInput):
        hub(download_result_file, execution, name, tmp_path / "x")


def test_lists(hub: Platform, published: Published) -> None:
    started = hub(
        start_execution,
        published.service["id"],
        published.application["id"],
        inputs={"values": [4]},
        tags=["Nightly"],
    )
    listed = hub(list_executions, tags=["nightly"], service=published.service["id"])
    assert started.id in [each.id for each in listed]
    found = next(each for each in listed if each.id == started.id)
    assert "nightly" in found.tags
    assert hub(wait_for_execution, found, poll=QUICK).status == "SUCCEEDED"
    assert hub(get_result, found).result == {"sum": 4}
    assert hub(list_executions, ids=[started.id])[0].id == started.id
    assert hub(list_executions, tags=["no such tag"]) == []


@pytest.mark.parametrize(
    "fault",
    [
        Fault(START, reset="after"),
        Fault(START, truncate=True),
        Fault(START, late=True, status=500),
        Fault(START, late=True, status=503, headers={"Retry-After": "1"}),
        Fault(START, late=True, status=200, body="<html>"),
    ],
    ids=["reset", "truncated", "500", "503", "html"],
)
def test_a_start_whose_answer_is_lost_is_found_by_its_tag(
    hub: Platform, published: Published, sandbox: Sandbox, fault: Fault
) -> None:
    before = sandbox.effects["hub.gateway.startExecution"]
    sandbox.inject(fault)
    try:
        started = begin(hub, published)
    finally:
        sandbox.heal()
    assert sandbox.effects["hub.gateway.startExecution"] == before + 1
    assert hub(wait_for_execution, started, poll=QUICK).status == "SUCCEEDED"


def test_a_start_that_is_not_found_is_not_sent_again(
    hub: Platform, published: Published, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planqk_helpers.engine.adopting.SEARCH", 0.5)
    received = sandbox.received["hub.gateway.startExecution"]
    sandbox.inject(Fault(START, reset="before"))
    try:
        with pytest.raises(AmbiguousSubmission, match=r"list_executions\(client, tags=\['start-"):
            begin(hub, published)
    finally:
        sandbox.heal()
    assert sandbox.received["hub.gateway.startExecution"] == received + 1


def test_an_application_that_is_not_subscribed(
    hub: Platform, published: Published, sandbox: Sandbox
) -> None:
    with HubClient(sandbox) as http:
        other = http.ok("POST", "/applications", json={"name": "Stranger"})
    with pytest.raises((Forbidden, Unauthorized)) as caught:
        hub(start_execution, published.service["id"], other["id"], inputs={"values": []})
    told = str(caught.value) + "".join(getattr(caught.value, "__notes__", []))
    assert "subscribe(client, application, service)" in told


def keyed(sandbox: Sandbox, published: Published, secret: str = "") -> AuthenticatedClient:
    with HubClient(sandbox) as http:
        (key,) = http.ok("GET", f"/applications/{published.application['id']}/access-keys")
    return connect_with_key(
        published.endpoint, key["accessKeyId"], secret or key["secretAccessKey"]
    )


def test_with_an_access_key_alone(sandbox: Sandbox, published: Published) -> None:
    with keyed(sandbox, published) as client:
        started = start_execution(client, inputs={"values": [1]})
        assert wait_for_execution(client, started, poll=QUICK).status == "SUCCEEDED"
        assert get_result(client, started).result == {"sum": 1}
        assert get_log(client, Execution.from_handle(started.handle))
        assert run_service(client, inputs={"values": [2]}, poll=QUICK).result == {"sum": 2}
        slow = start_execution(client, inputs={"values": [], "mode": "sleep"})
        cancel_execution(client, slow)
        with pytest.raises(ExecutionCancelled):
            wait_for_execution(client, slow, poll=QUICK)
        with pytest.raises(ConfigError, match="access key only"):
            find_service(client, "Versatile")
        with pytest.raises(InvalidInput, match="leave both out"):
            start_execution(client, "service", "application")
        with pytest.raises(ConfigError, match="not for"):
            get_result(client, Execution("https://elsewhere.example/c/s/1.0.0", "e"))


def test_a_wrong_access_key_is_said_to_be_one(sandbox: Sandbox, published: Published) -> None:
    with (
        keyed(sandbox, published, secret="wrong") as client,
        pytest.raises(Unauthorized, match="does not take the access key") as caught,
    ):
        start_execution(client, inputs={"values": []})
    assert "wrong" not in str(caught.value).replace("token is wrong", "")


def test_a_service_that_is_given_as_a_model(hub: Platform, published: Published) -> None:
    service: ServiceDto = hub(find_service, published.service["name"])
    result = hub(
        run_service, service, published.application["id"], inputs={"values": [5]}, poll=QUICK
    )
    assert result.result == {"sum": 5}
