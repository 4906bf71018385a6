"""The user code of services: uploads, other sources, and their builds."""

import json
from pathlib import Path

from ..work.strict_json import JsonObject
from .errors import BadValue, Conflict, NotFound
from .records import Build, Service
from .store import now
from .world import World

FILE = {"type": "file"}


def upload(world: World, service: Service, user_code: Path) -> Service:
    """Replace the user code by an archive, which is moved. What runs keeps the code it has.

    Raises:
        Conflict: The service is an external one.
    """
    require_managed(service)
    amended = _replace(world, service, user_code)
    _let_go(world, service)
    return amended


def upload_and_build(
    world: World, service: Service, user_code: Path, *, by_name: bool = False
) -> Service:
    """Replace the user code as `upload` does, and begin a build of it.

    Raises:
        Conflict: The service is an external one.
    """
    require_managed(service)
    with world.store.transaction():
        amended = _replace(world, service, user_code)
        begun = world.builds.insert(amended, by_name=by_name)
    world.builds.begin(begun)
    _let_go(world, service)
    return amended


def take_from(world: World, service: Service, source: JsonObject) -> Service:
    """Let the user code come from `source`: from a file, a registry or a repository.

    Raises:
        Conflict: The service is an external one.
    """
    require_managed(service)
    archive_id = service.archive_id if source["type"] == "file" else None
    amended = world.store.amend(
        service, source=json.dumps(source), archive_id=archive_id, modified_at=now()
    )
    _let_go(world, service)
    return amended


def build(world: World, service: Service, *, by_name: bool) -> Build:
    """Begin a build of the source of `service`.

    Raises:
        BadValue: There is nothing to build.
        Conflict: The service is an external one.
    """
    require_managed(service)
    if service.archive_id is None and json.loads(service.source) == FILE:
        raise BadValue("The service has no user code to build: upload it first")
    begun = world.builds.insert(service, by_name=by_name)
    world.builds.begin(begun)
    return begun


def archive(world: World, service: Service) -> Path:
    """Return the place of the archive that was uploaded last.

    Raises:
        NotFound: There is none.
    """
    if service.archive_id is None:
        raise NotFound("No user code was uploaded for this service")
    return world.builds.archive(service.archive_id)


def require_managed(service: Service) -> None:
    """Check that a service has user code.

    Raises:
        Conflict: It is an external one.
    """
    if service.type != "MANAGED":
        raise Conflict("Only a managed service has user code")


def _replace(world: World, service: Service, user_code: Path) -> Service:
    archive_id, source = world.builds.keep(user_code), json.dumps(FILE)
    return world.store.amend(service, archive_id=archive_id, source=source, modified_at=now())


def _let_go(world: World, service: Service) -> None:
    if service.archive_id:
        world.builds.delete_unused_archives([service.archive_id])
