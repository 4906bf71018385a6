"""What is written by hand stays small: one subject in a file, one thought in a function."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path
from statistics import quantiles

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 400
P90_OF_FUNCTIONS = 30


def written_by_hand() -> list[Path]:
    """Return the Python files under version control that no tool has written."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py", "*.pyi"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    files = [ROOT / name for name in listed if not name.startswith("generated/")]
    return [path for path in files if path.exists()]


def test_files_are_short() -> None:
    files = written_by_hand()
    assert len(files) > 150
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in files}
    assert {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > LONGEST_FILE} == {}


@pytest.mark.parametrize("room", ["planqk_helpers", "planqk_sandbox", "scripts", "tests"])
def test_functions_are_short(room: str) -> None:
    lengths = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in written_by_hand()
        if path.is_relative_to(ROOT / room)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert quantiles(lengths, n=10)[-1] < P90_OF_FUNCTIONS
