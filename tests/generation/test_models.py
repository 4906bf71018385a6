"""Generated models are loaded on demand, in any order, and parsing loads nothing."""

from __future__ import annotations

import inspect
import subprocess
import sys

from planqk_platform.models import ServiceDefinitionDto

ANY_ORDER = """
import importlib, pkgutil, sys
import planqk_platform.models as models

def loaded():
    return [name for name in sys.modules if name.startswith("planqk_platform.models.")]

assert not loaded()
modules = [module.name for module in pkgutil.iter_modules(models.__path__)]
for module in modules:
    for name in loaded():
        del sys.modules[name]
    importlib.import_module(f"planqk_platform.models.{module}")
assert set(models.__all__) == set(dir(models))
assert all(getattr(models, name).__name__ == name for name in models.__all__)
assert not hasattr(models, "ServiceDot")
print(len(modules))
"""


def test_models_are_loaded_on_demand_and_in_any_order() -> None:
    """Models that hold each other import each other in a circle."""
    done = subprocess.run(
        [sys.executable, "-c", ANY_ORDER], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 40


def test_parsing_imports_nothing() -> None:
    """It did so for every object, which took half of the time."""
    assert "import " not in inspect.getsource(ServiceDefinitionDto.from_dict)
