"""Lists of executions and jobs: all pages, each filter, and bounds."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from attrs import evolve

from planqk_helpers.hub import (
    Execution,
    InvalidInput,
    get_result,
    list_executions,
    list_jobs,
    start_execution,
    start_job,
    wait_for_execution,
)
from planqk_helpers.hub.lists import Filter, fits
from planqk_sandbox import Sandbox
from tests.support.recipes import QUICK, Platform
from tests.support.summing import Summing

FIRST, LAST = datetime.min, datetime.max  # noqa: DTZ901 - without a time zone, as users give them


def test_all_pages_newest_first_and_no_more_than_asked_for(
    hub: Platform, summing: Summing, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planqk_helpers.hub.lists.PAGE", 2)
    tag = f"pages-{id(hub)}"
    started = [
        hub(
            start_execution,
            summing.service,
            summing.application,
            inputs={"values": [n]},
            tags=[tag],
        )
        for n in range(5)
    ]
    job = hub(start_job, summing.service, inputs={"values": [5]}, tags=[tag])
    for each in (*started, job):
        hub(wait_for_execution, each, poll=QUICK)
    newest = [each.id for each in (*started, job)][::-1]
    pages = sandbox.received["hub.getServiceExecutions"]
    found = hub(list_executions, tags=[tag])
    # Those of one second come in either order.
    assert {each.id for each in found} == set(newest)
    times = [str(each.created_at) for each in found]
    assert times == sorted(times, reverse=True)
    assert sandbox.received["hub.getServiceExecutions"] == pages + 3
    assert len(hub(list_executions, tags=[tag], most=3)) == 3
    assert sandbox.received["hub.getServiceExecutions"] == pages + 5
    assert [each.id for each in hub(list_jobs, tags=[tag])] == [job.id]
    of_application = hub(list_executions, tags=[tag], application=summing.application)
    assert {each.id for each in of_application} == {each.id for each in started}
    assert {each.application_id for each in of_application} == {summing.application.id}
    assert {hub(get_result, each).result["sum"] for each in found} == set(range(6))


def test_each_filter_reaches_the_platform(hub: Platform, summing: Summing) -> None:
    job = hub(start_job, summing.service, tags=["Filtered"])
    beginning = job.id[:-4]
    now = datetime.now(UTC)
    fitting: list[dict[str, Any]] = [
        {"tags": ["other", "FILTERED"]},
        {"ids": [job.id]},
        {"ids": [f"{beginning}*"]},
        {"service": summing.service},
        {"created_after": now - timedelta(minutes=5)},
        {"created_after": (now - timedelta(minutes=5)).astimezone().replace(tzinfo=None)},
        {"created_before": now + timedelta(minutes=5), "most": None},
        {"created_after": FIRST, "created_before": LAST},
        {"created_after": FIRST.replace(tzinfo=UTC), "created_before": LAST.replace(tzinfo=UTC)},
    ]
    for filters in fitting:
        for recipe in (list_executions, list_jobs):
            assert job.id in {each.id for each in hub(recipe, **filters)}, filters
    others: list[dict[str, Any]] = [
        {"tags": ["other"]},
        {"ids": ["other"]},
        {"service": "other"},
        {"created_after": now + timedelta(minutes=5)},
        {"created_before": now - timedelta(minutes=5)},
    ]
    for filters in others:
        for recipe in (list_executions, list_jobs):
            assert job.id not in {each.id for each in hub(recipe, **filters)}, filters


@pytest.mark.parametrize("most", [0, -1])
def test_a_list_of_nothing_is_refused(hub: Platform, most: int) -> None:
    for recipe in (list_executions, list_jobs):
        with pytest.raises(InvalidInput, match="most is"):
            hub(recipe, most=most)


@pytest.mark.parametrize("zone", ["America/New_York", "UTC", "Asia/Tokyo"])
def test_the_ends_of_the_calendar_are_times_in_every_zone(
    monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    for zoned in (None, UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))):
        ends = [end.replace(tzinfo=zoned) for end in (FIRST, LAST)]
        wanted = Filter([], [], *ends)
        assert wanted.takes(Execution("", "e", created_at=noon))
        assert {end.tzinfo is None for end in (wanted.after, wanted.before) if end} == {False}
    monkeypatch.undo()
    time.tzset()


def test_what_an_access_key_lists_is_filtered_in_the_same_way() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    execution = Execution("", "abc-def", tags=("a", "b"), created_at=noon)
    hour = timedelta(hours=1)
    for takes in (
        Filter([], []),
        Filter(["B"], ["abc*"]),
        Filter([], ["x", "*-*"], noon - hour, noon + hour),
    ):
        assert takes.takes(execution)
    for refuses in (
        Filter(["c"], []),
        Filter([], ["abc"]),
        Filter([], [], noon),
        Filter([], [], None, noon),
    ):
        assert not refuses.takes(execution)
    assert not Filter([], [], noon).takes(evolve(execution, created_at=None))
    assert not fits("abc", "a.c")
