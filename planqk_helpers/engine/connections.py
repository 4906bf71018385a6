"""A generated client on httpx clients of ours, whatever the platform."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Mapping
from typing import NoReturn, Protocol, Self, TypeVar

import httpx2 as httpx
from attrs import define, field, frozen

from ..errors import ConfigError, DecodeError, InvalidInput
from .addresses import HeaderAuth, Origin, is_header_value, origin_of, parse
from .answers import Dialect
from .http import Gate, open_clients
from .lookup import unique
from .settings import check_proxies

FIXED = "a connected client cannot be changed: make another, connect(organization=..., timeout=...)"


class Settable(Protocol):
    """A generated client, as far as it is given its httpx clients."""

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """Set the blocking client."""

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """Set the asyncio client."""


S = TypeVar("S", bound=Settable)


@define
class Wiring:
    """What all httpx clients of a connection share, and those that were opened with it.

    Attributes:
        timeout: Seconds, as `open_clients` takes them.
        context: Certificates to trust.
        gate: Bounds the requests of the connection.
        dialect: How the platform words a refusal.
        headers: Sent with every request.
        gateways: Where the platform itself, or an answer of it, says that gateways are. A handle
            is text that travels: tokens do not go to another one that it names.
    """

    timeout: float
    context: ssl.SSLContext
    gate: Gate
    dialect: Dialect
    headers: Mapping[str, str]
    gateways: set[Origin] = field(factory=set, init=False)
    _blocking: list[httpx.Client] = field(factory=list, init=False)
    _awaiting: list[httpx.AsyncClient] = field(factory=list, init=False)

    def connect(
        self,
        client: S,
        address: str,
        auth: HeaderAuth,
        source: tuple[str, str],
        headers: Mapping[str, str] | None = None,
    ) -> S:
        """Give a generated client its httpx clients for an address.

        ``source`` tells where it was found, and the advice if nobody answers there.

        Raises:
            ConfigError: A proxy of the environment cannot be used.
        """
        check_proxies(address)
        blocking, awaiting = open_clients(
            address,
            auth=auth,
            timeout=self.timeout,
            headers={**self.headers, **(headers or {})},
            context=self.context,
            gate=self.gate,
            dialect=self.dialect,
            source=source,
        )
        self._blocking.append(blocking)
        self._awaiting.append(awaiting)
        return client.set_httpx_client(blocking).set_async_httpx_client(awaiting)

    def name_gateways(self, *addresses: object) -> None:
        """Take note of addresses of gateways; others than those of the web are left out."""
        for address in addresses:
            if isinstance(address, str) and (parsed := parse(address)):
                self.gateways.add(origin_of(parsed))

    def knows_gateway(self, address: str) -> bool:
        """Tell whether the gateway at an address has been named."""
        parsed = parse(address)
        return parsed is not None and origin_of(parsed) in self.gateways

    def check(self) -> None:
        """Raise if the blocking clients are closed, or those of another process."""
        self.gate.check(closed=self.is_closed)

    @property
    def is_closed(self) -> bool:
        """Whether the blocking clients have been closed."""
        return any(client.is_closed for client in self._blocking)

    @property
    def is_closed_async(self) -> bool:
        """Whether the asyncio clients have been closed."""
        return any(client.is_closed for client in self._awaiting)

    def close(self) -> None:
        """Close the blocking clients; those of another process are left to it."""
        if self.gate.is_here:
            for client in self._blocking:
                client.close()

    async def aclose(self) -> None:
        """Close the asyncio clients, likewise."""
        if self.gate.is_here:
            for client in self._awaiting:
                await client.aclose()


class Connected:
    """What `connect` returns is this and a generated client. It never holds the token itself.

    Attributes:
        wiring: Opens httpx clients, and closes them.
        organization: Id of the organization it acts in; "": the personal account.
    """

    wiring: Wiring
    organization: str
    _base_url: str

    def __enter__(self) -> Self:
        """Use it until the block ends; it may have been used before."""
        self.wiring.check()
        return self

    def __exit__(self, *args: object, **kwargs: object) -> None:
        """Close every connection."""
        self.wiring.close()

    async def __aenter__(self) -> Self:
        """Use it until the block ends; it may have been used before."""
        self.wiring.gate.check(closed=self.wiring.is_closed_async)
        return self

    async def __aexit__(self, *args: object, **kwargs: object) -> None:
        """Close every connection."""
        await self.wiring.aclose()

    def __repr__(self) -> str:
        where = f"organization {self.organization}" if self.organization else "personal account"
        return f"<client of {self._base_url}, {where}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a connected client cannot be copied or pickled: connect() again instead")

    def with_headers(self, headers: dict[str, str]) -> NoReturn:  # noqa: ARG002
        """Refuse: the generated method changes this client and returns one without a token."""
        raise ConfigError(FIXED)

    def with_cookies(self, cookies: dict[str, str]) -> NoReturn:  # noqa: ARG002
        """Refuse, for the same reason."""
        raise ConfigError(FIXED)

    def with_timeout(self, timeout: httpx.Timeout) -> NoReturn:  # noqa: ARG002
        """Refuse, for the same reason."""
        raise ConfigError(FIXED)


@frozen
class Organization:
    """An organization by its display name."""

    id: str
    name: str


def id_among(organizations: Iterable[tuple[str, str]], wanted: str, operation: str) -> str:
    """Return the id of an organization, given by its id or its display name.

    Args:
        organizations: Ids and display names of those there are.
        wanted: Id or display name.
        operation: What listed them.

    Raises:
        NameNotFound: None of them is meant.
        AmbiguousName: Several are.
        DecodeError: Its id cannot be sent.
    """
    known = [Organization(id, name) for id, name in organizations]
    ids = [each.id for each in known]
    id = wanted if wanted in ids else unique(known, wanted, kind="organization").id
    if not is_header_value(id):
        raise DecodeError(operation, f"{wanted!r} has an id that no header can carry")
    return id


def require_number(value: float, *, what: str, most: float, whole: bool = False) -> None:
    """Raise unless ``value`` is a number above 0.

    Raises:
        InvalidInput: It is of another type, NaN, not positive or more than ``most``.
    """
    kinds = int if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise InvalidInput(f"{what} is a {type(value).__name__}: give a number")
    if not 0 < value <= most:
        raise InvalidInput(f"{what}: give more than 0 and at most {most:,.0f}")
