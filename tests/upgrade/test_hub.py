"""The report on the Hub's API: its recipes are read, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from scripts.diff import recipe_tests
from scripts.diff.reading import uses_in
from scripts.diff.recipe_tests import Outcome, operations_of_tests, run, run_recipe_tests
from scripts.diff.uses import Uses
from scripts.diff.wire import wire_changes
from scripts.documents import ROOT, Document, DocumentError, read
from scripts.generate import spelled
from scripts.targets import GENERATED, HELPERS, HUB, PLANQK, Target
from tests.support.history import HUB_BEFORE, hub_now

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
    bare = evolve(HUB, tests=(tmp_path / "tests",))
    document = read(HUB.platform.document)
    outcome = run_recipe_tests(bare, Uses(), (document, document), GENERATED, tmp_path)
    assert (outcome.passed, outcome.failed, outcome.left) == (0, {}, {})


def chosen_for(target: Target, monkeypatch: pytest.MonkeyPatch, scratch: Path) -> set[str]:
    """The tests that would be run on the document as it is."""
    chosen: list[str] = []

    def run(tests: list[str], *_: object) -> Outcome:
        chosen.extend(tests)
        return Outcome()

    monkeypatch.setattr(recipe_tests, "run", run)
    monkeypatch.setattr(recipe_tests, "importable", lambda *_: scratch)
    document = read(target.platform.document)
    run_recipe_tests(target, uses_in(target), (document, document), GENERATED, scratch)
    return set(chosen)


def test_the_tests_of_both_platforms_are_run_for_each(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hub, planqk = (chosen_for(target, monkeypatch, tmp_path) for target in (HUB, PLANQK))
    shared = "tests/planqk/test_applications.py::"
    assert {each for each in hub if each.startswith(shared)}
    assert {each for each in hub if each.startswith("tests/hub/")}
    assert not {each for each in planqk if each.startswith("tests/hub/")}
    alone = "tests/planqk/test_moved.py::"
    assert {each for each in planqk if each.startswith(alone)}
    assert not {each for each in hub if each.startswith(alone)}


def test_of_a_shared_test_the_half_of_the_platform_is_run(tmp_path: Path) -> None:
    name = "tests/planqk/test_applications.py"
    tests = [f"{name}::{each[0]}" for each in operations_of_tests(ROOT / name, {})]
    assert tests
    for others in (["planqk"], ["hub"]):
        outcome = run(tests, GENERATED, tmp_path, others)
        assert (outcome.passed, outcome.failed) == (2 * len(tests), {})  # both ways


# --- back to the state of May 2026

LINES_OF_BEFORE = {
    "GET /marketplace/services parameter page removed": {"marketplace.py": "page="},
    "GET /marketplace/services parameter size removed": {"marketplace.py": "size="},
    "GET /marketplace/services parameter sort removed": {"marketplace.py": "sort="},
    # Its enum had another name.
    "GET /services parameter lifecycle is GetServicesRequestLifecycle": {
        "services.py": "lifecycle=states"
    },
    'ServiceExecutionLogs: type "object" -> "array"': {"results.py": "ServiceExecutionLogs"},
}


def test_what_breaks_on_the_way_back_leads_to_the_lines_it_concerns() -> None:
    """The Hub's recipes are for today's document: everything that came since would be missing."""
    now, before = hub_now(), spelled(HUB.platform, read(HUB_BEFORE))
    uses = uses_in(HUB)
    breaking = [change for change in wire_changes(now, before) if change.breaking]
    assert len(breaking) > 20
    concerned = {str(each): uses.concerned(each, now) for each in breaking}
    found = {change: uses for change, uses in concerned.items() if uses}
    assert len(found) == len(LINES_OF_BEFORE)
    for known, places in LINES_OF_BEFORE.items():
        (lines,) = (uses for change, uses in found.items() if change.startswith(known))
        assert {Path(use.file).name for use in lines} == set(places)
        for use in lines:
            source = (ROOT / use.file).read_text("utf-8").splitlines()
            assert places[Path(use.file).name] in source[use.line - 1], (known, use)
