"""Create, find and delete applications, and subscribe them to services."""

from __future__ import annotations

from hub_platform import AuthenticatedClient
from hub_platform.api.applications import (
    create_application as create_application_operation,
    delete_application as delete_application_operation,
    get_application_subscriptions,
    get_applications,
)
from hub_platform.api.subscriptions import (
    create_subscription,
    delete_subscription,
    get_subscription,
)
from hub_platform.models import (
    ApplicationDto,
    CreateApplicationBody,
    CreateSubscriptionBody,
    ServiceDto,
    SubscriptionDto,
)

from ..engine.calls import call, call_empty, if_unsure
from ..engine.flow import Flow, recipe
from ..engine.lookup import ids_not_names, require_id, require_name, unique
from ..errors import InvalidInput
from .ids import id_of_application, id_of_service


@recipe
def create_application(client: AuthenticatedClient, name: str) -> Flow[ApplicationDto]:
    """Create an application: the party that subscribes to services and executes them.

    Args:
        client: From `connect`.
        name: Name of the application; need not be unique, but `find_application` needs it to be.

    Returns:
        The application; it has an access key from the beginning.

    Raises:
        InvalidInput: The name is blank. Nothing was sent.
        AmbiguousSubmission: The application may have been created or not; look before you try
            again.

    Operation: ``createApplication``, ``POST /applications``.
    """
    body = CreateApplicationBody(name=require_name(name, kind="application"))
    with if_unsure(f"whether there is one: find_application(client, {name!r})"):
        return (yield from call(create_application_operation, client=client, body=body))


@recipe
def find_application(client: AuthenticatedClient, name: str) -> Flow[ApplicationDto]:
    """Find the one application that has exactly this name.

    Args:
        client: From `connect`.
        name: Name of the application.

    Raises:
        NameNotFound: No application of this account or organization has this name; the error lists
            similar names.
        AmbiguousName: Several applications have this name; the error lists their ids.

    Operation: ``getApplications``, ``GET /applications``.
    """
    require_name(name, kind="application")
    applications = yield from call(get_applications, client=client)
    return unique(applications, name, kind="application")


@recipe
def delete_application(
    client: AuthenticatedClient, application: ApplicationDto | str
) -> Flow[None]:
    """Delete an application; its access key and its subscriptions end with it.

    Args:
        client: From `connect`.
        application: The application or its id.

    Raises:
        NotFound: There is no such application.

    Operation: ``deleteApplication``, ``DELETE /applications/{id}``.
    """
    application_id = id_of_application(application)
    with ids_not_names("application", application):
        yield from call_empty(delete_application_operation, application_id, client=client)


@recipe
def subscribe(
    client: AuthenticatedClient,
    application: ApplicationDto | str,
    service: ServiceDto | str,
) -> Flow[SubscriptionDto]:
    """Subscribe an application to a service that is published, internally or for everybody.

    Args:
        client: From `connect`.
        application: The application or its id.
        service: The service or its id.

    Raises:
        BadRequest: The service is not published, or the application is subscribed already.
        NotFound: There is no such application or service in this account or organization.
        AmbiguousSubmission: The application may be subscribed or not.

    Operation: ``createSubscription``, ``POST /subscriptions``.
    """
    application_id, service_id = id_of_application(application), id_of_service(service)
    with ids_not_names("application", application), ids_not_names("service", service):
        return (yield from subscribe_by_id(client, application_id, service_id))


def subscribe_by_id(
    client: AuthenticatedClient, application_id: str, service_id: str
) -> Flow[SubscriptionDto]:
    """Subscribe an application to a service."""
    body = CreateSubscriptionBody(application_id=application_id, service_id=service_id)
    with if_unsure(f"list_subscriptions(client, {application_id!r}) for service {service_id}"):
        return (yield from call(create_subscription, client=client, body=body))


@recipe
def list_subscriptions(
    client: AuthenticatedClient, application: ApplicationDto | str
) -> Flow[list[SubscriptionDto]]:
    """List the subscriptions of an application; ``subscription.service`` is the service of one.

    Args:
        client: From `connect`.
        application: The application or its id.

    Raises:
        NotFound: There is no such application.

    Operation: ``getApplicationSubscriptions``, ``GET /applications/{id}/subscriptions``.
    """
    application_id = id_of_application(application)
    with ids_not_names("application", application):
        return (yield from call(get_application_subscriptions, application_id, client=client))


@recipe
def unsubscribe(
    client: AuthenticatedClient,
    application: ApplicationDto | str,
    subscription: SubscriptionDto | str,
) -> Flow[None]:
    """End a subscription of an application.

    Args:
        client: From `connect`.
        application: The application or its id.
        subscription: The subscription or its id.

    Raises:
        NotFound: There is no such subscription.
        InvalidInput: The subscription belongs to another application. Nothing was ended.

    Operation: ``deleteSubscription``, ``DELETE /subscriptions/{id}``, after ``getSubscription`` if
    only its id is given.
    """
    application_id = id_of_application(application)
    id = subscription if isinstance(subscription, str) else subscription.id
    subscription_id = require_id(id, kind="subscription")
    if isinstance(subscription, str):
        subscription = yield from call(get_subscription, subscription_id, client=client)
    holder = subscription.application
    if holder and holder.id != application_id:
        raise InvalidInput(
            f"subscription {subscription_id} is one of application {holder.id}, not of "
            f"{application_id}: nothing was ended"
        )
    yield from call_empty(delete_subscription, subscription_id, client=client)
