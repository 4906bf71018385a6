"""Files that an execution wrote: list and download them, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from hub_platform import AuthenticatedClient
from hub_platform.api.service_executions import get_service_execution_result_file
from hub_service import AuthenticatedClient as ServiceClient
from hub_service.api.service_api import get_result_file

from ..engine.calls import stream
from ..engine.executions import EXECUTION_STATES, missing_result, resumable
from ..engine.files import free_path, path_of, places_in, require_file_name, write_whole
from ..engine.flow import Flow, recipe
from ..errors import InvalidInput
from .executions import look
from .handles import Execution
from .reaching import reach
from .results import NoResult, read_result, wait_for_body


@recipe
def list_result_files(
    client: AuthenticatedClient, execution: Execution, *, timeout: float | None = 30.0
) -> Flow[list[str]]:
    """Return the names of the files that an execution wrote, also of one that failed.

    Args:
        client: From `connect` or `connect_with_key`.
        execution: From `wait_for_execution`, or made from its handle.
        timeout: Seconds to wait for the result after the execution has succeeded, as in
            `get_result`.

    Returns:
        The names; those of files in folders have slashes.

    Raises:
        WaitTimeout: The execution has not ended, or its result did not appear in time.

    Operation: ``getResult``, ``GET /{id}/result`` at the gateway endpoint; of one without an
    endpoint ``getServiceExecutionResult``, ``GET /service-executions/{id}/results``.
    """
    ended = yield from wait_for_body(
        client, execution, timeout, lambda: look(client, execution), "list_result_files"
    )
    found = ended.value
    if not isinstance(found, NoResult):
        return list(read_result(found).files)
    if found.execution.status not in EXECUTION_STATES.failure:
        raise missing_result(found.execution, ended.elapsed, resumable(execution))
    return list(read_result(found.body).files)


@recipe
def download_result_file(
    client: AuthenticatedClient,
    execution: Execution,
    name: str,
    to: str | os.PathLike[str],
    *,
    overwrite: bool = False,
) -> Flow[Path]:
    """Download a file that an execution wrote.

    It is written piece by piece to a file beside ``to``, which is renamed when it is complete.

    Args:
        client: From `connect` or `connect_with_key`.
        execution: From `wait_for_execution`, or made from its handle.
        name: Name of the file, from `list_result_files`.
        to: File to write.
        overwrite: Replace a file that exists.

    Returns:
        The path of the file.

    Raises:
        FileExistsError: ``to`` exists, and ``overwrite`` is not set.
        InvalidInput: ``to`` is a folder, or ``name`` cannot be the name of a file.
        OSError: The file cannot be written.
        NotFound: There is no such execution, or it wrote no such file.
        DecodeError: The download is not complete. No file was changed.

    Operation: ``getResultFile``, ``GET /{id}/result/{file}`` at the gateway endpoint; of one
    without an endpoint ``getServiceExecutionResultFile``,
    ``GET /service-executions/{id}/results/{path}``.
    """
    require_file_name(name)
    target = free_path(to, overwrite=overwrite)
    return (yield from fetch_file(client, execution, name, target, overwrite=overwrite))


@recipe
def download_result_files(
    client: AuthenticatedClient,
    execution: Execution,
    folder: str | os.PathLike[str],
    *,
    timeout: float | None = 30.0,
    overwrite: bool = False,
) -> Flow[list[Path]]:
    """Download all files that an execution wrote into a folder.

    Args:
        client: From `connect` or `connect_with_key`.
        execution: From `wait_for_execution`, or made from its handle.
        folder: Folder to write them to; it is created if it does not exist, with its folders.
        timeout: Seconds to wait for a result, as in `list_result_files`.
        overwrite: Replace files that exist.

    Returns:
        The paths of the files.

    Raises:
        FileExistsError: One of the files exists, and ``overwrite`` is not set; or a file is in the
            place of a folder. No file was written.
        InvalidInput: ``folder`` is a file, or a folder is in the place of a file. No file was
            written.
        OSError: A file cannot be written.
        WaitTimeout: The execution has not ended, or its result did not appear in time.
        DecodeError: The name of a file leads out of the folder, or is also the name of a folder; no
            file was written. Or a download is not complete; the files before it were written.

    Operations: ``getResult``, then ``getResultFile`` for each file at the gateway endpoint; of an
    execution without an endpoint ``getServiceExecutionResult``, then
    ``getServiceExecutionResultFile``.
    """
    target = path_of(folder)
    if target.exists() and not target.is_dir():
        raise InvalidInput(f"{target} is a file: give the name of a folder")
    names = yield from list_result_files.flow(client, execution, timeout=timeout)
    places = places_in(target, names, "get_result")
    for place in places.values():
        if place.parent.is_dir():
            free_path(place, overwrite=overwrite)
    target.mkdir(parents=True, exist_ok=True)
    for name, place in places.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        free_path(place, overwrite=overwrite)
        yield from fetch_file(client, execution, name, place, overwrite=overwrite)
    return list(places.values())


def fetch_file(
    client: AuthenticatedClient, execution: Execution, name: str, target: Path, *, overwrite: bool
) -> Flow[Path]:
    """Write a file of an execution to ``target``."""
    receive = write_whole(target, overwrite=overwrite)

    def at_gateway(gateway: ServiceClient, id: str) -> Flow[None]:
        return stream(get_result_file, id=id, file=name, client=gateway, receive=receive)

    def at_platform(platform: AuthenticatedClient, id: str) -> Flow[None]:
        return stream(
            get_service_execution_result_file, id=id, path=name, client=platform, receive=receive
        )

    yield from reach(client, execution, gateway=at_gateway, platform=at_platform)
    return target
