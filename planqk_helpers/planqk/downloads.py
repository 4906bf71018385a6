"""Download user code and API definitions, whole or not at all."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import IO

from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_services import get_api_definition, get_source_code
from planqk_platform.models import ServiceDto

from ..engine.calls import stream
from ..engine.files import free_path, whole_file
from ..engine.flow import Flow, Write, recipe
from ..errors import DecodeError
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

    It is written piece by piece to a file beside ``to``, which gets its name when it is complete.

    Args:
        client: From `connect`.
        service: The service or its id.
        to: File to write, a zip archive.
        overwrite: Replace a file that is there.

    Returns:
        The path of the file.

    Raises:
        FileExistsError: There is such a file, and ``overwrite`` is not set.
        InvalidInput: It is a folder.
        OSError: It cannot be written.
        NotFound: There is no such service, or nothing was uploaded.
        DecodeError: What came is not the whole of it. The file stays as it was.

    Operation: ``getSourceCode``, ``GET /services/{serviceId}/versions/{versionId}/source-code``.
    """
    target = free_path(to, overwrite=overwrite)
    ids = yield from version_ids(client, service)
    yield from receive_source_code(client, *ids, lambda: whole_file(target, overwrite=overwrite))
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
        overwrite: Replace a file that is there.

    Returns:
        The path of the file.

    Raises:
        FileExistsError: There is such a file, and ``overwrite`` is not set.
        InvalidInput: It is a folder.
        OSError: It cannot be written.
        NotFound: There is no such service, or nothing was uploaded.
        DecodeError: What came is not the whole of it. The file stays as it was.

    Operation: ``getApiDefinition``, ``GET /services/{serviceId}/versions/{versionId}/api-spec``.
    """
    target = free_path(to, overwrite=overwrite)
    ids = yield from version_ids(client, service)
    content = yield from api_definition_of(client, *ids)
    with whole_file(target, overwrite=overwrite) as file:
        file.write(content)
    return target


def receive_source_code(
    client: AuthenticatedClient,
    service_id: str,
    version_id: str,
    open_file: Callable[[], AbstractContextManager[IO[bytes]]],
) -> Flow[None]:
    """Write the user code of a service to the file that ``open_file`` opens for each attempt.

    Raises:
        DecodeError: It is no whole zip archive, which is all that can be uploaded.
    """

    @contextmanager
    def receive() -> Iterator[Write]:
        with open_file() as file:
            yield file.write
            # The end of an archive says where its parts are: without it none is complete.
            if not zipfile.is_zipfile(file):
                raise DecodeError("get_source_code", "it is no zip archive, or only a part of one")

    yield from stream(get_source_code, service_id, version_id, client=client, receive=receive)


def api_definition_of(client: AuthenticatedClient, service_id: str, version_id: str) -> Flow[bytes]:
    """Return the API definition of a service as it was uploaded.

    Raises:
        DecodeError: It is empty, or a web page.
    """
    content = b""

    @contextmanager
    def receive() -> Iterator[Write]:
        nonlocal content
        file = io.BytesIO()
        yield file.write
        content = document_in(file.getvalue())

    yield from stream(get_api_definition, service_id, version_id, client=client, receive=receive)
    return content


def document_in(body: bytes) -> bytes:
    """Return the API definition that an answer's body holds."""
    # The document is declared as a JSON string; whether it comes as one is not known.
    with suppress(ValueError, RecursionError):
        text = json.loads(body)
        if isinstance(text, str):
            body = text.encode()
    if not body.strip():
        raise DecodeError("get_api_definition", "it is empty")
    if body.lstrip().lower().startswith((b"<!doctype", b"<html")):
        raise DecodeError("get_api_definition", "it is a web page")
    return body
