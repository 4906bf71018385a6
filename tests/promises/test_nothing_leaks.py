"""Nothing leaks: a canary token is nowhere but in the header it belongs in."""

from __future__ import annotations

import asyncio
import copy
import json
import logging
import pickle
from collections.abc import Iterator
from typing import Any

import httpx2 as httpx
import pytest
from hub_platform.api.applications import get_application_access_keys
from hub_platform.api.data_pool_grants import create_data_pool_grant
from hub_platform.models import CreateDataPoolGrantBody, ServiceDto as HubService
from hub_platform.types import show_list_html as show_hub_list_html
from planqk_platform.api.service_platform_applications import get_access_token
from planqk_platform.models import ServiceDto
from planqk_platform.types import show_list_html

from planqk_helpers import (
    ConfigError,
    ConnectionFailed,
    DecodeError,
    ExecutionFailed,
    InvalidInput,
    PlanqkError,
    UnexpectedRedirect,
    create_application,
    create_managed_service,
    run_service,
    start_execution,
    verify,
)
from planqk_helpers.engine.flow import drive
from planqk_helpers.hub import create_data_pool
from planqk_sandbox import Fault, Sandbox
from tests.support.either import OPENERS, PACKAGES
from tests.support.leaks import CANARY, beyond_the_tests, everything_shown_by
from tests.support.offline import OfflineClients
from tests.support.operations import OPERATIONS
from tests.support.recipes import QUICK, Platform, deploy
from tests.support.recorder import Answer, recording
from tests.support.tried import Tried
from tests.support.user_code import user_code

GATEWAY = "https://gateway.example/c/s/1.0.0"


places = pytest.mark.parametrize("place", PACKAGES)
HANDED_OUT = {
    "planqk": ("token", "get_access_token"),
    "hub": ("access_token", "get_token"),
}
"""The member with a token for the gateway in an answer, and the operation."""


def service_at(place: str, endpoint: str) -> Any:
    """A service that is published at a gateway endpoint."""
    version = {"id": "1", "version": "1.0.0", "gatewayEndpoint": endpoint}
    model: Any = HubService if place == "hub" else ServiceDto
    return model.from_dict({"id": "s", "name": "Sum", "serviceDefinitions": [version]})


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(access_token=CANARY) as sandbox:
        yield sandbox


# Operations of both platforms, and how an answer with a token is broken.
START = {False: "startExecution", True: "gateway.startExecution"}
TOKEN = {False: "getAccessToken", True: "getGatewayToken"}
BROKEN = {False: '{"token": ["broken"]', True: '{"access_token": ["broken"]'}
SECRET = "canary-secret-0123456789"


def provoke(platform: Platform, sandbox: Sandbox) -> Iterator[PlanqkError]:
    """Errors from recipes of every kind, with tokens in the answers as well."""
    at_hub = platform.is_hub
    deployed = deploy(platform, "raise ValueError(params)", "Leaky")
    given: Any = {"secrets": {"apiKey": SECRET}} if at_hub else {}
    echo = f'{{"errorMessage": "your token {CANARY} is odd"}}'
    faults: list[tuple[str, dict[str, Any]]] = [
        ("createApplication", {"reset": "after"}),
        ("createApplication", {"status": 403, "body": echo}),
        ("createApplication", {"status": 500, "body": f"<p>{CANARY}</p>"}),
        ("createApplication", {"truncate": True}),
        ("createApplication", {"status": 200, "body": f'{{"id": "{CANARY}"'}),
        ("createApplication", {"status": 200, "body": f'"{CANARY}'.encode() + b"\xff"}),
    ]
    for operation, how in faults:
        sandbox.inject(Fault(platform.operation(operation), **how))
        with pytest.raises(PlanqkError) as caught:
            platform(create_application, "x")
        yield caught.value
    with pytest.raises(ExecutionFailed) as failed:
        platform(run_service, deployed.service, deployed.application, poll=QUICK, **given)
    yield failed.value
    start = platform.operation(START[at_hub])
    echo = f'{{"detail": "your secret {SECRET} is odd"}}'
    for how in ({"reset": "before"}, {"status": 400, "body": echo}):
        sandbox.inject(Fault(start, **how))
        with pytest.raises(PlanqkError) as lost:
            platform(start_execution, deployed.service, deployed.application, **given)
        yield lost.value
    sandbox.inject(Fault(platform.operation(TOKEN[at_hub]), status=200, body=BROKEN[at_hub]))
    platform.client._gateways.clear()
    with pytest.raises(PlanqkError) as broken:
        platform(start_execution, deployed.service, deployed.application, **given)
    yield broken.value


def held_by(client: Any) -> set[str]:
    """The tokens and keys that a client holds for gateways."""
    gates = [*client._gateways.values(), *getattr(client, "_issuers", {}).values()]
    return {gate.auth._secret for gate in gates}


def shown_by_planqk(platform: Platform) -> tuple[list[str], set[str]]:
    """What an answer with a token shows, and the token."""
    application = platform(create_application, "x").id
    answer = get_access_token.sync(application, client=platform.client)
    assert answer
    answer.value = answer["of a later version"] = answer.token
    return [repr(answer), answer._repr_html_(), str(show_list_html([answer]))], {answer.token}


def shown_by_hub(platform: Platform) -> tuple[list[str], set[str]]:
    """The same of access keys, of a grant, and of an environment."""
    application = platform(create_application, "x").id
    keys = get_application_access_keys.sync(application, client=platform.client) or []
    pool = platform(create_data_pool, "Pool").id
    body = CreateDataPoolGrantBody(application_id=application, permission="VIEW")
    grant = create_data_pool_grant.sync(pool, client=platform.client, body=body)
    code, environment = user_code("return 1"), {"NAME": SECRET}
    create: Any = create_managed_service
    service = platform(create, "Secretive", user_code=code, environment=environment)
    assert grant
    shown = [each for it in (*keys, grant, service) for each in (repr(it), it._repr_html_())]
    return [*shown, str(show_hub_list_html(keys))], {keys[0].secret_access_key, grant.token, SECRET}


SHOWN_BY = {"planqk": (shown_by_planqk, 1), "hub": (shown_by_hub, 3)}


@pytest.mark.parametrize("place", SHOWN_BY)
def test_in_logs_reprs_and_errors(
    place: str,
    sandbox: Sandbox,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    tried: Tried,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("planqk_helpers.engine.adopting.SEARCH", 0.1)
    show, secrets = SHOWN_BY[place]
    with OPENERS[place](sandbox) as platform:
        client = platform.client
        platform(verify)
        tokens = {CANARY}
        shown = []
        for error in provoke(platform, sandbox):
            tokens |= held_by(client)
            shown.append(everything_shown_by(beyond_the_tests(error)))
        shown += [repr(client), repr(vars(client)), repr(client._gateways)]
        assert len(shown) == 10 + 3
        answers, more = show(platform)
        shown += answers
    shown += [caplog.text, *(repr(vars(record)) for record in caplog.records)]
    tokens = (tokens | more) - {""}
    assert len(tokens) >= 2 + secrets
    assert len(shown) > 100
    for token in tokens:
        assert not [text for text in shown if token in text]
    tried(len(shown), "texts searched for tokens and secrets")


ODD_TOKENS = [f"{CANARY}\n", f"{CANARY} {CANARY}", f"é{CANARY}", f"{CANARY}\ud800", [CANARY], "", 5]


@pytest.mark.parametrize(
    "token", ODD_TOKENS, ids=lambda token: repr(token).replace(CANARY, "token")
)
@places
def test_a_token_from_the_platform_that_cannot_be_sent(place: str, token: Any) -> None:
    """The HTTP stack would show it: Illegal header value b'...'."""
    offline = OfflineClients(CANARY, place)
    member, operation = HANDED_OUT[place]
    key = {"id": "k", "accessKeyId": "id", "secretAccessKey": CANARY}

    def answer(request: httpx.Request) -> httpx.Response:
        is_list = "access-keys" in request.url.path
        return httpx.Response(200, content=json.dumps([key] if is_list else {member: token}))

    offline.handler = answer
    offline.platform.gateway(GATEWAY, "a").auth.version = 0
    with pytest.raises(DecodeError, match=rf"{operation}: .* token") as caught:
        PACKAGES[place].start_execution(offline.platform, service_at(place, GATEWAY), "a")
    assert CANARY not in everything_shown_by(beyond_the_tests(caught.value))


@places
def test_in_copies(place: str, sandbox: Sandbox) -> None:
    execution = PACKAGES[place].Execution("https://gateway.example", "1", "a")
    assert pickle.loads(pickle.dumps(execution)) == copy.deepcopy(execution) == execution
    with OPENERS[place](sandbox) as platform:
        client = platform.client
        gateway = client.gateway("https://gateway.example", "a")
        for secretive in (client, client.get_httpx_client().auth, gateway.auth):
            for spoil in (pickle.dumps, copy.copy, copy.deepcopy):
                with pytest.raises(TypeError, match="cannot be copied or pickled"):
                    spoil(secretive)


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/services",
        "https://platform.example:8443/services",
        "http://platform.example/services",
        "https://sub.platform.example/services",
        "//elsewhere.example/services",
        "/qc-catalog/v2/apis",
    ],
)
@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@places
def test_redirects_are_refused_before_anything_is_sent(place: str, target: str, code: int) -> None:
    offline = OfflineClients(CANARY, place)
    asked: list[httpx.Request] = []

    def redirect(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(code, headers={"Location": target})

    offline.handler = redirect
    with pytest.raises(UnexpectedRedirect) as caught:
        PACKAGES[place].find_service(offline.platform, "Sum")
    assert len(asked) == 1
    assert CANARY not in str(caught.value)


@places
def test_the_token_is_bound_to_its_origin(place: str) -> None:
    """Even a raw request with a whole address does not take it elsewhere."""
    offline = OfflineClients(CANARY, place)
    offline.handler = lambda request: httpx.Response(200, json=dict(request.headers))
    client = offline.platform.get_httpx_client()
    assert client.get("https://platform.example/x").json()["x-auth-token"] == CANARY
    assert client.get("https://platform.example:443/x").json()["x-auth-token"] == CANARY
    for other in (
        "http://platform.example/x",
        "https://platform.example:444/x",
        "https://platform.example.evil.example/x",
        "https://sub.platform.example/x",
    ):
        with pytest.raises(InvalidInput, match="may send its token"):
            client.get(other)


@pytest.mark.parametrize(
    "endpoint",
    ["http://gateway.example/c/s/1", "http://10.0.0.1/c", "ftp://gateway.example/c", "gateway"],
)
@places
def test_a_gateway_that_is_not_safe_gets_no_token(place: str, endpoint: str) -> None:
    offline, package = OfflineClients(CANARY, place), PACKAGES[place]
    asked: list[httpx.Request] = []
    offline.handler = lambda request: asked.append(request) or httpx.Response(500)  # type: ignore[func-returns-value]
    with pytest.raises(ConfigError, match="gateway endpoint"):
        package.wait_for_execution(offline.platform, package.Execution(endpoint, "1", "a"))
    assert asked == []


@pytest.mark.parametrize(
    "endpoint",
    ["http://localhost:1/c", "http://127.0.0.1:1/c", "http://[::1]:1/c", "https://localhost:1/c"],
)
@places
def test_a_platform_elsewhere_cannot_name_this_machine_as_gateway(
    place: str, endpoint: str
) -> None:
    offline, package = OfflineClients(CANARY, place), PACKAGES[place]
    asked: list[httpx.Request] = []
    offline.handler = lambda request: asked.append(request) or httpx.Response(500)  # type: ignore[func-returns-value]
    with pytest.raises(ConfigError, match=r"gateway endpoint .* on this machine"):
        package.wait_for_execution(offline.platform, package.Execution(endpoint, "1", "a"))
    with pytest.raises(ConfigError, match=r"gateway endpoint .* on this machine"):
        package.start_execution(offline.platform, service_at(place, endpoint), "a")
    assert asked == []


@pytest.mark.parametrize("endpoint", ["https://a..b/c", "https://gateway.example:99999/c"])
@places
def test_a_malformed_gateway_is_no_ambiguity(place: str, endpoint: str) -> None:
    offline = OfflineClients(CANARY, place)
    with pytest.raises(ConfigError, match="gateway endpoint"):
        PACKAGES[place].start_execution(offline.platform, service_at(place, endpoint), "a")


@places
def test_a_proxy_that_refuses_sees_no_token(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with recording() as proxy:
        proxy.answers = [Answer(407, b"no")]
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setattr("planqk_helpers.engine.flow.time.sleep", lambda seconds: None)
        with (
            PACKAGES[place].connect(CANARY, base_url="https://platform.example") as client,
            pytest.raises(ConnectionFailed, match="ProxyError") as caught,
        ):
            PACKAGES[place].find_service(client, "Sum")
        assert not caught.value.sent
        assert proxy.requests
        assert {request.method for request in proxy.requests} == {"CONNECT"}
        assert CANARY not in repr(proxy.requests)


@places
def test_a_proxy_is_not_used_for_this_machine(
    place: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with recording() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        with OPENERS[place](sandbox) as platform:
            assert platform(verify)
        assert proxy.requests == []


@places
def test_asyncio_leaks_no_more(place: str, sandbox: Sandbox) -> None:
    package = PACKAGES[place]
    url, prefix = (sandbox.hub_url, "hub.") if place == "hub" else (sandbox.base_url, "")

    async def main() -> list[str]:
        async with package.connect(CANARY, base_url=url) as client:
            shown = []
            for how in ({"reset": "after"}, {"status": 500, "body": CANARY}, {"truncate": True}):
                sandbox.inject(Fault(f"{prefix}createApplication", **how))
                try:
                    await package.create_application.aio(client, "x")
                except PlanqkError as error:
                    trace = error.__traceback__
                    assert trace
                    shown.append(everything_shown_by(error.with_traceback(trace.tb_next)))
            return shown

    shown = asyncio.run(main())
    assert len(shown) == 3
    assert not [text for text in shown if CANARY in text]


@pytest.mark.parametrize("place", OPERATIONS)
def test_every_operation_sends_the_token_in_its_header_only(place: str, tried: Tried) -> None:
    offline = OfflineClients(CANARY, place)
    for operation in OPERATIONS[place]:
        seen: list[httpx.Request] = []
        offline.handler = lambda request, seen=seen: seen.append(request) or httpx.Response(403)  # type: ignore[misc]
        with pytest.raises(PlanqkError):
            drive(operation.flow(offline.client_for(operation)))
        (request,) = seen
        at_platform = not (operation.of_service or operation.is_token)
        header = "x-auth-token" if at_platform else "authorization"
        carrying = [name for name, value in request.headers.items() if CANARY in value]
        assert carrying == [header]
        assert CANARY not in str(request.url)
        assert CANARY.encode() not in request.read()
    tried(len(OPERATIONS[place]), "operations' requests searched")


@pytest.mark.parametrize("name", ["start_execution", "run_service", "start_job", "run_job"])
def test_an_interrupt_shows_no_secret_and_how_to_look_for_it(name: str) -> None:
    """Its traceback has the frames of the recipes, and their local variables."""
    offline = OfflineClients(CANARY, "hub")

    def interrupt(request: httpx.Request) -> httpx.Response:
        raise KeyboardInterrupt

    offline.handler = interrupt
    service: Any = service_at("hub", GATEWAY)
    arguments = (service,) if "job" in name else (service, "a")
    recipe = getattr(PACKAGES["hub"], name)
    with pytest.raises(KeyboardInterrupt) as caught:
        recipe(offline.platform, *arguments, secrets={"apiKey": SECRET})
    shown = everything_shown_by(beyond_the_tests(caught.value))
    assert name in shown
    assert SECRET not in shown
    listing = "list_jobs" if "job" in name else "list_executions"
    assert f"{listing}(client, tags=['start-" in "".join(caught.value.__notes__)
