"""What the package exports is documented: arguments, errors, and the operation it rests on."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import planqk_helpers
from planqk_helpers.flow import recipe

FUNCTIONS: list[tuple[str, Callable[..., Any]]] = [
    (name, value)
    for name in planqk_helpers.__all__
    if isinstance(value := getattr(planqk_helpers, name), recipe) or inspect.isfunction(value)
]
# One is made of other recipes, the other sends nothing.
WITHOUT_OPERATION = {"run_service", "pack"}


@pytest.mark.parametrize(("name", "function"), FUNCTIONS)
def test_a_public_function_tells_what_it_takes_and_raises(
    name: str, function: Callable[..., Any]
) -> None:
    documentation = inspect.getdoc(function) or ""
    assert "Raises:" in documentation
    assert name in WITHOUT_OPERATION or "Operation" in documentation
    for parameter in inspect.signature(function).parameters:
        assert f"{parameter}:" in documentation, parameter


def test_each_name_is_told_alike_to_type_checkers_and_when_it_is_loaded() -> None:
    tree = ast.parse(Path(planqk_helpers.__file__).read_text("utf-8"))
    shown = {
        name.name: imported.module
        for block in tree.body
        if isinstance(block, ast.If)
        for imported in block.body
        if isinstance(imported, ast.ImportFrom)
        for name in imported.names
    }
    assert shown == vars(planqk_helpers)["_MODULES"]
    assert {*shown, "__version__"} == set(planqk_helpers.__all__) == set(dir(planqk_helpers))


def test_importing_the_package_loads_nothing_large() -> None:
    code = "import sys, planqk_helpers; print({'asyncio', 'attrs', 'httpx'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_what_is_not_there_is_said() -> None:
    assert not hasattr(planqk_helpers, "find_servce")
    assert planqk_helpers.errors.ApiError is planqk_helpers.ApiError


def test_there_are_recipes_to_look_at() -> None:
    assert len(FUNCTIONS) > 30
