"""Bounds on connections: how long a client may keep the server waiting, how many there may be."""

import asyncio
import json
import logging
import os
import resource
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

import h11
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from .app import TRANSPORT

HEAD_SECONDS = 10.0
BODY_SECONDS = 30.0
ANSWER_SECONDS = 60.0
# Open files left for everything else: pipes of runs, uploads, archives, the database.
RESERVED = 80
MOST_CONNECTIONS = 10_000
NOTE_SECONDS = 60.0
PIECE = 64 * 1024
TOO_MANY = "The sandbox has too many connections; close some, or raise the limit on open files"

logger = logging.getLogger(__name__)


class LimitedProtocol(H11Protocol):
    """Closes connections whose clients keep it waiting; makes room when there are too many.

    A client may take its time between two requests for as long as uvicorn allows, for the head of
    a request altogether, for the next piece of a body, and for taking any of an answer.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait for a request."""
        super().connection_made(transport)
        self.idle_since = self._heard_at = self._taken_at = self.loop.time()
        self._left = 0
        number = transport.get_extra_info("socket").fileno()
        # The system gives out the lowest free number: a low one tells without counting that few
        # files are open.
        if max(number, len(self.connections)) > min(room(), MOST_CONNECTIONS) // 2:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        """Remember when the client was heard."""
        self._heard_at = self.loop.time()
        super().data_received(data)

    def on_response_complete(self) -> None:
        """Start to wait for the next request."""
        self.idle_since = self.loop.time()
        super().on_response_complete()

    def look(self, now: float) -> None:
        """Close the connection when the client keeps it waiting for too long."""
        left = self.transport.get_write_buffer_size()
        if left != self._left or not left:
            self._left, self._taken_at = left, now
        if self._reads_slowly():
            self._heard_at = now
        if now - self._taken_at > ANSWER_SECONDS:
            self.transport.abort()
        elif self._reads_a_body():
            if now - self._heard_at > BODY_SECONDS:
                self.transport.close()
        elif not self._is_busy() and now - self.idle_since > HEAD_SECONDS:
            self.transport.close()

    def is_idle(self) -> bool:
        """Tell whether the connection can be closed without losing an answer."""
        return not (self._is_busy() or self.transport.get_write_buffer_size())

    def _is_busy(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _reads_a_body(self) -> bool:
        return self.conn.their_state is h11.SEND_BODY

    def _reads_slowly(self) -> bool:
        """Tell whether the client waits for the server before it sends more of its body."""
        invited = self.cycle is None or not self.cycle.waiting_for_100_continue
        return self.flow.read_paused or not invited

    def _make_room(self) -> None:
        """When there are too many, close those that have been idle longest, or this one."""
        others = [each for each in self.connections if isinstance(each, LimitedProtocol)]
        staying = [each for each in others if not each.transport.is_closing()]
        leaving = len(others) - len(staying)
        excess = max(_open_files() - leaving - room(), len(staying) - MOST_CONNECTIONS)
        if excess <= 0:
            return
        logger.warning(TOO_MANY)
        idle = [each for each in staying if each is not self and each.is_idle()]
        idle.sort(key=lambda each: each.idle_since)
        for each in idle[:excess]:
            each.transport.abort()
        if len(idle) < excess:
            self._refuse()

    def _refuse(self) -> None:
        # With unread bytes the system would reset the connection, and the answer would be lost.
        with suppress(OSError):
            os.read(self.transport.get_extra_info("socket").fileno(), PIECE)
        body = json.dumps({"errorMessage": TOO_MANY}).encode()
        head = (
            "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()


class BreakableProtocol(LimitedProtocol):
    """Hands its transport to the application, which breaks connections for the faults."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wrap the application for this connection."""
        super().connection_made(transport)
        self.access_log = False  # addresses may hold a password
        # asyncio does it only for sockets that know their protocol; without it an answer waits
        # 40 ms for the acknowledgement of its headers.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        inner: ASGIApp = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope["extensions"] = {TRANSPORT: transport}
            await inner(scope, receive, send)

        self.app = app


class OnceAMinute(logging.Filter):
    """Lets the same message pass once a minute: a flood of connections is no flood of lines."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether `record` may pass."""
        now, last = time.monotonic(), self._last.get(record.msg)
        if last is not None and now - last < NOTE_SECONDS:
            return False
        self._last[record.msg] = now
        return True


logger.addFilter(OnceAMinute())


def tell_of_exception(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """Log an error of the event loop; that it cannot accept connections only once a minute."""
    if isinstance(context.get("exception"), OSError) and "accept" in str(context["message"]):
        logger.warning(TOO_MANY)
    else:
        loop.default_exception_handler(context)


def room() -> int:
    """Return how many files may be open before there are too many connections."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = sys.maxsize if soft == resource.RLIM_INFINITY else soft
    return most - min(RESERVED, most // 2)


def _open_files() -> int:
    try:
        return len(list(Path("/dev/fd").iterdir()))
    except OSError:  # no file can be opened any more, or there is no such folder
        return room() + 1
