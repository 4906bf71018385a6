"""Data pools: folders of files at the platform, which executions can be given."""

from __future__ import annotations

import os
from collections.abc import Sequence
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

from ..engine.adopting import require_texts
from ..engine.calls import call, call_empty, if_unsure, stream
from ..engine.files import free_path, path_of, place_in, write_whole
from ..engine.flow import Flow, recipe
from ..engine.lookup import ids_not_names, require_id, require_name, require_text, unique
from ..engine.uploads import Upload, file_part
from .ids import id_of_data_pool


@recipe
def create_data_pool(
    client: AuthenticatedClient,
    name: str,
    *,
    short_description: str | None = None,
    description: str | None = None,
    tags: Sequence[str] = (),
) -> Flow[DataPoolDto]:
    """Create a data pool.

    Args:
        client: From `connect`.
        name: Name of the data pool, 3 to 255 characters; need not be unique.
        short_description: At most 60 characters.
        description: A longer text, in Markdown.
        tags: Its tags; the platform turns them into lower case.

    Raises:
        InvalidInput: The name or a tag is blank, or a text is too short or too long. Nothing was
            sent.
        BadRequest: The platform does not accept a text.
        AmbiguousSubmission: It may have been created or not; look before you try again.

    Operation: ``createDataPool``, ``POST /datapools``.
    """
    require_name(name, kind="data pool")
    require_text(name, what="the name of the data pool", least=3, most=255)
    require_text(short_description or "", what="the short_description", most=60)
    require_text(description or "", what="the description")
    body = CreateDataPoolBody(
        name=name,
        short_description=UNSET if short_description is None else short_description,
        description=UNSET if description is None else description,
        tags=require_texts(tags) or UNSET,
    )
    with if_unsure(f"whether it is there: find_data_pool(client, {name!r})"):
        return (yield from call(create_data_pool_operation, client=client, body=body))


@recipe
def find_data_pool(client: AuthenticatedClient, name: str) -> Flow[DataPoolDto]:
    """Return the one data pool that has exactly this name.

    Args:
        client: From `connect`.
        name: Name of the data pool.

    Raises:
        InvalidInput: The name is blank.
        NameNotFound: No data pool has this name; the error lists similar names.
        AmbiguousName: Several data pools have this name; the error lists their ids.

    Operation: ``getDataPools``, ``GET /datapools``.
    """
    require_name(name, kind="data pool")
    pools = yield from call(get_data_pools, client=client)
    return unique(pools, name, kind="data pool")


@recipe
def delete_data_pool(client: AuthenticatedClient, pool: DataPoolDto | str) -> Flow[None]:
    """Delete a data pool with its files.

    Args:
        client: From `connect`.
        pool: The data pool or its id.

    Raises:
        NotFound: There is no such data pool.

    Operation: ``deleteDataPool``, ``DELETE /datapools/{id}``.
    """
    with ids_not_names("data_pool", pool):
        yield from call_empty(delete_data_pool_operation, id_of_data_pool(pool), client=client)


@recipe
def upload_to_data_pool(
    client: AuthenticatedClient,
    pool: DataPoolDto | str,
    file: Upload,
    *,
    name: str | None = None,
) -> Flow[DataPoolFileDto]:
    """Upload a file to a data pool; it is read piece by piece.

    Args:
        client: From `connect`.
        pool: The data pool or its id.
        file: A path, or a file that is open for reading bytes. At most 500 MB. What is added to it
            during the upload is left out.
        name: Name of the file in the data pool; None takes the name of ``file``.

    Returns:
        The file's entry.

    Raises:
        MissingFile: The path is not there. Nothing was sent.
        InvalidInput: The file has no name, or is open as text. Nothing was sent.
        NotFound: There is no such data pool.
        TooLarge: The platform takes no file of this size.
        AmbiguousSubmission: The file may be there or not; look before you try again.

    Operation: ``addDataPoolFile``, ``POST /datapools/{id}/files``.
    """
    id = id_of_data_pool(pool)
    if name is not None:
        require_name(name, kind="file")
    with file_part(file, name) as part, ids_not_names("data_pool", pool):
        body = AddDataPoolFileBody(File(payload=part.payload, file_name=part.file_name))
        look = f"list_data_pool_files(client, {id!r})"
        with if_unsure(f"whether it is there: {look}"):
            return (
                yield from call(
                    add_data_pool_file, id, client=client, body=body, filename=part.file_name
                )
            )


@recipe
def list_data_pool_files(
    client: AuthenticatedClient, pool: DataPoolDto | str
) -> Flow[list[DataPoolFileDto]]:
    """Return the entries of the files in a data pool.

    Args:
        client: From `connect`.
        pool: The data pool or its id.

    Raises:
        NotFound: There is no such data pool.

    Operation: ``getDataPoolFiles``, ``GET /datapools/{id}/files``.
    """
    with ids_not_names("data_pool", pool):
        return (yield from call(get_data_pool_files, id_of_data_pool(pool), client=client))


@recipe
def download_from_data_pool(
    client: AuthenticatedClient,
    pool: DataPoolDto | str,
    file: DataPoolFileDto | str,
    to: str | os.PathLike[str],
    *,
    overwrite: bool = False,
) -> Flow[Path]:
    """Download a file of a data pool.

    It is written piece by piece to a file beside ``to``, which is renamed when it is complete.

    Args:
        client: From `connect`.
        pool: The data pool or its id.
        file: The entry of the file, or its name.
        to: File to write; or a folder that exists, in which the file keeps its name.
        overwrite: Replace a file that exists.

    Returns:
        The path of the file.

    Raises:
        NameNotFound: The data pool has no file of this name.
        FileExistsError: The file to write exists, and ``overwrite`` is not set.
        InvalidInput: ``to`` is a link, or cannot be the name of a file.
        OSError: The file cannot be written.
        NotFound: There is no such data pool or file.
        DecodeError: The download is not complete, or the name of the file leads out of the folder.
            No file was changed.

    Operations: ``getDataPoolFiles`` (unless ``file`` is an entry), then ``getDataPoolFile``,
    ``GET /datapools/{id}/files/{fileId}``.
    """
    id = id_of_data_pool(pool)
    if isinstance(file, str):
        require_name(file, kind="file")
        files = yield from list_data_pool_files.flow(client, pool)
        file = unique(files, file, kind="file")
    file_id = require_id(file.id, kind="file")
    place = path_of(to)
    if place.is_dir():
        place = place_in(place, file.name, "get_data_pool_files")
    target = free_path(place, overwrite=overwrite)
    receive = write_whole(target, overwrite=overwrite)
    yield from stream(get_data_pool_file, id=id, file_id=file_id, client=client, receive=receive)
    return target
