"""When to look at executions that last alike, and how fast requests may follow each other."""

from __future__ import annotations

import asyncio
import math
from bisect import bisect_right
from collections import deque
from collections.abc import Callable
from statistics import median

from attrs import define, field

from ..errors import ApiError, RateLimited
from .flow import A_DAY, Call, Flow, Sleep, Step, T
from .waiting import OUTAGE, Poll

FIRST = Poll().first
"""Least seconds between two looks."""
GROWTH = 1 - 1 / Poll().factor
"""Pause after a look as a part of the age, as long as nothing has ended: the rhythm of a wait."""
MOST = Poll().most
"""Most seconds between two looks: one may end long before others have."""
UNSEEN = -1.0
"""In place of an age at which it had not ended: there was no look yet."""
ENOUGH = 3
"""Ends to learn from."""
REMEMBERED = 64
LAG = 0.03
"""Share of its duration that an execution's end may stay unseen."""
SPACING = 0.04
"""Least pause between two looks at all, as a part of the usual duration."""
SHORTEST, LONGEST = 0.25, 30.0
"""Seconds of the pauses after failures."""
TRIES = 3
"""Least starts in a row that fail in an outage: the platform may ask for long pauses."""
SHORT = 1.0
"""Seconds below which a look at all comes too rarely: each is looked at when its end is due."""


@define
class Rhythm:
    """When to look next, learned from the durations of those that have ended."""

    _durations: deque[float] = field(factory=lambda: deque(maxlen=REMEMBERED))
    _sorted: list[float] = field(factory=list)

    def learn(self, duration: float) -> None:
        """Take in how long an execution lasted."""
        self._durations.append(duration)
        self._sorted = sorted(self._durations)

    @property
    def knows(self) -> bool:
        """Whether enough have ended to tell when others will."""
        return len(self._sorted) >= ENOUGH

    @property
    def usual(self) -> float:
        """The usual duration; infinite as long as it is not known."""
        return median(self._sorted) if self.knows else math.inf

    @property
    def least(self) -> float:
        """Least seconds between two looks."""
        return min(max(FIRST, SPACING * self.usual), MOST) if self.knows else FIRST

    def is_likely(self, running_at: float, age: float) -> bool:
        """Tell whether an execution has ended by ``age`` that ran at another age."""
        return self.knows and bisect_right(self._sorted, age) > bisect_right(
            self._sorted, running_at
        )

    def next_look(self, age: float) -> float:
        """Return at which age to look at an execution that had not ended at ``age``.

        It is as late as it can be while the mean lag of those that end until then is within `LAG`,
        and at most `MOST` seconds later.
        """
        return min(self._likely_end(age), max(age, 0.0) + MOST)

    def _likely_end(self, age: float) -> float:
        later = self._sorted[bisect_right(self._sorted, age) :] if self.knows else []
        if not later:
            return max(age, 0.0) + max(FIRST, GROWTH * age / (2 if self.knows else 1))
        total, count = 0.0, 0
        due = later[0]
        for duration in later:
            if duration > due:
                break
            total, count = total + duration, count + 1
            due = max(duration, total / count / (1 - LAG))
        return due if age == UNSEEN else max(due, age + self.least)


class TimeUp(Exception):
    """There is no time left for what would have to wait."""


@define
class Pace:
    """How fast requests go. What the platform asks of one of them holds for all.

    Attributes:
        per_second: Most starts a second.
        clock: Returns the seconds of a clock.
        send: Returns the step that sends a request.
    """

    per_second: float | None
    clock: Callable[[], float]
    send: Callable[[Call], Step]
    _until: float = -math.inf
    _next_start: float = -math.inf
    _backoff: float = 0.0
    _failures: int = 0
    _failing_since: float = math.inf
    _next_try: float = -math.inf

    def next_start(self) -> float:
        """Return when the next start may be sent, on the clock."""
        return max(self._until, self._next_start, self._next_try)

    @property
    def starts_fail(self) -> bool:
        """Whether the last start failed: each that is sent now may be one more of unknown fate."""
        return self._failures > 0

    def count_start(self) -> None:
        """Count a start."""
        if self.per_second:
            self._next_start = max(self._next_start, self.clock()) + 1 / self.per_second

    def hold(self, flow: Flow[T], deadline: float = math.inf) -> Flow[T]:
        """Perform a flow whose requests wait as long as the platform asks any of them to.

        Raises:
            TimeUp: It would have to pause after the deadline, on the clock.
        """
        outcome: object = None
        error: BaseException | None = None
        while True:
            try:
                step = flow.send(outcome) if error is None else flow.throw(error)
            except StopIteration as end:
                result: T = end.value
                return result
            except asyncio.CancelledError as cancelled:
                # The run itself says what goes on, once for all.
                getattr(cancelled, "__notes__", []).clear()
                raise
            outcome = error = None
            try:
                while isinstance(step, Call) and (left := self._until - self.clock()) > 0:
                    yield self._pause(left, deadline)
                if isinstance(step, Sleep) and step.seconds > 0:
                    outcome = yield self._pause(step.seconds, deadline)
                elif not isinstance(step, Call):
                    outcome = yield step
                else:
                    outcome = yield self.send(step)
                    self._backoff = 0.0
            except TimeUp:
                flow.close()
                raise
            except BaseException as raised:  # noqa: BLE001 - it belongs to the flow
                self._note(raised)
                error = raised

    def _pause(self, seconds: float, deadline: float) -> Sleep:
        """Return a pause that does not exceed the deadline: one last request follows it."""
        left = deadline - self.clock()
        if left <= 0:
            raise TimeUp
        return Sleep(min(seconds, left))

    def _note(self, error: BaseException) -> None:
        if isinstance(error, RateLimited) or getattr(error, "retry_after", None):
            self.slow_down(error)

    def slow_down(self, error: BaseException) -> None:
        """Let every request wait: for what an error asks, else longer each time in a row."""
        asked = error.retry_after if isinstance(error, ApiError) else None
        now = self.clock()
        if asked is None and now >= self._until:  # not once for each of those on the way
            self._backoff = min(max(SHORTEST, 2 * self._backoff), LONGEST)
            asked = self._backoff
        self._until = max(self._until, now + min(asked or 0.0, A_DAY))

    def note_start(self) -> None:
        """Take in that a start has succeeded."""
        self._failures, self._failing_since, self._next_try = 0, math.inf, -math.inf

    def is_outage(self, error: BaseException) -> bool:
        """Take in that a start failed; tell whether none has succeeded for too long.

        Looks may succeed all the while. Being asked to wait is no outage.
        """
        self.slow_down(error)
        now = self.clock()
        if now >= self._next_try:  # not once for each of those on the way
            self._next_try = now + min(SHORTEST * 2**self._failures, LONGEST)
            self._failures += 1
        if isinstance(error, RateLimited):
            return False
        self._failing_since = min(self._failing_since, now)
        return self._failures >= TRIES and now - self._failing_since > OUTAGE
