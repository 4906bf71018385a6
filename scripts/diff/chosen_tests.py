"""A plugin of pytest that runs the chosen tests only, whatever else their files hold.

Named on the command line, a test whose module cannot be imported would stop the whole run.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

WANTED = "CHOSEN_TESTS"
"""The environment variable with the path of the file that names them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    wanted = set(Path(os.environ[WANTED]).read_text("utf-8").splitlines())
    items[:] = [item for item in items if item.nodeid.partition("[")[0] in wanted]
