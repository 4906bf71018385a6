"""Who is asking, and for which account: tokens and headers of requests."""

from starlette.requests import Request

from ..world import subscriptions, tokens
from ..world.records import Account, Execution, Service, Subscription
from ..world.world import World
from .refusals import forbidden, not_found, unauthorized


def check_user(world: World, request: Request) -> None:
    """Check that the request carries the user's token, or that of an execution which runs.

    Raises:
        Refusal: 401.
    """
    if not (tokens.is_user_token(world, _user_token(request)) or execution_of(world, request)):
        raise unauthorized("The personal access token is missing or not valid")


def execution_of(world: World, request: Request) -> Execution | None:
    """Return the execution whose user code asks, if one does."""
    return world.executions.with_token(_user_token(request))


def _user_token(request: Request) -> str:
    return request.headers.get("x-auth-token") or bearer(request) or ""


def bearer(request: Request) -> str | None:
    """Return the bearer token of the request."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def acting_account(world: World, request: Request) -> Account:
    """Return the account that the user acts for: the one in X-OrganizationId, or the personal one.

    User code of an execution acts for the account that has started it.

    Raises:
        Refusal: 403 for an organization the user does not belong to.
    """
    wanted = request.headers.get("x-organizationid", "").strip()
    if not wanted:
        execution = execution_of(world, request)
        own = world.store.get(Account, execution.account_id) if execution else None
        return own or world.personal_account
    for organization in world.organizations:
        if organization.id == wanted:
            return organization
    raise forbidden("You do not belong to the organization in X-OrganizationId")


def admit(world: World, request: Request, service: Service | None) -> tuple[Service, Subscription]:
    """Return the service an application calls, and the subscription it calls it through.

    Raises:
        Refusal: 401 without a valid token, 404 without a service.
        NotAllowed: The application is not subscribed to the service.
    """
    token = tokens.find(world, bearer(request) or "")
    if token is None:
        raise unauthorized("The access token is missing, not valid or expired")
    if service is None:
        raise not_found("There is no published service at this address")
    return service, subscriptions.find_between(world, token.application_id, service)
