"""SQLite: the one truth of a sandbox. A change is committed before anybody hears of it."""

import os
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import TypeVar

from ..work.files import open_private, read_bounded
from .records import Record
from .schema import CHANGES, SCHEMA

R = TypeVar("R", bound=Record)
Value = str | int | float | None
PIECE = 1000
# A look at every page takes a second for some hundred MiB.
CHECKED_SIZE = 256 * 1024 * 1024


def new_id() -> str:
    """Return a fresh id."""
    return str(uuid.uuid4())


def now() -> float:
    """Return the current time, seconds since the epoch."""
    return time.time()


class BadDatabase(RuntimeError):
    """The file is no database of a sandbox, or a damaged one."""


class Store:
    """Reads and writes records; one connection, shared by all threads behind a lock."""

    def __init__(self, path: Path | None) -> None:
        """Open the database at `path`, or one in memory.

        Raises:
            BadDatabase: The file is no database of a sandbox; it stays as it is.
        """
        self._lock = threading.RLock()
        try:
            if path:
                _prepare(path)
            self._connection = _connect(path)
        except (OSError, sqlite3.Error) as error:
            raise BadDatabase(
                f"{path} cannot be used as the database of a sandbox ({error}) and was left as it "
                "is: move it away, or take another folder"
            ) from error

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self, *, cascade: bool = True) -> Iterator[None]:
        """Do everything inside at once or, after an exception, not at all; may be nested.

        Without `cascade` the records that refer to a deleted one stay.
        """
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute(f"PRAGMA foreign_keys = {cascade}")
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.rollback()
                raise
            else:
                self._connection.commit()
            finally:
                self._connection.execute("PRAGMA foreign_keys = ON")

    def insert(self, record: Record) -> None:
        """Add `record`."""
        names = _names(type(record))
        marks = ", ".join("?" * len(names))
        self._execute(
            f"INSERT INTO {_table(type(record))} ({', '.join(names)}) VALUES ({marks})",
            [getattr(record, name) for name in names],
        )

    def get(self, kind: type[R], record_id: str) -> R | None:
        """Return the record with this id, if there is one."""
        return self.first(kind, id=record_id)

    def first(self, kind: type[R], **members: Value) -> R | None:
        """Return the oldest record with these members, if there is one."""
        return next(iter(self._find(kind, members, "ORDER BY rowid LIMIT 1")), None)

    def last(self, kind: type[R], **members: Value) -> R | None:
        """Return the newest record with these members, if there is one."""
        return next(iter(self._find(kind, members, "ORDER BY rowid DESC LIMIT 1")), None)

    def find(self, kind: type[R], **members: Value) -> list[R]:
        """Return the records with these members, oldest first."""
        return self._find(kind, members, "ORDER BY rowid")

    def search(
        self,
        kind: type[R],
        condition: str,
        values: Sequence[Value],
        *,
        order: str,
        start: int = 0,
        most: int,
    ) -> list[R]:
        """Return a part of the records that fulfil a condition in SQL, in an order in SQL."""
        rest = f"WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?"
        statement = f"SELECT {_columns(kind)} FROM {_table(kind)} {rest}"
        return _records(kind, self._execute(statement, [*values, most, start]))

    def count_of_search(self, kind: type[Record], condition: str, values: Sequence[Value]) -> int:
        """Return how many records fulfil a condition in SQL."""
        statement = f"SELECT count(*) FROM {_table(kind)} WHERE {condition}"
        return int(self._execute(statement, [*values])[0][0] or 0)

    def pieces(self, kind: type[R], **members: Value) -> Iterator[list[R]]:
        """Return many records with these members, oldest first, some at a time.

        Between two pieces other threads may use the database, and change records still to come.
        """
        statement = f"SELECT rowid, {_columns(kind)} FROM {_table(kind)}{_where(members)}"
        statement += f" {'AND' if members else 'WHERE'} rowid > ? ORDER BY rowid LIMIT {PIECE}"
        after: Value = -1
        while rows := self._execute(statement, [*members.values(), after]):
            yield _records(kind, (row[1:] for row in rows))
            after = rows[-1][0]

    def count(self, kind: type[Record], **members: Value) -> int:
        """Return how many records have these members."""
        rows = self._execute(
            f"SELECT count(*) FROM {_table(kind)}{_where(members)}", list(members.values())
        )
        return int(rows[0][0] or 0)

    def select(self, statement: str, *values: Value) -> list[tuple[Value, ...]]:
        """Read with a statement in SQL: several tables at once, or parts of big members."""
        return self._execute(statement, list(values))

    def change(self, statement: str, *values: Value) -> int:
        """Change records with a statement in SQL; return how many."""
        with self._lock:
            return self._connection.execute(statement, values).rowcount

    @property
    def changes(self) -> int:
        """A number that grows whenever something changes."""
        with self._lock:
            return self._connection.total_changes

    def update(self, kind: type[Record], record_id: str, **changes: Value) -> None:
        """Change members of the record with this id."""
        assignments = ", ".join(f"{name} = ?" for name in changes)
        self._execute(
            f"UPDATE {_table(kind)} SET {assignments} WHERE id = ?", [*changes.values(), record_id]
        )

    def amend(self, record: R, **changes: Value) -> R:
        """Change members of `record`, and return it with them."""
        self.update(type(record), record.id, **changes)
        return replace(record, **changes)  # type: ignore[arg-type]

    def delete(self, kind: type[Record], **members: Value) -> None:
        """Delete the records with these members."""
        if not members:
            raise ValueError("Say which records to delete")
        self._execute(f"DELETE FROM {_table(kind)}{_where(members)}", list(members.values()))

    def _find(self, kind: type[R], members: dict[str, Value], rest: str) -> list[R]:
        statement = f"SELECT {_columns(kind)} FROM {_table(kind)}{_where(members)} {rest}"
        return _records(kind, self._execute(statement, list(members.values())))

    def _execute(self, statement: str, values: list[Value]) -> list[tuple[Value, ...]]:
        # Statements are put together from the names of classes and fields only.
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def _prepare(path: Path) -> None:
    """Check the database, if there is one, and close it to everybody else."""
    if path.exists():
        read_bounded(path, 0)
        _check(path)
    # SQLite gives the files that it makes beside the database the mode of the database.
    for each in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        if each == path or each.exists():
            os.close(open_private(each))


def _check(path: Path) -> None:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        tables = _tables(connection)
        version = _version(connection)
        if path.stat().st_size <= CHECKED_SIZE:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise sqlite3.DatabaseError(found)
    if version > len(CHANGES):
        raise sqlite3.DatabaseError("a later version of the sandbox has made it")
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA)
        _bring_up(connection, version)
        own = _tables(connection)
    for name, columns in tables.items():
        if columns != own.get(name):
            raise sqlite3.DatabaseError(f"no sandbox of this version has such a table {name}")


def _connect(path: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(SCHEMA)
        _bring_up(connection, len(CHANGES))
    except BaseException:
        connection.close()
        raise
    return connection


def _bring_up(connection: sqlite3.Connection, version: int) -> None:
    """Change the tables to those of `version`, each step wholly or not at all."""
    for number, change in enumerate(CHANGES[:version], start=1):
        if number > _version(connection):
            step = f"BEGIN IMMEDIATE;{change}PRAGMA user_version = {number};COMMIT;"
            connection.executescript(step)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _tables(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """Return the columns of each table, without SQLite's own."""
    statement = """SELECT master.name, info.name
        FROM sqlite_master AS master JOIN pragma_table_info(master.name) AS info
        WHERE master.type = 'table' AND master.name NOT LIKE 'sqlite|_%' ESCAPE '|'"""
    tables: dict[str, set[str]] = {}
    for table, column in connection.execute(statement):
        tables.setdefault(table, set()).add(column)
    return tables


def _names(kind: type[Record]) -> list[str]:
    return [field.name for field in fields(kind)]


def _table(kind: type[Record]) -> str:
    return kind.__name__.lower()


def _columns(kind: type[Record]) -> str:
    return ", ".join(_names(kind))


def _where(members: dict[str, Value]) -> str:
    tests = (f"{name} {'IS' if value is None else '='} ?" for name, value in members.items())
    return " WHERE " + " AND ".join(tests) if members else ""


def _records(kind: type[R], rows: Iterable[tuple[Value, ...]]) -> list[R]:
    # SQLite keeps booleans as numbers.
    names = _names(kind)
    booleans = [field.name for field in fields(kind) if field.type is bool]
    found = []
    for row in rows:
        members = dict(zip(names, row, strict=True))
        for name in booleans:
            members[name] = bool(members[name])
        found.append(kind(**members))  # type: ignore[arg-type]
    return found
