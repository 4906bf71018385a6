"""Create, build, find, publish and delete services."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from planqk_platform.models import BuildJobDto
from planqk_platform.types import UNSET

from planqk_helpers import (
    AmbiguousName,
    BuildFailed,
    Conflict,
    InvalidInput,
    NameNotFound,
    NotFound,
    WaitTimeout,
    create_application,
    create_managed_service,
    delete_service,
    ensure_managed_service,
    find_service,
    get_service,
    list_services,
    list_subscriptions,
    publish_internally,
    subscribe,
    unpublish,
    wait_for_build,
)
from planqk_sandbox import Fault, Sandbox
from planqk_sandbox.command import environment_for
from tests.support.recipes import QUICK, REFUSED, Planqk, Platform, deploy
from tests.support.user_code import user_code, zipped

CODE = "return data"


def test_from_user_code_to_a_deleted_service(platform: Platform) -> None:
    service = platform(
        create_managed_service,
        "Lifecycle",
        user_code=user_code(CODE),
        api_definition=io.BytesIO(b"openapi: 3.0.0"),
        description="What it does",
        cpu=1000,
        memory=4096,
    )
    (definition,) = service.service_definitions
    assert (service.name, definition.lifecycle) == ("Lifecycle", "CREATED")
    assert definition.description == "What it does"
    assert not definition.gateway_endpoint

    seen: list[BuildJobDto] = []
    build = platform(wait_for_build, service, poll=QUICK, on_update=seen.append)
    assert build.status == "SUCCESS"
    assert seen[-1] == build

    published = platform(publish_internally, service)
    assert published.lifecycle == "ACCESSIBLE"
    assert published.gateway_endpoint
    with pytest.raises(REFUSED):
        platform(delete_service, service)

    assert platform(publish_internally, service) == published
    assert platform(unpublish, service).lifecycle == "CREATED"
    assert platform(get_service, service.id).name == "Lifecycle"
    platform(delete_service, service)
    with pytest.raises(NotFound):
        platform(delete_service, service)


def test_code_and_definition_by_path(platform: Platform, tmp_path: Path) -> None:
    code, definition = tmp_path / "code.zip", tmp_path / "api.json"
    code.write_bytes(user_code(CODE).getvalue())
    definition.write_text("{}")
    service = platform(create_managed_service, "By path", user_code=code, api_definition=definition)
    platform(wait_for_build, service.id, poll=QUICK)
    platform(delete_service, service.id)


def test_the_definitions_of_the_cookbook_arrive(planqk: Planqk, sandbox: Sandbox) -> None:
    service = planqk(create_managed_service, "Defaults", user_code=user_code(CODE))
    definition = service.service_definitions[0]
    assert definition.quantum_backend == "NONE"
    assert definition.configurations is not UNSET
    amounts = {c.type_: (c.amount, c.unit) for c in definition.configurations or []}
    assert amounts["cpu"] == (500, "m")
    assert amounts["memory"] == (2048, "M")


# --- names


def test_a_service_is_found_by_its_exact_name(platform: Platform) -> None:
    service = platform(create_managed_service, "Exactly this", user_code=user_code(CODE))
    assert platform(find_service, "Exactly this").id == service.id
    assert service.id in {each.id for each in platform(list_services)}
    assert service.id in {each.id for each in platform(list_services, lifecycle="CREATED")}
    assert service.id not in {each.id for each in platform(list_services, lifecycle="PUBLISHED")}
    platform(create_managed_service, "Exactly this", user_code=user_code(CODE))
    with pytest.raises(AmbiguousName, match="'Exactly this' exists 2 times") as twice:
        platform(find_service, "Exactly this")
    assert service.id in twice.value.ids
    for id in twice.value.ids:
        platform(delete_service, id)
    with pytest.raises(NameNotFound):
        platform(find_service, "Exactly this")


@pytest.mark.parametrize("name", ["", "  "])
def test_a_blank_name_is_refused_before_anything_is_sent(
    platform: Platform, sandbox: Sandbox, name: str
) -> None:
    before = sandbox.received.total()
    with pytest.raises(InvalidInput, match="name of the service is empty"):
        platform(create_managed_service, name, user_code=user_code(CODE))
    with pytest.raises(InvalidInput, match="name of the service is empty"):
        platform(find_service, name)
    assert sandbox.received.total() == before


def test_too_little_cpu_is_refused_before_anything_is_sent(
    platform: Platform, sandbox: Sandbox
) -> None:
    before = sandbox.received.total()
    both: list[Any] = [create_managed_service, ensure_managed_service]
    for recipe in both:
        with pytest.raises(InvalidInput, match="cpu is 499: give at least 500"):
            platform(recipe, "Slow", user_code=user_code(CODE), cpu=499)
    assert sandbox.received.total() == before


# --- files


def test_what_is_no_archive_is_refused_before_anything_is_sent(
    platform: Platform, sandbox: Sandbox, tmp_path: Path
) -> None:
    before = sandbox.received.total()
    (tmp_path / "folder").mkdir()
    text = tmp_path / "program.py"
    text.write_text("def run(data, params): ...")
    empty = tmp_path / "empty.zip"
    empty.touch()
    for source, complaint in (
        (text, r"program\.py is not a zip archive"),
        (empty, r"empty\.zip is empty"),
        (io.BytesIO(b"no zip"), r"user_code\.zip is not a zip archive"),
    ):
        with pytest.raises(InvalidInput, match=complaint):
            platform(create_managed_service, "x", user_code=source)
    with text.open() as as_text, pytest.raises(InvalidInput, match="mode 'rb'"):
        platform(create_managed_service, "x", user_code=as_text)  # type: ignore[arg-type]
    with pytest.raises(FileNotFoundError, match=r"missing\.zip"):
        platform(create_managed_service, "x", user_code=tmp_path / "missing.zip")
    with pytest.raises(InvalidInput, match="nothing to pack"):
        platform(create_managed_service, "x", user_code=tmp_path / "folder")
    with pytest.raises(FileNotFoundError, match=r"none\.yaml"):
        platform(
            create_managed_service,
            "x",
            user_code=user_code(CODE),
            api_definition=tmp_path / "none.yaml",
        )
    assert sandbox.received.total() == before


# --- builds that fail


@pytest.mark.parametrize(
    ("archive", "reason"),
    [
        (zipped({"README.md": "nothing else"}), r"src/program\.py"),
        (zipped({"project/src/program.py": "def run(data, params): ..."}), r"project"),
        (user_code(CODE, **{"src/program.py": "import missing_module"}), "missing_module"),
        (user_code(CODE, **{"src/program.py": "def run(:"}), "SyntaxError"),
        (user_code(CODE, **{"src/program.py": "run = 5"}), "run"),
        (zipped({"../escaped.py": "", "src/program.py": ""}), "escaped"),
        (
            user_code(CODE, **{"requirements.txt": "./missing-1.0-py3-none-any.whl\n"}),
            "missing-1.0",
        ),
    ],
    ids=["no program", "folder zipped", "import", "syntax", "no run", "escapes", "requirement"],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_failed_build_tells_why(platform: Platform, archive: io.BytesIO, reason: str) -> None:
    service = platform(create_managed_service, "Broken", user_code=archive)
    with pytest.raises(BuildFailed, match=reason) as caught:
        platform(wait_for_build, service, poll=QUICK)
    error = caught.value
    assert (error.kind, error.id, error.state) == ("build", service.id, "FAILURE")
    assert error.summary
    with pytest.raises(Conflict):
        platform(publish_internally, service)
    platform(delete_service, service)


OLD_PYTHON = json.dumps({"name": "x", "dependencies": ["python=2.7"]})
WARNING = "environment.yml asks for python=2.7"


def test_the_warnings_of_a_build_are_logged(
    platform: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    warned = platform(
        create_managed_service,
        "Warned",
        user_code=user_code(CODE, **{"environment.yml": OLD_PYTHON}),
    )
    build = platform(wait_for_build, warned, poll=QUICK)
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.getMessage().startswith(f"The build of service {warned.id} has warnings: ")
    assert WARNING in record.getMessage()
    assert WARNING in repr(build)
    assert WARNING in build._repr_html_()
    caplog.clear()
    platform(wait_for_build, platform(create_managed_service, "Good", user_code=user_code(CODE)))
    assert caplog.records == []


def test_a_script_shows_the_warnings_of_a_build(sandbox: Sandbox, tmp_path: Path) -> None:
    archive = tmp_path / "old.zip"
    archive.write_bytes(user_code(CODE, **{"environment.yml": OLD_PYTHON}).getvalue())
    script = (
        "from planqk_helpers import connect, create_managed_service, wait_for_build\n"
        "with connect() as client:\n"
        f"    service = create_managed_service(client, 'Old', user_code={str(archive)!r})\n"
        "    wait_for_build(client, service)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment_for(sandbox),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
    assert WARNING in done.stderr


def test_a_wait_for_a_build_that_times_out_can_be_resumed(
    platform: Platform, sandbox: Sandbox
) -> None:
    service = platform(create_managed_service, "Slow", user_code=user_code(CODE))
    working = b'{"status": "WORKING", "step": "BUILD_IMAGE"}'
    sandbox.inject(
        Fault(
            platform.operation("getBuildStatus", "getManagedServiceBuildStatus"),
            status=200,
            body=working,
            headers={"Content-Type": "application/json"},
            times=3,
        )
    )
    with pytest.raises(WaitTimeout, match=f"wait_for_build\\(client, '{service.id}'\\)") as caught:
        platform(wait_for_build, service, timeout=0.03, poll=QUICK)
    assert caught.value.state == "WORKING"
    assert platform(wait_for_build, service.id, poll=QUICK).status == "SUCCESS"


# --- publication


def test_a_service_with_subscriptions_is_not_withdrawn(platform: Platform) -> None:
    deployed = deploy(platform, CODE, "Subscribed")
    (subscription,) = platform(list_subscriptions, deployed.application)
    with pytest.raises(Conflict, match=f"{subscription.id} of application 'Subscribed appl"):
        platform(unpublish, deployed.service)
    assert platform(unpublish, deployed.service, force=True).lifecycle == "CREATED"
    assert platform(list_subscriptions, deployed.application) == []


def test_services_are_found_by_state(platform: Platform) -> None:
    service = platform(create_managed_service, "Stateful", user_code=user_code(CODE))
    assert platform(find_service, "Stateful", lifecycle="CREATED").id == service.id
    with pytest.raises(NameNotFound):
        platform(find_service, "Stateful", lifecycle="PUBLISHED")
    platform(delete_service, service)
    with pytest.raises(NotFound):
        platform(get_service, service.id)


@pytest.mark.parametrize("how", [{"status": 403}, {"status": 200, "body": "{}"}])
def test_subscriptions_that_cannot_be_listed_hide_no_refusal(
    platform: Platform, sandbox: Sandbox, how: dict[str, Any]
) -> None:
    deployed = deploy(platform, CODE, "Hidden")
    json = {"Content-Type": "application/json"}
    operation = platform.operation("getServiceSubscriptions")
    sandbox.inject(Fault(operation, times=None, headers=json, **how))
    with pytest.raises(Conflict, match="subscription") as caught:
        platform(unpublish, deployed.service)
    sandbox.heal()
    (note,) = caught.value.__notes__
    assert "could not be listed" in note
    assert "force=True" in note
    assert platform(unpublish, deployed.service, force=True).lifecycle == "CREATED"


def test_only_a_published_service_can_be_subscribed_to(platform: Platform) -> None:
    service = platform(create_managed_service, "Private", user_code=user_code(CODE))
    application = platform(create_application, "Eager")
    with pytest.raises(REFUSED, match="publish"):
        platform(subscribe, application, service)
