"""The patch that an upgrade proposes does what needs no judgement, and does it right."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from attrs import evolve, frozen

from scripts.api_diff import compare_documents
from scripts.diff.proposals import patch, to_learn
from scripts.diff.reading import uses_in
from scripts.diff.report import Report
from scripts.documents import ROOT, read
from scripts.generate import generate_package
from scripts.targets import PLANQK
from scripts.upgrade import copy_other_packages, type_errors
from tests.support.history import HISTORY
from tests.support.tried import Tried


@frozen
class Proposal:
    """A patch for a document.

    Attributes:
        report: The differences.
        text: The patch.
        done: The lines of recipes that it changes.
        left: The lines of recipes that the type checker complains about after it.
        stale: The actions of the overlay that do not fit, before and after it.
    """

    report: Report
    text: str
    done: int
    left: int
    stale: tuple[int, int]


@pytest.fixture(scope="module", params=["2023-05-24", "2024-02-21"])
def proposal(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Proposal:
    root = tmp_path_factory.mktemp("proposal")
    documents = read(PLANQK.platform.document), read(HISTORY / f"{request.param}.json")
    report, _ = compare_documents(
        PLANQK, documents, root / "compared", lambda: uses_in(PLANQK), own=True
    )
    text = patch(PLANQK, report, documents[1])
    for folder in ("planqk_helpers", "specs/planqk"):
        shutil.copytree(ROOT / folder, root / folder)
    command = ["git", "apply", "--whitespace=error-all", "-"]
    subprocess.run(command, cwd=root, input=text, text=True, check=True)
    specs = evolve(PLANQK, specs=root / "specs" / "planqk")
    notes: list[str] = []
    generate_package(specs.platform, root / "generated", document=documents[1], notes=notes)
    copy_other_packages(PLANQK, root / "generated")
    recipes, _, _ = text.partition("--- a/specs")
    done = sum(line.startswith("-") and not line.startswith("---") for line in recipes.splitlines())
    left = len(places(type_errors(root / "generated", root)))
    stale = len(overlay_notes(report.notes)), len(overlay_notes(notes))
    return Proposal(report, text, done, left, stale)


def places(complaints: list[str]) -> set[str]:
    """The lines of code that the type checker complains about."""
    return {":".join(each.split(":")[:2]) for each in complaints if ": error:" in each}


def overlay_notes(notes: list[str]) -> list[str]:
    return [note for note in notes if "overlay.yaml" in note]


def test_it_leaves_fewer_lines_to_mend_and_no_stale_action(
    proposal: Proposal, tried: Tried
) -> None:
    assert proposal.done > 8
    assert proposal.left < 24
    assert proposal.stale[0] > 0
    assert proposal.stale[1] == 0
    tried(proposal.done, "lines that a proposed patch changes")
    tried(proposal.left, "lines left to mend by hand")
    tried(proposal.stale[0], "stale actions of the overlay that it deletes")


def test_required_goes_along_and_imports_follow(proposal: Proposal) -> None:
    assert "+  - target: $.components.schemas.ServiceOverviewDto" in proposal.text
    assert "-  - target: $.components.schemas.IndustryDto" in proposal.text
    assert "+from planqk_platform.api.taxonomies import get_industries" in proposal.text


def test_the_sandbox_is_told_what_to_learn(proposal: Proposal) -> None:
    lines = to_learn(proposal.report)
    assert any(
        line.startswith("POST /jobs: added (takes X-OrganizationId, CreateJobRequest; answers 200")
        for line in lines
    )
    assert any(line.startswith("JobDto: added (createdAt, endedAt, id, ") for line in lines)
    assert any("parameter cpu removed" in line for line in lines)
    assert not any("maxLength" in line for line in lines)
