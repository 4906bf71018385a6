"""Execute services while answers are lost, late or odd."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from planqk_helpers import (
    AmbiguousSubmission,
    Forbidden,
    InvalidInput,
    WaitTimeout,
    create_application,
    create_managed_service,
    get_result,
    publish_internally,
    run_service,
    start_execution,
    subscribe,
    wait_for_build,
    wait_for_execution,
)
from planqk_sandbox import Fault, Sandbox
from tests.support.either import OPENERS
from tests.support.recipes import QUICK, Deployed, Planqk, Platform, client_of, deploy
from tests.support.user_code import user_code

EMPTY: Any = {"data": {}, "params": {}}
PROGRAM = 'return {"echo": data, "params": params}'


@pytest.fixture
def deployed(platform: Platform) -> Deployed:
    return deploy(platform, PROGRAM, "Executed")


@pytest.fixture
def at_planqk(planqk: Planqk) -> Deployed:
    return deploy(planqk, PROGRAM, "Executed")


def test_a_start_whose_answer_is_lost_is_not_repeated(
    planqk: Planqk, at_planqk: Deployed, sandbox: Sandbox
) -> None:
    planqk(run_service, at_planqk.service, at_planqk.application, poll=QUICK)  # has its token
    before = sandbox.effects["startExecution"]
    sandbox.inject(Fault("startExecution", reset="after", times=1))
    with pytest.raises(AmbiguousSubmission, match="getSubscriptionExecutions") as caught:
        planqk(start_execution, at_planqk.service, at_planqk.application)
    assert caught.value.operation == "start_execution"
    assert sandbox.effects["startExecution"] == before + 1


def test_a_start_that_was_refused_is_repeated(
    platform: Platform, deployed: Deployed, sandbox: Sandbox
) -> None:
    operation = platform.operation("startExecution", "gateway.startExecution")
    before = sandbox.effects[operation]
    sandbox.inject(Fault(operation, status=429, headers={"Retry-After": "0"}, times=2))
    platform(run_service, deployed.service, deployed.application, **EMPTY, poll=QUICK)
    assert sandbox.effects[operation] == before + 1


@pytest.mark.parametrize("at", ["planqk", "hub"])
def test_an_expired_token_is_renewed_during_the_wait(at: str) -> None:
    with (
        Sandbox(token_seconds=0.3, run_seconds=1.0) as sandbox,
        OPENERS[at](sandbox) as platform,
    ):
        deployed = deploy(platform, PROGRAM)
        answer = platform(run_service, deployed.service, deployed.application, **EMPTY, poll=QUICK)
        assert answer.result == {"echo": {}, "params": {}}
        start = platform.operation("startExecution", "gateway.startExecution")
        assert sandbox.effects[start] == 1
        assert sandbox.received[platform.operation("getAccessToken", "getGatewayToken")] > 1


@pytest.mark.parametrize("early", [404, 204])
@pytest.mark.parametrize("at", ["planqk", "hub"])
def test_a_result_that_is_late_is_waited_for(at: str, early: int) -> None:
    with (
        Sandbox(result_delay=0.7, early_result=early) as sandbox,
        OPENERS[at](sandbox) as platform,
    ):
        deployed = deploy(platform, PROGRAM)
        execution = platform(start_execution, deployed.service, deployed.application, **EMPTY)
        execution = platform(wait_for_execution, execution, poll=QUICK)
        with pytest.raises(WaitTimeout, match="not finished in time"):
            platform(get_result, execution, timeout=0.0)
        assert platform(get_result, execution).result == {"echo": {}, "params": {}}
        looks = sandbox.received[platform.operation("getResult", "gateway.getResult")]
        # With its 204 the Hub asks to come again after a second.
        assert looks >= 3 if (at, early) != ("hub", 204) else looks == 3


def test_an_odd_time_does_not_hide_what_was_started(
    planqk: Planqk, at_planqk: Deployed, sandbox: Sandbox
) -> None:
    json = {"Content-Type": "application/json"}
    odd = '{"id": "abc", "status": "PENDING", "createdAt": "soon"}'
    sandbox.inject(Fault("startExecution", status=201, body=odd, headers=json))
    execution = planqk(start_execution, at_planqk.service, at_planqk.application)
    assert (execution.id, execution.created_at) == ("abc", None)
    for id in ('""', "5", "null", '".."', "{}"):
        body = f'{{"id": {id}, "status": "PENDING"}}'
        sandbox.inject(Fault("startExecution", status=201, body=body, headers=json))
        with pytest.raises(AmbiguousSubmission):
            planqk(start_execution, at_planqk.service, at_planqk.application)
    sandbox.inject(
        Fault("getStatus", status=200, body='{"id": 5, "status": "SUCCEEDED"}', headers=json)
    )
    assert planqk(wait_for_execution, execution).id == "abc"


@pytest.mark.parametrize("data", [{"x": "\ud800"}])
def test_text_that_cannot_be_sent_is_no_ambiguity(
    platform: Platform, sandbox: Sandbox, data: dict[str, str]
) -> None:
    before = sandbox.received.total()
    with pytest.raises(InvalidInput):
        platform(start_execution, "s", "a", data=data)
    with pytest.raises(InvalidInput, match="Nothing was sent"):
        platform(create_application, data["x"])
    assert sandbox.received.total() == before


def test_an_error_after_the_start_names_the_execution(
    platform: Platform, deployed: Deployed, sandbox: Sandbox
) -> None:
    operation = platform.operation("getResult", "gateway.getResult")
    sandbox.inject(Fault(operation, status=403, times=None))
    with pytest.raises(Forbidden) as caught:
        platform(run_service, deployed.service, deployed.application, **EMPTY, poll=QUICK)
    sandbox.heal()
    assert any("Execution('http" in note for note in caught.value.__notes__)


# --- many at once


def test_fifty_executions_at_once_on_one_client(sandbox: Sandbox) -> None:
    async def main() -> list[Any]:
        async with client_of(sandbox) as client:
            service = await create_managed_service.aio(
                client, "Many", user_code=user_code("return data['number'] * 2")
            )
            await wait_for_build.aio(client, service, poll=QUICK)
            await publish_internally.aio(client, service)
            application = await create_application.aio(client, "Many application")
            await subscribe.aio(client, application, service)
            runs = (
                run_service.aio(client, service, application, data={"number": n}) for n in range(50)
            )
            return [answer.result for answer in await asyncio.gather(*runs)]

    before = sandbox.effects
    assert asyncio.run(main()) == [2 * number for number in range(50)]
    assert sandbox.effects["startExecution"] == before["startExecution"] + 50
    assert sandbox.received["getAccessToken"] - before["getAccessToken"] < 5
