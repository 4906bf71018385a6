"""The marketplace: published services of all accounts. Their ids are not the services' ids."""

from starlette.responses import Response

from ...world.records import Application, Service
from ..calls import Call, Handler
from ..refusals import not_found
from .rendering import JsonObject, answer, api_dto, nothing
from .subscriptions import subscribe


def find_services(call: Call) -> Response:
    """List what is on the marketplace."""
    found = call.store.find(Service, lifecycle="PUBLISHED")
    return answer([_dto(call, service) for service in found])


def find_service(call: Call) -> Response:
    """Return an entry of the marketplace."""
    return answer(_dto(call, _find(call)))


def get_logo(call: Call) -> Response:
    """Return the logo: nobody can upload one here, so it is empty."""
    _find(call)
    return answer([])


def create_subscription(call: Call) -> Response:
    """Subscribe an application of any account of the user."""
    service = _find(call)
    wanted = call.required_text("applicationId")
    application = call.store.get(Application, wanted)
    if application is None or not call.instance.is_users(application.account_id):
        raise not_found(f"There is no application {wanted}")
    plan = call.required_text("pricingPlanId")
    if plan != service.plan_id:
        raise not_found(f"The service has no pricing plan {plan}")
    subscribe(call, application, service)
    return nothing()


def _find(call: Call) -> Service:
    found = call.store.first(Service, api_id=call.path["id"], lifecycle="PUBLISHED")
    if found is None:
        raise not_found(
            f"There is no API {call.path['id']} on the marketplace (a service id is not one)"
        )
    return found


def _dto(call: Call, service: Service) -> JsonObject:
    return api_dto(service, call.instance.account_of(service), call.instance.endpoint(service))


HANDLERS: dict[str, Handler] = {
    "findServices": find_services,
    "findService": find_service,
    "getLogo": get_logo,
    "createSubscription": create_subscription,
}
