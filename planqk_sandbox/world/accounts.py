"""Accounts: one user, who owns a personal account and two organizations."""

from collections.abc import Sequence

from .records import Account
from .store import Store, new_id

USER = "sandbox-user"
ORGANIZATIONS = {"sandbox-organization": "Sandbox Organization", "second-organization": "Second"}


def create_accounts(store: Store, user_id: str) -> None:
    """Create the accounts, unless there are any."""
    if store.count(Account):
        return
    with store.transaction():
        store.insert(
            Account(id=user_id, name="Sandbox User", context=user_id, is_organization=False)
        )
        for context, name in ORGANIZATIONS.items():
            store.insert(Account(id=new_id(), name=name, context=context, is_organization=True))


def is_one_of(accounts: Sequence[Account], account_id: str) -> bool:
    """Tell whether an id is that of one of `accounts`."""
    return account_id in {account.id for account in accounts}
