"""Run the recipes' tests on another generated client, as far as their operations still exist.

The tests talk to the sandbox, which serves the API of the document in specs/. So a test is run if
every operation that its recipes use has the same name and place in the new document.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from attrs import evolve, field, frozen

from scripts.diff.chosen_tests import OTHERS, SHARED, WANTED
from scripts.diff.naming import module_of
from scripts.diff.python_api import surface
from scripts.diff.uses import Uses
from scripts.documents import ROOT, Document, DocumentError, operations
from scripts.targets import GENERATED, TARGETS, Target

SUPPORT = "tests.support"
"""The package of everything that tests share."""
SECONDS = 600.0
"""For all tests together."""
CHOSEN = "scripts.diff.chosen_tests"
"""The plugin that leaves the other tests out."""


@frozen
class Outcome:
    """The results of the tests.

    Attributes:
        passed: The number of tests that passed.
        failed: The tests that failed, by their reason.
        left: The tests that were not run, by the operations they need and that are gone.
    """

    passed: int = 0
    failed: dict[str, list[str]] = field(factory=dict)
    left: dict[str, list[str]] = field(factory=dict)


def run_recipe_tests(
    target: Target,
    uses: Uses,
    documents: tuple[Document, Document],
    generated: Path,
    scratch: Path,
) -> Outcome:
    """Run the tests that can be run on the client in ``generated``.

    Args:
        target: The platform.
        uses: The lines of the recipes that use its client.
        documents: The old document and the new one.
        generated: The folder with the client made from the new document.
        scratch: A folder for temporary files.
    """
    old, new = (
        {(module_of(body), place) for place, body in operations(document).items()}
        for document in documents
    )
    gone = {module.rpartition(".")[2] for module, _ in old - new}
    chosen: list[str] = []
    left: dict[str, list[str]] = {}
    for file in (file for folder in target.tests for file in sorted(folder.glob("test_*.py"))):
        for test, fixtures, needed in operations_of_tests(file, uses.operations):
            if file.parent != target.tests[0] and SHARED not in fixtures:
                continue
            name = f"{file.relative_to(ROOT).as_posix()}::{test}"
            if needed & gone:
                left.setdefault(", ".join(sorted(needed & gone)), []).append(name)
            else:
                chosen.append(name)
    if not chosen:
        return Outcome(left=left)  # without names, pytest would run everything
    folder = importable(target.platform.package, generated, scratch)
    others = [name for name in TARGETS if name != target.name]
    return evolve(run(chosen, folder, scratch, others), left=left)


def operations_of_tests(
    file: Path, recipes: dict[str, set[str]]
) -> Iterator[tuple[str, set[str], set[str]]]:
    """Yield each test of a file with its fixtures, and the operations that the names in it need."""
    fixtures: dict[str, set[str]] = {}
    inside: dict[str, set[str]] = {}
    for tree in trees_of(file):
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                inside[node.name] = names_in(node)
                if isinstance(node, ast.FunctionDef):
                    fixtures[node.name] = {each.arg for each in node.args.args}
            elif isinstance(node, ast.Assign):
                inside.update((ast.unparse(name), names_in(node)) for name in node.targets)
    for test in inside:
        if test.startswith("test_"):
            reached = closure(test, inside)
            needed = {operation for name in reached for operation in recipes.get(name, ())}
            yield test, closure(test, fixtures), needed


def trees_of(file: Path) -> Iterator[ast.Module]:
    """Yield the code of a test file, of its fixtures, and of all they import from tests/support."""
    found, new = set[Path](), {file, *(folder / "conftest.py" for folder in file.parents[:2])}
    while new := {path for path in new if path.is_file()} - found:
        found |= new
        trees = [ast.parse(path.read_text("utf-8")) for path in sorted(new)]
        yield from trees
        new = {
            ROOT.joinpath(*node.module.split(".")).with_suffix(".py")
            for tree in trees
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{SUPPORT}.")
            if node.module
        }


def closure(name: str, inside: dict[str, set[str]]) -> set[str]:
    """Return the names that a name reaches, itself included."""
    found, new = set[str](), {name}
    while new:
        found |= new
        new = {inner for each in new for inner in inside.get(each, ())} - found
    return found


def names_in(node: ast.AST) -> set[str]:
    """Return the names in a piece of code; its strings may hold code too."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            found.add(part.id)
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            found.update(re.findall(r"\w+", part.value))
    return found


# --- running ------------------------------------------------------------------------------------


def importable(package: str, generated: Path, scratch: Path) -> Path:
    """Return a folder with the new client, where everything gone can be imported but not used."""
    folder = scratch / "importable"
    shutil.copytree(generated, folder)
    new_package = folder / package
    old, new = surface(package, GENERATED).forms, surface(package, generated).forms
    for name in old.keys() - new.keys():
        if name.startswith("api.") and not name.endswith(")"):
            path = new_package.joinpath(*name.split(".")).with_suffix(".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(GONE.format(name=name.rpartition(".")[2]), "utf-8")
        elif name.startswith("models.") and name.count(".") == 1:
            with (new_package / "models" / "__init__.py").open("a", encoding="utf-8") as models:
                models.write(GONE_MODEL.format(name=name.rpartition(".")[2]))
    return folder


GONE = """\
def _get_kwargs(*args, **kwargs):
    raise NotImplementedError("the operation {name} is gone")

sync = sync_detailed = asyncio = asyncio_detailed = _get_kwargs
"""
GONE_MODEL = """
class _Gone(type):
    def __getattr__(cls, name):
        return cls if name.isupper() else super().__getattribute__(name)

    def __call__(cls, *args, **kwargs):
        raise NotImplementedError("the model {name} is gone")


class {name}(metaclass=_Gone):
    pass
"""


def run(tests: list[str], generated: Path, scratch: Path, others: Sequence[str] = ()) -> Outcome:
    """Run tests on the client in ``generated``, but not on ``others``, platforms by their names."""
    results, wanted = scratch / "results.xml", scratch / "tests.txt"
    wanted.write_text("\n".join(tests), "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--numprocesses=auto"]
    command += ["-p", CHOSEN, "--continue-on-collection-errors", f"--junit-xml={results}"]
    files = sorted({test.partition("::")[0] for test in tests})
    try:
        done = subprocess.run(
            [*command, f"--basetemp={scratch / 'tests'}", *files],
            cwd=ROOT,
            env={
                **environment(generated, scratch),
                WANTED: str(wanted),
                OTHERS: " ".join(others),
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"the recipes' tests did not end within {SECONDS:.0f} s") from error
    if not results.is_file():
        reason = cause(f"{done.stdout}{done.stderr}")
        return Outcome(failed={f"no test can be run: {reason}": tests})
    return outcome_of(results)


def environment(generated: Path, scratch: Path) -> dict[str, str]:
    """Return the environment of the tests: with the client in ``generated``, without any account.

    Whoever upgrades may be logged in somewhere, and the tests talk to a sandbox of their own.
    """
    nothing = scratch / "config.json"
    nothing.write_text("{}", "utf-8")
    prefixes = tuple(target.prefix for target in TARGETS.values())
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(prefixes)},
        **{f"{prefix}CONFIG_FILE_PATH": str(nothing) for prefix in prefixes},
        "PYTHONPATH": str(generated),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def outcome_of(results: Path) -> Outcome:
    """Read the results that pytest wrote."""
    passed = 0
    failed: dict[str, list[str]] = {}
    for case in ET.parse(results).iter("testcase"):  # noqa: S314 - our own pytest wrote it
        wrong = [child for child in case if child.tag in ("failure", "error")]
        if wrong:
            said = wrong[0].get("message", "")
            reason = cause(wrong[0].text or said) or said.partition("\n")[0]
            name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
            failed.setdefault(reason, []).append(name.lstrip("./"))
        elif not any(child.tag == "skipped" for child in case):
            passed += 1
    return Outcome(passed, failed)


def cause(traceback: str) -> str:
    """Return the error that a failure began with, without what differs from test to test."""
    raised = re.findall(
        r"^E   +(?:[\w.]+\.)?(\w+(?:Error|Exception|\w*): .+)$", traceback, re.MULTILINE
    )
    first = raised[0] if raised else ""
    return re.sub(r"\b[0-9a-f]{8}-[0-9a-f-]{27}\b|0x[0-9a-f]+|127\.0\.0\.1:\d+", "…", first)[:160]
