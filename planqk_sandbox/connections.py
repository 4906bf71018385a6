"""Connections that can fail: uvicorn's protocol, with a way to break the line."""

import asyncio
import socket
import struct

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .limits import LimitedProtocol

EXTENSION = "planqk.transport"


class BreakableProtocol(LimitedProtocol):
    """Hands its transport to the application."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wrap the application for this connection."""
        super().connection_made(transport)
        self.access_log = False  # addresses may hold a password
        # asyncio does it only for sockets that know their protocol; without it an answer waits
        # 40 ms for the acknowledgement of its headers.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        inner: ASGIApp = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope["extensions"] = {EXTENSION: transport}
            await inner(scope, receive, send)

        self.app = app


async def reset(scope: Scope, receive: Receive) -> None:
    """Abort the connection of a request: the client sees a reset and no answer."""
    transport = _transport(scope)
    sock = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    await _until_gone(receive)


class Truncated:
    """A `send` that passes on half of the body and then closes the connection."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._left = 0
        self._cut = False

    async def __call__(self, message: Message) -> None:
        """Pass on `message`, as far as it goes."""
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            self._left = int(headers.get(b"content-length", b"0")) // 2
            await self._send(message)
        elif not self._cut:
            await self._send_part(message.get("body", b""))

    async def _send_part(self, body: bytes) -> None:
        part = body[: self._left]
        self._left -= len(part)
        await self._send({"type": "http.response.body", "body": part, "more_body": True})
        if not self._left:
            self._cut = True
            _transport(self._scope).close()
            await _until_gone(self._receive)


async def _until_gone(receive: Receive) -> None:
    # uvicorn answers 500 by itself when the application ends before the connection has.
    while (await receive())["type"] != "http.disconnect":
        pass


def _transport(scope: Scope) -> asyncio.Transport:
    transport: asyncio.Transport = scope["extensions"][EXTENSION]
    return transport
