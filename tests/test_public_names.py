"""What the package exports is documented: arguments, errors, and the operation it rests on."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

import planqk_helpers
import planqk_helpers.hub

PACKAGES = [planqk_helpers, planqk_helpers.hub]
FUNCTIONS: list[tuple[str, Callable[..., Any]]] = [
    (name, value)
    for package in PACKAGES
    for name in package.__all__
    if inspect.isfunction(value := getattr(package, name))
]
# Some are made of other recipes, one sends nothing.
WITHOUT_OPERATION = {"run_job", "run_service", "pack"}


@pytest.mark.parametrize(("name", "function"), FUNCTIONS)
def test_a_public_function_tells_what_it_takes_and_raises(
    name: str, function: Callable[..., Any]
) -> None:
    documentation = inspect.getdoc(function) or ""
    assert "Raises:" in documentation
    assert name in WITHOUT_OPERATION or "Operation" in documentation
    for parameter in inspect.signature(function).parameters:
        assert f"{parameter}:" in documentation, parameter


@pytest.mark.parametrize("package", PACKAGES)
def test_every_name_can_be_loaded(package: ModuleType) -> None:
    assert set(package.__all__) == set(dir(package))
    assert len(FUNCTIONS) > 50
    for name in package.__all__:
        assert getattr(package, name) is not None


def test_importing_the_package_loads_nothing_large() -> None:
    code = "import sys, planqk_helpers; print({'asyncio', 'attrs', 'httpx2'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_what_is_not_there_is_said() -> None:
    assert not hasattr(planqk_helpers, "find_servce")


def test_there_are_recipes_to_look_at() -> None:
    assert len(FUNCTIONS) > 30
