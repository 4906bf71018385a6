"""Many executions on the sandbox, on both platforms, blocking and with asyncio."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from planqk_helpers import (
    ConfigError,
    Execution,
    Forbidden,
    InvalidInput,
    NotAllSucceeded,
    Outcome,
    Progress,
    connect,
    create_application,
    iter_many,
    plan_many,
    run_many,
)
from planqk_helpers.planqk.executions import start_at
from planqk_sandbox import Fault, Sandbox
from tests.support.recipes import Deployed, Platform, blocking, client_of, connected, deploy

BODY = """
    import time
    time.sleep((params or {}).get("seconds", 0))
    if data["number"] == 13:
        raise ValueError("unlucky")
    return {"doubled": 2 * data["number"]}
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One whose requests are counted."""
    with Sandbox(max_runs=8) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def deployed(sandbox: Sandbox) -> Deployed:
    with client_of(sandbox) as client:
        return deploy(blocking(client), BODY, "Many")


def numbers(count: int, first: int = 0, **params: Any) -> list[dict[str, Any]]:
    return [{"data": {"number": first + n}, "params": params} for n in range(count)]


def test_many_get_their_own_results(platform: Platform, deployed: Deployed) -> None:
    outcomes = platform(run_many, *deployed.ids, numbers(10), at_a_time=4)
    assert [each.result for each in outcomes.results()] == [{"doubled": 2 * n} for n in range(10)]
    assert {each.execution.status for each in outcomes if each.execution} == {"SUCCEEDED"}
    assert len({each.execution.id for each in outcomes if each.execution}) == 10


def test_one_that_fails_is_an_outcome(platform: Platform, deployed: Deployed) -> None:
    outcomes = platform(run_many, *deployed.ids, numbers(3, first=12))
    assert [each.state for each in outcomes] == ["succeeded", "failed", "succeeded"]
    assert outcomes[1].execution
    assert outcomes[1].execution.status == "FAILED"
    with pytest.raises(NotAllSucceeded, match=r"ValueError: unlucky"):
        outcomes.results()


def test_the_list_of_executions_replaces_single_looks(
    platform: Platform, deployed: Deployed, sandbox: Sandbox
) -> None:
    before = dict(sandbox.received)
    platform(run_many, *deployed.ids, numbers(6, seconds=1.5))
    sent = {name: count - before.get(name, 0) for name, count in sandbox.received.items()}
    start, look, result = (
        platform.operation(name, f"gateway.{name}")
        for name in ("startExecution", "getStatus", "getResult")
    )
    assert sent[start] == sent[result] == 6
    assert sent.get(look, 0) <= 3
    lists = platform.operation("getSubscriptionExecutions", "getServiceExecutions")
    assert 1 <= sent[lists] <= 15


def test_it_yields_each_as_it_ends(sandbox: Sandbox, deployed: Deployed) -> None:
    with client_of(sandbox) as client:
        given = ({"data": {"number": n}} for n in range(10**9))
        seen: list[Outcome[Any, Any]] = []
        with iter_many(client, *deployed.ids, given) as outcomes:
            for outcome in outcomes:
                seen.append(outcome)
                if len(seen) == 12:
                    break
        assert len({each.key for each in seen}) == 12
        # The client can still be used, and so can another loop.
        assert len(run_many(client, *deployed.ids, numbers(2))) == 2


@pytest.mark.usefixtures("unwarned")
def test_it_works_in_a_running_loop_and_beside_asyncio(
    sandbox: Sandbox, deployed: Deployed
) -> None:
    async def main() -> None:
        with client_of(sandbox) as client:
            with pytest.warns(RuntimeWarning, match="blocks the running event loop"):
                outcomes = run_many(client, *deployed.ids, numbers(3))
            assert len(outcomes.results()) == 3
            async with client:
                ids = (client, *deployed.ids)
                assert len((await run_many.aio(*ids, numbers(3))).results()) == 3
                many = iter_many.aio(*ids, numbers(3))
                assert sorted([each.key async for each in many]) == [0, 1, 2]

    asyncio.run(main())


def test_two_threads_run_many_on_one_client(sandbox: Sandbox, deployed: Deployed) -> None:
    counts: list[int] = []
    with client_of(sandbox) as client:

        def work() -> None:
            outcomes = run_many(client, *deployed.ids, numbers(5))
            counts.append(len(outcomes.results()))

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert counts == [5, 5]


def test_what_concerns_all_is_raised(platform: Platform, deployed: Deployed) -> None:
    stranger = platform(create_application, "Stranger").id
    with pytest.raises(Forbidden, match="not subscribed"):
        platform(run_many, deployed.service.id, stranger, numbers(3))


@pytest.mark.parametrize("fault", [{"reset": "after"}, {"status": 429, "late": True}], ids=str)
def test_a_lost_answer_is_looked_up_or_unsure(
    platform: Platform, deployed: Deployed, sandbox: Sandbox, fault: Any
) -> None:
    start = platform.operation("startExecution", "gateway.startExecution")
    before = sandbox.effects[start]
    sandbox.inject(Fault(start, **fault))
    outcomes = platform(run_many, *deployed.ids, numbers(3))
    unsure = [each for each in outcomes if each.state == "unsure"]
    assert len(unsure) == (0 if platform.is_hub else 1)
    assert all("getSubscriptionExecutions" in str(each.error) for each in unsure)
    assert sandbox.effects[start] - before == 3


def refuse(platform: Platform, deployed: Deployed, sandbox: Sandbox, wrong: Any) -> None:
    before = sandbox.effects
    with pytest.raises(InvalidInput, match=r"^inputs\[1\]"):
        platform(run_many, *deployed.ids, [*numbers(1), wrong])
    assert sandbox.effects == before


@pytest.mark.parametrize("wrong", [5, "data", [1]])
def test_what_is_no_input_is_refused_before_anything_starts(
    platform: Platform, deployed: Deployed, sandbox: Sandbox, wrong: Any
) -> None:
    refuse(platform, deployed, sandbox, wrong)


@pytest.mark.parametrize("wrong", [{"dat": {}}, {"data": [1]}, {"data": "x"}])
def test_planqk_takes_objects_called_data_and_params(
    planqk: Platform, deployed: Deployed, sandbox: Sandbox, wrong: Any
) -> None:
    refuse(planqk, deployed, sandbox, wrong)


def test_an_input_that_cannot_be_sent_fails_alone(platform: Platform, deployed: Deployed) -> None:
    given = [{"data": {"number": float("nan")}}, *numbers(1)]
    outcomes = platform(run_many, *deployed.ids, given)
    assert [each.state for each in outcomes] == ["failed", "succeeded"]
    assert isinstance(outcomes[0].error, InvalidInput)


def test_a_closed_client_is_refused(sandbox: Sandbox, deployed: Deployed) -> None:
    with client_of(sandbox) as client:
        pass
    with pytest.raises(ConfigError, match="has been closed"):
        run_many(client, *deployed.ids, numbers(1))


@contextmanager
def deaf_server() -> Iterator[str]:
    """Give an address where nobody takes a connection, nor refuses one."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


WAITS: dict[str, tuple[Fault | None, int]] = {
    "for a token": (Fault("getAccessToken", delay=9), 0),
    "because it was asked to": (
        Fault("startExecution", status=429, headers={"Retry-After": "50"}),
        0,
    ),
    "for its turn": (Fault("startExecution", delay=9), 2),
    "for a connection": (None, 0),
}


@pytest.mark.parametrize("way", ["blocking", "asyncio"])
@pytest.mark.parametrize("wait", WAITS)
def test_a_start_that_waits_when_the_run_is_left_is_neither_sent_nor_unsure(
    sandbox: Sandbox, deployed: Deployed, tmp_path: Path, wait: str, way: str
) -> None:
    given, journal = numbers(6, seconds=0.1), tmp_path / "journal"
    fault, sent = WAITS[wait]
    client = connect(sandbox.access_token, base_url=sandbox.base_url, max_requests=2)

    def leave(_: Progress) -> None:
        if time.monotonic() > until:
            raise LookupError("the caller's own")

    def start_elsewhere(client: Any, endpoint: str, application: str, body: Any) -> Any:
        elsewhere = address + urlsplit(endpoint).path
        client.wiring.name_gateways(elsewhere)
        return start_at(client, elsewhere, application, body)

    with pytest.MonkeyPatch.context() as patch, deaf_server() as address:
        for _ in given:
            if fault:
                sandbox.inject(fault)
            else:
                patch.setattr("planqk_helpers.planqk.many.start_at", start_elsewhere)
        before, until = sandbox.received["startExecution"], time.monotonic() + 1.0
        with connected(client, way=way) as platform, pytest.raises(LookupError) as caught:
            platform(run_many, *deployed.ids, given, journal=journal, on_progress=leave)
    received = sandbox.received["startExecution"] - before
    sandbox.heal()
    [*notes] = getattr(caught.value, "__notes__", ())
    assert [note.startswith("2 starts were not answered") for note in notes] == [True] * bool(sent)
    with client_of(sandbox) as again:
        plan = plan_many(again, *deployed.ids, given, journal=journal)
    assert (len(plan.unsure), len(plan.to_start)) == (sent, len(given) - sent)
    time.sleep(0.5)
    assert sandbox.received["startExecution"] - before == received
    assert received == sent or "asked" in wait


INTERRUPTED = """
import sys
from planqk_helpers import connect, run_many
inputs = [{"data": {"number": n}, "params": {"seconds": 20}} for n in range(50)]
with connect() as client:
    print("ready", flush=True)
    run_many(client, sys.argv[1], sys.argv[2], inputs, at_a_time=3, cancel_on_interrupt=True)
"""


def test_ctrl_c_names_every_execution_and_cancels_on_request(
    sandbox: Sandbox, deployed: Deployed
) -> None:
    before = sandbox.effects["startExecution"]
    ids = [deployed.service.id, deployed.application.id]
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, *ids],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={
            "PLANQK_BASE_URL": sandbox.base_url,
            "PLANQK_PERSONAL_ACCESS_TOKEN": sandbox.access_token,
        },
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        while sandbox.effects["startExecution"] < before + 3:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    finally:
        process.kill()
    assert "KeyboardInterrupt" in said
    assert "3 executions were cancelled" in said
    assert said.count(Execution.__name__ + "(") >= 3
    assert sandbox.effects["startExecution"] == before + 3
    assert sandbox.effects["cancelExecution"] >= 3
