"""Download what was uploaded: to disk, piece by piece, whole or not at all."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_services import get_api_definition, get_source_code
from planqk_platform.models import ServiceDto

from .errors import InvalidInput
from .flow import Flow, Write, call, recipe, stream
from .services import ids_of


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

    Operation: ``getSourceCode``, ``GET /services/{serviceId}/versions/{versionId}/source-code``.
    """
    target = free(Path(to), overwrite=overwrite)
    service_id, version_id = yield from ids_of(client, service)
    yield from stream(
        get_source_code,
        service_id,
        version_id,
        client=client,
        receive=lambda: written(target, overwrite=overwrite),
    )
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

    Operation: ``getApiDefinition``, ``GET /services/{serviceId}/versions/{versionId}/api-spec``.
    """
    target = free(Path(to), overwrite=overwrite)
    service_id, version_id = yield from ids_of(client, service)
    content = yield from api_definition_of(client, service_id, version_id)
    with written(target, overwrite=overwrite) as write:
        write(content)
    return target


def api_definition_of(client: AuthenticatedClient, service_id: str, version_id: str) -> Flow[bytes]:
    """Return the API definition of a service as it was uploaded."""
    answer = yield from call(get_api_definition, service_id, version_id, client=client)
    content = answer.payload.read()
    # The document is declared as a JSON string; whether it comes as one is not known.
    with suppress(ValueError):
        text = json.loads(content)
        if isinstance(text, str):
            return text.encode()
    return content


def free(target: Path, *, overwrite: bool) -> Path:
    """Return ``target`` if a file may be written there."""
    if target.is_symlink() or (target.exists() and not target.is_file()):
        kind = "folder" if target.is_dir() else "link or device"
        raise InvalidInput(f"{target} is a {kind}: give the name of a file")
    if target.exists() and not overwrite:
        raise FileExistsError(f"{target} is there already: overwrite=True replaces it")
    return target


@contextmanager
def written(target: Path, *, overwrite: bool) -> Iterator[Write]:
    """Write to a file beside ``target`` that takes its place once it is complete."""
    part = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            yield file.write
        if overwrite:
            part.replace(target)
        else:
            put(part, target)
    finally:
        part.unlink(missing_ok=True)


def put(part: Path, target: Path) -> None:
    """Give ``part`` the name ``target``; fails where a file has appeared there meanwhile."""
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # some file systems have no links
        target.open("xb").close()
        part.replace(target)
