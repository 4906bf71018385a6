"""All that one running sandbox holds: its folder, its database, its workers, its counters."""

import fcntl
import secrets
import shutil
import string
import tempfile
from collections import Counter
from pathlib import Path
from typing import IO

from planqk_sandbox.builds import Builds
from planqk_sandbox.executions import Executions
from planqk_sandbox.faults import Faults
from planqk_sandbox.options import Options
from planqk_sandbox.records import Account, Service, Setting
from planqk_sandbox.store import Store, new_id
from planqk_sandbox.wire import VERSION

USER = "sandbox-user"
ORGANIZATIONS = {"sandbox-organization": "Sandbox Organization", "second-organization": "Second"}
TOKEN_CHARACTERS = string.ascii_letters + string.digits


class StateInUse(RuntimeError):
    """Another sandbox works with this state folder."""


class Instance:
    """The inside of a sandbox, without its server."""

    def __init__(self, options: Options) -> None:
        """Open the state, or make a new one.

        :raises StateInUse: another process has it open.
        """
        self.options = options
        self.url = ""
        self.faults = Faults()
        self.received: Counter[str] = Counter()
        self.effects: Counter[str] = Counter()
        self._temporary = options.state is None
        self.folder = Path(options.state or tempfile.mkdtemp(prefix="planqk-sandbox-")).resolve()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = _lock(self.folder)
        self.store = Store(None if self._temporary else self.folder / "sandbox.sqlite")
        self.uploads = self.folder / "uploads"
        shutil.rmtree(self.uploads, ignore_errors=True)
        self.uploads.mkdir()
        self.builds = Builds(options, self.store, self.folder)
        self.executions = Executions(options, self.store, self.builds, self.folder)
        self.access_token = self._setting("access_token", options.access_token, new_token())
        self.user_id = self._setting("user_id", "", new_id())
        self._create_accounts()
        self.personal_account = self.store.find(Account, is_organization=False)[0]
        self.organizations = self.store.find(Account, is_organization=True)

    def close(self) -> None:
        """Stop everything that runs; without a state folder, leave nothing behind."""
        self.executions.stop()
        self.builds.stop()
        self.store.close()
        self._lock.close()
        if self._temporary:
            shutil.rmtree(self.folder, ignore_errors=True)

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


def _lock(folder: Path) -> IO[str]:
    lock = (folder / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        message = f"Another sandbox uses the state folder {folder}; stop it or take another folder"
        raise StateInUse(message) from error
    return lock
