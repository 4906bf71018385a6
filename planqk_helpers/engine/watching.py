"""Look at executions that run, when their ends are likely: all with one request, or one by one."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import Any, Generic, Protocol, TypeVar

from ..errors import PlanqkError, RateLimited, WaitTimeout
from .executions import EXECUTION_STATES
from .flow import Flow
from .outcomes import Key
from .rhythm import SHORT, UNSEEN, Rhythm, TimeUp
from .runs import E, Item, Platform, R, concerns_all
from .waiting import OUTAGE, require_timeout, tolerable, warn_if_unknown

T = TypeVar("T")


class Owner(Protocol[E]):
    """The run, as far as a watch needs it."""

    def perform(self, flow: Flow[T], deadline: float = math.inf) -> Awaitable[T]:
        """Perform a flow at the pace of the run; TimeUp if it has to pause after a deadline."""

    def spawn(self, work: Callable[..., Awaitable[None]], *args: Any) -> object:
        """Do some work on the side."""

    async def finish(self, item: Item[E]) -> None:
        """Fetch the result of an execution."""

    def give_up(self, item: Item[E], error: PlanqkError) -> None:
        """Take in that it will not be known how an execution ended."""


async def happens(event: asyncio.Event, patience: float | None) -> bool:
    """Wait for an event, at most so many seconds; tell whether it happened.

    `asyncio.wait_for` of Python 3.11 forgets a cancellation that comes at the same moment.
    """
    try:
        async with asyncio.timeout(patience):
            await event.wait()
    except TimeoutError:
        return False
    return True


class Watch(Generic[E, R]):
    """Executions that have not ended, and when to look at them."""

    def __init__(self, platform: Platform[E, R], owner: Owner[E], timeout: float | None) -> None:
        self.running: dict[Key, Item[E]] = {}
        self._platform = platform
        self._owner = owner
        self._timeout = require_timeout(timeout)
        self._rhythm = Rhythm()
        self._clock = asyncio.get_running_loop().time
        self._sooner = asyncio.Event()
        self._planned = math.inf
        self._lists = True

    def add(self, item: Item[E], age: float) -> None:
        """Wait for an execution; ``age`` is how long ago another run started it, or 0."""
        now = self._clock()
        item.began, item.looked, item.adopted = now - age, UNSEEN, age > 0
        item.deadline = now + self._timeout
        self.running[item.key] = item
        self._plan(item, age or self._rhythm.next_look(UNSEEN))

    def go_on(self, item: Item[E]) -> None:
        """Wait on for an execution that runs, unless its time is up."""
        now = self._clock()
        self.running.setdefault(item.key, item)
        item.looked, item.unseen_since = now - item.began, math.inf
        self._plan_next(item)

    def look_again(self, item: Item[E], error: PlanqkError) -> None:
        """Take in that an execution could not be seen: look again, unless that lasts."""
        if not isinstance(error, RateLimited):  # being asked to wait is no outage
            item.unseen_since = min(item.unseen_since, self._clock())
        lasts = self._clock() - item.unseen_since > OUTAGE
        may_pass = tolerable(error) or isinstance(error, WaitTimeout)
        if lasts or concerns_all(error) or not may_pass:
            self._owner.give_up(item, error)
        else:
            self.running.setdefault(item.key, item)
            self._plan_next(item)

    def learn(self, item: Item[E]) -> None:
        """Take in that an execution has just been seen to have ended."""
        if self.running.pop(item.key, None):
            age = self._clock() - item.began
            execution = item.execution
            least = 0.0 if item.adopted else item.looked
            said = 0.85 * age if item.looked == UNSEEN else (item.looked + age) / 2
            if execution and execution.created_at and execution.ended_at:
                said = (execution.ended_at - execution.created_at).total_seconds()
            elif item.adopted:
                return  # it may have ended long ago, and its age depends on two clocks
            self._rhythm.learn(min(max(said, least, 0.0), age))

    def _plan_next(self, item: Item[E]) -> None:
        if self._clock() >= item.deadline:
            self.time_out(item)
        else:
            self._plan(item, self._rhythm.next_look(self._clock() - item.began))

    def _plan(self, item: Item[E], age: float) -> None:
        item.due = min(item.began + age, item.deadline)
        if item.due < self._planned:
            self._sooner.set()

    def time_out(self, item: Item[E]) -> None:
        """Give up the wait for an execution, whose time is up."""
        assert item.execution  # noqa: S101 - it runs
        handle = self._platform.handle_of(item.execution)
        error = WaitTimeout(
            "not finished in time; nothing was cancelled. "
            f"To go on waiting: wait_for_execution(client, {handle})",
            kind="execution",
            id=item.execution.id,
            state=item.execution.status,
            elapsed=self._clock() - item.began,
        )
        self._owner.give_up(item, error)

    # --- looks ----------------------------------------------------------------------------------

    async def watch(self) -> None:
        """Look whenever an end is likely, until cancelled."""
        last = -math.inf
        while True:
            self._sooner.clear()
            self._planned = self._next_look(last)
            pause = self._planned - self._clock()
            if pause > 0 and await happens(self._sooner, None if math.isinf(pause) else pause):
                continue  # a look has become due sooner
            last = self._clock()
            due = [item for item in self.running.values() if item.due <= last]
            if self._looks_at_all:
                due = await self._look_at_all(due)
            for item in due:
                item.due = math.inf
                self._owner.spawn(self._look, item)

    def _next_look(self, last: float) -> float:
        """Return when to look next, after a look at ``last``."""
        idle = [item for item in self.running.values() if item.due < math.inf]
        first = min((item.due for item in idle), default=math.inf)
        if not self._looks_at_all or not idle:
            return first
        due = first
        if not self._rhythm.knows:
            # The oldest of executions that last alike is the first to end. Those of another run
            # may be of any age.
            oldest = next((item for item in idle if not item.adopted), None)
            due = min(item.due for item in idle if item.adopted or item is oldest)
        return min(max(due, last + self._rhythm.least), *(item.deadline for item in idle))

    @property
    def _looks_at_all(self) -> bool:
        return self._lists and len(self.running) > 1 and self._rhythm.usual >= SHORT

    async def _look_at_all(self, due: list[Item[E]]) -> list[Item[E]]:
        """Look with one request; return those that have to be looked at one by one."""
        idle = [item for item in self.running.values() if item.due < math.inf]
        items = {item.execution.id: item for item in idle if item.execution}
        executions = [item.execution for item in items.values() if item.execution]
        seen = None
        try:
            look = self._platform.look_at_all(executions)
            seen = await self._owner.perform(
                look, min((item.deadline for item in idle), default=math.inf)
            )
            self._lists = seen is not None
        except TimeUp:  # the others are looked at when they may be
            for item in idle:
                if self._clock() >= item.deadline:
                    self.time_out(item)
            return []
        except PlanqkError as error:
            self._lists = tolerable(error)
        for id, execution in (seen or {}).items():
            self._see(items[id], execution)
        return [i for i in due if not (seen and i.execution and i.execution.id in seen)]

    async def _look(self, item: Item[E]) -> None:
        """Look at one execution, or fetch its result at once where its end is likely."""
        assert item.execution  # noqa: S101 - it runs
        if self._rhythm.is_likely(item.looked, self._clock() - item.began):
            await self._owner.finish(item)
            return
        try:
            look = self._platform.look(item.execution)
            execution = await self._owner.perform(look, item.deadline)
        except TimeUp:
            self.time_out(item)
        except PlanqkError as error:
            self.look_again(item, error)
        else:
            self._see(item, execution)

    def _see(self, item: Item[E], execution: E) -> None:
        """Take in how an execution looks."""
        before, item.execution = item.execution, execution
        if self._platform.has_ended(execution):
            self.learn(item)
            self._owner.spawn(self._owner.finish, item)
        else:
            known = before.status if before else None
            warn_if_unknown(EXECUTION_STATES, execution.status, known, "an execution")
            self.go_on(item)
