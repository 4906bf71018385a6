"""What a run of many executions is made of: a platform, options, inputs on their way."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from attrs import define, field, frozen

from ..errors import (
    ApiError,
    BadRequest,
    ConnectionFailed,
    DecodeError,
    ExecutionFailed,
    Forbidden,
    InvalidInput,
    PlanqkError,
    TooLarge,
    Unauthorized,
    WaitError,
)
from .executions import Timed
from .flow import Flow
from .outcomes import Key, Outcome
from .retrying import is_permanent
from .rhythm import UNSEEN
from .waiting import require_timeout

Input: TypeAlias = Mapping[str, Any]

MOST = 1_000_000
"""Most executions at a time."""
UNANSWERED = "an earlier call sent the start and got no answer"
"""Why it is not known whether a start that the journal knows took effect."""


E = TypeVar("E", bound=Timed)
R = TypeVar("R")


class Platform(Protocol[E, R]):
    """What a run of many needs of a platform, for one service and application."""

    @property
    def identity(self) -> Mapping[str, str]:
        """What a journal belongs to: a platform, and ids of service and application."""

    def check(self, given: object, name: str) -> None:
        """Raise InvalidInput, with the name, if this is no input; what is in it, `start` checks."""

    def open(self) -> Flow[None]:
        """Find out, before the first start, what all starts need."""

    def start(self, given: Input, tag: str) -> Flow[E]:
        """Start an execution, once; where a platform has tags, under this one.

        An AmbiguousSubmission says that it may run, also where it was refused with 429 and no
        ``Retry-After``; every other error, that it does not.
        """

    def find_lost(self, tag: str, age: float) -> Flow[E]:
        """Find the execution whose start was sent, ``age`` seconds ago, but not answered.

        AmbiguousSubmission, with what to check, if that cannot be told.
        """

    def look(self, execution: E) -> Flow[E]:
        """Look at one execution, in one try."""

    def look_at_all(self, executions: Sequence[E]) -> Flow[Mapping[str, E] | None]:
        """Look at many with one request, in one try: those the platform lists, by id.

        None if they cannot be looked at in this way, from now on.
        """

    def has_ended(self, execution: E) -> bool:
        """Tell whether an execution had ended when it was looked at."""

    def finish(self, execution: E) -> Flow[tuple[E, R]]:
        """Return an execution that has succeeded, and its result.

        ExecutionFailed and ExecutionCancelled, if it ended so; WaitTimeout if it has not ended.
        """

    def in_state(self, execution: E, state: str) -> E:
        """Return an execution in a final state that is known from its result."""

    def cancel(self, execution: E) -> Flow[E]:
        """Cancel an execution, in one try."""

    def handle_of(self, execution: E) -> str:
        """Return the code that makes the execution again in another process."""

    def to_json(self, execution: E | None, result: R | None) -> Any:
        """Return an execution and a result as JSON, without secrets, for the journal."""

    def from_json(self, stored: Any) -> tuple[E | None, R | None]:
        """Return what `to_json` was given."""


@frozen
class Options:
    """How a run goes; see `run_many` of a platform for what each means."""

    at_a_time: int = 8
    per_second: float | None = None
    stop_after_failures: int | None = None
    retry_failed: int = 0
    timeout: float | None = None
    cancel_on_interrupt: bool = False
    restart_unsure: bool = False

    def __attrs_post_init__(self) -> None:
        require_timeout(self.timeout)
        least = {"at_a_time": 1, "stop_after_failures": 1, "retry_failed": 0}
        for name, lowest in least.items():
            value = getattr(self, name)
            if value is not None and value < lowest:
                raise InvalidInput(f"{name} is {value}: give at least {lowest}")
        if self.at_a_time > MOST:
            raise InvalidInput(f"at_a_time is {self.at_a_time}: give at most {MOST:,}")
        if self.per_second is not None and not 0 < self.per_second < math.inf:
            raise InvalidInput(f"per_second is {self.per_second}: give a number above 0, or None")


@define(eq=False)
class Item(Generic[E]):
    """An input on its way.

    Attributes:
        number: Its place among the inputs.
        key: Its name.
        given: The input itself.
        fingerprint: Of the input, for the journal.
        tag: The tag of its start.
        failures: How often its execution has failed in this run.
        unseen_since: When looks at it began to fail, on the loop's clock.
        execution: Its execution, when it has been started.
        began: When it was started, on the loop's clock.
        deadline: When the wait for it is given up, likewise.
        adopted: Whether another run has started it.
        looked: Its age at the last look that showed it running.
        due: When to look next, on the loop's clock; infinite while somebody does.
    """

    number: int
    key: Key
    given: Input
    fingerprint: bytes = b""
    tag: str = ""
    failures: int = 0
    execution: E | None = None
    began: float = 0.0
    deadline: float = math.inf
    adopted: bool = False
    looked: float = UNSEEN
    due: float = math.inf
    unseen_since: float = math.inf


@frozen
class Turn:
    """What a run asks for.

    Attributes:
        wanted: How many inputs there is room for.
        is_over: Whether all inputs have an outcome.
    """

    wanted: int
    is_over: bool


@frozen
class Left(Generic[E]):
    """What goes on when a run is left.

    Attributes:
        executions: Those whose outcome was not handed out: they go on or have ended.
        starts: Keys of starts that were not answered.
        cancelled: Executions that were cancelled on request.
        not_cancelled: Those that could not be cancelled, each with the reason.
    """

    executions: list[E]
    starts: list[Key]
    cancelled: list[E] = field(factory=list)
    not_cancelled: list[tuple[E, str]] = field(factory=list)

    def after_cancelling(self, ends: Iterable[tuple[E, object]]) -> Left[E]:
        """Part the executions that were to be cancelled, each given with its answer or error."""
        tried = list(ends)
        ids = {id(each) for each, _ in tried}
        return Left(
            [each for each in self.executions if id(each) not in ids],
            self.starts,
            [each for each, end in tried if not isinstance(end, BaseException)],
            [(each, repr(end)) for each, end in tried if isinstance(end, BaseException)],
        )


def find_left(under_way: Iterable[Item[E]], ended: Iterable[Outcome[E, R]]) -> Left[E]:
    """Return executions and starts without an outcome, or with one that was not handed out."""
    items, outcomes = list(under_way), list(ended)
    starts = [each.key for each in items if each.execution is None]
    starts += [each.key for each in outcomes if each.state == "unsure" and not each.execution]
    executions = [each.execution for each in items] + [each.execution for each in outcomes]
    return Left([each for each in executions if each], starts)


def is_restarted(outcome: Outcome[E, R], options: Options) -> bool:
    """Tell whether an outcome of an earlier run is tried again."""
    return options.retry_failed > 0 and isinstance(outcome.error, ExecutionFailed)


def is_about_the_input(error: PlanqkError) -> bool:
    """Tell whether a start was refused for what its input is."""
    refused = isinstance(error, ApiError) and error.status == 422
    return refused or isinstance(error, (BadRequest, InvalidInput, TooLarge))


def concerns_all(error: PlanqkError) -> bool:
    """Tell whether what failed for one execution will fail for all."""
    if isinstance(error, ConnectionFailed):
        return is_permanent(error)
    about_one = isinstance(error, (ApiError, DecodeError, WaitError))
    return not about_one or isinstance(error, (Unauthorized, Forbidden))
