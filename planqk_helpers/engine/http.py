"""The httpx clients under every generated client: they time out, keep secrets and raise errors.

A generated client would never time out, follow its document into trouble on undocumented answers,
and show its token in its repr. So it is given httpx clients made here, one blocking, one for
asyncio, and nothing else.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx2 as httpx

from ..errors import ConfigError, InvalidInput, PlanqkError
from .addresses import HeaderAuth, is_loopback
from .answers import AnswerReader, Dialect
from .bodies import PACKING
from .retrying import forget_frames
from .sockets import watch

KEEP = 5.0
"""Seconds that a connection is kept for the next request."""


def open_clients(
    base_url: str,
    *,
    auth: HeaderAuth,
    timeout: float,
    headers: Mapping[str, str],
    context: ssl.SSLContext,
    gate: Gate,
    dialect: Dialect,
    source: tuple[str, str],
) -> tuple[httpx.Client, httpx.AsyncClient]:
    """Return a blocking and an asyncio client with the same rules.

    Args:
        base_url: What the paths of the API are relative to.
        auth: Adds the token.
        timeout: Seconds for connecting, for each read and each write, and, with a second more for
            each kilobyte, for the whole body of an answer.
        headers: Sent with every request.
        context: Certificates to trust; loading them takes longer than all the rest.
        gate: Of the connection.
        dialect: How the platform words a refusal.
        source: Where the address was found, and the advice if nobody answers there.
    """
    # No proxy has to do with this machine, and over plain http it would see the token.
    trust_env = not is_loopback(httpx.URL(base_url).host)
    common: dict[str, Any] = {
        "base_url": base_url,
        "auth": auth,
        "timeout": timeout,
        "headers": {"Accept-Encoding": PACKING, **headers},
        "verify": context,
        "trust_env": trust_env,
        "limits": httpx.Limits(max_connections=gate.max_requests, keepalive_expiry=KEEP),
    }
    reader = AnswerReader(auth, dialect)
    return (
        _Client(gate, source, **common, event_hooks={"response": [reader.read]}),
        _AsyncClient(gate, source, **common, event_hooks={"response": [reader.read_async]}),
    )


MAX_REQUESTS = 32
"""An execution costs least at 16 to 32; from 128 on, the work of the pool itself shows."""
MOST_REQUESTS = 1000


class Gate:
    """What every request of a connection passes first: the right process, and its turn.

    Attributes:
        max_requests: How many requests are on the wire at a time, of each driver.
    """

    def __init__(self, max_requests: int) -> None:
        self.max_requests = max_requests
        self.threads = threading.BoundedSemaphore(max_requests)
        self.tasks = asyncio.BoundedSemaphore(max_requests)
        self._process = os.getpid()

    @property
    def is_here(self) -> bool:
        """Whether this is the process that the connection was made in."""
        return os.getpid() == self._process

    def check(self, *, closed: bool) -> None:
        """Refuse a request of a connection that cannot be used.

        Raises:
            ConfigError: It was made in another process, or has been closed.
        """
        if not self.is_here:
            # Both would read from the same sockets, and get each other's answers.
            raise ConfigError(
                f"this client was made in process {self._process}, and this is its fork "
                f"{os.getpid()}: connect() in each process"
            )
        if closed:
            raise ConfigError(
                "this client has been closed: its with block has ended. Call inside the block, "
                "or connect() again"
            )


class _Client(httpx.Client):
    def __init__(self, gate: Gate, source: tuple[str, str], **arguments: Any) -> None:
        super().__init__(**arguments)
        self._gate = gate
        self._source = source
        self._arguments = arguments
        self._left_behind: list[Any] = []
        for transport in _transports(self):
            watch(transport)

    def build_request(self, method: str, url: httpx.URL | str, **kwargs: Any) -> httpx.Request:
        with _refuse_unsendable(url):
            request = _hide_query(super().build_request(method, url, **_prepare(url, kwargs)))
        request.extensions["source"] = self._source
        return request

    def send(
        self, request: httpx.Request, *, stream: bool = False, **kwargs: Any
    ) -> httpx.Response:
        self._gate.check(closed=self.is_closed)
        handled = sys.exception()
        turns = self._gate.threads
        try:
            turns.acquire()
            response = super().send(request, stream=stream, **kwargs)
            _when_closed(response, turns.release)
        except BaseException as error:  # noqa: BLE001 - Ctrl-C too carries frames
            if isinstance(error, Exception):
                turns.release()
            else:
                self._start_anew()
            lost = from_wire(error, request, handled)
            raise lost from lost.__cause__
        return response

    def _start_anew(self) -> None:
        """Leave pools and turns behind: an interrupt may have come while one was changing.

        Its lock may be held for ever. Requests of other threads go on there.
        """
        self._gate.threads = threading.BoundedSemaphore(self._gate.max_requests)
        self._left_behind += _transports(self)
        fresh = _Client(self._gate, self._source, **self._arguments)
        self._transport, self._mounts = fresh._transport, fresh._mounts

    def close(self) -> None:
        super().close()
        for transport in self._left_behind:
            for connection in transport._pool.connections:  # noqa: SLF001
                connection.close()


class _AsyncClient(httpx.AsyncClient):
    _loop: asyncio.AbstractEventLoop | None = None

    def __init__(self, gate: Gate, source: tuple[str, str], **arguments: Any) -> None:
        super().__init__(**arguments)
        self._gate = gate
        self._source = source
        self._arguments = arguments
        for transport in _transports(self):
            watch(transport)

    def build_request(self, method: str, url: httpx.URL | str, **kwargs: Any) -> httpx.Request:
        with _refuse_unsendable(url):
            request = _hide_query(super().build_request(method, url, **_prepare(url, kwargs)))
        request.extensions["source"] = self._source
        return request

    async def send(
        self, request: httpx.Request, *, stream: bool = False, **kwargs: Any
    ) -> httpx.Response:
        self._gate.check(closed=self.is_closed)
        loop = self._check_loop()
        if self._loop is not loop:
            return await _OWN[loop].twin_of(self).send(request, stream=stream, **kwargs)
        handled = sys.exception()
        await self._gate.tasks.acquire()
        try:
            response = await super().send(request, stream=stream, **kwargs)
        except BaseException as error:  # noqa: BLE001 - cancellation too carries frames
            self._gate.tasks.release()
            lost = from_wire(error, request, handled)
            raise lost from lost.__cause__
        _when_closed(response, self._gate.tasks.release)
        return response

    def _check_loop(self) -> asyncio.AbstractEventLoop:
        """Return the running loop, which the connections belong to or which has its own."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise ConfigError(
                "this needs a running event loop of asyncio; with another one, like trio's, call "
                "the blocking form in a thread"
            ) from None
        if loop in _OWN:
            return loop
        if self._loop not in (None, loop):
            raise ConfigError(
                "this client was used in another event loop, which its connections belong to: "
                "connect() anew in each asyncio.run()"
            )
        self._loop = loop
        return loop

    def twin(self, gate: Gate, loop: asyncio.AbstractEventLoop) -> _AsyncClient:
        """Return a client with the same rules and connections of its own."""
        twin = _AsyncClient(gate, self._source, **self._arguments)
        twin._loop = loop
        return twin


class _OwnConnections:
    """The connections of an event loop that uses the clients of another one."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._gates: dict[Gate, Gate] = {}
        self.twins: dict[_AsyncClient, _AsyncClient] = {}

    def twin_of(self, client: _AsyncClient) -> _AsyncClient:
        """Return the client to use here instead of ``client``."""
        if client not in self.twins:
            shared = client._gate  # noqa: SLF001
            gate = self._gates.setdefault(shared, Gate(shared.max_requests))
            self.twins[client] = client.twin(gate, self._loop)
        return self.twins[client]


_OWN: dict[asyncio.AbstractEventLoop, _OwnConnections] = {}


@asynccontextmanager
async def own_connections() -> AsyncIterator[None]:
    """Let every client have connections of its own in this event loop, until the block ends."""
    loop = asyncio.get_running_loop()
    own = _OWN[loop] = _OwnConnections(loop)
    try:
        yield
    finally:
        del _OWN[loop]
        for twin in own.twins.values():
            await twin.aclose()


def _transports(client: Any) -> set[Any]:
    """Return the transport of a client, and those to the environment's proxies."""
    return {client._transport, *client._mounts.values()} - {None}  # noqa: SLF001


def _when_closed(response: httpx.Response, release: Callable[[], None]) -> None:
    """Give the turn back when the answer has been read: now, or when its stream is closed."""
    if response.is_closed:
        release()
    else:
        response.stream.when_closed(release)  # type: ignore[union-attr]


def from_wire(
    error: BaseException, request: httpx.Request, handled: BaseException | None
) -> BaseException:
    """Return an error of the wire as one of httpx, or of ours, without the frames it came by.

    They hold the request's headers, so that a traceback that shows local variables would show
    the token. Whatever else is raised while a request is sent or answered counts as lost on the
    way: a file that changes during its upload, for example.
    """
    forget_frames(error, handled)
    if not isinstance(error, Exception) or isinstance(error, (httpx.HTTPError, PlanqkError)):
        return error
    lost = httpx.RequestError(f"{type(error).__name__}: {error}", request=request)
    lost.__cause__ = error
    return lost


@contextmanager
def _refuse_unsendable(url: httpx.URL | str) -> Iterator[None]:
    """Raise InvalidInput for a request that cannot be built: nothing was sent yet."""
    try:
        yield
    except InvalidInput:
        raise
    except (ValueError, TypeError, RecursionError, httpx.InvalidURL) as error:
        path = str(url).partition("?")[0]
        raise InvalidInput(f"{path}: {error}. Nothing was sent") from None


def _prepare(url: httpx.URL | str, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Refuse an id that would change the path, and let httpx choose the multipart boundary."""
    path = str(url).partition("?")[0]
    # The paths of generated code begin with "/"; a whole address is checked by the token's origin.
    if path.startswith("/") and path != "/" and {"", ".", ".."} & set(path[1:].split("/")):
        raise InvalidInput(f"an id is empty, '.' or '..' in {str(url)!r}: pass the object's id")
    headers = httpx.Headers(kwargs.get("headers"))
    # The generated code fixes the boundary, so that a file that contains it could forge form
    # fields, and announces a multipart body even where there is none.
    if headers.get("Content-Type", "").startswith("multipart/form-data"):
        del headers["Content-Type"]
    return {**kwargs, "headers": headers}


class _WithoutQuery(httpx.URL):
    """An address that does not show its query: httpx logs the address of every request."""

    def __str__(self) -> str:
        return str(httpx.URL(self).copy_with(query=None))


def _hide_query(request: httpx.Request) -> httpx.Request:
    """Keep secrets out of the log: some platforms take a password in the query."""
    if request.url.query:
        request.url = _WithoutQuery(request.url)
    return request
