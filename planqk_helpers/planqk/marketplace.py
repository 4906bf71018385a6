"""Search the marketplace and subscribe to its services."""

from __future__ import annotations

from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_applications import get_application_subscriptions
from planqk_platform.api.service_platform_marketplace import (
    create_subscription,
    find_service,
    find_services,
)
from planqk_platform.models import (
    ApiDto,
    ApplicationDto,
    CreateSubscriptionRequest,
    PricingPlanDto,
    SubscriptionDto,
)

from ..engine.calls import call, call_empty, if_unsure
from ..engine.flow import Flow, recipe
from ..engine.lookup import require_id, require_name, unique
from ..errors import InvalidInput, NotFound, PlanqkError
from .ids import id_of_application


@recipe
def find_marketplace_service(client: AuthenticatedClient, name: str) -> Flow[ApiDto]:
    """Find the one listing of the marketplace that has exactly this name.

    Args:
        client: From `connect`.
        name: Name of the service.

    Returns:
        The listing, with its pricing plans. Its ``id`` is not the id of the service behind it; that
        is ``service_id``.

    Raises:
        NameNotFound: No listing has this name; the error lists similar names.
        AmbiguousName: Several listings have this name; the error lists their ids.

    Operation: ``findServices``, ``GET /v2/apis``.
    """
    require_name(name, kind="marketplace service")
    listings = yield from call(find_services, client=client)
    return unique(listings, name, kind="marketplace service")


@recipe
def subscribe_to_marketplace(
    client: AuthenticatedClient,
    application: ApplicationDto | str,
    listing: ApiDto | str,
    *,
    plan: PricingPlanDto | str | None = None,
) -> Flow[SubscriptionDto]:
    """Subscribe an application to a listing of the marketplace.

    Args:
        client: From `connect`.
        application: The application or its id.
        listing: The listing, from `find_marketplace_service`, or its id (not the service's).
        plan: One of the listing's pricing plans, or its id; None takes the one that is free.

    Raises:
        InvalidInput: No plan is given, and no plan or more than one is free. Nothing was sent.
        NotFound: There is no such listing, application or plan.
        Conflict: The application is subscribed already.
        AmbiguousSubmission: The application may be subscribed or not.

    Operation: ``createSubscription``, ``POST /v2/apis/{id}/subscriptions``, with ``findService``
    and ``getApplicationSubscriptions``.
    """
    application_id = id_of_application(application)
    require_id(listing if isinstance(listing, str) else listing.id, kind="listing")
    if plan is not None:
        require_id(plan if isinstance(plan, str) else plan.id, kind="plan")
    if isinstance(listing, str):
        listing = yield from listing_of(client, listing)
    request = CreateSubscriptionRequest(
        application_id=application_id, pricing_plan_id=plan_id(listing, plan)
    )
    with if_unsure(f"list_subscriptions(client, {application_id!r}) for {listing.name!r}"):
        yield from call_empty(create_subscription, listing.id, client=client, body=request)
    active = yield from call(get_application_subscriptions, application_id, client=client)
    for subscription in active:
        if subscription.api and subscription.api.id == listing.id:
            return subscription
    raise PlanqkError(
        f"the platform accepted the subscription to {listing.name!r}, but does not list it "
        f"(yet): list_subscriptions(client, {application_id!r})"
    )


def listing_of(client: AuthenticatedClient, listing_id: str) -> Flow[ApiDto]:
    """Return a listing by its id."""
    try:
        return (yield from call(find_service, listing_id, client=client))
    except NotFound as error:
        error.message += (
            ". The id of a listing is not the id of its service: find_marketplace_service finds it"
        )
        raise


def plan_id(listing: ApiDto, plan: PricingPlanDto | str | None) -> str:
    """Return the id of the plan that was chosen, or of the free one."""
    if plan is not None:
        return plan if isinstance(plan, str) else plan.id
    plans = listing.pricing_plans or []
    free = [each.id for each in plans if each.type_ == "FREE"]
    if len(free) == 1:
        return free[0]
    offered = ", ".join(f"{each.id} ({each.type_})" for each in plans) or "none"
    raise InvalidInput(
        f"{listing.name!r} has {len(free) or 'no'} free pricing plans: choose with plan=. "
        f"Its plans: {offered}"
    )
