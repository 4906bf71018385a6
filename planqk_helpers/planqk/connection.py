"""Connect to the platform."""

from __future__ import annotations

import json
import sys
from uuid import UUID

import httpx2 as httpx
from attrs import evolve
from planqk_platform import AuthenticatedClient
from planqk_platform.api.user_account_controller import get_accounts
from planqk_platform.models import AccountDto
from planqk_platform.types import show_list_html as show_models
from planqk_service import AuthenticatedClient as ServiceClient
from planqk_service.types import show_list_html as show_service_models

from .._version import __version__
from ..engine.addresses import HeaderAuth, is_loopback, require_secure
from ..engine.answers import Dialect
from ..engine.calls import call
from ..engine.connections import Connected, Wiring, id_among, require_number
from ..engine.flow import A_DAY, Flow, drive, recipe
from ..engine.http import MAX_REQUESTS, MOST_REQUESTS, Gate
from ..engine.lookup import is_uuid
from ..engine.notebook import show_lists
from ..engine.retrying import forget_frames
from ..engine.settings import Settings, Sources, load_certificates, resolve
from ..engine.tokens import Gateway
from ..errors import ConfigError

USER_AGENT = {"User-Agent": f"planqk-helpers/{__version__}"}
GATEWAY_EXAMPLE = "https://gateway.platform.planqk.de/..."
TOKENS_ARE_MADE = "made on the platform under Settings, Personal Access Tokens"
SOURCES = Sources(
    api_key=("PLANQK_PERSONAL_ACCESS_TOKEN",),
    base_url=("PLANQK_BASE_URL",),
    organization=("PLANQK_ORGANIZATION_ID",),
    config_file=("PLANQK_CONFIG_FILE_PATH",),
    usual_files=("planqk/config.json",),
    default_base_url="https://platform.planqk.de/qc-catalog",
    gateway=GATEWAY_EXAMPLE,
    advice=f"Tokens are {TOKENS_ARE_MADE}",
    base_url_member="endpoint.basePath",
)

MOVED = (
    ". The platform has moved: today it is the Kipu Quantum Hub, and planqk_helpers.hub has the "
    "same recipes for it"
)
"""Said where nobody answers at the default address."""


def error_message(text: str) -> str:
    """Return the platform's `errorMessage` in the body of an error, or ""."""
    try:
        said = json.loads(text).get("errorMessage")
    except (ValueError, AttributeError, RecursionError):
        return ""
    return said if isinstance(said, str) else ""


DIALECT = Dialect(
    error_message,
    {
        401: "The token is wrong, expired or revoked; a new personal access token is "
        + TOKENS_ARE_MADE
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
    command line tool, else from the default; blank counts as not given.

    Args:
        api_key: Personal access token; else ``PLANQK_PERSONAL_ACCESS_TOKEN``, else ``auth.value``
            of ``~/.config/planqk/config.json`` (or of the file ``PLANQK_CONFIG_FILE_PATH`` names).
        base_url: Address of the platform's API; else ``PLANQK_BASE_URL``, else
            ``endpoint.basePath`` of that file, else ``https://platform.planqk.de/qc-catalog``.
        organization: Id or display name of the organization to act in; else
            ``PLANQK_ORGANIZATION_ID``, else ``context.id`` of that file if it is an organization,
            else the personal account.
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

    Operation: none; but if the organization is not given as a UUID, ``getAccounts``,
    ``GET /my/accounts``, at once and blocking.
    """
    handled = sys.exception()
    try:
        require_number(timeout, what="timeout", most=A_DAY)
        require_number(max_requests, what="max_requests", most=MOST_REQUESTS, whole=True)
        settings = find_settings(api_key, base_url, organization)
        wiring = Wiring(timeout, load_certificates(), Gate(max_requests), DIALECT, USER_AGENT)
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


def find_settings(
    api_key: str | None = None,
    base_url: str | httpx.URL | None = None,
    organization: str | UUID | None = None,
) -> Settings:
    """Find token, address and organization, each in the first place that has it."""
    return resolve(SOURCES, api_key, base_url, organization)


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
        ConnectionFailed: The platform cannot be reached. It has moved: see `planqk_helpers.hub`.
        ConfigError: The client acts in an organization that the user does not belong to.

    Operation: ``getAccounts``, ``GET /my/accounts``.
    """
    accounts = yield from call(get_accounts, client=client)
    acting_in = connection(client).organization
    if acting_in and acting_in not in {account.id for account in accounts}:
        yours = ", ".join(a.display_name or a.id for a in accounts if a.is_organization) or "none"
        raise ConfigError(
            f"you do not belong to organization {acting_in}. Your organizations: {yours}"
        )
    return accounts


def organization_id(client: AuthenticatedClient, organization: str) -> str:
    """Return the id of an organization, given by id or display name."""
    accounts = drive(call(get_accounts, client=client))
    return id_among(
        [(each.id, each.display_name) for each in accounts if each.is_organization],
        organization,
        operation="get_accounts",
    )


class Connection(Connected, AuthenticatedClient):
    """The generated client on httpx clients of ours, and the gateways reached through it."""

    def __init__(self, settings: Settings, wiring: Wiring) -> None:
        super().__init__(base_url=settings.base_url, token="")
        self.wiring: Wiring = wiring
        self.organization: str = settings.organization
        self._gateways: dict[tuple[str, str], Gateway[ServiceClient]] = {}
        auth = HeaderAuth(settings.base_url, "X-Auth-Token").set(settings.api_key)
        acting = {"X-OrganizationId": self.organization} if self.organization else {}
        here = is_loopback(httpx.URL(settings.base_url).host)
        advice = ". Is the sandbox running?" if here else ""
        if settings.base_url == SOURCES.default_base_url:
            advice = MOVED
        wiring.name_gateways(*SOURCES.gateways_of(settings.base_url))
        source = (settings.source, advice)
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
            address = require_secure(
                endpoint,
                what="the gateway endpoint",
                example=GATEWAY_EXAMPLE,
                here=is_loopback(httpx.URL(self._base_url).host),
            )
            auth = HeaderAuth(address, "Authorization", prefix="Bearer ")
            client = ServiceClient(base_url=address, token="")
            self.wiring.connect(client, address, auth, ("the service's gateway endpoint", ""))
            self._gateways.setdefault(key, Gateway(client, auth))
        return self._gateways[key]


def connection(client: AuthenticatedClient) -> Connection:
    """Return ``client`` as the `Connection` that `connect` made.

    Raises:
        ConfigError: It was made in another way.
    """
    if isinstance(client, Connection):
        return client
    raise ConfigError("this needs the client that connect() returns, not one made by hand")
