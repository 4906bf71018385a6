"""The recipes' tests run as far as they can, and failures of one cause stand together."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.diff.recipe_tests import cause, importable, run
from scripts.documents import ROOT, read
from scripts.generate import generate_package
from scripts.targets import GENERATED, PLANQK
from scripts.upgrade import copy_other_packages, type_errors

FINE = """
def test_passes(): pass
def test_is_not_wanted(): assert False
"""
FAILING = """
import pytest

@pytest.mark.parametrize("n", range(3))
def test_fails(n):
    try:
        raise ValueError(f"the cause at 127.0.0.1:{8000 + n}")
    except ValueError as error:
        raise RuntimeError(f"wrapped {n}") from error
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder inside of the project, where names of tests are short."""
    (ROOT / ".build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / ".build") as folder:
        yield Path(folder)


def test_a_module_that_cannot_be_imported_stops_no_other(folder: Path, tmp_path: Path) -> None:
    for name, text in (("broken", "import nowhere_at_all"), ("fine", FINE), ("failing", FAILING)):
        (folder / f"test_{name}.py").write_text(text, "utf-8")
    short = folder.relative_to(ROOT).as_posix()
    wanted = ["test_broken.py::test_x", "test_fine.py::test_passes", "test_failing.py::test_fails"]
    outcome = run([f"{short}/{name}" for name in wanted], GENERATED, tmp_path)
    assert outcome.passed == 1
    assert {reason: len(tests) for reason, tests in outcome.failed.items()} == {
        "ModuleNotFoundError: No module named 'nowhere_at_all'": 1,
        "ValueError: the cause at …": 3,
    }


def test_the_first_error_is_the_cause() -> None:
    text = "E   a.b.Conflict: 409\n\nThe above exception\nE   x.PlanqkError: refused\n"
    assert cause(text) == "Conflict: 409"
    assert cause("no error") == ""


@pytest.fixture
def without_industries(tmp_path: Path) -> Path:
    """A client without an operation, a model and an enum that the recipes import."""
    document = read(PLANQK.platform.document)
    del document["paths"]["/industries"]
    del document["components"]["schemas"]["ServiceDefinitionCommand"]["properties"]["type"]["enum"]
    folder = tmp_path / "generated"
    generate_package(PLANQK.platform, folder, document=document, notes=[])
    copy_other_packages(PLANQK, folder)
    return folder


def test_the_type_checker_sees_the_new_client_alone(without_industries: Path) -> None:
    """What is gone there is not taken from the installed client."""
    errors = "\n".join(type_errors(without_industries))
    assert 'has no attribute "get_industries"' in errors
    assert 'has no attribute "ServiceDefinitionCommandType"' in errors


def test_what_is_gone_can_be_imported_but_not_used(
    without_industries: Path, tmp_path: Path, folder: Path
) -> None:
    imported = importable("planqk_platform", without_industries, tmp_path)
    (folder / "test_import.py").write_text(
        "from planqk_platform.models import ServiceDefinitionCommandType as Type\n"
        "KIND = Type.UNPUBLISH\n"
        "def test_it():\n"
        "    from planqk_helpers import unpublish\n"
        "    assert Type.UNPUBLISH\n"
        "def test_use(): Type()\n",
        "utf-8",
    )
    name = f"{folder.relative_to(ROOT).as_posix()}/test_import.py"
    outcome = run([f"{name}::test_it", f"{name}::test_use"], imported, tmp_path)
    assert (outcome.passed, list(outcome.failed)) == (
        1,
        ["NotImplementedError: the model ServiceDefinitionCommandType is gone"],
    )
