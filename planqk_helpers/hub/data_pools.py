"""Data pools: files on the platform that executions read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub_platform import AuthenticatedClient
from hub_platform.api.data_pools import (
    add_data_pool_file,
    create_data_pool as create_data_pool_operation,
    delete_data_pool as delete_data_pool_operation,
    get_data_pool_file,
    get_data_pool_files,
    get_data_pools,
)
from hub_platform.models import (
    AddDataPoolFileBody,
    CreateDataPoolBody,
    DataPoolDto,
    DataPoolFileDto,
)
from hub_platform.types import UNSET, File

from ..engine.calls import call, call_empty, if_unsure, stream
from ..engine.files import free_path, whole_file
from ..engine.flow import Flow, Write, recipe
from ..engine.lookup import ids_not_names, require_id, require_name, require_text, unique
from ..engine.uploads import Upload, file_part


@recipe
def create_data_pool(
    client: AuthenticatedClient, name: str, *, description: str | None = None
) -> Flow[DataPoolDto]:
    """Create a data pool.

    Args:
        client: From `connect`.
        name: Name of the data pool; the platform takes one that is there already.
        description: Text about it; None leaves it out.

    Raises:
        InvalidInput: The name is blank.
        AmbiguousSubmission: It may have been created or not.

    Operation: ``createDataPool``, ``POST /datapools``.
    """
    require_name(name, kind="data pool")
    body = CreateDataPoolBody(name=name, description=UNSET if description is None else description)
    with if_unsure(f"whether it is there: find_data_pool(client, {name!r})"):
        return (yield from call(create_data_pool_operation, client=client, body=body))


@recipe
def find_data_pool(client: AuthenticatedClient, name: str) -> Flow[DataPoolDto]:
    """Find the one data pool that has exactly this name.

    Args:
        client: From `connect`.
        name: Name of the data pool.

    Raises:
        NameNotFound: None has it; lists similar names.
        AmbiguousName: Several have it; lists their ids.

    Operation: ``getDataPools``, ``GET /datapools``.
    """
    require_name(name, kind="data pool")
    pools = yield from call(get_data_pools, client=client)
    return unique(pools, name, kind="data pool")


@recipe
def delete_data_pool(client: AuthenticatedClient, data_pool: DataPoolDto | str) -> Flow[None]:
    """Delete a data pool with all its files.

    Args:
        client: From `connect`.
        data_pool: The data pool or its id.

    Raises:
        NotFound: There is no such data pool.

    Operation: ``deleteDataPool``, ``DELETE /datapools/{id}``.
    """
    with ids_not_names("data_pool", data_pool):
        yield from call_empty(delete_data_pool_operation, id_of(data_pool), client=client)


@recipe
def upload_to_data_pool(
    client: AuthenticatedClient,
    data_pool: DataPoolDto | str,
    file: Upload,
    *,
    name: str | None = None,
) -> Flow[DataPoolFileDto]:
    """Upload a file to a data pool, piece by piece.

    Args:
        client: From `connect`.
        data_pool: The data pool or its id.
        file: Path of the file, or a file that is open for reading bytes.
        name: Name of the file in the data pool; None takes its own.

    Raises:
        MissingFile: The path is not there.
        OSError: The file cannot be read.
        InvalidInput: It is a folder, empty, or open as text; or the name is blank.
        NotFound: There is no such data pool.
        TooLarge: The platform does not take a file of this size.
        AmbiguousSubmission: It may be there or not.

    Operation: ``addDataPoolFile``, ``POST /datapools/{id}/files``.
    """
    id = id_of(data_pool)
    if name is not None:
        require_text(name, what="the name of the file")
    with (
        file_part(file) as part,
        ids_not_names("data_pool", data_pool),
        if_unsure(f"list_data_pool_files(client, {id!r}) for it"),
    ):
        named = File(payload=part.payload, file_name=name or part.file_name)
        return (
            yield from call(
                add_data_pool_file, id, client=client, body=AddDataPoolFileBody(file=named)
            )
        )


@recipe
def list_data_pool_files(
    client: AuthenticatedClient, data_pool: DataPoolDto | str
) -> Flow[list[DataPoolFileDto]]:
    """List the files of a data pool.

    Args:
        client: From `connect`.
        data_pool: The data pool or its id.

    Raises:
        NotFound: There is no such data pool.

    Operation: ``getDataPoolFiles``, ``GET /datapools/{id}/files``.
    """
    with ids_not_names("data_pool", data_pool):
        return (yield from call(get_data_pool_files, id_of(data_pool), client=client))


@recipe
def download_from_data_pool(
    client: AuthenticatedClient,
    data_pool: DataPoolDto | str,
    file: DataPoolFileDto | str,
    to: str | os.PathLike[str],
    *,
    overwrite: bool = False,
) -> Flow[Path]:
    """Download a file of a data pool.

    It is written piece by piece to a file beside ``to``, which gets its name when it is complete.

    Args:
        client: From `connect`.
        data_pool: The data pool or its id.
        file: The file, from `list_data_pool_files`, or its id.
        to: File to write.
        overwrite: Replace a file that is there.

    Returns:
        The path of the file.

    Raises:
        FileExistsError: There is such a file, and ``overwrite`` is not set.
        InvalidInput: ``to`` is a folder.
        OSError: It cannot be written.
        NotFound: There is no such data pool, or no such file in it.
        DecodeError: What came is not the whole of it. The file stays as it was.

    Operation: ``getDataPoolFile``, ``GET /datapools/{id}/files/{file_id}``.
    """
    target = free_path(to, overwrite=overwrite)
    file_id = require_id(file if isinstance(file, str) else file.id, kind="file")

    @contextmanager
    def open_file() -> Iterator[Write]:
        with whole_file(target, overwrite=overwrite) as opened:
            yield opened.write

    with ids_not_names("data_pool", data_pool):
        yield from stream(
            get_data_pool_file, id_of(data_pool), file_id, client=client, receive=open_file
        )
    return target


def id_of(data_pool: DataPoolDto | str) -> str:
    """Return the id of a data pool."""
    return require_id(data_pool if isinstance(data_pool, str) else data_pool.id, kind="data pool")
