"""Run the recipes' tests on another generated client, as far as their operations still exist.

The tests talk to the sandbox, which speaks the API of specs/platform.json. So a test is run if
every operation that its recipes use has the same name and place in the new document.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from attrs import evolve, field, frozen

from scripts.documents import ROOT, Document, DocumentError, operations
from scripts.generate import GENERATED
from scripts.python_api import PACKAGE, surface
from scripts.uses import Uses, module_of

TESTS = ROOT / "tests" / "recipes"
SECONDS = 600.0
"""For all tests together."""


@frozen
class Outcome:
    """How the tests went.

    Attributes:
        passed: How many passed.
        failed: Those that failed, by the reason.
        left: Those that were not run, by what is gone of what they need.
    """

    passed: int = 0
    failed: dict[str, list[str]] = field(factory=dict)
    left: dict[str, list[str]] = field(factory=dict)


def run_recipe_tests(
    uses: Uses, documents: tuple[Document, Document], generated: Path, scratch: Path
) -> Outcome:
    """Run what can be run of the tests on the client in ``generated``.

    Args:
        uses: What the recipes use.
        documents: The old one and the new one.
        generated: The folder with the client made from the new one.
        scratch: A folder for what this needs.
    """
    old, new = (
        {(module_of(body), place) for place, body in operations(document).items()}
        for document in documents
    )
    gone = {module.rpartition(".")[2] for module, _ in old - new}
    chosen: list[str] = []
    left: dict[str, list[str]] = {}
    for file in sorted(TESTS.glob("test_*.py")):
        for test, needed in needs(file, operations_of_recipes(uses)):
            name = f"{file.relative_to(ROOT).as_posix()}::{test}"
            if needed & gone:
                left.setdefault(", ".join(sorted(needed & gone)), []).append(name)
            else:
                chosen.append(name)
    return evolve(run(chosen, importable(generated, scratch), scratch), left=left)


def operations_of_recipes(uses: Uses) -> dict[str, set[str]]:
    """Return the operations that each recipe comes to, by their names in Python."""
    found: dict[str, set[str]] = {}
    for use in uses.found:
        if use.target.startswith("api."):
            for recipe in use.recipes:
                found.setdefault(recipe, set()).add(use.target.rpartition(".")[2])
    return found


def needs(file: Path, recipes: dict[str, set[str]]) -> Iterator[tuple[str, set[str]]]:
    """Yield each test with the operations it needs, found by the names it comes to."""
    inside: dict[str, set[str]] = {}
    for path in (TESTS.parent / "conftest.py", file):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                inside[node.name] = names_in(node)
            elif isinstance(node, ast.Assign):
                inside.update((ast.unparse(target), names_in(node)) for target in node.targets)
    for test in inside:
        if test.startswith("test_"):
            reached = closure(test, inside)
            yield test, {operation for name in reached for operation in recipes.get(name, ())}


def closure(name: str, inside: dict[str, set[str]]) -> set[str]:
    """Return the names that a name comes to, itself included."""
    found, new = set[str](), {name}
    while new:
        found |= new
        new = {inner for each in new for inner in inside.get(each, ())} - found
    return found


def names_in(node: ast.AST) -> set[str]:
    """Return the names in a piece of code, those in code that is a string included."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            found.add(part.id)
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            found.update(re.findall(r"\w+", part.value))
    return found


# --- running ------------------------------------------------------------------------------------


def importable(generated: Path, scratch: Path) -> Path:
    """Return a folder with the new client in which what is gone can be imported, but not used."""
    folder = scratch / "importable"
    shutil.copytree(generated, folder)
    package = folder / PACKAGE
    old, new = surface(GENERATED), surface(generated)
    for name in old.keys() - new.keys():
        if name.startswith("api.") and not name.endswith(")"):
            path = package.joinpath(*name.split(".")).with_suffix(".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(GONE.format(name=name.rpartition(".")[2]), "utf-8")
        elif name.startswith("models.") and name.count(".") == 1:
            with (package / "models" / "__init__.py").open("a", encoding="utf-8") as models:
                models.write(GONE_MODEL.format(name=name.rpartition(".")[2]))
    return folder


GONE = """\
def _get_kwargs(*args, **kwargs):
    raise NotImplementedError("the operation {name} is gone")

sync = sync_detailed = asyncio = asyncio_detailed = _get_kwargs
"""
GONE_MODEL = """
class {name}:
    def __init__(self, *args, **kwargs):
        raise NotImplementedError("the model {name} is gone")
"""


def run(tests: list[str], generated: Path, scratch: Path) -> Outcome:
    """Run tests on the client in ``generated``."""
    results = scratch / "results.xml"
    # Whoever upgrades may be logged in somewhere; the tests talk to a sandbox of their own.
    nothing = scratch / "config.json"
    nothing.write_text("{}", "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--numprocesses=auto"]
    try:
        done = subprocess.run(
            [*command, f"--junit-xml={results}", f"--basetemp={scratch / 'tests'}", *tests],
            cwd=ROOT,
            env={
                **{name: value for name, value in os.environ.items() if name[:7] != "PLANQK_"},
                "PLANQK_CONFIG_FILE_PATH": str(nothing),
                "PYTHONPATH": str(generated),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"the recipes' tests did not end within {SECONDS:.0f} s") from error
    if not results.is_file():
        raise DocumentError(f"the recipes' tests could not be run:\n{done.stdout}{done.stderr}")
    passed = 0
    failed: dict[str, list[str]] = {}
    for case in ET.parse(results).iter("testcase"):  # noqa: S314 - our own pytest wrote it
        wrong = [child for child in case if child.tag in ("failure", "error")]
        if wrong:
            said = wrong[0].get("message", "").partition("\n")[0]
            reason = said.removeprefix('failed on setup with "').rstrip('"')
            name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
            failed.setdefault(reason, []).append(name)
        elif not any(child.tag == "skipped" for child in case):
            passed += 1
    return Outcome(passed, failed)
