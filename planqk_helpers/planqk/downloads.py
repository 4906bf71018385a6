"""Download user code and API definitions, whole or not at all."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO

from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_services import get_api_definition, get_source_code
from planqk_platform.models import ServiceDto

from ..engine.calls import ask_stream
from ..engine.downloads import collect, document_in, receive_archive, require_something
from ..engine.files import free_path, whole_file
from ..engine.flow import Flow, Write, recipe
from .ids import version_ids


@recipe
def download_source_code(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    to: str | os.PathLike[str],
    *,
    overwrite: bool = False,
) -> Flow[Path]:
    """Download the user code of a managed service, as it was uploaded last.

    It is written piece by piece to a file beside ``to``, which is renamed when it is complete.

    Args:
        client: From `connect`.
        service: The service or its id.
        to: File to write, a zip archive.
        overwrite: Replace a file that exists.

    Returns:
        The path of the file.

    Raises:
        FileExistsError: ``to`` exists, and ``overwrite`` is not set.
        InvalidInput: ``to`` is a folder.
        OSError: The file cannot be written.
        NotFound: There is no such service, or nothing was uploaded.
        DecodeError: The download is not complete. No file was changed.

    Operation: ``getSourceCode``, ``GET /services/{serviceId}/versions/{versionId}/source-code``.
    """
    target = free_path(to, overwrite=overwrite)
    ids = yield from version_ids(client, service)
    is_there = yield from receive_source_code(
        client, *ids, lambda: whole_file(target, overwrite=overwrite)
    )
    require_something(is_there, "get_source_code")
    return target


@recipe
def download_api_definition(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    to: str | os.PathLike[str],
    *,
    overwrite: bool = False,
) -> Flow[Path]:
    """Download the OpenAPI document of a service, as it was uploaded last.

    Args:
        client: From `connect`.
        service: The service or its id.
        to: File to write.
        overwrite: Replace a file that exists.

    Returns:
        The path of the file.

    Raises:
        FileExistsError: ``to`` exists, and ``overwrite`` is not set.
        InvalidInput: ``to`` is a folder.
        OSError: The file cannot be written.
        NotFound: There is no such service, or nothing was uploaded.
        DecodeError: The download is not complete. No file was changed.

    Operation: ``getApiDefinition``, ``GET /services/{serviceId}/versions/{versionId}/api-spec``.
    """
    target = free_path(to, overwrite=overwrite)
    ids = yield from version_ids(client, service)
    content = yield from api_definition_of(client, *ids)
    require_something(content, "get_api_definition")
    with whole_file(target, overwrite=overwrite) as file:
        file.write(content)
    return target


def receive_source_code(
    client: AuthenticatedClient,
    service_id: str,
    version_id: str,
    open_file: Callable[[], AbstractContextManager[IO[bytes]]],
) -> Flow[bool]:
    """Write the user code of a service to the file that ``open_file`` opens for each attempt.

    Returns whether there is any.
    """

    def receive() -> AbstractContextManager[Write]:
        return receive_archive(open_file, "get_source_code")

    return (
        yield from ask_stream(
            get_source_code,
            service_id=service_id,
            version_id=version_id,
            client=client,
            receive=receive,
        )
    )


def api_definition_of(client: AuthenticatedClient, service_id: str, version_id: str) -> Flow[bytes]:
    """Return the API definition of a service as it was uploaded, b"" without one."""
    file = io.BytesIO()
    is_there = yield from ask_stream(
        get_api_definition,
        service_id=service_id,
        version_id=version_id,
        client=client,
        receive=lambda: collect(file),
    )
    return document_in(file.getvalue(), "get_api_definition") if is_there else b""
