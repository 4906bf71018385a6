"""Reads the bodies of requests: JSON in memory and bounded, uploads straight to disk."""

import asyncio
import logging
import os
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from ..work.files import MIB, make_private_folder, open_private
from ..work.strict_json import JsonObject, JsonValue, parse
from ..world.store import new_id
from .refusals import Refusal, bad_request, too_large

JSON_LIMIT = 8 * MIB
DEFINITION_LIMIT = 8 * MIB
PART_LIMIT = 100
HEAD_LIMIT = 16 * 1024
logger = logging.getLogger(__name__)


class Upload(NamedTuple):
    """A file that was uploaded: where it is now, and what its sender calls it and says it is."""

    path: Path
    name: str
    media_type: str


class Multipart:
    """Takes a multipart body piece by piece; its files go into a folder as they come.

    Parts without a file name are no files: they are left out, and the log tells.
    """

    def __init__(self, content_type: str, folder: Path) -> None:
        """Prepare for a body of this type.

        Raises:
            Refusal: 400 when the type names no boundary.
        """
        boundary = parse_options_header(content_type)[1].get(b"boundary")
        if not boundary:
            raise _malformed("its boundary is missing in Content-Type")
        self.files: dict[str, Upload] = {}
        self._folder = folder
        self._parts = 0
        self._head: dict[bytes, bytes] = {}
        self._name = self._value = b""
        self._sink: BinaryIO | None = None
        self._complete = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._take_name,
                "on_header_value": self._take_value,
                "on_header_end": self._end_header,
                "on_headers_finished": self._open,
                "on_part_data": self._write,
                "on_part_end": self.close,
                "on_end": self._end,
            },
        )

    def take(self, chunk: bytes) -> None:
        """Take the next piece.

        Raises:
            Refusal: 400 when the body is malformed.
        """
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise _malformed(str(error)) from error

    def finish(self) -> dict[str, Upload]:
        """Return the files by the names of their parts.

        Raises:
            Refusal: 400 when the closing boundary is missing: the rest of the body may be, too.
        """
        if not self._complete:
            raise _malformed("the closing boundary is missing")
        return self.files

    def close(self) -> None:
        """Close the file that is being written."""
        if self._sink:
            self._sink.close()
            self._sink = None

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > PART_LIMIT:
            raise _malformed(f"it has more than {PART_LIMIT} parts")
        self._head = {}

    def _take_name(self, data: bytes, start: int, end: int) -> None:
        self._name = self._name + data[start:end]
        _check_head(self._name)

    def _take_value(self, data: bytes, start: int, end: int) -> None:
        self._value = self._value + data[start:end]
        _check_head(self._value)

    def _end_header(self) -> None:
        self._head[self._name.lower()] = self._value
        self._name = self._value = b""

    def _open(self) -> None:
        options = parse_options_header(self._head.get(b"content-disposition"))[1]
        if b"name" not in options:
            raise _malformed("a part has no name")
        name = options[b"name"].decode(errors="replace")
        if b"filename" not in options:
            logger.warning("The part %.26r has no file name, so it is no file: ignored", name)
            return
        if name in self.files:
            raise _malformed(f"the part {name[:50]!r} is there twice")
        path = make_private_folder(self._folder) / new_id()
        self.files[name] = Upload(
            path,
            options[b"filename"].decode(errors="replace"),
            self._head.get(b"content-type", b"application/octet-stream").decode("latin-1"),
        )
        self._sink = os.fdopen(open_private(path), "wb")

    def _write(self, data: bytes, start: int, end: int) -> None:
        if self._sink:
            self._sink.write(data[start:end])

    def _end(self) -> None:
        self._complete = True


def _malformed(why: str) -> Refusal:
    return bad_request(f"The multipart body is malformed: {why}")


def _check_head(text: bytes) -> None:
    if len(text) > HEAD_LIMIT:
        raise _malformed("the head of a part is too large")


async def read_json_value(request: Request) -> JsonValue:
    """Return the JSON in the body.

    Raises:
        Refusal: 400 when it is none, 413 when it is too large.
    """
    try:
        return parse(await read_bounded(request, JSON_LIMIT))
    except ValueError as error:
        raise bad_request(f"The body is not JSON: {error}") from error


async def read_json(request: Request) -> JsonObject:
    """Return the JSON object in the body.

    Raises:
        Refusal: 400 when it is something else, 413 when it is too large.
    """
    value = await read_json_value(request)
    if not isinstance(value, dict):
        raise bad_request("The body has to be a JSON object")
    return value


async def read_files(request: Request, folder: Path, limit: int) -> dict[str, Upload]:
    """Store the file parts of the body in `folder`, by the name of the part.

    No body, and a multipart body without any part, are fine: clients send both.

    Raises:
        Refusal: 400 when the body is malformed, 413 when it is too large.
    """
    body: Multipart | None = None
    try:
        async for chunk in _chunks(request, limit):
            body = body or Multipart(_multipart_type(request), folder)
            await asyncio.to_thread(body.take, chunk)
        return body.finish() if body else {}
    finally:
        if body:
            body.close()


def read_definition(file: Path) -> str:
    """Return the API definition in an uploaded file: text, in whatever format.

    Raises:
        Refusal: 400 when it is no text, 413 when it is too large.
    """
    if file.stat().st_size > DEFINITION_LIMIT:
        raise too_large(f"The API definition is larger than {DEFINITION_LIMIT} bytes")
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise bad_request("The API definition is not UTF-8 text") from error


def _multipart_type(request: Request) -> str:
    content_type = request.headers.get("content-type", "")
    if not content_type.lower().startswith("multipart/form-data"):
        raise bad_request("The body has to be multipart/form-data")
    return content_type


async def read_bounded(request: Request, limit: int) -> bytes:
    """Return the body.

    Raises:
        Refusal: 413 when it is larger than `limit`.
    """
    body = bytearray()
    async for chunk in _chunks(request, limit):
        body += chunk
    return bytes(body)


async def _chunks(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise too_large(f"The body is larger than {limit} bytes")
        if chunk:
            yield chunk
