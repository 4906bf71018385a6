"""Many at once: how many, how often, in which order, and how it ends; on a clock of its own."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planqk_helpers import (
    AmbiguousSubmission,
    BadRequest,
    ConnectionFailed,
    Forbidden,
    InvalidInput,
    NotAllSucceeded,
    Outcomes,
    Progress,
    RateLimited,
    Unauthorized,
    WaitTimeout,
)
from planqk_helpers.engine.streams import AsyncStream, Stream, collect, collect_async
from tests.support.fake_time import run_in_no_time
from tests.support.many_platform import ManyPlatform, work
from tests.support.steps import status


def many(platform: ManyPlatform, inputs: Any, **options: Any) -> Outcomes[Any, Any]:
    return run_in_no_time(collect_async(work(platform, inputs, **options)))


def inputs(number: int, seconds: float = 1.0, **more: Any) -> list[dict[str, Any]]:
    return [{"number": n, "seconds": seconds, **more} for n in range(number)]


def test_outcomes_come_in_the_order_of_the_inputs_each_with_its_own_result() -> None:
    platform = ManyPlatform()
    given = [{"number": n, "seconds": 10.0 - n} for n in range(10)]
    outcomes = many(platform, given, at_a_time=5)
    assert [each.key for each in outcomes] == list(range(10))
    assert [result["was"]["number"] for result in outcomes.results()] == list(range(10))
    assert {each.state for each in outcomes} == {"succeeded"}


@pytest.mark.parametrize("lists", [True, False])
@pytest.mark.parametrize("at_a_time", [1, 7, 50])
def test_no_more_run_on_the_platform_than_may_and_as_many_as_may(
    at_a_time: int, lists: bool
) -> None:
    platform = ManyPlatform(lists=lists)
    given = [{"seconds": 5.0 + n % 3} for n in range(60)]
    many(platform, given, at_a_time=at_a_time)
    assert platform.most == at_a_time
    assert platform.requests["start"] == 60


def test_inputs_are_taken_when_there_is_room_and_an_iterable_may_never_end() -> None:
    platform = ManyPlatform()
    taken: list[int] = []

    def forever() -> Iterator[dict[str, Any]]:
        while True:
            taken.append(len(taken))
            yield {"seconds": 3.0}

    async def main() -> None:
        async with AsyncStream(work(platform, forever(), at_a_time=4)) as stream:
            for number in range(10):
                await anext(stream)
                assert len(taken) <= number + 1 + 4

    run_in_no_time(main())


def test_it_yields_what_ends_first() -> None:
    async def main() -> list[Any]:
        given = [{"seconds": 60.0}, {"seconds": 1.0}, {"seconds": 20.0}]
        return [each.key async for each in AsyncStream(work(ManyPlatform(), given))]

    assert run_in_no_time(main()) == [1, 2, 0]


def test_keys_name_outcomes_and_must_not_be_there_twice() -> None:
    outcomes = many(ManyPlatform(), inputs(3), key=lambda given: f"n{given['number']}")
    assert [each.key for each in outcomes] == ["n0", "n1", "n2"]
    with pytest.raises(InvalidInput, match=r"the key of inputs\[1\], 'same', is there twice"):
        many(ManyPlatform(), inputs(2), key=lambda given: "same")
    with pytest.raises(InvalidInput, match=r"the key of inputs\[0\] is of type NoneType"):
        many(ManyPlatform(), inputs(2), key=lambda given: None)
    with pytest.raises(InvalidInput, match=r"inputs\[1\] is of type int: pass a dict"):
        many(ManyPlatform(), [{}, 5])


# --- failures -----------------------------------------------------------------------------------


def test_one_that_fails_is_an_outcome_and_the_others_have_theirs() -> None:
    given = inputs(6)
    given[2]["fails"] = True
    outcomes = many(ManyPlatform(), given)
    assert [each.state for each in outcomes].count("succeeded") == 5
    assert outcomes[2].state == "failed"
    assert outcomes[2].execution
    assert outcomes[2].execution.status == "FAILED"
    with pytest.raises(NotAllSucceeded, match=r"1 of 6 .*\n  2 failed \(execution e\d\)") as caught:
        outcomes.results()
    assert caught.value.outcomes == (outcomes[2],)


def test_failed_ones_are_started_again_on_request() -> None:
    platform = ManyPlatform()
    given = inputs(4)
    given[1]["fails"] = True
    outcomes = many(platform, given, retry_failed=2)
    assert platform.requests["start"] == 4 + 2
    assert outcomes[1].state == "failed"


def test_a_start_whose_answer_is_lost_is_unsure_and_not_sent_again() -> None:
    platform = ManyPlatform(failures={"start": [None, AmbiguousSubmission("start", "lost")]})
    outcomes = many(platform, inputs(5), retry_failed=3)
    assert [each.state for each in outcomes].count("unsure") == 1
    assert platform.requests["start"] == 5


@pytest.mark.parametrize("error", [status(400), status(413), status(422)])
def test_an_input_that_is_refused_fails_alone(error: Any) -> None:
    outcomes = many(ManyPlatform(failures={"start": [error]}), inputs(3), at_a_time=1)
    assert [each.state for each in outcomes] == ["failed", "succeeded", "succeeded"]
    assert outcomes[0].error is error


@pytest.mark.parametrize("error", [Unauthorized, Forbidden])
def test_what_concerns_all_ends_the_run_and_the_error_tells_what_goes_on(error: Any) -> None:
    refusal = status(401 if error is Unauthorized else 403)
    platform = ManyPlatform(failures={"start": [None, None, refusal]})
    with pytest.raises(error) as caught:
        many(platform, inputs(100, 30.0), at_a_time=2 + 1)
    assert platform.requests["start"] == 3
    [note] = caught.value.__notes__
    assert "2 executions go on" in note
    assert "Execution('e0')" in note


def test_an_error_carries_the_outcomes_there_were() -> None:
    failures: dict[str, list[BaseException | None]] = {"start": [None] * 5 + [status(401)]}
    with pytest.raises(Unauthorized) as caught:
        many(ManyPlatform(failures=failures), inputs(100), at_a_time=1)
    assert [each.state for each in caught.value.outcomes] == ["succeeded"] * 5  # type: ignore[attr-defined]


def test_an_outage_is_waited_out_and_ends_the_run_when_it_lasts() -> None:
    refused = [ConnectionFailed("start", "refused", sent=False) for _ in range(5)]
    platform = ManyPlatform(failures={"start": [None, *refused]})
    assert len(many(platform, inputs(5), at_a_time=1).results()) == 5
    for_ever = [ConnectionFailed("start", "refused", sent=False) for _ in range(1000)]
    with pytest.raises(ConnectionFailed):
        many(ManyPlatform(failures={"start": [*for_ever]}), inputs(5))


@pytest.mark.parametrize("lasts", [10, 1000])
def test_while_starts_fail_one_at_a_time_is_tried_although_looks_succeed(lasts: int) -> None:
    lost = [AmbiguousSubmission("start", "503") for _ in range(lasts)]
    given = inputs(5, 3000.0) + inputs(500)
    platform = ManyPlatform(failures={"start": [*[None] * 8, *lost]})
    try:
        outcomes = many(platform, given)
    except AmbiguousSubmission as error:
        outcomes = error.outcomes  # type: ignore[attr-defined]
    assert (len(outcomes) < 20) == (lasts == 1000)
    tries = [at for name, at in platform.times if name == "start"][8:]
    assert tries[9] - tries[0] > 30.0


def test_it_stops_after_as_many_failures_as_it_may_have() -> None:
    platform = ManyPlatform()
    with pytest.raises(NotAllSucceeded, match="inputs failed") as caught:
        many(platform, inputs(100, fails=True), at_a_time=1, stop_after_failures=3)
    assert 3 <= platform.requests["start"] <= 5
    assert len(caught.value.outcomes) == platform.requests["start"]
    assert len(many(ManyPlatform(), inputs(3, fails=True), stop_after_failures=3)) == 3


def test_one_that_takes_too_long_is_unsure_and_makes_room() -> None:
    platform = ManyPlatform()
    given = [{"seconds": 1e6}, *inputs(5, 1.0)]
    outcomes = many(platform, given, at_a_time=1, timeout=100)
    assert outcomes[0].state == "unsure"
    assert isinstance(outcomes[0].error, WaitTimeout)
    assert [each.state for each in outcomes[1:]] == ["succeeded"] * 5


def test_looks_that_fail_for_a_while_are_survived() -> None:
    platform = ManyPlatform(lists=False, failures={"look": [status(503)] * 6})
    assert len(many(platform, inputs(3, 40.0)).results()) == 3


@pytest.mark.parametrize("seen", [None, "SUCCEEDED"])
def test_a_result_that_cannot_be_fetched_for_a_while_is_waited_for(seen: str | None) -> None:
    def unseen() -> WaitTimeout:
        error = WaitTimeout("503", kind="execution", id="e", state=seen, elapsed=30.0)
        error.__cause__ = status(503)
        return error

    for lists in (True, False):
        platform = ManyPlatform(lists=lists, failures={"result": [unseen() for _ in range(4)]})
        assert len(many(platform, inputs(6, 40.0), at_a_time=2).results()) == 6
    for_ever: list[BaseException | None] = [unseen() for _ in range(999)]
    outcomes = many(ManyPlatform(failures={"result": for_ever}), inputs(2, 40.0))
    assert {each.state for each in outcomes} == {"unsure"}


def test_being_asked_to_wait_again_and_again_is_no_outage() -> None:
    asked: list[BaseException | None] = [status(429, 90.0) for _ in range(3)]
    platform = ManyPlatform(lists=False, failures={"look": asked})
    assert len(many(platform, inputs(1, 40.0)).results()) == 1


# --- leaving ------------------------------------------------------------------------------------


async def leave(platform: ManyPlatform, given: Any, **options: Any) -> list[str]:
    """Leave a run by an error in its body; return what the error says."""
    try:
        async with AsyncStream(work(platform, given, **options)) as stream:
            async for _ in stream:
                raise LookupError("the caller's own")
    except LookupError as error:
        return list(error.__notes__)
    raise AssertionError("not raised")


def test_leaving_starts_nothing_more_and_names_what_goes_on() -> None:
    platform = ManyPlatform()
    [note] = run_in_no_time(leave(platform, inputs(50, 30.0), at_a_time=4))
    assert platform.requests["start"] < 9
    left = platform.requests["start"] - 1
    assert f"{left} executions go on" in note
    assert note.count("Execution(") == left
    assert not platform.requests["cancel"]


def test_leaving_cancels_what_runs_on_request() -> None:
    platform = ManyPlatform(failures={"cancel": [status(403)]})
    given = [{"seconds": seconds} for seconds in (30.0, 30.0, 900.0, 900.0, 900.0)]
    notes = run_in_no_time(leave(platform, given, at_a_time=5, cancel_on_interrupt=True))
    ended, cancelled, not_cancelled = [set(re.findall(r"'(e\d)'", note)) for note in notes]
    assert (len(ended), len(not_cancelled)) == (1, 1)
    assert cancelled == {id for id, each in platform.executions.items() if each.cancelled}
    assert "1 executions go on or have ended. Their results: get_result(" in notes[0]
    assert "2 executions were cancelled, or had just ended:" in notes[1]


def test_cancellation_ends_it_in_order() -> None:
    platform = ManyPlatform()

    async def main() -> None:
        task = asyncio.create_task(collect_async(work(platform, inputs(50, 30.0), at_a_time=4)))
        await asyncio.sleep(40)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError as error:
            assert "4 executions go on" in error.__notes__[0]
        else:
            raise AssertionError("not cancelled")
        started = platform.requests["start"]
        await asyncio.sleep(1000)
        assert platform.requests["start"] == started
        assert len(asyncio.all_tasks()) == 1

    run_in_no_time(main())


@pytest.mark.parametrize("ticks", range(12))
def test_it_is_cancelled_whatever_it_is_about_to_do(ticks: int) -> None:
    async def main() -> None:
        platform = ManyPlatform()
        told: list[Progress] = []
        given = work(platform, inputs(9, 30.0), at_a_time=4, on_progress=told.append)
        task = asyncio.create_task(collect_async(given))
        while not platform.executions:
            await asyncio.sleep(0)
        for _ in range(ticks):  # the answers to the starts are taken in
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task], timeout=100)
        assert task.cancelled()
        assert len(asyncio.all_tasks()) == 1

    run_in_no_time(main())


def test_starts_on_the_wire_have_a_moment_for_their_answers() -> None:
    async def main(latency: float) -> list[str]:
        platform = ManyPlatform(latency=latency)
        task = asyncio.create_task(collect_async(work(platform, inputs(3), at_a_time=3)))
        await asyncio.sleep(0.01)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError as error:
            return list(error.__notes__)
        raise AssertionError("not cancelled")

    assert "3 executions go on" in run_in_no_time(main(1.0))[0]
    [note] = run_in_no_time(main(30.0))
    assert "3 starts were not answered: they may run or not. Keys: 0, 1, 2" in note


# --- the blocking form --------------------------------------------------------------------------


def test_the_blocking_form_works_where_a_loop_runs() -> None:
    async def main() -> Outcomes[Any, Any]:
        return collect(work(ManyPlatform(latency=0), inputs(30, 0.0)))

    assert len(asyncio.run(main()).results()) == 30


def test_inputs_and_callbacks_stay_in_the_thread_of_the_caller() -> None:
    seen: set[threading.Thread] = set()

    def given() -> Iterator[dict[str, Any]]:
        for number in range(20):
            seen.add(threading.current_thread())
            yield {"number": number, "seconds": 0.0}

    told: list[Progress] = []

    def watch(progress: Progress) -> None:
        seen.add(threading.current_thread())
        told.append(progress)

    assert len(list(Stream(work(ManyPlatform(latency=0), given(), on_progress=watch)))) == 20
    assert seen == {threading.current_thread()}
    assert told[-1].done == told[-1].succeeded == 20


def test_an_error_of_the_inputs_is_raised_as_it_is() -> None:
    def given() -> Iterator[dict[str, Any]]:
        yield {"seconds": 0.0}
        raise LookupError("the caller's own")

    with pytest.raises(LookupError, match="own"):
        collect(work(ManyPlatform(latency=0), given()))


def test_progress_is_told_with_an_estimate() -> None:
    told: list[Progress] = []
    many(ManyPlatform(), inputs(40, 10.0), at_a_time=10, on_progress=told.append)
    assert told[-1].waiting == 0
    assert told[-1].seconds_left == 0
    middle = next(each for each in told if each.done == 20)
    assert middle.total == 40
    assert middle.seconds_left == pytest.approx(20, rel=0.3)
    assert isinstance(told[0], Progress)


def test_progress_counts_each_input_once() -> None:
    told: list[Progress] = []
    given = [{"seconds": 0.2 + 0.01 * (7 * n % 10)} for n in range(24)]
    many(ManyPlatform(latency=0.1), given, at_a_time=4, on_progress=told.append)
    assert max(each.running for each in told) == 4
    assert min(each.waiting for each in told if each.waiting is not None) == 0


def test_what_a_journal_knew_does_not_count_for_the_estimate(tmp_path: Path) -> None:
    journal, told = tmp_path / "journal", list[Progress]()
    many(ManyPlatform(), inputs(400, 0.0), at_a_time=64, journal=journal)
    given = [*inputs(400, 0.0), *inputs(10, 20.0)]
    many(ManyPlatform(), given, at_a_time=2, journal=journal, on_progress=told.append)
    assert all(each.seconds_left is None for each in told if each.done <= 400)
    middle = next(each for each in told if each.done == 404)
    assert middle.seconds_left == pytest.approx(60, rel=0.3)
    assert told[-1].seconds_left == 0
    many(ManyPlatform(), inputs(400, 0.0), journal=journal, on_progress=told.append)
    assert told[-1].seconds_left == told[-1].rate == 0


def test_a_limit_that_means_nothing_is_refused() -> None:
    for wrong in (
        {"at_a_time": 0},
        {"at_a_time": 10**30},
        {"per_second": 0.0},
        {"retry_failed": -1},
        {"timeout": -1.0},
    ):
        with pytest.raises(InvalidInput):
            work(ManyPlatform(), [], **wrong)


def test_kinds_of_errors_are_what_they_say() -> None:
    assert isinstance(status(400), BadRequest)
    assert isinstance(status(429), RateLimited)
