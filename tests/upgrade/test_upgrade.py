"""The page that an upgrade prints, and what it leaves alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from attrs import evolve

from scripts import upgrade
from scripts.diff.wire import wire_changes
from scripts.documents import ROOT, read
from scripts.fetch import fetch
from scripts.generate import generate_package, tree
from scripts.targets import GENERATED, PLANQK
from scripts.upgrade import copy_other_packages, type_errors
from tests.support.example import CONTRIBUTING, example, page_of, without_numbers
from tests.support.history import HISTORY, SERVICES

STATE = "2023-05-24"


def work_tree() -> dict[str, dict[str, bytes]]:
    folders = ("specs", "generated", "planqk_helpers", "planqk_sandbox", "tests", "scripts")
    return {folder: tree(ROOT / folder) for folder in folders}


@pytest.fixture(scope="module")
def page() -> str:
    """The page for 2023-05-24; printing it changes nothing."""
    before = work_tree()
    printed = page_of(STATE, "test_services.py", "test_external.py", "test_updates.py")
    assert work_tree() == before
    return printed


def part(page: str, title: str) -> str:
    """A section of the page."""
    return page.partition(f"## {title}\n")[2].partition("\n## ")[0]


def entry(page: str, function: str) -> str:
    """What broke in a function."""
    broke = part(page, "What broke")
    return broke.partition(f"- `{function}`")[2].partition("\n- ")[0]


def test_it_leads_to_what_has_to_be_mended_in_create_managed_service(page: str) -> None:
    mending = entry(page, "create_managed_service")
    source = SERVICES.read_text("utf-8").splitlines()
    for argument, text in {
        "quantum_backend=": "parameter quantumBackend is one of DWAVE, IBM, IONQ, NONE now",
        "use_platform_token=": "parameter usePlatformToken is one of FALSE, TRUE now",
        "cpu=": "parameter cpu removed",
        "memory=": "parameter memory removed",
    }.items():
        found = re.search(rf"services.py:(\d+): POST /v2/managed-services {text}\n", mending + "\n")
        assert found, text
        assert argument in source[int(found[1]) - 1]
    for new in ("gpuAccelerator", "gpuCount", "memoryInMegabytes", "milliCpus", "runtime"):
        assert f"new there: POST /v2/managed-services parameter {new}" in mending
    assert "used by `ensure_managed_service`" in mending


def test_it_tells_what_mypy_and_the_tests_say(page: str) -> None:
    types = part(page, "What the type checker says")
    assert 'Unexpected keyword argument "cpu"' in types
    assert 'expected "CreateManagedServiceQuantumBackend | Unset"' in types
    failing = part(page, "Recipe tests that fail on it")
    assert "unexpected keyword argument 'cpu'" in failing
    assert failing.count("unexpected keyword argument 'cpu'") == 1
    left = part(page, "Recipe tests not run: what they need is gone or moved")
    assert "get_accounts" in left
    assert "update_source_code" in left


def test_every_breaking_change_is_on_it(page: str) -> None:
    """Also one that touches no line of a recipe."""
    for change in wire_changes(read(PLANQK.platform.document), read(HISTORY / f"{STATE}.json")):
        if change.breaking:
            text, place = str(change), str(change.place.operation or change.place)
            rest = text.removeprefix(place).strip(" :")
            together = [line for line in page.splitlines() if line.startswith(f"- {rest}: ")]
            assert text in page or any(place in line for line in together), text
    assert "- removed: POST /v2/services, " in page


def test_it_tells_what_is_safe(page: str) -> None:
    safe = part(page, "What is safe")
    recipes = safe.partition("recipes that nothing breaking concerns")[2].partition("\n")[0]
    assert "publish_internally" in recipes
    # What does not fit the type checker, cannot be imported or is asked at another place is not.
    for name in ("create_managed_service", "verify", "find_marketplace_service", "update_service"):
        assert f" {name}," not in recipes
    passed = re.search(r"recipe tests that pass on it: (\d+)", safe)
    assert passed
    assert int(passed[1]) > 5


def test_it_names_the_actions_of_the_overlay_that_no_longer_fit(page: str) -> None:
    stale = part(page, "What does not fit the new document")
    assert "($.components.schemas.IndustryDto) matches nothing: delete it" in stale
    assert "($.components.schemas.AccountDto) matches nothing: delete it" in stale


def test_the_example_in_contributing_is_this_page(page: str) -> None:
    shown = example()
    lines = [line for line in shown.splitlines() if line.strip() not in ("", "...")]
    assert len(lines) > 15
    there = page.splitlines()
    known = {without_numbers(line) for line in there}
    assert [line for line in lines if without_numbers(line) not in known] == []
    advice = "only numbers differ: run `.venv/bin/python -m tests.support.example`"
    assert [line for line in lines if line not in there] == [], advice


def test_it_proposes_a_patch(page: str) -> None:
    assert "+from planqk_platform.api.taxonomies import get_industries" in page
    assert "`git apply .build/upgrade-planqk.patch` does what is shown above" in page
    assert (
        "- POST /jobs: added (takes X-OrganizationId, CreateJobRequest; answers 200 JobDto" in page
    )


def test_mended_as_contributing_says_it_fits(tmp_path: Path) -> None:
    shown = re.search(r"become\n\n((?:    .*\n)+)", CONTRIBUTING.read_text("utf-8"))
    assert shown
    shutil.copytree(ROOT / "planqk_helpers", tmp_path / "planqk_helpers")
    services = tmp_path / SERVICES.relative_to(ROOT)
    before = services.read_text("utf-8")
    old = r" +quantum_backend=.*\n +use_platform_token=.*\n +cpu=cpu,\n +memory=memory,\n"
    enums = "CreateManagedServiceQuantumBackend, CreateManagedServiceUsePlatformToken"
    after = re.sub(old, shown[1], before).replace(
        "from planqk_platform.models import (\n",
        f"from planqk_platform.models import {enums}\nfrom planqk_platform.models import (\n",
    )
    services.write_text(after, "utf-8")
    generated = tmp_path / "generated"
    copy_other_packages(PLANQK, generated)
    document = read(HISTORY / "2023-05-24.json")
    generate_package(PLANQK.platform, generated, document=document, notes=[])
    errors = type_errors(generated, tmp_path)
    assert errors
    assert [error for error in errors if "CreateManagedService" in error or "cpu" in error] == []


def test_it_changes_what_it_says_with_apply(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    specs, generated = tmp_path / "planqk", tmp_path / "generated"
    shutil.copytree(PLANQK.specs, specs)
    shutil.copytree(GENERATED, generated)
    monkeypatch.setattr(upgrade, "GENERATED", generated)
    target = evolve(PLANQK, specs=specs)
    fetched = fetch(target, str(HISTORY / "2023-05-24.json"), tmp_path / "fetched")
    before = tree(generated)
    said = upgrade.apply(target, fetched, ["an action that does not fit"])
    assert "then `make generate`" in said
    assert read(specs / "platform.json") == read(HISTORY / "2023-05-24.json")
    assert '"source": "2023-05-24.json"' in (specs / "platform.source.json").read_text()
    assert tree(generated) == before
    (generated / "README.md").unlink()
    assert "are the new ones" in upgrade.apply(target, fetched, [])
    assert tree(generated) == before
