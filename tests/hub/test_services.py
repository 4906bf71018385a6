"""What the Hub can do with services and PlanQK cannot: sources, resources, environment, logs."""

from __future__ import annotations

import logging
import traceback
from typing import Any
from uuid import uuid4

import pytest
from hub_platform.models import (
    ServiceDefinitionDto,
    ServiceDto,
    ServiceSecurityConfigurationAccessToken,
    ServiceSourceRegistry,
    ServiceSourceRepository,
)

from planqk_helpers import BuildFailed, InvalidInput, PlanqkError
from planqk_helpers.engine.logs import TAIL
from planqk_helpers.hub import (
    create_external_service,
    create_managed_service,
    ensure_managed_service,
    get_build_log,
    get_service,
    update_service,
    wait_for_build,
)
from planqk_sandbox import Fault, Sandbox
from tests.support.recipes import QUICK, Platform
from tests.support.user_code import user_code

CODE = "return 1"


def named(name: str) -> str:
    """A name that no other test has."""
    return f"{name} {uuid4()}"


def version(service: ServiceDto) -> ServiceDefinitionDto:
    (found,) = service.service_definitions
    return found


def resources(service: ServiceDto) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in version(service).configurations or []:
        one = each.to_dict()
        found[one["type"]] = (one["amount"], one.get("accelerator"))
    return found


def environment(service: ServiceDto) -> dict[str, str]:
    runtime = version(service).runtime_configuration
    assert runtime
    return runtime.environment.additional_properties if runtime.environment else {}


def uses_tokens(service: ServiceDto) -> bool:
    runtime = version(service).runtime_configuration
    return bool(runtime and runtime.apply_provider_tokens)


# --- sources


@pytest.mark.parametrize(
    ("source", "reason", "runtime"),
    [
        (ServiceSourceRegistry(image="ghcr.io/x/y", tag="1"), "container images", "DOCKER"),
        (ServiceSourceRepository(full_path="me/project"), "Git repositories", "PYTHON_TEMPLATE"),
    ],
)
def test_an_image_or_a_repository_is_built(
    hub: Platform, sandbox: Sandbox, source: Any, reason: str, runtime: str
) -> None:
    name = named("Source")
    service = hub(create_managed_service, name, user_code=source)
    assert version(service).source == source
    assert version(service).runtime_configuration.runtime == runtime  # type: ignore[union-attr]
    with pytest.raises(BuildFailed, match=f"{reason}"):
        hub(wait_for_build, service, poll=QUICK)
    # Built again, because it failed; the code may come from elsewhere later.
    assert hub(ensure_managed_service, name, user_code=source).done == "updated"
    changed = hub(ensure_managed_service, name, user_code=user_code(CODE))
    assert changed.done == "updated"
    assert hub(wait_for_build, service, poll=QUICK).status == "SUCCESS"
    assert hub(ensure_managed_service, name, user_code=user_code(CODE)).done == "unchanged"
    uploads = sandbox.effects["hub.uploadManagedServiceSource"]
    assert hub(ensure_managed_service, name, user_code=source).done == "updated"
    assert sandbox.effects["hub.uploadManagedServiceSource"] == uploads
    # What the platform answers for the upload of before, or for an image, is not known.
    sandbox.inject(Fault("hub.downloadManagedServiceSource", status=400))
    assert hub(ensure_managed_service, name, user_code=user_code(CODE)).done == "updated"
    sandbox.heal()


# --- what a service gets


def test_resources_and_environment_at_creation_and_later(hub: Platform, sandbox: Sandbox) -> None:
    name, code = named("Sized"), user_code(CODE)
    service = hub(
        create_managed_service,
        name,
        user_code=code,
        summary="In a line",
        display_name="To read",
        cpu=1500,
        memory=4096,
        gpu="NVIDIA_TESLA_T4",
        gpu_count=2,
        environment={"A": "1", "B": "2"},
        use_provider_tokens=True,
        runtime="DOCKER",
    )
    assert resources(service)["cpu"] == (1500, None)
    assert resources(service)["memory"] == (4096, None)
    assert resources(service)["gpu"] == (2, "NVIDIA_TESLA_T4")
    assert environment(service) == {"A": "1", "B": "2"}
    assert uses_tokens(service)
    assert (service.display_name, version(service).summary) == ("To read", "In a line")
    builds = sandbox.effects["hub.buildManagedService"]

    def ensure(**wanted: Any) -> str:
        ensured = hub(ensure_managed_service, name, user_code=code, **wanted)
        nonlocal service
        service = ensured.value
        return str(ensured.done)

    wanted: dict[str, Any]
    for wanted in (
        {"cpu": 2000},
        {"memory": 8192, "cpu": 2000},
        {"gpu": "NVIDIA_TESLA_V100"},
        {"gpu": "NONE"},
        {"environment": {"A": "3"}},
        {"environment": {}},
        {"use_provider_tokens": False},
        {"runtime": "PYTHON_TEMPLATE"},
        {"summary": "Another"},
        {"display_name": "Renamed"},
    ):
        assert [ensure(**wanted), ensure(**wanted)] == ["updated", "unchanged"], wanted
        assert ensure() == "unchanged"
    assert resources(service)["cpu"] == (2000, None)
    assert resources(service)["memory"] == (8192, None)
    assert resources(service)["gpu"] == (0, "NONE")
    assert environment(service) == {}
    assert not uses_tokens(service)
    assert (service.display_name, version(service).summary) == ("Renamed", "Another")
    assert sandbox.effects["hub.buildManagedService"] == builds


def test_the_number_of_gpus_changes_alone(hub: Platform) -> None:
    name, code = named("Counted"), user_code(CODE)
    service = hub(create_managed_service, name, user_code=code, gpu="NVIDIA_TESLA_V100")
    assert resources(service)["gpu"] == (1, "NVIDIA_TESLA_V100")
    for done in ("updated", "unchanged"):
        ensured = hub(ensure_managed_service, name, user_code=code, gpu_count=2)
        assert ensured.done == done
        assert resources(ensured.value)["gpu"] == (2, "NVIDIA_TESLA_V100")
    others: list[dict[str, Any]] = [{"cpu": 600}, {}]
    for given in others:
        service = hub(update_service, service, gpu_count=3 + len(given), **given)
        assert resources(service)["gpu"] == (3 + len(given), "NVIDIA_TESLA_V100")
    assert hub(ensure_managed_service, name, user_code=code).done == "unchanged"


def test_a_number_of_no_gpu_is_refused(hub: Platform, sandbox: Sandbox) -> None:
    name, code = named("Without"), user_code(CODE)
    service = hub(create_managed_service, name, user_code=code)
    none = hub(create_managed_service, named("None"), user_code=code, gpu="NONE")
    effects = sandbox.effects
    for number in (1, 2):
        complaint = f"gpu_count is {number}, but there is no GPU: give gpu too"
        for each in (service, none):
            with pytest.raises(InvalidInput, match=complaint):
                hub(update_service, each, description="New", gpu_count=number)
        for there in (name, named("New")):
            with pytest.raises(InvalidInput, match=complaint):
                hub(ensure_managed_service, there, user_code=code, gpu_count=number)
    assert sandbox.effects == effects


def test_one_part_of_the_runtime_leaves_the_others(hub: Platform) -> None:
    code = user_code(CODE)
    service = hub(create_managed_service, named("Runs"), user_code=code, environment={"A": "1"})
    service = hub(update_service, service, use_provider_tokens=True)
    assert (environment(service), uses_tokens(service)) == ({"A": "1"}, True)
    service = hub(update_service, service.id, environment={"B": "2"}, cpu=1000)
    assert (environment(service), uses_tokens(service)) == ({"B": "2"}, True)
    assert resources(service)["cpu"] == (1000, None)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"cpu": 0}, "cpu is 0"),
        ({"cpu": 499}, "cpu is 499: give at least 500"),
        ({"memory": 0}, "memory is 0: give at least 1"),
        ({"display_name": "x" * 71}, "the display_name has 71 characters: give at most 70"),
        ({"gpu_count": -1}, "gpu_count is -1"),
        ({"environment": {"A": 5}}, r"environment\['A'\] is of type int: pass text"),
        ({"environment": {"": "x"}}, "the name of a variable is not valid"),
        ({"environment": {"A": "\ud800"}}, "is not valid Unicode text"),
        ({"user_code": ServiceSourceRegistry(image=" ")}, "its image is empty"),
        ({"user_code": ServiceSourceRepository(full_path="")}, "its full_path is empty"),
        ({"gpu": "MANY"}, "pass 'NVIDIA_TESLA_T4'"),
        ({"gpu": "NONE", "gpu_count": 1}, "gpu_count is 1, but gpu is 'NONE'"),
    ],
)
def test_what_cannot_be_given_is_refused_before_anything_is_sent(
    hub: Platform, sandbox: Sandbox, arguments: dict[str, Any], complaint: str
) -> None:
    before = sandbox.received.total()
    given = {"user_code": user_code(CODE), **arguments}
    with pytest.raises(InvalidInput, match=complaint):
        hub(create_managed_service, "Wrong", **given)
    with pytest.raises(InvalidInput, match=complaint):
        hub(ensure_managed_service, "Wrong", **given)
    with pytest.raises(InvalidInput, match=complaint):
        hub(update_service, "s", **given)
    with pytest.raises(InvalidInput, match="nothing to change"):
        hub(update_service, "s")
    assert sandbox.received.total() == before


# --- builds and their logs

NOISY = "import sys\nfor n in range(40): print('line', n)\nimport missing_module\n"


def test_a_failed_build_shows_the_end_of_its_log(hub: Platform) -> None:
    code = user_code("", **{"src/program.py": NOISY})
    service = hub(create_managed_service, named("Noisy"), user_code=code)
    with pytest.raises(BuildFailed, match="missing_module") as caught:
        hub(wait_for_build, service, poll=QUICK)
    lines = [entry.message for entry in hub(get_build_log, service)]
    assert len(lines) >= 40
    assert caught.value.log == tuple(lines[-TAIL:])
    assert "The end of its log" in str(caught.value)
    assert lines[-1] in str(caught.value)
    assert lines[0] not in str(caught.value).splitlines()


@pytest.mark.parametrize("how", [{"status": 500}, {"reset": "before"}, {"truncate": True}])
def test_a_log_that_cannot_be_had_hides_no_failure(
    hub: Platform, sandbox: Sandbox, how: dict[str, Any]
) -> None:
    code = user_code("", **{"src/program.py": NOISY})
    service = hub(create_managed_service, named("Without log"), user_code=code)
    sandbox.inject(Fault("hub.getManagedServiceBuildLogs", times=None, **how))
    with pytest.raises(BuildFailed, match="missing_module") as caught:
        hub(wait_for_build, service, poll=QUICK)
    sandbox.heal()
    assert caught.value.log == ()


@pytest.mark.parametrize("empty", [{"status": 204}, {"status": 200, "body": "{}"}])
def test_no_build_is_told_in_any_way(
    hub: Platform, sandbox: Sandbox, empty: dict[str, Any]
) -> None:
    """How the platform says that there is no build yet is not known."""
    headers = {} if empty["status"] == 204 else {"Content-Type": "application/json"}
    sandbox.inject(Fault("hub.getManagedServiceBuildStatus", headers=headers, **empty))
    builds = sandbox.effects["hub.buildManagedService"]
    service = hub(create_managed_service, named("Empty"), user_code=user_code(CODE))
    assert sandbox.effects["hub.buildManagedService"] == builds + 1
    assert hub(wait_for_build, service, poll=QUICK).status == "SUCCESS"


# --- secrets


def secrets_given() -> list[tuple[Any, dict[str, Any], str]]:
    registry = ServiceSourceRegistry(image="i", username="me", password="canary")
    token = ServiceSecurityConfigurationAccessToken(header_name="X-Key", token_value="canary")
    url = "https://x.example"
    return [
        (create_managed_service, {"user_code": registry}, "hub.createManagedService"),
        (ensure_managed_service, {"user_code": registry}, "hub.buildManagedService"),
        (
            create_managed_service,
            {"user_code": user_code(CODE), "environment": {"KEY": "canary"}},
            "hub.uploadManagedServiceSource",
        ),
        (
            create_external_service,
            {"url": url, "username": "me", "password": "canary"},
            "hub.createExternalService",
        ),
        (create_external_service, {"url": url, "security": token}, "hub.createExternalService"),
    ]


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("how", [None, {"status": 400}, {"reset": "after"}])
def test_secrets_are_in_no_repr_log_or_error(
    hub: Platform,
    sandbox: Sandbox,
    caplog: pytest.LogCaptureFixture,
    number: int,
    how: dict[str, Any] | None,
) -> None:
    caplog.set_level(logging.DEBUG)
    recipe, arguments, operation = secrets_given()[number]
    if how:
        sandbox.inject(Fault(operation, **how))
    try:
        shown = repr(hub(recipe, named("Secret"), **arguments))
    except PlanqkError as error:
        assert how
        shown = "".join(traceback.format_exception(error)) + repr(vars(error))
    sandbox.heal()
    assert "canary" not in shown
    assert "canary" not in caplog.text
    assert "http" in caplog.text


def test_a_display_name_may_have_seventy_characters(hub: Platform) -> None:
    code, long = user_code(CODE), "ü" * 70
    service = hub(create_managed_service, named("Long"), user_code=code, display_name=long)
    assert service.display_name == long
    with pytest.raises(InvalidInput, match="at most 70"):
        hub(update_service, service, description="New", display_name=f"{long}!")
    assert not version(hub(get_service, service.id)).description


def test_what_is_not_named_stays(hub: Platform) -> None:
    service = hub(
        create_managed_service, named("Kept"), user_code=user_code(CODE), description="Kept"
    )
    hub(update_service, service, summary="New")
    now = version(hub(get_service, service.id))
    assert (now.description, now.summary) == ("Kept", "New")
