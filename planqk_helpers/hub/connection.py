"""Connect to the Hub: with a personal access token, or with the access key of an application."""

from __future__ import annotations

import os
import sys
from base64 import b64encode
from collections.abc import Generator
from uuid import UUID

import httpx2 as httpx
from attrs import evolve
from hub_platform import AuthenticatedClient
from hub_platform.api.users import get_my_accounts
from hub_platform.models import AccountDto
from hub_platform.types import show_list_html as show_models
from hub_service import AuthenticatedClient as ServiceClient
from hub_service.types import show_list_html as show_service_models

from .._version import __version__
from ..engine.addresses import HeaderAuth, is_header_value, is_loopback, require_secure
from ..engine.calls import call
from ..engine.connections import Connected, Wiring, id_among, require_number
from ..engine.flow import A_DAY, Flow, drive, recipe
from ..engine.http import MAX_REQUESTS, MOST_REQUESTS, Gate
from ..engine.lookup import is_uuid
from ..engine.notebook import show_lists
from ..engine.retrying import forget_frames
from ..engine.settings import Settings, Sources, load_certificates, resolve
from ..engine.tokens import Gateway
from ..errors import ConfigError, Forbidden, InvalidInput
from .dialect import DIALECT, TOKENS_ARE_MADE

USER_AGENT = {"User-Agent": f"planqk-helpers/{__version__}"}
GATEWAY_EXAMPLE = "https://gateway.hub.kipu-quantum.com/context/service/1.0.0"
PARENT = "KQH_SERVICE_EXECUTION_TOKEN"
"""Inside a running service: what tells the platform which execution starts others."""
SOURCES = Sources(
    api_key=(
        PARENT,
        "KQH_PERSONAL_ACCESS_TOKEN",
        "PLANQK_SERVICE_EXECUTION_TOKEN",
        "SERVICE_EXECUTION_TOKEN",
        "PLANQK_PERSONAL_ACCESS_TOKEN",
    ),
    base_url=("KQH_BASE_URL",),
    organization=("KQH_ORGANIZATION_ID", "PLANQK_ORGANIZATION_ID"),
    config_file=("KQH_CONFIG_FILE_PATH", "PLANQK_CONFIG_FILE_PATH"),
    usual_files=("qhubctl/config.json", "planqk/config.json"),
    default_base_url="https://api.hub.kipu-quantum.com/qc-catalog",
    gateway=GATEWAY_EXAMPLE,
    advice=f"Tokens are {TOKENS_ARE_MADE}",
    not_beside={
        "PLANQK_SERVICE_EXECUTION_TOKEN": "PLANQK_BASE_URL",
        "PLANQK_PERSONAL_ACCESS_TOKEN": "PLANQK_BASE_URL",
        "PLANQK_ORGANIZATION_ID": "PLANQK_BASE_URL",
    },
)


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
    Each value that is not given comes from the environment, else from the file of the official
    command line tool, else from the default; blank counts as not given. If ``PLANQK_BASE_URL`` is
    set, variables of PlanQK do not count: they are meant for that address.

    Args:
        api_key: Personal access token; else ``KQH_SERVICE_EXECUTION_TOKEN`` (inside a running
            service), ``KQH_PERSONAL_ACCESS_TOKEN``, ``PLANQK_SERVICE_EXECUTION_TOKEN``,
            ``SERVICE_EXECUTION_TOKEN`` or ``PLANQK_PERSONAL_ACCESS_TOKEN``; else ``auth.value`` of
            the file that ``KQH_CONFIG_FILE_PATH`` or ``PLANQK_CONFIG_FILE_PATH`` names, else of
            ``~/.config/qhubctl/config.json``, else of ``~/.config/planqk/config.json``.
        base_url: Address of the platform's API; else ``KQH_BASE_URL``, else
            ``https://api.hub.kipu-quantum.com/qc-catalog``.
        organization: Id or display name of the organization to act in; else
            ``KQH_ORGANIZATION_ID`` or ``PLANQK_ORGANIZATION_ID``, else ``context.id`` of that file
            if it is an organization, else the personal account.
        timeout: Seconds, at most a day; default 30. They limit connecting, each read and each
            write. A whole answer may take as long, and a second more for each kilobyte.
        max_requests: How many requests this connection sends at a time, platform and gateways
            together; default 32. Others wait for their turn; no time-out counts this wait.

    Raises:
        ConfigError: There is no token anywhere; or a value, the file, a proxy or the certificates
            of the environment cannot be used.
        InvalidInput: An argument has the wrong type, or a number is out of range.
        NameNotFound: The token's user belongs to no organization of this name (or id).
        AmbiguousName: The user belongs to several of this name; the error lists their ids.

    Operation: none; but if the organization is not given as a UUID, ``getMyAccounts``,
    ``GET /my/accounts``, at once and blocking.
    """
    handled = sys.exception()
    try:
        settings = find_settings(api_key, base_url, organization)
        wiring = wire(timeout, max_requests)
        if settings.organization and not is_uuid(settings.organization):
            with Connection(evolve(settings, organization=""), evolve(wiring)) as client:
                id = organization_id(client, settings.organization)
            settings = evolve(settings, organization=id)
        show_lists(show_models, show_service_models)
        return Connection(settings, wiring)
    except BaseException as error:
        # A traceback that shows local variables must not show the token: not here, and not below,
        # where the variables are the whole environment and the content of the file.
        del api_key, base_url, organization
        forget_frames(error, handled)
        error.__context__ = handled
        raise error


def connect_with_key(
    endpoint: str | httpx.URL,
    access_key_id: str,
    secret_access_key: str,
    *,
    timeout: float = 30.0,
    max_requests: int = MAX_REQUESTS,
) -> AuthenticatedClient:
    """Return a client that executes one service, without a personal access token.

    It is for the recipes about executions, which then take neither service nor application:
    ``run_service(client, data=...)``. Any other call is refused before it is sent.

    Args:
        endpoint: Gateway endpoint of the service, as the platform shows it.
        access_key_id: Of an application that is subscribed to the service.
        secret_access_key: Of the same application.
        timeout: As for `connect`.
        max_requests: As for `connect`.

    Raises:
        ConfigError: ``endpoint`` is no gateway endpoint; or a part of the key is empty, or has
            characters that no key has.
        InvalidInput: An argument has the wrong type, or a number is out of range.

    Operation: none; the first call of a recipe fetches a token, ``POST /token`` at the gateway.
    """
    handled = sys.exception()
    try:
        if not isinstance(access_key_id, str) or not isinstance(secret_access_key, str):
            raise InvalidInput("access_key_id and secret_access_key: pass the two texts of the key")
        if not (access_key_id.strip() and secret_access_key.strip()):
            raise ConfigError("the access key has two parts, and one of them is empty: pass both")
        if not is_header_value(access_key_id + secret_access_key) or ":" in access_key_id:
            raise ConfigError("the access key contains characters that no key has; was it cut?")
        client = KeyConnection(str(endpoint), wire(timeout, max_requests))
        client.key.set(basic(access_key_id, secret_access_key))
        show_lists(show_models, show_service_models)
        return client
    except BaseException as error:
        del endpoint, access_key_id, secret_access_key  # as in connect(); they may be mixed up
        forget_frames(error, handled)
        error.__context__ = handled
        raise error


def find_settings(
    api_key: str | None = None,
    base_url: str | httpx.URL | None = None,
    organization: str | UUID | None = None,
) -> Settings:
    """Find token, address and organization, each in the first place that has it."""
    return resolve(SOURCES, api_key, base_url, organization)


def wire(timeout: float, max_requests: int) -> Wiring:
    """Return what the httpx clients of a connection share."""
    require_number(timeout, what="timeout", most=A_DAY)
    require_number(max_requests, what="max_requests", most=MOST_REQUESTS, whole=True)
    return Wiring(timeout, load_certificates(), Gate(max_requests), DIALECT, USER_AGENT)


def basic(access_key_id: str, secret_access_key: str) -> str:
    """Return an access key as HTTP Basic sends it."""
    return b64encode(f"{access_key_id}:{secret_access_key}".encode()).decode()


@recipe
def verify(client: AuthenticatedClient) -> Flow[list[AccountDto]]:
    """Check the connection, and return the accounts that it reaches.

    Args:
        client: From `connect`.

    Returns:
        The personal account and the organizations that the token's user belongs to; the ``id`` of
        an organization is what `connect` takes.

    Raises:
        Unauthorized: The token is wrong, expired or revoked.
        ConnectionFailed: The platform cannot be reached.
        ConfigError: The client acts in an organization that the user does not belong to.

    Operation: ``getMyAccounts``, ``GET /my/accounts``.
    """
    acting_in = connection(client).organization
    try:
        accounts = yield from call(get_my_accounts, client=client)
    except Forbidden as error:
        if not acting_in:
            raise
        raise ConfigError(f"you do not belong to organization {acting_in}") from error
    if acting_in and acting_in not in {account.id for account in accounts}:
        yours = ", ".join(a.display_name or a.id for a in accounts if is_organization(a)) or "none"
        raise ConfigError(
            f"you do not belong to organization {acting_in}. Your organizations: {yours}"
        )
    return accounts


def is_organization(account: AccountDto) -> bool:
    """Tell whether an account is an organization's; the platform says it in two members."""
    return account.is_organization is True or account.organization is True


def organization_id(client: AuthenticatedClient, organization: str) -> str:
    """Return the id of an organization, given by id or display name."""
    accounts = drive(call(get_my_accounts, client=client))
    return id_among(
        [(each.id, each.display_name) for each in accounts if is_organization(each)],
        organization,
        operation="get_my_accounts",
    )


class Connection(Connected, AuthenticatedClient):
    """The generated client on httpx clients of ours, and the gateways reached through it."""

    def __init__(self, settings: Settings, wiring: Wiring) -> None:
        super().__init__(base_url=settings.base_url, token="")
        self.wiring: Wiring = wiring
        self.organization: str = settings.organization
        self._here: bool = is_loopback(httpx.URL(settings.base_url).host)
        # It is meant for the platform that the environment names, and for its gateways.
        self._is_parents: bool = settings.base_url == base_url_of_environment()
        self._gateways: dict[tuple[str, str], Gateway[ServiceClient]] = {}
        self._issuers: dict[tuple[str, str], Gateway[ServiceClient]] = {}
        auth = HeaderAuth(settings.base_url, "X-Auth-Token").set(settings.api_key)
        acting = {"X-OrganizationId": self.organization} if self.organization else {}
        source = (settings.source, ". Is the sandbox running?" if self._here else "")
        wiring.name_gateways(*SOURCES.gateways_of(settings.base_url))
        wiring.connect(self, settings.base_url, auth, source, acting)

    def gateway(self, endpoint: str, application_id: str) -> Gateway[ServiceClient]:
        """Return the client for ``endpoint`` as ``application_id``; the same one every time.

        Raises:
            ConfigError: The endpoint is not https, or on this machine though the platform is not:
                no token may go there.
        """
        endpoint = str(endpoint)  # the platform may have sent anything
        key = (endpoint, application_id)
        if key not in self._gateways:
            address = gateway_address(endpoint, here=self._here)
            parent = parent_token() if self._is_parents else ""
            self._gateways.setdefault(key, open_gateway(self.wiring, address, parent))
        return self._gateways[key]

    def issuer(self, endpoint: str, application_id: str) -> Gateway[ServiceClient]:
        """Return the client for where the gateway of ``endpoint`` gives tokens to an application.

        Each application has one of its own: a key must not change between two flows' requests.
        """
        address = token_address(gateway_address(str(endpoint), here=self._here))
        key = (address, application_id)
        if key not in self._issuers:
            self._issuers.setdefault(key, open_issuer(self.wiring, address))
        return self._issuers[key]


class KeyConnection(Connected, AuthenticatedClient):
    """A client that has an access key only: it reaches one service at its gateway.

    Attributes:
        endpoint: Gateway endpoint of that service.
        key: Holds the access key.
    """

    def __init__(self, endpoint: str, wiring: Wiring) -> None:
        self.endpoint: str = gateway_address(endpoint, here=True)
        super().__init__(base_url=self.endpoint, token="")
        self.wiring: Wiring = wiring
        self.organization: str = ""
        refusal = ("the endpoint that was given", "")
        wiring.connect(self, self.endpoint, NoToken(self.endpoint, "X-Auth-Token"), refusal)
        # Whoever gives away an endpoint and a key for it need not be the platform around this.
        wiring.name_gateways(*SOURCES.gateways_of(base_url_of_environment()))
        parent = parent_token() if wiring.knows_gateway(self.endpoint) else ""
        self._gateway = open_gateway(wiring, self.endpoint, parent)
        self._issuer = open_issuer(wiring, token_address(self.endpoint))
        self.key: HeaderAuth = self._issuer.auth

    def gateway(self, endpoint: str, application_id: str) -> Gateway[ServiceClient]:  # noqa: ARG002
        """Return the client of the only gateway that the key is for.

        Raises:
            ConfigError: The endpoint is another one.
        """
        if endpoint.rstrip("/") != self.endpoint:
            raise ConfigError(f"this client is for {self.endpoint}, not for {endpoint!r:.200}")
        return self._gateway

    def issuer(self, endpoint: str, application_id: str) -> Gateway[ServiceClient]:  # noqa: ARG002
        """Return the client for where the gateway gives out tokens."""
        return self._issuer


class NoToken(HeaderAuth):
    """Refuse every request to the platform: there is no token for it."""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Refuse a request before it is sent."""
        raise ConfigError(
            "this client has an access key only, which executes one service: connect() returns a "
            "client for everything else"
        )
        yield request


def gateway_address(endpoint: str, *, here: bool) -> str:
    """Return a gateway endpoint if a token may be sent there."""
    return require_secure(endpoint, what="the gateway endpoint", example=GATEWAY_EXAMPLE, here=here)


def token_address(endpoint: str) -> str:
    """Return where the gateway of a service gives out tokens: above context, service, version."""
    base, *segments = endpoint.rsplit("/", 3)
    if len(segments) < 3 or httpx.URL(base).host != httpx.URL(endpoint).host:
        raise ConfigError(f"the gateway endpoint {endpoint!r:.200} is not like {GATEWAY_EXAMPLE}")
    return base


def base_url_of_environment() -> str:
    """Return the address of the platform that the environment names."""
    named = (SOURCES.value_of(variable, os.environ) for variable in SOURCES.base_url)
    return next(filter(None, named), SOURCES.default_base_url).rstrip("/")


def parent_token() -> str:
    """Return the token of the execution that this runs in, or ""."""
    token = os.environ.get(PARENT, "").strip()
    return token if is_header_value(token) else ""


def open_gateway(wiring: Wiring, address: str, parent: str) -> Gateway[ServiceClient]:
    """Return a client for a gateway endpoint; ``parent`` tells which execution starts others."""
    also = {"X-Parent-Execution-Token": parent} if parent else {}
    auth = HeaderAuth(address, "Authorization", prefix="Bearer ", also=also)
    client = ServiceClient(base_url=address, token="")
    wiring.connect(client, address, auth, ("the service's gateway endpoint", ""))
    return Gateway(client, auth)


def open_issuer(wiring: Wiring, address: str) -> Gateway[ServiceClient]:
    """Return a client for where a gateway gives out tokens."""
    auth = HeaderAuth(address, "Authorization", prefix="Basic ")
    client = ServiceClient(base_url=address, token="")
    wiring.connect(client, address, auth, ("the service's gateway endpoint", ""))
    return Gateway(client, auth)


def connection(client: AuthenticatedClient) -> Connection | KeyConnection:
    """Return ``client`` as what `connect` or `connect_with_key` made.

    Raises:
        ConfigError: It was made in another way.
    """
    if isinstance(client, Connection | KeyConnection):
        return client
    raise ConfigError("this needs the client that connect() returns, not one made by hand")
