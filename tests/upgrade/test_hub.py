"""The report on the Hub's API, also while there are no recipes for it."""

from __future__ import annotations

from pathlib import Path

import httpx2 as httpx
import pytest
from attrs import evolve

from scripts.diff import recipe_tests
from scripts.diff.reading import uses_in
from scripts.diff.recipe_tests import run_recipe_tests
from scripts.diff.uses import Uses
from scripts.documents import DocumentError, read
from scripts.fetch import token_for
from scripts.targets import GENERATED, HUB, Target


@pytest.fixture
def bare(tmp_path: Path) -> Target:
    """The Hub before its recipes and their tests are written."""
    return evolve(HUB, recipes=tmp_path / "recipes", tests=tmp_path / "tests")


def test_without_recipes_no_line_uses_the_client(bare: Target) -> None:
    assert {use.target.partition(".")[0] for use in uses_in(bare).found} == {"*"}
    bare.recipes.mkdir()
    with pytest.raises(DocumentError, match="uses nothing of hub_platform"):
        uses_in(bare)


def test_without_recipes_there_is_no_token(bare: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(bare.token_variable, "canary")
    assert token_for(bare, httpx.URL(bare.address)) is None


def test_without_tests_none_is_run(
    bare: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without names on its command line, pytest would run everything."""
    monkeypatch.setattr(recipe_tests, "run", lambda *_: pytest.fail("pytest was called"))
    document = read(HUB.platform.document)
    outcome = run_recipe_tests(bare, Uses(), (document, document), GENERATED, tmp_path)
    assert (outcome.passed, outcome.failed, outcome.left) == (0, {}, {})
