"""Run asyncio aside: in a thread, with others that send the requests.

The blocking form of what runs on asyncio works where an event loop runs already, in a notebook. Its
requests go through the blocking clients, which take half the CPU of those for asyncio and belong
to no event loop.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, Self, TypeVar

from .flow import Call, Either, Step
from .http import MAX_REQUESTS
from .starting import not_sent

T = TypeVar("T")

AT_FIRST = 2
"""Threads at first. More help only while the CPU has time: with 8 of them short executions take a
quarter longer, as they take the interpreter and the connections' lock from each other, and each
request looks through all connections."""
PERIOD, MOSTLY = 0.01, 0.6
"""Seconds over which the CPU is measured, and the share of it from which on it has no time."""


class Aside:
    """An event loop in a thread of its own, and the threads that send its requests.

    Attributes:
        last: What to do before they end, with the error with which the block is left, or None.
    """

    def __enter__(self) -> Self:
        self.last: Callable[[BaseException | None], object] = lambda _: None
        self._ready: Future[asyncio.AbstractEventLoop] = Future()
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._answers: list[tuple[asyncio.Future[Any], Any, BaseException | None]] = []
        self._lock = threading.Lock()
        self._waiting: set[asyncio.Future[Any]] = set()
        self._threads = self._busy = 0
        self._own: set[int | None] = set()
        self._measuring = False
        self._context = contextvars.copy_context()
        self._main = self._begin(lambda: asyncio.run(self._serve()))
        self._loop = self._ready.result()
        return self

    async def _serve(self) -> None:
        self._left = asyncio.Event()
        self._ready.set_result(asyncio.get_running_loop())
        await self._left.wait()

    def _begin(self, work: Callable[[], object]) -> threading.Thread:
        # A daemon: a request that nobody waits for any more must not keep the process from ending.
        def run() -> None:
            self._own.add(threading.get_ident())
            work()

        run_in_context = functools.partial(self._context.copy().run, run)
        thread = threading.Thread(target=run_in_context, name="many", daemon=True)
        thread.start()
        return thread

    @property
    def _is_alive(self) -> bool:
        """Whether the loop's thread runs: not in a fork, and not when the interpreter ends."""
        return self._main.is_alive() and not sys.is_finalizing()

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Do some work in the loop, and block until it is done."""
        if not self._is_alive:
            work.close()
            raise RuntimeError(
                "this iter_many belongs to the process that began it, and this is a fork of that "
                "process: call iter_many here instead"
            )
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if not self._is_alive:
            return
        self._loop.call_soon_threadsafe(self._withdraw)
        if threading.get_ident() in self._own:
            # The garbage collector closes the run here: the loop would wait for itself.
            threading.Thread(target=self._end, args=[error], name="many", daemon=False).start()
        else:
            self._end(error)

    def _end(self, error: BaseException | None) -> None:
        try:
            self.last(error)
        finally:
            del self.last  # it refers to what refers to this
            self._loop.call_soon_threadsafe(self._left.set)
            self._main.join()
            for _ in range(self._threads):
                self._jobs.put(None)

    # --- requests -------------------------------------------------------------------------------

    def send(self, request: Call) -> Step:
        """Return the step that sends a request from a thread."""
        return Either(request.blocking, functools.partial(self._send, request))

    async def _send(self, request: Call) -> Any:
        answer = self._loop.create_future()
        self._waiting.add(answer)
        self._busy += 1
        self._jobs.put(functools.partial(self._answer, request, answer))
        if self._threads < min(AT_FIRST, self._busy):
            self._add_threads(1)
        self._measure()
        try:
            return await answer
        finally:
            if self._take(answer):  # the task was cancelled
                self._busy -= 1

    def _take(self, answer: asyncio.Future[Any]) -> bool:
        """Take a request that waits, to send it or to drop it; tell whether nobody else has."""
        try:
            self._waiting.remove(answer)
        except KeyError:
            return False
        return True

    def _withdraw(self) -> None:
        """Let requests that wait for a thread fail: nobody waits for them, and none is sent."""
        for answer in list(self._waiting):
            if self._take(answer):
                self._busy -= 1
                if not answer.done():
                    answer.set_exception(not_sent())

    def _measure(self) -> None:
        """Where requests wait for a thread, look in a moment whether there is time for another."""
        if self._threads < min(self._busy, MAX_REQUESTS) and not self._measuring:
            self._measuring = True
            began = time.monotonic(), time.process_time()
            self._loop.call_later(PERIOD, self._grow, *began)

    def _grow(self, began: float, cpu: float) -> None:
        """Begin as many threads again, if those that there are wait for the network."""
        self._measuring = False
        used = (time.process_time() - cpu) / (time.monotonic() - began)
        if used < MOSTLY:
            waiting = min(self._busy, MAX_REQUESTS) - self._threads
            self._add_threads(min(self._threads, waiting))
        self._measure()

    def _add_threads(self, number: int) -> None:
        for _ in range(number):
            try:
                self._begin(self._work)
            except RuntimeError:  # from Python 3.12 on, a process that ends begins no threads
                if not self._threads:
                    raise
                return
            self._threads += 1

    def _work(self) -> None:
        while job := self._jobs.get():
            job()

    def _answer(self, request: Call, answer: asyncio.Future[Any]) -> None:
        if not self._take(answer):
            return
        body: Any = None
        error: BaseException | None = None
        try:
            body = request.blocking()
        except BaseException as raised:  # noqa: BLE001 - raised where somebody waits for it
            error = raised
        with self._lock:
            is_first = not self._answers  # else the loop has been woken already
            self._answers.append((answer, body, error))
        if is_first:
            with suppress(RuntimeError):  # it is closed: nobody waits any more
                self._loop.call_soon_threadsafe(self._settle)

    def _settle(self) -> None:
        with self._lock:
            answers, self._answers = self._answers, []
        self._busy -= len(answers)
        for answer, body, error in answers:
            if answer.cancelled():
                continue
            if error:
                answer.set_exception(error)
            else:
                answer.set_result(body)
