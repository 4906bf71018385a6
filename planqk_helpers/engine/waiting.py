"""Wait for something to end: bounded, polite, and truthful about how it ended."""

from __future__ import annotations

import asyncio
import math
import random
import sys
import warnings
from collections.abc import Callable
from typing import Generic, TypeVar

from attrs import frozen

from ..errors import ApiError, DecodeError, InvalidInput, NotFound, PlanqkError, WaitTimeout
from .arguments import fit
from .flow import A_DAY, Flow, sleep
from .retrying import is_temporary

T = TypeVar("T")

OUTAGE = 60.0
"""Seconds that looks may fail before a wait gives up, however often they do."""


@frozen
class Poll:
    """How often a wait looks at the state: often at first, then less and less.

    Attributes:
        first: Seconds between the first two looks; no later pause is shorter.
        factor: How many times as long each pause is as the one before.
        most: Longest pause in seconds.
        jitter: Random part of a pause, so that many waits do not look at the same time; 0.1 is
            10 %.
        tolerate: How many looks in a row may fail before the wait gives up. It never gives up
            before looks have failed for a minute.
    """

    # The defaults keep the lag near 15 % of a run and a run of five minutes at 25 requests;
    # benchmarks/waiting.py measures both.
    first: float = 0.28
    factor: float = 1.325
    most: float = 75.0
    jitter: float = 0.1
    tolerate: int = 5

    def __attrs_post_init__(self) -> None:
        for name in ("first", "factor", "most", "jitter"):
            fit("Poll", name, getattr(self, name), float)
        fit("Poll", "tolerate", self.tolerate, int)
        if not (
            0 < self.first < math.inf
            and 1 <= self.factor < math.inf
            and 0 < self.most < math.inf
            and 0 <= self.jitter < 1
            and self.tolerate >= 0
        ):
            raise InvalidInput(
                f"{self}: first and most must be above 0, factor must be at least 1, jitter from 0 "
                "to below 1, tolerate at least 0"
            )

    def pause(self, looks: int, asked: float | None = None) -> float:
        """Return the seconds to pause after ``looks`` looks; ``asked`` is a ``Retry-After``."""
        most = min(self.most, A_DAY)
        # From some point on every pause is the longest; the power must not overflow before.
        growth = max(math.log(most) - math.log(self.first), 0.0)
        steady = growth / math.log(self.factor) if self.factor > 1 else math.inf
        grown = most if looks - 1 > steady else self.first * self.factor ** (looks - 1)
        pause = min(grown, most) * random.uniform(1 - self.jitter, 1 + self.jitter)  # noqa: S311
        return max(pause, self.first, asked or 0.0)


@frozen
class States:
    """The states of a build or an execution, by their meaning for a wait."""

    success: frozenset[str]
    failure: frozenset[str]
    active: frozenset[str]

    def final(self, state: str) -> bool:
        """Tell whether nothing follows this state."""
        return state in self.success or state in self.failure


@frozen
class Ended(Generic[T]):
    """How a wait ended: the last look, its state and the seconds waited."""

    value: T
    state: str
    elapsed: float


def wait(
    look: Callable[[], Flow[T]],
    *,
    state_of: Callable[[T], str],
    states: States,
    kind: str,
    id: str,
    resume: str,
    timeout: float | None,
    poll: Poll,
    on_update: Callable[[T], object] | None,
    asked_by: Callable[[T], float | None] | None = None,
) -> Flow[Ended[T]]:
    """Look until the state is final, and return how it ended, well or badly.

    Args:
        look: One look, made without retries of its own.
        state_of: The state of what was seen.
        states: What the states mean.
        kind: What is waited for, for the errors.
        id: Its id, for the errors.
        resume: The call with which to go on waiting, for the errors.
        timeout: Seconds for the whole wait, finite; None waits for ever. The last look is made when
            it is up, so a wait exceeds it by no more than one request.
        poll: Rhythm of the looks.
        on_update: Called with every look that differs from the one before, the last included.
        asked_by: The seconds that what was seen asks to wait before another look, if it does.

    Raises:
        WaitTimeout: The time was up first.
        PlanqkError: More than ``poll.tolerate`` looks in a row failed, for `OUTAGE` seconds at
            least, or one failed for good.
    """
    started = now = yield from sleep(0)
    deadline = started + require_timeout(timeout)
    seen: T | None = None
    state: str | None = None
    looks = failures = 0
    failing_since = math.inf
    try:
        while True:
            asked = None
            failure: PlanqkError | None = None
            try:
                current = yield from look()
            except PlanqkError as error:
                failure = error
                now = yield from sleep(0)
                failures += 1
                failing_since = min(failing_since, now)
                gone = failures > poll.tolerate and now - failing_since >= OUTAGE
                if gone or not tolerable(error):
                    # What was not there at the first look will not be there at the next.
                    is_missing = seen is None and isinstance(error, NotFound)
                    again = "" if is_missing else f". To go on: {resume}"
                    error.add_note(f"while waiting for {kind} {id} (state {state}){again}")
                    raise
                asked = error.retry_after if isinstance(error, ApiError) else None
            else:
                failures, failing_since = 0, math.inf
                asked = asked_by(current) if asked_by else None
                if current != seen:
                    before, seen, state = state, current, state_of(current)
                    warn_if_unknown(states, state, before, kind)
                    (on_update or _ignore)(current)
            looks += 1
            now = yield from sleep(0)
            if seen is not None and state is not None and states.final(state):
                return Ended(seen, state, now - started)
            if now >= deadline:
                last = f" The last look failed: {failure}." if failure else ""
                raise WaitTimeout(
                    f"not finished in time; nothing was cancelled.{last} "
                    f"To go on waiting: {resume}",
                    kind=kind,
                    id=id,
                    state=state,
                    elapsed=now - started,
                ) from failure
            yield from sleep(min(poll.pause(looks, asked), deadline - now))
    except (KeyboardInterrupt, asyncio.CancelledError) as interrupt:
        interrupt.add_note(
            f"Interrupted while waiting for {kind} {id} (state {state}); nothing was cancelled. "
            f"To go on waiting: {resume}",
        )
        raise


def tolerable(error: PlanqkError) -> bool:
    """Tell whether a wait goes on after a failed look."""
    return is_temporary(error) or isinstance(error, DecodeError)


def require_timeout(timeout: float | None) -> float:
    """Return the seconds that a wait may take; None is for ever.

    Raises:
        InvalidInput: It is negative, not a number, or infinite.
    """
    if timeout is None:
        return math.inf
    if not 0 <= timeout <= sys.float_info.max:  # NaN is neither
        raise InvalidInput(f"timeout is {timeout} s: give seconds from 0, or None to wait for ever")
    return timeout


def _ignore(_seen: object) -> None:
    """Stand in for the ``on_update`` that was not given."""


def warn_if_unknown(states: States, state: str, before: str | None, kind: str) -> None:
    """Warn of a state that is new and has no meaning here: it may be a final one."""
    if state == before or states.final(state) or state in states.active:
        return
    warnings.warn(
        f"unknown state {state!r} of {kind}: waiting on until the deadline. "
        "A newer version of this package may know it",
        stacklevel=2,
    )
