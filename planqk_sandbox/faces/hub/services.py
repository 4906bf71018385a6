"""Services of either type: read, describe, publish and delete them."""

import json
from contextlib import suppress

from starlette.responses import Response

from ...work.definitions import NotConvertible, as_json, as_yaml, is_json
from ...world import publishing, services, subscriptions
from ...world.errors import Conflict
from ...world.records import Service
from ..answers import answer, nothing
from ..bodies import read_definition
from ..refusals import bad_request, not_found
from .applications import render as render_subscription
from .calls import HubCall, HubHandler, done
from .rendering import overview_dto, service_dto

SCOPES = {"INTERNAL": "ACCESSIBLE", "PUBLIC": "PUBLISHED"}
LONGEST_DISPLAY_NAME = 70


def get_services(call: HubCall) -> Response:
    """List the services that the account sees, all or those in some states."""
    wanted = call.many("lifecycle")
    found = services.of_account(call.world, call.account)
    found += services.shared_with(call.world, call.account)
    return answer(
        [overview_dto(service) for service in found if not wanted or service.lifecycle in wanted]
    )


def is_name_available(call: HubCall) -> Response:
    """Tell whether no service of the account has a name."""
    return answer(services.is_name_free(call.world, call.account, call.required_query("name")))


def get_service(call: HubCall) -> Response:
    """Return a service."""
    service, role = services.find_shared(
        call.world, call.account, call.path["id"], call.needed_role
    )
    return answer(service_dto(service, call.world.owner(service), call.gateway, role))


def delete_service(call: HubCall) -> Response:
    """Delete a service that is not published."""
    services.delete(call.world, service_in_path(call))
    return done(call)


def update_description(call: HubCall) -> Response:
    """Replace the description."""
    return _describe(call, description=call.text("description"))


def update_summary(call: HubCall) -> Response:
    """Replace the summary."""
    return _describe(call, summary=call.text("summary"))


def update_display_name(call: HubCall) -> Response:
    """Replace the name that people read."""
    name = call.required_text("displayName")
    if len(name) > LONGEST_DISPLAY_NAME:
        raise bad_request(f"displayName has at most {LONGEST_DISPLAY_NAME} characters")
    return _describe(call, display_name=name)


def update_contacts(call: HubCall) -> Response:
    """Replace all contacts."""
    return _describe(call, contacts=json.dumps(call.items))


def update_links(call: HubCall) -> Response:
    """Replace all links."""
    return _describe(call, links=json.dumps(call.items))


def _describe(call: HubCall, **changes: str | None) -> Response:
    services.change(call.world, service_in_path(call), **changes)
    return done(call)


def get_openapi(call: HubCall) -> Response:
    """Return the API definition as JSON, or in the format that is asked for."""
    return definition_of(call, service_in_path(call))


def update_openapi(call: HubCall) -> Response:
    """Replace the API definition."""
    service = service_in_path(call)
    services.define(call.world, service, read_definition(call.file("file").path))
    return done(call)


def publish(call: HubCall) -> Response:
    """Publish a service, internally or for everybody."""
    before = service_in_path(call)
    service = publishing.publish(call.world, before, SCOPES[call.required_text("scope")])
    if service != before:
        call.count_effect()
    return nothing()


def unpublish(call: HubCall) -> Response:
    """Take a service back; with `force` its subscriptions end."""
    before = service_in_path(call)
    try:
        service = publishing.unpublish(call.world, before, force=call.flag("force"))
    except Conflict as error:
        raise Conflict(f"{error}; force=true ends them") from error
    if service != before:
        call.count_effect()
    return nothing()


def get_service_subscriptions(call: HubCall) -> Response:
    """List the subscriptions to a service."""
    found = subscriptions.of_service(call.world, service_in_path(call))
    return answer([render_subscription(call, subscription) for subscription in found])


def definition_of(call: HubCall, service: Service) -> Response:
    """Return the API definition of a service in the format that is asked for.

    One that has no such form, or is too large for that, stays as it was uploaded.

    Raises:
        Refusal: 404.
    """
    text = service.api_definition
    if text is None:
        raise not_found("No API definition was uploaded for this service")
    with suppress(NotConvertible):
        text = as_yaml(text) if call.query("format") == "YAML" else as_json(text)
    return Response(text, media_type="application/json" if is_json(text) else "application/yaml")


def service_in_path(call: HubCall) -> Service:
    """Return the service that the path names.

    Raises:
        NotAllowed: It is shared with the account, but not for this.
        NotFound: The account sees none with this id.
    """
    return services.find_shared(call.world, call.account, call.path["id"], call.needed_role)[0]


HANDLERS: dict[str, HubHandler] = {
    "getServices": get_services,
    "checkServiceNameAvailability": is_name_available,
    "getService": get_service,
    "deleteService": delete_service,
    "updateServiceDescription": update_description,
    "updateServiceSummary": update_summary,
    "updateServiceDisplayName": update_display_name,
    "updateServiceContacts": update_contacts,
    "updateServiceLinks": update_links,
    "getServiceOpenApi": get_openapi,
    "updateServiceOpenApi": update_openapi,
    "updateServicePublication": publish,
    "deleteServicePublication": unpublish,
    "getServiceSubscriptions": get_service_subscriptions,
}
