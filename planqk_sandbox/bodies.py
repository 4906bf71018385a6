"""Reads the bodies of requests: JSON in memory and bounded, uploads straight to disk."""

import asyncio
import shutil
from collections.abc import AsyncGenerator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from planqk_sandbox.options import MIB
from planqk_sandbox.refusals import bad_request, too_large
from planqk_sandbox.store import new_id
from planqk_sandbox.wire import JsonObject, parse

JSON_LIMIT = 8 * MIB


class CompleteMultiPartParser(MultiPartParser):
    """Insists on the closing boundary: without it a part may be missing, or half of one."""

    complete = False

    def on_end(self) -> None:
        """Remember that the end was seen."""
        self.complete = True

    async def parse(self) -> FormData:
        """Parse the stream."""
        form = await super().parse()
        if not self.complete:
            await form.close()
            message = "the closing boundary is missing"
            raise MultiPartException(message)
        return form


async def read_json(request: Request) -> JsonObject:
    """Return the JSON object in the body.

    :raises Refusal: 400 when it is something else, 413 when it is too large.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > JSON_LIMIT:
            message = f"The body is larger than {JSON_LIMIT} bytes"
            raise too_large(message)
    try:
        value = parse(bytes(body))
    except ValueError as error:
        message = f"The body is not JSON: {error}"
        raise bad_request(message) from error
    if not isinstance(value, dict):
        message = "The body has to be a JSON object"
        raise bad_request(message)
    return value


async def read_files(request: Request, folder: Path, limit: int) -> dict[str, Path]:
    """Store the file parts of the body in `folder`, by the name of the part.

    No body, and a multipart body without any part, are fine: clients send both.

    :raises Refusal: 400 when the body is malformed, 413 when it is too large.
    """
    stream = _bounded(request, limit)
    head = await anext(stream, b"")
    if not head:
        return {}
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        message = "The body has to be multipart/form-data"
        raise bad_request(message)
    parser = CompleteMultiPartParser(request.headers, _chain(head, stream))
    try:
        form = await parser.parse()
    except MultiPartException as error:
        message = f"The multipart body is malformed: {error.message}"
        raise bad_request(message) from error
    parts = form.multi_items()
    try:
        return {
            name: await asyncio.to_thread(_keep, part.file, folder / new_id())
            for name, part in parts
            if isinstance(part, UploadFile)
        }
    finally:
        await form.close()


async def _bounded(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            message = f"The upload is larger than {limit} bytes"
            raise too_large(message)
        if chunk:
            yield chunk


async def _chain(head: bytes, stream: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    yield head
    async for chunk in stream:
        yield chunk


def _keep(source: IO[bytes] | SpooledTemporaryFile[bytes], target: Path) -> Path:
    with target.open("wb") as sink:
        shutil.copyfileobj(source, sink)
    return target
