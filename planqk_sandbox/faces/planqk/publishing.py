"""Publishing a service, internally or on the marketplace, and taking it back."""

from starlette.responses import Response

from ...world.records import Service, Subscription
from ...world.store import now
from ..calls import Call, Handler
from ..refusals import bad_request, conflict
from .rendering import answer, nothing
from .services import find_version, version

COMMANDS = ("UNPUBLISH", "UNPUBLISH_FORCE")


def publish_service(call: Call) -> Response:
    """Publish on the marketplace."""
    return _publish(call, find_version(call), "PUBLISHED")


def publish_service_internal(call: Call) -> Response:
    """Publish in the context of the service only."""
    service = find_version(call)
    if service.lifecycle == "PUBLISHED":
        raise conflict("The service is on the marketplace: unpublish it first")
    return _publish(call, service, "ACCESSIBLE")


def unpublish_service(call: Call) -> Response:
    """Take the service back, with all subscriptions; fine when it is not published."""
    _unpublish(call, find_version(call))
    return answer(version(call, find_version(call)))


def commands(call: Call) -> Response:
    """Take the service back; UNPUBLISH refuses while there are subscriptions."""
    service = find_version(call)
    command = call.text("type")
    if command not in COMMANDS:
        raise bad_request(f"type has to be one of {', '.join(COMMANDS)}")
    subscriptions = call.store.count(Subscription, service_id=service.id)
    if command == "UNPUBLISH" and subscriptions:
        raise conflict(
            f"The service has {subscriptions} subscriptions; UNPUBLISH_FORCE deletes them"
        )
    _unpublish(call, service)
    return nothing()


def _publish(call: Call, service: Service, lifecycle: str) -> Response:
    if service.lifecycle != lifecycle:
        _check_build(call, service)
        call.store.update(
            Service, service.id, lifecycle=lifecycle, addressed=True, modified_at=now()
        )
        call.changed()
    return answer(version(call, find_version(call)))


def _check_build(call: Call, service: Service) -> None:
    if service.type != "MANAGED":
        return
    build = call.instance.builds.latest(service)
    if build is None:
        message = "The service has no user code yet: upload it before publishing"
    elif build.status == "WORKING":
        message = "The service is still being built"
    elif build.status != "SUCCESS":
        message = "The last build of the service failed: see its build status"
    else:
        return
    raise conflict(message)


def _unpublish(call: Call, service: Service) -> None:
    if service.lifecycle == "CREATED":
        return
    with call.store.transaction():
        call.store.delete(Subscription, service_id=service.id)
        call.store.update(Service, service.id, lifecycle="CREATED", modified_at=now())
    call.changed()


HANDLERS: dict[str, Handler] = {
    "publishService": publish_service,
    "publishServiceInternal": publish_service_internal,
    "unpublishService": unpublish_service,
    "commands": commands,
}
