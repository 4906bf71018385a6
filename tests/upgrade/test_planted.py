"""Level three of the report: planted changes lead to the right lines of the recipes, or to none."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from scripts.diff.reading import uses_in
from scripts.diff.uses import Use
from scripts.diff.wire import wire_changes
from scripts.documents import ROOT, read
from scripts.generate import generate_package
from scripts.targets import PLANQK
from scripts.upgrade import copy_other_packages, type_errors
from tests.support.planted import Plant, plants
from tests.support.tried import Tried

DOCUMENT = read(PLANQK.platform.document)
USES = uses_in(PLANQK)
PLANTS = list(plants(DOCUMENT, USES))


LINES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8").splitlines()
    for path in PLANQK.modules
}


KNOWN = "planted changes that concern a recipe (breaking missed 0, lines missing 0)"


def aliases(name: str, file: str) -> set[str]:
    """What a file calls an imported name."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return {name} | {
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == name and alias.asname
    }


def lines_of(plant: Plant) -> list[Use]:
    changes = wire_changes(DOCUMENT, plant(DOCUMENT))
    breaks = any(change.breaking or change.in_errors for change in changes)
    assert breaks or plant.name == "add a value to ServiceDefinitionCommand.type"  # it is sent only
    return [use for change in changes for use in USES.concerned(change, DOCUMENT)]


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_the_right_lines_are_named(plant: Plant, tried: Tried) -> None:
    named = lines_of(plant)
    assert bool(named) == plant.used
    for use in named:
        words = plant.words.union(*(aliases(word, use.file) for word in plant.words))
        # A value that is gone from an enum is looked for as a string.
        words |= {use.target} if use in USES.strings else set()
        # The parts of a long string count as one line; a keyword's value may follow on the next.
        around = "\n".join(LINES[use.file][max(use.line - 2, 0) : use.line + 2])
        assert words & set(re.findall(r"\w+", around)), use
    tried(1, KNOWN if named else "that concern none")


def test_a_member_that_may_be_null_leads_to_where_it_is_read() -> None:
    document = read(PLANQK.platform.document)
    schemas = document["components"]["schemas"]
    schemas["BuildJobDto"]["properties"]["status"]["nullable"] = True
    (change,) = wire_changes(DOCUMENT, document)
    lines = {(use.file, use.line) for use in USES.concerned(change, DOCUMENT)}
    readers = {(use.file, use.line) for use in USES.of("BuildJobDto.status")}
    assert len(readers) > 1
    assert lines >= readers


def test_there_are_enough_of_them() -> None:
    assert len(PLANTS) > 500
    assert sum(plant.used for plant in PLANTS) > 250
    kinds = {plant.name.split()[0] for plant in PLANTS if plant.used}
    assert kinds == {
        *("add", "change", "drop", "hide", "list", "move", "number", "remove", "rename", "require"),
        "serve",
    }


@pytest.mark.parametrize("kind", ["drop", "rename parameter", "remove", "change", "rename "])
def test_whatever_the_type_checker_finds_is_named(kind: str, tmp_path: Path) -> None:
    """With all changes of a kind at once, mypy complains in no function that was not named."""
    chosen = [plant for plant in PLANTS if plant.used and plant.name.startswith(kind)]
    if kind == "rename ":
        chosen = [plant for plant in chosen if "parameter" not in plant.name]
    named = {(use.file, use.function) for plant in chosen for use in lines_of(plant)}
    complaints = complaints_after(chosen, tmp_path)
    assert complaints
    for complaint in complaints:
        file, line, text = complaint.split(":", 2)
        # What the overlay requires of a schema it does not do under the schema's new name.
        if kind != "rename " or "Unset" not in text:
            assert (file, function_at(file, int(line))) in named, complaint


@pytest.mark.parametrize("kind", ["rename parameter", "remove"])
def test_the_type_checker_finds_nothing_where_no_line_is_named(kind: str, tmp_path: Path) -> None:
    chosen = [plant for plant in PLANTS if not plant.used and plant.name.startswith(kind)]
    assert len(chosen) > 10
    # A class that no schema refers to any more is not generated.
    not_generated = f'Module "{PLANQK.platform.package}.models" has no attribute'
    assert not [each for each in complaints_after(chosen, tmp_path) if not_generated not in each]


def complaints_after(chosen: list[Plant], folder: Path) -> list[str]:
    """Return what mypy says of the recipes once all ``chosen`` changes were made."""
    document = DOCUMENT
    for plant in chosen:
        document = plant(document)
    copy_other_packages(PLANQK, folder)
    generate_package(PLANQK.platform, folder, document=document, notes=[])
    return type_errors(folder)


def function_at(file: str, line: int) -> str:
    for node in ast.parse((ROOT / file).read_text("utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.lineno <= line <= (
            node.end_lineno or 0
        ):
            return node.name
    return ""
