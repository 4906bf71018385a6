"""Bodies of answers: bounded in time and size, and complete."""

from __future__ import annotations

import time
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx2 as httpx

from .sockets import SLOWEST, after

PACKING = "gzip"
"""What `Accept-Encoding` asks for."""
GZIP = zlib.MAX_WBITS | 16
PIECE = 1024 * 1024
"""Bytes unpacked at a time."""
FREE = 16 * 1024 * 1024
"""Bytes that any body may have unpacked."""
EXPANSION = 100
"""Bytes more for each packed byte: JSON packs to a tenth, a bomb to a thousandth."""


class Body:
    """Reads the body of an answer: at no less than `SLOWEST`, unpacked within bounds.

    httpx unpacks whatever comes, however often it was packed: a kilobyte can become a gigabyte.
    """

    def __init__(self, response: httpx.Response) -> None:
        self._request = response.request
        self._stream: Any = response.stream
        self._socket: Any = response.extensions.get("network_stream")
        self._deadline = after(self._request.extensions.get("timeout", {}).get("read"))
        self._packing = response.headers.pop("Content-Encoding", "identity").strip().lower()
        self.is_packed: bool = self._packing != "identity"
        if self.is_packed:
            response.headers.pop("Content-Length", "")  # that of the packed body
        self._unpacker = zlib.decompressobj(GZIP)
        self._packed = self._unpacked = 0
        self._when_closed: Callable[[], object] = _nothing
        self._extend(0)

    def when_closed(self, act: Callable[[], object]) -> None:
        """Let something happen once, when this is closed or forgotten."""
        self._when_closed = act

    def __del__(self) -> None:
        self._end()

    def _end(self) -> None:
        act, self._when_closed = self._when_closed, _nothing
        act()

    def unpack(self, piece: bytes) -> Iterator[bytes]:
        """Unpack a piece as it came from the server."""
        self._extend(len(piece))
        if not self.is_packed:
            yield piece
            return
        if self._packing not in (PACKING, "x-gzip"):
            raise self._unreadable(f"it is packed by {self._packing!r:.40}, not by {PACKING}")
        self._packed += len(piece)
        while True:
            more, piece = self._next(piece)
            if not (more or piece):
                return
            self._unpacked += len(more)
            if self._unpacked > FREE + EXPANSION * self._packed:
                raise self._unreadable("it is too large when it is unpacked")
            yield more

    def check_end(self) -> None:
        """Raise if a packed body ends too early; of a plain one its framing tells."""
        if self._packed and not self._unpacker.eof:
            raise self._unreadable("its end is missing")

    def _next(self, piece: bytes) -> tuple[bytes, bytes]:
        """Unpack the beginning of a piece; return the unpacked bytes and the rest of the piece."""
        if self._unpacker.eof and piece:  # a body may consist of several packed parts
            self._unpacker = zlib.decompressobj(GZIP)
        try:
            more = self._unpacker.decompress(piece, PIECE)
        except zlib.error as error:
            raise self._unreadable(str(error)) from error
        left = self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail
        return more, left

    def _extend(self, size: int) -> None:
        self._deadline += size / SLOWEST
        if time.monotonic() > self._deadline:
            raise httpx.ReadTimeout("the answer arrives too slowly", request=self._request)
        if hasattr(self._socket, "deadline"):  # a body may drip between its pieces too
            self._socket.deadline = self._deadline

    def _unreadable(self, reason: str) -> httpx.DecodingError:
        return httpx.DecodingError(f"the body cannot be unpacked: {reason}", request=self._request)


class BlockingBody(Body, httpx.SyncByteStream):
    """A body that is read blocking."""

    def __iter__(self) -> Iterator[bytes]:
        """Give it piece by piece."""
        for piece in self._stream:
            yield from self.unpack(piece)
        self.check_end()

    def close(self) -> None:
        """Let the connection go."""
        try:
            self._stream.close()
        finally:
            self._end()


class AsyncBody(Body, httpx.AsyncByteStream):
    """A body that is read with asyncio."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give it piece by piece."""
        async for piece in self._stream:
            for part in self.unpack(piece):
                yield part
        self.check_end()

    async def aclose(self) -> None:
        """Let the connection go."""
        try:
            await self._stream.aclose()
        finally:
            self._end()


def _nothing() -> None:
    """Do nothing when the body is closed."""
