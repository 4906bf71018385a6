"""Subscriptions: which application may call which service.

One ends when it is deleted, or when its service is taken back (`planqk_sandbox.world.publishing`).
"""

from collections.abc import Iterator

from .errors import Conflict, NotAllowed, NotFound
from .records import Account, Application, Execution, Service, Subscription
from .store import new_id
from .world import World


def subscribe(world: World, application: Application, service: Service) -> Subscription:
    """Subscribe `application` to `service`.

    Raises:
        Conflict: The service is not published, or the application is subscribed to it already.
    """
    if service.lifecycle == "CREATED":
        raise Conflict("The service is not published: publish it internally first")
    with world.store.transaction():
        pair = {"application_id": application.id, "service_id": service.id}
        if world.store.count(Subscription, **pair):
            raise Conflict("The application is subscribed to this service already")
        subscription = Subscription(id=new_id(), **pair)
        world.store.insert(subscription)
    return subscription


def find(world: World, account: Account, subscription_id: str) -> Subscription:
    """Return a subscription of an application of `account`.

    Raises:
        NotFound: There is none with this id.
    """
    found = world.store.get(Subscription, subscription_id)
    if found and world.store.count(Application, id=found.application_id, account_id=account.id):
        return found
    raise NotFound(f"There is no subscription {subscription_id} in this context")


def find_of_application(
    world: World, application: Application, subscription_id: str
) -> Subscription:
    """Return a subscription of `application`.

    Raises:
        NotFound: It has none with this id.
    """
    found = world.store.first(Subscription, id=subscription_id, application_id=application.id)
    if found is None:
        raise NotFound(f"The application has no subscription {subscription_id}")
    return found


def find_between(world: World, application_id: str, service: Service) -> Subscription:
    """Return the subscription through which an application calls `service`.

    Raises:
        NotAllowed: It has none.
    """
    found = world.store.first(Subscription, application_id=application_id, service_id=service.id)
    if found is None:
        raise NotAllowed("The application is not subscribed to this service")
    return found


def of_application(world: World, application: Application) -> list[Subscription]:
    """Return the subscriptions of `application`."""
    return world.store.find(Subscription, application_id=application.id)


def of_service(world: World, service: Service) -> list[Subscription]:
    """Return the subscriptions to `service`, whoever made them."""
    return world.store.find(Subscription, service_id=service.id)


def count(world: World, application: Application) -> int:
    """Return how many subscriptions `application` has."""
    return world.store.count(Subscription, application_id=application.id)


def parties(world: World, subscription: Subscription) -> tuple[Application, Service]:
    """Return who is subscribed to what."""
    application = world.store.find(Application, id=subscription.application_id)[0]
    return application, world.store.find(Service, id=subscription.service_id)[0]


def executions(world: World, subscription: Subscription) -> Iterator[Execution]:
    """Return the executions that were started through a subscription, oldest first.

    There may be very many: in between others may use the database.
    """
    for piece in world.store.pieces(Execution, subscription_id=subscription.id):
        yield from piece


def delete(world: World, subscription: Subscription) -> None:
    """End a subscription; what runs goes on."""
    world.store.delete(Subscription, id=subscription.id)
