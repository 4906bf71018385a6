"""Run the Python blocks of the README against the sandbox, in order, sharing their names."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from planqk_sandbox import Sandbox

USER_CODE = Path(__file__).parent / "cookbook" / "user_code"


@pytest.fixture(scope="module")
def on_the_sandbox(
    planqk_sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Point the environment at the sandbox, in a folder with the archives the pages name."""
    folder = tmp_path_factory.mktemp("pages")
    shutil.make_archive(str(folder / "sum"), "zip", USER_CODE)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("PLANQK_BASE_URL", planqk_sandbox.base_url)
        patch.setenv("PLANQK_PERSONAL_ACCESS_TOKEN", planqk_sandbox.access_token)
        yield


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser()], pattern="README.md", fixtures=["on_the_sandbox"]
).pytest()
