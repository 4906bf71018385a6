"""What errors keep of an answer: its status, its words, and how long it asks to wait."""

from __future__ import annotations

import asyncio
import math
import re
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2 as httpx
import pytest
from hypothesis import example, given, strategies as st

from planqk_helpers import ApiError, Conflict, NotFound, Poll, RateLimited, errors
from planqk_helpers.engine.answers import seconds_to_wait
from planqk_helpers.engine.flow import A_DAY, Sleep, drive
from tests.engine.test_waiting import waiting
from tests.support.offline import OfflineClients
from tests.support.operations import OPERATIONS
from tests.support.steps import Stage, status

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


def at(seconds: float) -> str:
    return format_datetime(NOON + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        (None, None),
        ("", None),
        ("7", 7.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("-1", None),
        ("1.5", None),
        ("²", None),
        ("soon", None),
        ("999999999999", A_DAY),
        ("9" * 5000, A_DAY),
        (at(90), 90.0),
        (at(-90), 0.0),
        (at(3e9), A_DAY),
        ("Tue, 01 Jan 2030 12:01:00", 60.0),
        ("Tue, 01 Jan 2030 14:01:00 +0200", 60.0),
        ("Tue, 01 Jan 2030 12:01:00 +9999999", None),
        ("Tue, 01 Jan 2030 12:01:00 +99999999999999999999", None),
        ("Tue, 01 Jan 99999999999999999999 12:01:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(retry_after: str | None, seconds: float | None) -> None:
    assert seconds_to_wait(retry_after, at(0)) == seconds


@pytest.mark.parametrize("date", [None, "", "now", "Tue, 01 Jan 2030 12:01:00 +9999999"])
def test_without_a_date_of_its_own_an_answer_is_timed_by_the_clock_here(date: str | None) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(hours=1))
    assert 3500 < (seconds_to_wait(soon, date) or 0) <= 3600


@given(st.text(), st.text())
@example("0\x1f", "")
@example("Fri, 31 Dec 9999 23:59:59 -2359", "Mon, 01 Jan 0001 00:00:00 +2359")
def test_any_retry_after_is_none_or_a_bounded_number(retry_after: str, date: str) -> None:
    seconds = seconds_to_wait(retry_after, date)
    assert seconds is None or 0 <= seconds <= A_DAY


def refused(code: int, content: bytes, headers: dict[str, str] | None = None) -> list[ApiError]:
    """The errors of every operation that is answered so."""
    errors = []
    for place, operations in OPERATIONS.items():
        offline = OfflineClients(place=place)
        offline.handler = lambda request: httpx.Response(code, content=content, headers=headers)
        for operation in operations:
            with pytest.raises(ApiError) as caught:
                drive(operation.flow(offline.client_for(operation)))
            errors.append(caught.value)
    return errors


def test_a_dated_retry_after_is_measured_by_the_date_of_its_answer() -> None:
    headers = {"Retry-After": at(120), "Date": at(0)}
    for error in refused(429, b"", headers):
        assert isinstance(error, RateLimited)
        assert error.retry_after == 120.0


@pytest.mark.parametrize(("code", "kind"), [(404, NotFound), (409, Conflict), (401, ApiError)])
@pytest.mark.parametrize("body", [b"[" * 60_000, b'{"a":' * 10_000], ids=["lists", "objects"])
def test_a_body_of_any_depth_keeps_its_status(code: int, kind: type, body: bytes) -> None:
    for error in refused(code, body):
        assert isinstance(error, kind)
        assert error.status == code
        assert error.body.startswith(body[:100].decode())


# --- however long a server asks to wait, a clock can take it


@pytest.mark.parametrize("timeout", [None, 1e300])
@pytest.mark.parametrize(
    "poll", [Poll(), Poll(first=1e295, most=1e300), Poll(most=1e308)], ids=repr
)
def test_a_wait_without_an_end_pauses_for_what_a_clock_can_take(
    timeout: float | None, poll: Poll, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = seconds_to_wait("999999999999")
    stage = Stage([status(503, retry_after=asked), *["BUSY"] * 3000, "GOOD"])
    stage.run(waiting(timeout=timeout, poll=poll))
    assert len(stage.sleeps) == 3001
    slept: list[float] = []
    here = threading.get_ident()

    def sleep(seconds: float) -> None:
        if threading.get_ident() == here:  # a sandbox of other tests may sleep too
            slept.append(seconds)

    async def pause(seconds: float) -> None:
        sleep(seconds)

    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(asyncio, "sleep", pause)
    longest = [Sleep(seconds) for seconds in (max(stage.sleeps), 1e300, math.inf)]
    for step in longest:
        step.blocking()
        asyncio.run(step.awaiting())
    assert len(slept) == 2 * len(longest)
    assert max(slept) == A_DAY


def test_the_tree_of_errors_is_told() -> None:
    """The module begins with it: each class below the one it is derived from."""
    told = re.findall(r"^( +)([A-Z]\w+)", errors.__doc__ or "", re.MULTILINE)
    parents: dict[int, str] = {}
    tree = {}
    for indent, name in told:
        if hasattr(errors, name):
            parents[len(indent)] = name
            tree[name] = parents.get(len(indent) - 2)
    real = {
        name: next(
            (base.__name__ for base in each.__bases__ if base.__module__ == errors.__name__), None
        )
        for name, each in vars(errors).items()
        if isinstance(each, type) and issubclass(each, errors.PlanqkError)
    }
    assert len(real) > 20
    assert tree == real
