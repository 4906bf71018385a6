"""Publishing a service, internally or on the marketplace, and taking it back."""

from starlette.responses import Response

from ...world import publishing
from ...world.errors import Conflict
from ...world.records import Service
from ..answers import answer, nothing
from ..calls import Call, Handler
from ..refusals import bad_request
from .rendering import version_dto
from .services import version_in_path

COMMANDS = ("UNPUBLISH", "UNPUBLISH_FORCE")


def publish_service(call: Call) -> Response:
    """Publish on the marketplace."""
    return _publish(call, "PUBLISHED")


def publish_service_internal(call: Call) -> Response:
    """Publish within the account only."""
    return _publish(call, "ACCESSIBLE")


def unpublish_service(call: Call) -> Response:
    """Take the service back, with all subscriptions."""
    service = _unpublish(call, version_in_path(call), force=True)
    return answer(version_dto(service, call.account, call.gateway))


def commands(call: Call) -> Response:
    """Take the service back; UNPUBLISH refuses while there are subscriptions."""
    service = version_in_path(call)
    command = call.text("type")
    if command not in COMMANDS:
        raise bad_request(f"type has to be one of {', '.join(COMMANDS)}")
    try:
        _unpublish(call, service, force=command == "UNPUBLISH_FORCE")
    except Conflict as error:
        raise Conflict(f"{error}; UNPUBLISH_FORCE deletes them") from error
    return nothing()


def _publish(call: Call, lifecycle: str) -> Response:
    before = version_in_path(call)
    service = publishing.publish(call.world, before, lifecycle)
    if service != before:
        call.count_effect()
    return answer(version_dto(service, call.account, call.gateway))


def _unpublish(call: Call, before: Service, *, force: bool) -> Service:
    service = publishing.unpublish(call.world, before, force=force)
    if service != before:
        call.count_effect()
    return service


HANDLERS: dict[str, Handler] = {
    "publishService": publish_service,
    "publishServiceInternal": publish_service_internal,
    "unpublishService": unpublish_service,
    "commands": commands,
}
