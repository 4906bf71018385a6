"""Never hangs: an answer that drips, byte by byte, is given up, blocking and with asyncio."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from planqk_helpers import ApiError, ConfigError, ConnectionFailed, PlanqkError
from planqk_helpers.engine.calls import call_once
from planqk_helpers.engine.flow import drive, drive_async
from tests.support.either import PACKAGES
from tests.support.operations import GET_SERVICE
from tests.support.recorder import Answer, recording
from tests.support.tried import Tried

HEAD = b"HTTP/1.1 %d x\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD % 200 + b"Transfer-Encoding: chunked\r\n\r\n"
# What comes at once, and what comes again and again without an end.
DRIPS = {
    "body": (HEAD % 200 + b"Content-Length: 1000\r\n\r\n", b" "),
    "body of an error": (HEAD % 500 + b"Content-Length: 1000\r\n\r\n", b" "),
    "head": (HEAD % 200 + b"X-Endless: ", b"x"),
    "answers before the answer": (b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    "chunk extension": (CHUNKED + b"5; x=", b"x"),
    "trailers": (CHUNKED + b"2\r\n[]\r\n0\r\nX-Endless: ", b"x"),
}


places = pytest.mark.parametrize("place", PACKAGES)


@contextmanager
def dripping(kind: str) -> Iterator[str]:
    """A server that sends something at once, and then a little now and then."""
    first, again = DRIPS[kind]
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)

    def drip(connection: socket.socket) -> None:
        with connection:
            connection.recv(65536)
            try:
                connection.sendall(first)
                while not stop.wait(0.05):
                    connection.sendall(again)
            except OSError:
                return

    def serve() -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            threading.Thread(target=drip, args=(connection,), daemon=True).start()

    server = threading.Thread(target=serve)
    server.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stop.set()
        server.join()
        listener.close()


@pytest.mark.parametrize("kind", DRIPS)
@pytest.mark.parametrize("way", ["blocking", "asyncio"])
@places
def test_a_dripping_answer_is_given_up(place: str, kind: str, way: str, tried: Tried) -> None:
    async def awaiting(url: str) -> None:
        async with PACKAGES[place].connect("k", base_url=url, timeout=0.3) as client:
            await drive_async(call_once(GET_SERVICE[place], "x", client=client))

    def blocking(url: str) -> None:
        with PACKAGES[place].connect("k", base_url=url, timeout=0.3) as client:
            drive(call_once(GET_SERVICE[place], "x", client=client))

    tried(1, "answers that drip")
    with dripping(kind) as url:
        began = time.monotonic()
        with pytest.raises((ConnectionFailed, ApiError)):
            asyncio.run(awaiting(url)) if way == "asyncio" else blocking(url)
        assert time.monotonic() - began < 10  # it would take 50 s, or for ever


@pytest.mark.parametrize("way", ["blocking", "asyncio"])
@places
def test_a_slow_name_is_given_up(place: str, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connect, get_service = PACKAGES[place].connect, GET_SERVICE[place]
    look_up, slow = socket.getaddrinfo, threading.Event()

    def resolve(host: str, *args: Any, **kwargs: Any) -> Any:
        if host in ("slow.example", b"slow.example"):
            slow.wait(8)
        return look_up(host, *args, **kwargs)

    async def awaiting() -> None:
        async with connect("k", base_url="https://slow.example", timeout=0.2) as client:
            try:
                await drive_async(call_once(get_service, "x", client=client))
            finally:
                slow.set()  # closing the loop waits for the thread that looks it up

    def blocking() -> None:
        with connect("k", base_url="https://slow.example", timeout=0.2) as client:
            drive(call_once(get_service, "x", client=client))

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    began = time.monotonic()
    with pytest.raises(ConnectionFailed, match="ConnectTimeout") as caught:
        asyncio.run(awaiting()) if way == "asyncio" else blocking()
    slow.set()
    assert time.monotonic() - began < 4
    assert not caught.value.sent


@places
def test_a_head_without_end_is_given_up(place: str) -> None:
    connect, get_service = PACKAGES[place].connect, GET_SERVICE[place]
    with recording() as server, connect("k", base_url=server.url) as client:
        server.answers = [Answer(headers={"X-Endless": "x" * 200_000})]
        with pytest.raises(ConnectionFailed, match="RemoteProtocolError"):
            drive(call_once(get_service, "x", client=client))


@places
def test_a_wait_keeps_its_deadline_over_it(place: str, tmp_path: object) -> None:
    package = PACKAGES[place]
    with dripping("body") as url, package.connect("k", base_url=url, timeout=0.2) as client:
        with pytest.raises(PlanqkError):
            package.wait_for_build(client, "x", timeout=0.5)
        with pytest.raises(PlanqkError):
            package.download_source_code(client, "x", f"{tmp_path}/x.zip")


@places
def test_a_client_belongs_to_one_event_loop(place: str) -> None:
    connect, get_service = PACKAGES[place].connect, GET_SERVICE[place]
    client = connect("k", base_url="http://127.0.0.1:9")

    async def use() -> None:
        with pytest.raises(ConnectionFailed):
            await drive_async(call_once(get_service, "x", client=client))

    asyncio.run(use())
    with pytest.raises(ConfigError, match=r"connect\(\) anew in each asyncio.run\(\)"):
        asyncio.run(use())
