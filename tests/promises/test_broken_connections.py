"""Connections that break, are interrupted, or are used where they do not belong."""

from __future__ import annotations

import asyncio
import io
import socket
import ssl
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import anyio
import pytest
import trustme
from planqk_platform.api.service_platform_services import get_service, get_services

from planqk_helpers import (
    AmbiguousSubmission,
    ConfigError,
    ConnectionFailed,
    Execution,
    PlanqkError,
    connect,
    create_application,
    create_managed_service,
    find_service,
    run_service,
    wait_for_execution,
)
from planqk_helpers.engine.calls import call_once
from planqk_helpers.engine.flow import drive, drive_async
from planqk_sandbox import Sandbox
from planqk_sandbox.command import environment_for

from ..conftest import QUICK, Planqk, Tried, deploy, user_code

JSON = "Content-Type: application/json\r\n"
both_ways = pytest.mark.parametrize("way", ["blocking", "asyncio"])


# --- TLS


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[trustme.CA]:
    authority = trustme.CA()
    bundle = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(bundle))
        yield authority


@contextmanager
def serving(answer: Any, context: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[int]]]:
    """A server that lets ``answer(connection, number)`` answer, under TLS with ``context``.

    Gives its port, and a list that grows with each connection.
    """
    connections: list[int] = []
    listener = socket.create_server(("127.0.0.1", 0))
    closing = threading.Event()

    def one(connection: socket.socket, number: int) -> None:
        with connection, suppress(OSError):
            if context is None:
                answer(connection, number)
                return
            with context.wrap_socket(connection, server_side=True) as wrapped:
                answer(wrapped, number)

    def serve() -> None:
        while not closing.is_set():
            with suppress(OSError):
                connection, _ = listener.accept()
                connections.append(len(connections))
                threading.Thread(target=one, args=(connection, connections[-1])).start()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1], connections
    finally:
        closing.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def tls(authority: trustme.CA, host: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = ssl.TLSVersion.TLSv1_2  # there records tell what they hold
    authority.issue_cert(host).configure_cert(context)
    return context


def http(body: str, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\n{JSON}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def perform(way: str, client: Any, recipe: Any, *args: Any, **kwargs: Any) -> Any:
    async def awaiting() -> Any:
        async with client:
            return await recipe.aio(client, *args, **kwargs)

    if way == "asyncio":
        return asyncio.run(awaiting())
    with client:
        return recipe(client, *args, **kwargs)


@contextmanager
def corrupting(upstream: int, first: int) -> Iterator[int]:
    """Pass everything on, but spoil what the server sends after the handshake.

    On the first connections only, ``first`` of them.
    """

    def forward(client: socket.socket, number: int) -> None:
        with socket.create_connection(("127.0.0.1", upstream)) as server:
            there = threading.Thread(target=pump, args=(client, server))
            there.start()
            pump(server, client, spoil=number < first)
            there.join()

    with serving(forward) as (port, _):
        yield port


def pump(source: socket.socket, target: socket.socket, *, spoil: bool = False) -> None:
    """Copy until the end; spoil records that hold application data."""
    with suppress(OSError):
        while piece := bytearray(source.recv(65536)):
            if spoil and piece[0] == 23:
                piece[-1] ^= 0xFF
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@both_ways
def test_a_corrupted_answer_to_a_creation_is_ambiguous(authority: trustme.CA, way: str) -> None:
    created = []

    def answer(connection: Any, number: int) -> None:
        connection.recv(65536)
        created.append(number)
        connection.sendall(http('{"id": "a", "name": "n"}', "201 Created"))

    with serving(answer, tls(authority)) as (port, _), corrupting(port, 99) as spoiled:
        client = connect("k", base_url=f"https://127.0.0.1:{spoiled}", timeout=5)
        with pytest.raises(AmbiguousSubmission, match="find_application"):
            perform(way, client, create_application, "n")
    assert len(created) == 1


@both_ways
def test_a_corrupted_answer_does_not_end_a_wait(authority: trustme.CA, way: str) -> None:
    def answer(connection: Any, number: int) -> None:
        while request := connection.recv(65536):
            token = b"/access-token" in request
            connection.sendall(http('{"token": "t", "id": "e", "status": "SUCCEEDED"}'))
            assert token or b"GET" in request

    with serving(answer, tls(authority)) as (port, _), corrupting(port, 2) as spoiled:
        url = f"https://127.0.0.1:{spoiled}"
        execution = Execution(f"{url}/gateway/c/s/1.0.0", "e", "a")
        client = connect("k", base_url=url, timeout=5)
        done = perform(way, client, wait_for_execution, execution, poll=QUICK)
    assert done.status == "SUCCEEDED"


@both_ways
@pytest.mark.parametrize("wrong", ["host", "authority", "plain http"])
def test_a_server_that_cannot_be_trusted_is_tried_once(
    authority: trustme.CA, way: str, wrong: str
) -> None:
    def answer(connection: Any, number: int) -> None:
        connection.recv(65536)
        connection.sendall(http("[]"))

    context = {
        "host": tls(authority, "other.example"),
        "authority": tls(trustme.CA()),
        "plain http": None,
    }[wrong]
    with serving(answer, context) as (port, connections):
        client = connect("k", base_url=f"https://127.0.0.1:{port}", timeout=5)
        with pytest.raises(ConnectionFailed) as caught:
            perform(way, client, find_service, "n")
        assert not caught.value.sent
        assert len(connections) == 1


# --- uploads


class Changing(io.BytesIO):
    """A file that gets shorter, or cannot be read any more, once its size is known."""

    def __init__(self, content: bytes, error: Exception | None) -> None:
        super().__init__(content)
        self.error = error

    def read(self, size: int | None = -1) -> bytes:
        if size and size > 1000 and self.tell() > 0:
            if self.error:
                raise self.error
            return b""
        return super().read(size)


@both_ways
@pytest.mark.parametrize("error", [None, OSError("the disk is gone"), ValueError("closed")])
def test_a_file_that_changes_during_its_upload_is_ambiguous(
    sandbox: Sandbox, way: str, error: Exception | None
) -> None:
    code = Changing(user_code("return 1", padding=bytes(500_000)).read(), error)
    client = connect(sandbox.access_token, base_url=sandbox.base_url)
    before = sandbox.effects["createManagedService"]
    with pytest.raises(AmbiguousSubmission, match="find_service"):
        perform(way, client, create_managed_service, "Changing", user_code=code)
    assert sandbox.effects["createManagedService"] == before


# --- where a client does not belong


@both_ways
def test_a_closed_client_says_so(sandbox: Sandbox, way: str) -> None:
    client = connect(sandbox.access_token, base_url=sandbox.base_url)
    perform(way, client, create_application, "Closed")
    with pytest.raises(ConfigError, match="has been closed"):
        asyncio.run(find_service.aio(client, "x")) if way == "asyncio" else find_service(
            client, "x"
        )


@both_ways
def test_a_client_may_be_used_before_its_block(sandbox: Sandbox, way: str) -> None:
    async def awaiting() -> None:
        client = connect(sandbox.access_token, base_url=sandbox.base_url)
        await create_application.aio(client, "Before")
        async with client, client:
            await create_application.aio(client, "Inside")
        with pytest.raises(ConfigError, match="has been closed"):
            await client.__aenter__()

    if way == "asyncio":
        asyncio.run(awaiting())
        return
    client = connect(sandbox.access_token, base_url=sandbox.base_url)
    create_application(client, "Before")
    with client, client:
        create_application(client, "Inside")
    with pytest.raises(ConfigError, match="has been closed"):
        client.__enter__()


def test_another_event_loop_than_asyncio_is_refused() -> None:
    coroutine = find_service.aio(connect("k", base_url="https://x.example"), "x")
    with pytest.raises(ConfigError, match="event loop of asyncio"):
        coroutine.send(None)


FORKED = """
import asyncio, os, sys
from planqk_helpers import ConfigError, connect, find_service
from planqk_helpers.engine.flow import drive_async

def child(use):
    pid = os.fork()
    if pid == 0:
        try:
            use()
        except ConfigError as error:
            print("refused:", error, flush=True)
        os._exit(0)
    os.waitpid(pid, 0)

async def awaited():
    async with connect() as client:
        assert (await find_service.aio(client, "Forked")).name == "Forked"
        coroutine = find_service.aio(client, "Forked")
        child(lambda: coroutine.send(None))
        coroutine.close()
        assert (await find_service.aio(client, "Forked")).name == "Forked"

with connect() as client:
    find_service(client, "Forked")
    child(lambda: find_service(client, "Forked"))
    child(lambda: client.__exit__(None, None, None))
    for _ in range(20):
        assert find_service(client, "Forked").name == "Forked"
asyncio.run(awaited())
print("done")
"""


def test_a_fork_does_not_share_connections(sandbox: Sandbox) -> None:
    with connect(sandbox.access_token, base_url=sandbox.base_url) as client:
        create_managed_service(client, "Forked", user_code=user_code("return 1"))
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORKED],
        env=environment_for(sandbox),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    lines = done.stdout.splitlines()
    assert lines[-1] == "done", done.stdout
    assert len(lines) == 3
    assert all("connect() in each process" in line for line in lines[:2])


def test_answers_that_are_forgotten_keep_nobody_waiting(sandbox: Sandbox) -> None:
    url = sandbox.base_url
    with connect(sandbox.access_token, base_url=url, max_requests=2, timeout=1) as client:
        for _ in range(2):
            httpx_client = client.get_httpx_client()
            httpx_client.send(httpx_client.build_request("GET", "/services"), stream=True)
        with pytest.raises(ConnectionFailed, match="PoolTimeout"):
            find_service(client, "x")


# --- interrupts

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

    with serving(answer) as (port, _):
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
        deployed = deploy(planqk_of(client), SLEEP)
        execution = asyncio.run(main())
        assert sandbox.effects["cancelExecution"] == 1
    assert f"Execution {execution} was cancelled" in caplog.text


SLEEP = "time.sleep(300)"


def planqk_of(client: Any) -> Planqk:
    return Planqk(client, lambda recipe, *args, **kwargs: recipe(*args, **kwargs))


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
            deployed = deploy(planqk_of(client), SLEEP)
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
