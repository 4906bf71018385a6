"""Who may do what: tokens, contexts, the gateway's own tokens."""

import logging
import re
from typing import Any

import httpx2 as httpx
import pytest

from planqk_sandbox import Sandbox
from tests.support.local_client import (
    Caller,
    Client,
    Published,
    archive,
    owned_by_somebody_else,
    upload_path_of,
)


def test_the_token_has_the_platforms_form(sandbox: Sandbox) -> None:
    assert re.fullmatch(r"plqk_\w{42}", sandbox.access_token)
    assert sandbox.access_token not in repr(sandbox)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"X-Auth-Token": "wrong"}, 401),
        ({"X-Auth-Token": "ä".encode()}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "{token}"}, 401),
        ({"Authorization": "Bearer {token}"}, 200),
        ({"x-auth-token": "{token}"}, 200),
        ({"X-Auth-Token": "", "Authorization": "bearer {token}"}, 200),
    ],
)
def test_authentication(sandbox: Sandbox, headers: dict[str, str | bytes], status: int) -> None:
    given: Any = {
        name: value.replace("{token}", sandbox.access_token) if isinstance(value, str) else value
        for name, value in headers.items()
    }
    response = httpx.get(f"{sandbox.base_url}/services", headers=given, trust_env=False)
    assert response.status_code == status
    if status == 401:
        assert response.json()["errorMessage"]


def test_tokens_are_not_logged(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Client(sandbox) as client:
        published = client.publish(archive())
        with Caller(published) as caller:
            caller.run()
    assert sandbox.access_token not in caplog.text
    assert published.token not in caplog.text


def test_login_and_accounts(sandbox: Sandbox, client: Client) -> None:
    assert client.ok("POST", "/authorize")["accessToken"] == sandbox.access_token
    personal, *organizations = client.ok("GET", "/my/accounts")
    assert not personal["isOrganization"]
    assert [one["id"] for one in organizations] == list(sandbox.organizations)
    assert sandbox.organization_id == sandbox.organizations[0]


def test_contexts_are_separate(sandbox: Sandbox, client: Client) -> None:
    with Client(sandbox, x_organizationid=sandbox.organization_id) as inside:
        published = inside.publish(archive())
        assert "/gateway/sandbox-organization/" in published.endpoint
        path = published.version_path
        for one in (client, Client(sandbox, x_organizationid=sandbox.organizations[1])):
            assert one.get(f"/services/{published.service['id']}").status_code == 404
            assert one.get(path).status_code == 404
            assert one.get(f"/v2/applications/{published.application['id']}").status_code == 404
            assert one.get(f"/subscriptions/{published.subscription['id']}").status_code == 404
            assert published.service["id"] not in one.get("/services").text
        assert client.get(f"{path}/source-code").status_code == 200
    blank = Client(sandbox, x_organizationid="")
    assert blank.ok("GET", "/services") == client.ok("GET", "/services")
    one.close()
    blank.close()


def test_what_has_no_context_is_for_all_accounts_of_the_user_only(
    sandbox: Sandbox, client: Client
) -> None:
    published = client.publish(archive())
    definition = {"file": ("blob", b"openapi: 3.0.0")}
    client.ok("PUT", f"{upload_path_of(published.service)}/api-spec", files=definition)
    client.ok("POST", f"{published.version_path}/publish")
    (api,) = (
        one for one in client.ok("GET", "/v2/apis") if one["serviceId"] == published.service["id"]
    )
    with Client(sandbox, x_organizationid=sandbox.organization_id) as inside:
        application = inside.ok("POST", "/v2/applications", json={"name": "Inside"})
        for path in ("source-code", "api-spec"):
            assert inside.get(f"{published.version_path}/{path}").status_code == 200
    plan = {"pricingPlanId": api["pricingPlans"][0]["id"]}
    subscriptions = f"/v2/apis/{api['id']}/subscriptions"
    assert client.post(subscriptions, json=plan | {"applicationId": application["id"]}).is_success
    theirs = {kind: getattr(published, kind)["id"] for kind in ("service", "application")}
    with owned_by_somebody_else(sandbox, **theirs):
        for path in ("source-code", "api-spec"):
            assert client.get(f"{published.version_path}/{path}").status_code == 404
        wanted = plan | {"applicationId": theirs["application"]}
        refused = client.post(subscriptions, json=wanted)
        assert refused.status_code == 404, refused.text


def test_foreign_organizations_are_refused(sandbox: Sandbox) -> None:
    with Client(sandbox, x_organizationid="somebody-else") as client:
        response = client.get("/services")
        assert response.status_code == 403
        assert "X-OrganizationId" in response.json()["errorMessage"]


def test_the_gateway_checks_its_callers(
    client: Client, published: Published, sandbox: Sandbox
) -> None:
    application = client.ok("POST", "/v2/applications", json={"name": "Stranger"})
    token = client.ok("POST", f"/v2/applications/{application['id']}/access-token")["token"]

    def status(url: str, given: str) -> int:
        headers = {"Authorization": f"Bearer {given}"}
        return httpx.get(url, headers=headers, trust_env=False).status_code

    assert status(published.endpoint, published.token) == 200
    assert status(published.endpoint, token) == 403
    assert status(published.endpoint, "wrong") == 401
    assert status(published.endpoint, sandbox.access_token) == 401
    assert status(f"{published.endpoint}x", published.token) == 404
    assert status(f"{published.endpoint}/nothing", published.token) == 404
    assert httpx.get(published.endpoint, trust_env=False).status_code == 401


def test_old_tokens_stay_valid(client: Client, published: Published) -> None:
    path = f"/v2/applications/{published.application['id']}/access-token"
    newer = client.ok("POST", path)
    assert newer["token"] != published.token
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", newer["expiresAt"])
    with Caller(published) as caller:
        assert caller.get(published.endpoint).json()["status"] == "Service is up and running"


def test_tokens_expire() -> None:
    with Sandbox(token_seconds=0) as short, Client(short) as client:
        published = client.publish(archive())
        with Caller(published) as caller:
            assert caller.get(published.endpoint).status_code == 401


def test_client_credentials(sandbox: Sandbox, published: Published) -> None:
    key, secret = sandbox.credentials(published.application["id"])
    form = {"grant_type": "client_credentials"}
    url = f"{sandbox.gateway_url}/token"
    answer = httpx.post(url, data=form, auth=(key, secret), trust_env=False).json()
    assert answer["token_type"] == "Bearer"
    assert (answer["scope"], answer["expires_in"]) == ("default", 3600)
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    assert httpx.get(published.endpoint, headers=headers, trust_env=False).status_code == 200
    for auth in ((key, "wrong"), ("wrong", secret), ("", ""), None):
        assert httpx.post(url, data=form, auth=auth, trust_env=False).status_code == 401
    assert httpx.post(url, auth=(key, secret), trust_env=False).status_code == 400
    with pytest.raises(LookupError):
        sandbox.credentials("nobody")
