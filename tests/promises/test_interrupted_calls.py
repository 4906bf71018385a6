"""An interrupt or a cancellation in the middle of a call leaves a usable client, and tells."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
import traceback

import anyio
import pytest
from planqk_platform.api.service_platform_services import get_service, get_services

from planqk_helpers import (
    Execution,
    PlanqkError,
    connect,
    create_managed_service,
    run_service,
)
from planqk_helpers.engine.calls import call_once
from planqk_helpers.engine.flow import drive, drive_async
from planqk_sandbox import Sandbox
from planqk_sandbox.command import environment_for
from tests.support.listener import listening
from tests.support.recipes import QUICK, blocking, deploy
from tests.support.tried import Tried
from tests.support.user_code import user_code

INTERRUPTED = """
import random, sys
from planqk_helpers import connect, get_service

ENGINE = [f"planqk_helpers/engine/{name}" for name in ("http", "answers", "sockets", "bodies")]
WATCHED = ["httpx2", "httpcore2", "h11", "threading", *ENGINE]
lines = 0

def tracer(at):
    def trace(frame, event, _):
        global lines
        if not any(name in frame.f_code.co_filename for name in WATCHED):
            return None
        if event == "line":
            lines += 1
            if lines == at:
                raise KeyboardInterrupt
        return trace
    return trace

def traced(at):
    global lines
    lines = 0
    sys.settrace(tracer(at))
    try:
        get_service(client, sys.argv[1])
    finally:
        sys.settrace(None)

interrupts = 0
with connect(timeout=5, max_requests=2) as client:
    get_service(client, sys.argv[1])
    traced(0)
    total = lines
    chance = random.Random(11)
    for at in chance.sample(range(1, total), min(int(sys.argv[2]), total - 1)):
        try:
            traced(at)
        except KeyboardInterrupt:
            interrupts += 1
        assert get_service(client, sys.argv[1]).id == sys.argv[1]
print(interrupts)
"""


def test_an_interrupt_at_any_line_leaves_a_usable_client(sandbox: Sandbox, tried: Tried) -> None:
    with connect(sandbox.access_token, base_url=sandbox.base_url) as client:
        service = create_managed_service(client, "Interrupted", user_code=user_code("return 1"))
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, service.id, "150"],
        env=environment_for(sandbox),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100
    tried(int(done.stdout), "interrupts at a line of the HTTP stack")


@pytest.mark.parametrize("raw", [False, True])
def test_a_cancelled_request_shows_no_token(raw: bool) -> None:
    """Frames of the HTTP stack hold the request's headers."""

    def answer(connection: socket.socket, number: int) -> None:
        connection.recv(100)
        time.sleep(0.3)

    async def main(url: str, pause: float) -> BaseException:
        async with connect("plqk_canary", base_url=url) as client:
            flow = call_once(get_services, client=client)
            coroutine = get_services.asyncio(client=client) if raw else drive_async(flow)
            task = asyncio.create_task(coroutine)
            for _ in range(int(pause)):
                await asyncio.sleep(0)
            task.cancel()
            try:
                await task
            except asyncio.CancelledError as error:
                return error
        raise AssertionError("not cancelled")

    with listening(answer) as (port, _):
        for pause in range(60):
            error = asyncio.run(main(f"http://127.0.0.1:{port}", pause))
            formatted = traceback.TracebackException.from_exception(error, capture_locals=True)
            shown = "".join(formatted.format())
            assert "CancelledError" in shown
            assert "canary" not in shown


def test_the_error_that_is_being_handled_keeps_its_traceback() -> None:
    with connect("k", base_url="http://127.0.0.1:9", timeout=1) as client:
        try:
            int("x")
        except ValueError as error:
            with pytest.raises(PlanqkError):
                drive(call_once(get_service, "x", client=client))
            assert error.__traceback__ is not None


def test_a_cancel_scope_cancels_the_execution_too(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> str:
        async with connect(sandbox.access_token, base_url=sandbox.base_url) as client:
            seen: list[Execution] = []
            with anyio.CancelScope() as scope:

                def update(execution: Execution) -> None:
                    seen.append(execution)
                    if execution.status == "RUNNING":
                        scope.cancel()

                await run_service.aio(
                    client,
                    deployed.service,
                    deployed.application,
                    poll=QUICK,
                    on_update=update,
                    cancel_on_interrupt=True,
                )
            return seen[-1].id

    with Sandbox() as sandbox, connect(sandbox.access_token, base_url=sandbox.base_url) as client:
        deployed = deploy(blocking(client), SLEEP)
        execution = asyncio.run(main())
        assert sandbox.effects["cancelExecution"] == 1
    assert f"Execution {execution} was cancelled" in caplog.text


SLEEP = "time.sleep(300)"


GATHERED = """
import asyncio, sys
from planqk_helpers import connect, run_service

async def main():
    async with connect() as client:
        def show(execution):
            print(execution.id, execution.status, flush=True)
        await asyncio.gather(*(
            run_service.aio(client, *sys.argv[1:], on_update=show) for _ in range(10)
        ))

asyncio.run(main())
"""


def test_every_execution_of_many_is_named_on_an_interrupt() -> None:
    with Sandbox(max_runs=10) as sandbox:
        with connect(sandbox.access_token, base_url=sandbox.base_url) as client:
            deployed = deploy(blocking(client), SLEEP)
        process = subprocess.Popen(
            [sys.executable, "-c", GATHERED, deployed.service.id, deployed.application.id],
            env=environment_for(sandbox),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        running: set[str] = set()
        while len(running) < 10:
            id, status = process.stdout.readline().split()
            running |= {id} if status == "RUNNING" else set()
        process.send_signal(2)
        _, shown = process.communicate(timeout=30)
    assert "KeyboardInterrupt" in shown
    assert [id for id in running if f"{id!r}" not in shown] == []
