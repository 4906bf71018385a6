"""Deployment scripts that are safe to run again."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from planqk_helpers import (
    AmbiguousName,
    BuildFailed,
    CannotChange,
    DecodeError,
    create_application,
    create_managed_service,
    delete_application,
    delete_service,
    ensure_application,
    ensure_managed_service,
    ensure_subscription,
    list_subscriptions,
    publish_internally,
    run_service,
    unpublish,
    unsubscribe,
    wait_for_build,
)
from planqk_sandbox import Fault, Sandbox
from tests.support.recipes import QUICK, REFUSED, Platform
from tests.support.user_code import user_code

DOCUMENT = b"openapi: 3.0.0\n"
PROGRAM = "def run(data=None, params=None):\n    return {{'is': {}}}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "__init__.py").touch()
    (tmp_path / "src" / "program.py").write_text(PROGRAM.format(1))
    (tmp_path / "environment.yml").write_text("name: x\n")
    return tmp_path


def deployment(platform: Platform, project: Path) -> tuple[list[str], Any]:
    """The script: returns what was done, and the result of a run."""
    service = platform(
        ensure_managed_service,
        "Ensured",
        user_code=project,
        api_definition=io.BytesIO(DOCUMENT),
        description="Kept up to date",
    )
    platform(wait_for_build, service.value, poll=QUICK)
    platform(publish_internally, service.value)
    application = platform(ensure_application, "Ensured")
    subscription = platform(ensure_subscription, application.value, service.value)
    answer = platform(run_service, service.value, application.value, poll=QUICK)
    return [service.done, application.done, subscription.done], answer.result["is"]


def test_the_second_run_changes_nothing(
    platform: Platform, sandbox: Sandbox, project: Path
) -> None:
    assert deployment(platform, project) == (["created", "created", "created"], 1)
    start = platform.operation("startExecution", "gateway.startExecution")
    before = dict(sandbox.effects)
    assert deployment(platform, project) == (["unchanged", "unchanged", "unchanged"], 1)
    after = dict(sandbox.effects)
    changed = {name for name in after if after[name] != before.get(name, 0)}
    assert changed <= {start, "getAccessToken", "hub.gateway.getToken"}
    assert after[start] == before[start] + 1

    (project / "src" / "program.py").write_text(PROGRAM.format(2))
    assert deployment(platform, project) == (["updated", "unchanged", "unchanged"], 2)
    uploads = platform.operation("updateSourceCode", "uploadManagedServiceSource")
    assert sandbox.effects[uploads] == before.get(uploads, 0) + 1
    tidy_up(platform)


def tidy_up(platform: Platform) -> None:
    service = platform(ensure_managed_service, "Ensured", user_code=user_code("return 2")).value
    application = platform(ensure_application, "Ensured").value
    for subscription in platform(list_subscriptions, application):
        platform(unsubscribe, application, subscription)
    platform(unpublish, service)
    platform(delete_service, service)
    platform(delete_application, application)


def test_only_what_differs_is_changed(platform: Platform, sandbox: Sandbox) -> None:
    code = user_code("return 1")
    service = platform(ensure_managed_service, "Partly", user_code=code).value
    uploads = platform.operation("updateSourceCode", "uploadManagedServiceSource")
    builds = sandbox.effects[uploads]
    ensured = platform(ensure_managed_service, "Partly", user_code=code, description="New")
    assert ensured.done == "updated"
    assert ensured.value.service_definitions[0].description == "New"
    document = io.BytesIO(DOCUMENT)
    for done in ("updated", "unchanged"):
        again = platform(ensure_managed_service, "Partly", user_code=code, api_definition=document)
        assert again.done == done
    assert again.value.service_definitions[0].description == "New"
    assert sandbox.effects[uploads] == builds
    if not platform.is_hub:
        with pytest.raises(CannotChange, match="cpu is 500, not 1000"):
            platform(ensure_managed_service, "Partly", user_code=code, cpu=1000)
    platform(delete_service, service)


def test_code_whose_build_failed_is_built_again(platform: Platform) -> None:
    code = user_code("", **{"src/program.py": "import missing_module"})
    service = platform(ensure_managed_service, "Unlucky", user_code=code).value
    with pytest.raises(BuildFailed):
        platform(wait_for_build, service, poll=QUICK)
    assert platform(ensure_managed_service, "Unlucky", user_code=code).done == "updated"
    with pytest.raises(BuildFailed):
        platform(wait_for_build, service, poll=QUICK)
    platform(delete_service, service)


@pytest.mark.parametrize("body", ["null", "{}", '"x"'])
def test_an_answer_that_is_no_list_creates_no_duplicate(
    platform: Platform, sandbox: Sandbox, body: str
) -> None:
    before = sandbox.effects[platform.operation("createManagedService")]
    json = {"Content-Type": "application/json"}
    sandbox.inject(Fault(platform.operation("getServices"), status=200, body=body, headers=json))
    with pytest.raises(DecodeError):
        platform(ensure_managed_service, "No duplicate", user_code=user_code("return 1"))
    assert sandbox.effects[platform.operation("createManagedService")] == before


@pytest.mark.parametrize("how", [{"status": 204}, {"status": 200}])
def test_nothing_uploaded_is_told_in_any_way(
    platform: Platform, sandbox: Sandbox, how: dict[str, Any]
) -> None:
    code = user_code("return 1")
    service = platform(ensure_managed_service, "Nothing there", user_code=code).value
    for operation in (
        platform.operation("getSourceCode", "downloadManagedServiceSource"),
        platform.operation("getApiDefinition", "getServiceOpenApi"),
    ):
        sandbox.inject(Fault(operation, times=None, **how))
        ensured = platform(
            ensure_managed_service,
            "Nothing there",
            user_code=code,
            api_definition=io.BytesIO(DOCUMENT),
        )
        sandbox.heal()
        assert ensured.done == "updated"
        assert platform(wait_for_build, service, poll=QUICK).status == "SUCCESS"
    platform(delete_service, service)


def test_names_that_are_not_unique_are_not_guessed(platform: Platform) -> None:
    services = [
        platform(create_managed_service, "Twice", user_code=user_code("return 1")) for _ in range(2)
    ]
    applications = [platform(create_application, "Twice") for _ in range(2)]
    with pytest.raises(AmbiguousName):
        platform(ensure_managed_service, "Twice", user_code=user_code("return 1"))
    with pytest.raises(AmbiguousName):
        platform(ensure_application, "Twice")
    with pytest.raises(REFUSED, match="publish"):
        platform(ensure_subscription, applications[0], services[0])
    for service, application in zip(services, applications, strict=True):
        platform(delete_service, service)
        platform(delete_application, application)


def test_an_id_says_which_of_two_is_meant(platform: Platform) -> None:
    two = [platform(create_managed_service, "Two", user_code=user_code("return 1")) for _ in "12"]
    ensured = platform(
        ensure_managed_service, "Two", user_code=user_code("return 2"), service_id=two[1].id
    )
    assert (ensured.value.id, ensured.done) == (two[1].id, "updated")
    with pytest.raises(CannotChange, match="is named 'Two', not 'Three'"):
        platform(
            ensure_managed_service, "Three", user_code=user_code("return 2"), service_id=two[1].id
        )
    for service in two:
        platform(delete_service, service.id)
