"""Many at once, as far as only the Hub can do it: jobs, free-form inputs, tags, an access key."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import planqk_helpers
from planqk_helpers.hub import (
    InvalidInput,
    JournalError,
    connect_with_key,
    create_data_pool,
    iter_many,
    list_executions,
    list_jobs,
    plan_many,
    run_many,
)
from planqk_helpers.hub.executing import Executing
from planqk_sandbox import Fault, Sandbox
from tests.support.hub_client import HubClient
from tests.support.recipes import (
    Deployed,
    Platform,
    blocking,
    client_of,
    connected,
    deploy,
    hub_client_of,
)

BODY = """
    import os
    import time
    params = params or {}
    time.sleep(params.get("seconds", 0))
    if "fail" in params:
        raise ValueError(params["fail"])
    return {"doubled": 2 * data, "secret": len(os.environ.get("SECRET_API_KEY", ""))}
"""
START, JOB, LIST = "hub.gateway.startExecution", "hub.createServiceJob", "hub.getServiceExecutions"
STARTS = {False: START, True: JOB}
WAYS = pytest.mark.parametrize("as_jobs", [False, True], ids=["executions", "jobs"])


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One whose requests are counted."""
    with Sandbox(max_runs=8) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def deployed(sandbox: Sandbox) -> Deployed:
    with client_of(sandbox) as client:
        return deploy(blocking(client), BODY, "Many")


@pytest.fixture
def hub(sandbox: Sandbox) -> Iterator[Platform]:
    """Blocking: tests/planqk/test_many.py runs both ways."""
    with connected(hub_client_of(sandbox), planqk_helpers.hub) as hub:
        yield hub
    sandbox.heal()


def numbers(count: int, **params: Any) -> list[dict[str, Any]]:
    return [{"data": number, "params": params} for number in range(1, count + 1)]


def of(deployed: Deployed, *, as_jobs: bool) -> tuple[str, str | None]:
    service, application = deployed.ids
    return service, None if as_jobs else application


@WAYS
def test_free_form_inputs_tags_and_secrets(
    hub: Platform, deployed: Deployed, sandbox: Sandbox, tmp_path: Path, as_jobs: Any
) -> None:
    before, journal = sandbox.effects, tmp_path / "journal"
    outcomes = hub(
        run_many,
        *of(deployed, as_jobs=as_jobs),
        [{"data": 4}, {"data": 5, "params": None}, {"data": 1, "params": {"fail": "unlucky"}}],
        journal=journal,
        tags=["Sweep", tmp_path.name],
        secrets={"apiKey": "hushhush"},
    )
    assert [each.state for each in outcomes] == ["succeeded", "succeeded", "failed"]
    assert "unlucky" in str(outcomes[2].error)
    assert [each.result.result for each in outcomes[:2] if each.result] == [
        {"doubled": 8, "secret": 8},
        {"doubled": 10, "secret": 8},
    ]
    started = sandbox.effects - before
    assert (started[START], started[JOB]) == ((0, 3) if as_jobs else (3, 0))
    listing: Any = list_jobs if as_jobs else list_executions
    listed = hub(listing, tags=[tmp_path.name])
    assert {each.id for each in listed} == {
        each.execution.id for each in outcomes if each.execution
    }
    assert all("sweep" in each.tags for each in listed)
    again = hub(run_many, *of(deployed, as_jobs=as_jobs), ({"data": 4},), journal=journal)
    assert again[0] == outcomes[0]
    assert b"hushhush" not in journal.read_bytes()


@WAYS
def test_one_request_looks_at_a_hundred_whatever_the_page(
    hub: Platform,
    deployed: Deployed,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    as_jobs: Any,
) -> None:
    monkeypatch.setattr("planqk_helpers.hub.executing.PAGE", 3)
    before = sandbox.received
    given = numbers(8, seconds=1.5)
    outcomes = hub(run_many, *of(deployed, as_jobs=as_jobs), given)
    assert len(outcomes.results()) == 8
    sent = sandbox.received - before
    assert sent[STARTS[as_jobs]] == 8
    assert sent[LIST] >= 3  # eight, three at a time
    assert sent["hub.gateway.getStatus"] + sent["hub.getServiceExecution"] <= 3


def test_a_list_that_shows_more_than_it_was_asked_for_does_no_harm(
    hub: Platform, deployed: Deployed, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Executing._page
    monkeypatch.setattr(Executing, "_page", lambda self, ids, number: page(self, [], number))
    hub(run_many, *deployed.ids, numbers(2))
    before = sandbox.received
    assert len(hub(run_many, *deployed.ids, numbers(4, seconds=1.5)).results()) == 4
    assert (sandbox.received - before)[LIST]


@WAYS
@pytest.mark.parametrize("reset", ["before", "after"])
def test_a_start_whose_process_died_is_found_by_its_tag(
    hub: Platform,
    deployed: Deployed,
    sandbox: Sandbox,
    *,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    as_jobs: Any,
    reset: Any,
) -> None:
    given, target = numbers(2), of(deployed, as_jobs=as_jobs)
    # The run that dies looks nothing up: its list is cut off too.
    monkeypatch.setattr("planqk_helpers.engine.adopting.SEARCH", 0.0)
    lists = "hub.getServiceJobs" if as_jobs else "hub.gateway.getServiceExecutions"
    sandbox.inject(Fault(STARTS[as_jobs], reset=reset))
    sandbox.inject(Fault(lists, status=403))
    before = sandbox.received[STARTS[as_jobs]]
    journal = tmp_path / "journal"
    first = hub(run_many, *target, given, journal=journal, at_a_time=1)
    assert [each.state for each in first] == ["unsure", "succeeded"]
    assert hub(plan_many, *target, given, journal=journal).unsure == (0,)
    monkeypatch.setattr("planqk_helpers.engine.adopting.SEARCH", 0.5)
    second = hub(run_many, *target, given, journal=journal)
    if reset == "after":
        assert [each.result.result["doubled"] for each in second if each.result] == [2, 4]
    else:
        assert [each.state for each in second] == ["unsure", "succeeded"]
        assert "an earlier call sent the start" in str(second[0].error)
        listing = "list_jobs" if as_jobs else "list_executions"
        assert f"check {listing}(client, tags=['" in str(second[0].error)
    assert sandbox.received[STARTS[as_jobs]] - before == 2
    if reset == "before":
        third = hub(run_many, *target, given, journal=journal, restart_unsure=True)
        assert len(third.results()) == 2


def test_an_access_key_is_enough(
    sandbox: Sandbox, deployed: Deployed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HubClient(sandbox) as http:
        [key] = http.ok("GET", f"/applications/{deployed.application.id}/access-keys")
        service = http.ok("GET", f"/services/{deployed.service.id}")
    endpoint = service["serviceDefinitions"][0]["gatewayEndpoint"]
    with connect_with_key(endpoint, key["accessKeyId"], key["secretAccessKey"]) as client:
        journal, before = tmp_path / "journal", sandbox.received
        outcomes = run_many(client, None, None, numbers(6, seconds=1.2), journal=journal)
        assert len(outcomes.results()) == 6
        sent = sandbox.received - before
        assert sent["hub.gateway.getServiceExecutions"] >= 1
        assert sent["hub.gateway.getStatus"] <= 3
        # A list that has grown long is not asked for any more.
        monkeypatch.setattr("planqk_helpers.hub.executing.FEW", 6)
        before = sandbox.received
        assert len(run_many(client, None, None, numbers(2, seconds=1.2)).results()) == 2
        sent = sandbox.received - before
        assert sent["hub.gateway.getServiceExecutions"] <= 1
        assert sent["hub.gateway.getStatus"] >= 2
        with pytest.raises(InvalidInput, match="leave both out"):
            run_many(client, *deployed.ids, numbers(1))
    with (
        hub_client_of(sandbox) as client,
        pytest.raises(JournalError, match="belongs to service http"),
    ):
        run_many(client, *deployed.ids, numbers(1), journal=journal)


def test_what_it_is_for_has_to_be_given(hub: Platform, deployed: Deployed) -> None:
    with pytest.raises(InvalidInput, match="service is needed"):
        hub(run_many, None, None, numbers(1))
    with pytest.raises(InvalidInput, match="a tag is empty"):
        iter_many(hub.client, *deployed.ids, numbers(1), tags=[" "])


def test_a_journal_knows_what_it_belongs_to(
    hub: Platform, deployed: Deployed, sandbox: Sandbox, tmp_path: Path
) -> None:
    hub(run_many, *deployed.ids, numbers(1), journal=tmp_path / "hub")
    with pytest.raises(JournalError, match=r"belongs to application .*, not to none, as jobs"):
        hub(run_many, deployed.ids[0], None, numbers(1), journal=tmp_path / "hub")
    with (
        client_of(sandbox) as client,
        pytest.raises(JournalError, match="belongs to platform hub, not to planqk"),
    ):
        planqk_helpers.run_many(
            client, *deployed.ids, [{"data": {"number": 1}}], journal=tmp_path / "hub"
        )


def test_a_job_whose_start_was_refused_without_a_time_is_found_by_its_tag(
    hub: Platform, deployed: Deployed, sandbox: Sandbox
) -> None:
    before = sandbox.effects[JOB]
    sandbox.inject(Fault(JOB, status=429, late=True))
    outcomes = hub(run_many, *of(deployed, as_jobs=True), numbers(3))
    assert {each.state for each in outcomes} == {"succeeded"}
    assert sandbox.effects[JOB] - before == 3


def test_another_data_pool_is_another_input(
    hub: Platform, deployed: Deployed, tmp_path: Path
) -> None:
    first, second = (hub(create_data_pool, f"{name} {tmp_path.name}") for name in ("A", "B"))
    journal = tmp_path / "journal"
    hub(run_many, *deployed.ids, [{"data": first}], journal=journal)
    assert hub(plan_many, *deployed.ids, [{"data": first}], journal=journal).done == (0,)
    with pytest.raises(InvalidInput, match="the input 0 is not the one"):
        hub(plan_many, *deployed.ids, [{"data": second}], journal=journal)
    with sqlite3.connect(journal) as database:
        [[fingerprint]] = database.execute("SELECT fingerprint FROM inputs")
    assert fingerprint
