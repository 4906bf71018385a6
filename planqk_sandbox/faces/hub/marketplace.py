"""The marketplace: public services of all accounts. Their ids are not the services' ids."""

from starlette.responses import Response

from ...world import publishing
from ...world.records import Service
from ..answers import answer
from .calls import HubCall, HubHandler
from .pages import page_of
from .rendering import listing_details_dto, listing_dto
from .services import definition_of


def get_services(call: HubCall) -> Response:
    """List a page of what is on the marketplace."""
    found = publishing.marketplace(call.world)
    dtos = [listing_dto(service, call.world.owner(service)) for service in found]
    return answer(page_of(call, dtos))


def get_service(call: HubCall) -> Response:
    """Return an entry of the marketplace."""
    service = _service_in_path(call)
    return answer(listing_details_dto(service, call.world.owner(service), call.gateway))


def get_openapi(call: HubCall) -> Response:
    """Return the API definition of an entry."""
    return definition_of(call, _service_in_path(call))


def _service_in_path(call: HubCall) -> Service:
    return publishing.find_on_marketplace(call.world, call.path["id"])


HANDLERS: dict[str, HubHandler] = {
    "getMarketplaceServices": get_services,
    "getMarketplaceService": get_service,
    "getMarketplaceServiceOpenapi": get_openapi,
}
