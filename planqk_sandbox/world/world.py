"""All that one sandbox holds: its folder, its database, its accounts, its builds and executions."""

import os
import secrets
import string
import tempfile
from contextlib import ExitStack
from pathlib import Path

from ..work.files import make_private_folder, remove
from .accounts import create_accounts
from .builds import Builds
from .executions import Executions
from .options import Options
from .pool_files import PoolFiles
from .records import Account, Service, Setting
from .state import lock
from .store import Store, new_id

TOKEN_CHARACTERS = string.ascii_letters + string.digits


class World:
    """What the rules are about, and what the faces show."""

    def __init__(self, options: Options) -> None:
        """Open the state, or make a new one.

        Raises:
            StateInUse: Another process has it open.
            UnusableState: Its folder cannot be locked.
            BadDatabase: Its database is damaged, or not one of a sandbox.
        """
        self.options = options
        with ExitStack() as opened:
            self._open(opened)
            self._closing = opened.pop_all()
        self.access_token = self._setting("access_token", options.access_token, _new_token())
        self.user_id = self._setting("user_id", "", new_id())
        self.grant_key = self._setting("grant_key", "", secrets.token_urlsafe(32))
        create_accounts(self.store, self.user_id)
        self.personal_account = self.store.find(Account, is_organization=False)[0]
        self.organizations = self.store.find(Account, is_organization=True)

    def _open(self, opened: ExitStack) -> None:
        """Open everything; what `opened` notes is undone by `close`, or when this fails."""
        state = self.options.state
        self.folder = Path(state or tempfile.mkdtemp(prefix="planqk-sandbox-")).resolve()
        if state is None:
            opened.callback(remove, self.folder)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        opened.callback(os.close, lock(self.folder))
        self.store = Store(None if state is None else self.folder / "sandbox.sqlite")
        opened.callback(self.store.close)
        self.uploads = self.folder / "uploads"
        self._empty_uploads()
        opened.callback(self._empty_uploads)
        self.pool_files = PoolFiles(self.store, self.folder / "datapools")
        self.builds = Builds(self.options, self.store, self.folder)
        opened.callback(self.builds.stop)
        self.executions = Executions(self.options, self.store, self.builds, self.folder)
        opened.callback(self.executions.stop)

    def _empty_uploads(self) -> None:
        remove(self.uploads)
        make_private_folder(self.uploads)

    def close(self) -> None:
        """Stop everything that runs; without a state folder, leave nothing behind."""
        self._closing.close()

    @property
    def accounts(self) -> list[Account]:
        """The user's accounts: the personal one, then the organizations."""
        return [self.personal_account, *self.organizations]

    def owner(self, service: Service) -> Account:
        """Return the account that `service` belongs to."""
        return self.store.find(Account, id=service.account_id)[0]

    def _setting(self, name: str, wanted: str, fallback: str) -> str:
        kept = self.store.get(Setting, name)
        value = wanted or (kept.value if kept else fallback)
        if kept:
            self.store.update(Setting, name, value=value)
        else:
            self.store.insert(Setting(id=name, value=value))
        return value


def _new_token() -> str:
    """Return a personal access token in the platform's form."""
    return "plqk_" + "".join(secrets.choice(TOKEN_CHARACTERS) for _ in range(42))
