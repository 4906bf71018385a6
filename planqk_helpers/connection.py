"""Connect to the platform."""

from __future__ import annotations

import re
import sys
from typing import NoReturn, Self
from uuid import UUID

import httpx2 as httpx
from attrs import define, evolve, frozen
from planqk_platform import AuthenticatedClient
from planqk_platform.api.user_account_controller import get_accounts
from planqk_platform.models import AccountDto
from planqk_service import AuthenticatedClient as ServiceClient

from ._version import __version__
from .addresses import HeaderAuth, is_header_value, is_loopback, require_secure
from .errors import A_DAY, ConfigError, DecodeError, InvalidInput
from .flow import Flow, call, drive, recipe
from .http import Gate, open_clients
from .lookup import unique
from .retrying import forget_frames
from .settings import Settings, check_proxies, load_certificates, resolve

MAX_REQUESTS = 32
"""An execution costs least at 16 to 32; from 128 on, the work of the pool itself shows."""
MOST_REQUESTS = 1000
FIXED = "a connected client does not change: connect(organization=..., timeout=...) another one"
USER_AGENT = {"User-Agent": f"planqk-helpers/{__version__}"}


def connect(
    api_key: str | None = None,
    *,
    base_url: str | httpx.URL | None = None,
    organization: str | UUID | None = None,
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
        timeout: Seconds, at most a day, for connecting, for each read and write of a request, and,
            with a second more for each kilobyte, for the whole of its answer; default 30.
        max_requests: How many requests this connection sends at a time, platform and gateways
            together; default 32. Others wait for their turn, which counts against no time-out.

    Raises:
        ConfigError: No token anywhere; or a value, the file, or a proxy or the certificates of the
            environment cannot be used.
        InvalidInput: An argument is of another type, or a number is out of range.
        NameNotFound: The token's user belongs to no organization of this name (or id).
        AmbiguousName: To several; lists their ids.

    Operation: none, unless the organization is given by another thing than a UUID: then
    ``getAccounts``, ``GET /my/accounts``, at once and blocking.
    """
    handled = sys.exception()
    try:
        check_number(timeout, what="timeout", most=A_DAY)
        check_number(max_requests, what="max_requests", most=MOST_REQUESTS, whole=True)
        settings = resolve(api_key, base_url, organization)
        if settings.organization and not is_uuid(settings.organization):
            with Connection(evolve(settings, organization=""), timeout) as client:
                id = organization_id(client, settings.organization)
            settings = evolve(settings, organization=id)
        return Connection(settings, timeout, max_requests)
    except BaseException as error:
        # A traceback that shows local variables must not show the token: not here, and not below,
        # where the variables are the whole environment and the content of the file.
        del api_key, base_url, organization
        forget_frames(error, handled)
        error.__context__ = handled
        raise error


def check_number(value: float, *, what: str, most: float, whole: bool = False) -> None:
    """Refuse what is no number above 0.

    Raises:
        InvalidInput: It is of another type, NaN, not positive or more than ``most``.
    """
    kinds = int if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise InvalidInput(f"{what} is a {type(value).__name__}: give a number")
    if not 0 < value <= most:
        raise InvalidInput(f"{what}: give more than 0 and at most {most:,.0f}")


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
    named = [Named(account.id, account.display_name) for account in organizations]
    if organization in [each.id for each in named]:
        id = organization
    else:
        id = unique(named, organization, kind="organization").id
    if not is_header_value(id):
        raise DecodeError("get_accounts", f"{organization!r} has an id that no header can carry")
    return id


def is_uuid(text: str) -> bool:
    """Tell whether ``text`` is a UUID in the form of the platform's ids; ``UUID`` takes others."""
    return re.fullmatch("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text) is not None


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
        self._context = load_certificates()
        self._gate = Gate(max_requests)
        self._gateways: dict[tuple[str, str], Gateway] = {}
        self.organization: str = settings.organization
        headers = dict(USER_AGENT)
        if settings.organization:
            headers["X-OrganizationId"] = settings.organization
        check_proxies(settings.base_url)
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
            ConfigError: The endpoint is not https, or on this machine though the platform is not:
                no token may go there.
        """
        endpoint = str(endpoint)  # the platform may have sent anything
        key = (endpoint, application_id)
        if key not in self._gateways:
            here = is_loopback(httpx.URL(self._base_url).host)
            address = require_secure(endpoint, what="the gateway endpoint", here=here)
            check_proxies(address)
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
