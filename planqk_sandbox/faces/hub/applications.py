"""Applications, their access keys and their subscriptions."""

from starlette.responses import Response

from ...work.strict_json import JsonObject
from ...world import applications, services, subscriptions
from ...world.records import Application, Subscription
from ..answers import answer
from .calls import HubCall, HubHandler, created, done
from .rendering import application_dto, consumer_dto, subscription_dto


def create_application(call: HubCall) -> Response:
    """Create an application, with its access key."""
    application = applications.create(call.world, call.account, call.required_text("name"))
    call.count_effect()
    return created(application_dto(application))


def get_applications(call: HubCall) -> Response:
    """List the applications of the account."""
    return answer(
        [application_dto(one) for one in applications.of_account(call.world, call.account)]
    )


def get_application(call: HubCall) -> Response:
    """Return an application."""
    return answer(application_dto(_application_in_path(call)))


def delete_application(call: HubCall) -> Response:
    """Delete an application with its access key and its subscriptions."""
    applications.delete(call.world, _application_in_path(call), force=True)
    return done(call)


def get_access_keys(call: HubCall) -> Response:
    """Return the access key of an application."""
    application = _application_in_path(call)
    response = answer(
        [
            {
                "type": "SERVICE_GATEWAY",
                "accessKeyId": application.consumer_key,
                "secretAccessKey": application.consumer_secret,
            }
        ]
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def get_application_subscriptions(call: HubCall) -> Response:
    """List the subscriptions of an application."""
    found = subscriptions.of_application(call.world, _application_in_path(call))
    return answer([render(call, subscription) for subscription in found])


def create_subscription(call: HubCall) -> Response:
    """Subscribe an application to a service that is published, internally or for everybody."""
    application = applications.find(call.world, call.account, call.required_text("applicationId"))
    service = services.find_for_subscriber(
        call.world, call.account, call.required_text("serviceId")
    )
    subscription = subscriptions.subscribe(call.world, application, service)
    call.count_effect()
    return created(render(call, subscription))


def get_subscription(call: HubCall) -> Response:
    """Return a subscription."""
    return answer(render(call, subscription_in_path(call)))


def delete_subscription(call: HubCall) -> Response:
    """End a subscription."""
    subscriptions.delete(call.world, subscription_in_path(call))
    return done(call)


def subscription_in_path(call: HubCall) -> Subscription:
    """Return the subscription that the path names.

    Raises:
        NotFound: No application of the account has it.
    """
    return subscriptions.find(call.world, call.account, call.path["id"])


def render(call: HubCall, subscription: Subscription) -> JsonObject:
    """Return a subscription as the Hub shows it."""
    application, service = subscriptions.parties(call.world, subscription)
    consumer = consumer_dto(service, call.world.owner(service), call.gateway)
    return subscription_dto(subscription, service, application, consumer)


def _application_in_path(call: HubCall) -> Application:
    return applications.find(call.world, call.account, call.path["id"])


HANDLERS: dict[str, HubHandler] = {
    "createApplication": create_application,
    "getApplications": get_applications,
    "getApplication": get_application,
    "deleteApplication": delete_application,
    "getApplicationAccessKeys": get_access_keys,
    "getApplicationSubscriptions": get_application_subscriptions,
    "createSubscription": create_subscription,
    "getSubscription": get_subscription,
    "deleteSubscription": delete_subscription,
}
