"""When a run of many looks, and how fast it goes; on a clock of its own."""

from __future__ import annotations

import itertools
import sqlite3
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from attrs import evolve

from planqk_helpers import Outcomes, WaitTimeout
from planqk_helpers.engine.flow import Flow, Sleep
from planqk_helpers.engine.rhythm import UNSEEN, Rhythm
from planqk_helpers.engine.streams import AsyncStream, collect_async
from tests.engine.test_journal import leave
from tests.engine.test_many import inputs, many
from tests.support.fake_time import run_in_no_time
from tests.support.many_platform import Execution, ManyPlatform, now, work
from tests.support.steps import status

# --- looks --------------------------------------------------------------------------------------


def test_one_request_looks_at_all_and_the_rhythm_learns_from_those_that_have_ended() -> None:
    platform = ManyPlatform()
    outcomes = many(platform, inputs(400, 60.0), at_a_time=100)
    assert platform.requests["look"] == 0
    assert platform.requests.total() <= 2.5 * 400
    lags = [result["lag"] for result in outcomes.results()[20:]]
    assert median(lags) <= 0.05 * 60


@pytest.mark.parametrize("tells_times", [True, False])
def test_where_nothing_is_listed_the_result_is_asked_for_when_it_is_likely(
    tells_times: bool,
) -> None:
    platform = ManyPlatform(lists=False, tells_times=tells_times)
    outcomes = many(platform, inputs(400, 60.0), at_a_time=20)
    later = [result["lag"] for result in outcomes.results()[40:]]
    assert median(later) <= (0.05 if tells_times else 0.07) * 60
    assert platform.requests.total() <= (3.2 if tells_times else 5) * 400


def test_executions_of_all_lengths_are_seen_soon() -> None:
    platform = ManyPlatform()
    given = [{"seconds": 2.0 + (7919 * n) % 300} for n in range(300)]
    outcomes = many(platform, given, at_a_time=50)
    shares = [each["lag"] / each["was"]["seconds"] for each in outcomes.results()]
    assert median(shares) < 0.1
    assert platform.requests.total() < 5 * 300


def test_what_the_list_does_not_show_is_looked_at_alone() -> None:
    platform = ManyPlatform()
    listed = platform.look_at_all

    def all_but_one(executions: Any) -> Any:
        seen: Any = yield from listed(executions)
        return {id: each for id, each in seen.items() if id != "e1"}

    platform.look_at_all = all_but_one  # type: ignore[method-assign]
    assert len(many(platform, inputs(4, 30.0)).results()) == 4
    assert platform.requests["look"] > 1


def test_a_list_that_fails_is_replaced_by_single_looks() -> None:
    platform = ManyPlatform(failures={"list": [status(403)]})
    assert len(many(platform, inputs(4, 30.0)).results()) == 4
    assert platform.requests["list"] == 1
    platform = ManyPlatform(failures={"list": [status(503)]})
    assert len(many(platform, inputs(4, 30.0)).results()) == 4
    assert platform.requests["list"] > 1


class Queueing(ManyPlatform):
    """It has a state that nobody knows; where one asks for a result, it is waited for."""

    def seen(self, execution: Execution) -> Execution:
        seen = super().seen(execution)
        return evolve(seen, status="QUEUED") if seen.status == "RUNNING" else seen

    def finish(self, execution: Execution) -> Flow[tuple[Execution, Any]]:
        if (yield from self.look(execution)).status == "QUEUED":
            yield Sleep(30.0)
            known: Any = {"kind": "execution", "id": execution.id, "elapsed": 30.0}
            raise WaitTimeout("not finished in time", state="QUEUED", **known)
        return (yield from super().finish(execution))


@pytest.mark.parametrize("lists", [True, False])
def test_one_in_an_unknown_state_is_waited_for_with_a_warning(lists: bool) -> None:
    given = inputs(3) + inputs(3, 40.0) + inputs(5, 200.0)
    with pytest.warns(UserWarning, match="unknown state 'QUEUED'"):
        outcomes = many(Queueing(lists=lists), given)
    assert len(outcomes.results()) == len(given)
    with pytest.warns(UserWarning, match="unknown state 'QUEUED'"):
        outcomes = many(Queueing(lists=lists), given, timeout=100.0)
    assert [each.state for each in outcomes] == ["succeeded"] * 6 + ["unsure"] * 5


@pytest.mark.parametrize("lists", [True, False])
def test_one_of_hours_that_ends_early_is_seen_soon(lists: bool) -> None:
    platform = ManyPlatform(lists=lists)
    given = [{"seconds": 7200.0}] * 10 + [{"seconds": 100.0}] * 2
    outcomes = many(platform, given, at_a_time=2)
    assert max(result["lag"] for result in outcomes.results()) <= 76


@pytest.mark.parametrize("tells_times", [True, False])
@pytest.mark.parametrize("since", [-36_000.0, -1.7e9, 36_000.0, -1e300, 1e300])
def test_when_it_was_started_does_not_delay_the_looks(
    tmp_path: Path, since: float, tells_times: bool
) -> None:
    path = tmp_path / "journal"
    platform = ManyPlatform(tells_times=tells_times)
    leave(platform, inputs(4, 40.0), path, seconds=20)
    database = sqlite3.connect(path)
    database.execute("UPDATE inputs SET since = since + ?", (since,))
    database.commit()
    database.close()
    platform.executions = {
        id: evolve(each, began=1000.0 - 20) for id, each in platform.executions.items()
    }

    async def main() -> list[float]:
        ends = []
        given = inputs(4, 40.0) + [{"seconds": 3.0}] * 8
        async for outcome in AsyncStream(work(platform, given, journal=path, at_a_time=8)):
            assert outcome.state == "succeeded"
            ends.append(now())
        return ends

    ends = run_in_no_time(main())
    assert ends[7] < 1000 + 3 * 2 + 3
    assert ends[-1] < 1000 + 20 + 80


# --- pace ---------------------------------------------------------------------------------------


def test_per_second_bounds_the_starts() -> None:
    platform = ManyPlatform()
    many(platform, inputs(21), at_a_time=50, per_second=4)
    starts = [time for operation, time in platform.times if operation == "start"]
    assert starts[-1] - starts[0] == pytest.approx(5.0, rel=0.01)


def test_when_one_request_is_told_to_wait_all_of_them_do() -> None:
    failures: dict[str, list[BaseException | None]] = {"start": [None] * 10 + [status(429, 90.0)]}
    platform = ManyPlatform(failures=failures)
    outcomes = many(platform, inputs(40), at_a_time=4)
    assert len(outcomes.results()) == 40
    times = [time for _, time in platform.times]
    pauses = [after - before for before, after in itertools.pairwise(times)]
    assert max(pauses) >= 90 - platform.latency
    assert sum(pause > 60 for pause in pauses) == 1


@pytest.mark.parametrize("operation", ["list", "look", "result"])
@pytest.mark.parametrize("refusal", [status(429, 3600.0), status(503, 600.0)], ids=str)
def test_a_time_to_wait_does_not_stop_the_clock_of_a_timeout(operation: str, refusal: Any) -> None:
    platform = ManyPlatform(lists=operation == "list", failures={operation: [refusal] * 9})

    async def main() -> tuple[Outcomes[Any, Any], float]:
        began = now()
        outcomes = await collect_async(work(platform, inputs(3, 20.0), at_a_time=3, timeout=30.0))
        return outcomes, now() - began

    outcomes, took = run_in_no_time(main())
    assert {each.state for each in outcomes} == {"unsure"}
    assert all(isinstance(each.error, WaitTimeout) for each in outcomes)
    assert 30 <= took < 31


def test_what_has_not_been_started_waits_as_long_as_it_has_to() -> None:
    platform = ManyPlatform(failures={"start": [status(429, 3600.0)]})
    assert len(many(platform, inputs(3), at_a_time=1, timeout=30.0).results()) == 3


def test_rate_limits_without_a_time_are_no_failure_either() -> None:
    platform = ManyPlatform(failures={"start": [status(429)] * 30})
    assert len(many(platform, inputs(5)).results()) == 5
    assert platform.requests["start"] == 35


def test_executions_that_end_at_once_do_not_wait_for_a_look() -> None:
    platform = ManyPlatform(latency=0.01)
    outcomes = many(platform, inputs(300, 0.0), at_a_time=20)
    assert median(result["lag"] for result in outcomes.results()[40:]) < 0.05
    assert platform.requests.total() < 2.5 * 300


# --- the rhythm itself --------------------------------------------------------------------------


def rhythm_of(*durations: float) -> Rhythm:
    rhythm = Rhythm()
    for duration in durations:
        rhythm.learn(duration)
    return rhythm


def test_a_rhythm_that_knows_nothing_is_that_of_a_single_wait() -> None:
    rhythm = rhythm_of(60.0, 60.0)
    assert not rhythm.knows
    ages = [rhythm.next_look(UNSEEN)]
    while ages[-1] < 300:
        ages.append(rhythm.next_look(ages[-1]))
    assert ages[0] == pytest.approx(0.28)
    assert 15 < len(ages) < 35
    assert max(b / a for a, b in itertools.pairwise(ages)) <= 2


def test_the_first_look_is_just_behind_the_usual_end() -> None:
    assert 60 < rhythm_of(*[60.0] * 5).next_look(UNSEEN) < 63
    assert rhythm_of(0.0, 0.0, 0.0).next_look(UNSEEN) == 0


def test_it_looks_between_ends_that_are_far_from_each_other() -> None:
    rhythm = rhythm_of(*[10.0] * 3, *[80.0] * 3)
    first = rhythm.next_look(UNSEEN)
    assert 10 < first < 11
    assert 80 < rhythm.next_look(first) < 84


@pytest.mark.parametrize("durations", [[], [10.0] * 5, [36_000.0] * 5])
def test_it_never_pauses_for_longer_than_a_single_wait(durations: list[float]) -> None:
    rhythm = rhythm_of(*durations)
    for age in (UNSEEN, 0.0, 1.0, 300.0, 36_000.0, 1e9):
        assert 0 < rhythm.next_look(age) - max(age, 0.0) <= 75
    assert rhythm.least <= 75


def test_one_that_lasts_longer_than_all_others_is_looked_at_now_and_then() -> None:
    rhythm = rhythm_of(*[10.0] * 5)
    assert 100 < rhythm.next_look(100.0) < 130


def test_it_forgets_what_was_long_ago() -> None:
    assert rhythm_of(*[10.0] * 50, *[60.0] * 100).usual == 60.0
