"""Shares: what another account may do with a service or a data pool."""

from collections.abc import Sequence

from .accounts import is_one_of
from .errors import BadValue, Conflict, NotAllowed, NotFound
from .records import Account, Application, DataPool, Service, Share, Subscription
from .store import new_id, now
from .world import World

ROLES = ("VIEWER", "MAINTAINER", "OWNER")
"""Each may do what those before it may: read, change, and everything."""
OWNER = ROLES[-1]
Thing = Service | DataPool


def role_of(world: World, account: Account, thing: Thing) -> str | None:
    """Return what `account` is to a thing: one of the `ROLES`, or None when it does not see it."""
    if thing.account_id == account.id:
        return OWNER
    share = _active(world, thing, account.id)
    return share.role if share else None


def require(role: str, needed: str) -> None:
    """Check that a role is enough.

    Raises:
        NotAllowed: It is not.
    """
    if ROLES.index(role) < ROLES.index(needed):
        raise NotAllowed(f"This account is {role} here, and has to be {needed} for that")


def with_account(world: World, account: Account) -> dict[str, str]:
    """Return the ids of all that is shared with `account`, and its roles."""
    found = world.store.find(Share, account_id=account.id, revoked_at=None)
    return {share.thing_id: share.role for share in found}


def of(world: World, thing: Thing) -> list[Share]:
    """Return all shares of a thing, those that were revoked included."""
    return world.store.find(Share, thing_id=thing.id)


def share(world: World, thing: Thing, account_id: str, role: str) -> Share:
    """Share a thing with an account of the user.

    Raises:
        BadValue: It is the owner's.
        Conflict: It is shared with that account already.
        NotFound: There is no such account.
    """
    if not is_one_of(world.accounts, account_id):
        raise NotFound(f"There is no account {account_id} to share with")
    if account_id == thing.account_id:
        raise BadValue("The owner needs no share")
    with world.store.transaction():
        if _active(world, thing, account_id):
            raise Conflict("It is shared with this account already: change the role of that share")
        made = Share(
            id=new_id(), thing_id=thing.id, account_id=account_id, role=role, created_at=now()
        )
        world.store.insert(made)
    return made


def find(world: World, thing: Thing, share_id: str) -> Share:
    """Return a share of a thing.

    Raises:
        NotFound: It has none with this id.
    """
    found = world.store.first(Share, id=share_id, thing_id=thing.id)
    if found is None:
        raise NotFound(f"There is no share {share_id} of {thing.id}")
    return found


def change_role(world: World, share: Share, role: str) -> Share:
    """Give the account of a share another role.

    Raises:
        Conflict: The share was revoked.
    """
    if share.revoked_at is not None:
        raise Conflict("This share was revoked: share again")
    return world.store.amend(share, role=role)


def revoke(world: World, thing: Thing, share: Share) -> bool:
    """End a share, with the subscriptions that need it; false when it had ended."""
    if share.revoked_at is not None:
        return False
    with world.store.transaction():
        world.store.update(Share, share.id, revoked_at=now())
        if isinstance(thing, Service) and thing.lifecycle != "PUBLISHED":
            _end_subscriptions(world, thing, share.account_id)
    return True


def _active(world: World, thing: Thing, account_id: str) -> Share | None:
    return world.store.first(Share, thing_id=thing.id, account_id=account_id, revoked_at=None)


def _end_subscriptions(world: World, service: Service, account_id: str) -> None:
    applications: Sequence[Application] = world.store.find(Application, account_id=account_id)
    for application in applications:
        world.store.delete(Subscription, service_id=service.id, application_id=application.id)
