"""Bodies that are packed too well, cut, or packed in a way nobody asked for."""

from __future__ import annotations

import asyncio
import gzip
import resource
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from planqk_helpers import DecodeError, NotFound
from planqk_helpers.engine.calls import call_once
from planqk_helpers.engine.flow import Flow, drive, drive_async
from tests.support.either import PACKAGES
from tests.support.operations import GET_SERVICE, GET_SERVICES
from tests.support.recorder import Answer, Recorder, recording

JSON = {"Content-Type": "application/json"}
LARGE = 1024**3


@cache
def bomb(packing: str) -> bytes:
    """Pack zeros, once or twice."""
    if packing == "gzip":
        return gzip.compress(bytes(LARGE // 4), 9)
    return gzip.compress(gzip.compress(bytes(LARGE // 16), 9) * 16, 9)


def ask(server: Recorder, where: str, flow: Callable[[Any], Flow[Any]]) -> Any:
    place, way = where.split("-")
    connect = PACKAGES[place].connect

    async def awaiting() -> Any:
        async with connect("k", base_url=server.url) as client:
            return await drive_async(flow(client))

    if way == "asyncio":
        return asyncio.run(awaiting())
    with connect("k", base_url=server.url) as client:
        return drive(flow(client))


def place_in(where: str) -> str:
    return where.partition("-")[0]


def one(where: str) -> Callable[[Any], Flow[Any]]:
    """Ask for one object."""
    return lambda client: call_once(GET_SERVICE[place_in(where)], "x", client=client)


def many(where: str) -> Callable[[Any], Flow[Any]]:
    """Ask for a list."""
    return lambda client: call_once(GET_SERVICES[place_in(where)], client=client)


def peak() -> int:
    """Peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


both_ways = pytest.mark.parametrize(
    "where", [f"{place}-{way}" for place in PACKAGES for way in ("blocking", "asyncio")]
)


@both_ways
@pytest.mark.parametrize("status", [200, 404])
@pytest.mark.parametrize("packing", ["gzip", "gzip, gzip"])
def test_a_bomb_stays_small(where: str, status: int, packing: str) -> None:
    body = bomb(packing)
    error = DecodeError if status == 200 else NotFound
    with recording() as server:
        server.answers = [Answer(status, body, {**JSON, "Content-Encoding": packing})]
        before = peak()
        with pytest.raises(error):
            ask(server, where, one(where))
        assert peak() - before < 128


@both_ways
@pytest.mark.parametrize("parts", [1, 3])
def test_what_is_packed_as_asked_for_is_read(where: str, parts: int) -> None:
    text = b"[" + b" " * 5_000_000 + b"]"
    size = len(text) // parts + 1
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    body = b"".join(map(gzip.compress, pieces))
    with recording() as server:
        server.answers = [Answer(200, body, {**JSON, "Content-Encoding": "gzip"})]
        assert ask(server, where, many(where)) == []
        assert server.requests[0].headers["accept-encoding"] == "gzip"


@both_ways
@pytest.mark.parametrize(
    ("packing", "spoil"),
    [
        ("gzip", lambda body: body[:-1]),
        ("gzip", lambda body: body[:20]),
        ("gzip", lambda body: body[:-8] + bytes(8)),
        ("gzip", lambda body: b"[]"),
        ("br", lambda body: b"[]"),
        ("something", lambda body: b"[]"),
    ],
)
def test_what_is_cut_or_packed_otherwise_is_no_answer(
    where: str, packing: str, spoil: Callable[[bytes], bytes]
) -> None:
    body = spoil(gzip.compress(b"[" + b" " * 1000 + b"]"))
    with recording() as server:
        server.answers = [Answer(200, body, {**JSON, "Content-Encoding": packing})]
        with pytest.raises(DecodeError, match="cannot be unpacked"):
            ask(server, where, many(where))
