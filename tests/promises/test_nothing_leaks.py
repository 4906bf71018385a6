"""Nothing leaks: a canary token is nowhere but in the header it belongs in."""

from __future__ import annotations

import asyncio
import copy
import json
import logging
import math
import pickle
import socket
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from attrs import field, frozen
from planqk_platform.api.service_platform_applications import get_access_token
from planqk_platform.models import ServiceDto
from planqk_platform.types import show_list_html

from planqk_helpers import (
    ConfigError,
    ConnectionFailed,
    DecodeError,
    Execution,
    ExecutionFailed,
    InvalidInput,
    PlanqkError,
    UnexpectedRedirect,
    connect,
    create_application,
    create_external_service,
    find_service,
    run_service,
    start_execution,
    verify,
    wait_for_execution,
)
from planqk_helpers.engine.flow import drive
from planqk_helpers.planqk.connection import connection
from planqk_sandbox import Fault, Sandbox
from tests.support.offline import OfflineClients
from tests.support.operations import OPERATIONS
from tests.support.recipes import QUICK, Planqk, blocking, deploy
from tests.support.recorder import Answer, recording
from tests.support.tried import Tried

CANARY = "plqk_canary0123456789canary0123456789canary01"
GATEWAY = "https://gateway.example/c/s/1.0.0"


def service_at(endpoint: str) -> ServiceDto:
    """A service that is published at a gateway endpoint."""
    version = {"id": "1", "version": "1.0.0", "gatewayEndpoint": endpoint}
    return ServiceDto.from_dict({"id": "s", "name": "Sum", "serviceDefinitions": [version]})


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(access_token=CANARY) as sandbox:
        yield sandbox


def everything_shown_by(error: BaseException) -> str:
    """What a careless program may write to its log about an error."""
    formatted = traceback.TracebackException.from_exception(error, capture_locals=True)
    shown = ["".join(formatted.format())]
    chain = [error]
    for each in chain:  # grows: some loggers go further than a traceback does
        shown += [str(each), repr(each), repr(vars(each)), repr(getattr(each, "object", ""))]
        chain += [e for e in (each.__cause__, each.__context__) if e and e not in chain]
    return "\n".join(shown)


def beyond_the_tests(error: BaseException) -> BaseException:
    """The error without the frames of the tests, which hold the sandbox's knobs and the canary."""
    trace = error.__traceback__
    while trace and "tests" in trace.tb_frame.f_code.co_filename:
        trace = trace.tb_next
    return error.with_traceback(trace)


def provoke(planqk: Planqk, sandbox: Sandbox) -> Iterator[PlanqkError]:
    """Errors from recipes of every kind, with tokens in the answers as well."""
    deployed = deploy(planqk, "raise ValueError(params)", "Leaky")
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
        sandbox.inject(Fault(operation, **how))
        with pytest.raises(PlanqkError) as caught:
            planqk(create_application, "x")
        yield caught.value
    with pytest.raises(ExecutionFailed) as failed:
        planqk(run_service, deployed.service, deployed.application, poll=QUICK)
    yield failed.value
    sandbox.inject(Fault("startExecution", reset="after"))
    with pytest.raises(PlanqkError) as lost:
        planqk(start_execution, deployed.service, deployed.application)
    yield lost.value
    sandbox.inject(Fault("getAccessToken", status=200, body='{"token": ["broken"]'))
    connection(planqk.client)._gateways.clear()
    with pytest.raises(PlanqkError) as broken:
        planqk(start_execution, deployed.service, deployed.application)
    yield broken.value


def test_in_logs_reprs_and_errors(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture, tried: Tried
) -> None:
    caplog.set_level(logging.DEBUG)
    with connect(CANARY, base_url=sandbox.base_url) as client:
        planqk = blocking(client)
        planqk(verify)
        tokens = {CANARY}
        shown = []
        for error in provoke(planqk, sandbox):
            tokens |= {gate.auth._secret for gate in connection(client)._gateways.values()}
            shown.append(everything_shown_by(beyond_the_tests(error)))
        shown += [repr(client), repr(vars(client)), repr(connection(client)._gateways)]
        answer = get_access_token.sync(planqk(create_application, "x").id, client=client)
        assert answer
        tokens.add(answer.token)
        answer.value = answer["of a later version"] = answer.token
        shown += [repr(answer), answer._repr_html_(), str(show_list_html([answer]))]
        assert len(shown) == 9 + 6
    shown += [caplog.text, *(repr(vars(record)) for record in caplog.records)]
    tokens.discard("")
    assert len(tokens) == 3
    assert len(shown) > 100
    for token in tokens:
        assert not [text for text in shown if token in text]
    tried(len(shown), "texts searched for three tokens")


@frozen
class Way:
    """One way in which `connect` fails."""

    name: str
    kind: type[BaseException] = ConfigError
    arguments: dict[str, Any] = field(factory=dict)
    environment: dict[str, str] = field(factory=dict)
    file: str = ""
    says: str = ""


def variable(name: str, value: str) -> Way:
    """A variable of the environment that cannot be used; the error has to name it."""
    return Way(f"{name}={value:.40}", environment={name: value}, says=name)


WAYS = [
    *(
        Way(f"timeout={wrong!r}", InvalidInput, {"timeout": wrong}, says="timeout")
        for wrong in ("30", -1, math.nan, math.inf, None)
    ),
    Way("organization by name, no answer", ConnectionFailed, {"organization": "Odd"}),
    Way("organization of a type", InvalidInput, {"organization": [CANARY]}, says="organization"),
    Way("address of a type", InvalidInput, {"base_url": CANARY.encode()}, says="base_url"),
    Way("token for an address", arguments={"base_url": CANARY}, says="base_url"),
    Way("token of a type", InvalidInput, {"api_key": CANARY.encode()}, says="api_key"),
    Way("token in two lines", arguments={"api_key": f"{CANARY}\n{CANARY}"}, says="api_key"),
    Way("malformed address", arguments={"base_url": "https://a..b"}, says="base_url"),
    Way("plain http", arguments={"base_url": "http://platform.example"}, says="base_url"),
    variable("PLANQK_BASE_URL", f"https://user:{CANARY}@platform.example:x"),
    variable("PLANQK_CONFIG_FILE_PATH", "~nosuchuser/config.json"),
    variable("PLANQK_CONFIG_FILE_PATH", "/nowhere/config.json"),
    variable("SSL_CERT_FILE", "/nowhere/ca.pem"),
    variable("SSL_CERT_FILE", __file__),
    variable("SSL_CERT_DIR", "/nowhere"),
    variable("HTTPS_PROXY", f"socks5://user:{CANARY}@proxy.example"),
    variable("HTTPS_PROXY", f"http://user:{CANARY}@a..b:3128"),
    variable("ALL_PROXY", f"proxy.example:{CANARY}"),
    variable("HTTP_PROXY", f"ftp://user:{CANARY}@proxy.example"),
    variable("NO_PROXY", "*.xn--mnchen-3ya.example"),
    Way("a deep file", file=f'{{"auth": {{"value": "{CANARY}"}}, "x": ' + "[" * 100_000),
    Way("a broken file", file=f'{{"auth": {{"value": "{CANARY}"'),
    Way("a file of bytes", file=f'{{"auth": {{"value": "{CANARY}"\udcff'),
    Way("a file of a type", file=f'{{"auth": "{CANARY}"}}', arguments={"api_key": None}),
    Way("Ctrl-C", KeyboardInterrupt),
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("given", ["argument", "environment", "file"])
def test_when_connect_fails(
    way: Way, given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tried: Tried
) -> None:
    config = tmp_path / "config.json"
    config.write_text(
        way.file or json.dumps({"auth": {"value": CANARY}}), "utf-8", "surrogateescape"
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    url = nobody if way.kind is ConnectionFailed else "https://platform.example"
    monkeypatch.setattr("planqk_helpers.engine.flow.time.sleep", lambda seconds: None)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PLANQK_CONFIG_FILE_PATH", str(config))
    if given == "environment" and way.arguments.get("api_key", "") is not None:
        monkeypatch.setenv("PLANQK_PERSONAL_ACCESS_TOKEN", CANARY)
    for name, value in way.environment.items():
        monkeypatch.setenv(name, value)
    arguments = {} if "PLANQK_BASE_URL" in way.environment else {"base_url": url}
    if given == "argument":
        arguments["api_key"] = CANARY
    if way.kind is KeyboardInterrupt:
        monkeypatch.setattr("planqk_helpers.engine.connections.open_clients", interrupt)
    with pytest.raises(way.kind) as caught:
        connect(**arguments | way.arguments)
    assert way.says in str(caught.value)
    error = beyond_the_tests(caught.value)
    assert error.__traceback__ is not None
    assert CANARY not in everything_shown_by(error)
    tried(1, "ways to fail to connect")


def interrupt(*args: Any, **kwargs: Any) -> Any:
    raise KeyboardInterrupt


ODD_TOKENS = [f"{CANARY}\n", f"{CANARY} {CANARY}", f"é{CANARY}", f"{CANARY}\ud800", [CANARY], "", 5]


@pytest.mark.parametrize(
    "token", ODD_TOKENS, ids=lambda token: repr(token).replace(CANARY, "token")
)
def test_a_token_from_the_platform_that_cannot_be_sent(token: Any) -> None:
    """The HTTP stack would show it: Illegal header value b'...'."""
    offline = OfflineClients(CANARY)
    offline.handler = lambda request: httpx.Response(200, content=json.dumps({"token": token}))
    connection(offline.platform).gateway(GATEWAY, "a").auth.version = 0
    with pytest.raises(DecodeError, match=r"get_access_token: .* token") as caught:
        start_execution(offline.platform, service_at(GATEWAY), "a")
    assert CANARY not in everything_shown_by(beyond_the_tests(caught.value))


def test_in_copies(sandbox: Sandbox) -> None:
    execution = Execution("https://gateway.example", "1", "a")
    assert pickle.loads(pickle.dumps(execution)) == copy.deepcopy(execution) == execution
    with connect(CANARY, base_url=sandbox.base_url) as client:
        gateway = connection(client).gateway("https://gateway.example", "a")
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
def test_redirects_are_refused_before_anything_is_sent(target: str, code: int) -> None:
    offline = OfflineClients(CANARY)
    asked: list[httpx.Request] = []

    def redirect(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(code, headers={"Location": target})

    offline.handler = redirect
    with pytest.raises(UnexpectedRedirect) as caught:
        find_service(offline.platform, "Sum")
    assert len(asked) == 1
    assert CANARY not in str(caught.value)


def test_the_token_is_bound_to_its_origin() -> None:
    """Even a raw request with a whole address does not take it elsewhere."""
    offline = OfflineClients(CANARY)
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
def test_a_gateway_that_is_not_safe_gets_no_token(endpoint: str) -> None:
    offline = OfflineClients(CANARY)
    asked: list[httpx.Request] = []
    offline.handler = lambda request: asked.append(request) or httpx.Response(500)  # type: ignore[func-returns-value]
    with pytest.raises(ConfigError, match="gateway endpoint"):
        wait_for_execution(offline.platform, Execution(endpoint, "1", "a"))
    assert asked == []


@pytest.mark.parametrize(
    "endpoint",
    ["http://localhost:1/c", "http://127.0.0.1:1/c", "http://[::1]:1/c", "https://localhost:1/c"],
)
def test_a_platform_elsewhere_cannot_name_this_machine_as_gateway(endpoint: str) -> None:
    offline = OfflineClients(CANARY)
    asked: list[httpx.Request] = []
    offline.handler = lambda request: asked.append(request) or httpx.Response(500)  # type: ignore[func-returns-value]
    with pytest.raises(ConfigError, match=r"gateway endpoint .* on this machine"):
        wait_for_execution(offline.platform, Execution(endpoint, "1", "a"))
    with pytest.raises(ConfigError, match=r"gateway endpoint .* on this machine"):
        start_execution(offline.platform, service_at(endpoint), "a")
    assert asked == []


@pytest.mark.parametrize("endpoint", ["https://a..b/c", "https://gateway.example:99999/c"])
def test_a_malformed_gateway_is_no_ambiguity(endpoint: str) -> None:
    offline = OfflineClients(CANARY)
    with pytest.raises(ConfigError, match="gateway endpoint"):
        start_execution(offline.platform, service_at(endpoint), "a")


def test_a_proxy_that_refuses_sees_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    with recording() as proxy:
        proxy.answers = [Answer(407, b"no")]
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setattr("planqk_helpers.engine.flow.time.sleep", lambda seconds: None)
        with (
            connect(CANARY, base_url="https://platform.example") as client,
            pytest.raises(ConnectionFailed, match="ProxyError") as caught,
        ):
            find_service(client, "Sum")
        assert not caught.value.sent
        assert proxy.requests
        assert {request.method for request in proxy.requests} == {"CONNECT"}
        assert CANARY not in repr(proxy.requests)


def test_a_proxy_is_not_used_for_this_machine(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with recording() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        with connect(CANARY, base_url=sandbox.base_url) as client:
            assert verify(client)
        assert proxy.requests == []


def test_asyncio_leaks_no_more(sandbox: Sandbox) -> None:
    async def main() -> list[str]:
        async with connect(CANARY, base_url=sandbox.base_url) as client:
            shown = []
            for how in ({"reset": "after"}, {"status": 500, "body": CANARY}, {"truncate": True}):
                sandbox.inject(Fault("createExternalService", **how))
                try:
                    await create_external_service.aio(client, "x", url="https://x.example")
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
