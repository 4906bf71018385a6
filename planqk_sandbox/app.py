"""The application: asks each face in turn, and does what the faults say."""

import asyncio
import contextlib
import logging
import socket
import struct
from collections import Counter

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from .faces.face import Face, Target
from .faces.hub.routing import Hub
from .faces.planqk.routing import Planqk
from .faces.refusals import Refusal
from .faults import Fault, Faults
from .page.status import StatusPage
from .world.errors import WorldError
from .world.world import World

TRANSPORT = "planqk.transport"
"""The name of the connection's transport among the extensions of an ASGI scope."""
logger = logging.getLogger(__name__)


class App:
    """An ASGI application over a world."""

    def __init__(self, world: World, url: str) -> None:
        self.received: Counter[str] = Counter()
        self.effects: Counter[str] = Counter()
        self.faults = Faults()
        self.stopping = asyncio.Event()
        self._page = StatusPage(world, url)
        self._faces: list[Face] = [
            Hub(world, url, self.effects),
            Planqk(world, url, self.effects),  # takes what is left
        ]

    @property
    def operations(self) -> set[str]:
        """The ids of all operations."""
        return {operation for face in self._faces for operation in face.operations}

    async def close(self) -> None:
        """Close what the faces have opened."""
        for face in self._faces:
            await face.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or fail on purpose."""
        request = Request(scope, receive)
        face = next(face for face in self._faces if face.is_at(scope["path"]))
        fault: Fault | None = None
        if self._page.is_at(scope["path"]):
            target = Target("status page", self._page.respond)
        else:
            try:
                target = face.find(request)
            except Refusal as refusal:
                await face.refuse(refusal)(scope, receive, send)
                return
            self.received[target.operation] += 1
            fault = self.faults.take(target.operation)
        if fault:
            await self._fail(fault, face, target, request, send)
            return
        response = await self._respond(face, target, request)
        if response:
            await response(scope, receive, send)

    async def _fail(
        self, fault: Fault, face: Face, target: Target, request: Request, send: Send
    ) -> None:
        scope, receive = request.scope, request.receive
        if fault.delay and not fault.late:
            await self._pause(fault.delay)
        if fault.reset == "before":
            await reset(scope, receive)
            return
        response: Response | None = None
        if fault.status is None or fault.late:
            response = await self._respond(face, target, request)
        if fault.delay and fault.late:
            await self._pause(fault.delay)
        if fault.status is not None:
            response = Response(fault.body, fault.status, dict(fault.headers))
        if fault.reset == "after":
            await reset(scope, receive)
        elif response:
            way = HalfSender(scope, receive, send) if fault.truncate else send
            await response(scope, receive, way)

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.stopping.wait()

    async def _respond(self, face: Face, target: Target, request: Request) -> Response | None:
        try:
            return await target.respond(request)
        except (Refusal, WorldError) as error:
            return face.refuse(error)
        except ClientDisconnect:
            return None
        except Exception:
            logger.exception("The sandbox failed to answer %s", target.operation)
            return face.refuse(Refusal(500, "The sandbox failed to answer; see its log"))


async def reset(scope: Scope, receive: Receive) -> None:
    """Abort the connection of a request: the client sees a reset and no answer."""
    transport = _transport(scope)
    sock = transport.get_extra_info("socket")
    if sock is not None:
        # To close it with a linger time of zero sends RST instead of FIN.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    await _wait_until_gone(receive)


class HalfSender:
    """A `send` that passes on half of the body and then closes the connection."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._left = 0
        self._closed = False

    async def __call__(self, message: Message) -> None:
        """Pass on `message`, as far as it goes."""
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            self._left = int(headers.get(b"content-length", b"0")) // 2
            await self._send(message)
        elif not self._closed:
            await self._send_part(message.get("body", b""))

    async def _send_part(self, body: bytes) -> None:
        part = body[: self._left]
        self._left -= len(part)
        await self._send({"type": "http.response.body", "body": part, "more_body": True})
        if not self._left:
            self._closed = True
            _transport(self._scope).close()
            await _wait_until_gone(self._receive)


async def _wait_until_gone(receive: Receive) -> None:
    # uvicorn answers 500 by itself when the application ends before the connection has.
    while (await receive())["type"] != "http.disconnect":
        pass


def _transport(scope: Scope) -> asyncio.Transport:
    transport: asyncio.Transport = scope["extensions"][TRANSPORT]
    return transport
