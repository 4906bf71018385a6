"""Calls: what is repeated, what never is, and what the caller learns."""

from __future__ import annotations

import asyncio
import copy
import inspect
import multiprocessing
import pickle
import traceback
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

import httpx2 as httpx
import pytest

import planqk_helpers
from planqk_helpers import (
    AmbiguousName,
    AmbiguousSubmission,
    ApiError,
    BuildFailed,
    ConnectionFailed,
    DecodeError,
    NameNotFound,
    NotFound,
    NotPublished,
    PlanqkError,
    RateLimited,
    ServerError,
    run_service,
)
from planqk_helpers.engine.calls import call, call_empty, call_once
from planqk_helpers.engine.flow import Flow, recipe, sleep
from planqk_helpers.engine.retrying import ATTEMPTS
from tests.support.steps import FakeEndpoint, Stage, ended_by, status

T = TypeVar("T")

GET = FakeEndpoint("get_thing", "get")
PUT = FakeEndpoint("put_thing", "put")
DELETE = FakeEndpoint("delete_thing", "delete")
POST = FakeEndpoint("create_thing", "post")

REQUEST = httpx.Request("GET", "https://platform.example/things")
LOST = httpx.ReadError("reset", request=REQUEST)
REFUSED = httpx.ConnectError("refused", request=REQUEST)


# --- what is repeated


@pytest.mark.parametrize("endpoint", [GET, PUT, DELETE], ids=lambda e: e.method)
@pytest.mark.parametrize(
    "failure",
    [LOST, REFUSED, httpx.ReadTimeout("slow"), status(408), status(429), status(500), status(520)],
    ids=repr,
)
def test_idempotent_calls_are_repeated(endpoint: FakeEndpoint, failure: Exception) -> None:
    stage = Stage([failure, failure, "it"])
    assert stage.run(call(endpoint)) == "it"
    assert len(stage.calls) == 3
    assert 0.4 <= stage.sleeps[0] <= 0.6
    assert 0.8 <= stage.sleeps[1] <= 1.2


@pytest.mark.parametrize("endpoint", [GET, POST], ids=lambda e: e.method)
def test_repeats_are_bounded(endpoint: FakeEndpoint) -> None:
    stage = Stage([REFUSED] * 99)
    error = ended_by(stage, call(endpoint))
    assert isinstance(error, ConnectionFailed)
    assert not error.sent
    assert error.__cause__ is REFUSED
    assert len(stage.calls) == ATTEMPTS


@pytest.mark.parametrize("code", [300, 302, 400, 401, 403, 404, 409, 413, 499])
def test_a_clear_refusal_is_not_repeated(code: int) -> None:
    stage = Stage([status(code)])
    error = ended_by(stage, call(GET))
    assert isinstance(error, ApiError)
    assert error.status == code
    assert error.operation == "get_thing"
    assert stage.sleeps == []


def test_retry_after_is_honoured_within_bounds() -> None:
    stage = Stage([status(503, retry_after=7.0), "it"])
    assert stage.run(call(GET)) == "it"
    assert stage.sleeps == [7.0]
    patient = Stage([status(429, retry_after=3600.0)])
    error = ended_by(patient, call(GET))
    assert isinstance(error, RateLimited)
    assert error.retry_after == 3600.0
    assert patient.sleeps == []


# --- what never is


@pytest.mark.parametrize(
    "failure",
    [
        LOST,
        httpx.ReadTimeout("slow"),
        httpx.WriteError("cut"),
        httpx.RemoteProtocolError("server disconnected"),
        status(408),
        status(500),
        status(502),
        status(503),
        status(520),
        KeyError("id"),
        ValueError("no json"),
    ],
    ids=repr,
)
def test_a_post_is_never_sent_twice_when_its_effect_is_unknown(failure: Exception) -> None:
    stage = Stage([failure])
    error = ended_by(stage, call(POST))
    assert isinstance(error, AmbiguousSubmission)
    assert error.operation == "create_thing"
    assert "may or may not" in str(error)
    assert isinstance(error.__cause__, PlanqkError)
    assert len(stage.calls) == 1


@pytest.mark.parametrize(
    "failure",
    [
        REFUSED,
        httpx.ConnectTimeout("slow"),
        httpx.PoolTimeout("full"),
        status(429, 1),
    ],
    ids=repr,
)
def test_a_post_that_cannot_have_started_is_repeated(failure: Exception) -> None:
    stage = Stage([failure, "it"])
    assert stage.run(call(POST)) == "it"
    assert len(stage.calls) == 2


def test_a_post_refused_without_advice_is_not_repeated_and_not_ambiguous() -> None:
    error = ended_by(Stage([status(429)]), call(POST))
    assert isinstance(error, RateLimited)


# --- what the caller learns


def test_a_deletion_whose_answer_was_lost_is_a_deletion() -> None:
    stage = Stage([LOST, status(404)])
    stage.run(call_empty(DELETE))
    assert len(stage.calls) == 2
    assert isinstance(ended_by(Stage([status(404)]), call_empty(DELETE)), NotFound)


@pytest.mark.parametrize("first", [REFUSED, status(429, retry_after=0)], ids=repr)
def test_a_deletion_that_never_reached_anything_is_none(first: Exception) -> None:
    error = ended_by(Stage([first, status(404)]), call_empty(DELETE))
    assert isinstance(error, NotFound)


def test_no_body_is_an_error_where_one_is_promised() -> None:
    assert isinstance(ended_by(Stage([None]), call(GET)), DecodeError)
    Stage([None]).run(call_empty(GET))


def test_a_single_look_is_not_repeated() -> None:
    stage = Stage([status(502)])
    assert isinstance(ended_by(stage, call_once(GET)), ServerError)
    assert len(stage.calls) == 1


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), asyncio.CancelledError(), OSError("the disk is full")]
)
def test_what_is_not_about_the_call_passes_through(error: BaseException) -> None:
    assert ended_by(Stage([error]), call(GET)) is error


def test_frames_of_the_http_stack_are_dropped() -> None:
    """They hold the request's headers, which a traceback with local variables would show."""

    def deep(token: str) -> None:
        raise httpx.ReadError("reset", request=REQUEST)

    try:
        deep("canary")
    except httpx.ReadError as error:
        failure = ended_by(Stage([error]), call_once(GET))
    shown = "".join(
        traceback.TracebackException.from_exception(failure, capture_locals=True).format()
    )
    assert "ReadError" in shown
    assert "canary" not in shown


# --- drivers


@recipe
def twice(number: int, *, wait: float = 0.0) -> Flow[int]:
    """Return twice the number."""
    yield from sleep(wait)
    return 2 * number


def test_a_recipe_runs_blocking_and_with_asyncio() -> None:
    assert twice(4) == 8
    assert asyncio.run(twice.aio(4)) == 8


def test_signature_and_docstring_survive() -> None:
    assert str(inspect.signature(twice)) == "(number: 'int', *, wait: 'float' = 0.0) -> 'int'"
    assert twice.__doc__ == "Return twice the number."
    assert twice.__name__ == "twice"  # type: ignore[attr-defined]
    assert inspect.iscoroutinefunction(twice.aio)
    assert inspect.signature(twice.aio) == inspect.signature(twice)


def test_a_recipe_goes_to_other_processes() -> None:
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawned) as pool:
        assert list(pool.map(twice, [1, 2, 3])) == [2, 4, 6]
        assert pool.submit(echo, run_service).result(60) is run_service


def echo(value: T) -> T:
    return value


def test_a_copy_of_a_recipe_is_the_recipe() -> None:
    for each in (twice, run_service, planqk_helpers.pack):
        assert pickle.loads(pickle.dumps(each)) is each
        assert copy.copy(each) is each
        assert copy.deepcopy([each]) == [each]
    assert pickle.loads(pickle.dumps(twice.aio)) == twice.aio


@recipe
def careful(log: list[str]) -> Flow[str]:
    """Note what happens to a long sleep."""
    try:
        yield from sleep(30)
    except BaseException as error:
        log.append(type(error).__name__)
        raise
    return "slept"


def test_ctrl_c_and_cancellation_reach_the_flow(monkeypatch: pytest.MonkeyPatch) -> None:
    log: list[str] = []

    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", interrupt)
    with pytest.raises(KeyboardInterrupt):
        careful(log)

    async def cancelled() -> None:
        task = asyncio.ensure_future(careful.aio(log))
        await asyncio.sleep(0)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancelled())
    assert log == ["KeyboardInterrupt", "CancelledError"]


def test_errors_survive_pickling() -> None:
    failed = BuildFailed("bad", kind="build", id="1", state="FAILURE", elapsed=2.0)
    failed.messages = ("m",)
    errors: list[Any] = [
        status(503, 4),
        AmbiguousSubmission("create", "lost"),
        AmbiguousName("service", "a", ["1", "2"]),
        NameNotFound("service", "a", ["A"]),
        NotPublished("a", "1"),
        ConnectionFailed("get", "refused", sent=False),
        DecodeError("get", "no json"),
        failed,
    ]
    for error in errors:
        for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
            assert type(twin) is type(error)
            assert str(twin) == str(error)
            assert twin.__dict__ == error.__dict__
