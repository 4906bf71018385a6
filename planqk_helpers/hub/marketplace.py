"""Search the marketplace and subscribe to its services."""

from __future__ import annotations

from typing import TypeAlias

from hub_platform import AuthenticatedClient
from hub_platform.api.marketplace import get_marketplace_service, get_marketplace_services
from hub_platform.models import (
    ApplicationDto,
    MarketplaceServiceDetailsDto,
    MarketplaceServiceOverviewDto,
    SubscriptionDto,
)

from ..engine.calls import call
from ..engine.flow import Flow, recipe
from ..engine.lookup import ids_not_names, require_id, require_name, unique
from ..engine.pages import Page, all_pages
from ..errors import NotFound
from .applications import subscribe_by_id
from .ids import id_of_application

Listing: TypeAlias = MarketplaceServiceOverviewDto | MarketplaceServiceDetailsDto

PAGE = 100
"""Listings that are asked for at a time."""


@recipe
def find_marketplace_service(
    client: AuthenticatedClient, name: str
) -> Flow[MarketplaceServiceDetailsDto]:
    """Find the one listing of the marketplace that has exactly this name.

    Args:
        client: From `connect`.
        name: Name of the service, not its display name.

    Returns:
        The listing, with its price. Its ``id`` is not the id of the service behind it; that is
        ``service_id``.

    Raises:
        NameNotFound: No listing has this name; the error lists similar names.
        AmbiguousName: Several listings have this name; the error lists their ids.

    Operations: ``getMarketplaceServices``, ``GET /marketplace/services``, page by page, then
    ``getMarketplaceService`` for the one it is.
    """
    require_name(name, kind="marketplace service")

    def page(number: int) -> Flow[Page[MarketplaceServiceOverviewDto]]:
        return call(get_marketplace_services, client=client, page=number, size=PAGE, sort="name")

    listings = yield from all_pages(page)
    found = unique(listings, name, kind="marketplace service")
    return (yield from call(get_marketplace_service, found.id, client=client))


@recipe
def subscribe_to_marketplace(
    client: AuthenticatedClient,
    application: ApplicationDto | str,
    listing: Listing | str,
) -> Flow[SubscriptionDto]:
    """Subscribe an application to a listing of the marketplace, at the price of the listing.

    Args:
        client: From `connect`.
        application: The application or its id.
        listing: The listing, from `find_marketplace_service`, or its id (not the service's).

    Raises:
        NotFound: There is no such listing or application.
        BadRequest: The application is subscribed already.
        AmbiguousSubmission: The application may be subscribed or not.

    Operation: ``createSubscription``, ``POST /subscriptions``, after ``getMarketplaceService`` if
    only the listing's id is given.
    """
    application_id = id_of_application(application)
    require_id(listing if isinstance(listing, str) else listing.id, kind="listing")
    if isinstance(listing, str):
        listing = yield from listing_of(client, listing)
    with ids_not_names("application", application):
        return (yield from subscribe_by_id(client, application_id, listing.service_id))


def listing_of(client: AuthenticatedClient, listing_id: str) -> Flow[MarketplaceServiceDetailsDto]:
    """Return a listing by its id."""
    try:
        return (yield from call(get_marketplace_service, listing_id, client=client))
    except NotFound as error:
        error.message += (
            ". The id of a listing is not the id of its service: find_marketplace_service finds it"
        )
        raise
