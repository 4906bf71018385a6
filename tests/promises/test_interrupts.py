"""Ctrl-C and cancellation: at once, with the execution named and the way to go on."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import re
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator

import pytest

from planqk_helpers import cancel_execution, connect, run_service
from planqk_helpers.planqk.handles import Execution
from planqk_sandbox import Sandbox
from tests.support.recipes import QUICK, Deployed, Planqk, blocking, deploy
from tests.support.tried import Tried

MOMENTS = int(os.environ.get("PLANQK_SOAK_INTERRUPTS", "12"))
SLEEPING = "time.sleep(300)"

RUN = """
import os, signal, sys, time
from planqk_helpers import connect, run_service

service, application, cancel = sys.argv[1:]
with connect() as client:
    print("ready", flush=True)
    run_service(
        client, service, application, cancel_on_interrupt=cancel == "cancel",
        on_update=lambda execution: print(execution.id, execution.status, flush=True),
    )
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(max_runs=200) as sandbox:
        yield sandbox


@pytest.fixture
def planqk(sandbox: Sandbox) -> Iterator[Planqk]:
    with connect(sandbox.access_token, base_url=sandbox.base_url) as client:
        yield blocking(client)


@pytest.fixture
def deployed(planqk: Planqk) -> Deployed:
    return deploy(planqk, SLEEPING, "Sleeping")


def started(sandbox: Sandbox, deployed: Deployed, *arguments: str) -> subprocess.Popen[str]:
    ids = deployed.service.id, deployed.application.id
    process = subprocess.Popen(
        [sys.executable, "-X", "dev", "-c", RUN, *ids, *(arguments or ("go on",))],
        env={
            "PLANQK_BASE_URL": sandbox.base_url,
            "PLANQK_PERSONAL_ACCESS_TOKEN": sandbox.access_token,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def interrupted(process: subprocess.Popen[str]) -> tuple[str, str]:
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGINT, err
    assert "KeyboardInterrupt" in err
    # What opens a socket forgets it where the interrupt comes before it is kept: at most this one.
    unclosed = re.findall("ResourceWarning: unclosed (.*)", err)
    assert not unclosed or (len(unclosed) == 1 and "socket" in unclosed[0]), err
    return out, err


def test_at_any_moment(sandbox: Sandbox, deployed: Deployed, tried: Tried) -> None:
    """Before the start, during it, between two looks: a started execution is always named."""
    chance = random.Random(7)
    named = 0
    for number in range(MOMENTS):
        before = sandbox.effects["startExecution"]
        process = started(sandbox, deployed)
        time.sleep(chance.uniform(0, 0.12) if number % 4 else 0.5)
        out, err = interrupted(process)
        happened = sandbox.effects["startExecution"] - before
        assert happened in (0, 1)
        if out.strip():
            id = out.split()[0]
            assert f"Execution('{sandbox.gateway_url}" in err
            assert id in err.split("KeyboardInterrupt")[-1]
            assert "nothing was cancelled" in err or "goes on" in err
            named += 1
        elif happened:
            assert "getSubscriptionExecutions" in err or "Interrupted" in err
    assert named >= MOMENTS // 4
    tried(MOMENTS, "interrupts")
    tried(named, "after the start was known")


def test_cancel_on_interrupt_cancels_once(sandbox: Sandbox, deployed: Deployed) -> None:
    before = sandbox.received["cancelExecution"]
    process = started(sandbox, deployed, "cancel")
    assert process.stdout
    id = process.stdout.readline().split()[0]
    while "RUNNING" not in process.stdout.readline():
        pass
    _, err = interrupted(process)
    assert sandbox.received["cancelExecution"] == before + 1
    assert sandbox.effects["cancelExecution"] >= 1
    assert f"Execution {id} was cancelled; it is CANCELLED" in err
    assert "nothing was cancelled" not in err


@pytest.mark.parametrize("cancel", [False, True])
def test_a_cancelled_task(sandbox: Sandbox, deployed: Deployed, cancel: bool) -> None:
    seen: list[Execution] = []

    async def main() -> asyncio.CancelledError:
        async with connect(sandbox.access_token, base_url=sandbox.base_url) as client:
            task = asyncio.create_task(
                run_service.aio(
                    client,
                    deployed.service,
                    deployed.application,
                    poll=QUICK,
                    on_update=seen.append,
                    cancel_on_interrupt=cancel,
                )
            )
            while not any(execution.status == "RUNNING" for execution in seen):
                await asyncio.sleep(0.01)
            task.cancel()
            try:
                await task
            except asyncio.CancelledError as error:
                return error
        raise AssertionError("not cancelled")

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        error = asyncio.run(main())
        gc.collect()
    (note,) = error.__notes__
    assert seen[-1].id in note
    assert ("was cancelled; it is CANCELLED" in note) == cancel
    assert ("nothing was cancelled" in note) != cancel
    if not cancel:
        with connect(sandbox.access_token, base_url=sandbox.base_url) as client:
            assert cancel_execution(client, seen[-1]).status == "CANCELLED"
