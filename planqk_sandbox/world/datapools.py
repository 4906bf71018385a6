"""Data pools: files of an account that others may be given, and that executions read."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ..work.strict_json import JsonValue
from . import grants, shares
from .errors import BadValue, NotAllowed, NotFound
from .executions import Start
from .records import Account, DataPool, DataPoolFile, Share
from .store import Value, new_id, now
from .world import World

SHORTEST_NAME, LONGEST_NAME = 3, 255
LONGEST_SHORT_DESCRIPTION = 60
LONGEST_FILE_NAME = 255
"""Bytes: no file system takes more."""
REFERENCE = "DATAPOOL"
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f/\\\ufffd]")


@dataclass(frozen=True, kw_only=True)
class About:
    """What people read of a data pool."""

    name: str
    short_description: str | None = None
    description: str | None = None
    tags: Sequence[str] = ()


def create(world: World, account: Account, about: About) -> DataPool:
    """Create a data pool; names need not be unique.

    Raises:
        BadValue: A text is too short or too long.
    """
    _check(about)
    pool = DataPool(
        id=new_id(),
        account_id=account.id,
        name=about.name,
        short_description=about.short_description,
        description=about.description,
        tags=_tags(about),
        created_at=now(),
    )
    world.store.insert(pool)
    return pool


def describe(world: World, pool: DataPool, about: About) -> DataPool:
    """Replace everything that people read of a data pool.

    Raises:
        BadValue: A text is too short or too long.
    """
    _check(about)
    return world.store.amend(
        pool,
        name=about.name,
        short_description=about.short_description,
        description=about.description,
        tags=_tags(about),
    )


def _check(about: About) -> None:
    if not SHORTEST_NAME <= len(about.name.strip()) <= LONGEST_NAME:
        raise BadValue(f"name has to have {SHORTEST_NAME} to {LONGEST_NAME} characters")
    if len(about.short_description or "") > LONGEST_SHORT_DESCRIPTION:
        raise BadValue(f"shortDescription has at most {LONGEST_SHORT_DESCRIPTION} characters")


def _tags(about: About) -> str:
    return json.dumps(list(dict.fromkeys(tag.lower() for tag in about.tags)))


def of_account(world: World, account: Account) -> list[tuple[DataPool, str]]:
    """Return the data pools that `account` sees, and its role in each."""
    found = [(pool, shares.OWNER) for pool in world.store.find(DataPool, account_id=account.id)]
    for pool_id, role in shares.with_account(world, account).items():
        pool = world.store.get(DataPool, pool_id)
        if pool:
            found.append((pool, role))
    return found


def find(
    world: World, account: Account, pool_id: str, needed: str = "VIEWER"
) -> tuple[DataPool, str]:
    """Return a data pool that `account` sees, and its role there.

    Raises:
        NotAllowed: The role is less than `needed`.
        NotFound: It sees none with this id.
    """
    pool = world.store.get(DataPool, pool_id)
    role = shares.role_of(world, account, pool) if pool else None
    if pool is None or role is None:
        raise NotFound(f"There is no data pool {pool_id} in this context")
    shares.require(role, needed)
    return pool, role


def delete(world: World, pool: DataPool) -> None:
    """Delete a data pool with its files and shares."""
    contents = [file.content_id for file in files(world, pool)]
    with world.store.transaction():
        world.store.delete(Share, thing_id=pool.id)
        world.store.delete(DataPool, id=pool.id)
    world.pool_files.delete_unused(contents)


def files(world: World, pool: DataPool) -> list[DataPoolFile]:
    """Return the files of a data pool."""
    return world.store.find(DataPoolFile, pool_id=pool.id)


def put_file(
    world: World, pool: DataPool, name: str, media_type: str, upload: Path
) -> DataPoolFile:
    """Add a file, which is moved; it replaces the one of the same name, whose id it gets.

    Raises:
        BadValue: The name is none for a file.
    """
    _check_file_name(name)
    size = upload.stat().st_size
    with world.store.transaction():
        old = _of_name(world, pool, name)
        content_id = world.pool_files.keep(upload)
        changes: dict[str, Value] = {
            "size": size,
            "media_type": media_type,
            "content_id": content_id,
        }
        if old:
            file = world.store.amend(old, **changes, created_at=now())
        else:
            file = DataPoolFile(
                id=new_id(),
                pool_id=pool.id,
                name=name,
                size=size,
                media_type=media_type,
                created_at=now(),
                content_id=content_id,
            )
            world.store.insert(file)
    if old:
        world.pool_files.delete_unused([old.content_id])
    return file


def _of_name(world: World, pool: DataPool, name: str) -> DataPoolFile | None:
    # Some file systems take names for the same that differ in case.
    for file in files(world, pool):
        if file.name == name:
            return file
        if file.name.casefold() == name.casefold():
            raise BadValue(f"There is {file.name!r}: a name has to differ in more than case")
    return None


def _check_file_name(name: str) -> None:
    if name in ("", ".", "..") or UNPRINTABLE.search(name) or name != name.strip():
        raise BadValue(
            f"{name[:50]!r} is no name for a file: it has no slashes, and does not begin or end "
            "with a space"
        )
    if len(name.encode()) > LONGEST_FILE_NAME:
        raise BadValue(f"The name of a file has at most {LONGEST_FILE_NAME} bytes")


def find_file(world: World, pool: DataPool, file_id: str) -> DataPoolFile:
    """Return a file of a data pool.

    Raises:
        NotFound: It has none with this id.
    """
    file = world.store.first(DataPoolFile, id=file_id, pool_id=pool.id)
    if file is None:
        raise NotFound(f"The data pool has no file {file_id}")
    return file


def delete_file(world: World, file: DataPoolFile) -> None:
    """Delete a file; what runs keeps its copy."""
    world.store.delete(DataPoolFile, id=file.id)
    world.pool_files.delete_unused([file.content_id])


def is_reference(value: JsonValue) -> bool:
    """Tell whether a value of an execution's input stands for a data pool."""
    return isinstance(value, dict) and value.get("ref") == REFERENCE


def resolve(
    world: World, reference: Mapping[str, JsonValue], account: Account, application_id: str = ""
) -> DataPool:
    """Return the data pool of `{"id": ..., "ref": "DATAPOOL", "grant": ...}`.

    An execution sees the data pools that `account` sees, for which it is started; with a grant
    also the one that the grant names, if it is for the application that starts it.

    Raises:
        BadValue: The reference has no id, or a grant that is no text.
        NotAllowed: The grant is not valid here.
        NotFound: There is no such data pool, or the account does not see it.
    """
    pool_id, token = reference.get("id"), reference.get("grant")
    if not isinstance(pool_id, str) or not isinstance(token, str | None):
        raise BadValue('A data pool is given as {"id": ..., "ref": "DATAPOOL", "grant": ...}')
    if token is None:
        return find(world, account, pool_id)[0]
    grant = grants.read(world, token)
    if (grant.pool_id, grant.application_id) != (pool_id, application_id):
        raise NotAllowed("The grant is for another data pool or another application")
    pool = world.store.get(DataPool, pool_id)
    if pool is None:
        raise NotFound(f"There is no data pool {pool_id}")
    return pool


def mount(world: World, start: Start) -> Start:
    """Return a start with the data pools that its input refers to, and without their grants.

    Raises:
        BadValue: A reference is none.
        NotAllowed: A grant is not valid here.
        NotFound: There is no such data pool, or the account does not see it.
    """
    account = world.store.find(Account, id=start.account_id)[0]
    application_id = start.subscription.application_id if start.subscription else ""
    given, mounts = dict(start.input), dict(start.mounts)
    for name, value in start.input.items():
        if isinstance(value, dict) and is_reference(value):
            pool = resolve(world, value, account, application_id)
            given[name] = {"id": pool.id, "ref": REFERENCE}
            mounts[name] = partial(world.pool_files.copy, pool.id)
    return replace(start, input=given, mounts=mounts)
