"""What a run of many has done, in one SQLite file, so that it can go on after its process died."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic

from attrs import frozen

from .outcomes import E, Key, Outcome, R
from .runs import Input, Item

INTENDED, STARTED = "intended", "started"
ENDED: frozenset[str] = frozenset({"succeeded", "failed", "cancelled"})


@frozen
class Entry(Generic[E, R]):
    """What a journal says of an input.

    Attributes:
        state: `INTENDED`, `STARTED`, or how it ended.
        tag: The tag of its start.
        age: Seconds since it was started.
        outcome: Its outcome, as far as it is known.
    """

    state: str
    tag: str
    age: float
    outcome: Outcome[E, R]


class NoJournal(Generic[E, R]):
    """The journal of a run that has none."""

    def open(self, identity: Mapping[str, str]) -> None:
        """Begin a run of a service and an application."""

    def close(self) -> None:
        """End."""

    def find(self, key: Key, given: Input) -> Entry[E, R] | None:
        """Return what is known of an input."""

    def intend(self, items: Sequence[Item[Any]]) -> list[str]:
        """Note that starts are about to be sent; return their tags."""
        return [""] * len(items)

    def withdraw(self, key: Key) -> None:
        """Note that a start did not take effect."""

    def started(self, key: Key, execution: E) -> None:
        """Note the execution that was started."""

    def ended(self, outcome: Outcome[E, R]) -> None:
        """Note an outcome."""
