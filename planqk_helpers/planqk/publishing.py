"""Publish services and withdraw them."""

from __future__ import annotations

from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_services import (
    commands,
    get_service_subscriptions,
    get_service_version,
    publish_service,
    publish_service_internal,
)
from planqk_platform.models import (
    ServiceDefinitionCommand,
    ServiceDefinitionCommandType,
    ServiceDefinitionDto,
    ServiceDto,
)

from ..engine.calls import call, call_empty, if_unsure
from ..engine.flow import Endpoint, Flow, recipe
from ..engine.subscribers import if_unlisted, name_subscriptions
from ..errors import Conflict
from .ids import version_ids
from .services import Lifecycle


@recipe
def publish_internally(
    client: AuthenticatedClient, service: ServiceDto | str
) -> Flow[ServiceDefinitionDto]:
    """Make a service available to the applications of the same account or organization.

    A service that is published internally already stays as it is.

    Args:
        client: From `connect`.
        service: The service or its id. If it is managed, its build has to have succeeded.

    Returns:
        The version, its lifecycle ACCESSIBLE, with its ``gateway_endpoint``.

    Raises:
        Conflict: The service has no successful build, or is on the marketplace.
        AmbiguousSubmission: The service may be published or not.

    Operation: ``publishServiceInternal``,
    ``POST /services/{serviceId}/versions/{versionId}/publish-internal``.
    """
    return (yield from publish(client, service, "ACCESSIBLE", publish_service_internal))


@recipe
def publish_to_marketplace(
    client: AuthenticatedClient, service: ServiceDto | str
) -> Flow[ServiceDefinitionDto]:
    """Make a service available to everyone on the marketplace.

    A service that is on the marketplace already stays as it is.

    Args:
        client: From `connect`.
        service: The service or its id. If it is managed, its build has to have succeeded.

    Returns:
        The version, its lifecycle PUBLISHED, with its ``gateway_endpoint``.

    Raises:
        Conflict: The service has no successful build.
        AmbiguousSubmission: The service may be published or not.

    Operation: ``publishService``, ``POST /services/{serviceId}/versions/{versionId}/publish``.
    """
    return (yield from publish(client, service, "PUBLISHED", publish_service))


@recipe
def unpublish(
    client: AuthenticatedClient, service: ServiceDto | str, *, force: bool = False
) -> Flow[ServiceDefinitionDto]:
    """Withdraw a service.

    Args:
        client: From `connect`.
        service: The service or its id.
        force: End its active subscriptions. Otherwise they lead to a `Conflict`.

    Returns:
        The version, its lifecycle CREATED.

    Raises:
        Conflict: The service has active subscriptions; the message lists them.
        AmbiguousSubmission: The service may be published or not.

    Operation: ``commands``, ``POST /services/{serviceId}/versions/{versionId}/commands`` with
    UNPUBLISH or UNPUBLISH_FORCE, then ``getServiceVersion``.
    """
    service_id, version_id = yield from version_ids(client, service)
    kind = ServiceDefinitionCommandType
    command = ServiceDefinitionCommand(type_=kind.UNPUBLISH_FORCE if force else kind.UNPUBLISH)
    try:
        with if_unsure(f"the lifecycle of service {service_id}"):
            yield from call_empty(
                commands, service_id=service_id, version_id=version_id, client=client, body=command
            )
    except Conflict as error:
        with if_unlisted(error):
            active = yield from call(
                get_service_subscriptions,
                service_id=service_id,
                version_id=version_id,
                client=client,
            )
            held = [(each.id, each.application.name if each.application else "") for each in active]
            error.message = name_subscriptions(error.message, held)
        raise
    return (
        yield from call(
            get_service_version, service_id=service_id, version_id=version_id, client=client
        )
    )


def publish(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    lifecycle: Lifecycle,
    operation: Endpoint[..., ServiceDefinitionDto],
) -> Flow[ServiceDefinitionDto]:
    """Publish a service by ``operation``, unless it is in that state already."""
    service_id, version_id = yield from version_ids(client, service)
    now = yield from call(
        get_service_version, service_id=service_id, version_id=version_id, client=client
    )
    if now.lifecycle == lifecycle:
        return now
    with if_unsure(f"the lifecycle of service {service_id}"):
        return (
            yield from call(operation, service_id=service_id, version_id=version_id, client=client)
        )
