"""The report on the Hub's API: its recipes are read, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from scripts.diff import recipe_tests
from scripts.diff.reading import uses_in
from scripts.diff.recipe_tests import run_recipe_tests
from scripts.diff.uses import Uses
from scripts.diff.wire import wire_changes
from scripts.documents import Document, DocumentError, read
from scripts.generate import spelled
from scripts.targets import GENERATED, HELPERS, HUB

DOCUMENT = spelled(HUB.platform, read(HUB.platform.document))


def rename_service_name(document: Document) -> None:
    members = document["components"]["schemas"]["ServiceDto"]["properties"]
    members["title"] = members.pop("name")


def drop_jobs(document: Document) -> None:
    del document["paths"]["/service-jobs"]["post"]


def rename_header(document: Document) -> None:
    document["components"]["securitySchemes"]["apiKey"]["name"] = "X-Other"


@pytest.mark.parametrize(
    ("plant", "file", "word"),
    [
        (rename_service_name, "hub/services.py", "name"),
        (drop_jobs, "hub/jobs.py", "create_service_job"),
        (rename_header, "hub/connection.py", "X-Auth-Token"),
    ],
)
def test_a_change_leads_to_the_hubs_recipes(plant: object, file: str, word: str) -> None:
    document = spelled(HUB.platform, read(HUB.platform.document))
    assert callable(plant)
    plant(document)
    uses = uses_in(HUB)
    found = [
        use
        for change in wire_changes(DOCUMENT, document)
        for use in uses.concerned(change, DOCUMENT)
    ]
    assert found
    assert not any("/planqk/" in use.file for use in found)
    lines = (HELPERS / file).read_text("utf-8").splitlines()
    there = [use.line for use in found if use.file.endswith(file)]
    assert any(word in "\n".join(lines[line - 2 : line + 1]) for line in there)


def test_recipes_that_use_nothing_of_the_client_are_refused(tmp_path: Path) -> None:
    (tmp_path / "platform.config.yaml").write_text("package_name_override: other\n", "utf-8")
    with pytest.raises(DocumentError, match="uses nothing of other"):
        uses_in(evolve(HUB, specs=tmp_path))


def test_without_tests_none_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without names on its command line, pytest would run everything."""
    monkeypatch.setattr(recipe_tests, "run", lambda *_: pytest.fail("pytest was called"))
    bare = evolve(HUB, tests=tmp_path / "tests")
    document = read(HUB.platform.document)
    outcome = run_recipe_tests(bare, Uses(), (document, document), GENERATED, tmp_path)
    assert (outcome.passed, outcome.failed, outcome.left) == (0, {}, {})
