"""The accounts of the user, and whose token it is."""

from starlette.responses import Response

from ...world import history
from ...world.records import Account
from ..access import execution_of
from ..answers import answer
from ..refusals import bad_request, not_found
from .calls import HubCall, HubHandler
from .rendering import account_dto, execution_principal, organization_dto, principal

SHORTEST_SEARCH = 3


def get_my_accounts(call: HubCall) -> Response:
    """List the personal account and the organizations of the user."""
    return answer([account_dto(account) for account in call.world.accounts])


def resolve_auth_token(call: HubCall) -> Response:
    """Tell who the token belongs to; tools log in with it."""
    execution = execution_of(call.world, call.request)
    if execution is None:
        return answer(principal(call.world.user_id, call.world.organizations))
    service = history.service(call.world, execution)
    return answer(execution_principal(execution, service, call.world.owner(service)))


def get_organizations(call: HubCall) -> Response:
    """List the organizations of the user."""
    return answer([organization_dto(each) for each in call.world.organizations])


def get_organization(call: HubCall) -> Response:
    """Return an organization of the user."""
    return answer(organization_dto(_organization_in_path(call)))


def get_organization_profile(call: HubCall) -> Response:
    """Return what everybody may read of an organization."""
    dto = organization_dto(_organization_in_path(call))
    return answer({name: dto[name] for name in ("id", "name", "displayName")})


def search_organizations(call: HubCall) -> Response:
    """List the organizations whose name contains a text."""
    text = call.required_query("q").strip().lower()
    if len(text) < SHORTEST_SEARCH:
        raise bad_request(f"q has to have at least {SHORTEST_SEARCH} characters")
    found = [each for each in call.world.organizations if text in each.name.lower()]
    return answer([{"id": each.id, "displayName": each.name} for each in found])


def _organization_in_path(call: HubCall) -> Account:
    for organization in call.world.organizations:
        if organization.id == call.path["id"]:
            return organization
    raise not_found(f"There is no organization {call.path['id']}")


HANDLERS: dict[str, HubHandler] = {
    "getMyAccounts": get_my_accounts,
    "resolveAuthToken": resolve_auth_token,
    "getOrganizations": get_organizations,
    "getOrganization": get_organization,
    "getOrganizationProfile": get_organization_profile,
    "searchOrganizations": search_organizations,
}
