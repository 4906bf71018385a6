"""Connections: those that keep the sandbox waiting are closed, and there is room for new ones."""

import asyncio
import logging
import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest

from planqk_sandbox import Fault, Sandbox, connections
from tests.support.local_client import PATIENCE, Client, poll

MOST = 20
HEAD = "POST /qc-catalog/v2/applications HTTP/1.1\r\nHost: x\r\n"
GOOD = "GET /qc-catalog/industries HTTP/1.1\r\nHost: x\r\nX-Auth-Token: {}\r\n\r\n"


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """Return a sandbox that waits for nobody, and keeps connections open between requests."""
    for name in ("HEAD_SECONDS", "BODY_SECONDS", "ANSWER_SECONDS"):
        monkeypatch.setattr(connections, name, 0.5)
    with Sandbox() as sandbox:
        yield sandbox


def connect(sandbox: Sandbox, sent: str = "") -> socket.socket:
    """Open a connection and send the beginning of a request."""
    line = socket.create_connection(("127.0.0.1", sandbox.port), PATIENCE)
    line.sendall(sent.encode())
    return line


def is_closed(line: socket.socket) -> bool:
    """Wait for the other side to close the connection; false when it does not."""
    try:
        while line.recv(65536):
            pass
    except TimeoutError:
        return False
    except ConnectionResetError:
        pass
    return True


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "GET",
        HEAD,
        HEAD + "X-Auth-Token: {}\r\nContent-Length: 5\r\n\r\n",
        HEAD + "X-Auth-Token: {}\r\nContent-Length: 5\r\n\r\n{{",
        HEAD + "X-Auth-Token: {}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n",
        HEAD + "X-Auth-Token: wrong\r\nContent-Length: 5\r\n\r\n",
        GOOD + "GET",
    ],
    ids=["nothing", "word", "head", "no body", "half", "chunk", "refused", "second head"],
)
def test_a_client_that_goes_silent_is_left(hasty: Sandbox, sent: str) -> None:
    with connect(hasty, sent.format(hasty.access_token)) as line:
        assert is_closed(line)
    assert hasty.effects["createApplication"] == 0


def test_a_head_that_drips_is_left(hasty: Sandbox) -> None:
    with connect(hasty, HEAD) as line:
        began = time.monotonic()
        line.settimeout(0.02)
        closed = False
        while not closed and time.monotonic() - began < PATIENCE:
            with suppress(BrokenPipeError, ConnectionResetError):
                line.sendall(b"X: y\r\n")
            closed = is_closed(line)
        assert closed


def test_a_client_that_does_not_read_is_left(hasty: Sandbox) -> None:
    with Client(hasty) as client:
        text = b"x" * 8 * 1024 * 1024
        service = client.ok(
            "POST", "/v2/managed-services?name=Big", files={"apiDefinition": ("a", text)}
        )
        version = service["serviceDefinitions"][0]["id"]
    path = f"/qc-catalog/services/{service['id']}/versions/{version}/api-definition"
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\nX-Auth-Token: {hasty.access_token}\r\n\r\n"
    with connect(hasty, request) as line:
        poll(lambda: len(hasty._server.server_state.connections), lambda number: number >= 1)
        poll(lambda: len(hasty._server.server_state.connections), lambda number: number == 0)
        line.settimeout(PATIENCE)
        assert is_closed(line)


def test_slow_answers_and_slow_but_steady_clients_are_waited_for(hasty: Sandbox) -> None:
    hasty.inject(Fault("createApplication", delay=2.0))
    with Client(hasty) as client:
        assert client.post("/v2/applications", json={"name": "slow"}).status_code == 200
    body = '{"name": "steady clients take their time"}'
    head = f"{HEAD}X-Auth-Token: {hasty.access_token}\r\nConnection: close\r\n"
    with connect(hasty, f"{head}Content-Length: {len(body)}\r\n\r\n") as line:
        for character in body:
            line.sendall(character.encode())
            time.sleep(0.04)
        assert line.recv(65536).startswith(b"HTTP/1.1 200")
    # The invitation to send the body is the sandbox's to give.
    hasty.inject(Fault("createApplication", delay=2.0))
    with connect(
        hasty, f"{head}Expect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n"
    ) as line:
        assert line.recv(65536).startswith(b"HTTP/1.1 100")
        line.sendall(body.encode())
        assert line.recv(65536).startswith(b"HTTP/1.1 200")


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """Return a sandbox with room for some connections."""
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", MOST)
    with Sandbox() as sandbox:
        yield sandbox


def test_idle_connections_make_room_for_new_ones(narrow: Sandbox) -> None:
    with ExitStack() as opened:
        lines = [opened.enter_context(connect(narrow, "GET")) for _ in range(5 * MOST)]
        with Client(narrow) as client:
            assert client.get("/industries").status_code == 200
        assert all(is_closed(line) for line in lines[: 4 * MOST])
        assert len(narrow._server.server_state.connections) <= MOST


def test_when_all_are_busy_the_next_one_is_told(
    narrow: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    narrow.inject(Fault("getIndustries", delay=PATIENCE, times=None))
    with ExitStack() as opened:
        for _ in range(MOST):
            opened.enter_context(connect(narrow, GOOD.format(narrow.access_token)))
        poll(lambda: narrow.received["getIndustries"], lambda number: number == MOST)
        for _ in range(30):
            with Client(narrow) as client:
                response = client.get("/services")
            assert response.status_code == 503
            assert "too many connections" in response.json()["errorMessage"]
        narrow.heal()
    told = [record for record in caplog.records if "too many connections" in record.getMessage()]
    assert len(told) <= 1


def test_the_room_is_what_the_process_may_open(monkeypatch: pytest.MonkeyPatch) -> None:
    for soft, expected in ((256, 176), (1024, 944), (100, 50)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, soft=soft: (soft, soft))
        assert connections.room() == expected
    monkeypatch.setattr(resource, "getrlimit", lambda _: (resource.RLIM_INFINITY,) * 2)
    assert connections.room() > 10**9


def test_what_the_event_loop_says_is_bounded(caplog: pytest.LogCaptureFixture) -> None:
    loop = asyncio.new_event_loop()
    tell, message = connections.tell_of_exception, "socket.accept() out of system resource"
    with caplog.at_level(logging.WARNING):
        for _ in range(1000):
            tell(loop, {"message": message, "exception": OSError(24, "x")})
        assert len(caplog.records) <= 1
        connections.tell_of_exception(
            loop, {"message": "something else", "exception": ValueError()}
        )
        assert "something else" in caplog.text
    loop.close()
