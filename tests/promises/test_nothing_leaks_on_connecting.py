"""Nothing leaks where no connection comes about: no token is in any error of `connect`."""

from __future__ import annotations

import json
import math
import socket
from pathlib import Path
from typing import Any

import pytest
from attrs import field, frozen

from planqk_helpers import ConfigError, ConnectionFailed, InvalidInput
from planqk_helpers.hub import connect_with_key
from tests.support.either import PACKAGES
from tests.support.leaks import CANARY, beyond_the_tests, everything_shown_by
from tests.support.tried import Tried


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


GIVEN = [f"{place}-{how}" for place in PACKAGES for how in ("argument", "environment", "file")]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("given", GIVEN)
def test_when_connect_fails(
    way: Way, given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tried: Tried
) -> None:
    place, given = given.split("-")
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
    monkeypatch.setenv(named(place, "PLANQK_CONFIG_FILE_PATH"), str(config))
    if given == "environment" and way.arguments.get("api_key", "") is not None:
        monkeypatch.setenv(named(place, "PLANQK_PERSONAL_ACCESS_TOKEN"), CANARY)
    for name, value in way.environment.items():
        monkeypatch.setenv(named(place, name), value)
    arguments = {} if "PLANQK_BASE_URL" in way.environment else {"base_url": url}
    if given == "argument":
        arguments["api_key"] = CANARY
    if way.kind is KeyboardInterrupt:
        monkeypatch.setattr("planqk_helpers.engine.connections.open_clients", interrupt)
    with pytest.raises(way.kind) as caught:
        PACKAGES[place].connect(**arguments | way.arguments)
    assert named(place, way.says) in str(caught.value)
    error = beyond_the_tests(caught.value)
    assert error.__traceback__ is not None
    assert CANARY not in everything_shown_by(error)
    tried(1, "ways to fail to connect")


def named(place: str, variable: str) -> str:
    """Return the name that a variable of PlanQK has at a platform."""
    return variable.replace("PLANQK_", "KQH_") if place == "hub" else variable


def interrupt(*args: Any, **kwargs: Any) -> Any:
    raise KeyboardInterrupt


KEY_WAYS: list[tuple[type[Exception], dict[str, Any]]] = [
    (ConfigError, {"endpoint": "http://gateway.example/c/s/1.0.0"}),
    (ConfigError, {"endpoint": CANARY}),
    (ConfigError, {"endpoint": "https://a..b/c/s/1.0.0"}),
    (ConfigError, {"access_key_id": f"{CANARY}\n"}),
    (ConfigError, {"access_key_id": f"{CANARY}:"}),
    (ConfigError, {"secret_access_key": f"{CANARY} {CANARY}é"}),
    (ConfigError, {"access_key_id": ""}),
    (InvalidInput, {"access_key_id": CANARY.encode()}),
    (InvalidInput, {"secret_access_key": [CANARY]}),
    (InvalidInput, {"timeout": math.nan}),
    (InvalidInput, {"max_requests": 0}),
]


@pytest.mark.parametrize("number", range(len(KEY_WAYS)))
def test_when_connect_with_key_fails(number: int, tried: Tried) -> None:
    kind, wrong = KEY_WAYS[number]
    right = {
        "endpoint": "https://gateway.example/c/s/1.0.0",
        "access_key_id": "id",
        "secret_access_key": CANARY,
    }
    with pytest.raises(kind) as caught:
        connect_with_key(**right | wrong)
    assert CANARY not in everything_shown_by(beyond_the_tests(caught.value))
    tried(1, "ways to fail to connect")
