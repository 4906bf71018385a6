"""A creation that breaks off anywhere: never a second service, and the error says how to go on."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hub_platform import AuthenticatedClient
from hub_platform.api.services import get_services

from planqk_helpers.engine.calls import call
from planqk_helpers.engine.flow import Call, Recipe, drive
from planqk_helpers.errors import PlanqkError
from planqk_helpers.hub import (
    connect,
    create_managed_service,
    download_api_definition,
    download_source_code,
    ensure_managed_service,
    update_service,
    wait_for_build,
)
from planqk_sandbox import Fault, Sandbox
from tests.support.hurried import hurried
from tests.support.recipes import QUICK
from tests.support.tried import Tried
from tests.support.user_code import user_code

DOCUMENT = b"openapi: 3.0.0\n"
CREATION = [
    "createManagedService",
    "uploadManagedServiceSource",
    "updateServiceOpenApi",
    "updateServiceDisplayName",
    "getManagedServiceBuildStatus",
    "buildManagedService",
    "getService",
]
FAULTS: dict[str, dict[str, Any]] = {
    "refused": {"status": 400},
    "reset before it was read": {"reset": "before"},
    "503": {"status": 503},
    "answer cut": {"truncate": True},
    "reset after the work": {"reset": "after"},
    "500 after the work": {"status": 500, "late": True},
    "web page": {"status": 200, "body": "<html>", "headers": {"Content-Type": "text/html"}},
}
NUMBERS = count()


@pytest.fixture(scope="module", params=[False, True], ids=["upload", "upload builds"])
def place(request: pytest.FixtureRequest) -> Iterator[tuple[Sandbox, AuthenticatedClient]]:
    """Both kinds of platform: one whose uploads start a build by themselves, and the other."""
    with (
        Sandbox(upload_builds=request.param) as sandbox,
        connect(sandbox.access_token, base_url=sandbox.hub_url) as client,
    ):
        yield sandbox, client


def arguments() -> dict[str, Any]:
    return {
        "user_code": user_code("return 1"),
        "api_definition": io.BytesIO(DOCUMENT),
        "display_name": "To read",
    }


def told(error: BaseException) -> str:
    return "\n".join([str(error), *getattr(error, "__notes__", ())])


def ids_of(client: AuthenticatedClient, name: str) -> list[str]:
    return [each.id for each in drive(call(get_services, client=client)) if each.name == name]


def check_whole(client: AuthenticatedClient, names: list[str], tmp_path: Path) -> None:
    """Take creations up where they stopped, and see that nothing is missing."""
    services = [
        hurried(ensure_managed_service.flow(client, name, **arguments())).value for name in names
    ]
    for name, service in zip(names, services, strict=True):
        assert ids_of(client, name) == [service.id]
        assert service.display_name == "To read"
        assert wait_for_build(client, service, poll=QUICK).status == "SUCCESS"
        code = download_source_code(client, service, tmp_path / "code.zip", overwrite=True)
        assert code.read_bytes() == user_code("return 1").getvalue()
        document = download_api_definition(client, service, tmp_path / "api.yaml", overwrite=True)
        assert document.read_bytes() == DOCUMENT


def break_off(
    place: tuple[Sandbox, AuthenticatedClient],
    recipe: Recipe[..., Any],
    operation: str,
    how: dict[str, Any],
) -> str:
    """Create a service while an operation fails, see what the error tells, and return its name."""
    sandbox, client = place
    name = f"Broken {next(NUMBERS)}"
    sandbox.inject(Fault(f"hub.{operation}", **how))
    try:
        hurried(recipe.flow(client, name, **arguments()))
    except PlanqkError as error:
        sandbox.heal()
        there = ids_of(client, name)
        assert len(there) <= 1
        if operation == "createManagedService":
            assert not there or f"find_service(client, {name!r})" in told(error)
        else:
            assert f"ensure_managed_service(client, {name!r}, " in told(error)
            assert there[0] in told(error)
    sandbox.heal()
    return name


@pytest.mark.parametrize("operation", CREATION)
def test_a_fault_at_each_call_of_a_creation(
    place: tuple[Sandbox, AuthenticatedClient], operation: str, tmp_path: Path, tried: Tried
) -> None:
    faults = [{"times": None, **how} for how in FAULTS.values()]
    names = [break_off(place, create_managed_service, operation, how) for how in faults]
    check_whole(place[1], names, tmp_path)
    tried(len(names), "broken-off creations")


@pytest.mark.parametrize("operation", CREATION)
def test_a_fault_that_passes_and_one_below_ensure(
    place: tuple[Sandbox, AuthenticatedClient], operation: str, tmp_path: Path, tried: Tried
) -> None:
    late = FAULTS["reset after the work"]
    names = [
        break_off(place, create_managed_service, operation, late),
        break_off(place, ensure_managed_service, operation, late),
        break_off(place, ensure_managed_service, operation, {"times": None, **late}),
    ]
    check_whole(place[1], names, tmp_path)
    tried(len(names), "broken-off creations")


def test_an_interrupt_at_each_call_says_how_to_go_on(
    place: tuple[Sandbox, AuthenticatedClient], tmp_path: Path
) -> None:
    _, client = place
    for moment in range(1, 20):
        name = f"Interrupted {next(NUMBERS)}"
        calls = count(1)

        def interrupt(step: Call, calls: Iterator[int] = calls, moment: int = moment) -> None:
            if next(calls) == moment:
                raise KeyboardInterrupt

        try:
            hurried(create_managed_service.flow(client, name, **arguments()), before=interrupt)
        except KeyboardInterrupt as error:
            first = f"find_service(client, {name!r})"
            assert (first if moment == 1 else "ensure_managed_service(client, ") in told(error)
            check_whole(client, [name], tmp_path)
        else:
            assert moment > 5
            return
    raise AssertionError("a creation has no end")


@pytest.mark.parametrize(
    "operation",
    ["uploadManagedServiceSource", "getManagedServiceBuildStatus", "buildManagedService"],
)
def test_an_update_that_breaks_off_is_gone_on_with_by_the_call_it_names(
    place: tuple[Sandbox, AuthenticatedClient], operation: str
) -> None:
    sandbox, client = place
    service = create_managed_service(client, f"Updated {next(NUMBERS)}", **arguments())
    wait_for_build(client, service, poll=QUICK)
    for number, fault in enumerate(["503", "answer cut", "reset after the work"], start=2):
        code = user_code(f"return {number}")
        uploads = sandbox.effects["hub.uploadManagedServiceSource"]
        sandbox.inject(Fault(f"hub.{operation}", times=None, **FAULTS[fault]))
        try:
            hurried(update_service.flow(client, service, user_code=code))
        except PlanqkError as error:
            new = sandbox.effects["hub.uploadManagedServiceSource"] > uploads
            assert not new or f"update_service(client, '{service.id}', " in told(error)
        sandbox.heal()
        update_service(client, service, user_code=code)
        assert wait_for_build(client, service, poll=QUICK).status == "SUCCESS"


def test_one_creation_starts_one_build(place: tuple[Sandbox, AuthenticatedClient]) -> None:
    sandbox, client = place
    before = sandbox.effects["hub.buildManagedService"]
    service = create_managed_service(client, f"Built once {next(NUMBERS)}", **arguments())
    wait_for_build(client, service, poll=QUICK)
    asked = sandbox.effects["hub.buildManagedService"] - before
    assert asked == (0 if sandbox.upload_builds else 1)
