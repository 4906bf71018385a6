"""Applications: the parties that call services."""

import secrets

from .accounts import is_one_of
from .errors import BadValue, Conflict, NotFound
from .records import Account, Application, Subscription
from .store import new_id, now
from .world import World


def create(world: World, account: Account, name: str) -> Application:
    """Create an application with its consumer key and secret; names need not be unique.

    Raises:
        BadValue: The name is blank.
    """
    if not name.strip():
        raise BadValue("name is missing or blank")
    application = Application(
        id=new_id(),
        account_id=account.id,
        name=name,
        consumer_key=secrets.token_urlsafe(21),
        consumer_secret=secrets.token_urlsafe(21),
        created_at=now(),
    )
    world.store.insert(application)
    return application


def of_account(world: World, account: Account) -> list[Application]:
    """Return the applications of `account`."""
    return world.store.find(Application, account_id=account.id)


def find(world: World, account: Account, application_id: str) -> Application:
    """Return an application of `account`.

    Raises:
        NotFound: It has none with this id.
    """
    application = world.store.first(Application, id=application_id, account_id=account.id)
    if application is None:
        raise NotFound(f"There is no application {application_id} in this context")
    return application


def find_anywhere(world: World, application_id: str) -> Application:
    """Return an application of any account of the user.

    Raises:
        NotFound: The user has none with this id.
    """
    application = world.store.get(Application, application_id)
    if application is None or not is_one_of(world.accounts, application.account_id):
        raise NotFound(f"There is no application {application_id}")
    return application


def find_by_id_or_name(world: World, wanted: str) -> Application:
    """Return the one application of that id or name in any account of the user.

    Raises:
        NotFound: There is none.
        Conflict: There are several of that name.
    """
    named = world.store.find(Application, id=wanted) or world.store.find(Application, name=wanted)
    found = [one for one in named if is_one_of(world.accounts, one.account_id)]
    if not found:
        raise NotFound(f"You have no application {wanted[:200]!r}")
    if len(found) > 1:
        ids = ", ".join(one.id for one in found[:10])
        raise Conflict(f"You have {len(found)} applications of this name: give the id ({ids})")
    return found[0]


def delete(world: World, application: Application, *, force: bool = False) -> None:
    """Delete an application with its tokens, and with `force` its subscriptions.

    Raises:
        Conflict: It has subscriptions, and `force` is not set.
    """
    subscriptions = world.store.count(Subscription, application_id=application.id)
    if subscriptions and not force:
        raise Conflict(f"The application has {subscriptions} subscriptions: delete them first")
    with world.store.transaction():
        world.store.delete(Subscription, application_id=application.id)
        world.store.delete(Application, id=application.id)
