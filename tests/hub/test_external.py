"""External services at the Hub, and what only they or only managed ones have."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import uuid4

import pytest
from hub_platform.models import (
    ServiceSecurityConfigurationAccessToken,
    ServiceSecurityConfigurationBasic,
    ServiceSecurityConfigurationNone,
    ServiceSourceRegistry,
)

from planqk_helpers import CannotChange, InvalidInput, NotFound, PlanqkError
from planqk_helpers.hub import (
    create_external_service,
    create_managed_service,
    ensure_managed_service,
    update_service,
    wait_for_build,
)
from planqk_sandbox import Fault, Sandbox
from tests.support.recipes import Platform
from tests.support.user_code import user_code


def named(name: str) -> str:
    """A name that no other test has."""
    return f"{name} {uuid4()}"


def test_the_security_of_an_external_service_can_change(hub: Platform) -> None:
    token = ServiceSecurityConfigurationAccessToken(header_name="X-Key", token_value="canary")
    service = hub(
        create_external_service, named("Elsewhere"), url="https://x.example", security=token
    )
    assert service.service_definitions[0].security_configuration == token
    for other in (
        ServiceSecurityConfigurationBasic(username="me", password="canary"),
        ServiceSecurityConfigurationNone(),
    ):
        service = hub(update_service, service, security=other)
        assert service.service_definitions[0].security_configuration == other


def test_an_external_service_has_no_build_to_wait_for(hub: Platform) -> None:
    service = hub(create_external_service, named("No build"), url="https://x.example")
    with pytest.raises(NotFound) as caught:
        hub(wait_for_build, service)
    assert "To go on" not in "".join(caught.value.__notes__), "it would end the same"


@pytest.mark.parametrize(
    "given",
    [
        {"user_code": ServiceSourceRegistry(image="ghcr.io/x/y")},
        {"cpu": 1000},
        {"memory": 4096},
        {"gpu": "NONE"},
        {"environment": {}},
        {"use_provider_tokens": False},
        {"runtime": "DOCKER"},
    ],
)
def test_what_only_a_managed_service_has(
    hub: Platform, sandbox: Sandbox, given: dict[str, Any]
) -> None:
    service = hub(create_external_service, named("Outside"), url="https://x.example")
    effects = sandbox.effects
    with pytest.raises(CannotChange, match=f"is EXTERNAL, but {next(iter(given))} "):
        hub(update_service, service, summary="New", **given)
    assert sandbox.effects == effects


def test_what_only_an_external_service_has(hub: Platform, sandbox: Sandbox) -> None:
    service = hub(create_managed_service, named("Inside"), user_code=user_code("return 1"))
    effects = sandbox.effects
    with pytest.raises(CannotChange, match=r"is MANAGED, but security .* EXTERNAL"):
        hub(update_service, service, summary="New", security=ServiceSecurityConfigurationNone())
    assert sandbox.effects == effects


def test_a_workflow_has_no_user_code_and_of_other_kinds_the_platform_decides(
    hub: Platform, sandbox: Sandbox
) -> None:
    name, code = named("Kind"), user_code("return 1")
    service = hub(create_managed_service, name, user_code=code)

    def shown_as(kind: str) -> None:
        form = service.to_dict()
        form["serviceDefinitions"][0]["type"] = kind
        headers = {"Content-Type": "application/json"}
        sandbox.inject(Fault("hub.getService", status=200, body=json.dumps(form), headers=headers))

    effects = sandbox.effects
    both: list[tuple[Any, object]] = [(ensure_managed_service, name), (update_service, service)]
    for recipe, given in both:
        shown_as("WORKFLOW")
        with pytest.raises(CannotChange, match="is WORKFLOW, but user_code"):
            hub(recipe, given, user_code=code)
    assert sandbox.effects == effects
    shown_as("TOMORROW")
    assert hub(ensure_managed_service, name, user_code=code).done == "unchanged"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            {
                "username": "me",
                "password": "canary",
                "security": ServiceSecurityConfigurationNone(),
            },
            "either username and password, or security",
        ),
        (
            {
                "security": ServiceSecurityConfigurationAccessToken(
                    header_name="", token_value="canary"
                )
            },
            "takes both",
        ),
        ({"username": "me", "password": "canary\ud800"}, "is not valid Unicode text"),
    ],
)
def test_security_that_is_not_complete(
    hub: Platform, sandbox: Sandbox, arguments: dict[str, Any], complaint: str
) -> None:
    before = sandbox.received.total()
    with pytest.raises(InvalidInput, match=complaint) as caught:
        hub(create_external_service, "x", url="https://x.example", **arguments)
    assert "canary" not in str(caught.value)
    assert sandbox.received.total() == before


def test_a_definition_that_an_external_service_lacks_is_told(
    hub: Platform, sandbox: Sandbox
) -> None:
    sandbox.inject(Fault("hub.updateServiceOpenApi", times=None, status=400))
    with pytest.raises(PlanqkError) as caught:
        hub(
            create_external_service,
            named("Half"),
            url="https://x.example",
            api_definition=io.BytesIO(b"{}"),
        )
    sandbox.heal()
    (note,) = caught.value.__notes__
    assert "created without its API definition. To go on: update_service(client, '" in note
