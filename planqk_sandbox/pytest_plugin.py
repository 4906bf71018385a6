"""A pytest fixture: one sandbox for the whole session."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .server import Sandbox


@pytest.fixture(scope="session")
def planqk_sandbox() -> "Iterator[Sandbox]":
    """Return a sandbox that serves until the session ends; its state is kept in memory."""
    from . import Sandbox  # noqa: PLC0415 - loaded only when it is asked for

    with Sandbox() as sandbox:
        yield sandbox
