"""Editors, `help` and IPython show how a recipe is called and what it does, in both its forms."""

from __future__ import annotations

import inspect
import pydoc
import re
import subprocess
import sys
from pathlib import Path

import jedi
import pytest

from planqk_helpers import run_service

FORMS = {"run_service": run_service, "run_service.aio": run_service.aio}
PARAMETERS = list(inspect.signature(run_service).parameters)
FIRST_SENTENCE = "Execute a service and return its result"

forms = pytest.mark.parametrize("form", FORMS)


def assert_shown(text: str) -> None:
    assert FIRST_SENTENCE in text
    declared = text.partition(FIRST_SENTENCE)[0]
    assert re.findall(r"[(,]\s*(?:\*,\s*)?(\w+):", declared) == PARAMETERS
    assert "ResultResponse" in declared


@forms
@pytest.mark.parametrize(
    "code", ["from planqk_helpers import run_service\n", "import planqk_helpers\nplanqk_helpers."]
)
def test_jedi(code: str, form: str) -> None:
    """Jedi reads the source, as editors do that run nothing."""
    (signature,) = jedi.Script(f"{code}{form}(").get_signatures()
    assert_shown(f"{signature.to_string()}\n{signature.docstring(raw=True)}")


def test_jedi_completes() -> None:
    assert "aio" in names_of("from planqk_helpers import run_service\nrun_service.")
    assert names_of("import planqk_helpers\nplanqk_helpers.run_s") == ["run_service"]


def names_of(code: str) -> list[str]:
    return [completion.name for completion in jedi.Script(code).complete()]


@forms
def test_pydoc(form: str) -> None:
    shown = pydoc.plain(pydoc.render_doc(FORMS[form]))
    assert shown.startswith("Python Library Documentation: function run_service in module")
    assert_shown(shown.partition("\n\n")[2])


@forms
def test_ipython(form: str, tmp_path: Path) -> None:
    code = f"from planqk_helpers import run_service\n{form}?"
    options = ["--no-banner", "--colors=NoColor", "--no-simple-prompt", f"--ipython-dir={tmp_path}"]
    done = subprocess.run(
        [sys.executable, "-m", "IPython", *options, "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    assert_shown(done.stdout)


def test_the_awaited_form_is_a_coroutine_function() -> None:
    assert inspect.iscoroutinefunction(run_service.aio)
    assert not inspect.iscoroutinefunction(run_service)
