"""Where the token, the base URL and the organization come from.

Each value on its own: argument, then environment, then the file of the official command line
tool, then the default. Blank counts as not given.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from .errors import ConfigError
from .http import require_secure

DEFAULT_BASE_URL = "https://platform.planqk.de/qc-catalog"

API_KEY = "PLANQK_PERSONAL_ACCESS_TOKEN"
BASE_URL = "PLANQK_BASE_URL"
ORGANIZATION = "PLANQK_ORGANIZATION_ID"
CONFIG_FILE = "PLANQK_CONFIG_FILE_PATH"


@frozen
class Settings:
    """What a connection needs.

    Attributes:
        api_key: Personal access token.
        base_url: Address of the platform's API, without a trailing slash.
        organization: Id or name of the organization to act in; "": the personal account.
    """

    api_key: str = field(repr=False)
    base_url: str
    organization: str


def resolve(
    api_key: str | None,
    base_url: str | None,
    organization: str | None,
    environment: Mapping[str, str] = os.environ,
) -> Settings:
    """Find each value in the first place that has it.

    Raises:
        ConfigError: No token anywhere, a value that cannot be used, or an unreadable file.
    """
    path = config_path(environment)
    file = read_config(path, named=bool(_clean(environment.get(CONFIG_FILE))))
    auth, endpoint, context = (_section(file, name) for name in ("auth", "endpoint", "context"))
    chosen_key = _first(api_key, environment.get(API_KEY), auth.get("value"))
    chosen_url = _first(base_url, environment.get(BASE_URL), endpoint.get("basePath"))
    of_file = context.get("id") if context.get("isOrganization") is True else None
    if not chosen_key:
        raise ConfigError(
            "no personal access token: pass connect(api_key=...), or set "
            f"{API_KEY}, or log in with the official command line tool ({path} has no auth.value). "
            "Tokens are made on the platform under Settings, Personal Access Tokens"
        )
    return Settings(
        api_key=_header_value(chosen_key, "the personal access token"),
        base_url=require_secure(chosen_url or DEFAULT_BASE_URL, what="the base URL"),
        organization=_first(organization, environment.get(ORGANIZATION), of_file),
    )


def config_path(environment: Mapping[str, str]) -> Path:
    """Return where the official command line tool keeps its file."""
    named = _clean(environment.get(CONFIG_FILE))
    if named:
        return Path(named).expanduser()
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA", "~")).expanduser() / "planqk" / "config.json"
    return Path("~/.config/planqk/config.json").expanduser()


def read_config(path: Path, *, named: bool) -> dict[str, Any]:
    """Return the content of the file; without one an empty object, unless it was asked for."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        if named:
            raise ConfigError(f"{CONFIG_FILE} names {path}, which does not exist") from None
        return {}
    except (OSError, ValueError) as error:
        # The file holds a token: the reason is told, never the content.
        raise ConfigError(f"{path} cannot be read as JSON ({type(error).__name__})") from None
    return content if isinstance(content, dict) else {}


def _section(file: dict[str, Any], name: str) -> dict[str, Any]:
    section = file.get(name)
    return section if isinstance(section, dict) else {}


def _first(*values: object) -> str:
    return next(filter(None, map(_clean, values)), "")


def _clean(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _header_value(value: str, what: str) -> str:
    """Return ``value`` if it can be sent as a header."""
    if not (value.isascii() and value.isprintable()) or " " in value:
        raise ConfigError(
            f"{what} contains characters that no token or id has; was it cut or quoted?"
        )
    return value
