"""Create, find and delete applications, and subscribe them to services."""

from __future__ import annotations

from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_applications import (
    create_application as create_application_operation,
    create_internal_subscription,
    delete_application as delete_application_operation,
    delete_application_subscription,
    get_application_subscriptions,
    get_applications,
)
from planqk_platform.models import (
    ApplicationDto,
    CreateApplicationRequest,
    CreateInternalSubscriptionRequest,
    ServiceDto,
    SubscriptionDto,
)

from ..engine.calls import call, call_empty, if_unsure
from ..engine.flow import Flow, recipe
from ..engine.lookup import ids_not_names, require_id, require_name, unique
from ..errors import Conflict
from .ids import id_of_application, id_of_service


@recipe
def create_application(client: AuthenticatedClient, name: str) -> Flow[ApplicationDto]:
    """Create an application: the party that subscribes to services and executes them.

    Args:
        client: From `connect`.
        name: Name of the application; need not be unique, but `find_application` needs it to be.

    Raises:
        InvalidInput: The name is blank. Nothing was sent.
        AmbiguousSubmission: The application may have been created or not; look before you try
            again.

    Operation: ``createApplication``, ``POST /v2/applications``.
    """
    request = CreateApplicationRequest(name=require_name(name, kind="application"))
    with if_unsure(f"whether there is one: find_application(client, {name!r})"):
        return (yield from call(create_application_operation, client=client, body=request))


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

    Operation: ``getApplications``, ``GET /v2/applications``.
    """
    require_name(name, kind="application")
    applications = yield from call(get_applications, client=client)
    return unique(applications, name, kind="application")


@recipe
def delete_application(
    client: AuthenticatedClient, application: ApplicationDto | str
) -> Flow[None]:
    """Delete an application that has no subscriptions.

    Args:
        client: From `connect`.
        application: The application or its id.

    Raises:
        Conflict: The application has subscriptions; the message lists them.
        NotFound: There is no such application.

    Operation: ``deleteApplication``, ``DELETE /v2/applications/{id}``.
    """
    application_id = id_of_application(application)
    try:
        with ids_not_names("application", application):
            yield from call_empty(delete_application_operation, application_id, client=client)
    except Conflict as error:
        held = yield from call(get_application_subscriptions, application_id, client=client)
        if held:
            ids = ", ".join(each.id for each in held)
            error.message += (
                f". Subscriptions ({len(held)}): {ids}. End each with "
                "unsubscribe(client, application, subscription)"
            )
        raise


@recipe
def subscribe(
    client: AuthenticatedClient,
    application: ApplicationDto | str,
    service: ServiceDto | str,
) -> Flow[SubscriptionDto]:
    """Subscribe an application to a service of the same account or organization.

    Args:
        client: From `connect`.
        application: The application or its id.
        service: The service or its id; it has to be published internally.

    Raises:
        Conflict: The service is not published, or the application is subscribed already.
        NotFound: There is no such application or service in this account or organization.
        AmbiguousSubmission: The application may be subscribed or not.

    Operation: ``createInternalSubscription``, ``POST /v2/applications/{id}/subscriptions``.
    """
    application_id, service_id = id_of_application(application), id_of_service(service)
    request = CreateInternalSubscriptionRequest(
        application_id=application_id, service_id=service_id
    )
    with (
        ids_not_names("application", application),
        ids_not_names("service", service),
        if_unsure(f"list_subscriptions(client, {application_id!r}) for service {service_id}"),
    ):
        return (
            yield from call(
                create_internal_subscription, application_id, client=client, body=request
            )
        )


@recipe
def list_subscriptions(
    client: AuthenticatedClient, application: ApplicationDto | str
) -> Flow[list[SubscriptionDto]]:
    """List the subscriptions of an application; ``subscription.api`` is the service of one.

    Args:
        client: From `connect`.
        application: The application or its id.

    Raises:
        NotFound: There is no such application.

    Operation: ``getApplicationSubscriptions``, ``GET /v2/applications/{id}/subscriptions``.
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
        NotFound: There is no such application or subscription.

    Operation: ``deleteApplicationSubscription``,
    ``DELETE /v2/applications/{id}/subscriptions/{subscriptionId}``.
    """
    application_id = id_of_application(application)
    id = subscription if isinstance(subscription, str) else subscription.id
    subscription_id = require_id(id, kind="subscription")
    with ids_not_names("application", application):
        yield from call_empty(
            delete_application_subscription,
            id=application_id,
            subscription_id=subscription_id,
            client=client,
        )
