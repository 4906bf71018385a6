"""Files that an execution has written: list and download them, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub_platform import AuthenticatedClient
from hub_platform.api.service_executions import get_service_execution_result_file
from hub_service.api.service_api import get_result_file

from ..engine.calls import Nothing, ask, call, stream
from ..engine.files import file_below, folder_at, free_path, whole_file
from ..engine.flow import Flow, Write, recipe
from ..engine.lookup import require_text
from ..errors import InvalidInput
from .handles import Execution
from .reaching import reach
from .results import fetch_result, read_result


@recipe
def list_result_files(client: AuthenticatedClient, execution: Execution) -> Flow[list[str]]:
    """Return the names of the files that an execution has written.

    Args:
        client: From `connect` or `connect_with_key`.
        execution: From `start_execution` or `start_job`, or made from its handle.

    Returns:
        The names; the list is empty as long as there is no result.

    Raises:
        NotFound: There is no such execution, or no result of it.

    Operation: ``getResult``, ``GET /{id}/result`` at the gateway endpoint, which links to them; of
    one without an endpoint ``getServiceExecutionResult``, ``GET /service-executions/{id}/results``.
    """
    body = yield from fetch_result(client, execution, ask, call)
    return [] if isinstance(body, Nothing) else list(read_result(body).files)


@recipe
def download_result_file(
    client: AuthenticatedClient,
    execution: Execution,
    name: str,
    to: str | os.PathLike[str],
    *,
    overwrite: bool = False,
) -> Flow[Path]:
    """Download a file that an execution has written.

    It is written piece by piece to a file beside ``to``, which gets its name when it is complete.

    Args:
        client: From `connect` or `connect_with_key`.
        execution: From `start_execution` or `start_job`, or made from its handle.
        name: Name of the file, from `list_result_files` or ``.files`` of the result.
        to: File to write.
        overwrite: Replace a file that is there.

    Returns:
        The path of the file.

    Raises:
        FileExistsError: There is such a file, and ``overwrite`` is not set.
        InvalidInput: ``to`` is a folder, or ``name`` is none.
        OSError: It cannot be written.
        NotFound: The execution has no such file.
        DecodeError: What came is not the whole of it. The file stays as it was.

    Operation: ``getResultFile``, ``GET /{id}/result/{file}`` at the gateway endpoint; of one
    without an endpoint ``getServiceExecutionResultFile``,
    ``GET /service-executions/{id}/results/{path}``.
    """
    target = free_path(to, overwrite=overwrite)
    yield from receive(client, execution, name, target, overwrite=overwrite)
    return target


@recipe
def download_result_files(
    client: AuthenticatedClient,
    execution: Execution,
    to: str | os.PathLike[str],
    *,
    overwrite: bool = False,
) -> Flow[list[Path]]:
    """Download all files that an execution has written.

    Args:
        client: From `connect` or `connect_with_key`.
        execution: From `start_execution` or `start_job`, or made from its handle.
        to: Folder to write them to; it is made if it is not there. No name leads out of it.
        overwrite: Replace files that are there.

    Returns:
        The paths of the files, in the order of their names.

    Raises:
        FileExistsError: There is such a file, and ``overwrite`` is not set. Nothing is downloaded.
        InvalidInput: ``to`` is a file; or a name would lead out of the folder. Nothing is
            downloaded.
        OSError: A file cannot be written; those before it stay.
        DecodeError: What came is not the whole of a file; those before it stay.

    Operations: ``getResult``, then ``getResultFile`` for each, or the platform's.
    """
    folder = folder_at(to)
    names = sorted((yield from list_result_files.flow(client, execution)))
    targets = {name: file_below(folder, name) for name in names}
    for target in targets.values():
        if target.exists() and not overwrite:
            raise FileExistsError(f"{target} is there already: overwrite=True replaces it")
    for name, target in targets.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        yield from receive(client, execution, name, target, overwrite=overwrite)
    return list(targets.values())


def receive(
    client: AuthenticatedClient, execution: Execution, name: str, target: Path, *, overwrite: bool
) -> Flow[None]:
    """Write a file of an execution to ``target``."""
    require_text(name, what="the name of the file")
    if not all(part.strip(".") for part in name.split("/")):
        raise InvalidInput(f"{name!r:.200} is no name of a result file. Nothing was sent")

    @contextmanager
    def open_file() -> Iterator[Write]:
        with whole_file(target, overwrite=overwrite) as file:
            yield file.write

    yield from reach(
        client,
        execution,
        gateway=lambda gateway, id: stream(
            get_result_file, id, name, client=gateway, receive=open_file
        ),
        platform=lambda platform, id: stream(
            get_service_execution_result_file, id, name, client=platform, receive=open_file
        ),
    )
