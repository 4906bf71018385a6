"""Sockets that keep a deadline for a whole exchange.

httpx limits each read and each write on its own. A server that sends a byte now and then holds a
request for ever: in the head of its answer, between the chunks of the body, in the trailers. The
look-up of a host's name is not limited at all.
"""

from __future__ import annotations

import math
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeAlias

import httpcore2 as httpcore

SLOWEST = 1024
"""Bytes per second below which a transfer counts as stuck."""
PIECE = 64 * 1024
"""Bytes handed to the system at a time: between two pieces the deadline is looked at."""

Options: TypeAlias = Iterable[Any] | None


def watch(transport: Any) -> None:
    """Let a transport of httpx open sockets that keep a deadline.

    httpx has no argument for them, and with a transport of one's own it ignores the environment's
    proxies.
    """
    pool = transport._pool  # noqa: SLF001
    inner = pool._network_backend  # noqa: SLF001
    kind = AsyncSockets if isinstance(pool, httpcore.AsyncConnectionPool) else Sockets
    pool._network_backend = kind(inner)  # noqa: SLF001


def after(seconds: float | None) -> float:
    """Return the reading of the clock in ``seconds``; None is never."""
    return math.inf if seconds is None else time.monotonic() + seconds


def left(deadline: float, timeout: float | None) -> float | None:
    """Return the seconds that a read may take, ``timeout`` at most.

    Raises:
        httpcore.ReadTimeout: The deadline is over.
    """
    if deadline == math.inf:
        return timeout
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout("the answer arrives too slowly")
    return seconds if timeout is None else min(timeout, seconds)


@contextmanager
def errors_as(kind: type[httpcore.NetworkError]) -> Iterator[None]:
    """Raise whatever the system, TLS or anyio raise as an error of httpcore.

    Not all of it arrives as one: a corrupted TLS record with asyncio (`ssl.SSLError`), several
    addresses that all refuse (`ExceptionGroup`), a name that IDNA refuses (`UnicodeError`).
    """
    try:
        yield
    except (httpcore.NetworkError, httpcore.TimeoutException):
        raise
    except Exception as error:
        raise kind(f"{type(error).__name__}: {error}") from error


class Socket(httpcore.NetworkStream):
    """A connection. The answer to the last write is due by its `deadline`."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self.deadline: float = math.inf

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read by the deadline."""
        return self._stream.read(max_bytes, left(self.deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write at no less than `SLOWEST`, and set the deadline of the answer."""
        due = after(None if timeout is None else timeout + len(buffer) / SLOWEST)
        for start in range(0, len(buffer), PIECE):
            if time.monotonic() > due:
                raise httpcore.WriteTimeout("the request is taken too slowly")
            self._stream.write(buffer[start : start + PIECE], timeout)
        self.deadline = after(timeout)

    def close(self) -> None:
        """Close it."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> Socket:
        """Return the same connection under TLS."""
        return Socket(self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """Return a detail of the connection."""
        return self._stream.get_extra_info(info)


class Sockets(httpcore.NetworkBackend):
    """Opens connections within their time-out, with the look-up of the name and all addresses."""

    def __init__(self, inner: httpcore.NetworkBackend) -> None:
        self._inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Options = None,
    ) -> Socket:
        """Connect."""

        def connect() -> httpcore.NetworkStream:
            with errors_as(httpcore.ConnectError):
                return self._inner.connect_tcp(host, port, timeout, local_address, socket_options)

        return Socket(in_time(connect, timeout))


def in_time(
    connect: Callable[[], httpcore.NetworkStream], timeout: float | None
) -> httpcore.NetworkStream:
    """Connect in a thread, and give it up after a time: nothing else ends a look-up of a name.

    Ctrl-C does not reach the thread either, which would leave a socket half made.
    """
    opened: Future[httpcore.NetworkStream] = Future()

    def work() -> None:
        stream: httpcore.NetworkStream | None = None
        error: BaseException | None = None
        try:
            stream = connect()
        except BaseException as raised:  # noqa: BLE001 - raised where somebody waits for it
            error = raised
        if not opened.set_running_or_notify_cancel():
            if stream:
                stream.close()
        elif stream:
            opened.set_result(stream)
        else:
            opened.set_exception(error)

    threading.Thread(target=work, name="connecting", daemon=True).start()
    try:
        return opened.result(timeout)
    except TimeoutError:
        if opened.cancel():
            raise httpcore.ConnectTimeout("looking up the name and connecting") from None
        return opened.result()
    except KeyboardInterrupt:
        if not opened.cancel():
            opened.result().close()
        raise


class AsyncSocket(httpcore.AsyncNetworkStream):
    """As `Socket`, with asyncio."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self.deadline: float = math.inf

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read by the deadline."""
        with errors_as(httpcore.ReadError):
            return await self._stream.read(max_bytes, left(self.deadline, timeout))

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write within ``timeout``, and set the deadline of the answer."""
        with errors_as(httpcore.WriteError):
            await self._stream.write(buffer, timeout)
        self.deadline = after(timeout)

    async def aclose(self) -> None:
        """Close it."""
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> AsyncSocket:
        """Return the same connection under TLS."""
        with errors_as(httpcore.ConnectError):
            return AsyncSocket(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """Return a detail of the connection."""
        return self._stream.get_extra_info(info)


class AsyncSockets(httpcore.AsyncNetworkBackend):
    """As `Sockets`, with asyncio, which limits the look-up of a name by itself."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend) -> None:
        self._inner = inner

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Options = None,
    ) -> AsyncSocket:
        """Connect."""
        with errors_as(httpcore.ConnectError):
            return AsyncSocket(
                await self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
            )
