"""The marketplace: published services of all accounts. Their ids are not the services' ids."""

from starlette.responses import Response

from ...work.strict_json import JsonObject
from ...world import applications, publishing, subscriptions
from ...world.records import Service
from ..answers import answer, nothing
from ..calls import Call, Handler
from ..refusals import not_found
from .rendering import api_dto


def find_services(call: Call) -> Response:
    """List what is on the marketplace."""
    return answer([_render(call, service) for service in publishing.marketplace(call.world)])


def find_service(call: Call) -> Response:
    """Return an entry of the marketplace."""
    return answer(_render(call, _service_in_path(call)))


def get_logo(call: Call) -> Response:
    """Return the logo: nobody can upload one here, so it is empty."""
    _service_in_path(call)
    return answer([])


def create_subscription(call: Call) -> Response:
    """Subscribe an application of any account of the user."""
    service = _service_in_path(call)
    wanted = call.required_text("applicationId")
    application = applications.find_anywhere(call.world, wanted)
    plan = call.required_text("pricingPlanId")
    if plan != service.plan_id:
        raise not_found(f"The service has no pricing plan {plan}")
    subscriptions.subscribe(call.world, application, service)
    call.count_effect()
    return nothing()


def _service_in_path(call: Call) -> Service:
    return publishing.find_on_marketplace(call.world, call.path["id"])


def _render(call: Call, service: Service) -> JsonObject:
    return api_dto(service, call.world.owner(service), call.gateway)


HANDLERS: dict[str, Handler] = {
    "findServices": find_services,
    "findService": find_service,
    "getLogo": get_logo,
    "createSubscription": create_subscription,
}
