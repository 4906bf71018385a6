"""Run many executions at once: one scheduler on asyncio, whatever the platform.

Whoever iterates calls `Run.turn` again and again: it takes inputs in, starts what there is room
for, and returns what has ended. In between, tasks start, look and fetch results.
"""

from __future__ import annotations

import asyncio
import math
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Generic, TypeVar
from uuid import uuid4

from ..errors import (
    AmbiguousSubmission,
    ExecutionCancelled,
    ExecutionFailed,
    InvalidInput,
    PlanqkError,
    WaitTimeout,
)
from .executions import EXECUTION_STATES
from .flow import Call, Flow, Step, drive_async
from .journal import ENDED, INTENDED, Entry, NoJournal
from .outcomes import Key, Outcome, OutcomeState, Progress, Tally, name_all
from .retrying import is_temporary
from .rhythm import Pace, TimeUp
from .runs import (
    E,
    Input,
    Item,
    Left,
    Options,
    Platform,
    R,
    Turn,
    concerns_all,
    find_left,
    is_about_the_input,
    is_restarted,
)
from .starting import Start, leave
from .watching import Watch, happens

T = TypeVar("T")

STARTS = 16
"""Starts on the wire at a time: of more, the work of the connections shows, and a kill would leave
more of which it is not known whether they run."""
GRACE = 2.0
"""Seconds that starts on the wire have for their answers when a run is left."""
AHEAD = 256
"""Most inputs taken ahead of their turn, as long as the journal has their outcomes."""
PATIENCE = 10.0
"""Seconds for cancelling."""


class Run(Generic[E, R]):
    """The scheduler. All of it happens in one event loop.

    Attributes:
        ended: Outcomes to hand out, each with the number of its input.
    """

    def __init__(
        self,
        platform: Platform[E, R],
        options: Options,
        journal: NoJournal[E, R],
        send: Callable[[Call], Step] | None = None,
    ) -> None:
        loop = asyncio.get_running_loop()
        self._platform = platform
        self._options = options
        self._journal = journal
        self._clock = loop.time
        self._pace = Pace(options.per_second, loop.time, send or (lambda request: request))
        self._is_aside = send is not None
        self._watch = Watch(platform, self, options.timeout)
        self._queue: deque[Item[E]] = deque()
        self._starting: dict[asyncio.Task[None], Start[E]] = {}
        self._under_way: dict[int, Item[E]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._watching: list[asyncio.Task[None]] = []
        self._changed = asyncio.Event()
        self.ended: deque[tuple[int, Outcome[E, R]]] = deque()
        self._counts: Counter[OutcomeState] = Counter()
        self._bad: list[Outcome[E, R]] = []
        self._broken: BaseException | None = None
        self._stopping = False
        self._is_open = False
        self._left: Left[E] | None = None
        self._taken = self._started = self._ahead = self._known = 0
        self._tag = uuid4().hex
        self._began = math.inf
        self._tally = self._count_all()

    # --- for whoever iterates -------------------------------------------------------------------

    async def begin(self) -> None:
        """Open the journal."""
        self._journal.open(self._platform.identity)
        for _ in self._journal.check():
            await asyncio.sleep(0)
        self._watching.append(asyncio.ensure_future(self._guard(self._watch.watch)))

    async def turn(
        self, inputs: Iterable[tuple[Key, Input]], *, last: bool, patience: float | None = None
    ) -> Turn:
        """Take inputs in; return as soon as there are outcomes, or room for more inputs.

        The outcomes are in ``ended``, from where they are to be taken before the next turn.

        Args:
            inputs: Keys and inputs; not more than were wanted.
            last: Whether there are no more.
            patience: Seconds after which to return in any case.
        """
        items: list[Item[E]] = [Item(self._taken + n, *each) for n, each in enumerate(inputs)]
        self._taken += len(items)
        are_known = [*map(self._take, items, self._journal.find(items))]
        # Many that have ended already take less time when they come many at a time.
        self._ahead = min(2 * self._ahead + 8, AHEAD) if are_known and all(are_known) else 0
        if self._queue and not self._is_open:
            await self.perform(self._platform.open())
            self._is_open = True
        while True:
            self._start_some()
            is_over = self._is_over(last=last)
            room = self._room() - len(self._queue)
            wanted = 0 if last or self._stopping or room <= 0 else room + self._ahead
            if self.ended or is_over or wanted or self._broken:
                break
            self._changed.clear()
            if not await happens(self._changed, patience):
                break
        self._tally = self._count_all()
        if not self.ended and self._broken:
            raise self._broken
        return Turn(wanted, is_over)

    async def end(self, *, cancel: bool = False) -> Left[E]:
        """Start nothing more, and let go of what runs, or cancel it; tell what that is."""
        self._stopping = True
        await leave(self._starting, GRACE)
        running = [item.execution for item in self._under_way.values() if item.execution]
        left = await self.let_go()
        await asyncio.gather(*self._tasks, *self._watching, return_exceptions=True)
        return await self._cancel(running, left) if cancel else left

    async def let_go(self) -> Left[E]:
        """End at once, also where `end` was interrupted; tell what is known."""
        if self._left is None:
            self._stopping = True
            outcomes = [outcome for _, outcome in self.ended]
            self._left = find_left(self._under_way.values(), outcomes)
            for task in [*self._tasks, *self._watching]:
                task.cancel()
            self._journal.close()
        return self._left

    async def _cancel(self, running: list[E], left: Left[E]) -> Left[E]:
        """Cancel the executions that run; part them from those that are left."""
        flows = [self.perform(self._platform.cancel(each)) for each in running]
        tries = [asyncio.wait_for(flow, PATIENCE) for flow in flows]
        ends = await asyncio.gather(*tries, return_exceptions=True)
        return left.after_cancelling(zip(running, ends, strict=True))

    def progress(self, total: int | None) -> Progress:
        """Return the counts; ``total`` is the number of inputs, if it is known."""
        return self._tally.progress(total)

    def _count_all(self) -> Tally:
        """Count, between two steps of the loop: whoever iterates may be in another thread."""
        running = len(self._under_way) - len(self._starting)
        return Tally(Counter(self._counts), self._known, running, self._clock() - self._began)

    # --- inputs ---------------------------------------------------------------------------------

    def _take(self, item: Item[E], entry: Entry[E, R] | None) -> bool:
        """Take an input in: start it, or go on where the journal says it is.

        Tell whether it has ended already.
        """
        if entry is None:
            self._queue.append(item)
        elif entry.state in ENDED:
            return self._hand_out_again(item, entry.outcome)
        elif entry.state == INTENDED:
            if self._options.restart_unsure:
                self._queue.append(item)
            else:
                self._under_way[item.number] = item
                self.spawn(self._recover, item, entry)
        elif entry.outcome.execution:
            self._adopt(item, entry.outcome.execution, entry.age)
        return False

    def _hand_out_again(self, item: Item[E], outcome: Outcome[E, R]) -> bool:
        if is_restarted(outcome, self._options):
            item.failures = 1
            self._queue.append(item)
            return False
        self._known += 1
        self._count(item, outcome)
        return True

    async def _recover(self, item: Item[E], entry: Entry[E, R]) -> None:
        """Find the execution of a start that was sent, but not answered, by another process."""
        try:
            execution = await self.perform(self._platform.find_lost(entry.tag, entry.age))
        except AmbiguousSubmission as error:
            self._hand_out(item, "unsure", error)
        else:
            self._journal.started(item, execution)
            self._adopt(item, execution, entry.age)

    def _adopt(self, item: Item[E], execution: E, age: float = 0.0) -> None:
        item.execution = execution
        self._under_way[item.number] = item
        self._began = min(self._began, self._clock())
        self._watch.add(item, age)

    # --- starts ---------------------------------------------------------------------------------

    def _room(self) -> int:
        return self._options.at_a_time - len(self._watch.running) - len(self._starting)

    def _room_to_start(self) -> int:
        """Return how many may be started now: one at a time while starts fail."""
        most = 1 if self._pace.starts_fail else STARTS
        return min(self._room(), most - len(self._starting))

    def _start_some(self) -> None:
        """Start what there is room for, and what the platform takes now."""
        batch: list[Item[E]] = []
        while (
            self._queue
            and not (self._stopping or self._broken)
            and len(batch) < self._room_to_start()
        ):
            wait = self._pace.next_start() - self._clock()
            if wait > 0:
                asyncio.get_running_loop().call_later(wait, self._changed.set)
                break
            self._pace.count_start()
            item = self._queue.popleft()
            self._started += 1
            item.tag = f"{self._tag}-{self._started}"
            batch.append(item)
        if batch:
            self._began = min(self._began, self._clock())
            self._journal.intend(batch)
            for item in batch:
                self._under_way[item.number] = item
                flow = self._platform.start(item.given, item.tag)
                start = Start(flow, blocking=self._is_aside)
                self._starting[self.spawn(self._start, item, start)] = start

    async def _start(self, item: Item[E], start: Start[E]) -> None:
        try:
            execution = await self.perform(start.perform())
        except AmbiguousSubmission as error:
            self._hand_out(item, "unsure", error)
            if self._pace.is_outage(error.__cause__ or error):
                self._break(error)
        except PlanqkError as error:
            if is_about_the_input(error):
                self._hand_out(item, "failed", error)
                return
            del self._under_way[item.number]
            self._journal.withdraw(item)
            if is_temporary(error):
                self._queue.appendleft(item)
            if not is_temporary(error) or self._pace.is_outage(error):
                self._break(error)
        else:
            self._pace.note_start()
            self._adopt(item, execution)
            self._journal.started(item, execution)

    # --- ends -----------------------------------------------------------------------------------

    async def finish(self, item: Item[E]) -> None:
        """Fetch the result of an execution that has ended, as far as is known."""
        assert item.execution  # noqa: S101 - it has been started
        try:
            finish = self._platform.finish(item.execution)
            item.execution, result = await self.perform(finish, item.deadline)
        except TimeUp:
            self._watch.time_out(item)
        except WaitTimeout as error:
            if error.state is None or error.__cause__:  # the last look failed
                self._watch.look_again(item, error)
            elif EXECUTION_STATES.final(error.state):
                self.give_up(item, error)
            else:
                self._watch.go_on(item)
        except (ExecutionFailed, ExecutionCancelled) as error:
            self._watch.learn(item)
            self._fail(item, error)
        except PlanqkError as error:
            self._watch.look_again(item, error)
        else:
            self._watch.learn(item)
            self._hand_out(item, "succeeded", result=result)

    def _fail(self, item: Item[E], error: ExecutionFailed | ExecutionCancelled) -> None:
        failed = isinstance(error, ExecutionFailed)
        error.state = "FAILED" if failed else "CANCELLED"
        error.elapsed = self._clock() - item.began
        if item.execution:
            item.execution = self._platform.in_state(item.execution, error.state)
        if failed and item.failures < self._options.retry_failed:
            item.failures += 1
            item.execution = None
            del self._under_way[item.number]
            self._queue.append(item)
        else:
            self._hand_out(item, "failed" if failed else "cancelled", error)

    def give_up(self, item: Item[E], error: PlanqkError) -> None:
        """Hand out an execution whose end will not be known; or end the run with the error."""
        if concerns_all(error):
            self._break(error)
        else:
            self._hand_out(item, "unsure", error)

    def _hand_out(
        self,
        item: Item[E],
        state: OutcomeState,
        error: PlanqkError | None = None,
        result: R | None = None,
    ) -> None:
        outcome: Outcome[E, R] = Outcome(item.key, state, item.execution, result, error)
        if isinstance(error, InvalidInput):
            self._journal.withdraw(item)  # it was not even sent
        elif state in ENDED:
            self._journal.ended(item, outcome)
        self._watch.running.pop(item.key, None)
        self._count(item, outcome)
        if state in ("failed", "unsure") and self._options.stop_after_failures:
            self._bad.append(outcome)
            self._stopping |= len(self._bad) >= self._options.stop_after_failures

    def _count(self, item: Item[E], outcome: Outcome[E, R]) -> None:
        self._under_way.pop(item.number, None)
        self._counts[outcome.state] += 1
        self.ended.append((item.number, outcome))
        self._changed.set()

    def _is_over(self, *, last: bool) -> bool:
        if self._tasks or self._watch.running or self._broken:
            return False
        if self._stopping and not (last and not self._queue):
            self._broken = name_all(
                f"{len(self._bad)} inputs failed or are unsure, so nothing more was started "
                "(stop_after_failures), and what ran has ended",
                self._bad,
            )
        return last and not self._queue

    # --- tasks ----------------------------------------------------------------------------------

    def perform(self, flow: Flow[T], deadline: float = math.inf) -> Awaitable[T]:
        """Perform a flow at the pace of the run; TimeUp if it has to pause after a deadline."""
        return drive_async(self._pace.hold(flow, deadline))

    def spawn(self, work: Callable[..., Awaitable[None]], *args: Any) -> asyncio.Task[None]:
        """Do some work on the side; an error that it raises ends the run."""
        task = asyncio.ensure_future(self._guard(work, *args))
        self._tasks.add(task)
        return task

    async def _guard(self, work: Callable[..., Awaitable[None]], *args: Any) -> None:
        try:
            await work(*args)
        except Exception as error:  # noqa: BLE001 - raised for whoever iterates
            self._break(error)
        finally:
            task: Any = asyncio.current_task()
            self._tasks.discard(task)
            self._starting.pop(task, None)
            self._changed.set()

    def _break(self, error: BaseException) -> None:
        """End the run with an error that concerns all."""
        self._broken = self._broken or error
        self._stopping = True
        self._changed.set()
