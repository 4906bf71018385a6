"""A handle is text that travels: one that was changed leads no token to another gateway."""

from __future__ import annotations

from typing import Any

import httpx2 as httpx
import pytest

from planqk_helpers import (
    InvalidInput,
    cancel_execution,
    create_application,
    get_result,
    wait_for_execution,
)
from planqk_sandbox import Sandbox
from tests.support.either import OPENERS, PACKAGES
from tests.support.listener import listening
from tests.support.offline import OfflineClients

places = pytest.mark.parametrize("place", PACKAGES)
ELSEWHERE = "https://elsewhere.example/context/service/1.0.0"


@places
def test_a_gateway_that_the_platform_does_not_name_gets_nothing(
    place: str, sandbox: Sandbox
) -> None:
    with (
        OPENERS[place](sandbox) as platform,
        listening(lambda connection, _: connection.recv(65536)) as (port, connections),
    ):
        application = platform(create_application, "Handle")
        endpoint = f"http://127.0.0.1:{port}/context/service/1.0.0"
        execution = PACKAGES[place].Execution(endpoint, "e", application.id)
        execution = PACKAGES[place].Execution.from_handle(execution.handle)
        recipes: list[Any] = [wait_for_execution, get_result, cancel_execution]
        for recipe in recipes:
            with pytest.raises(InvalidInput, match="is at no gateway of application"):
                platform(recipe, execution)
    assert connections == []


@pytest.mark.parametrize(
    ("place", "gateway"),
    [
        ("planqk", "https://gateway.platform.planqk.de"),
        ("hub", "https://gateway.hub.kipu-quantum.com"),
    ],
)
def test_the_gateway_is_known_at_the_default_address_only(place: str, gateway: str) -> None:
    connect: Any = PACKAGES[place].connect
    with connect("token") as client:
        assert client.wiring.knows_gateway(f"{gateway}/context/service/1.0.0")
        assert not client.wiring.knows_gateway(ELSEWHERE)
    with connect("token", base_url="https://elsewhere.example/qc-catalog") as client:
        assert not client.wiring.knows_gateway(f"{gateway}/context/service/1.0.0")
        assert client.wiring.knows_gateway(ELSEWHERE)


@places
def test_a_subscription_names_a_gateway_elsewhere(place: str) -> None:
    """The platform is asked once for each connection, and only where it has not said it yet."""
    asked: list[str] = []
    service = {"id": "s", "name": "n", "serviceId": "s", "gatewayEndpoint": ELSEWHERE}
    answers: dict[str, Any] = {
        "subscriptions": [{"id": "u", "service": service, "api": service}],
        "access-keys": [{"accessKeyId": "k", "secretAccessKey": "s", "type": "SERVICE_GATEWAY"}],
        "access-token": {"token": "t"},
        "token": {"access_token": "t"},
        "e": {"id": "e", "status": "SUCCEEDED", "createdAt": "2026-01-01 00:00:00"},
    }

    def answer(request: httpx.Request) -> httpx.Response:
        last = request.url.path.rpartition("/")[2]
        asked.append(last)
        return httpx.Response(200, json=answers[last])

    offline, package = OfflineClients(place=place), PACKAGES[place]
    offline.handler = answer
    offline.open(ELSEWHERE)
    offline.platform.gateway(ELSEWHERE, "a").auth.version = 0  # as before the first token
    execution = package.Execution(ELSEWHERE, "e", "a")
    for _ in range(2):
        assert package.wait_for_execution(offline.platform, execution).status == "SUCCEEDED"
    token = {"planqk": ["access-token"], "hub": ["access-keys", "token"]}[place]
    assert asked == ["subscriptions", *token, "e", "e"]
