"""Where settings come from: argument, environment, file, default; each on its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from planqk_helpers import ConfigError
from planqk_helpers.settings import DEFAULT_BASE_URL, Settings, resolve

FILE = {
    "auth": {"type": "API_KEY", "value": "file-key"},
    "endpoint": {"basePath": "https://file.example/qc-catalog/"},
    "context": {"id": "file-org", "displayName": "Org", "isOrganization": True},
}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.json"
    path.write_text(json.dumps(FILE))
    return path


def found(environment: dict[str, str], **arguments: str | None) -> Settings:
    given = {"api_key": None, "base_url": None, "organization": None, **arguments}
    return resolve(given["api_key"], given["base_url"], given["organization"], environment)


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
    assert found({}, api_key="k") == Settings("k", DEFAULT_BASE_URL, "")


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


@pytest.mark.parametrize("content", ["[]", '"x"', '{"auth": 3, "context": []}'])
def test_a_file_of_another_form_counts_as_empty(config: Path, content: str) -> None:
    config.write_text(content)
    with pytest.raises(ConfigError, match="no personal access token"):
        found({"PLANQK_CONFIG_FILE_PATH": str(config)})


def test_a_file_that_is_named_has_to_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="does not exist"):
        found({"PLANQK_CONFIG_FILE_PATH": str(tmp_path / "none.json")}, api_key="k")


@pytest.mark.parametrize(
    "url",
    [
        "http://platform.example/qc-catalog",
        "ftp://platform.example",
        "platform.example",
        "https://",
        "https://user:pw@platform.example",
        "https://platform.example/?a=b",
        "https://platform.example/#a",
        "https://[::1",
    ],
)
def test_addresses_a_token_must_not_be_sent_to(url: str) -> None:
    with pytest.raises(ConfigError, match="base URL") as caught:
        found({}, api_key="k", base_url=url)
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://localhost:8080/qc-catalog", "http://127.0.0.1:1/x", "http://[::1]:1/x"]
)
def test_plain_http_is_fine_on_this_machine(url: str) -> None:
    assert found({}, api_key="k", base_url=url).base_url == url


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "schlüssel", "a\x00b"])
def test_a_key_that_cannot_be_one_is_refused_without_showing_it(key: str) -> None:
    with pytest.raises(ConfigError, match="personal access token") as caught:
        found({}, api_key=key)
    assert key not in str(caught.value)


def test_settings_do_not_show_the_key() -> None:
    assert "canary" not in repr(Settings("canary", DEFAULT_BASE_URL, ""))
