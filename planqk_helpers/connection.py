"""Connect to the platform."""

from __future__ import annotations

from typing import NoReturn, Self
from uuid import UUID

import httpx2 as httpx
from attrs import define, evolve, frozen
from planqk_platform import AuthenticatedClient
from planqk_platform.api.user_account_controller import get_accounts
from planqk_platform.models import AccountDto
from planqk_service import AuthenticatedClient as ServiceClient

from ._version import __version__
from .errors import ConfigError, InvalidInput
from .flow import Flow, call, drive, recipe
from .http import Gate, HeaderAuth, open_clients, require_secure
from .lookup import unique
from .settings import Settings, resolve

MAX_REQUESTS = 32
FIXED = "a connected client does not change: connect(organization=..., timeout=...) another one"
USER_AGENT = {"User-Agent": f"planqk-helpers/{__version__}"}


def connect(
    api_key: str | None = None,
    *,
    base_url: str | None = None,
    organization: str | None = None,
    timeout: float = 30.0,
    max_requests: int = MAX_REQUESTS,
) -> AuthenticatedClient:
    """Return the generated client, ready for recipes and for raw generated calls.

    Use it with ``with`` (blocking) or ``async with`` (asyncio), so that its connections are closed.
    Each value that is not given comes from the environment, else from the file
    of the official command line tool, else from the default; blank counts as not given.

    Args:
        api_key: Personal access token; else ``PLANQK_PERSONAL_ACCESS_TOKEN``, else ``auth.value``
            of ``~/.config/planqk/config.json`` (or of the file ``PLANQK_CONFIG_FILE_PATH`` names).
        base_url: Address of the platform's API; else ``PLANQK_BASE_URL``, else
            ``endpoint.basePath`` of that file, else ``https://platform.planqk.de/qc-catalog``.
        organization: Id or display name of the organization to act in; else
            ``PLANQK_ORGANIZATION_ID``, else ``context.id`` of that file if it is an organization,
            else the personal account.
        timeout: Seconds for connecting, for each read and write of a request, and, with a second
            more for each kilobyte, for the whole body of its answer; default 30.
        max_requests: How many requests this connection sends at a time, platform and gateways
            together; default 32. Others wait for their turn, which counts against no time-out.

    Raises:
        ConfigError: No token anywhere, or a value that cannot be used.
        InvalidInput: The timeout is not a positive number.
        NameNotFound: The token's user belongs to no organization of this name (or id).
        AmbiguousName: To several; lists their ids.

    Operation: none, unless the organization is given by another thing than a UUID: then
    ``getAccounts``, ``GET /my/accounts``, at once and blocking.
    """
    if not timeout > 0:
        raise InvalidInput(f"timeout is {timeout} s: give a positive number of seconds")
    try:
        settings = resolve(api_key, base_url, organization)
    except ConfigError as error:
        # A traceback that shows local variables must not show the token, here or below.
        api_key = None
        raise error.with_traceback(None) from None
    if settings.organization and not is_uuid(settings.organization):
        with Connection(evolve(settings, organization=""), timeout) as client:
            settings = evolve(settings, organization=organization_id(client, settings.organization))
    return Connection(settings, timeout, max_requests)


@recipe
def verify(client: AuthenticatedClient) -> Flow[list[AccountDto]]:
    """Check the connection, and tell which accounts it reaches.

    Args:
        client: From `connect`.

    Returns:
        The personal account and the organizations that the token's user belongs to; the ``id`` of
        an organization is what `connect` takes.

    Raises:
        Unauthorized: The token is wrong, expired or revoked.
        ConnectionFailed: The platform cannot be reached.
        ConfigError: The client acts in an organization that is not among them.

    Operation: ``getAccounts``, ``GET /my/accounts``.
    """
    accounts = yield from call(get_accounts, client=client)
    acting_in = connection(client).organization
    if acting_in and acting_in not in {account.id for account in accounts}:
        yours = ", ".join(a.display_name for a in accounts if a.is_organization) or "none"
        raise ConfigError(
            f"you do not belong to organization {acting_in}. Your organizations: {yours}"
        )
    return accounts


def organization_id(client: AuthenticatedClient, organization: str) -> str:
    """Return the id of an organization, given by id or display name."""
    accounts = drive(call(get_accounts, client=client))
    organizations = [account for account in accounts if account.is_organization]
    if organization in {account.id for account in organizations}:
        return organization
    named = [Named(account.id, account.display_name) for account in organizations]
    return unique(named, organization, kind="organization").id


def is_uuid(text: str) -> bool:
    """Tell whether ``text`` is a UUID, as the platform's ids are."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@frozen
class Named:
    """An organization by its display name."""

    id: str
    name: str


@define
class Gateway:
    """A client of one service at its gateway endpoint, for one application.

    Attributes:
        client: The generated client.
        auth: Holds the application's token.
        renewing: Whether somebody is getting a new token.
    """

    client: ServiceClient
    auth: HeaderAuth
    renewing: bool = False


class Connection(AuthenticatedClient):
    """The generated client on httpx clients of ours, and the gateways reached through it.

    The generated object itself never holds the token: its repr would show it.
    """

    def __init__(
        self, settings: Settings, timeout: float, max_requests: int = MAX_REQUESTS
    ) -> None:
        super().__init__(base_url=settings.base_url, token="")
        self._timeout_seconds = timeout
        self._context = httpx.create_ssl_context()
        self._gate = Gate(max_requests)
        self._gateways: dict[tuple[str, str], Gateway] = {}
        self.organization: str = settings.organization
        headers = dict(USER_AGENT)
        if settings.organization:
            headers["X-OrganizationId"] = settings.organization
        blocking, awaiting = open_clients(
            settings.base_url,
            auth=HeaderAuth(settings.base_url, "X-Auth-Token").set(settings.api_key),
            timeout=timeout,
            headers=headers,
            context=self._context,
            gate=self._gate,
        )
        self.set_httpx_client(blocking).set_async_httpx_client(awaiting)

    def gateway(self, endpoint: str, application_id: str) -> Gateway:
        """Return the client for ``endpoint`` as ``application_id``; the same one every time.

        Raises:
            ConfigError: The endpoint is not https, so no token may go there.
        """
        key = (endpoint, application_id)
        if key not in self._gateways:
            address = require_secure(endpoint, what="the gateway endpoint")
            auth = HeaderAuth(address, "Authorization", prefix="Bearer ")
            blocking, awaiting = open_clients(
                address,
                auth=auth,
                timeout=self._timeout_seconds,
                headers=USER_AGENT,
                context=self._context,
                gate=self._gate,
            )
            client = ServiceClient(base_url=address, token="")
            client.set_httpx_client(blocking).set_async_httpx_client(awaiting)
            self._gateways.setdefault(key, Gateway(client, auth))
        return self._gateways[key]

    def __enter__(self) -> Self:
        """Use it until the block ends; it may have been used before."""
        self._gate.check(closed=self.get_httpx_client().is_closed)
        return self

    def __exit__(self, *args: object, **kwargs: object) -> None:
        """Close every connection; those of another process are left to it."""
        if self._gate.is_here:
            for each in self._clients():
                each.get_httpx_client().close()

    async def __aenter__(self) -> Self:
        """Use it until the block ends; it may have been used before."""
        self._gate.check(closed=self.get_async_httpx_client().is_closed)
        return self

    async def __aexit__(self, *args: object, **kwargs: object) -> None:
        """Close every connection; those of another process are left to it."""
        if self._gate.is_here:
            for each in self._clients():
                await each.get_async_httpx_client().aclose()

    def _clients(self) -> list[AuthenticatedClient | ServiceClient]:
        return [self, *(gateway.client for gateway in self._gateways.values())]

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


def connection(client: AuthenticatedClient) -> Connection:
    """Return ``client`` as what `connect` made.

    Raises:
        ConfigError: It was made in another way.
    """
    if isinstance(client, Connection):
        return client
    raise ConfigError("this needs the client that connect() returns, not one made by hand")
