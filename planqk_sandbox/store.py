"""SQLite: the one truth of a sandbox. A change is committed before anybody hears of it."""

import sqlite3
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TypeVar

from planqk_sandbox.records import Record

R = TypeVar("R", bound=Record)
Value = str | int | float | None

SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (id TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS account (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, context TEXT NOT NULL UNIQUE,
    is_organization INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS service (
    id TEXT PRIMARY KEY, version_id TEXT NOT NULL UNIQUE, api_id TEXT NOT NULL UNIQUE,
    plan_id TEXT NOT NULL, account_id TEXT NOT NULL REFERENCES account, name TEXT NOT NULL,
    slug TEXT NOT NULL, type TEXT NOT NULL, description TEXT, quantum_backend TEXT NOT NULL,
    lifecycle TEXT NOT NULL, addressed INTEGER NOT NULL, industries TEXT NOT NULL,
    created_at REAL NOT NULL, modified_at REAL NOT NULL,
    milli_cpus INTEGER NOT NULL, memory_megabytes INTEGER NOT NULL,
    url TEXT, username TEXT, password TEXT, api_definition TEXT,
    UNIQUE (account_id, slug));
CREATE TABLE IF NOT EXISTS build (
    id TEXT PRIMARY KEY, service_id TEXT NOT NULL REFERENCES service ON DELETE CASCADE,
    status TEXT NOT NULL, step TEXT NOT NULL, created_at REAL NOT NULL, finished_at REAL,
    validation TEXT, python TEXT, log TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS application (
    id TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account, name TEXT NOT NULL,
    consumer_key TEXT NOT NULL UNIQUE, consumer_secret TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS token (
    id TEXT PRIMARY KEY, application_id TEXT NOT NULL REFERENCES application ON DELETE CASCADE,
    expires_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS subscription (
    id TEXT PRIMARY KEY, application_id TEXT NOT NULL REFERENCES application,
    service_id TEXT NOT NULL REFERENCES service, UNIQUE (application_id, service_id));
CREATE TABLE IF NOT EXISTS execution (
    id TEXT PRIMARY KEY, service_id TEXT NOT NULL REFERENCES service ON DELETE CASCADE,
    build_id TEXT NOT NULL REFERENCES build ON DELETE CASCADE, application_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL, status TEXT NOT NULL, created_at REAL NOT NULL,
    started_at REAL, ended_at REAL);
CREATE INDEX IF NOT EXISTS execution_of_service ON execution (service_id);
CREATE INDEX IF NOT EXISTS execution_of_subscription ON execution (subscription_id);
CREATE TABLE IF NOT EXISTS payload (
    id TEXT PRIMARY KEY REFERENCES execution ON DELETE CASCADE, input TEXT NOT NULL,
    outcome TEXT, log TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS interimresult (
    id TEXT PRIMARY KEY, execution_id TEXT NOT NULL REFERENCES execution ON DELETE CASCADE,
    value TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS interim_of_execution ON interimresult (execution_id);
"""


def new_id() -> str:
    """Return a fresh id."""
    return str(uuid.uuid4())


def now() -> float:
    """Return the current time, seconds since the epoch."""
    return time.time()


class Store:
    """Reads and writes records; one connection, shared by all threads behind a lock."""

    def __init__(self, path: Path | None) -> None:
        """Open the database at `path`, or one in memory."""
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(
            path or ":memory:", isolation_level=None, check_same_thread=False
        )
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.executescript(SCHEMA)

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do everything inside at once or, after an exception, not at all; may be nested."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.commit()

    def insert(self, record: Record) -> None:
        """Add `record`."""
        names = [field.name for field in fields(record)]
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
        found = self.find(kind, **members)
        return found[0] if found else None

    def find(self, kind: type[R], **members: Value) -> list[R]:
        """Return the records with these members, oldest first."""
        rows = self._execute(
            f"SELECT {_columns(kind)} FROM {_table(kind)}{_where(members)} ORDER BY rowid",
            list(members.values()),
        )
        return [_record(kind, row) for row in rows]

    def count(self, kind: type[Record], **members: Value) -> int:
        """Return how many records have these members."""
        rows = self._execute(
            f"SELECT count(*) FROM {_table(kind)}{_where(members)}", list(members.values())
        )
        return int(rows[0][0] or 0)

    def select(self, statement: str, *values: Value) -> list[tuple[Value, ...]]:
        """Read with a statement of one's own: what spans tables, or parts of big members."""
        return self._execute(statement, list(values))

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

    def delete(self, kind: type[Record], **members: Value) -> None:
        """Delete the records with these members."""
        if not members:
            message = "Say which records to delete"
            raise ValueError(message)
        self._execute(f"DELETE FROM {_table(kind)}{_where(members)}", list(members.values()))

    def _execute(self, statement: str, values: list[Value]) -> list[tuple[Value, ...]]:
        # Statements are put together from the names of classes and fields only.
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def _table(kind: type[Record]) -> str:
    return kind.__name__.lower()


def _columns(kind: type[Record]) -> str:
    return ", ".join(field.name for field in fields(kind))


def _where(members: dict[str, Value]) -> str:
    return " WHERE " + " AND ".join(f"{name} = ?" for name in members) if members else ""


def _record(kind: type[R], row: tuple[Value, ...]) -> R:
    # SQLite has no booleans, and leaves it to its users to read numbers as such.
    members = {
        field.name: bool(value) if field.type is bool else value
        for field, value in zip(fields(kind), row, strict=True)
    }
    return kind(**members)  # type: ignore[arg-type]
