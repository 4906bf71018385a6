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
        left: Says, after the run was left, what goes on and how to go on with it.
    """

    platform: Platform[E, R]
    inputs: Iterable[Input]
    key: Callable[[Input], Key] | None
    options: Options
    journal: Path | None = field(converter=converters.optional(path_of))
    on_progress: Callable[[Progress], object] | None = None
    progress: bool = False
    left: list[str] = field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        if self.options.restart_unsure and self.journal is None:
            raise InvalidInput("restart_unsure needs the journal that names what is unsure")
        if self.journal and (self.journal.is_dir() or not self.journal.parent.is_dir()):
            raise InvalidInput(f"journal: {self.journal} is no place for a file")
        if isinstance(self.inputs, Sequence):  # before anything is started
            for number, given in enumerate(self.inputs):
                self.platform.check(given, f"inputs[{number}]")

    async def run(self, send: Callable[[Call], Step] | None = None) -> Run[E, R]:
        """Return a run in this event loop; ``send`` returns the step that sends a request."""
        return Run(self.platform, self.options, self._journal(), send)

    def _journal(self) -> NoJournal[E, R]:
        return NoJournal() if self.journal is None else Journal(self.journal, self.platform)

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

    def leave(self, error: BaseException, left: Left) -> None:
        """Say on an error what goes on."""
        for note in notes(left, self.journal):
            error.add_note(note)
            self.left.append(note)
            if isinstance(error, GeneratorExit):  # the error that closes it is not known here
                _log.warning("%s", note)


def notes(left: Left, journal: object) -> Iterator[str]:
    """Say what goes on when a run was left, and how to go on with it."""
    again = "call it again with the same journal" if journal else "get_result(client, execution)"
    executions = "\n  ".join(["", *left.executions])
    count = len(left.executions)
    if left.executions and left.not_cancelled is None:
        yield f"{count} executions go on or have ended. Their results: {again}{executions}"
    elif left.executions:
        yield f"{count} executions were cancelled:{executions}"
    for each in left.not_cancelled or ():
        yield f"Not cancelled: {each}"
    if left.starts:
        keys = ", ".join(map(repr, left.starts))
        yield f"{len(left.starts)} starts were not answered: they may run or not. Keys: {keys}"


class Feed:
    """The inputs, taken one after the other, each with its key."""

    def __init__(self, work: Work[E, R]) -> None:
        self._inputs = iter(work.inputs)
        self._check = work.platform.check
        self._key = work.key
        self._taken = 0
        self._keys: set[Key] = set()
        self.is_empty: bool = False

    def take(self, wanted: int) -> list[tuple[Key, Input]]:
        """Return the next inputs, as many as are wanted."""
        taken = [(self._name(given), given) for given in islice(self._inputs, wanted)]
        self.is_empty = self.is_empty or len(taken) < wanted
        return taken

    def _name(self, given: Input) -> Key:
        """Check an input, and return its key."""
        number, self._taken = self._taken, self._taken + 1
        name = f"inputs[{number}]"
        self._check(given, name)
        if self._key is None:
            return number
        key = self._key(given)
        if isinstance(key, bool) or not isinstance(key, (str, int)):
            raise InvalidInput(
                f"the key of {name} is of type {type(key).__name__}: pass str or int"
            )
        if key in self._keys:
            raise InvalidInput(f"the key of {name}, {key!r}, is there twice")
        self._keys.add(key)
        return key
