"""Inputs, results, problems, logs and costs of executions at the Hub, in each form."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from attrs import evolve
from hub_service.types import show_list_html

import planqk_helpers.hub
from planqk_helpers.hub import (
    BuildFailed,
    ConfigError,
    Execution,
    ExecutionFailed,
    InvalidInput,
    NotFound,
    Result,
    cancel_execution,
    connect,
    get_costs,
    get_log,
    get_result,
    list_executions,
    run_service,
    start_execution,
    verify,
    wait_for_build,
    wait_for_execution,
)
from planqk_sandbox import Fault, Sandbox
from tests.support.recipes import QUICK, Platform, connected, hub_client_of
from tests.support.summing import Summing, deploy_summing

JSON = {"Content-Type": "application/json"}


def finished(hub: Platform, summing: Summing, **inputs: Any) -> Execution:
    """Return an execution that has ended."""
    execution = hub(start_execution, summing.service, summing.application, inputs=inputs)
    ended: Execution = hub(wait_for_execution, execution, poll=QUICK)
    return ended


def test_arguments_of_any_name(hub: Platform, summing: Summing) -> None:
    answer = hub(
        run_service, summing.service, summing.application, inputs={"values": [1, 2]}, poll=QUICK
    )
    assert answer.result == {"sum": 3}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"data": {}, "inputs": {"data": {}}}, "'data', which is given as data= too"),
        ({"inputs": {"$tags": ["a"]}}, "pass it as tags="),
        ({"inputs": {"$secrets": {"a": "b"}}}, "pass it as secrets="),
        ({"inputs": {1: 2}}, "a key of type int"),
        ({"inputs": {"a": [1, {2}]}}, r"inputs\['a'\]\[1\] is of type set"),
        ({"inputs": {"a": {"ref": "DATAPOOL"}}}, "id of the data pool"),
        ({"inputs": [1]}, "inputs is of type list"),
        ({"tags": "abc"}, "tags is of type str"),
        ({"tags": ["a", " "]}, "a tag is empty"),
        ({"tags": ["\ud800"]}, "a tag cannot be sent"),
        ({"secrets": {"key": 3}}, "no text"),
        ({"secrets": {"key": "canary\ud800"}}, "the secret 'key' cannot be sent"),
    ],
)
def test_an_input_that_cannot_be_used_is_not_sent(
    hub: Platform, sandbox: Sandbox, arguments: dict[str, Any], complaint: str
) -> None:
    before = sandbox.received.total()
    with pytest.raises(InvalidInput, match=complaint) as caught:
        hub(start_execution, "s", "a", **arguments)
    assert sandbox.received.total() == before
    assert "canary" not in str(caught.value) + repr(caught.value.__context__)


@pytest.mark.parametrize(("service", "application"), [(None, None), ("s", None), (None, "a")])
def test_service_and_application_are_needed(
    hub: Platform, service: str | None, application: str | None
) -> None:
    with pytest.raises(InvalidInput, match="connect_with_key"):
        hub(start_execution, service, application)


def test_tags_are_kept_and_each_execution_has_one_of_its_own(
    hub: Platform, summing: Summing
) -> None:
    one, two = (
        hub(start_execution, summing.service, summing.application, tags=["Mine", "b"])
        for _ in range(2)
    )
    assert one.tags[:2] == two.tags[:2] == ("mine", "b")
    assert len(one.tags) == 3
    assert one.tags != two.tags
    assert one.tags == tuple(tag.lower() for tag in one.tags)
    assert one.service_id == summing.service.id


# --- results


def test_a_result_without_links_and_with_the_names_of_its_files(
    hub: Platform, summing: Summing
) -> None:
    ended = finished(hub, summing, values=[1], files={"a.txt": "A", "in/b.txt": "B"})
    answer = hub(get_result, ended)
    assert answer.result == {"sum": 1}
    assert {"a.txt", "in/b.txt"} <= set(answer.files)
    assert "status" not in answer.files


def test_a_result_that_looks_like_a_problem_is_a_result(hub: Platform, summing: Summing) -> None:
    ended = finished(hub, summing, do="problem")
    assert hub(get_result, ended).result["title"] == "Fine"
    unseen = Execution.from_handle(ended.handle)
    assert hub(get_result, unseen).result["title"] == "Fine"


@pytest.mark.parametrize("way", ["gateway", "platform"])
def test_the_problem_of_a_failed_execution_raises(
    hub: Platform, summing: Summing, way: str
) -> None:
    execution = hub(start_execution, summing.service, summing.application, inputs={"do": "raise"})
    if way == "platform":
        execution = Execution.from_handle(execution.id)
    with pytest.raises(ExecutionFailed) as caught:
        hub(wait_for_execution, execution, poll=QUICK)
    error = caught.value
    assert error.code == "ValueError"
    assert error.detail
    assert "no such angle" in error.detail
    assert len(error.log) == 20
    assert "line 29" in "\n".join(error.log)
    assert "line 3\n" not in "\n".join(error.log)
    assert "The end of its log:\n    " in str(error)
    with pytest.raises(ExecutionFailed, match="no such angle"):
        hub(get_result, execution)  # whose status is not known here


def test_a_failure_is_told_without_its_reason_and_log(
    hub: Platform, summing: Summing, sandbox: Sandbox
) -> None:
    execution = hub(start_execution, summing.service, summing.application, inputs={"do": "raise"})
    sandbox.inject(Fault("hub.gateway.getResult", status=500, times=None))
    sandbox.inject(Fault("hub.gateway.getLogs", status=403, times=None))
    with pytest.raises(ExecutionFailed, match="the service gives no reason") as caught:
        hub(wait_for_execution, execution, poll=QUICK)
    sandbox.heal()
    assert (caught.value.code, caught.value.detail, caught.value.log) == (None, None, ())


# --- logs and costs


@pytest.mark.parametrize("way", ["gateway", "platform"])
def test_a_log_and_its_end(hub: Platform, summing: Summing, way: str) -> None:
    ended = finished(hub, summing, values=[1, 2])
    if way == "platform":
        ended = Execution.from_handle(ended.id)
    entries = hub(get_log, ended)
    assert [entry.message for entry in entries] == ["adding 2"]
    assert hub(get_log, ended, limit=1) == entries
    with pytest.raises(InvalidInput, match="limit is 0"):
        hub(get_log, ended, limit=0)


@pytest.mark.parametrize(
    ("body", "messages"),
    [
        ("null", []),
        ("[]", []),
        ('{"empty": true}', []),
        ('{"first": {"message": "a"}, "last": {"message": "b"}, "empty": false}', ["a", "b"]),
        ('{"first": {"message": "a"}, "last": {"message": "a"}}', ["a"]),
        ('[{"message": "a", "severity": "NEW", "timestamp": "soon"}]', ["a"]),
    ],
)
def test_a_log_in_each_form(
    hub: Platform, summing: Summing, sandbox: Sandbox, body: str, messages: list[str]
) -> None:
    ended = evolve(finished(hub, summing), endpoint="")
    sandbox.inject(Fault("hub.getServiceExecutionLogs", status=200, body=body, headers=JSON))
    assert [entry.message for entry in hub(get_log, ended)] == messages


def test_there_is_no_log_and_no_cost_yet(hub: Platform, summing: Summing, sandbox: Sandbox) -> None:
    ended = finished(hub, summing)
    sandbox.inject(Fault("hub.gateway.getLogs", status=204, headers={"Retry-After": "1"}))
    assert hub(get_log, ended) == []
    sandbox.inject(Fault("hub.getServiceExecutionCosts", status=204))
    assert hub(get_costs, ended) == []
    cost = json.dumps([{"quantity": 2, "totalAmount": {"amount": "0.10", "currency": "EUR"}}])
    sandbox.inject(Fault("hub.getServiceExecutionCosts", status=200, body=cost, headers=JSON))
    (entry,) = hub(get_costs, ended)
    assert (entry.quantity, entry.to_dict()["totalAmount"]["amount"]) == (2, "0.10")


# --- through the platform


def test_an_execution_is_reached_through_the_platform_by_its_id(
    hub: Platform, summing: Summing, sandbox: Sandbox
) -> None:
    execution = hub(start_execution, summing.service, summing.application, inputs={"do": "sleep"})
    looks = sandbox.received["hub.gateway.getStatus"]
    alone = Execution.from_handle(execution.id)
    cancelled = hub(cancel_execution, alone)
    assert (cancelled.status, cancelled.application_id) == ("CANCELLED", summing.application.id)
    assert sandbox.received["hub.gateway.getStatus"] == looks
    assert hub(cancel_execution, execution).status == "CANCELLED"
    unknown = Execution("", "00000000-0000-0000-0000-000000000000")
    recipes: list[Any] = [wait_for_execution, get_result, cancel_execution, get_log, get_costs]
    for recipe in recipes:
        with pytest.raises(NotFound):
            hub(recipe, unknown)


def test_an_execution_at_a_gateway_needs_its_application(hub: Platform) -> None:
    with pytest.raises(InvalidInput, match="id of the application"):
        hub(get_log, Execution("https://gateway.example/c/s/1.0.0", "e"))


def test_a_cancelled_task_that_cancels_the_execution(summing: Summing, sandbox: Sandbox) -> None:
    async def main() -> None:
        async with hub_client_of(sandbox) as client:
            started = asyncio.Event()
            task = asyncio.create_task(
                run_service.aio(
                    client,
                    summing.service,
                    summing.application,
                    inputs={"do": "sleep"},
                    tags=["interrupted"],
                    cancel_on_interrupt=True,
                    on_update=lambda _: started.set(),
                )
            )
            await started.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            assert "was cancelled; it is CANCELLED" in caught.value.__notes__[-1]
            (found,) = await list_executions.aio(client, tags=["interrupted"])
            assert found.status == "CANCELLED"

    asyncio.run(main())


def test_an_interrupt_that_comes_too_late_to_cancel_says_so(
    summing: Summing, sandbox: Sandbox
) -> None:
    def interrupt(seen: Execution) -> None:
        if seen.status == "SUCCEEDED":
            raise KeyboardInterrupt

    with hub_client_of(sandbox) as client, pytest.raises(KeyboardInterrupt) as caught:
        run_service(
            client,
            summing.service,
            summing.application,
            poll=QUICK,
            on_update=interrupt,
            cancel_on_interrupt=True,
        )
    (note,) = caught.value.__notes__
    assert "had ended before it could be cancelled; it is SUCCEEDED" in note
    assert "get_result(client, Execution(" in note


def test_a_text_that_is_null_does_not_hide_what_has_to_be_told(
    hub: Platform, sandbox: Sandbox
) -> None:
    def answers(operation: str, body: object) -> None:
        fault = Fault(f"hub.{operation}", status=200, body=json.dumps(body), headers=JSON)
        sandbox.inject(fault)

    entries = [{"message": None}, {"message": "the end"}]
    found = {"state": "WARNING", "messages": [None, "old"]}
    answers("getManagedServiceBuildStatus", {"status": "SUCCESS", "validationResult": found})
    assert hub(wait_for_build, "s").status == "SUCCESS"
    answers("getManagedServiceBuildStatus", {"status": "FAILURE", "validationResult": found})
    answers("getManagedServiceBuildLogs", entries)
    with pytest.raises(BuildFailed, match="old") as build:
        hub(wait_for_build, "s")
    assert (build.value.messages, build.value.log) == (("old",), ("the end",))
    execution = {"id": "e", "status": "FAILED", "createdAt": "2026-01-01 00:00:00"}
    answers("getServiceExecution", execution)
    answers("getServiceExecutionLogs", entries)
    with pytest.raises(ExecutionFailed) as failed:
        hub(wait_for_execution, Execution("", "e"))
    assert failed.value.log == ("the end",)
    other = "00000000-0000-0000-0000-000000000000"
    with connect(sandbox.access_token, base_url=sandbox.hub_url, organization=other) as client:
        answers("getMyAccounts", [{"id": "nameless", "displayName": None, "isOrganization": True}])
        with pytest.raises(ConfigError, match="Your organizations: nameless"):
            verify(client)


def test_logs_as_the_platform_may_write_them() -> None:
    with (
        Sandbox(logs_form="object") as sandbox,
        connected(hub_client_of(sandbox), planqk_helpers.hub) as hub,
    ):
        ended = finished(hub, deploy_summing(sandbox), values=[1])
        assert [entry.message for entry in hub(get_log, evolve(ended, endpoint=""))] == ["adding 1"]
        assert [entry.message for entry in hub(get_log, ended)] == ["adding 1"]


def test_results_and_executions_show_themselves() -> None:
    result = Result({"sum": 3, "rest": "x" * 10_000}, ("a.txt", "b/c.txt"))
    execution = Execution("https://gateway.example/c/s/1.0.0", "e", "a")
    assert repr(result).startswith("Result(result={'sum': 3, 'rest': 'xxx")
    assert repr(Result({})) == "Result(result={}, files=())"
    for each in (result, execution):
        table = each._repr_html_()
        assert table.startswith(f"<table><caption>{type(each).__name__}</caption>")
    assert "b/c.txt" in result._repr_html_()
    assert "<caption>2 Result</caption>" in str(show_list_html([result, result]))
