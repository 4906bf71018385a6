"""Publishing: ACCESSIBLE within the account, PUBLISHED on the marketplace, CREATED otherwise."""

from .errors import Conflict, NotFound
from .records import Account, Service, Subscription
from .services import VERSION
from .store import now
from .world import World


def publish(world: World, service: Service, lifecycle: str) -> Service:
    """Make a service ACCESSIBLE or PUBLISHED; when it is so already, nothing changes.

    Raises:
        Conflict: There is no build to run or no pricing plan, or the service is on the
            marketplace.
    """
    if service.lifecycle == lifecycle:
        return service
    if service.lifecycle == "PUBLISHED":
        raise Conflict("The service is on the marketplace: unpublish it first")
    if lifecycle == "PUBLISHED" and service.plan is None:
        raise Conflict("The service has no pricing plan: add one before it goes on the marketplace")
    _check_build(world, service)
    # The address is kept when the service is taken back.
    return world.store.amend(service, lifecycle=lifecycle, addressed=True, modified_at=now())


def _check_build(world: World, service: Service) -> None:
    if service.type != "MANAGED":
        return
    build = world.builds.latest(service)
    if build is None:
        raise Conflict("The service has no user code yet: upload it before publishing")
    if build.status == "WORKING":
        raise Conflict("The service is still being built")
    if build.status != "SUCCESS":
        raise Conflict("The last build of the service failed: see its build status")


def unpublish(world: World, service: Service, *, force: bool) -> Service:
    """Take a service back; when it is not published, nothing changes.

    With `force` its subscriptions end.

    Raises:
        Conflict: There are subscriptions, and `force` is not set.
    """
    subscriptions = world.store.count(Subscription, service_id=service.id)
    if subscriptions and not force:
        raise Conflict(f"The service has {subscriptions} subscriptions")
    if service.lifecycle == "CREATED":
        return service
    with world.store.transaction():
        world.store.delete(Subscription, service_id=service.id)
        return world.store.amend(service, lifecycle="CREATED", modified_at=now())


def marketplace(world: World) -> list[Service]:
    """Return what is on the marketplace, of all accounts."""
    return world.store.find(Service, lifecycle="PUBLISHED")


def find_on_marketplace(world: World, api_id: str) -> Service:
    """Return the service of an entry of the marketplace.

    Raises:
        NotFound: There is no such entry.
    """
    service = world.store.first(Service, api_id=api_id, lifecycle="PUBLISHED")
    if service is None:
        raise NotFound(f"There is no API {api_id} on the marketplace (a service id is not one)")
    return service


def find_at(world: World, context: str, slug: str, version: str) -> Service | None:
    """Return the published service at an address of the gateway, if there is one."""
    account = world.store.first(Account, context=context)
    if account is None or version != VERSION:
        return None
    service = world.store.first(Service, account_id=account.id, slug=slug)
    return service if service and service.lifecycle != "CREATED" else None
