"""What many executions give: an outcome for each input, and counts on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, Literal, TypeAlias, TypeVar

from attrs import frozen

from ..errors import NotAllSucceeded, PlanqkError

E = TypeVar("E")
R = TypeVar("R")

Key: TypeAlias = str | int
OutcomeState: TypeAlias = Literal["succeeded", "failed", "cancelled", "unsure"]


@frozen
class Outcome(Generic[E, R]):
    """How the execution for one input ended.

    Attributes:
        key: The name of the input: what ``key`` returned for it, else its number, from 0.
        state: ``succeeded``; ``failed``: the service ended with an error, or the platform does not
            take the input; ``cancelled``; ``unsure``: it may run or have run, see ``error``.
        execution: The execution, if one is known.
        result: What the service returned, if it succeeded.
        error: Why there is no result, if there is none.
    """

    key: Key
    state: OutcomeState
    execution: E | None = None
    result: R | None = None
    error: PlanqkError | None = None


class Outcomes(list[Outcome[E, R]]):
    """Outcomes, in the order of the inputs."""

    def results(self) -> list[R]:
        """Return the results.

        Raises:
            NotAllSucceeded: Some have none; the error names their keys and executions.
        """
        results = [each.result for each in self if each.result is not None]
        if len(results) < len(self):
            missing = [each for each in self if each.result is None]
            raise name_all(f"{len(missing)} of {len(self)} inputs have no result", missing)
        return results


def name_all(what: str, outcomes: Sequence[Outcome[E, R]]) -> NotAllSucceeded:
    """Return an error that names outcomes without a result."""
    error = NotAllSucceeded("\n  ".join([f"{what}:", *map(describe, outcomes)]))
    error.outcomes = tuple(outcomes)
    return error


def describe(outcome: Outcome[E, R]) -> str:
    """Return an outcome without a result in words."""
    id = getattr(outcome.execution, "id", None)
    execution = f"execution {id}" if id else "no execution known"
    return f"{outcome.key!r} {outcome.state} ({execution}): {outcome.error}"


@frozen
class Progress:
    """Counts of a run of many, for ``on_progress``.

    Attributes:
        total: Inputs altogether; None if their number is not known.
        waiting: Inputs without an execution yet; None likewise.
        running: Executions that have not ended, or whose result is being fetched.
        succeeded: Outcomes so far, by their state.
        failed: Likewise.
        cancelled: Likewise.
        unsure: Likewise.
        rate: Outcomes a second, since the first start; those from a journal do not count.
        seconds_left: Estimated seconds until the last outcome; None if that is not known.
    """

    total: int | None
    waiting: int | None
    running: int
    succeeded: int
    failed: int
    cancelled: int
    unsure: int
    rate: float
    seconds_left: float | None

    @property
    def done(self) -> int:
        """Outcomes so far."""
        return self.succeeded + self.failed + self.cancelled + self.unsure


@frozen
class Tally:
    """What a run has counted so far.

    Attributes:
        counts: Outcomes by their state.
        known: How many of them a journal knew.
        running: Executions that have not ended, or whose result is being fetched.
        seconds: Since the first start; negative before.
    """

    counts: Mapping[OutcomeState, int]
    known: int
    running: int
    seconds: float

    def progress(self, total: int | None) -> Progress:
        """Return the counts as they are told; ``total`` is the number of inputs, if known."""
        done = sum(self.counts.values())
        rate = (done - self.known) / max(self.seconds, 1e-3)
        left = None if total is None else total - done
        seconds_left = 0.0 if left == 0 else None
        if left and rate:
            seconds_left = left / rate
        return Progress(
            total=total,
            waiting=None if left is None else left - self.running,
            running=self.running,
            succeeded=self.counts["succeeded"],
            failed=self.counts["failed"],
            cancelled=self.counts["cancelled"],
            unsure=self.counts["unsure"],
            rate=rate,
            seconds_left=seconds_left,
        )


@frozen
class Plan:
    """What a run with a journal would do.

    Attributes:
        to_start: Keys of inputs for which an execution would be started.
        to_adopt: Keys of inputs whose execution was started before, and would be waited for.
        done: Keys of inputs whose outcome is in the journal.
        unsure: Keys of inputs for which it is not known whether an execution was started.
    """

    to_start: tuple[Key, ...]
    to_adopt: tuple[Key, ...]
    done: tuple[Key, ...]
    unsure: tuple[Key, ...]
