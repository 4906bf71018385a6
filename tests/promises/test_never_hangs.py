"""Never hangs: an answer that drips, byte by byte, is given up, blocking and with asyncio."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from planqk_platform.api.service_platform_services import get_service

from planqk_helpers import (
    ApiError,
    ConfigError,
    ConnectionFailed,
    PlanqkError,
    connect,
    download_source_code,
    wait_for_build,
)
from planqk_helpers.flow import call_once, drive, drive_async

from ..wire import Answer, recording

HEAD = b"HTTP/1.1 %d x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"


@contextmanager
def dripping(status: int) -> Iterator[str]:
    """A server that sends its head at once, and then a byte now and then."""
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)

    def drip(connection: socket.socket) -> None:
        with connection:
            connection.recv(65536)
            try:
                connection.sendall(HEAD % status)
                while not stop.wait(0.05):
                    connection.sendall(b" ")
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


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("way", ["blocking", "asyncio"])
def test_a_dripping_answer_is_given_up(status: int, way: str) -> None:
    async def awaiting(url: str) -> None:
        async with connect("k", base_url=url, timeout=0.3) as client:
            await drive_async(call_once(get_service, "x", client=client))

    def blocking(url: str) -> None:
        with connect("k", base_url=url, timeout=0.3) as client:
            drive(call_once(get_service, "x", client=client))

    with dripping(status) as url:
        began = time.monotonic()
        with pytest.raises((ConnectionFailed, ApiError)):
            asyncio.run(awaiting(url)) if way == "asyncio" else blocking(url)
        assert time.monotonic() - began < 10  # it would take 50 s


def test_a_head_without_end_is_given_up() -> None:
    with recording() as server, connect("k", base_url=server.url) as client:
        server.answers = [Answer(headers={"X-Endless": "x" * 200_000})]
        with pytest.raises(ConnectionFailed, match="RemoteProtocolError"):
            drive(call_once(get_service, "x", client=client))


def test_a_wait_keeps_its_deadline_over_it(tmp_path: object) -> None:
    with dripping(200) as url, connect("k", base_url=url, timeout=0.2) as client:
        with pytest.raises(PlanqkError):
            wait_for_build(client, "x", timeout=0.5)
        with pytest.raises(PlanqkError):
            download_source_code(client, "x", f"{tmp_path}/x.zip")


def test_a_client_belongs_to_one_event_loop() -> None:
    client = connect("k", base_url="http://127.0.0.1:9")

    async def use() -> None:
        with pytest.raises(ConnectionFailed):
            await drive_async(call_once(get_service, "x", client=client))

    asyncio.run(use())
    with pytest.raises(ConfigError, match=r"connect\(\) anew in each asyncio.run\(\)"):
        asyncio.run(use())
