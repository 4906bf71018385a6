"""Files as the generated client takes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hub_platform.models import ServiceSourceRegistry, ServiceSourceRepository
from hub_platform.types import File

from ..engine import uploads
from ..engine.packing import Packed
from ..engine.uploads import Upload
from .packing import PACKER
from .resources import Source, require_source


@contextmanager
def source_part(user_code: Upload | Packed | Source) -> Iterator[File | Source]:
    """Give user code as the part of an upload, or the source that it comes from, checked."""
    if isinstance(user_code, ServiceSourceRegistry | ServiceSourceRepository):
        require_source(user_code)
        yield user_code
        return
    with uploads.user_code_part(user_code, PACKER) as part:
        yield File(payload=part.payload, file_name=part.file_name)


@contextmanager
def document_part(source: Upload | None) -> Iterator[File | None]:
    """Give an API definition as the part of an upload; None gives None."""
    with uploads.document_part(source) as part:
        yield None if part is None else File(payload=part.payload, file_name=part.file_name)
