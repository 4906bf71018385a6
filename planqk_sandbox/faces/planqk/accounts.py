"""The accounts of the user, and whose token it is."""

from starlette.responses import Response

from ...work.strict_json import JsonObject
from ...world.accounts import USER
from ..answers import answer
from ..calls import Call, Handler
from .rendering import account_dto


def get_accounts(call: Call) -> Response:
    """List the personal account and the organizations of the user."""
    return answer([account_dto(account) for account in call.world.accounts])


def authorize(call: Call) -> Response:
    """Tell who the token belongs to; not in the API document, but tools log in with it."""
    user: JsonObject = {
        "id": call.world.user_id,
        "username": USER,
        "firstName": "Sandbox",
        "lastName": "User",
        "email": "sandbox-user@example.org",
    }
    return answer({"user": user, "accessToken": call.world.access_token, "roles": []})


HANDLERS: dict[str, Handler] = {"getAccounts": get_accounts}
