"""Who is asking, and in which account: tokens and contexts."""

import hmac

from starlette.requests import Request
from starlette.responses import Response

from ...world.records import Account
from ...world.world import USER, Instance
from ..calls import Call, Handler
from ..refusals import forbidden, unauthorized
from .rendering import JsonObject, account_dto, answer


def check_user(instance: Instance, request: Request) -> None:
    """See that the request carries the user's token.

    Raises:
        Refusal: 401.
    """
    given = request.headers.get("x-auth-token") or bearer(request) or ""
    if not hmac.compare_digest(given.encode(), instance.access_token.encode()):
        raise unauthorized("The personal access token is missing or not valid")


def bearer(request: Request) -> str | None:
    """Return the bearer token of the request."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def context(instance: Instance, request: Request) -> Account:
    """Return the account the request is about.

    Raises:
        Refusal: 403 for an organization the user does not belong to.
    """
    wanted = request.headers.get("x-organizationid", "").strip()
    if not wanted:
        return instance.personal_account
    for organization in instance.organizations:
        if organization.id == wanted:
            return organization
    raise forbidden("You do not belong to the organization in X-OrganizationId")


def get_accounts(call: Call) -> Response:
    """List the personal account and the organizations of the user."""
    accounts = [call.instance.personal_account, *call.instance.organizations]
    return answer([account_dto(account) for account in accounts])


def authorize(call: Call) -> Response:
    """Tell who the token belongs to; not in the API document, but tools log in with it."""
    user: JsonObject = {
        "id": call.instance.user_id,
        "username": USER,
        "firstName": "Sandbox",
        "lastName": "User",
        "email": "sandbox-user@example.org",
    }
    return answer({"user": user, "accessToken": call.instance.access_token, "roles": []})


HANDLERS: dict[str, Handler] = {"getAccounts": get_accounts}
