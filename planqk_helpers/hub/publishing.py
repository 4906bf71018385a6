"""Publish services, at a price, and withdraw them."""

from __future__ import annotations

from typing import Literal, TypeAlias

from hub_platform import AuthenticatedClient
from hub_platform.api.external_services import add_external_service_pricing_plan
from hub_platform.api.managed_services import add_managed_service_pricing_plan
from hub_platform.api.services import (
    delete_service_publication,
    get_service,
    get_service_subscriptions,
    update_service_publication,
)
from hub_platform.models import (
    AddManagedServicePricingPlanBody,
    AddManagedServicePricingPlanBodyType,
    ServiceDefinitionDto,
    ServiceDefinitionDtoType,
    ServiceDto,
    UpdateServicePublicationBody,
    UpdateServicePublicationBodyScope,
)
from hub_platform.types import UNSET

from ..engine.calls import call, call_empty
from ..engine.flow import Flow, recipe
from ..engine.lookup import ids_not_names
from ..engine.subscribers import if_unlisted, name_subscriptions
from ..errors import Conflict, InvalidInput
from .ids import id_of_service, version_of

Price: TypeAlias = Literal["FREE", "COMMERCIAL", "CONTACT"]


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

    Operations: ``updateServicePublication``, ``PUT /services/{id}/publication``, then
    ``getService``.
    """
    service_id = id_of_service(service)
    yield from publish(client, service_id, UpdateServicePublicationBodyScope.INTERNAL)
    return (yield from version_now(client, service_id))


@recipe
def publish_to_marketplace(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    *,
    price: Price | None = None,
    profit_percentage: float | None = None,
) -> Flow[ServiceDefinitionDto]:
    """Make a service available to everyone on the marketplace.

    A service that is on the marketplace already stays there; its price may change.

    Args:
        client: From `connect`.
        service: The service or its id. If it is managed, its build has to have succeeded.
        price: "FREE"; "COMMERCIAL": the platform's costs plus a profit; or "CONTACT": by agreement.
            None leaves the price as it is; a service without a price becomes free.
        profit_percentage: Profit that is added to the costs if the price is "COMMERCIAL".

    Returns:
        The version, its lifecycle PUBLISHED, with its ``gateway_endpoint``.

    Raises:
        InvalidInput: A commercial price has no profit, or another price has one; or the service is
            external, which can only be free.
        Conflict: The service has no successful build.

    Operations: ``updateServicePublication``, ``PUT /services/{id}/publication``, with
    ``getService`` and ``addManagedServicePricingPlan`` or ``addExternalServicePricingPlan``.
    """
    service_id = id_of_service(service)
    if (price == "COMMERCIAL") != (profit_percentage is not None):
        raise InvalidInput("give profit_percentage and price='COMMERCIAL' together, or neither")
    if profit_percentage is not None and not 0 <= profit_percentage < float("inf"):
        raise InvalidInput(f"profit_percentage is {profit_percentage}: give a number from 0")
    now = yield from version_now(client, service_id)
    if price is not None or not now.pricing_plans:
        yield from set_price(client, service_id, now, price or "FREE", profit_percentage)
    yield from publish(client, service_id, UpdateServicePublicationBodyScope.PUBLIC)
    return (yield from version_now(client, service_id))


@recipe
def unpublish(
    client: AuthenticatedClient, service: ServiceDto | str, *, force: bool = False
) -> Flow[ServiceDefinitionDto]:
    """Withdraw a service; one that is not published stays as it is.

    Args:
        client: From `connect`.
        service: The service or its id.
        force: End its active subscriptions. Otherwise they lead to a `Conflict`.

    Returns:
        The version, its lifecycle CREATED.

    Raises:
        Conflict: The service has active subscriptions; the message lists them.

    Operations: ``deleteServicePublication``, ``DELETE /services/{id}/publication``, then
    ``getService``.
    """
    service_id = id_of_service(service)
    try:
        with ids_not_names("service", service):
            yield from call_empty(
                delete_service_publication,
                service_id,
                client=client,
                force=True if force else UNSET,
            )
    except Conflict as error:
        with if_unlisted(error):
            active = yield from call(get_service_subscriptions, service_id, client=client)
            held = [(each.id, each.application.name if each.application else "") for each in active]
            error.message = name_subscriptions(error.message, held)
        raise
    return (yield from version_now(client, service_id))


def publish(
    client: AuthenticatedClient, service_id: str, scope: UpdateServicePublicationBodyScope
) -> Flow[None]:
    """Publish a service; once more changes nothing, so that it may be tried again."""
    body = UpdateServicePublicationBody(scope=scope)
    with ids_not_names("service", service_id):
        yield from call_empty(update_service_publication, service_id, client=client, body=body)


def set_price(
    client: AuthenticatedClient,
    service_id: str,
    now: ServiceDefinitionDto,
    price: Price,
    profit_percentage: float | None,
) -> Flow[None]:
    """Give a service its only pricing plan."""
    if now.type_ == ServiceDefinitionDtoType.EXTERNAL:
        if price != "FREE":
            raise InvalidInput(f"an external service can only be free, not {price}")
        yield from call(add_external_service_pricing_plan, service_id, client=client)
        return
    body = AddManagedServicePricingPlanBody(
        type_=AddManagedServicePricingPlanBodyType(price),
        profit_percentage=UNSET if profit_percentage is None else float(profit_percentage),
    )
    yield from call(add_managed_service_pricing_plan, service_id, client=client, body=body)


def version_now(client: AuthenticatedClient, service_id: str) -> Flow[ServiceDefinitionDto]:
    """Return the version of a service as it is now."""
    with ids_not_names("service", service_id):
        return version_of((yield from call(get_service, service_id, client=client)))
