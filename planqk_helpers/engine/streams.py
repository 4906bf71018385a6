"""Iterate over the outcomes of a run: blocking, with a loop aside, or awaited.

Inputs are taken, and callbacks called, in the thread of whoever iterates.
"""

from __future__ import annotations

import atexit
import functools
import inspect
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Generator,
    Iterable,
    Iterator,
    Sequence,
)
from contextlib import suppress
from typing import Any, Generic, ParamSpec, Protocol, Self, TypeVar, cast
from weakref import WeakSet

import anyio

from ..errors import PlanqkError
from .arguments import Parameters
from .aside import Aside
from .flow import Either, Flow, trim
from .many import Run
from .outcomes import Outcome, Outcomes
from .runs import E, Left, R, Turn
from .work import Feed, Work

P = ParamSpec("P")
T = TypeVar("T")


Numbered = tuple[int, Outcome[E, R]]


def iterate(work: Work[E, R]) -> Generator[Numbered[E, R], None, None]:
    """Give the outcomes as they come, each with the number of its input."""
    feed = Feed(work)
    with work.telling() as tell, Aside() as aside:
        run = aside.wait(work.run(aside.send))
        aside.last = functools.partial(end, work, run, aside)
        aside.wait(run.begin())
        turn = Turn(0, is_over=False)
        while not turn.is_over:
            inputs = feed.take(turn.wanted)
            turn = aside.wait(run.turn(inputs, last=feed.is_empty, patience=work.patience))
            tell(run)
            while run.ended:
                yield run.ended.popleft()


def end(work: Work[E, R], run: Run[E, R], aside: Aside, error: BaseException | None) -> None:
    """End a run; the error with which it is left gets notes that name the executions that go on."""
    try:
        left = aside.wait(run.end(cancel=error is not None and work.cancels(error)))
    except BaseException as again:  # Ctrl-C once more
        work.leave(again, aside.wait(run.let_go()))
        raise
    if error:
        work.leave(error, left)


async def iterate_async(work: Work[E, R]) -> AsyncGenerator[Numbered[E, R], None]:
    """Do as `iterate` does, in the running event loop."""
    feed = Feed(work)
    with work.telling() as tell:
        run = await work.run()
        error: BaseException | None = None
        try:
            await run.begin()
            turn = Turn(0, is_over=False)
            while not turn.is_over:
                inputs = feed.take(turn.wanted)
                turn = await run.turn(inputs, last=feed.is_empty, patience=work.patience)
                tell(run)
                while run.ended:
                    yield run.ended.popleft()
        except BaseException as raised:
            error = raised
            raise
        finally:
            with anyio.CancelScope(shield=True):
                await end_async(work, run, error)


async def end_async(work: Work[E, R], run: Run[E, R], error: BaseException | None) -> None:
    """Do as `end` does."""
    try:
        left = await run.end(cancel=error is not None and work.cancels(error))
    except BaseException as again:  # cancelled once more
        work.leave(again, await run.let_go())
        raise
    if error:
        work.leave(error, left)


# --- what is handed to the caller ---------------------------------------------------------------

OPEN: WeakSet[Stream[Any, Any]] = WeakSet()
"""What was handed out, until nobody holds it any more."""


@atexit.register
def close_all() -> None:
    """Close what is open as long as its threads run: a little later the interpreter stops them."""
    for stream in list(OPEN):
        with suppress(ValueError):  # another thread is in the middle of it
            stream.close()


class Stream(Generic[E, R], Iterator[Outcome[E, R]]):
    """Outcomes as they come. Its ``with`` block notes on an error in its body what goes on."""

    def __init__(self, work: Work[E, R]) -> None:
        self._work = work
        self._steps = iterate(work)
        OPEN.add(self)

    @property
    def left(self) -> Sequence[Left[E]]:
        """What goes on after it was left; empty before."""
        return self._work.left

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Outcome[E, R]:
        try:
            return next(self._steps)[1]
        except PlanqkError as error:
            raise trim(error) from error.__cause__

    def close(self) -> None:
        """Start nothing more; what runs goes on, or is cancelled with ``cancel_on_interrupt``."""
        self._steps.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self.close()
        add_notes(error, self._work.notes())


class AsyncStream(Generic[E, R], AsyncIterator[Outcome[E, R]]):
    """As `Stream`, with asyncio."""

    def __init__(self, work: Work[E, R]) -> None:
        self._work = work
        self._steps = iterate_async(work)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Outcome[E, R]:
        try:
            return (await anext(self._steps))[1]
        except PlanqkError as error:
            raise trim(error) from error.__cause__

    async def aclose(self) -> None:
        """Start nothing more; what runs goes on, or is cancelled with ``cancel_on_interrupt``."""
        await self._steps.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        with anyio.CancelScope(shield=True):
            await self.aclose()
        add_notes(error, self._work.notes())


def add_notes(error: BaseException | None, notes: Iterable[str]) -> None:
    """Note on an error what is not on it yet."""
    for note in notes:
        if error and note not in getattr(error, "__notes__", ()):
            error.add_note(note)


class Iteration(Protocol[P, E, R]):
    """A function made of work: calling it gives the outcomes blocking, ``.aio`` with asyncio.

    ``.prepare`` returns the work itself, for use in a flow.
    """

    __call__: Callable[P, Stream[E, R]]
    aio: Callable[P, AsyncStream[E, R]]
    prepare: Callable[P, Work[E, R]]


def iteration(prepare: Callable[P, Work[E, R]]) -> Iteration[P, E, R]:
    """Make an `Iteration` of work: a plain function, which every help can show."""
    # Read at the first call: models may be defined below.
    parameters = functools.cache(functools.partial(Parameters.of, prepare))

    def begin(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Work[E, R]:
        fitting, named = parameters().fit(prepare.__name__, args, kwargs)
        work: Callable[..., Work[E, R]] = prepare
        return work(*fitting, **named)

    def blocking(*args: Any, **kwargs: Any) -> Any:
        return Stream(begin(args, kwargs))

    def awaiting(*args: Any, **kwargs: Any) -> Any:
        return AsyncStream(begin(args, kwargs))

    signature = inspect.signature(prepare)
    for form, stream in ((blocking, "Stream["), (awaiting, "AsyncStream[")):
        functools.update_wrapper(form, prepare)
        returned = str(signature.return_annotation).replace("Work[", stream)
        vars(form)["__signature__"] = signature.replace(return_annotation=returned)
    awaiting.__qualname__ = f"{prepare.__qualname__}.aio"  # where pickle finds it
    vars(blocking).update(prepare=prepare, aio=awaiting)
    made: Any = blocking
    return cast(Iteration[P, E, R], made)


def collected(work: Work[E, R]) -> Flow[Outcomes[E, R]]:
    """Return all outcomes in the order of the inputs; an error carries those there are."""
    outcomes: Outcomes[E, R] = yield Either(lambda: collect(work), lambda: collect_async(work))
    return outcomes


def collect(work: Work[E, R]) -> Outcomes[E, R]:
    """Do that blocking."""
    found: dict[int, Outcome[E, R]] = {}
    try:
        found.update(iterate(work))
    except BaseException as error:
        error.outcomes = in_order(found)  # type: ignore[attr-defined]
        raise
    return in_order(found)


async def collect_async(work: Work[E, R]) -> Outcomes[E, R]:
    """Do that with asyncio."""
    found: dict[int, Outcome[E, R]] = {}
    try:
        async for number, outcome in iterate_async(work):
            found[number] = outcome  # noqa: PERF403 - they count although another fails
    except BaseException as error:
        error.outcomes = in_order(found)  # type: ignore[attr-defined]
        raise
    return in_order(found)


def in_order(found: dict[int, Outcome[E, R]]) -> Outcomes[E, R]:
    """Return outcomes in the order of their inputs."""
    return Outcomes(found[number] for number in sorted(found))
