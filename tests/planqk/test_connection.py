"""Connect: tokens, organizations, and what happens when the platform cannot be reached."""

from __future__ import annotations

import asyncio
import json
import math
import pickle
import socket
import uuid
from typing import Any

import httpx2 as httpx
import pytest
from planqk_platform.api.service_platform_applications import get_applications

from planqk_helpers import (
    ConfigError,
    ConnectionFailed,
    DecodeError,
    Execution,
    Forbidden,
    InvalidInput,
    NameNotFound,
    Unauthorized,
    connect,
    create_application,
    delete_application,
    find_application,
    find_service,
    start_execution,
    verify,
    wait_for_execution,
)
from planqk_helpers.planqk.connection import connection
from planqk_sandbox import Fault, Sandbox
from tests.support.offline import OfflineClients
from tests.support.recipes import Planqk

JSON = {"Content-Type": "application/json"}


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


@pytest.mark.parametrize("tokens", [0, 1])
def test_a_gateways_refusal_advises_about_the_application(tokens: int) -> None:
    """A new personal access token would not help."""
    offline = OfflineClients()
    offline.handler = lambda request: (
        httpx.Response(200, json={"token": "of-app"})
        if request.url.host == "platform.example"
        else httpx.Response(401)
    )
    execution = Execution("https://gateway.example/c/s/1.0.0", "e-1", "a")
    if not tokens:
        connection(offline.platform).gateway(execution.endpoint, "a").auth.version = 0
    with pytest.raises(Unauthorized, match=r"application a[.] .*subscribe") as caught:
        wait_for_execution(offline.platform, execution)
    assert "personal" not in str(caught.value).lower()
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    offline.handler = lambda request: httpx.Response(401)
    with pytest.raises(Unauthorized, match="Personal Access Tokens"):
        start_execution(offline.platform, "s", "a")


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


def test_an_organization_by_its_uuid_and_an_address_as_an_object(sandbox: Sandbox) -> None:
    key, organization = sandbox.access_token, uuid.UUID(sandbox.organization_id)
    with connect(key, base_url=sandbox.base_url) as personal:
        address = personal.get_httpx_client().base_url
    with connect(key, base_url=address, organization=organization) as client:
        assert sandbox.base_url in repr(client)
        assert sandbox.organization_id in repr(client)
        verify(client)


@pytest.mark.parametrize(
    "name",
    ["\uff11" * 32, "1_" * 16, "urn:uuid:00000000-0000-0000-0000-000000000000", "0" * 32, "{}"],
)
def test_what_is_no_uuid_is_looked_up_as_a_name(sandbox: Sandbox, name: str) -> None:
    with pytest.raises(NameNotFound, match="no organization named"):
        connect(sandbox.access_token, base_url=sandbox.base_url, organization=name)


def test_an_organization_whose_id_cannot_be_sent(sandbox: Sandbox) -> None:
    body = json.dumps([{"id": "a\nb", "displayName": "Odd", "isOrganization": True}])
    sandbox.inject(Fault("getAccounts", status=200, headers=JSON, body=body))
    with pytest.raises(DecodeError, match=r"get_accounts: .* id"):
        connect(sandbox.access_token, base_url=sandbox.base_url, organization="Odd")


WRONG_TIMEOUTS = [
    "30", b"30", True, None, [30], math.nan, math.inf, -math.inf, 0, -1, 1e300, 10**400, 3e6,
]  # fmt: skip


@pytest.mark.parametrize("timeout", WRONG_TIMEOUTS, ids=lambda value: repr(value)[:20])
def test_a_timeout_is_a_positive_number_of_seconds(timeout: Any) -> None:
    with pytest.raises(InvalidInput, match="timeout"):
        connect("key", base_url="https://platform.example", timeout=timeout)


def test_what_was_handled_already_stays_as_it_is() -> None:
    try:
        raise LookupError("of the caller")
    except LookupError:
        with pytest.raises(InvalidInput) as caught:
            connect("key", timeout=-1)
    assert isinstance(caught.value.__context__, LookupError)
    assert caught.value.__context__.__traceback__ is not None


@pytest.mark.parametrize("number", ["3", b"3", True, None, 3.0, math.inf, 0, -1, 10**400])
def test_at_least_one_request_at_a_time(number: Any) -> None:
    with pytest.raises(InvalidInput, match="max_requests"):
        connect("key", base_url="https://platform.example", max_requests=number)


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
