"""External services: they live at another address, and the gateway passes requests on."""

from starlette.responses import Response

from ...work.strict_json import JsonObject
from ...world import services
from ...world.errors import Conflict
from ...world.records import Service
from ...world.services import Draft, Security
from ..refusals import not_found
from .calls import HubCall, HubHandler, created, done
from .managed import remove_plan, set_plan
from .rendering import service_dto
from .services import service_in_path


def create_external_service(call: HubCall) -> Response:
    """Create a service that lives at another address."""
    name = call.required_text("name")
    if not services.is_name_free(call.world, call.account, name):
        raise Conflict(f"There is a service {name[:50]!r} already")
    draft = Draft(
        name=name,
        type="EXTERNAL",
        description=call.text("description"),
        summary=call.text("summary"),
        url=call.required_text("url"),
        security=_security(call.object("securityConfiguration") or {}),
    )
    service = services.create(call.world, call.account, draft)
    call.count_effect()
    return created(service_dto(service, call.account, call.gateway))


def update_security(call: HubCall) -> Response:
    """Replace what the gateway shows the service."""
    services.secure(call.world, _external_service(call), _security(call.body))
    return done(call)


def add_plan(call: HubCall) -> Response:
    """Give the service the only plan that it can have."""
    return set_plan(call, _external_service(call), {"type": "FREE"})


def delete_plan(call: HubCall) -> Response:
    """Delete the pricing plan."""
    return remove_plan(call, _external_service(call))


def _security(given: JsonObject) -> Security:
    members = ("username", "password", "headerName", "tokenValue")
    return Security(*(None if given.get(name) is None else str(given[name]) for name in members))


def _external_service(call: HubCall) -> Service:
    service = service_in_path(call)
    if service.type != "EXTERNAL":
        raise not_found(f"There is no external service {service.id}: it is {service.type}")
    return service


HANDLERS: dict[str, HubHandler] = {
    "createExternalService": create_external_service,
    "updateExternalServiceSecurityConfiguration": update_security,
    "addExternalServicePricingPlan": add_plan,
    "deleteExternalServicePricingPlan": delete_plan,
}
