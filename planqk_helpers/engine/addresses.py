"""Where a token may go: the check of every address, and the header that carries the token."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Generator, Mapping
from typing import NoReturn, Self, TypeAlias, TypeGuard

import httpx2 as httpx

from ..errors import ConfigError, InvalidInput

# RFC 1035: labels of at most 63 octets, 253 in all. Underscores are in use in local networks.
HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")

Origin: TypeAlias = tuple[str, bytes, int | None]


class HeaderAuth(httpx.Auth):
    """Send secrets in headers, to one origin only, and show them nowhere.

    Attributes:
        version: How often the secret was set; 0 as long as there is none.
    """

    def __init__(
        self, origin: str, header: str, *, prefix: str = "", also: Mapping[str, str] | None = None
    ) -> None:
        self._origin = origin_of(httpx.URL(origin))
        self._header = header
        self._prefix = prefix
        self._secret = ""
        self._also = dict(also or {})
        self.version: int = 0

    def set(self, secret: str) -> Self:
        """Exchange the secret, also while requests are under way."""
        self._secret = secret
        self.version += 1
        return self

    def secrets_in(self, request: httpx.Request) -> list[str]:
        """Return the secrets in a request: the headers' values, and the token in the first."""
        value = request.headers.get(self._header, "")
        return [value, value.removeprefix(self._prefix), *self._also.values()]

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the headers, unless the request goes elsewhere."""
        if origin_of(request.url) != self._origin:
            host = request.url.raw_host.decode()
            raise InvalidInput(f"{host} is not where this client may send its token")
        request.headers.update({self._header: self._prefix + self._secret, **self._also})
        yield request

    def __reduce__(self) -> NoReturn:
        raise TypeError("what holds a token cannot be copied or pickled: connect() again instead")


def origin_of(url: httpx.URL) -> Origin:
    """Return scheme, host and port of an address."""
    return url.scheme, url.raw_host, url.port


def is_header_value(value: object) -> TypeGuard[str]:
    """Tell whether a header can carry ``value``; the HTTP stack would show one that it cannot."""
    return (
        isinstance(value, str)
        and value != ""
        and value.isascii()
        and value.isprintable()
        and " " not in value
    )


def require_secure(url: str, *, what: str, example: str, here: bool = True) -> str:
    """Return ``url`` without a trailing slash if a token may be sent there.

    Args:
        url: The base address.
        what: What it is the address of, for the error.
        example: An address as it should be, for the error.
        here: Whether it may be on this machine.

    Raises:
        ConfigError: It is not https, and not http to this machine; or it is no plain base address.
    """
    if set("@?#") & set(url):
        raise ConfigError(f"{what} must not carry a user, a query or a fragment")
    # Anything else may be a secret that was put into the wrong variable.
    shown = f"{what} {url!r:.200}" if re.match("https?://", url, re.IGNORECASE) else what
    parsed = parse(url)
    if parsed is None or parsed.scheme not in ("http", "https"):
        raise ConfigError(f"{shown} is not an address like {example}")
    if not here and is_loopback(parsed.host):
        raise ConfigError(
            f"{shown} is on this machine, but the platform is not: the token stays here"
        )
    if parsed.scheme == "http" and not is_loopback(parsed.host):
        raise ConfigError(
            f"{shown} is plain http: the token would travel readable to all. Use https"
        )
    return url.rstrip("/")


def require_service_url(url: str) -> None:
    """Raise if the address of a service elsewhere is blank, or carries a user.

    Platforms show the address to whoever can see the service.
    """
    if not url.strip():
        raise InvalidInput("the url of the service is empty: give its address")
    if re.match("[^/?#]*//[^/?#]*@", url):
        raise InvalidInput(
            "the url of the service carries a user, and everybody could read it there: pass "
            "username= and password="
        )


def parse(url: str) -> httpx.URL | None:
    """Return an address whose host and port a connection can be tried to, or None.

    httpx takes more: it fails only when it connects, in a way that looks like a bad answer.
    """
    try:
        parsed = httpx.URL(url)
        host = parsed.host and parsed.raw_host.decode()  # .host: it may fail too
    except (ValueError, httpx.InvalidURL):
        return None
    if not (HOST.fullmatch(host) or ":" in host):  # httpx has checked an IPv6 address
        return None
    if parsed.port is not None and not 0 < parsed.port < 65536:
        return None
    return parsed


def is_loopback(host: str) -> bool:
    """Tell whether ``host`` is this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
