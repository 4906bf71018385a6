"""Applications: the parties that call services, and their access tokens."""

import hashlib
import secrets
from datetime import UTC, datetime

from starlette.responses import Response

from ...world.records import Application, Subscription, Token
from ...world.store import new_id, now
from ...world.world import Instance
from ..calls import Call, Handler
from ..refusals import conflict, not_found
from .rendering import JsonObject, answer, application_dto, nothing


def create_application(call: Call) -> Response:
    """Create an application; names need not be unique."""
    application = Application(
        id=new_id(),
        account_id=call.account.id,
        name=call.required_text("name"),
        consumer_key=secrets.token_urlsafe(21),
        consumer_secret=secrets.token_urlsafe(21),
    )
    call.store.insert(application)
    call.changed()
    return answer(dto(call, application))


def get_applications(call: Call) -> Response:
    """List the applications of the context."""
    found = call.store.find(Application, account_id=call.account.id)
    return answer([dto(call, application) for application in found])


def get_application(call: Call) -> Response:
    """Return an application."""
    return answer(dto(call, find_application(call, call.path["id"])))


def delete_application(call: Call) -> Response:
    """Delete an application that has no subscriptions."""
    application = find_application(call, call.path["id"])
    subscriptions = call.store.count(Subscription, application_id=application.id)
    if subscriptions:
        raise conflict(f"The application has {subscriptions} subscriptions: delete them first")
    call.store.delete(Application, id=application.id)
    call.changed()
    return nothing()


def get_access_token(call: Call) -> Response:
    """Return a new access token of an application; the old ones stay valid."""
    application = find_application(call, call.path["id"])
    token, expires_at = create_token(call.instance, application)
    call.changed()
    return answer(
        {
            "token": token,
            "createdAt": datetime.now(UTC).isoformat(timespec="seconds"),
            "expiresAt": f"{datetime.fromtimestamp(expires_at, UTC):%Y-%m-%d}",
        }
    )


def get_credentials(call: Call) -> Response:
    """Return consumer key and secret, for which the platform has no operation: its UI shows them.

    The application is given by id or name, and may be in any account of the user.
    """
    wanted = call.required_query("application")
    named = call.store.find(Application, id=wanted) or call.store.find(Application, name=wanted)
    found = [one for one in named if call.instance.is_users(one.account_id)]
    if not found:
        raise not_found(f"You have no application {wanted[:200]!r}")
    if len(found) > 1:
        ids = ", ".join(one.id for one in found[:10])
        raise conflict(f"You have {len(found)} applications of this name: give the id ({ids})")
    response = answer(
        {"consumerKey": found[0].consumer_key, "consumerSecret": found[0].consumer_secret}
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def create_token(instance: Instance, application: Application) -> tuple[str, float]:
    """Return a new access token of `application` and when it expires."""
    token = secrets.token_urlsafe(48)
    expires_at = now() + instance.options.token_seconds
    record = Token(id=hashed(token), application_id=application.id, expires_at=expires_at)
    instance.store.insert(record)
    return token, expires_at


def hashed(token: str) -> str:
    """Return what is kept of `token`."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_application(call: Call, application_id: str) -> Application:
    """Return an application of the context.

    Raises:
        Refusal: 404.
    """
    found = call.store.first(Application, id=application_id, account_id=call.account.id)
    if found is None:
        raise not_found(f"There is no application {application_id} in this context")
    return found


def dto(call: Call, application: Application) -> JsonObject:
    """ApplicationDto."""
    subscriptions = call.store.count(Subscription, application_id=application.id)
    return application_dto(application, subscriptions)


HANDLERS: dict[str, Handler] = {
    "createApplication": create_application,
    "getApplications": get_applications,
    "getApplication": get_application,
    "deleteApplication": delete_application,
    "getAccessToken": get_access_token,
}
