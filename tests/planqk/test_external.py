"""Services that run elsewhere."""

from __future__ import annotations

import base64
import io
import logging
from typing import Any
from uuid import uuid4

import httpx2 as httpx
import pytest

from planqk_helpers import (
    CannotChange,
    InvalidInput,
    NotFound,
    create_application,
    create_external_service,
    ensure_managed_service,
    publish_internally,
    subscribe,
    update_service,
    wait_for_build,
)
from planqk_sandbox import Sandbox
from tests.support.recipes import Platform
from tests.support.recorder import Answer, recording
from tests.support.user_code import user_code


def test_a_password_shows_in_no_log(platform: Platform, caplog: pytest.LogCaptureFixture) -> None:
    """The platform takes it in the query, and httpx logs the address of every request."""
    caplog.set_level(logging.DEBUG)
    platform(
        create_external_service,
        f"Logged {uuid4()}",
        url="https://x.example",
        username="me",
        password="canary",
    )
    assert "POST http" in caplog.text
    assert "canary" not in caplog.text


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"url": " "}, "url of the service is empty"),
        ({"url": "https://x", "username": "me"}, "takes both"),
        ({"url": "https://x", "password": "pw"}, "takes both"),
    ],
)
def test_what_cannot_be_registered(
    platform: Platform, sandbox: Sandbox, arguments: dict[str, Any], complaint: str
) -> None:
    before = sandbox.received.total()
    with pytest.raises(InvalidInput, match=complaint):
        platform(create_external_service, "x", **arguments)
    assert sandbox.received.total() == before


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def test_calls_arrive_with_basic_authentication(sandbox: Sandbox, platform: Platform) -> None:
    with recording() as elsewhere:
        elsewhere.answers = [Answer(body=b'{"hello": "there"}')]
        service = platform(
            create_external_service,
            f"Basic {uuid4()}",
            url=elsewhere.url,
            username="me",
            password="pw",
        )
        endpoint = platform(publish_internally, service).gateway_endpoint
        application = platform(create_application, "Caller")
        platform(subscribe, application, service)
        key, secret = sandbox.credentials(application.id)
        grant = {"grant_type": "client_credentials"}
        answer = httpx.post(f"{sandbox.gateway_url}/token", data=grant, auth=(key, secret))
        token = answer.json()["access_token"]
        got = httpx.post(
            f"{endpoint}/job?x=1", json={"a": 1}, headers={"Authorization": f"Bearer {token}"}
        )
        assert got.json() == {"hello": "there"}
        (request,) = elsewhere.requests
        assert (request.method, request.target) == ("POST", "/job?x=1")
        assert request.body == b'{"a":1}'
        assert request.headers["authorization"] == basic("me", "pw")
        assert request.headers["x-correlation-id"]


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        (" ", "is empty"),
        ("https://me:canary@x.example/job", r"pass username= and password="),
        ("HTTPS://canary@x.example", r"pass username= and password="),
    ],
)
def test_an_address_that_is_empty_or_holds_a_password(
    platform: Platform, sandbox: Sandbox, url: str, complaint: str
) -> None:
    before = sandbox.received.total()
    with pytest.raises(InvalidInput, match=complaint) as caught:
        platform(create_external_service, "x", url=url)
    assert "canary" not in str(caught.value)
    assert sandbox.received.total() == before
    service = platform(create_external_service, f"At {uuid4()}", url="https://x.example/@me")
    assert service.name


def test_an_external_service_has_no_build_to_wait_for(platform: Platform) -> None:
    service = platform(create_external_service, f"No build {uuid4()}", url="https://x.example")
    with pytest.raises(NotFound) as caught:
        platform(wait_for_build, service)
    assert "To go on" not in "".join(caught.value.__notes__), "it would end the same"


def test_user_code_for_an_external_service_changes_nothing(
    platform: Platform, sandbox: Sandbox
) -> None:
    name = f"No code {uuid4()}"
    service = platform(
        create_external_service, name, url="https://x.example", description="As it was"
    )
    new: dict[str, Any] = {"description": "New", "user_code": user_code("return 1")}
    effects = sandbox.effects
    complaint = f"service '{name}' .* is EXTERNAL, but user_code .* MANAGED"
    for given in (service, service.id):
        with pytest.raises(CannotChange, match=complaint) as caught:
            platform(update_service, given, api_definition=io.BytesIO(b"{}"), **new)
        assert not hasattr(caught.value, "__notes__")
    new["api_definition"] = io.BytesIO(b"{}")
    for id in (None, service.id):
        with pytest.raises(CannotChange, match=complaint):
            platform(ensure_managed_service, name, service_id=id, **new)
    assert sandbox.effects == effects
    changed = platform(
        update_service, service, description="New", api_definition=io.BytesIO(b"openapi: 3.0.0")
    )
    assert changed.service_definitions[0].description == "New"
