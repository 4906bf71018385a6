"""All that one running sandbox holds: its folder, its database, its workers, its counters."""

import errno
import fcntl
import os
import secrets
import string
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from ..faces.planqk.rendering import VERSION
from ..faults import Faults
from ..work.files import open_private, private_folder, remove
from .builds import Builds
from .executions import Executions
from .options import Options
from .records import Account, Service, Setting
from .store import Store, new_id

USER = "sandbox-user"
ORGANIZATIONS = {"sandbox-organization": "Sandbox Organization", "second-organization": "Second"}
TOKEN_CHARACTERS = string.ascii_letters + string.digits


class StateInUse(RuntimeError):
    """Another sandbox works with this state folder."""


class UnusableState(RuntimeError):
    """The state folder cannot be locked, so it cannot be used."""


class Instance:
    """The inside of a sandbox, without its server."""

    def __init__(self, options: Options) -> None:
        """Open the state, or make a new one.

        Raises:
            StateInUse: Another process has it open.
            UnusableState: Its folder cannot be locked.
            BadDatabase: Its database is damaged, or not one of a sandbox.
        """
        self.options = options
        self.url = ""
        self.faults = Faults()
        self.received: Counter[str] = Counter()
        self.effects: Counter[str] = Counter()
        with ExitStack() as opened:
            self._open(opened)
            self._closing = opened.pop_all()
        self.access_token = self._setting("access_token", options.access_token, new_token())
        self.user_id = self._setting("user_id", "", new_id())
        self._create_accounts()
        self.personal_account = self.store.find(Account, is_organization=False)[0]
        self.organizations = self.store.find(Account, is_organization=True)

    def _open(self, opened: ExitStack) -> None:
        """Open everything; what `opened` notes is undone by `close`, or when this fails."""
        state = self.options.state
        self.folder = Path(state or tempfile.mkdtemp(prefix="planqk-sandbox-")).resolve()
        if state is None:
            opened.callback(remove, self.folder)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        opened.callback(os.close, _lock(self.folder))
        self.store = Store(None if state is None else self.folder / "sandbox.sqlite")
        opened.callback(self.store.close)
        self.uploads = self.folder / "uploads"
        self._empty_uploads()
        opened.callback(self._empty_uploads)
        self.builds = Builds(self.options, self.store, self.folder)
        opened.callback(self.builds.stop)
        self.executions = Executions(self.options, self.store, self.builds, self.folder)
        opened.callback(self.executions.stop)

    def _empty_uploads(self) -> None:
        remove(self.uploads)
        private_folder(self.uploads)

    def close(self) -> None:
        """Stop everything that runs; without a state folder, leave nothing behind."""
        self._closing.close()

    def is_users(self, account_id: str) -> bool:
        """Tell whether an account is the user's personal one or an organization of the user."""
        return account_id in {
            account.id for account in (self.personal_account, *self.organizations)
        }

    def account_of(self, service: Service) -> Account:
        """Return the account that owns `service`."""
        return self.store.find(Account, id=service.account_id)[0]

    def endpoint(self, service: Service) -> str:
        """Return the gateway's address of `service`."""
        context = self.account_of(service).context
        return f"{self.url}/gateway/{context}/{service.slug}/{VERSION}"

    def _setting(self, name: str, wanted: str, fallback: str) -> str:
        kept = self.store.get(Setting, name)
        value = wanted or (kept.value if kept else fallback)
        if kept:
            self.store.update(Setting, name, value=value)
        else:
            self.store.insert(Setting(id=name, value=value))
        return value

    def _create_accounts(self) -> None:
        if self.store.count(Account):
            return
        with self.store.transaction():
            personal = Account(
                id=self.user_id, name="Sandbox User", context=self.user_id, is_organization=False
            )
            self.store.insert(personal)
            for context, name in ORGANIZATIONS.items():
                organization = Account(
                    id=new_id(), name=name, context=context, is_organization=True
                )
                self.store.insert(organization)


def new_token() -> str:
    """Return a personal access token in the platform's form."""
    return "plqk_" + "".join(secrets.choice(TOKEN_CHARACTERS) for _ in range(42))


def _lock(folder: Path) -> int:
    lock = open_private(folder / "lock")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        if error.errno in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES):
            raise StateInUse(
                f"Another sandbox uses the state folder {folder}; stop it or take another"
            ) from error
        raise UnusableState(
            f"The state folder {folder} cannot be locked ({error.strerror}); take one on a disk "
            "of this machine"
        ) from error
    return lock
