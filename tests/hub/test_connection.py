"""Connect to the Hub: where a token, a key and a secret may go."""

from __future__ import annotations

import asyncio
import base64
import json
import traceback
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hub_platform import AuthenticatedClient

import planqk_helpers.hub
from planqk_helpers.hub import (
    ConfigError,
    Execution,
    Forbidden,
    InvalidInput,
    Unauthorized,
    cancel_execution,
    connect,
    connect_with_key,
    create_application,
    find_service,
    get_log,
    get_result,
    list_executions,
    list_subscriptions,
    run_service,
    start_execution,
    subscribe,
    unsubscribe,
    verify,
    wait_for_execution,
)
from planqk_helpers.hub.connection import connection, token_address
from planqk_sandbox import Sandbox
from tests.support.hub_client import HubClient
from tests.support.recipes import QUICK, connected, hub_client_of
from tests.support.recorder import Answer, Recorder, recording
from tests.support.summing import Summing, deploy_summing

pytestmark = pytest.mark.usefixtures("clean_environment")

PARENT = "KQH_SERVICE_EXECUTION_TOKEN"
CANARY = "canary0123456789canary0123456789"


# --- addresses


@pytest.mark.parametrize(
    ("endpoint", "issuer"),
    [
        ("https://gateway.example/c/s/1.0.0", "https://gateway.example"),
        ("https://gateway.example/hub/gateway/c/s/1.0.0", "https://gateway.example/hub/gateway"),
        ("http://127.0.0.1:8000/c/s/1.0.0", "http://127.0.0.1:8000"),
    ],
)
def test_tokens_are_issued_three_segments_above_a_service(endpoint: str, issuer: str) -> None:
    assert token_address(endpoint) == issuer


@pytest.mark.parametrize(
    "endpoint",
    ["https://gateway.example", "https://gateway.example/s", "https://gateway.example/s/1.0.0"],
)
def test_an_endpoint_that_is_too_short_has_no_issuer(endpoint: str) -> None:
    with pytest.raises(ConfigError, match="is not like"):
        token_address(endpoint)


@pytest.mark.parametrize(
    ("base_url", "endpoint"),
    [
        ("https://platform.example", "http://gateway.example/c/s/1.0.0"),
        ("https://platform.example", "http://127.0.0.1:1/c/s/1.0.0"),
        ("https://platform.example", "https://user:word@gateway.example/c/s/1.0.0"),
        ("https://platform.example", "ftp://gateway.example/c/s/1.0.0"),
        ("https://platform.example", "https://gateway.example"),
    ],
)
def test_no_token_is_fetched_for_an_unsafe_place(base_url: str, endpoint: str) -> None:
    with connect("k", base_url=base_url) as client, pytest.raises(ConfigError):
        wait_for_execution(client, Execution(endpoint, "e", "a"))


def json_answer(value: object, status: int = 200) -> Answer:
    return Answer(status, json.dumps(value).encode())


STATUS = json_answer({"id": "e", "status": "SUCCEEDED", "createdAt": "2026-01-01 00:00:00"})
TOKEN = json_answer({"access_token": "of-app", "token_type": "Bearer", "expires_in": 3600})
KEYS = json_answer(
    [
        {"type": "APIM", "accessKeyId": "other", "secretAccessKey": "other"},
        {"type": "SERVICE_GATEWAY", "accessKeyId": "id", "secretAccessKey": "key-secret"},
    ]
)


@pytest.fixture
def recorders() -> Iterator[tuple[Recorder, Recorder]]:
    """A platform and a gateway that record what they are sent."""
    with recording() as platform, recording() as gateway:
        named = {"id": "s", "name": "n", "gatewayEndpoint": f"{gateway.url}/c/other/1.0.0"}
        platform.answers = [json_answer([{"id": "u", "service": named}]), KEYS]
        gateway.answers = [TOKEN, STATUS]
        yield platform, gateway


@pytest.mark.parametrize("here", [True, False])
def test_each_secret_goes_to_its_own_place_only(
    recorders: tuple[Recorder, Recorder], monkeypatch: pytest.MonkeyPatch, here: bool
) -> None:
    """The token of the execution around it is for the platform that the environment names."""
    platform, gateway = recorders
    base_url = f"{platform.url}/qc-catalog"
    monkeypatch.setenv(PARENT, "of-the-parent")
    if here:
        monkeypatch.setenv("KQH_BASE_URL", f"{base_url}/")
    with connect("of-the-user", base_url=base_url) as client:
        execution = Execution(f"{gateway.url}/c/s/1.0.0", "e", "a")
        assert wait_for_execution(client, execution, poll=QUICK).status == "SUCCEEDED"
    subscriptions, keys = platform.requests
    assert subscriptions.target == "/qc-catalog/applications/a/subscriptions"
    assert keys.target == "/qc-catalog/applications/a/access-keys"
    assert keys.headers["x-auth-token"] == "of-the-user"
    assert "authorization" not in keys.headers
    token, status = gateway.requests
    assert (token.method, token.target) == ("POST", "/token")
    assert token.body == b"grant_type=client_credentials"
    basic = base64.b64encode(b"id:key-secret").decode()
    assert token.headers["authorization"] == f"Basic {basic}"
    assert (status.method, status.target) == ("GET", "/c/s/1.0.0/e")
    assert status.headers["authorization"] == "Bearer of-app"
    for request in (token, status):
        assert "x-auth-token" not in request.headers
    assert status.headers.get("x-parent-execution-token") == ("of-the-parent" if here else None)
    assert "x-parent-execution-token" not in keys.headers | token.headers


@pytest.mark.parametrize("here", [True, False])
def test_an_access_key_takes_the_parent_to_no_other_platform(
    recorders: tuple[Recorder, Recorder], monkeypatch: pytest.MonkeyPatch, here: bool
) -> None:
    platform, gateway = recorders
    monkeypatch.setenv(PARENT, "of-the-parent")
    monkeypatch.setenv("KQH_BASE_URL", f"{(gateway if here else platform).url}/qc-catalog")
    endpoint = f"{gateway.url}/c/s/1.0.0"
    with connect_with_key(endpoint, "id", "secret") as client:
        wait_for_execution(client, Execution(endpoint, "e"), poll=QUICK)
    token, status = gateway.requests
    assert status.headers.get("x-parent-execution-token") == ("of-the-parent" if here else None)
    assert "x-parent-execution-token" not in token.headers


@pytest.mark.parametrize("parent", ["", "two words", "line\nbreak", "\udcff"])
def test_a_parent_that_no_header_can_carry_is_left_out(
    recorders: tuple[Recorder, Recorder], monkeypatch: pytest.MonkeyPatch, parent: str
) -> None:
    _, gateway = recorders
    monkeypatch.setenv(PARENT, parent)
    monkeypatch.setenv("KQH_BASE_URL", gateway.url)
    with connect_with_key(f"{gateway.url}/c/s/1.0.0", "id", "secret") as client:
        wait_for_execution(client, Execution(f"{gateway.url}/c/s/1.0.0", "e"), poll=QUICK)
    assert all("x-parent-execution-token" not in each.headers for each in gateway.requests)


# --- an access key alone


@pytest.fixture(scope="module")
def key(sandbox: Sandbox, summing: Summing) -> tuple[str, str, str]:
    """Endpoint, access key and secret of the application that is subscribed."""
    with HubClient(sandbox) as hub:
        path = f"/applications/{summing.application.id}/access-keys"
        (found,) = hub.ok("GET", path)
        service = hub.ok("GET", f"/services/{summing.service.id}")
    endpoint = service["serviceDefinitions"][0]["gatewayEndpoint"]
    return endpoint, found["accessKeyId"], found["secretAccessKey"]


@pytest.mark.parametrize("way", ["blocking", "asyncio"])
def test_an_access_key_executes_its_service_and_nothing_else(
    sandbox: Sandbox, key: tuple[str, str, str], way: str
) -> None:
    endpoint, id, secret = key
    with connected(
        connect_with_key(f"{endpoint}/", id, secret), planqk_helpers.hub, way=way
    ) as hub:
        tags = [f"with-key-{way}"]
        execution = hub(start_execution, inputs={"values": [1, 2]}, tags=tags)
        resumed = Execution(execution.endpoint, execution.id)
        assert hub(wait_for_execution, resumed, poll=QUICK).status == "SUCCEEDED"
        assert hub(get_result, resumed).result == {"sum": 3}
        assert [entry.message for entry in hub(get_log, resumed)] == ["adding 2"]
        assert hub(cancel_execution, resumed).status == "SUCCEEDED"
        (listed,) = hub(list_executions, tags=[tags[0].upper()])
        assert (listed.id, listed.endpoint) == (execution.id, endpoint)
        assert hub(get_result, listed).result == {"sum": 3}
        before = sandbox.received.total()
        refused: list[tuple[Any, tuple[Any, ...]]] = [
            (find_service, ("Sum",)),
            (verify, ()),
            (get_result, (Execution.from_handle(execution.id),)),
            (wait_for_execution, (Execution("http://127.0.0.1:1/c/s/1.0.0", "e"),)),
        ]
        for recipe, arguments in refused:
            with pytest.raises(ConfigError):
                hub(recipe, *arguments)
        with pytest.raises(InvalidInput, match="leave both out"):
            hub(start_execution, "s", "a")
        with pytest.raises(InvalidInput, match="leave both out"):
            hub(list_executions, service="s")
        assert sandbox.received.total() == before


def test_a_wrong_access_key_is_named_and_the_secret_is_not(key: tuple[str, str, str]) -> None:
    endpoint, id, _ = key
    with (
        connect_with_key(endpoint, id, CANARY) as client,
        pytest.raises(Unauthorized, match="does not take the access key") as caught,
    ):
        run_service(client)
    shown = "".join(
        traceback.TracebackException.from_exception(caught.value, capture_locals=True).format()
    )
    basic = base64.b64encode(f"{id}:{CANARY}".encode()).decode()
    ours = shown.split("run_service(client)")[-1]
    assert basic not in shown
    assert CANARY not in ours + str(caught.value) + repr(vars(caught.value))


@pytest.mark.parametrize(
    ("endpoint", "id", "secret"),
    [
        ("gateway.example/c/s/1.0.0", "id", CANARY),
        ("http://gateway.example/c/s/1.0.0", "id", CANARY),
        ("https://gateway.example/s", "id", CANARY),
        ("https://gateway.example/c/s/1.0.0", "id", f"{CANARY}\udcff"),
        ("https://gateway.example/c/s/1.0.0", "i:d", CANARY),
        ("https://gateway.example/c/s/1.0.0", "", CANARY),
        ("https://gateway.example/c/s/1.0.0", "id", ""),
        (CANARY, "id", "secret"),
    ],
)
def test_a_key_or_an_endpoint_that_is_none(endpoint: str, id: str, secret: str) -> None:
    with pytest.raises((ConfigError, InvalidInput)) as caught:
        connect_with_key(endpoint, id, secret)
    assert CANARY not in str(caught.value) + repr(caught.value.__context__)


# --- tokens of applications


def test_an_expired_token_is_renewed_and_each_gateway_has_one() -> None:
    with (
        Sandbox(token_seconds=0.2) as sandbox,
        connected(hub_client_of(sandbox), planqk_helpers.hub) as hub,
    ):
        summing = deploy_summing(sandbox)
        execution = hub(
            start_execution, summing.service, summing.application, inputs={"values": [1]}
        )
        hub(wait_for_execution, execution, poll=QUICK)
        fetched = sandbox.received["hub.getGatewayToken"]
        token = connection(hub.client).gateway(execution.endpoint, summing.application.id)
        token.auth.set("expired")
        assert hub(get_result, execution).result == {"sum": 1}
        assert sandbox.received["hub.getGatewayToken"] == fetched + 1


def test_an_application_that_lost_its_subscription(sandbox: Sandbox) -> None:
    with connected(hub_client_of(sandbox), planqk_helpers.hub) as hub:
        summing = deploy_summing(sandbox)
        hub(run_service, summing.service, summing.application, poll=QUICK)
        (subscription,) = hub(list_subscriptions, summing.application)
        hub(unsubscribe, summing.application, subscription)
        with pytest.raises((Forbidden, Unauthorized)) as caught:
            hub(start_execution, summing.service, summing.application)
        notes = getattr(caught.value, "__notes__", [])
        assert "subscribe(client, application, service)" in str(caught.value) + "".join(notes)


def test_flows_of_two_applications_at_once_never_mix(sandbox: Sandbox, summing: Summing) -> None:
    """Both fetch their tokens at the same place, at the same time."""

    async def main(client: AuthenticatedClient) -> None:
        other = await create_application.aio(client, "Another caller")
        await subscribe.aio(client, other, summing.service)
        applications = [summing.application, other]
        tag = f"two-{other.id}"
        runs = [
            run_service.aio(
                client, summing.service, application, inputs={"values": [n]}, tags=[tag], poll=QUICK
            )
            for n in range(8)
            for application in applications
        ]
        answers = await asyncio.gather(*runs)
        assert [each.result["sum"] for each in answers] == [n for n in range(8) for _ in (0, 1)]
        started = await list_executions.aio(client, tags=[tag])
        count = Counter(each.application_id for each in started)
        assert count == {application.id: 8 for application in applications}

    async def run() -> None:
        async with hub_client_of(sandbox) as client:
            await main(client)

    before = sandbox.received["hub.getGatewayToken"]
    asyncio.run(run())
    assert sandbox.received["hub.getGatewayToken"] == before + 2
