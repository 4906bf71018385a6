"""Files to upload: paths or open files, checked before anything is sent."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias

from planqk_platform.types import UNSET, File, Unset

from .errors import InvalidInput

Upload: TypeAlias = str | os.PathLike[str] | BinaryIO
"""A path, or a file that is open for reading bytes."""


@contextmanager
def opened(
    source: Upload | None, *, default_name: str, archive: bool = False
) -> Iterator[File | Unset]:
    """Give ``source`` as the part of an upload; a file that is opened here is closed here.

    Args:
        source: Path or open file; None gives ``UNSET``: no such part.
        default_name: File name for an open file that has none. Servers take a part without a file
            name for text.
        archive: Whether it has to be a zip archive.

    Raises:
        OSError: The path cannot be opened.
        InvalidInput: It is empty, or not a zip archive, or a file in text mode.
    """
    if source is None:
        yield UNSET
    elif isinstance(source, (str, os.PathLike)):
        path = Path(source)
        with path.open("rb") as stream:
            _check(stream, str(path), archive=archive)
            yield File(payload=stream, file_name=path.name)
    else:
        name = getattr(source, "name", None)
        name = Path(name).name if isinstance(name, str) else default_name
        _check(source, name, archive=archive)
        yield File(payload=source, file_name=name)


def _check(stream: BinaryIO, name: str, *, archive: bool) -> None:
    if not isinstance(stream.read(0), bytes):
        raise InvalidInput(f"{name} is open as text: open it with mode 'rb'")
    if not stream.seekable():
        return
    stream.seek(0)
    if not stream.read(1):
        raise InvalidInput(f"{name} is empty")
    if archive and not zipfile.is_zipfile(stream):
        raise InvalidInput(f"{name} is not a zip archive: zip the content of the project folder")
    stream.seek(0)
