"""What a run of many has done, in one SQLite file, so that it can go on after its process died.

The file holds no inputs, only their fingerprints, and no secrets. What has been written survives
the death of the process; the last moments before a power cut may be lost.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from operator import itemgetter
from pathlib import Path
from secrets import token_bytes
from typing import Any, Generic

from attrs import frozen

from .. import errors
from ..errors import InvalidInput, JournalError, PlanqkError
from .flow import A_DAY
from .outcomes import Key, Outcome, OutcomeState
from .runs import E, Input, Item, Platform, R

INTENDED, STARTED = "intended", "started"
ENDED: frozenset[str] = frozenset({"succeeded", "failed", "cancelled"})
FORMAT = 1
PROGRAM = 0x4D616E79
"""SQLite keeps it in the file's head: no other program's database is taken for a journal."""
SCHEMA = (
    f"PRAGMA application_id = {PROGRAM}",
    f"PRAGMA user_version = {FORMAT}",
    "CREATE TABLE run (what TEXT PRIMARY KEY, id TEXT NOT NULL)",
    # A key is text or a number: in a column with a type, 1 and '1' would be the same.
    "CREATE TABLE inputs (key PRIMARY KEY NOT NULL, fingerprint BLOB NOT NULL, "
    "state TEXT NOT NULL, tag TEXT NOT NULL, since REAL NOT NULL, content TEXT)",
)
OPEN = "INSERT OR REPLACE INTO run VALUES ('open', 'yes')"
"""Says that a second file has what is new: without it the first one would look as if that had never
been done."""
CLOSED = "DELETE FROM run WHERE what = 'open'"
INTEND = "INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?, NULL)"
ADVANCE = "UPDATE inputs SET state = ?, content = ? WHERE key = ?"
A_YEAR = 366 * A_DAY
IN_USE = "another run uses it, in another process: wait for its end"
OPEN_HERE = (
    "another run uses it, which is still open: iterate in a with block, with asyncio in an "
    "async with block, or call its close() or aclose()"
)
_OPEN: dict[Path, Any] = {}
FINGERPRINTS = "SELECT key, fingerprint FROM inputs WHERE key IN ({})"
FIND = "SELECT key, fingerprint, state, tag, since, content FROM inputs WHERE key IN ({})"
SIZE = 16
"""Bytes of a fingerprint."""
AT_ONCE = 500
"""Inputs looked up with one query."""


@frozen
class Entry(Generic[E, R]):
    """What a journal says of an input.

    Attributes:
        state: `INTENDED`, `STARTED`, or how it ended.
        tag: The tag of its start.
        age: Seconds since it was started.
        outcome: Its outcome, as far as it is known.
    """

    state: str
    tag: str
    age: float
    outcome: Outcome[E, R]


class NoJournal(Generic[E, R]):
    """The journal of a run that has none."""

    def open(self, identity: Mapping[str, str]) -> None:
        """Begin a run of a service and an application."""

    def close(self) -> None:
        """End."""

    def check(self) -> Iterator[None]:
        """Look through the inputs that are known beforehand, some at a time."""
        yield from ()

    def find(self, items: Sequence[Item[E]]) -> list[Entry[E, R] | None]:
        """Return what is known of inputs."""
        return [None] * len(items)

    def intend(self, items: Sequence[Item[E]]) -> None:
        """Note that starts are about to be sent."""

    def withdraw(self, item: Item[E]) -> None:
        """Note that a start did not take effect."""

    def started(self, item: Item[E], execution: E) -> None:
        """Note the execution that was started."""

    def ended(self, item: Item[E], outcome: Outcome[E, R]) -> None:
        """Note an outcome."""


class Journal(NoJournal[E, R]):
    """A journal in a file, which no other process can use until it is closed.

    Args:
        path: Of the file.
        platform: What is executed on.
        named: Keys and inputs that are known beforehand.
    """

    def __init__(
        self, path: Path, platform: Platform[E, R], named: Iterable[tuple[Key, Input]] = ()
    ) -> None:
        self._path = path
        self._platform = platform
        self._named = named
        self._place: Path | None = None
        self._database: Any = None
        self._is_whole = False

    def open(self, identity: Mapping[str, str]) -> None:
        """Open the file, or make it.

        Raises:
            JournalError: It is no journal, or one of another service or application; it is in use,
                damaged, or cannot be written.
        """
        with self._errors():
            place = Path(os.path.realpath(self._path))
            if _OPEN.setdefault(place, self) is not self:
                # POSIX drops a process's locks on a file when it closes the file just once.
                raise sqlite3.OperationalError(OPEN_HERE)
            self._place = place
        try:
            with self._errors():
                self._check_head()
                wal = place.with_name(f"{place.name}-wal")
                missing = "" if wal.exists() else wal.name
                # A whole path: SQLite may take one that begins with file: for an address.
                self._database = sqlite3.connect(place, timeout=0, isolation_level=None)
                self._lock(identity)
                self._check(identity, missing)
                # In the first file as soon as there is a second one, and as long as it is needed.
                self._database.execute(OPEN)
                self._database.execute("PRAGMA wal_checkpoint")
        except BaseException:
            self.close()
            raise

    def _check_head(self) -> None:
        """Refuse another file without opening it as a database, which may change it."""
        if not self._path.exists() or not self._path.stat().st_size:
            return
        with self._path.open("rb") as file:
            head = file.read(100)
        if not any(head) and self._path.with_name(self._path.name + "-journal").exists():
            return  # whoever made it died before its first page was written
        program, version = (int.from_bytes(head[at : at + 4], "big") for at in (68, 60))
        if not head.startswith(b"SQLite format 3\0") or program != PROGRAM:
            raise JournalError(f"{self._path} is no journal: give the path of one, or a new one")
        if version > FORMAT:
            raise JournalError(
                f"{self._path} is a journal of format {version}, and this version knows {FORMAT}: "
                "a newer version can read it"
            )

    def _lock(self, identity: Mapping[str, str]) -> None:
        """Take the file for this process alone, until it is closed, and fill it if it is new."""
        self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.execute("BEGIN EXCLUSIVE")
        if not self._database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            for statement in SCHEMA:
                self._database.execute(statement)
            self._database.executemany("INSERT INTO run VALUES (?, ?)", identity.items())
        self._database.execute("COMMIT")
        self._database.execute("PRAGMA journal_mode = WAL")

    def _check(self, identity: Mapping[str, str], missing: str) -> None:
        """Refuse a journal that is damaged, of another identity, or without its second file.

        ``missing`` is the name of that one if it is not there.
        """
        [found] = self._database.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise JournalError(f"{self._path} is damaged, and was left as it is: {found}")
        known = dict(self._database.execute("SELECT what, id FROM run"))
        if "open" in known and missing:
            raise JournalError(
                f"{self._path} is not whole: when its process died, or when it was copied, it had "
                f"a second file, {missing}, with the last entries. Put it beside the journal. If "
                "another program has merged it, or if it is lost, make an empty file of that name: "
                "inputs that only a lost one knew are started again"
            )
        self._is_whole = True
        for what, id in identity.items():
            if known.get(what) != id:
                raise JournalError(
                    f"{self._path} belongs to {what} {known.get(what)}, not to {id}: "
                    "give each its own journal"
                )

    def close(self) -> None:
        """Close the file; another run may use it then."""
        if self._database:
            if self._is_whole:
                with suppress(sqlite3.Error):
                    # First make room for the next line, in case that the disk is full.
                    self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    self._database.execute(CLOSED)
            with suppress(sqlite3.Error):
                self._database.close()
        if self._place:
            _OPEN.pop(self._place, None)
        self._place = self._database = None

    def check(self) -> Iterator[None]:
        """Look through the inputs that are known beforehand, some at a time.

        Raises:
            InvalidInput: One is not the input that the journal knows by its key.
        """
        named = iter(self._named)
        while some := dict(islice(named, AT_ONCE)):
            for key, (known, *_) in self._rows([*some], FINGERPRINTS).items():
                self._compare(key, known, fingerprint(some[key]))
            yield

    def find(self, items: Sequence[Item[E]]) -> list[Entry[E, R] | None]:
        """Return what is known of inputs.

        Raises:
            InvalidInput: One is not the input that the journal knows by its key.
        """
        found: list[Entry[E, R] | None] = []
        for start in range(0, len(items), AT_ONCE):
            some = items[start : start + AT_ONCE]
            rows = self._rows([item.key for item in some], FIND)
            found += [self._entry(item, rows.get(item.key)) for item in some]
        return found

    def _rows(self, keys: list[Key], find: str) -> dict[Key, list[Any]]:
        query = find.format(", ".join("?" * len(keys)))
        try:
            return {key: row for key, *row in self._database.execute(query, keys)}
        except (OverflowError, UnicodeEncodeError) as error:
            raise InvalidInput(f"a journal cannot keep one of the keys {keys}: {error}") from None
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _entry(self, item: Item[E], row: Sequence[Any] | None) -> Entry[E, R] | None:
        item.fingerprint = fingerprint(item.given)
        if row is None:
            return None
        known, state, tag, since, content = row
        self._compare(item.key, known, item.fingerprint)
        try:
            outcome = self._read(item, state, content)
            age = min(max(time.time() - since, 1e-3), A_YEAR)  # the clock may have been set
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            what = f"{self._path} is damaged at the key {item.key!r}"
            raise JournalError(f"{what}: {error}") from error
        return Entry(state, tag, age, outcome)

    def _compare(self, key: Key, known: bytes, found: bytes) -> None:
        if known != found:
            raise InvalidInput(
                f"the input {key!r} is not the one that {self._path} knows by this key: give it "
                "another key, or use another journal"
            )

    def _read(self, item: Item[E], state: Any, content: str | None) -> Outcome[E, R]:
        if content is None:
            return Outcome(item.key, "unsure")
        done, error = json.loads(content)
        execution, result = self._platform.from_json(done)
        ended: OutcomeState = state if state in ENDED else "unsure"
        return Outcome(item.key, ended, execution, result, error and error_from_json(error))

    def intend(self, items: Sequence[Item[E]]) -> None:
        """Note that starts are about to be sent."""
        now = time.time()
        rows = [(item.key, item.fingerprint, INTENDED, item.tag, now) for item in items]
        with self._errors():
            self._database.execute("BEGIN")
            self._database.executemany(INTEND, rows)
            self._database.execute("COMMIT")

    def withdraw(self, item: Item[E]) -> None:
        """Note that a start did not take effect."""
        with self._errors():
            self._database.execute("DELETE FROM inputs WHERE key = ?", (item.key,))

    def started(self, item: Item[E], execution: E) -> None:
        """Note the execution that was started."""
        self._advance(item, STARTED, [self._platform.to_json(execution, None), None])

    def ended(self, item: Item[E], outcome: Outcome[E, R]) -> None:
        """Note an outcome."""
        done = self._platform.to_json(outcome.execution, outcome.result)
        error = outcome.error and error_to_json(outcome.error)
        self._advance(item, outcome.state, [done, error])

    def _advance(self, item: Item[E], state: str, content: list[Any]) -> None:
        with self._errors():
            self._database.execute(ADVANCE, (state, json.dumps(content), item.key))

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Raise what the file or the database raise as a JournalError."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> JournalError:
        busy = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
        reason = IN_USE if busy else str(error)
        return JournalError(f"the journal {self._path} cannot be used: {reason}")


def plain(value: object) -> Any:
    """Return a dict for a mapping, or the id of a model: JSON in the place of another object."""
    if isinstance(value, Mapping):
        return dict(value)
    id = getattr(value, "id", None)
    if isinstance(id, str):
        return id
    raise TypeError("not JSON, and no model")


AS_SENT = json.JSONEncoder(default=plain).encode
IN_ORDER = json.JSONEncoder(sort_keys=True, default=plain).encode


def fingerprint(given: Input) -> bytes:
    """Return the hash of the JSON that is sent for an input, by which inputs are told apart.

    One that has no JSON gets a fingerprint that no other input has: its start refuses it.
    """
    try:
        text = in_order(dict(given))
    except (TypeError, ValueError, RecursionError):
        return token_bytes(SIZE)
    return hashlib.blake2b(text.encode(), digest_size=SIZE).digest()


def in_order(given: dict[str, Any]) -> str:
    """Return an input as JSON, its members in order."""
    try:
        return IN_ORDER(given)
    except TypeError:  # keys of different types have no order; as JSON has them, they are text
        return IN_ORDER(json.loads(AS_SENT(given), object_pairs_hook=members))


def members(pairs: list[tuple[str, Any]]) -> Any:
    """Return the members of an object in order; one may be there twice, as 1 and "1"."""
    return ["object", sorted(pairs, key=itemgetter(0))]


def error_to_json(error: PlanqkError) -> Any:
    """Return an error as JSON, as far as its context has that form."""
    attributes = {name: value for name, value in vars(error).items() if is_json(value)}
    args = [each if is_json(each) else str(each) for each in error.args]
    return [type(error).__name__, args, attributes]


def error_from_json(stored: Any) -> PlanqkError:
    """Return the error that `error_to_json` was given; a file cannot make anything else."""
    name, args, attributes = stored
    kind = getattr(errors, name, None)
    if not (isinstance(kind, type) and issubclass(kind, PlanqkError)):
        kind = PlanqkError
    error = kind.__new__(kind, *args)
    error.__dict__.update(attributes)
    return error


def is_json(value: object) -> bool:
    """Tell whether a value is a member of JSON, or a list of such."""
    if isinstance(value, (list, tuple)):
        return all(map(is_json, value))
    return isinstance(value, str | int | float | bool | None)
