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
from tests.support.recipes import QUICK, REFUSED, Planqk, Platform
from tests.support.user_code import user_code

DOCUMENT = b"openapi: 3.0.0\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "__init__.py").touch()
    (tmp_path / "src" / "program.py").write_text("def run(data, params):\n    return 1\n")
    (tmp_path / "environment.yml").write_text("name: x\n")
    return tmp_path


def deployment(planqk: Planqk, project: Path) -> tuple[list[str], Any]:
    """The script: returns what was done, and the result of a run."""
    service = planqk(
        ensure_managed_service,
        "Ensured",
        user_code=project,
        api_definition=io.BytesIO(DOCUMENT),
        description="Kept up to date",
    )
    planqk(wait_for_build, service.value, poll=QUICK)
    planqk(publish_internally, service.value)
    application = planqk(ensure_application, "Ensured")
    subscription = planqk(ensure_subscription, application.value, service.value)
    answer = planqk(run_service, service.value, application.value, poll=QUICK)
    return [service.done, application.done, subscription.done], answer.result


def test_the_second_run_changes_nothing(planqk: Planqk, sandbox: Sandbox, project: Path) -> None:
    assert deployment(planqk, project) == (["created", "created", "created"], 1)
    before = dict(sandbox.effects)
    assert deployment(planqk, project) == (["unchanged", "unchanged", "unchanged"], 1)
    after = dict(sandbox.effects)
    changed = {name for name in after if after[name] != before.get(name, 0)}
    assert changed <= {"startExecution", "getAccessToken"}
    assert after["startExecution"] == before["startExecution"] + 1

    (project / "src" / "program.py").write_text("def run(data, params):\n    return 2\n")
    assert deployment(planqk, project) == (["updated", "unchanged", "unchanged"], 2)
    assert sandbox.effects["updateSourceCode"] == before.get("updateSourceCode", 0) + 1
    tidy_up(planqk)


def tidy_up(planqk: Planqk) -> None:
    service = planqk(ensure_managed_service, "Ensured", user_code=user_code("return 2")).value
    application = planqk(ensure_application, "Ensured").value
    for subscription in planqk(list_subscriptions, application):
        planqk(unsubscribe, application, subscription)
    planqk(unpublish, service)
    planqk(delete_service, service)
    planqk(delete_application, application)


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
