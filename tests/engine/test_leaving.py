"""How a run of many is left in its blocking form: the process ends, and nothing is forgotten."""

from __future__ import annotations

import asyncio
import gc
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from planqk_helpers import AmbiguousSubmission, JournalError, Progress, Unauthorized
from planqk_helpers.engine.aside import AT_FIRST, Aside
from planqk_helpers.engine.flow import Flow, Sleep
from planqk_helpers.engine.streams import AsyncStream, Stream, collect, collect_async
from tests.support.fake_time import run_in_no_time
from tests.support.many_platform import Execution, ManyPlatform, work
from tests.support.steps import status

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def threads_end() -> Iterator[None]:
    yield
    for thread in threading.enumerate():
        if thread.name == "many":
            thread.join(10)
            assert not thread.is_alive()


BEGIN = """
import logging, os, sys
from planqk_helpers.engine.streams import Stream
from tests.support.many_platform import ManyPlatform, work

class Told(ManyPlatform):
    def cancel(self, execution):
        print("cancelled", execution.id, flush=True)
        return super().cancel(execution)

def begin(**options):
    inputs = [{"seconds": 0.0}, {"seconds": 300.0}, {"seconds": 300.0}]
    return Stream(work(Told(), inputs, at_a_time=3, **options))
"""

AT_MODULE_LEVEL = "outcomes = begin({})\nprint(next(outcomes).state)"
IN_A_FUNCTION = """
def main():
    outcomes = begin({})
    for outcome in outcomes:
        print(outcome.state)
        raise ValueError("the caller's own")
main()
"""
IN_A_FORK = """
outcomes = begin({})
print(next(outcomes).state, flush=True)
if os.fork():
    _, status = os.wait()
    print("the fork ended with", os.waitstatus_to_exitcode(status), flush=True)
else:
    try:
        next(outcomes)
    except RuntimeError as error:
        print(error, flush=True)
    sys.exit(7)
"""


def run(program: str, options: str = "") -> tuple[str, str]:
    """Run a program to its end; return what it writes."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + program.format(options)],
        check=False,
        cwd=ROOT,
        timeout=30,
        capture_output=True,
        text=True,
    )
    return done.stdout, done.stderr


@pytest.mark.parametrize("program", [AT_MODULE_LEVEL, IN_A_FUNCTION])
def test_the_process_ends_although_a_run_is_open_and_says_what_goes_on(program: str) -> None:
    out, err = run(program)
    assert out == "succeeded\n"
    assert "2 executions go on or have ended" in err
    assert ("the caller's own" in err) == (program == IN_A_FUNCTION)


def test_what_runs_is_cancelled_on_request_when_the_process_ends() -> None:
    out, err = run(AT_MODULE_LEVEL, "cancel_on_interrupt=True")
    assert out.count("cancelled e") == 2
    assert "2 executions were cancelled" in err


def test_a_fork_leaves_the_run_to_its_parent() -> None:
    out, err = run(IN_A_FORK)
    assert "this iter_many belongs to the process that began it" in out
    assert "the fork ended with 7" in out
    assert err.count("2 executions go on") == 1


# --- the garbage collector ----------------------------------------------------------------------


class Holder:
    """Holds a run in a cycle, as an error does whose traceback shows the run's frame."""

    def __init__(self, stream: Stream[Any, Any]) -> None:
        self.stream = stream
        self.itself = self


def collect_garbage_in_the_loop(aside: Aside) -> None:
    aside._loop.call_soon_threadsafe(gc.collect)


def collect_garbage_in_a_request(aside: Aside) -> None:
    def request() -> None:
        gc.collect()

    aside._jobs.put(request)


@pytest.mark.parametrize(
    "collect_garbage", [collect_garbage_in_the_loop, collect_garbage_in_a_request]
)
def test_the_garbage_collector_may_close_it_in_a_thread_of_its_own(
    collect_garbage: Callable[[Aside], None], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    given = [{"seconds": 0.0}, {"seconds": 300.0}]
    journal = tmp_path / "journal"

    def begin() -> Aside:
        stream = Stream(work(ManyPlatform(), given, journal=journal))
        Holder(stream)
        next(stream)
        steps: Any = stream._steps
        aside: Aside = steps.gi_frame.f_locals["aside"]
        return aside

    gc.disable()
    try:
        aside = begin()
        collect_garbage(aside)
        aside._main.join(10)
    finally:
        gc.enable()
    assert not aside._main.is_alive()
    assert "1 executions go on" in caplog.text
    assert next(Stream(work(ManyPlatform(), given, journal=journal))).state == "succeeded"


# --- starts on the way --------------------------------------------------------------------------


class Held(ManyPlatform):
    """Its looks take until they are let go."""

    def __init__(self) -> None:
        super().__init__(latency=0.0, lists=False)
        self.let_go = threading.Event()

    def look(self, execution: Execution) -> Flow[Execution]:
        def act() -> Execution:
            self.let_go.wait(30)
            return self.seen(execution)

        return self.request("look", act)


def test_starts_that_wait_for_a_thread_are_not_sent_any_more_and_not_unsure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planqk_helpers.engine.aside.PERIOD", 60.0)  # no more threads
    platform, journal = Held(), tmp_path / "journal"
    given = [{"seconds": 60.0} for _ in range(20)]
    options: dict[str, Any] = {"journal": journal, "at_a_time": 20, "per_second": 10.0}
    told: list[float] = []

    def leave(progress: Progress) -> None:
        if platform.requests["look"] == AT_FIRST:
            told.append(progress.running)
        if len(told) == 3:
            raise LookupError("the caller's own")

    with pytest.raises(LookupError) as caught:
        collect(work(platform, given, on_progress=leave, **options))
    started = len(platform.executions)
    [note] = caught.value.__notes__
    assert f"{started} executions go on" in note
    plan = work(platform, given, **options).plan()
    assert (len(plan.to_adopt), len(plan.to_start), plan.unsure) == (started, 20 - started, ())
    platform.let_go.set()
    time.sleep(0.2)
    assert len(platform.executions) == started < 20


def left(platform: ManyPlatform, given: list[dict[str, Any]], **options: Any) -> list[str]:
    """Leave a run by an error in its body, at its first outcome; return what the error says."""

    async def main() -> list[str]:
        try:
            async with AsyncStream(work(platform, given, **options)) as stream:
                async for _ in stream:
                    raise LookupError("the caller's own")
        except LookupError as error:
            return list(getattr(error, "__notes__", ()))
        raise AssertionError("not raised")

    return run_in_no_time(main())


def test_unsure_outcomes_that_were_not_handed_out_are_named() -> None:
    lost = [AmbiguousSubmission("start", "lost") for _ in range(2)]
    platform = ManyPlatform(failures={"start": [status(400), *lost]})
    [note] = left(platform, [{} for _ in range(3)], at_a_time=3)
    assert "2 starts were not answered: they may run or not. Keys: 1, 2" in note


class Searching(ManyPlatform):
    """It looks for a while for executions whose start was not answered."""

    def find_lost(self, tag: str, age: float) -> Flow[Execution]:
        yield Sleep(60.0)
        raise AmbiguousSubmission("start", "lost")


def test_lost_starts_that_are_still_looked_for_are_named(tmp_path: Path) -> None:
    given: list[dict[str, Any]] = [{"seconds": 1.0} for _ in range(3)]
    journal, platform = tmp_path / "journal", Searching(failures={"start": [None]})
    lost = [AmbiguousSubmission("start", "lost") for _ in range(2)]
    first = ManyPlatform(failures={"start": [None, *lost]})
    run_in_no_time(collect_async(work(first, given, journal=journal, at_a_time=1)))
    [note] = left(platform, given, journal=journal)
    assert "2 starts were not answered: they may run or not. Keys: 1, 2" in note


def test_an_execution_whose_result_ends_the_run_is_named() -> None:
    """The result is refused for what concerns all."""
    platform = ManyPlatform(failures={"result": [status(401)]})
    with pytest.raises(Unauthorized) as caught:
        run_in_no_time(collect_async(work(platform, [{"seconds": 1.0}])))
    [note] = caught.value.__notes__
    assert "1 executions go on or have ended" in note


# --- left twice ---------------------------------------------------------------------------------


def test_a_second_interrupt_names_what_may_run_too_and_frees_the_journal(tmp_path: Path) -> None:
    platform, journal = ManyPlatform(latency=1.5), tmp_path / "journal"
    main = threading.main_thread().ident
    assert main

    def interrupt_twice() -> None:
        while not platform.requests["start"]:
            time.sleep(0.01)
        for _ in range(2):
            time.sleep(0.3)
            signal.pthread_kill(main, signal.SIGINT)

    threading.Thread(target=interrupt_twice).start()
    with pytest.raises(KeyboardInterrupt) as caught:
        collect(work(platform, [{}], journal=journal))
    [note] = caught.value.__notes__
    assert "1 starts were not answered: they may run or not. Keys: 0" in note
    [outcome] = collect(work(ManyPlatform(), [{}], journal=journal))
    assert outcome.state == "unsure"


@pytest.mark.parametrize(
    ("slow", "said"),
    [
        ("start", "2 starts were not answered: they may run or not. Keys: 0, 1"),
        ("cancel", "2 executions go on or have ended. Their results: call it again with the same"),
    ],
)
def test_a_second_cancellation_does_so_too(slow: str, said: str, tmp_path: Path) -> None:
    platform, given = ManyPlatform(), [{"seconds": 60.0} for _ in range(2)]
    journal = tmp_path / "journal"

    async def main() -> None:
        todo = work(platform, given, journal=journal, cancel_on_interrupt=True)
        task = asyncio.create_task(collect_async(todo))
        if slow == "cancel":
            await asyncio.sleep(10.0)
        platform.latency = 30.0
        await asyncio.sleep(0.1)
        for _ in range(2):
            task.cancel()
            await asyncio.sleep(0.5)
        assert task.cancelled()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        assert said in caught.value.__notes__[0]
        await collect_async(work(ManyPlatform(), [], journal=journal))
        assert len(asyncio.all_tasks()) == 1

    run_in_no_time(main())


# --- left without a block -----------------------------------------------------------------------


def test_a_loop_with_asyncio_that_was_left_keeps_its_journal_until_it_is_closed(
    tmp_path: Path,
) -> None:
    given, journal = [{"seconds": 1.0} for _ in range(5)], tmp_path / "journal"

    async def main() -> None:
        stream = AsyncStream(work(ManyPlatform(), given, journal=journal))
        async for _ in stream:
            break
        with pytest.raises(JournalError, match=r"call its close\(\) or aclose\(\)"):
            await collect_async(work(ManyPlatform(), given, journal=journal))
        await stream.aclose()
        await collect_async(work(ManyPlatform(), given, journal=journal))

    run_in_no_time(main())
