"""Subscriptions of applications to services, and the executions that came through them."""

from starlette.responses import Response

from ...world.records import Application, Execution, Service, Subscription
from ...world.store import new_id
from ..calls import Call, Handler
from ..refusals import bad_request, conflict, not_found
from .applications import dto as application_dto, find_application
from .rendering import (
    JsonObject,
    answer,
    answer_many,
    api_dto,
    execution_dto,
    nothing,
    plan_dto,
)
from .services import find_service, find_version


def create_internal_subscription(call: Call) -> Response:
    """Subscribe an application to a service of the same account."""
    application = find_application(call, call.path["id"])
    if call.text("applicationId") not in (None, application.id):
        raise bad_request("applicationId is not the application in the path")
    service = find_service(call, call.required_text("serviceId"))
    if service.lifecycle == "CREATED":
        raise conflict("The service is not published: publish it internally first")
    return answer(dto(call, subscribe(call, application, service)))


def subscribe(call: Call, application: Application, service: Service) -> Subscription:
    """Subscribe `application` to `service`.

    Raises:
        Refusal: 409 when it is subscribed already.
    """
    with call.store.transaction():
        if call.store.count(Subscription, application_id=application.id, service_id=service.id):
            raise conflict("The application is subscribed to this service already")
        subscription = Subscription(
            id=new_id(), application_id=application.id, service_id=service.id
        )
        call.store.insert(subscription)
    call.changed()
    return subscription


def get_application_subscriptions(call: Call) -> Response:
    """List the subscriptions of an application."""
    application = find_application(call, call.path["id"])
    found = call.store.find(Subscription, application_id=application.id)
    return answer([dto(call, subscription) for subscription in found])


def get_application_subscription(call: Call) -> Response:
    """Return a subscription of an application."""
    return answer(dto(call, _of_application(call)))


def delete_application_subscription(call: Call) -> Response:
    """Delete a subscription; what runs goes on."""
    subscription = _of_application(call)
    call.store.delete(Subscription, id=subscription.id)
    call.changed()
    return nothing()


def _of_application(call: Call) -> Subscription:
    application = find_application(call, call.path["id"])
    wanted = call.path["subscriptionId"]
    found = call.store.first(Subscription, id=wanted, application_id=application.id)
    if found is None:
        raise not_found(f"The application has no subscription {wanted}")
    return found


def get_service_subscriptions(call: Call) -> Response:
    """List the subscriptions to a service, whoever made them."""
    found = call.store.find(Subscription, service_id=find_version(call).id)
    return answer([dto(call, subscription) for subscription in found])


def get_subscription(call: Call) -> Response:
    """Return a subscription of an application of the context."""
    return answer(dto(call, _find(call)))


def get_subscription_executions(call: Call) -> Response:
    """List the executions that were started through a subscription."""
    pieces = call.store.pieces(Execution, subscription_id=_find(call).id)
    return answer_many(execution_dto(execution) for piece in pieces for execution in piece)


def _find(call: Call) -> Subscription:
    found = call.store.get(Subscription, call.path["id"])
    if found and call.store.count(Application, id=found.application_id, account_id=call.account.id):
        return found
    raise not_found(f"There is no subscription {call.path['id']} in this context")


def dto(call: Call, subscription: Subscription) -> JsonObject:
    """SubscriptionDto."""
    application = call.store.find(Application, id=subscription.application_id)[0]
    service = call.store.find(Service, id=subscription.service_id)[0]
    account = call.instance.account_of(service)
    return {
        "id": subscription.id,
        "application": application_dto(call, application),
        "api": api_dto(service, account, call.instance.endpoint(service)),
        "pricingPlan": plan_dto(service),
    }


HANDLERS: dict[str, Handler] = {
    "createInternalSubscription": create_internal_subscription,
    "getApplicationSubscriptions": get_application_subscriptions,
    "getApplicationSubscription": get_application_subscription,
    "deleteApplicationSubscription": delete_application_subscription,
    "getServiceSubscriptions": get_service_subscriptions,
    "getSubscription": get_subscription,
    "getSubscriptionExecutions": get_subscription_executions,
}
