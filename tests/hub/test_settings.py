"""Connect to the Hub: where settings come from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from planqk_helpers.engine.settings import Settings, resolve
from planqk_helpers.hub import (
    ConfigError,
    Forbidden,
    NameNotFound,
    connect,
    find_service,
    verify,
)
from planqk_helpers.hub.connection import SOURCES
from planqk_sandbox import Sandbox

FILE = {
    "auth": {"type": "API_KEY", "value": "file-key"},
    "endpoint": {"basePath": "https://file.example/qc-catalog/"},
    "context": {"id": "file-org", "displayName": "Org", "isOrganization": True},
}
pytestmark = pytest.mark.usefixtures("clean_environment")

PARENT = "KQH_SERVICE_EXECUTION_TOKEN"


def written(path: Path, **changes: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**FILE, **changes}))
    return path


def found(environment: dict[str, str], **arguments: Any) -> Settings:
    given = {"api_key": None, "base_url": None, "organization": None, **arguments}
    return resolve(SOURCES, given["api_key"], given["base_url"], given["organization"], environment)


def test_each_variable_comes_before_those_after_it() -> None:
    """The order of the official SDK."""
    names = [
        "KQH_SERVICE_EXECUTION_TOKEN",
        "KQH_PERSONAL_ACCESS_TOKEN",
        "PLANQK_SERVICE_EXECUTION_TOKEN",
        "SERVICE_EXECUTION_TOKEN",
        "PLANQK_PERSONAL_ACCESS_TOKEN",
    ]
    for place, name in enumerate(names):
        assert found({each: f"of-{each}" for each in names[place:]}).api_key == f"of-{name}"
    both = {"KQH_ORGANIZATION_ID": "kqh", "PLANQK_ORGANIZATION_ID": "planqk"}
    assert found(both, api_key="k").organization == "kqh"
    del both["KQH_ORGANIZATION_ID"]
    assert found(both, api_key="k").organization == "planqk"


def test_arguments_come_first_and_blank_counts_as_not_given(tmp_path: Path) -> None:
    environment = {
        "KQH_CONFIG_FILE_PATH": str(written(tmp_path / "config.json")),
        "KQH_PERSONAL_ACCESS_TOKEN": "env-key",
        "KQH_BASE_URL": "https://env.example",
        "KQH_ORGANIZATION_ID": " ",
    }
    assert found(environment) == Settings("env-key", "https://env.example", "file-org")
    given = found(environment, api_key="k", base_url="https://arg.example/a/", organization="o")
    assert given == Settings("k", "https://arg.example/a", "o")


def test_variables_of_planqk_count_only_without_an_address_of_planqk() -> None:
    """With one they are meant for that place."""
    environment = {
        "PLANQK_PERSONAL_ACCESS_TOKEN": "of-planqk",
        "PLANQK_ORGANIZATION_ID": "org-of-planqk",
    }
    settings = found(environment)
    assert (settings.api_key, settings.organization) == ("of-planqk", "org-of-planqk")
    environment["PLANQK_BASE_URL"] = "https://planqk.example"
    with pytest.raises(ConfigError) as caught:
        found(environment)
    assert "of-planqk" not in str(caught.value)
    environment["KQH_PERSONAL_ACCESS_TOKEN"] = "of-the-hub"
    settings = found(environment)
    assert settings == Settings("of-the-hub", SOURCES.default_base_url, "")
    environment["PLANQK_BASE_URL"] = "  "
    assert found(environment).organization == "org-of-planqk"


@pytest.mark.parametrize("variable", ["KQH_CONFIG_FILE_PATH", "PLANQK_CONFIG_FILE_PATH", ""])
@pytest.mark.parametrize("folder", ["qhubctl", "planqk"])
def test_no_file_tells_the_address(tmp_path: Path, variable: str, folder: str) -> None:
    file = written(tmp_path / "home" / ".config" / folder / "config.json")
    settings = found({variable: str(file)} if variable else {})
    assert settings == Settings("file-key", SOURCES.default_base_url, "file-org")


def test_the_hubs_own_file_comes_before_planqks(tmp_path: Path) -> None:
    for folder in ("planqk", "qhubctl"):
        auth = {"value": f"of-{folder}"}
        written(tmp_path / "home" / ".config" / folder / "config.json", auth=auth)
    assert found({}).api_key == "of-qhubctl"


def test_no_token_tells_where_it_was_looked_for() -> None:
    with pytest.raises(ConfigError) as caught:
        found({})
    for place in ("api_key=", "KQH_PERSONAL_ACCESS_TOKEN", "qhubctl", "Personal Access Tokens"):
        assert place in str(caught.value)


def test_the_environment_is_enough(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KQH_BASE_URL", sandbox.hub_url)
    monkeypatch.setenv("KQH_PERSONAL_ACCESS_TOKEN", sandbox.access_token)
    with connect() as client, pytest.raises(NameNotFound):
        find_service(client, "No such service")


def test_an_organization_by_its_name_and_one_of_others(sandbox: Sandbox) -> None:
    key, url = sandbox.access_token, sandbox.hub_url
    with connect(key, base_url=url) as client:
        accounts = verify(client)
    (name,) = [each.display_name for each in accounts if each.id == sandbox.organization_id]
    with connect(key, base_url=url, organization=name) as client:
        assert sandbox.organization_id in repr(client)
        assert verify(client) == accounts
    unknown = "00000000-0000-0000-0000-000000000000"
    with connect(key, base_url=url, organization=unknown) as client:
        with pytest.raises(Forbidden):
            find_service(client, "Sum")
        with pytest.raises(ConfigError, match=f"do not belong to organization {unknown}"):
            verify(client)
    with pytest.raises(NameNotFound, match="no organization named 'Other'"):
        connect(key, base_url=url, organization="Other")
