"""Start exactly once: found by its tag, or named; never sent again. A clock of our own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from planqk_helpers.engine.adopting import (
    SEARCH,
    own_tag,
    require_started,
    require_texts,
    start_or_adopt,
)
from planqk_helpers.engine.calls import call, call_once
from planqk_helpers.engine.flow import Flow
from planqk_helpers.errors import (
    AmbiguousSubmission,
    ConnectionFailed,
    InvalidInput,
    PlanqkError,
)
from tests.support.steps import FakeEndpoint, Stage, ended_by, status

START, LIST = FakeEndpoint("start", "post"), FakeEndpoint("list_them")


def lost() -> ConnectionFailed:
    return ConnectionFailed("start", "reset", sent=True)


def starting() -> Flow[str]:
    def find() -> Flow[str | None]:
        found = yield from call_once(LIST)
        return found if found == "mine" else None

    return start_or_adopt(call(START), find, "start-1")


def answers(*first: Any, then: Any = "nothing") -> Iterator[Any]:
    yield from first
    while True:
        yield then


def test_a_start_that_is_answered_is_not_looked_up() -> None:
    stage = Stage(answers("started"))
    assert stage.run(starting()) == "started"
    assert len(stage.calls) == 1


@pytest.mark.parametrize("failure", [lost(), status(500), status(503, 1.0), status(408)])
@pytest.mark.parametrize("between", [[], ["nothing"] * 5, [status(500)] * 2, [lost()]])
def test_a_lost_answer_is_found_and_adopted(failure: Exception, between: list[Any]) -> None:
    stage = Stage(answers(failure, *between, "mine"))
    assert stage.run(starting()) == "mine"
    assert len(stage.calls) == 2 + len(between)


@pytest.mark.parametrize("look", ["nothing", status(500), status(403), status(404), lost()])
def test_what_is_not_found_is_named_and_never_started_again(look: Any) -> None:
    stage = Stage(answers(lost(), then=look))
    error = ended_by(stage, starting())
    assert isinstance(error, AmbiguousSubmission)
    assert error.operation == "start"
    assert isinstance(error.__cause__, ConnectionFailed)
    took = stage.calls[-1] - stage.calls[0]
    if isinstance(look, PlanqkError) and getattr(look, "status", 0) in (403, 404):
        assert took < 1  # looking does not help
    else:
        assert SEARCH <= took < SEARCH + 1


@pytest.mark.parametrize("failure", [status(400), status(403), status(409), status(429)])
def test_a_refusal_is_certain(failure: Exception) -> None:
    stage = Stage(answers(failure))
    assert ended_by(stage, starting()) is failure
    assert len(stage.calls) == 1


def test_what_never_left_is_sent_again() -> None:
    never = ConnectionFailed("start", "refused", sent=False)
    stage = Stage(answers(never, never, "started"))
    assert stage.run(starting()) == "started"


def test_tags_of_ones_own() -> None:
    tags = {own_tag() for _ in range(1000)}
    assert len(tags) == 1000
    assert all(tag == tag.lower() for tag in tags)
    assert require_texts(("a", "B")) == ["a", "B"]
    for wrong in ([""], ["a", "\t"], ["\ud800"]):
        with pytest.raises(InvalidInput):
            require_texts(wrong)


@pytest.mark.parametrize("id", ["", "..", None, 5])
def test_an_answer_that_names_nothing_is_a_lost_one(id: Any) -> None:
    with pytest.raises(AmbiguousSubmission, match="names no execution"):
        require_started(id, "start")
    assert require_started("e", "start") == "e"
