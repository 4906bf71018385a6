"""Requests that are sent from threads: as many at a time as the network has room for."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest

from planqk_helpers.engine.aside import AT_FIRST, Aside
from planqk_helpers.engine.flow import Call, Flow, drive_async
from planqk_helpers.engine.http import MAX_REQUESTS
from planqk_helpers.errors import PlanqkError


class Blocking(Call):
    """A request that is some work."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.blocking = work  # type: ignore[method-assign]


def calls(aside: Aside, work: Callable[[], object], number: int) -> list[object]:
    """Send as many requests at once, each of which does some work; return their answers."""

    def flow() -> Flow[object]:
        return (yield aside.send(Blocking(work)))

    async def send_all() -> list[object]:
        return await asyncio.gather(*(drive_async(flow()) for _ in range(number)))

    return aside.wait(send_all())


def test_requests_that_wait_for_the_network_are_all_on_the_wire() -> None:
    """Each waits until all are there, which only threads of their own can see."""
    there = threading.Barrier(32, timeout=30)
    with Aside() as aside:
        assert set(calls(aside, there.wait, 32)) == set(range(32))


def test_no_more_threads_than_requests_may_be_on_the_wire() -> None:
    at_once: list[int] = []

    def work() -> None:
        at_once.append(sum(thread.name == "many" for thread in threading.enumerate()))
        time.sleep(0.05)

    with Aside() as aside:
        calls(aside, work, 2 * MAX_REQUESTS)
    assert max(at_once) == MAX_REQUESTS + 1, "the event loop has one, too"


def test_requests_that_take_the_cpu_get_no_more_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if they took all of it: how much they really get is up to what else the machine does."""
    monkeypatch.setattr("planqk_helpers.engine.aside.time.process_time", time.monotonic)
    threads: set[int] = set()

    def work() -> None:
        threads.add(threading.get_ident())
        time.sleep(0.02)

    with Aside() as aside:
        calls(aside, work, 16)
    assert len(threads) == AT_FIRST


def test_what_a_request_raises_is_raised_where_it_was_sent() -> None:
    def work() -> None:
        raise OSError("no route")

    with Aside() as aside, pytest.raises(OSError, match="no route"):
        calls(aside, work, 1)


def test_where_no_thread_can_begin_any_more_those_that_there_are_send_the_requests(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As at the end of a process, from Python 3.12 on."""

    def start(thread: threading.Thread) -> None:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    with Aside() as aside:
        calls(aside, time.monotonic, 1)
        monkeypatch.setattr(threading.Thread, "start", start)
        assert len(calls(aside, lambda: time.sleep(0.02), 8)) == 8


def test_requests_that_wait_for_a_thread_when_it_is_left_are_never_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("planqk_helpers.engine.aside.PERIOD", 60.0)  # no more threads
    held, sent = threading.Event(), Counter[str]()

    def hold() -> None:
        sent["held"] += 1
        held.wait(30)

    def late() -> None:
        sent["late"] += 1

    async def send(aside: Aside, work: Callable[[], object]) -> object:
        def flow() -> Flow[object]:
            return (yield aside.send(Blocking(work)))

        return await drive_async(flow())

    async def begin(aside: Aside) -> list[asyncio.Task[object]]:
        works = [hold] * AT_FIRST + [late] * 5
        return [asyncio.ensure_future(send(aside, work)) for work in works]

    async def cancel(task: asyncio.Task[object]) -> None:
        task.cancel()

    async def wait_for(tasks: list[asyncio.Task[object]]) -> list[object]:
        return await asyncio.gather(*tasks, return_exceptions=True)

    ends: list[object] = []
    with Aside() as aside:
        tasks = aside.wait(begin(aside))
        while sent["held"] < AT_FIRST:
            time.sleep(0.01)
        aside.wait(cancel(tasks[-1]))
        aside.last = lambda _: ends.extend(aside.wait(wait_for(tasks[AT_FIRST:])))
    held.set()
    time.sleep(0.1)
    assert sent == {"held": AT_FIRST}
    assert [type(end) for end in ends] == [PlanqkError] * 4 + [asyncio.CancelledError]
    assert "was not sent" in str(ends[0])
