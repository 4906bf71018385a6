"""Subscriptions of applications to services, and the executions that came through them."""

from starlette.responses import Response

from ...work.strict_json import JsonObject
from ...world import services, subscriptions
from ...world.records import Subscription
from ..answers import answer, answer_many, nothing
from ..calls import Call, Handler
from ..refusals import bad_request
from .applications import application_in_path, render as render_application
from .rendering import api_dto, execution_dto, subscription_dto
from .services import version_in_path


def create_internal_subscription(call: Call) -> Response:
    """Subscribe an application to a service of the same account."""
    application = application_in_path(call)
    if call.text("applicationId") not in (None, application.id):
        raise bad_request("applicationId is not the application in the path")
    service = services.find(call.world, call.account, call.required_text("serviceId"))
    subscription = subscriptions.subscribe(call.world, application, service)
    call.count_effect()
    return answer(_render(call, subscription))


def get_application_subscriptions(call: Call) -> Response:
    """List the subscriptions of an application."""
    found = subscriptions.of_application(call.world, application_in_path(call))
    return answer([_render(call, subscription) for subscription in found])


def get_application_subscription(call: Call) -> Response:
    """Return a subscription of an application."""
    return answer(_render(call, _subscription_of_application(call)))


def delete_application_subscription(call: Call) -> Response:
    """Delete a subscription."""
    subscriptions.delete(call.world, _subscription_of_application(call))
    call.count_effect()
    return nothing()


def get_service_subscriptions(call: Call) -> Response:
    """List the subscriptions to a service."""
    found = subscriptions.of_service(call.world, version_in_path(call))
    return answer([_render(call, subscription) for subscription in found])


def get_subscription(call: Call) -> Response:
    """Return a subscription of an application of the account."""
    return answer(_render(call, _subscription_in_path(call)))


def get_subscription_executions(call: Call) -> Response:
    """List the executions that were started through a subscription."""
    found = subscriptions.executions(call.world, _subscription_in_path(call))
    return answer_many(map(execution_dto, found))


def _subscription_of_application(call: Call) -> Subscription:
    application, wanted = application_in_path(call), call.path["subscriptionId"]
    return subscriptions.find_of_application(call.world, application, wanted)


def _subscription_in_path(call: Call) -> Subscription:
    return subscriptions.find(call.world, call.account, call.path["id"])


def _render(call: Call, subscription: Subscription) -> JsonObject:
    application, service = subscriptions.parties(call.world, subscription)
    api = api_dto(service, call.world.owner(service), call.gateway)
    return subscription_dto(subscription, service, render_application(call, application), api)


HANDLERS: dict[str, Handler] = {
    "createInternalSubscription": create_internal_subscription,
    "getApplicationSubscriptions": get_application_subscriptions,
    "getApplicationSubscription": get_application_subscription,
    "deleteApplicationSubscription": delete_application_subscription,
    "getServiceSubscriptions": get_service_subscriptions,
    "getSubscription": get_subscription,
    "getSubscriptionExecutions": get_subscription_executions,
}
