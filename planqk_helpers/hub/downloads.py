"""Download user code and API definitions, whole or not at all."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO

from hub_platform import AuthenticatedClient
from hub_platform.api.managed_services import download_managed_service_source
from hub_platform.api.services import get_service_open_api
from hub_platform.models import GetServiceOpenApiFormat, ServiceDto

from ..engine.calls import ask_stream
from ..engine.downloads import collect, document_in, receive_archive, require_something
from ..engine.files import free_path, whole_file
from ..engine.flow import Flow, Write, recipe
from ..engine.lookup import ids_not_names
from .ids import id_of_service


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

    Operation: ``downloadManagedServiceSource``, ``GET /managed-services/{id}/source``.
    """
    target = free_path(to, overwrite=overwrite)
    with ids_not_names("service", service):
        is_there = yield from receive_source_code(
            client, id_of_service(service), lambda: whole_file(target, overwrite=overwrite)
        )
    require_something(is_there, "download_managed_service_source")
    return target


@recipe
def download_api_definition(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    to: str | os.PathLike[str],
    *,
    overwrite: bool = False,
) -> Flow[Path]:
    """Download the OpenAPI document of a service.

    Args:
        client: From `connect`.
        service: The service or its id.
        to: File to write; in YAML if its name ends like that, else in JSON.
        overwrite: Replace a file that exists.

    Returns:
        The path of the file.

    Raises:
        FileExistsError: ``to`` exists, and ``overwrite`` is not set.
        InvalidInput: ``to`` is a folder.
        OSError: The file cannot be written.
        NotFound: There is no such service, or nothing was uploaded.
        DecodeError: The download is not complete. No file was changed.

    Operation: ``getServiceOpenApi``, ``GET /services/{id}/openapi``.
    """
    target = free_path(to, overwrite=overwrite)
    is_yaml = target.suffix.lower() in (".yaml", ".yml")
    with ids_not_names("service", service):
        content = yield from api_definition_of(client, id_of_service(service), is_yaml=is_yaml)
    require_something(content, "get_service_open_api")
    with whole_file(target, overwrite=overwrite) as file:
        file.write(content)
    return target


def receive_source_code(
    client: AuthenticatedClient,
    service_id: str,
    open_file: Callable[[], AbstractContextManager[IO[bytes]]],
) -> Flow[bool]:
    """Write the user code of a service to the file that ``open_file`` opens for each attempt.

    Returns whether there is any.
    """

    def receive() -> AbstractContextManager[Write]:
        return receive_archive(open_file, "download_managed_service_source")

    return (
        yield from ask_stream(
            download_managed_service_source, service_id, client=client, receive=receive
        )
    )


def api_definition_of(
    client: AuthenticatedClient, service_id: str, *, is_yaml: bool
) -> Flow[bytes]:
    """Return the API definition of a service, b"" without one; the platform converts its form."""
    file = io.BytesIO()
    form = GetServiceOpenApiFormat.YAML if is_yaml else GetServiceOpenApiFormat.JSON
    is_there = yield from ask_stream(
        get_service_open_api, service_id, client=client, receive=lambda: collect(file), format_=form
    )
    return document_in(file.getvalue(), "get_service_open_api") if is_there else b""
