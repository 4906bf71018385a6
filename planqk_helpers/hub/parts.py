"""Files as the generated client takes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hub_platform.types import File

from ..engine import uploads
from ..engine.packing import Packed
from ..engine.uploads import Upload
from .packing import PACKER


@contextmanager
def user_code_part(source: Upload | Packed) -> Iterator[File]:
    """Give user code as the part of an upload, as `uploads.user_code_part` does."""
    with uploads.user_code_part(source, PACKER) as part:
        yield File(payload=part.payload, file_name=part.file_name)


@contextmanager
def document_part(source: Upload | None) -> Iterator[File | None]:
    """Give an API definition as the part of an upload; None gives None."""
    with uploads.document_part(source) as part:
        yield None if part is None else File(payload=part.payload, file_name=part.file_name)
