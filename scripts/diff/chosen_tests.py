"""A plugin of pytest that runs the chosen tests only, whatever else their files hold.

Named on the command line, a test whose module cannot be imported would stop the whole run.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

WANTED = "CHOSEN_TESTS"
"""The environment variable with the path of the file that names them."""
OTHERS = "OTHER_PLATFORMS"
"""The environment variable with the names of the platforms that are not tried."""
SHARED = "platform"
"""The fixture of the tests of several platforms: its parameters begin with the name of one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    wanted = set(Path(os.environ[WANTED]).read_text("utf-8").splitlines())
    others = tuple(f"{name}-" for name in os.environ.get(OTHERS, "").split())
    items[:] = [
        item
        for item in items
        if item.nodeid.partition("[")[0] in wanted and not platform_of(item).startswith(others)
    ]


def platform_of(item: pytest.Item) -> str:
    """Return the parameter of the shared fixture, or ""."""
    callspec = getattr(item, "callspec", None)
    return str(callspec.params.get(SHARED, "")) if callspec else ""
