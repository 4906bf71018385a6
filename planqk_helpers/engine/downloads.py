"""Check what comes down: a whole archive, a document that is one."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import IO

from ..errors import DecodeError
from .flow import Write


@contextmanager
def receive_archive(
    open_file: Callable[[], AbstractContextManager[IO[bytes]]], operation: str
) -> Iterator[Write]:
    """Give the writer of the file that ``open_file`` opens, for the answer of ``operation``.

    Raises:
        DecodeError: What was written is no whole zip archive, which is all that can be uploaded.
    """
    with open_file() as file:
        yield file.write
        # The end of an archive says where its parts are: without it none is complete.
        if not zipfile.is_zipfile(file):
            raise DecodeError(operation, "it is no zip archive, or only a part of one")


def document_in(body: bytes, operation: str) -> bytes:
    """Return the API definition that the body of an answer of ``operation`` holds.

    Raises:
        DecodeError: It is empty, or a web page.
    """
    # The document is declared as a JSON string; whether it comes as one is not known.
    with suppress(ValueError, RecursionError):
        text = json.loads(body)
        if isinstance(text, str):
            body = text.encode()
    if not body.strip():
        raise DecodeError(operation, "it is empty")
    if body.lstrip().lower().startswith((b"<!doctype", b"<html")):
        raise DecodeError(operation, "it is a web page")
    return body


def require_something(there: object, operation: str) -> None:
    """Raise unless an answer of ``operation`` has a body.

    Raises:
        DecodeError: It has none.
    """
    if not there:
        raise DecodeError(operation, "it is empty; perhaps nothing was uploaded")


@contextmanager
def anew(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """Empty a file, for another attempt."""
    file.seek(0)
    file.truncate()
    yield file


@contextmanager
def collect(file: IO[bytes]) -> Iterator[Write]:
    """Give the writer of a file that is empty for each attempt."""
    with anew(file):
        yield file.write


def digest(file: IO[bytes]) -> bytes:
    """Return the SHA-256 of a whole file."""
    file.seek(0)
    return hashlib.file_digest(file, "sha256").digest()  # type: ignore[arg-type]


def json_in(document: bytes) -> object:
    """Return the content of a document that is JSON; of any other, None."""
    try:
        return json.loads(document)
    except (ValueError, RecursionError):
        return None


def is_same_document(one: bytes, other: bytes) -> bool:
    """Tell whether two documents are the same, or the same JSON in another layout."""
    return one == other or (json_in(one) is not None and json_in(one) == json_in(other))
