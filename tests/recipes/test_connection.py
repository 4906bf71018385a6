"""Connect: tokens, organizations, and what happens when the platform cannot be reached."""

from __future__ import annotations

import socket

import pytest

from planqk_helpers import (
    ConnectionFailed,
    Forbidden,
    NameNotFound,
    Unauthorized,
    connect,
    create_application,
    delete_application,
    find_application,
    find_service,
)
from planqk_sandbox import Sandbox


def test_the_environment_is_enough(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANQK_BASE_URL", sandbox.base_url)
    monkeypatch.setenv("PLANQK_PERSONAL_ACCESS_TOKEN", sandbox.access_token)
    with connect() as client, pytest.raises(NameNotFound):
        find_service(client, "No such service")


def test_a_wrong_token_tells_where_to_get_one(sandbox: Sandbox) -> None:
    with connect("plqk_wrong", base_url=sandbox.base_url) as client:
        with pytest.raises(Unauthorized, match="Personal Access Tokens") as caught:
            find_service(client, "Sum")
        assert "plqk_wrong" not in str(caught.value)
        assert caught.value.operation == "get_services"


def test_organizations_are_spaces_of_their_own(sandbox: Sandbox) -> None:
    key, url = sandbox.access_token, sandbox.base_url
    with (
        connect(key, base_url=url) as personal,
        connect(key, base_url=url, organization=sandbox.organization_id) as organization,
    ):
        application = create_application(organization, "Of the organization")
        assert find_application(organization, "Of the organization") == application
        with pytest.raises(NameNotFound):
            find_application(personal, "Of the organization")
        delete_application(organization, application)


def test_an_organization_one_does_not_belong_to(sandbox: Sandbox) -> None:
    with (
        connect(sandbox.access_token, base_url=sandbox.base_url, organization="other") as client,
        pytest.raises(Forbidden),
    ):
        find_service(client, "Sum")


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    with connect("key", base_url=url) as client:
        with pytest.raises(ConnectionFailed, match="get_services: no answer") as caught:
            find_service(client, "Sum")
        assert not caught.value.sent
        with pytest.raises(ConnectionFailed):
            create_application(client, "Safe to repeat: nothing was sent")
