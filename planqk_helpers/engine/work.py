"""What whoever starts a run of many hands in: inputs, keys, a journal, watchers; and its plan."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import Generic

from attrs import converters, field, frozen

from ..errors import InvalidInput
from .files import path_of
from .flow import Call, Step
from .journal import AT_ONCE, ENDED, INTENDED, STARTED, Entry, Journal, NoJournal
from .live import live_line
from .many import Run
from .outcomes import Key, Plan, Progress
from .runs import E, Input, Item, Left, Options, Platform, R, is_restarted

_log = logging.getLogger(__package__)

REFRESH = 0.25
"""Seconds after which progress is told although nothing has ended."""


@frozen
class Work(Generic[E, R]):
    """What a run does: see `run_many` of a platform.

    Attributes:
        left: What goes on after the run was left; empty before.
        keys: Of all inputs, if these are a sequence; None if they come one by one.
    """

    platform: Platform[E, R]
    inputs: Iterable[Input]
    key: Callable[[Input], Key] | None
    options: Options
    journal: Path | None = field(converter=converters.optional(path_of))
    on_progress: Callable[[Progress], object] | None = None
    progress: bool = False
    left: list[Left[E]] = field(factory=list, init=False)
    keys: Sequence[Key] | None = field(init=False, repr=False)

    @keys.default
    def _all_keys(self) -> Sequence[Key] | None:
        """Check all inputs, as far as they are there, before anything is started."""
        if not isinstance(self.inputs, Sequence):
            return None
        if self.key is not None:
            return [key for key, _ in named(self)]
        for _ in named(self):
            pass
        return range(len(self.inputs))

    def __attrs_post_init__(self) -> None:
        if self.options.restart_unsure and self.journal is None:
            raise InvalidInput("restart_unsure needs the journal that names the unsure inputs")
        if str(self.journal) == ":memory:":
            raise InvalidInput("journal: :memory: keeps nothing: give the path of a file")
        if self.journal and (self.journal.is_dir() or not self.journal.parent.is_dir()):
            raise InvalidInput(f"journal: {self.journal} cannot be a file: give another path")

    async def run(self, send: Callable[[Call], Step] | None = None) -> Run[E, R]:
        """Return a run in this event loop; ``send`` returns the step that sends a request."""
        return Run(self.platform, self.options, self._journal(), send)

    def _journal(self) -> NoJournal[E, R]:
        if self.journal is None:
            return NoJournal()
        return Journal(self.journal, self.platform, zip(self.keys or (), self.inputs, strict=False))

    def plan(self) -> Plan:
        """Tell what a run would do; nothing is sent, and no journal made."""
        is_there = self.journal is not None and self.journal.exists()
        journal = self._journal() if is_there else NoJournal[E, R]()
        keys: dict[str, list[Key]] = {"": [], INTENDED: [], STARTED: [], "done": []}
        journal.open(self.platform.identity)
        try:
            feed = Feed(self)
            while not feed.is_empty:
                items: list[Item[E]] = [Item(0, *each) for each in feed.take(AT_ONCE)]
                for item, entry in zip(items, journal.find(items), strict=True):
                    keys[self._fate(entry)].append(item.key)
        finally:
            journal.close()
        return Plan(*(tuple(keys[fate]) for fate in ("", STARTED, "done", INTENDED)))

    def _fate(self, entry: Entry[E, R] | None) -> str:
        """Return what will become of an input."""
        if entry is None or (entry.state == INTENDED and self.options.restart_unsure):
            return ""
        if entry.state in ENDED:
            return "" if is_restarted(entry.outcome, self.options) else "done"
        return entry.state

    @contextmanager
    def telling(self) -> Iterator[Callable[[Run[E, R]], None]]:
        """Show the progress until the block ends; gives the function that tells it."""
        total = len(self.inputs) if isinstance(self.inputs, Sized) else None
        with ExitStack() as stack:
            watchers = [self.on_progress] if self.on_progress else []
            if self.progress:
                watchers.append(stack.enter_context(live_line()))

            def tell(run: Run[E, R]) -> None:
                for watcher in watchers:
                    watcher(run.progress(total))

            yield tell

    @property
    def patience(self) -> float | None:
        """Seconds after which to tell the progress in any case."""
        return REFRESH if self.on_progress or self.progress else None

    def cancels(self, error: BaseException) -> bool:
        """Tell whether what runs is cancelled because of an error: only if somebody left."""
        return self.options.cancel_on_interrupt and not isinstance(error, Exception)

    def leave(self, error: BaseException, left: Left[E]) -> None:
        """Say on an error what goes on."""
        self.left.append(left)
        for note in self.notes():
            error.add_note(note)
            if isinstance(error, GeneratorExit):  # the error that closes it is not known here
                _log.warning("%s", note)

    def notes(self) -> Iterator[str]:
        """Name the executions that go on after the run was left, likewise."""
        for left in self.left:
            yield from notes(left, self.journal, self.platform.handle_of)


def notes(left: Left[E], journal: object, handle_of: Callable[[E], str]) -> Iterator[str]:
    """Name the executions that go on when a run was left, and say how to go on with them."""
    again = "call it again with the same journal" if journal else "get_result(client, execution)"
    for executions, what in (
        (left.executions, f"go on or have ended. Their results: {again}"),
        (left.cancelled, "were cancelled, or had just ended:"),
    ):
        if executions:
            handles = "\n  ".join(["", *map(handle_of, executions)])
            yield f"{len(executions)} executions {what}{handles}"
    for each, reason in left.not_cancelled:
        yield f"Not cancelled: {handle_of(each)}: {reason}"
    if left.starts:
        keys = ", ".join(map(repr, left.starts))
        yield f"{len(left.starts)} starts were not answered: they may run or not. Keys: {keys}"


class Feed:
    """The inputs, taken one after the other, each with its key."""

    def __init__(self, work: Work[E, R]) -> None:
        self._inputs: Iterator[tuple[Key, Input]] = (
            named(work) if work.keys is None else zip(work.keys, work.inputs, strict=False)
        )
        self.is_empty: bool = False

    def take(self, wanted: int) -> list[tuple[Key, Input]]:
        """Return the next inputs, as many as are wanted."""
        taken = [*islice(self._inputs, wanted)]
        self.is_empty = self.is_empty or len(taken) < wanted
        return taken


def named(work: Work[E, R]) -> Iterator[tuple[Key, Input]]:
    """Check one input after the other, and give it with its key."""
    seen: set[Key] = set()
    for number, given in enumerate(work.inputs):
        name = f"inputs[{number}]"
        work.platform.check(given, name)
        if work.key is None:
            yield number, given
            continue
        key = work.key(given)
        if isinstance(key, bool) or not isinstance(key, (str, int)):
            raise InvalidInput(
                f"the key of {name} is of type {type(key).__name__}: pass str or int"
            )
        if key in seen:
            raise InvalidInput(f"the key of {name}, {key!r}, is there twice")
        seen.add(key)
        yield key, given
