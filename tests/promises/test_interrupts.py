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
from typing import Any

import pytest
from attrs import frozen

from planqk_helpers import cancel_execution
from planqk_sandbox import Sandbox
from planqk_sandbox.command import environment_for
from tests.support.either import OPENERS
from tests.support.recipes import QUICK, Deployed, Platform, deploy
from tests.support.tried import Tried

MOMENTS = int(os.environ.get("PLANQK_SOAK_INTERRUPTS", "10"))
SLEEPING = "time.sleep(300)"

RUN = """
import os, signal, sys, time
from {package} import connect, run_service

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


@frozen
class Sleeping:
    """A service whose executions sleep, at one of the platforms."""

    sandbox: Sandbox
    platform: Platform
    deployed: Deployed

    @property
    def ids(self) -> tuple[str, str]:
        return self.deployed.service.id, self.deployed.application.id

    def connect(self) -> Any:
        url = self.sandbox.hub_url if self.platform.is_hub else self.sandbox.base_url
        return self.platform.package.connect(self.sandbox.access_token, base_url=url)


@pytest.fixture(params=OPENERS)
def sleeping(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[Sleeping]:
    with OPENERS[request.param](sandbox) as platform:
        yield Sleeping(sandbox, platform, deploy(platform, SLEEPING, "Sleeping"))


def started(sleeping: Sleeping, *arguments: str) -> subprocess.Popen[str]:
    program = RUN.format(package=sleeping.platform.package.__name__)
    process = subprocess.Popen(
        [sys.executable, "-X", "dev", "-c", program, *sleeping.ids, *(arguments or ("go on",))],
        env=environment_for(sleeping.sandbox),
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


def test_at_any_moment(sandbox: Sandbox, sleeping: Sleeping, tried: Tried) -> None:
    """Before the start, during it, between two looks: a started execution is always named."""
    start = sleeping.platform.operation("startExecution", "gateway.startExecution")
    lookup = "list_executions" if sleeping.platform.is_hub else "getSubscriptionExecutions"
    gateway = sandbox.hub_gateway_url if sleeping.platform.is_hub else sandbox.gateway_url
    chance = random.Random(7)
    named = 0
    for number in range(MOMENTS):
        before = sandbox.effects[start]
        process = started(sleeping)
        time.sleep(chance.uniform(0, 0.12) if number % 4 else 0.5)
        out, err = interrupted(process)
        happened = sandbox.effects[start] - before
        assert happened in (0, 1)
        if out.strip():
            id = out.split()[0]
            assert f"Execution('{gateway}" in err
            assert id in err.split("KeyboardInterrupt")[-1]
            assert "nothing was cancelled" in err or "goes on" in err
            named += 1
        elif happened:
            assert lookup in err or "Interrupted" in err
    assert named >= MOMENTS // 4
    tried(MOMENTS, "interrupts")
    tried(named, "after the start was known")


def test_cancel_on_interrupt_cancels_once(sandbox: Sandbox, sleeping: Sleeping) -> None:
    cancel = sleeping.platform.operation("cancelExecution", "gateway.cancelExecution")
    before = sandbox.received[cancel]
    process = started(sleeping, "cancel")
    assert process.stdout
    id = process.stdout.readline().split()[0]
    while "RUNNING" not in process.stdout.readline():
        pass
    _, err = interrupted(process)
    assert sandbox.received[cancel] == before + 1
    assert sandbox.effects[cancel] >= 1
    assert f"Execution {id} was cancelled; it is CANCELLED" in err
    assert "nothing was cancelled" not in err


@pytest.mark.parametrize("cancel", [False, True])
def test_a_cancelled_task(sleeping: Sleeping, cancel: bool) -> None:
    seen: list[Any] = []

    async def main() -> asyncio.CancelledError:
        async with sleeping.connect() as client:
            task = asyncio.create_task(
                sleeping.platform.package.run_service.aio(
                    client,
                    *sleeping.ids,
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
        assert sleeping.platform(cancel_execution, seen[-1]).status == "CANCELLED"
