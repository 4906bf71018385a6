"""Exactly once: whatever happens on the way, what starts or creates something does it once at most.

Each operation meets each fault. The sandbox counts what really happened; the caller gets the
result, or an error that is true: nothing happened, or `AmbiguousSubmission` with what to look for.
"""

from __future__ import annotations

import io
import json
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, field, frozen
from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_services import (
    create_service,
    unpublish_service,
    update_source_code,
)
from planqk_platform.models import (
    CreateServiceBody,
    CreateServiceType,
    ServiceDto,
    UpdateSourceCodeBody,
)
from planqk_platform.types import File

from planqk_helpers import (
    AmbiguousSubmission,
    ApiError,
    ConnectionFailed,
    DecodeError,
    PlanqkError,
    connect,
    create_application,
    create_external_service,
    create_managed_service,
    delete_service,
    find_marketplace_service,
    publish_internally,
    publish_to_marketplace,
    run_service,
    start_execution,
    subscribe,
    subscribe_to_marketplace,
    unpublish,
    wait_for_build,
)
from planqk_helpers.engine.calls import call, call_empty, submit
from planqk_helpers.engine.flow import drive
from planqk_sandbox import Fault, Sandbox
from tests.support.recipes import QUICK
from tests.support.tried import Tried
from tests.support.user_code import user_code

SPECS = Path(__file__).parents[2] / "specs" / "planqk"

HTML = {"Content-Type": "text/html"}
AGAIN = {"Retry-After": "0"}


def fault(**how: Any) -> Callable[[str], Fault]:
    return lambda operation: Fault(operation, **how)


FAULTS: dict[str, Callable[[str], Fault] | None] = {
    "connection refused": None,
    "reset before it was read": fault(reset="before"),
    "reset after the work": fault(reset="after"),
    "answer cut": fault(truncate=True),
    "time-out before the work": fault(delay=0.5),
    "time-out after the work": fault(delay=0.5, late=True),
    **{str(code): fault(status=code) for code in (408, 409, 429, 500, 503, 520)},
    "429 Retry-After": fault(status=429, headers=AGAIN),
    "503 Retry-After": fault(status=503, headers=AGAIN),
    "502 HTML": fault(status=502, body="<html>Bad gateway</html>", headers=HTML),
    **{f"{code} after the work": fault(status=code, late=True) for code in (408, 500, 502, 520)},
    "503 Retry-After after the work": fault(status=503, headers=AGAIN, late=True),
    "429 Retry-After after the work": fault(status=429, headers=AGAIN, late=True),
}
# A request that the client gave up may still be carried out later, or not.
EITHER = {"time-out before the work"}
RETRIED = {"429 Retry-After"}
# The one exception: whoever says "too many, come again" after the work is believed, and gets two.
LIE = "429 Retry-After after the work"
WORK_IS_DONE = {
    "reset after the work",
    "answer cut",
    "time-out after the work",
    "408 after the work",
    "500 after the work",
    "502 after the work",
    "520 after the work",
    "503 Retry-After after the work",
    LIE,
}


@frozen
class World:
    """What the operations work on, made once for all of them."""

    sandbox: Sandbox
    client: AuthenticatedClient
    service: ServiceDto
    application: str


@frozen
class Case:
    """An operation that starts or creates something."""

    operation: str
    act: Callable[[World, AuthenticatedClient], object]
    named: str = ""
    void: bool = False
    harmless: bool = False
    before: Callable[[World], object] = field(default=lambda world: None)


def unsubscribed(world: World) -> None:
    unpublish(world.client, world.service, force=True)


def published(world: World) -> None:
    publish_internally(world.client, world.service)


def published_anew(world: World) -> None:
    unsubscribed(world)
    published(world)


def on_marketplace(world: World) -> None:
    unsubscribed(world)
    publish_to_marketplace(world.client, world.service)


def upload(world: World, client: AuthenticatedClient) -> None:
    body = UpdateSourceCodeBody(File(io.BytesIO(user_code("return 2").getvalue()), "code.zip"))
    ids = world.service.id, world.service.service_definitions[0].id
    drive(submit(update_source_code, *ids, client=client, body=body))
    wait_for_build(world.client, world.service, poll=QUICK)


def get_token(world: World, client: AuthenticatedClient) -> None:
    started = world.sandbox.effects["startExecution"]
    try:
        start_execution(client, reachable(world, client), world.application)
    except PlanqkError:
        assert world.sandbox.effects["startExecution"] == started
        raise


def create_raw(world: World, client: AuthenticatedClient) -> None:
    code = File(user_code("return 1"), "code.zip")
    drive(
        call(
            create_service,
            client=client,
            name="Raw",
            type_=CreateServiceType.MANAGED,
            quantum_backend="NONE",
            body=CreateServiceBody(user_code=code),
        )
    )


def unpublish_raw(world: World, client: AuthenticatedClient) -> None:
    ids = world.service.id, world.service.service_definitions[0].id
    drive(call_empty(unpublish_service, *ids, client=client))


def subscribed(world: World) -> None:
    published_anew(world)
    subscribe(world.client, world.application, world.service)


CASES = [
    Case(
        "createManagedService",
        lambda world, client: create_managed_service(
            client, "Once", user_code=user_code("return 1")
        ),
        named="find_service(client, 'Once')",
    ),
    Case("createService", create_raw, named="took effect"),
    Case(
        "createExternalService",
        lambda world, client: create_external_service(client, "Out", url="https://x.example"),
        named="find_service(client, 'Out')",
    ),
    Case(
        "createApplication",
        lambda world, client: create_application(client, "Once"),
        named="find_application(client, 'Once')",
    ),
    Case("updateSourceCode", upload, named="took effect"),
    Case(
        "publishServiceInternal",
        lambda world, client: publish_internally(client, world.service),
        named="lifecycle of service",
        before=unsubscribed,
    ),
    Case(
        "publishService",
        lambda world, client: publish_to_marketplace(client, world.service),
        named="lifecycle of service",
        before=unsubscribed,
    ),
    Case(
        "commands",
        lambda world, client: unpublish(client, world.service),
        named="lifecycle of service",
        void=True,
        before=published_anew,
    ),
    Case("unpublishService", unpublish_raw, named="took effect", void=True, before=published_anew),
    Case(
        "createInternalSubscription",
        lambda world, client: subscribe(client, world.application, world.service),
        named="list_subscriptions(client, ",
        before=published_anew,
    ),
    Case(
        "createSubscription",
        lambda world, client: subscribe_to_marketplace(
            client, world.application, find_marketplace_service(world.client, world.service.name)
        ),
        named="list_subscriptions(client, ",
        void=True,
        before=on_marketplace,
    ),
    # A token that nobody uses does no harm: there is nothing to look for.
    Case("getAccessToken", get_token, harmless=True, before=subscribed),
    Case(
        "startExecution",
        lambda world, client: start_execution(client, reachable(world, client), world.application),
        named="getSubscriptionExecutions",
        before=subscribed,
    ),
    Case(
        "startExecution",
        lambda world, client: run_service(
            client, reachable(world, client), world.application, poll=QUICK
        ),
        named="getSubscriptionExecutions",
        before=subscribed,
    ),
]


def reachable(world: World, client: AuthenticatedClient) -> ServiceDto:
    """The service; its gateway is where the client's platform is (also when nobody is there)."""
    definition = world.service.service_definitions[0]
    endpoint = publish_internally(world.client, world.service).gateway_endpoint or ""
    base = repr(client).split()[2].removesuffix("/qc-catalog,")
    elsewhere = endpoint.replace(world.sandbox.base_url.removesuffix("/qc-catalog"), base)
    return evolve(
        world.service, service_definitions=[evolve(definition, gateway_endpoint=elsewhere)]
    )


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with (
        Sandbox() as sandbox,
        connect(sandbox.access_token, base_url=sandbox.base_url) as client,
    ):
        service = create_managed_service(client, "Subject", user_code=user_code("return 1"))
        wait_for_build(client, service, poll=QUICK)
        application = create_application(client, "Subject").id
        yield World(sandbox, client, service, application)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    pause = time.sleep
    monkeypatch.setattr("planqk_helpers.engine.flow.time.sleep", lambda s: pause(min(s, 0.02)))


@pytest.fixture(scope="module")
def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda n: f"{n}-{CASES[n].operation}")
def test_under_every_fault(world: World, closed_port: int, number: int, tried: Tried) -> None:
    case = CASES[number]
    visited = set()
    for name, make in FAULTS.items():
        case.before(world)
        sandbox = world.sandbox
        before = sandbox.effects[case.operation]
        url = sandbox.base_url
        if make is None:
            url = f"http://127.0.0.1:{closed_port}/qc-catalog"
        else:
            sandbox.inject(make(case.operation))
        with connect(sandbox.access_token, base_url=url, timeout=0.3) as client:
            error = attempt(case, world, client)
        settle(world, case.operation, before + (name in WORK_IS_DONE | EITHER))
        sandbox.heal()
        effects = sandbox.effects[case.operation] - before
        visited.add(name)
        check(case, name, error, effects)
    assert visited == set(FAULTS)
    tried(len(visited), "cells, operation x fault")


def attempt(case: Case, world: World, client: AuthenticatedClient) -> PlanqkError | None:
    try:
        case.act(world, client)
    except PlanqkError as error:
        return error
    return None


def settle(world: World, operation: str, expected: int) -> None:
    """Let a request that timed out on our side end on the other."""
    deadline = time.monotonic() + 2
    while world.sandbox.effects[operation] < expected and time.monotonic() < deadline:
        time.sleep(0.01)


def check(case: Case, name: str, error: PlanqkError | None, effects: int) -> None:
    where = f"{case.operation}, {name}: {error!r}"
    if name == LIE:
        assert effects in (1, 2), where
        return
    assert effects <= 1, where
    if error is None:
        assert effects == 1, where
        # An answer without a body cannot be cut.
        assert name in RETRIED or (name, case.void) == ("answer cut", True), where
    elif case.harmless:
        assert name not in RETRIED, where
        assert isinstance(error, (ApiError, ConnectionFailed, DecodeError)), where
    elif isinstance(error, AmbiguousSubmission):
        assert name not in RETRIED | {"connection refused", "409", "429"}, where
        assert case.named in str(error), where
        assert name in EITHER or effects == (name in WORK_IS_DONE), where
    else:
        assert effects == 0, where
        assert isinstance(error, (ApiError, ConnectionFailed)), where
        assert name in {"connection refused", "409", "429"}, where


def test_no_submission_is_left_out() -> None:
    """Every POST of the two documents is in the table."""
    posts = {
        operation["operationId"]
        for name in ("platform", "service")
        for item in json.loads((SPECS / f"{name}.json").read_text("utf-8"))["paths"].values()
        for method, operation in item.items()
        if method == "post"
    }
    assert len(posts) == 12
    assert posts < {case.operation for case in CASES}


def test_a_repeated_deletion_ends_well(world: World) -> None:
    """Idempotent operations are repeated, and a lost answer is no reason to complain."""
    for how in (fault(reset="after"), fault(truncate=True), fault(status=502, late=True)):
        sandbox = world.sandbox
        with connect(sandbox.access_token, base_url=sandbox.base_url) as client:
            service = create_managed_service(client, "Gone", user_code=user_code("return 1"))
            wait_for_build(client, service, poll=QUICK)
            before = sandbox.effects["deleteService"]
            sandbox.inject(how("deleteService"))
            delete_service(client, service)
            assert sandbox.effects["deleteService"] == before + 1
