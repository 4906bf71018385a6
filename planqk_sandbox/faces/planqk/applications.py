"""Applications, their access tokens and their credentials."""

from datetime import UTC, datetime

from starlette.responses import Response

from ...work.strict_json import JsonObject
from ...world import applications, subscriptions, tokens
from ...world.records import Application
from ..answers import answer, nothing
from ..calls import Call, Handler
from .rendering import application_dto


def create_application(call: Call) -> Response:
    """Create an application."""
    application = applications.create(call.world, call.account, call.required_text("name"))
    call.count_effect()
    return answer(render(call, application))


def get_applications(call: Call) -> Response:
    """List the applications of the account."""
    found = applications.of_account(call.world, call.account)
    return answer([render(call, application) for application in found])


def get_application(call: Call) -> Response:
    """Return an application."""
    return answer(render(call, application_in_path(call)))


def delete_application(call: Call) -> Response:
    """Delete an application that has no subscriptions."""
    applications.delete(call.world, application_in_path(call))
    call.count_effect()
    return nothing()


def get_access_token(call: Call) -> Response:
    """Return a new access token of an application."""
    token, expires_at = tokens.create(call.world, application_in_path(call))
    call.count_effect()
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
    application = applications.find_by_id_or_name(call.world, wanted)
    response = answer(
        {"consumerKey": application.consumer_key, "consumerSecret": application.consumer_secret}
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def application_in_path(call: Call) -> Application:
    """Return the application that the path names.

    Raises:
        NotFound: The account has none with this id.
    """
    return applications.find(call.world, call.account, call.path["id"])


def render(call: Call, application: Application) -> JsonObject:
    """Return an application as PlanQK shows it."""
    return application_dto(application, subscriptions.count(call.world, application))


HANDLERS: dict[str, Handler] = {
    "createApplication": create_application,
    "getApplications": get_applications,
    "getApplication": get_application,
    "deleteApplication": delete_application,
    "getAccessToken": get_access_token,
}
