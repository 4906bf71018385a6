"""Data pools, their files and grants."""

from starlette.responses import FileResponse, Response

from ...world import applications, datapools, grants
from ...world.datapools import About
from ...world.records import DataPool
from ..answers import answer
from ..refusals import bad_request
from .calls import HubCall, HubHandler, created, done
from .rendering import pool_dto, pool_file_dto


def get_pools(call: HubCall) -> Response:
    """List the data pools that the account sees."""
    found = datapools.of_account(call.world, call.account)
    return answer([pool_dto(pool, role) for pool, role in found])


def create_pool(call: HubCall) -> Response:
    """Create a data pool."""
    pool = datapools.create(call.world, call.account, _about(call))
    call.count_effect()
    return created(pool_dto(pool))


def get_pool(call: HubCall) -> Response:
    """Return a data pool."""
    return answer(pool_dto(*_found(call, "VIEWER")))


def update_pool(call: HubCall) -> Response:
    """Replace name, descriptions and tags."""
    pool, role = _found(call, "MAINTAINER")
    pool = datapools.describe(call.world, pool, _about(call))
    call.count_effect()
    return answer(pool_dto(pool, role))


def delete_pool(call: HubCall) -> Response:
    """Delete a data pool with its files and shares."""
    datapools.delete(call.world, pool_in_path(call, "OWNER"))
    return done(call)


def get_files(call: HubCall) -> Response:
    """List the files of a data pool."""
    found = datapools.files(call.world, pool_in_path(call, "VIEWER"))
    return answer([pool_file_dto(file) for file in found])


def add_file(call: HubCall) -> Response:
    """Add a file, or replace the one of the same name."""
    pool, upload = pool_in_path(call, "MAINTAINER"), call.file("file")
    name = call.query("filename") or upload.name
    file = datapools.put_file(call.world, pool, name, upload.media_type, upload.path)
    call.count_effect()
    return created(pool_file_dto(file))


def get_file(call: HubCall) -> Response:
    """Return what is in a file."""
    file = datapools.find_file(call.world, pool_in_path(call, "VIEWER"), call.path["fileId"])
    return FileResponse(
        call.world.pool_files.place(file.content_id),
        media_type="application/octet-stream",
        filename=file.name,
    )


def delete_file(call: HubCall) -> Response:
    """Delete a file."""
    pool = pool_in_path(call, "MAINTAINER")
    datapools.delete_file(call.world, datapools.find_file(call.world, pool, call.path["fileId"]))
    return done(call)


def create_grant(call: HubCall) -> Response:
    """Let an application use a data pool for a while."""
    permission = call.required_text("permission")
    if permission not in grants.PERMISSIONS:
        known = ", ".join(grants.PERMISSIONS)
        raise bad_request(f"permission has to be one of {known}, not {permission[:50]!r}")
    pool = pool_in_path(call, grants.PERMISSIONS[permission])
    application = applications.find_anywhere(call.world, call.required_text("applicationId"))
    token = grants.give(call.world, pool, application, permission)
    call.count_effect()
    response = created({"token": token})
    response.headers["Cache-Control"] = "no-store"
    return response


def pool_in_path(call: HubCall, needed: str) -> DataPool:
    """Return the data pool that the path names.

    Raises:
        NotAllowed: It is shared with the account, but not for this.
        NotFound: The account sees none with this id.
    """
    return _found(call, needed)[0]


def _about(call: HubCall) -> About:
    return About(
        name=call.required_text("name"),
        short_description=call.text("shortDescription"),
        description=call.text("description"),
        tags=call.texts("tags"),
    )


def _found(call: HubCall, needed: str) -> tuple[DataPool, str]:
    return datapools.find(call.world, call.account, call.path["id"], needed)


HANDLERS: dict[str, HubHandler] = {
    "getDataPools": get_pools,
    "createDataPool": create_pool,
    "getDataPool": get_pool,
    "updateDataPool": update_pool,
    "deleteDataPool": delete_pool,
    "getDataPoolFiles": get_files,
    "addDataPoolFile": add_file,
    "getDataPoolFile": get_file,
    "deleteDataPoolFile": delete_file,
    "createDataPoolGrant": create_grant,
}
