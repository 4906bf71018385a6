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
from tests.support.recipes import QUICK, Deployed, Planqk, blocking, client_of, deploy
from tests.support.user_code import user_code

PROGRAM = 'return {"echo": data, "params": params}'


@pytest.fixture
def deployed(planqk: Planqk) -> Deployed:
    return deploy(planqk, PROGRAM, "Executed")


def test_a_start_whose_answer_is_lost_is_not_repeated(
    planqk: Planqk, deployed: Deployed, sandbox: Sandbox
) -> None:
    planqk(run_service, deployed.service, deployed.application, poll=QUICK)  # has its token
    before = sandbox.effects["startExecution"]
    sandbox.inject(Fault("startExecution", reset="after", times=1))
    with pytest.raises(AmbiguousSubmission, match="getSubscriptionExecutions") as caught:
        planqk(start_execution, deployed.service, deployed.application)
    assert caught.value.operation == "start_execution"
    assert sandbox.effects["startExecution"] == before + 1


def test_a_start_that_was_refused_is_repeated(
    planqk: Planqk, deployed: Deployed, sandbox: Sandbox
) -> None:
    before = sandbox.effects["startExecution"]
    sandbox.inject(Fault("startExecution", status=429, headers={"Retry-After": "0"}, times=2))
    planqk(run_service, deployed.service, deployed.application, poll=QUICK)
    assert sandbox.effects["startExecution"] == before + 1


def test_an_expired_token_is_renewed_during_the_wait() -> None:
    with (
        Sandbox(token_seconds=0.3, run_seconds=1.0) as sandbox,
        client_of(sandbox) as client,
    ):
        planqk = blocking(client)
        deployed = deploy(planqk, PROGRAM)
        answer = planqk(run_service, deployed.service, deployed.application, poll=QUICK)
        assert answer.result == {"echo": {}, "params": {}}
        assert sandbox.effects["startExecution"] == 1
        assert sandbox.received["getAccessToken"] > 1


def test_a_result_that_is_late_is_waited_for() -> None:
    with Sandbox(result_delay=0.7) as sandbox, client_of(sandbox) as client:
        planqk = blocking(client)
        deployed = deploy(planqk, PROGRAM)
        execution = planqk(start_execution, deployed.service, deployed.application)
        execution = planqk(wait_for_execution, execution, poll=QUICK)
        with pytest.raises(WaitTimeout, match="not finished in time"):
            planqk(get_result, execution, timeout=0.0)
        assert planqk(get_result, execution).result == {"echo": {}, "params": {}}
        assert sandbox.received["getResult"] >= 3


def test_an_odd_time_does_not_hide_what_was_started(
    planqk: Planqk, deployed: Deployed, sandbox: Sandbox
) -> None:
    json = {"Content-Type": "application/json"}
    odd = '{"id": "abc", "status": "PENDING", "createdAt": "soon"}'
    sandbox.inject(Fault("startExecution", status=201, body=odd, headers=json))
    execution = planqk(start_execution, deployed.service, deployed.application)
    assert (execution.id, execution.created_at) == ("abc", None)
    for id in ('""', "5", "null", '".."', "{}"):
        body = f'{{"id": {id}, "status": "PENDING"}}'
        sandbox.inject(Fault("startExecution", status=201, body=body, headers=json))
        with pytest.raises(AmbiguousSubmission):
            planqk(start_execution, deployed.service, deployed.application)
    sandbox.inject(
        Fault("getStatus", status=200, body='{"id": 5, "status": "SUCCEEDED"}', headers=json)
    )
    assert planqk(wait_for_execution, execution).id == "abc"


@pytest.mark.parametrize("data", [{"x": "\ud800"}])
def test_text_that_cannot_be_sent_is_no_ambiguity(
    planqk: Planqk, sandbox: Sandbox, data: dict[str, str]
) -> None:
    before = sandbox.received.total()
    with pytest.raises(InvalidInput):
        planqk(start_execution, "s", "a", data=data)
    with pytest.raises(InvalidInput, match="Nothing was sent"):
        planqk(create_application, data["x"])
    assert sandbox.received.total() == before


def test_an_error_after_the_start_names_the_execution(
    planqk: Planqk, deployed: Deployed, sandbox: Sandbox
) -> None:
    sandbox.inject(Fault("getResult", status=403, times=None))
    with pytest.raises(Forbidden) as caught:
        planqk(run_service, deployed.service, deployed.application, poll=QUICK)
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
