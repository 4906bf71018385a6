"""The public names and their signatures are those that were released, unless somebody says so."""

from __future__ import annotations

import difflib

import pytest

from tests.support.surface import COMMAND, PACKAGES, file_of, surface


@pytest.mark.parametrize("package", PACKAGES)
def test_the_surface_changes_only_on_purpose(package: str) -> None:
    stored = file_of(package).read_text("utf-8").splitlines()
    assert len(stored) > 10
    now = surface(package).splitlines()
    different = "\n".join(difflib.unified_diff(stored, now, "released", "now", lineterm="", n=0))
    assert not different, f"the public names changed:\n{different}\nIf that is meant: {COMMAND}"
