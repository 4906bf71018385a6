"""Exactly once: whatever happens on the way, what starts or creates something does it once at most.

Each operation meets each fault. The sandbox counts what really happened; the caller gets the
result, or an error that is true: nothing happened, or `AmbiguousSubmission` with what to look for.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from functools import cache
from itertools import count
from types import ModuleType

import pytest

import planqk_helpers.hub
from planqk_helpers import (
    create_application,
    create_managed_service,
    delete_service,
    wait_for_build,
)
from planqk_helpers.engine.settings import load_certificates
from planqk_helpers.hub import (
    create_data_pool,
    start_job,
    wait_for_job,
)
from planqk_sandbox import Sandbox
from scripts.diff.naming import module_of
from scripts.documents import operations
from scripts.targets import HUB, PLANQK, Target
from tests.support.either import OPENERS, PACKAGES
from tests.support.fault_table import (
    EITHER,
    FAULTS,
    WORK_IS_DONE,
    World,
    attempt,
    check,
    fault,
    settle,
)
from tests.support.operations import modules, operation
from tests.support.recipes import QUICK, Platform, blocking
from tests.support.submissions import CASES
from tests.support.tried import Tried
from tests.support.user_code import user_code

CELLS = [(place, number) for place, cases in CASES.items() for number in range(len(cases))]
NUMBERS = count()


@pytest.fixture(scope="module")
def worlds() -> Iterator[dict[str, World]]:
    with Sandbox() as sandbox, OPENERS["planqk"](sandbox) as planqk, OPENERS["hub"](sandbox) as hub:
        made = {"planqk": furnish(sandbox, planqk), "hub": furnish(sandbox, hub)}
        pool = hub(create_data_pool, "Subject")
        job = hub(start_job, made["hub"].service, store_input=True)
        made["hub"].things = {"pool": pool, "job": hub(wait_for_job, job, poll=QUICK)}
        yield made


def furnish(sandbox: Sandbox, platform: Platform) -> World:
    name = f"Subject {next(NUMBERS)}"
    service = platform(create_managed_service, name, user_code=user_code("return 1"))
    platform(wait_for_build, service, poll=QUICK)
    return World(sandbox, platform, service, platform(create_application, name).id)


certificates = cache(load_certificates)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    pause = time.sleep
    monkeypatch.setattr("planqk_helpers.engine.flow.time.sleep", lambda s: pause(min(s, 0.02)))
    monkeypatch.setattr("planqk_helpers.engine.adopting.SEARCH", 0.1)
    monkeypatch.setattr("planqk_helpers.engine.builds.SETTLE", 0.1)
    for place in PACKAGES:
        monkeypatch.setattr(f"planqk_helpers.{place}.connection.load_certificates", certificates)


@pytest.fixture(scope="module")
def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.mark.parametrize(
    ("place", "number"),
    CELLS,
    ids=[f"{place}-{number}-{CASES[place][number].operation}" for place, number in CELLS],
)
def test_under_every_fault(
    worlds: dict[str, World], closed_port: int, place: str, number: int, tried: Tried
) -> None:
    case, world = CASES[place][number], worlds[place]
    sandbox, operation = world.sandbox, world.in_sandbox(case.operation)
    visited = set()
    for name, make in FAULTS.items():
        world.name = f"Once {next(NUMBERS)}"
        case.before(world)
        before = sandbox.effects[operation]
        url = sandbox.hub_url if world.platform.is_hub else sandbox.base_url
        if make is None:
            url = url.replace(f":{sandbox.port}/", f":{closed_port}/")
        else:
            sandbox.inject(make(operation))
        package = PACKAGES[place]
        # Only those time out: a busy machine may take longer than that for an answer.
        timeout = 0.3 if name.startswith("time-out") else 30.0
        with package.connect(sandbox.access_token, base_url=url, timeout=timeout) as client:
            error = attempt(case, world, blocking(client, package))
        settle(sandbox, operation, before + (name in WORK_IS_DONE | EITHER))
        sandbox.heal()
        visited.add(name)
        check(case, world, name, error, sandbox.effects[operation] - before)
    assert visited == set(FAULTS)
    tried(len(visited), "cells, operation x fault")


def posts_of(target: Target) -> dict[str, str]:
    """The POSTs of a platform's two documents, by their generated names."""
    return {
        module_of(body).rpartition(".")[2]: body["operationId"]
        for spec in (target.platform, target.service)
        for place, body in operations(json.loads(spec.document.read_text("utf-8"))).items()
        if place.method == "post"
    }


def called_at_the_hub() -> set[str]:
    """The generated names of the POSTs that the Hub's recipes import."""
    endpoints = {
        value
        for module in modules(planqk_helpers.hub)
        for value in vars(module).values()
        if isinstance(value, ModuleType) and value.__name__.startswith("hub_")
    }
    return {each.name for each in map(operation, endpoints) if each.method == "POST"}


def test_no_submission_is_left_out() -> None:
    """Every POST of the documents is in the table: of the Hub's, every one that recipes call."""
    tried = {
        place: {case.operation.rpartition(".")[2] for case in cases}
        for place, cases in CASES.items()
    }
    posts, called = posts_of(PLANQK), called_at_the_hub()
    assert (len(posts), len(called)) == (12, 10)
    assert set(posts.values()) < tried["planqk"]
    assert {posts_of(HUB)[name] for name in called} < tried["hub"]


@pytest.mark.parametrize("place", OPENERS)
def test_a_repeated_deletion_ends_well(worlds: dict[str, World], place: str) -> None:
    """Idempotent operations are repeated, and a lost answer is no reason to complain."""
    world = worlds[place]
    deletion = world.in_sandbox("deleteService")
    for how in (fault(reset="after"), fault(truncate=True), fault(status=502, late=True)):
        code = user_code("return 1")
        service = world.platform(create_managed_service, "Gone", user_code=code)
        world.platform(wait_for_build, service, poll=QUICK)
        before = world.sandbox.effects[deletion]
        world.sandbox.inject(how(deletion))
        with OPENERS[place](world.sandbox) as other:
            other(delete_service, service)
        assert world.sandbox.effects[deletion] == before + 1
