"""Find the settings: token, base URL, organization; certificates and proxies.

Each value on its own: argument, then environment, then the file of the official command line
tool, then the default. Blank counts as not given.
"""

from __future__ import annotations

import json
import os
import ssl
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar
from urllib.request import getproxies
from uuid import UUID

import httpx2 as httpx
from attrs import field, frozen

from ..errors import ConfigError, InvalidInput
from .addresses import is_header_value, is_loopback, parse, require_secure

T = TypeVar("T")


@frozen
class Settings:
    """What a connection needs.

    Attributes:
        api_key: Personal access token.
        base_url: Address of the platform's API, without a trailing slash.
        organization: Id or name of the organization to act in; "": the personal account.
        source: Where the address comes from.
    """

    api_key: str = field(repr=False)
    base_url: str
    organization: str
    source: str = field(default="", eq=False)


@frozen
class Sources:
    """Where a platform's settings are looked for; of several variables, the first that is set.

    Attributes:
        api_key: Environment variables for the token.
        base_url: Environment variables for the address.
        organization: Environment variables for the organization.
        config_file: Environment variables that name the file of the official command line tool.
        usual_files: Where that file is, below the folder for configuration.
        default_base_url: The address without any other.
        gateway: An address at the gateway of the platform at the default address.
        advice: Where a token is made.
        base_url_member: The member of that file that holds the address; "": none does.
        not_beside: Variables that count only where another is not set, which says that their
            value is meant for another platform.
    """

    api_key: tuple[str, ...]
    base_url: tuple[str, ...]
    organization: tuple[str, ...]
    config_file: tuple[str, ...]
    usual_files: tuple[str, ...]
    default_base_url: str
    gateway: str
    advice: str
    base_url_member: str = ""
    not_beside: Mapping[str, str] = field(factory=dict)

    def value_of(self, variable: str, environment: Mapping[str, str]) -> str:
        """Return the value of an environment variable, "" if it is not meant for this platform."""
        elsewhere = environment.get(self.not_beside.get(variable, ""), "").strip()
        return "" if elsewhere else environment.get(variable, "").strip()

    def gateways_of(self, base_url: str) -> list[str]:
        """Return addresses at the gateways that a platform is known to have."""
        # The sandbox's are at its own address.
        return [base_url, self.gateway] if base_url == self.default_base_url else [base_url]


def resolve(
    sources: Sources,
    api_key: str | None,
    base_url: str | httpx.URL | None,
    organization: str | UUID | None,
    environment: Mapping[str, str] = os.environ,
) -> Settings:
    """Find each value in the first place that has it.

    Raises:
        ConfigError: No token anywhere, a value that cannot be used, or an unreadable file.
        InvalidInput: An argument is of another type.
    """
    arguments = {
        "api_key": _text("api_key", api_key),
        "base_url": _text("base_url", base_url, also="URL"),
        "organization": _text("organization", organization, also="UUID"),
    }
    file = read_config(sources, environment)

    def places(
        argument: str,
        variables: tuple[str, ...],
        member: str,
        in_file: Callable[[str], str] = file.text,
    ) -> Iterator[tuple[str, str]]:
        yield arguments[argument], f"{argument}="
        for variable in variables:
            yield sources.value_of(variable, environment), variable
        if member:
            yield in_file(member).strip(), f"{member} of {file.path}"

    key, key_source = _first(places("api_key", sources.api_key, "auth.value"))
    url, url_source = _first(places("base_url", sources.base_url, sources.base_url_member))
    acting_in, _ = _first(
        places("organization", sources.organization, "context.id", file.organization)
    )
    if not key:
        raise ConfigError(
            "no personal access token: pass connect(api_key=...), or set "
            f"{' or '.join(sources.api_key)}, or log in with the official command line tool "
            f"({file.path} {file.problem or 'has no auth.value'}). {sources.advice}"
        )
    if not is_header_value(key) or key[0] in "\"'":
        raise ConfigError(
            f"the personal access token ({key_source}) contains characters that no token has; "
            "was it cut or quoted?"
        )
    return Settings(
        api_key=key,
        base_url=require_secure(
            url or sources.default_base_url,
            what=f"the base URL ({url_source})",
            example=sources.default_base_url,
        ),
        organization=acting_in,
        source=f"from {url_source}" if url_source else "the default",
    )


def _text(name: str, value: object, also: str = "str") -> str:
    """Return an argument as text, "" without one; never show it: it may be the token."""
    if value is None:
        return ""
    # By its name: httpx and httpx2 both have one, and both are in use.
    if isinstance(value, str) or type(value).__name__ == also:
        return str(value).strip()
    wanted = "a str" if also == "str" else f"a str or a {also}"
    raise InvalidInput(f"{name} is a {type(value).__name__}: pass {wanted}")


def _first(places: Iterator[tuple[str, str]]) -> tuple[str, str]:
    """Return the first value that is not blank, and where it was found; later ones may be odd."""
    return next((place for place in places if place[0]), ("", ""))


@frozen
class ConfigFile:
    """The file of the official command line tool.

    Attributes:
        path: Where it is, or would be.
        content: What it holds, the token too.
        problem: Why it could not be read, or "".
    """

    path: str
    content: dict[str, Any] = field(factory=dict, repr=False)
    problem: str = ""

    def text(self, member: str) -> str:
        """Return a member of a section, such as ``auth.value``, or "".

        Raises:
            ConfigError: It, or the section, is of another type.
        """
        return self._member(member, str) or ""

    def organization(self, member: str) -> str:
        """Return the organization in which the tool acts; "" if that is the personal account."""
        return self.text(member) if self._member("context.isOrganization", bool) else ""

    def _member(self, member: str, kind: type[T]) -> T | None:
        section, _, name = member.partition(".")
        members = self._checked(section, self.content.get(section), dict) or {}
        return self._checked(member, members.get(name), kind)

    def _checked(self, name: str, value: object, kind: type[T]) -> T | None:
        if value is None or isinstance(value, kind):
            return value
        found, wanted = type(value).__name__, kind.__name__
        raise ConfigError(f"{self.path}: {name} is of type {found}, not {wanted}")


def read_config(sources: Sources, environment: Mapping[str, str]) -> ConfigFile:
    """Read the file; one that nobody named counts as empty if it cannot be read.

    Raises:
        ConfigError: A file that is named cannot be read, or a file is no JSON.
    """
    path, variable = _first(
        (environment.get(name, "").strip(), name) for name in sources.config_file
    )
    if path:
        return _read_file(path, f" ({variable})")
    files = [_read_file(usual, "") for usual in _usual_paths(sources, environment)]
    return next((file for file in files if file.content), files[0])


def _read_file(path: str, source: str) -> ConfigFile:
    try:
        path = str(Path(path).expanduser())
        content = json.loads(Path(path).read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        # The file holds a token: the reason is told, never the content.
        reason = type(error).__name__
        raise ConfigError(f"{path}{source} cannot be read as JSON ({reason})") from None
    except (FileNotFoundError, NotADirectoryError):
        problem = ""
    except (OSError, RuntimeError) as error:  # RuntimeError: no home folder is known
        problem = f"cannot be read ({type(error).__name__})"
    else:
        return ConfigFile(path, content if isinstance(content, dict) else {})
    if source:
        raise ConfigError(f"{path}{source} {problem or 'does not exist'}")
    return ConfigFile(path, problem=problem)


def _usual_paths(sources: Sources, environment: Mapping[str, str]) -> list[str]:
    windows = sys.platform == "win32"
    folder = environment.get("LOCALAPPDATA", "~") if windows else "~/.config"
    return [f"{folder}/{file}" for file in sources.usual_files]


# --- certificates and proxies ---------------------------------------------------------------------


def load_certificates() -> ssl.SSLContext:
    """Return the certificates to trust: those the environment names, else the usual ones.

    Raises:
        ConfigError: The environment names some that cannot be used.
    """
    # httpx looks at the folders only without a file.
    name = "SSL_CERT_FILE" if os.environ.get("SSL_CERT_FILE") else "SSL_CERT_DIR"
    named = os.environ.get(name, "")
    if (
        name == "SSL_CERT_DIR"
        and named
        and not any(map(_holds_certificates, named.split(os.pathsep)))
    ):
        raise ConfigError(
            f"{name}={named} names no folder of certificates: their files are called by a hash, "
            "such as 0a1b2c3d.0; `openssl rehash` does that"
        )
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        used = [
            f"{each}={os.environ[each]}" for each in (name, "SSLKEYLOGFILE") if os.environ.get(each)
        ]
        places = " or ".join(used) or "the certificates of this machine"
        raise ConfigError(f"{places} cannot be used ({error})") from None


def _holds_certificates(folder: str) -> bool:
    """Tell whether OpenSSL finds certificates there; it says nothing and trusts nobody if not."""
    return any(Path(folder).glob("[0-9a-f]" * 8 + ".[0-9]*"))


def check_proxies(url: str) -> None:
    """Refuse proxies of the environment that cannot be used on the way to ``url``.

    Raises:
        ConfigError: Names the variable, never its value: it may hold a password.
    """
    if is_loopback(httpx.URL(url).host):
        return  # no proxy is used
    for problem in _proxy_problems():
        raise ConfigError(problem)


def _proxy_problems() -> list[str]:
    proxies = getproxies()
    except_for = proxies.get("no", "")
    if "*" in map(str.strip, except_for.split(",")):
        return []  # no proxy is used
    problems = [
        f"{_variable(kind, proxies[kind])} {problem}"
        for kind in ("http", "https", "all")
        if (problem := _proxy_problem(proxies.get(kind, "")))
    ]
    if except_for and not problems:
        try:  # httpx2 ignores most of what it cannot read there, but fails over some: *.xn--...
            httpx.Client(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)).close()
        except (ValueError, httpx.InvalidURL):
            problems.append(f"{_variable('no', except_for)} lists something that is no host")
    return problems


def _proxy_problem(address: str) -> str:
    if not address:
        return ""
    parsed = parse(address if "://" in address else f"http://{address}")
    if parsed is None or parsed.scheme not in ("http", "https", "socks5", "socks5h"):
        return "is not an address with scheme, host and port"
    if parsed.scheme.startswith("socks") and find_spec("socksio") is None:
        return "is a SOCKS proxy, which takes another package: pip install socksio"
    return ""


def _variable(kind: str, value: str) -> str:
    """Return the name of the variable that holds a proxy; it may be in capitals or not."""
    names = [name for name in os.environ if name.lower() == f"{kind}_proxy"]
    return next((name for name in names if os.environ[name] == value), "the system's proxy setting")
