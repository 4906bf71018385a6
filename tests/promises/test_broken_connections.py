"""Connections that break, are interrupted, or are used where they do not belong."""

from __future__ import annotations

import asyncio
import io
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import trustme

from planqk_helpers import (
    AmbiguousSubmission,
    ConfigError,
    ConnectionFailed,
)
from planqk_sandbox import Sandbox
from planqk_sandbox.command import environment_for
from tests.support.either import PACKAGES
from tests.support.listener import listening
from tests.support.recipes import QUICK
from tests.support.user_code import user_code

JSON = "Content-Type: application/json\r\n"
both_ways = pytest.mark.parametrize("way", ["blocking", "asyncio"])
places = pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES)


# --- TLS


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[trustme.CA]:
    authority = trustme.CA()
    bundle = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(bundle))
        yield authority


def tls(authority: trustme.CA, host: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = ssl.TLSVersion.TLSv1_2  # there records tell what they hold
    authority.issue_cert(host).configure_cert(context)
    return context


def http(body: str, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\n{JSON}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def own(sandbox: Sandbox, package: Any, **arguments: Any) -> Any:
    """Return a client that the test closes itself."""
    url = sandbox.hub_url if package is PACKAGES["hub"] else sandbox.base_url
    return package.connect(sandbox.access_token, base_url=url, **arguments)


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

    with listening(forward) as (port, _):
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
@places
def test_a_corrupted_answer_to_a_creation_is_ambiguous(
    authority: trustme.CA, way: str, package: Any
) -> None:
    created = []

    def answer(connection: Any, number: int) -> None:
        connection.recv(65536)
        created.append(number)
        connection.sendall(http('{"id": "a", "name": "n"}', "201 Created"))

    with listening(answer, tls(authority)) as (port, _), corrupting(port, 99) as spoiled:
        client = package.connect("k", base_url=f"https://127.0.0.1:{spoiled}", timeout=5)
        with pytest.raises(AmbiguousSubmission, match="find_application"):
            perform(way, client, package.create_application, "n")
    assert len(created) == 1


ANSWER = (
    '{"token": "t", "access_token": "t", "id": "e", "status": "SUCCEEDED", '
    '"createdAt": "2026-01-01 00:00:00"}'
)
KEYS = '[{"accessKeyId": "i", "secretAccessKey": "s", "id": "k"}]'


@both_ways
@places
def test_a_corrupted_answer_does_not_end_a_wait(
    authority: trustme.CA, way: str, package: Any
) -> None:
    def answer(connection: Any, number: int) -> None:
        while request := connection.recv(65536):
            if request.startswith(b"grant_type="):
                continue  # the body of a request whose head was answered
            connection.sendall(http(KEYS if b"/access-keys" in request else ANSWER))
            assert b"token" in request or b"GET" in request

    with listening(answer, tls(authority)) as (port, _), corrupting(port, 2) as spoiled:
        url = f"https://127.0.0.1:{spoiled}"
        execution = package.Execution(f"{url}/gateway/c/s/1.0.0", "e", "a")
        client = package.connect("k", base_url=url, timeout=5)
        done = perform(way, client, package.wait_for_execution, execution, poll=QUICK)
    assert done.status == "SUCCEEDED"


@both_ways
@pytest.mark.parametrize("wrong", ["host", "authority", "plain http"])
@places
def test_a_server_that_cannot_be_trusted_is_tried_once(
    authority: trustme.CA, way: str, wrong: str, package: Any
) -> None:
    def answer(connection: Any, number: int) -> None:
        connection.recv(65536)
        connection.sendall(http("[]"))

    context = {
        "host": tls(authority, "other.example"),
        "authority": tls(trustme.CA()),
        "plain http": None,
    }[wrong]
    with listening(answer, context) as (port, connections):
        client = package.connect("k", base_url=f"https://127.0.0.1:{port}", timeout=5)
        with pytest.raises(ConnectionFailed) as caught:
            perform(way, client, package.find_service, "n")
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
@places
def test_a_file_that_changes_during_its_upload_is_ambiguous(
    sandbox: Sandbox, way: str, error: Exception | None, package: Any
) -> None:
    code = Changing(user_code("return 1", padding=bytes(500_000)).read(), error)
    upload, look = (
        ("hub.uploadManagedServiceSource", "ensure_managed_service")
        if package is PACKAGES["hub"]
        else ("createManagedService", "find_service")
    )
    before = sandbox.effects[upload]
    client = own(sandbox, package)
    with pytest.raises(AmbiguousSubmission, match=look):
        perform(way, client, package.create_managed_service, "Changing", user_code=code)
    assert sandbox.effects[upload] == before


# --- where a client does not belong


@both_ways
@places
def test_a_closed_client_says_so(sandbox: Sandbox, way: str, package: Any) -> None:
    client = own(sandbox, package)
    perform(way, client, package.create_application, "Closed")
    find = package.find_service
    with pytest.raises(ConfigError, match="has been closed"):
        asyncio.run(find.aio(client, "x")) if way == "asyncio" else find(client, "x")


@both_ways
@places
def test_a_client_may_be_used_before_its_block(sandbox: Sandbox, way: str, package: Any) -> None:
    async def awaiting() -> None:
        client = own(sandbox, package)
        await package.create_application.aio(client, "Before")
        async with client, client:
            await package.create_application.aio(client, "Inside")
        with pytest.raises(ConfigError, match="has been closed"):
            await client.__aenter__()

    if way == "asyncio":
        asyncio.run(awaiting())
        return
    client = own(sandbox, package)
    package.create_application(client, "Before")
    with client, client:
        package.create_application(client, "Inside")
    with pytest.raises(ConfigError, match="has been closed"):
        client.__enter__()


@places
def test_another_event_loop_than_asyncio_is_refused(package: Any) -> None:
    coroutine = package.find_service.aio(package.connect("k", base_url="https://x.example"), "x")
    with pytest.raises(ConfigError, match="event loop of asyncio"):
        coroutine.send(None)


FORKED = """
import asyncio, os, sys
from {package} import ConfigError, connect, find_service
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


@places
def test_a_fork_does_not_share_connections(sandbox: Sandbox, package: Any) -> None:
    with own(sandbox, package) as client:
        name = f"Forked {package.__name__}"
        package.create_managed_service(client, name, user_code=user_code("return 1"))
    script = FORKED.replace("{package}", package.__name__).replace("Forked", name)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
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


@places
def test_answers_that_are_forgotten_keep_nobody_waiting(sandbox: Sandbox, package: Any) -> None:
    with own(sandbox, package, max_requests=2, timeout=1) as client:
        for _ in range(2):
            httpx_client = client.get_httpx_client()
            httpx_client.send(httpx_client.build_request("GET", "/services"), stream=True)
        with pytest.raises(ConnectionFailed, match="PoolTimeout"):
            package.find_service(client, "x")
