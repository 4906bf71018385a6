"""Waits end, in time, and say truthfully how."""

from __future__ import annotations

import asyncio
import math
import ssl
import warnings
from collections.abc import Callable, Iterator
from itertools import chain, pairwise, repeat
from typing import Any

import httpx2 as httpx
import pytest
from hypothesis import given, strategies as st

from planqk_helpers import (
    ConnectionFailed,
    InvalidInput,
    NotFound,
    PlanqkError,
    Poll,
    ServerError,
    WaitTimeout,
)
from planqk_helpers.engine.calls import call_once
from planqk_helpers.engine.flow import Flow
from planqk_helpers.engine.waiting import OUTAGE, Ended, States, wait
from tests.support.steps import FakeEndpoint, Stage, ended_by, status
from tests.support.tried import Tried

STATES = States(
    success=frozenset({"GOOD"}), failure=frozenset({"BAD"}), active=frozenset({"BUSY", "NEW"})
)
LOOK = FakeEndpoint("look_at_thing")
STEADY = Poll(first=1.0, factor=2.0, most=8.0, jitter=0.0, tolerate=2)


def waiting(
    *,
    timeout: float | None = 60.0,
    poll: Poll = STEADY,
    on_update: Callable[[str], object] | None = None,
) -> Flow[Ended[str]]:
    return wait(
        lambda: call_once(LOOK),
        state_of=str,
        states=STATES,
        kind="thing",
        id="t-1",
        resume="wait_for_thing(client, 't-1')",
        timeout=timeout,
        poll=poll,
        on_update=on_update,
    )


def test_fast_first_then_slower() -> None:
    stage = Stage(["NEW", "BUSY", "BUSY", "BUSY", "BUSY", "GOOD"])
    ended = stage.run(waiting())
    assert ended == Ended("GOOD", "GOOD", 23.0)
    assert stage.sleeps == [1.0, 2.0, 4.0, 8.0, 8.0]


def test_failure_states_end_the_wait_too() -> None:
    assert Stage(["BUSY", "BAD"]).run(waiting()).state == "BAD"


def test_the_last_sleep_is_clipped_to_the_deadline_and_followed_by_a_look() -> None:
    stage = Stage(repeat("BUSY"))
    error = ended_by(stage, waiting(timeout=10.0))
    assert isinstance(error, WaitTimeout)
    assert isinstance(error, TimeoutError)
    assert stage.sleeps == [1.0, 2.0, 4.0, 3.0]
    assert len(stage.calls) == 5
    assert (error.kind, error.id, error.state, error.elapsed) == ("thing", "t-1", "BUSY", 10.0)
    assert "nothing was cancelled" in str(error)
    assert "wait_for_thing(client, 't-1')" in str(error)


def test_what_ends_during_the_last_sleep_is_seen() -> None:
    assert (
        Stage(["BUSY", "BUSY", "BUSY", "BUSY", "GOOD"]).run(waiting(timeout=10.0)).state == "GOOD"
    )


def test_no_time_means_one_look() -> None:
    assert Stage(["GOOD"]).run(waiting(timeout=0)).state == "GOOD"
    stage = Stage(["BUSY"])
    assert isinstance(ended_by(stage, waiting(timeout=0)), WaitTimeout)
    assert stage.sleeps == []


def test_none_waits_for_ever() -> None:
    stage = Stage(chain(["BUSY"] * 10_000, ["GOOD"]))
    assert stage.run(waiting(timeout=None)).elapsed > 24 * 3600 / 2


@pytest.mark.parametrize("timeout", [-1, math.nan])
def test_a_timeout_that_is_none(timeout: float) -> None:
    assert isinstance(ended_by(Stage([]), waiting(timeout=timeout)), InvalidInput)


def test_every_change_is_reported_the_last_included() -> None:
    seen: list[str] = []
    Stage(["NEW", "NEW", "BUSY", "BUSY", "GOOD"]).run(waiting(on_update=seen.append))
    assert seen == ["NEW", "BUSY", "GOOD"]


def test_an_unknown_state_warns_once_and_the_wait_goes_on() -> None:
    with pytest.warns(UserWarning, match="unknown state 'ODD' of thing") as caught:
        assert Stage(["ODD", "ODD", "BUSY", "GOOD"]).run(waiting()).state == "GOOD"
    assert len(caught) == 1


def test_failed_looks_in_a_row_are_survived_up_to_a_number() -> None:
    lost = httpx.ReadError("cut")
    broken = [status(500), lost]
    stage = Stage([*broken, "BUSY", *broken, "BUSY", ValueError("no json"), "GOOD"])
    assert stage.run(waiting(timeout=600)).state == "GOOD"
    stage = Stage(repeat(status(502)))
    error = ended_by(stage, waiting(timeout=600))
    assert isinstance(error, ServerError)
    assert any("wait_for_thing(client, 't-1')" in note for note in error.__notes__)
    assert OUTAGE <= stage.calls[-1] - stage.calls[0] < 2 * OUTAGE


@pytest.mark.parametrize("outage", [10.0, 50.0])
@pytest.mark.parametrize("begins", [0, 3])
def test_an_outage_shorter_than_a_minute_is_survived(outage: float, begins: int) -> None:
    """At the beginning, when looks are quick, as well as later."""

    def answers() -> Iterator[object]:
        yield from ["BUSY"] * begins
        until = stage.now + outage
        while stage.now < until:
            yield httpx.ConnectError("no such host")
        yield "GOOD"

    stage = Stage(())
    stage.answers = answers()
    assert stage.run(waiting(timeout=600)).state == "GOOD"
    assert len(stage.calls) > begins + STEADY.tolerate


def test_rare_looks_may_fail_as_often_as_is_tolerated() -> None:
    slow = Poll(first=50.0, factor=1.0, most=50.0, jitter=0.0, tolerate=3)
    stage = Stage(repeat(status(502)))
    assert isinstance(ended_by(stage, waiting(timeout=600, poll=slow)), ServerError)
    assert len(stage.calls) == 4


def test_an_outage_until_the_deadline_is_told() -> None:
    error = ended_by(Stage(repeat(status(502))), waiting(timeout=10.0))
    assert isinstance(error, WaitTimeout)
    assert "The last look failed: look_at_thing: 502" in str(error)
    assert isinstance(error.__cause__, ServerError)


def test_a_server_that_cannot_be_trusted_ends_the_wait_at_once() -> None:
    error = httpx.ConnectError("wrong host")
    error.__cause__ = ssl.SSLCertVerificationError("certificate is not valid")
    stage = Stage([error])
    assert isinstance(ended_by(stage, waiting()), ConnectionFailed)
    assert len(stage.calls) == 1


def test_a_clear_refusal_ends_the_wait_at_once() -> None:
    stage = Stage([status(404)])
    error = ended_by(stage, waiting())
    assert isinstance(error, NotFound)
    assert len(stage.calls) == 1
    assert error.__notes__ == ["while waiting for thing t-1 (state None)"]


@pytest.mark.parametrize("looks", [["BUSY", status(404)], ["BUSY", status(401)], [status(401)]])
def test_a_refusal_of_what_may_be_there_tells_how_to_go_on(looks: list[Any]) -> None:
    error = ended_by(Stage(looks), waiting())
    (note,) = error.__notes__
    assert note.endswith("). To go on: wait_for_thing(client, 't-1')")


def test_retry_after_slows_the_wait_within_its_deadline() -> None:
    stage = Stage([status(429, retry_after=20.0), "GOOD"])
    assert stage.run(waiting()).elapsed == 20.0
    late = Stage([status(503, retry_after=500.0), "BUSY"])
    assert isinstance(ended_by(late, waiting()), WaitTimeout)
    assert late.sleeps == [60.0]


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt(), asyncio.CancelledError()])
def test_an_interrupt_tells_how_to_go_on(interrupt: BaseException) -> None:
    assert ended_by(Stage(["BUSY", interrupt]), waiting()) is interrupt
    (note,) = interrupt.__notes__
    assert "thing t-1 (state BUSY); nothing was cancelled" in note
    assert "wait_for_thing(client, 't-1')" in note


def test_a_poll_that_makes_no_sense_is_refused() -> None:
    for wrong in ({"first": 0}, {"factor": 0.5}, {"most": 0}, {"jitter": 1}, {"tolerate": -1}):
        with pytest.raises(ValueError, match="must be"):
            Poll(**wrong)


LOOK_OUTCOMES: list[Any] = [
    *("NEW", "ODD", *repeat("BUSY", 12), "GOOD", "BAD"),
    *(status(500), status(429, 2.5), httpx.ReadError("cut")),
]
LOOKS = st.lists(st.sampled_from(LOOK_OUTCOMES), max_size=60)
POLLS = st.builds(
    Poll,
    first=st.floats(0.1, 2),
    factor=st.floats(1, 3),
    most=st.floats(0.1, 30),
    jitter=st.floats(0, 0.9),
    tolerate=st.integers(0, 5),
)
REQUEST_SECONDS = st.sampled_from([0.0, 0.01, 1.0, 40.0])
JUMPS = st.lists(st.sampled_from([*repeat(0.0, 8), 0.5, 30.0, 4000.0]), max_size=60)


def test_a_wait_ends_in_time_and_truthfully(tried: Tried) -> None:
    stages: list[Stage] = []

    @given(LOOKS, st.floats(0, 300), POLLS, REQUEST_SECONDS, JUMPS)
    def ends(
        looks: list[Any], timeout: float, poll: Poll, request_seconds: float, jumps: list[float]
    ) -> None:
        answers = chain(looks, repeat("BUSY"))
        stage = Stage(answers, request_seconds=request_seconds, oversleep=jumps)
        stages.append(stage)
        began = stage.now
        check_end(stage, looks, timeout, poll)
        # A clock that jumps ahead is no fault of the wait: it looks once more, and ends.
        assert stage.now - began <= timeout + request_seconds + max(jumps, default=0.0) + 1e-6
        assert len(stage.calls) <= timeout / poll.first + 2
        # Never faster than the floor, but for the last look, which the deadline brings forward.
        between = [later - earlier for earlier, later in pairwise(stage.calls)]
        assert all(pause >= poll.first - 1e-9 for pause in between[:-1])

    ends()
    tried(len(stages), "random waits")
    tried(sum(len(stage.calls) for stage in stages), "looks in them")


def check_end(stage: Stage, looks: list[Any], timeout: float, poll: Poll) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ended = stage.run(waiting(timeout=timeout, poll=poll))
        except PlanqkError as raised:
            error = raised
        else:
            assert looks[len(stage.calls) - 1] == ended.state
            assert ended.state in {"GOOD", "BAD"}
            return
    made = [*looks, *repeat("BUSY", len(stage.calls))][: len(stage.calls)]
    last = next((look for look in reversed(made) if isinstance(look, str)), None)
    if isinstance(error, WaitTimeout):
        assert error.elapsed >= timeout - 1e-6
        assert (error.id, error.state) == ("t-1", last)
    else:
        assert all(isinstance(look, Exception) for look in made[-poll.tolerate - 1 :])
        *_, note = error.__notes__  # the same error may have ended a wait before
        assert "t-1" in note
        assert f"(state {last})" in note
