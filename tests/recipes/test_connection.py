"""Connect: tokens, organizations, and what happens when the platform cannot be reached."""

from __future__ import annotations

import asyncio
import socket

import pytest
from planqk_platform.api.service_platform_applications import get_applications

from planqk_helpers import (
    ConfigError,
    ConnectionFailed,
    Forbidden,
    NameNotFound,
    Unauthorized,
    connect,
    create_application,
    delete_application,
    find_application,
    find_service,
    verify,
)
from planqk_sandbox import Sandbox

from ..conftest import Planqk


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
    key, url = sandbox.access_token, sandbox.base_url
    unknown = "00000000-0000-0000-0000-000000000000"
    with connect(key, base_url=url, organization=unknown) as client:
        with pytest.raises(Forbidden):
            find_service(client, "Sum")
        with pytest.raises(ConfigError, match=f"do not belong to organization {unknown}"):
            verify(client)
    with pytest.raises(NameNotFound, match="no organization named 'Other'"):
        connect(key, base_url=url, organization="Other")


def test_an_organization_by_its_display_name(sandbox: Sandbox, planqk: Planqk) -> None:
    accounts = planqk(verify)
    organizations = {a.display_name: a.id for a in accounts if a.is_organization}
    assert len(organizations) == 2
    assert len(accounts) == 3
    assert sandbox.organization_id in organizations.values()
    for name, id in organizations.items():
        with connect(sandbox.access_token, base_url=sandbox.base_url, organization=name) as client:
            assert id in repr(client)
            assert verify(client) == accounts


def test_two_organizations_side_by_side_never_mix(sandbox: Sandbox) -> None:
    key, url = sandbox.access_token, sandbox.base_url
    with connect(key, base_url=url) as client:
        names = [account.display_name for account in verify(client) if account.is_organization]

    async def use(name: str) -> None:
        async with connect(key, base_url=url, organization=name) as client:
            application = await create_application.aio(client, f"Only of {name}")
            for _ in range(10):
                (found,) = [
                    each
                    for each in await get_applications.asyncio(client=client) or []
                    if each.name.startswith("Only of")
                ]
                assert found == application
            await delete_application.aio(client, application)

    async def both() -> None:
        await asyncio.gather(*(use(name) for name in names))

    assert len(set(names)) == 2
    asyncio.run(both())


def test_verify_tells_a_wrong_token(sandbox: Sandbox) -> None:
    with (
        connect("wrong", base_url=sandbox.base_url) as client,
        pytest.raises(Unauthorized),
    ):
        verify(client)


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
