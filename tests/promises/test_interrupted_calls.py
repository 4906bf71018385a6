"""An interrupt or a cancellation in the middle of a call leaves a usable client, and tells."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
import traceback
from typing import Any

import anyio
import pytest

from planqk_helpers import PlanqkError, create_managed_service
from planqk_helpers.engine.calls import call_once
from planqk_helpers.engine.flow import drive, drive_async
from planqk_sandbox import Sandbox
from planqk_sandbox.command import environment_for
from tests.support.either import OPENERS, PACKAGES
from tests.support.listener import listening
from tests.support.operations import GET_SERVICE, GET_SERVICES
from tests.support.recipes import QUICK, Deployed, Platform, deploy
from tests.support.tried import Tried
from tests.support.user_code import user_code

INTERRUPTED = """
import importlib, random, sys
package = importlib.import_module(sys.argv[3])
connect, get_service = package.connect, package.get_service

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


places = pytest.mark.parametrize("place", OPENERS)


@places
def test_an_interrupt_at_any_line_leaves_a_usable_client(
    place: str, sandbox: Sandbox, tried: Tried
) -> None:
    with OPENERS[place](sandbox) as platform:
        service = platform(create_managed_service, "Interrupted", user_code=user_code("return 1"))
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, service.id, "100", platform.package.__name__],
        env=environment_for(sandbox),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 60
    tried(int(done.stdout), "interrupts at a line of the HTTP stack")


@pytest.mark.parametrize("raw", [False, True])
@places
def test_a_cancelled_request_shows_no_token(place: str, raw: bool) -> None:
    """Frames of the HTTP stack hold the request's headers."""
    connect, get_services = PACKAGES[place].connect, GET_SERVICES[place]

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
        for pause in range(0, 60, 2):
            error = asyncio.run(main(f"http://127.0.0.1:{port}", pause))
            formatted = traceback.TracebackException.from_exception(error, capture_locals=True)
            shown = "".join(formatted.format())
            assert "CancelledError" in shown
            assert "canary" not in shown


@places
def test_the_error_that_is_being_handled_keeps_its_traceback(place: str) -> None:
    get_service = GET_SERVICE[place]
    with PACKAGES[place].connect("k", base_url="http://127.0.0.1:9", timeout=1) as client:
        try:
            int("x")
        except ValueError as error:
            with pytest.raises(PlanqkError):
                drive(call_once(get_service, "x", client=client))
            assert error.__traceback__ is not None


@places
def test_a_cancel_scope_cancels_the_execution_too(
    place: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def main(platform: Platform, deployed: Deployed, url: str) -> str:
        package = platform.package
        async with package.connect(sandbox.access_token, base_url=url) as client:
            seen: list[Any] = []
            with anyio.CancelScope() as scope:

                def update(execution: Any) -> None:
                    seen.append(execution)
                    if execution.status == "RUNNING":
                        scope.cancel()

                await package.run_service.aio(
                    client,
                    deployed.service,
                    deployed.application,
                    poll=QUICK,
                    on_update=update,
                    cancel_on_interrupt=True,
                )
            return str(seen[-1].id)

    with Sandbox() as sandbox, OPENERS[place](sandbox) as platform:
        deployed = deploy(platform, SLEEP)
        url = sandbox.hub_url if platform.is_hub else sandbox.base_url
        execution = asyncio.run(main(platform, deployed, url))
        cancel = platform.operation("cancelExecution", "gateway.cancelExecution")
        assert sandbox.effects[cancel] == 1
    assert f"Execution {execution} was cancelled" in caplog.text


SLEEP = "time.sleep(300)"


GATHERED = """
import asyncio, importlib, sys
package = importlib.import_module(sys.argv.pop())
connect, run_service = package.connect, package.run_service

async def main():
    async with connect() as client:
        def show(execution):
            print(execution.id, execution.status, flush=True)
        await asyncio.gather(*(
            run_service.aio(client, *sys.argv[1:], on_update=show) for _ in range(10)
        ))

asyncio.run(main())
"""


@places
def test_every_execution_of_many_is_named_on_an_interrupt(place: str) -> None:
    with Sandbox(max_runs=10) as sandbox:
        with OPENERS[place](sandbox) as platform:
            deployed = deploy(platform, SLEEP)
        ids = deployed.service.id, deployed.application.id
        process = subprocess.Popen(
            [sys.executable, "-c", GATHERED, *ids, platform.package.__name__],
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
