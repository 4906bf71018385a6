"""Files to upload: paths, open files or folders, checked before anything is sent."""

from __future__ import annotations

import io
import logging
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, TypeAlias, cast

from attrs import frozen

from ..errors import InvalidInput, MissingFile
from .files import path_of
from .packing import Packed, Packer

Upload: TypeAlias = str | os.PathLike[str] | BinaryIO
"""A path, or a file that is open for reading bytes."""

PROGRAM = "src/program.py"
LOOKS = (
    "with src/program.py (run(data, params) inside), src/__init__.py, and requirements.txt or "
    "environment.yml"
)
_log = logging.getLogger(__package__)


@frozen
class Part:
    """A file as it goes up.

    Attributes:
        payload: The file, at its beginning.
        file_name: Servers take a part without one for text.
    """

    payload: BinaryIO
    file_name: str


@contextmanager
def user_code_part(source: Upload | Packed, packer: Packer) -> Iterator[Part]:
    """Give user code as the part of an upload, and close the files it opened.

    Args:
        source: Zip archive (path or open file), project folder, or a folder that is packed already.
        packer: Packs a folder.

    Raises:
        MissingFile: The path is not there, or a folder without a program.
        OSError: The path cannot be read.
        InvalidInput: It is neither a folder nor a zip archive, or a file in text mode.
    """
    if isinstance(source, Packed):
        yield _part(source.file, "user_code.zip", archive=True)
    elif isinstance(source, (str, os.PathLike)) and path_of(source).is_dir():
        with packer.pack(source) as packed:
            require_program(packed.names, source)
            _log.info("%s", packed)
            yield _part(packed.file, "user_code.zip", archive=True)
    else:
        with _opened(source, f"no file or folder: pass the project folder, {LOOKS}") as stream:
            yield _part(stream, "user_code.zip", archive=True)


@contextmanager
def document_part(source: Upload | None) -> Iterator[Part | None]:
    """Give an API definition as the part of an upload; None gives none.

    Raises:
        MissingFile: The path is not there.
        OSError: The path cannot be read.
        InvalidInput: It is empty, or a file in text mode.
    """
    if source is None:
        yield None
        return
    with _opened(source, "no file: pass the path of an OpenAPI document") as stream:
        yield _part(stream, "openapi.yaml")


@contextmanager
def file_part(source: Upload, name: str | None = None) -> Iterator[Part]:
    """Give any file as the part of an upload, an empty one too; ``name`` replaces its own.

    Raises:
        MissingFile: The path is not there.
        OSError: The path cannot be read.
        InvalidInput: It is a folder or a file in text mode, or has no name.
    """
    if isinstance(source, (str, os.PathLike)) and path_of(source).is_dir():
        raise InvalidInput(f"{os.fspath(source)!r} is a folder: pass one file")
    with _opened(source, "no file: pass the path of a file, or an open file") as stream:
        part = _part(stream, name or "", empty=True)
        if not (name or part.file_name):
            raise InvalidInput("the file has no name: pass name=")
        yield Part(part.payload, name or part.file_name)


def require_program(names: list[str], folder: str | os.PathLike[str]) -> None:
    """Refuse a folder that holds no program.

    Raises:
        MissingFile: Tells how a folder looks, and which folder inside has a program.
    """
    if PROGRAM in names:
        return
    inner = sorted(name.removesuffix(f"/{PROGRAM}") for name in names if name.endswith(PROGRAM))
    hint = f". Did you mean its folder {inner[0]!r}?" if inner else ""
    raise MissingFile(f"{os.fspath(folder)!r} has no {PROGRAM}: a project folder is {LOOKS}{hint}")


@contextmanager
def _opened(source: Upload, missing: str) -> Iterator[IO[bytes]]:
    if not isinstance(source, (str, os.PathLike)):
        yield source
        return
    path = path_of(source)
    if not path.exists():
        raise MissingFile(f"{str(path)!r} is {missing}")
    with path.open("rb") as stream:
        yield stream


def _part(
    stream: IO[bytes], default_name: str, *, archive: bool = False, empty: bool = False
) -> Part:
    """Check a file and name it."""
    given = getattr(stream, "name", None)
    name = Path(given).name if isinstance(given, str) else default_name
    try:
        file = _measure(stream, name)
    except InvalidInput:
        raise
    except Exception as error:  # noqa: BLE001 - what is no file raises anything
        raise InvalidInput(
            f"{name or 'the file'} cannot be read: {error}; pass a path, or a file that is "
            "open for reading bytes"
        ) from None
    if not (file.length or empty):
        raise InvalidInput(f"{name} is empty")
    if archive and not zipfile.is_zipfile(cast("IO[bytes]", file)):
        raise InvalidInput(
            f"{name} is not a zip archive: pass the project folder, or zip its content"
        )
    file.seek(0)
    return Part(cast("BinaryIO", file), name)


def _measure(stream: IO[bytes], name: str) -> _Measured:
    if not isinstance(stream.read(0), bytes):
        raise InvalidInput(f"{name} is open as text: open it with mode 'rb'")
    if not stream.seekable():
        raise InvalidInput(f"{name} can be read only once, like a pipe: pass a file or io.BytesIO")
    file = _Measured(stream, name)
    if not file.length and stream.read(1):
        raise InvalidInput(f"{name} does not tell its length, like a device: pass io.BytesIO")
    return file


class _Measured(io.RawIOBase):
    """A file that stays as long as it is now: a server is told the length before it is read.

    A log grows meanwhile. A file of `gzip.open` unpacks what it reads, but httpx would take the
    length of the packed file below it.
    """

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream = stream
        self.name = name
        stream.seek(0, os.SEEK_END)
        self.length: int = stream.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._stream.tell()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_END:
            offset, whence = max(0, self.length + offset), os.SEEK_SET
        self._stream.seek(offset, whence)
        return self.tell()

    def readinto(self, buffer: Any) -> int:
        piece = self._stream.read(max(0, min(len(buffer), self.length - self.tell())))
        buffer[: len(piece)] = piece
        return len(piece)
