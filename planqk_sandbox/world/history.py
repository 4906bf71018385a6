"""Executions that were started: found, listed, and what became of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from ..work.strict_json import JsonValue, parse
from .errors import NotFound
from .records import Account, Execution, InterimResult, Payload, Service
from .store import Value, now
from .world import World

MOST = 1000
ORDERS = ("created_at", "started_at", "ended_at", "status", "service_id")
# Those of a service that was deleted leave the database by and by.
OF_ACCOUNT = "account_id = ? AND service_id IN (SELECT id FROM service)"
HAS_TAG = (
    "EXISTS (SELECT 1 FROM json_each(tags) AS tag, json_each(?) AS any WHERE tag.value = any.value)"
)
IN_GENERATION = (
    "parent_id IN (SELECT value FROM json_each(?)) AND service_id IN (SELECT id FROM service)"
)
HAS_ID = "id IN (SELECT value FROM json_each(?))"
HAS_ID_LIKE = "EXISTS (SELECT 1 FROM json_each(?) WHERE execution.id GLOB value)"


@dataclass(frozen=True, kw_only=True)
class Search:
    """Which executions are wanted; what is None or empty does not matter.

    One of the `tags` is enough; in `ids` the sign ``*`` stands for any characters. Times are
    seconds since 1970.
    """

    only_jobs: bool = False
    service_id: str | None = None
    application_id: str | None = None
    created_after: float | None = None
    created_before: float | None = None
    tags: Sequence[str] = ()
    ids: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """Which part of a list is wanted: by one of `ORDERS`, or newest first."""

    start: int
    length: int
    order: str | None = None
    descending: bool = False


def find(world: World, service: Service, application_id: str, execution_id: str) -> Execution:
    """Return an execution of `service` that the application has started.

    Raises:
        NotFound: There is none with this id.
    """
    execution = world.store.first(
        Execution, id=execution_id, service_id=service.id, application_id=application_id
    )
    if execution is None:
        raise NotFound(f"There is no execution {execution_id}")
    return execution


def find_started(world: World, account: Account, execution_id: str) -> Execution:
    """Return an execution that `account` has started.

    Raises:
        NotFound: There is none with this id.
    """
    execution = world.store.first(Execution, id=execution_id, account_id=account.id)
    if execution is None or not world.store.get(Service, execution.service_id):
        raise NotFound(f"There is no execution {execution_id} in this context")
    return execution


def of_application(world: World, service: Service, application_id: str) -> list[Execution]:
    """Return the newest executions of `service` that an application has started."""
    names: dict[str, Value] = {"service_id": service.id, "application_id": application_id}
    condition = " AND ".join(f"{name} = ?" for name in names)
    return world.store.search(
        Execution, condition, [*names.values()], order="rowid DESC", most=MOST
    )


def search(
    world: World, account: Account, wanted: Search, part: Part
) -> tuple[list[Execution], int]:
    """Return a part of the executions that `account` has started, and how many there are."""
    condition, values = _condition(account, wanted)
    order = "rowid DESC"
    if part.order in ORDERS:
        direction = "DESC" if part.descending else "ASC"
        order = f"{part.order} {direction}, rowid {direction}"
    with world.store.transaction():
        total = world.store.count_of_search(Execution, condition, values)
        found = world.store.search(
            Execution, condition, values, order=order, start=part.start, most=part.length
        )
    return found, total


def _condition(account: Account, wanted: Search) -> tuple[str, list[Value]]:
    exact = [each for each in wanted.ids if "*" not in each]
    like = [_pattern(each) for each in wanted.ids if "*" in each]
    ids = f"({HAS_ID} OR {HAS_ID_LIKE})"
    tags = [tag.lower() for tag in wanted.tags]
    possible: list[tuple[object, str, list[Value]]] = [
        (account, OF_ACCOUNT, [account.id]),
        (wanted.only_jobs, "is_job", []),
        (wanted.service_id, "service_id = ?", [wanted.service_id]),
        (wanted.application_id, "application_id = ?", [wanted.application_id]),
        (wanted.created_after is not None, "created_at > ?", [wanted.created_after]),
        (wanted.created_before is not None, "created_at < ?", [wanted.created_before]),
        (tags, HAS_TAG, [json.dumps(tags)]),
        (wanted.ids, ids, [json.dumps(exact), json.dumps(like)]),
    ]
    chosen = [(condition, values) for needed, condition, values in possible if needed]
    condition = " AND ".join(condition for condition, _ in chosen)
    return condition, [value for _, values in chosen for value in values]


def _pattern(text: str) -> str:
    """Return the pattern for SQLite's GLOB, which knows more signs than ``*``."""
    return text.replace("[", "[[]").replace("?", "[?]")


def lineage(world: World, execution: Execution) -> tuple[list[Execution], bool]:
    """Return an execution and all that it has started, whoever sees them, oldest first.

    There are `MOST` at most, those nearest to it; the flag tells whether there are more.
    """
    found, generation = [execution], [execution]
    while generation and len(found) <= MOST:
        ids = json.dumps([each.id for each in generation])
        generation = world.store.search(
            Execution, IN_GENERATION, [ids], order="rowid", most=MOST + 1 - len(found)
        )
        found += generation
    nodes = sorted(found[:MOST], key=lambda each: each.created_at)
    return nodes, len(found) > MOST


def count_between(world: World, service: Service, first: float, end: float) -> int:
    """Return how many executions of a service were created from `first` on and before `end`."""
    values: list[Value] = [service.id, first, end]
    condition = "service_id = ? AND created_at >= ? AND created_at < ?"
    return world.store.count_of_search(Execution, condition, values)


def service(world: World, execution: Execution) -> Service:
    """Return the service of an execution."""
    return world.store.find(Service, id=execution.service_id)[0]


def outcome(world: World, execution: Execution) -> str | None:
    """Return the result, or the error, as JSON; None as long as there is none."""
    due = (execution.ended_at or 0) + world.options.result_delay
    if execution.status == "SUCCEEDED" and now() < due:
        return None
    payload = world.store.get(Payload, execution.id)
    return payload.outcome if payload else None


def interim_results(world: World, execution: Execution) -> list[JsonValue]:
    """Return what the service has reported so far, oldest first."""
    found = world.store.find(InterimResult, execution_id=execution.id)
    return [parse(interim.value) for interim in found]
