"""Where settings come from: argument, environment, file, default; each on its own."""

from __future__ import annotations

import json
import os
import uuid
from pathlib import Path
from typing import Any

import pytest

from planqk_helpers import ConfigError, InvalidInput
from planqk_helpers.engine.settings import Settings, check_proxies, load_certificates, resolve
from planqk_helpers.planqk.connection import SOURCES

FILE = {
    "auth": {"type": "API_KEY", "value": "file-key"},
    "endpoint": {"basePath": "https://file.example/qc-catalog/"},
    "context": {"id": "file-org", "displayName": "Org", "isOrganization": True},
}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("SSL") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.json"
    path.write_text(json.dumps(FILE))
    return path


def found(environment: dict[str, str], **arguments: Any) -> Settings:
    given = {"api_key": None, "base_url": None, "organization": None, **arguments}
    return resolve(SOURCES, given["api_key"], given["base_url"], given["organization"], environment)


def test_arguments_come_first(config: Path) -> None:
    environment = {
        "PLANQK_CONFIG_FILE_PATH": str(config),
        "PLANQK_PERSONAL_ACCESS_TOKEN": "env-key",
        "PLANQK_BASE_URL": "https://env.example",
        "PLANQK_ORGANIZATION_ID": "env-org",
    }
    settings = found(environment, api_key="k", base_url="https://arg.example/a/", organization="o")
    assert settings == Settings("k", "https://arg.example/a", "o")
    assert found(environment) == Settings("env-key", "https://env.example", "env-org")


def test_each_value_comes_on_its_own_and_blank_counts_as_not_given(config: Path) -> None:
    environment = {
        "PLANQK_CONFIG_FILE_PATH": str(config),
        "PLANQK_PERSONAL_ACCESS_TOKEN": "  ",
        "PLANQK_BASE_URL": "https://env.example",
    }
    settings = found(environment, organization="")
    assert settings == Settings("file-key", "https://env.example", "file-org")


def test_without_an_organization_it_is_the_personal_account(config: Path) -> None:
    personal: dict[str, Any] = {**FILE, "context": {"id": "me", "isOrganization": False}}
    config.write_text(json.dumps(personal))
    assert found({"PLANQK_CONFIG_FILE_PATH": str(config)}).organization == ""


def test_the_default_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert found({}, api_key="k") == Settings("k", SOURCES.default_base_url, "")


def test_no_key_tells_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(ConfigError) as caught:
        found({})
    for place in ("api_key=", "PLANQK_PERSONAL_ACCESS_TOKEN", "config.json"):
        assert place in str(caught.value)


def test_the_file_at_its_usual_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    usual = tmp_path / ".config" / "planqk" / "config.json"
    usual.parent.mkdir(parents=True)
    usual.write_text(json.dumps(FILE))
    assert found({}).api_key == "file-key"


@pytest.mark.parametrize("content", ["", "{", "[]", '"x"', '{"auth": 3, "context": []}', "\udcff"])
def test_a_file_that_is_no_use_never_shows_its_content(config: Path, content: str) -> None:
    config.write_bytes(b"secret" + content.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigError) as caught:
        found({"PLANQK_CONFIG_FILE_PATH": str(config)})
    assert str(config) in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_token_in_quotes_is_refused(quote: str) -> None:
    """`docker run --env-file` leaves those of the file."""
    with pytest.raises(ConfigError, match="was it cut or quoted") as caught:
        found({"PLANQK_PERSONAL_ACCESS_TOKEN": f"{quote}canary{quote}"})
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("content", ["[]", '"x"', '{"auth": null, "endpoint": {}}'])
def test_a_file_without_the_members_counts_as_empty(config: Path, content: str) -> None:
    config.write_text(content)
    with pytest.raises(ConfigError, match="no personal access token"):
        found({"PLANQK_CONFIG_FILE_PATH": str(config)})


@pytest.mark.parametrize(
    ("odd", "member"),
    [
        ({"auth": 3}, "auth"),
        ({"auth": {"value": 3}}, "auth.value"),
        ({"endpoint": "https://staging.example"}, "endpoint"),
        ({"endpoint": {"basePath": ["https://staging.example"]}}, "endpoint.basePath"),
        ({"context": []}, "context"),
        ({"context": {"id": 3, "isOrganization": True}}, "context.id"),
        ({"context": {"id": "o", "isOrganization": "true"}}, "context.isOrganization"),
    ],
)
def test_a_member_of_another_type_is_refused_where_it_is_needed(
    config: Path, odd: dict[str, Any], member: str
) -> None:
    config.write_text(json.dumps({**FILE, **odd}))
    environment = {"PLANQK_CONFIG_FILE_PATH": str(config)}
    with pytest.raises(ConfigError, match=rf"config.json: {member} is of type") as caught:
        found(environment)
    assert "file-key" not in str(caught.value)
    given = found(environment, api_key="k", base_url="https://arg.example", organization="o")
    assert given == Settings("k", "https://arg.example", "o")


def test_a_file_of_endless_depth(config: Path) -> None:
    config.write_text('{"auth": {"value": "secret"}, "x": ' + "[" * 100_000)
    with pytest.raises(ConfigError, match="cannot be read as JSON") as caught:
        found({"PLANQK_CONFIG_FILE_PATH": str(config)})
    assert "secret" not in str(caught.value)


def test_a_file_that_is_named_has_to_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="does not exist"):
        found({"PLANQK_CONFIG_FILE_PATH": str(tmp_path / "none.json")}, api_key="k")


@pytest.mark.parametrize("named", ["~nosuchuser/config.json", "{tmp}", "{tmp}/none.json"])
def test_a_named_file_that_cannot_be_read(tmp_path: Path, named: str) -> None:
    environment = {"PLANQK_CONFIG_FILE_PATH": named.format(tmp=tmp_path)}
    with pytest.raises(ConfigError, match="PLANQK_CONFIG_FILE_PATH"):
        found(environment, api_key="k", base_url="https://arg.example")


@pytest.mark.parametrize("home", ["~", "{tmp}/file", "{tmp}/loop", "{tmp}/folder"])
def test_a_file_that_nobody_named_and_nobody_can_read_counts_as_absent(
    home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "folder/.config/planqk/config.json").mkdir(parents=True)
    monkeypatch.setenv("HOME", home.format(tmp=tmp_path))  # "~": what is left without a home
    assert found({}, api_key="k") == Settings("k", SOURCES.default_base_url, "")
    with pytest.raises(ConfigError, match=r"no personal access token: .*config.json"):
        found({})


def test_another_users_home_counts_as_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(Path, "read_text", refuse)
    assert found({}, api_key="k") == Settings("k", SOURCES.default_base_url, "")
    with pytest.raises(ConfigError, match=r"config.json cannot be read \(PermissionError\)"):
        found({})
    with pytest.raises(ConfigError, match="PLANQK_CONFIG_FILE_PATH"):
        found({"PLANQK_CONFIG_FILE_PATH": "x.json"}, api_key="k")


class URL:
    """As httpx's, of another package that continues it."""

    def __str__(self) -> str:
        return "https://staging.example/qc-catalog"


def test_a_uuid_and_an_address_are_as_good_as_their_text() -> None:
    id = uuid.uuid4()
    settings = found({}, api_key="k", base_url=URL(), organization=id)
    assert settings == Settings("k", "https://staging.example/qc-catalog", str(id))


@pytest.mark.parametrize("name", ["api_key", "base_url", "organization"])
@pytest.mark.parametrize(
    "wrong",
    [b"canary", bytearray(b"canary"), 5, 0, False, ["canary"], {"canary": 1}, Path("canary")],
)
def test_arguments_of_another_type_are_refused_and_not_shown(name: str, wrong: Any) -> None:
    with pytest.raises(InvalidInput, match=f"{name} is a {type(wrong).__name__}") as caught:
        found({}, **{"api_key": "k", name: wrong})
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "schlüssel", "a\x00b"])
def test_a_key_that_cannot_be_one_is_refused_without_showing_it(key: str) -> None:
    with pytest.raises(ConfigError, match="personal access token") as caught:
        found({}, api_key=key)
    assert key not in str(caught.value)


def test_a_key_that_cannot_be_one_names_its_source(config: Path) -> None:
    config.write_text(json.dumps({"auth": {"value": "two words"}}))
    with pytest.raises(ConfigError, match=r"auth.value of .*config.json"):
        found({"PLANQK_CONFIG_FILE_PATH": str(config)})
    with pytest.raises(ConfigError, match="PLANQK_PERSONAL_ACCESS_TOKEN"):
        found({"PLANQK_PERSONAL_ACCESS_TOKEN": "two words"})


# --- certificates and proxies of the environment

CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBeTCCAR+gAwIBAgIUWckitXGbU2G2GhzRB6rQFNT9iqUwCgYIKoZIzj0EAwIw
ETEPMA0GA1UEAwwGTm9ib2R5MCAXDTI2MTEyNzA2MjQzMloYDzIxMjYxMTAzMDYy
NDMyWjARMQ8wDQYDVQQDDAZOb2JvZHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAR8Y40uB4wZFO4DC+O0g41YQwThwKTd22hcNqrNkeHq7EtYxc9Wx5pFcTLdyMt1
ufwGwFUR5ZFXRK2ot/RMdFyOo1MwUTAdBgNVHQ4EFgQUBpnxCmDcRYuxeNaXd/4F
P2VXHLwwHwYDVR0jBBgwFoAUBpnxCmDcRYuxeNaXd/4FP2VXHLwwDwYDVR0TAQH/
BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiACp6/jmyYYoZIcj9aJvjGQor66ksTO
KH5+YohyXsJ+cgIhAMrzVmmbrgcLD1eMiJCU0p/rxgZb5x5XJYABAT/LXulr
-----END CERTIFICATE-----
"""


def test_certificates_that_cannot_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty.pem").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "ca.pem").write_text(CERTIFICATE)
    broken = tmp_path / "broken.pem"
    broken.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    for name, value in [
        ("SSL_CERT_FILE", tmp_path / "none.pem"),
        ("SSL_CERT_FILE", tmp_path / "empty.pem"),
        ("SSL_CERT_FILE", broken),
        ("SSL_CERT_FILE", tmp_path),
        ("SSL_CERT_DIR", tmp_path / "none"),
        ("SSL_CERT_DIR", tmp_path / "folder"),
        ("SSL_CERT_DIR", tmp_path / "empty.pem"),
    ]:
        monkeypatch.setenv(name, str(value))
        with pytest.raises(ConfigError, match=name):
            load_certificates()
        monkeypatch.delenv(name)
    (tmp_path / "ca.pem").write_text(CERTIFICATE)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSLKEYLOGFILE", "/nowhere/log")
    with pytest.raises(ConfigError, match="SSLKEYLOGFILE"):
        load_certificates()


def test_certificates_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ca.pem").write_text(CERTIFICATE)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))  # not looked at
    assert load_certificates().cert_store_stats()["x509"] == 1
    monkeypatch.delenv("SSL_CERT_FILE")
    (tmp_path / "0a1b2c3d.0").touch()
    monkeypatch.setenv("SSL_CERT_DIR", os.pathsep.join([str(tmp_path / "none"), str(tmp_path)]))
    assert load_certificates()


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("HTTPS_PROXY", "http://user:canary@a..b:3128", "is not an address"),
        ("https_proxy", "http://user:canary@proxy.example:99999", "is not an address"),
        ("ALL_PROXY", "proxy.example:canary", "is not an address"),
        ("HTTP_PROXY", "http://user:canary@", "is not an address"),
        ("HTTP_PROXY", "ftp://user:canary@proxy.example", "is not an address"),
        ("all_proxy", "socks5://user:canary@proxy.example:1080", "socksio"),
        ("NO_PROXY", "localhost, *.xn--mnchen-3ya.example", "lists something"),
    ],
)
def test_a_proxy_that_cannot_be_used(
    name: str, value: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError, match=f"{name} .*{reason}") as caught:
        check_proxies("https://platform.example")
    assert "canary" not in str(caught.value)
    check_proxies("http://localhost:1/qc-catalog")  # no proxy is used


def test_proxies_that_can_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    monkeypatch.setenv("HTTP_PROXY", "http://user:p%40ss@proxy.example")
    monkeypatch.setenv("NO_PROXY", "localhost,.example,127.0.0.1")
    check_proxies("https://platform.example")
    monkeypatch.setenv("ALL_PROXY", "socks5://a..b")
    monkeypatch.setenv("NO_PROXY", "x, *")  # no proxy is used
    check_proxies("https://platform.example")


def test_settings_do_not_show_the_key() -> None:
    assert "canary" not in repr(Settings("canary", SOURCES.default_base_url, ""))
