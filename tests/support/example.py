"""The page of an upgrade, and the example of one in CONTRIBUTING.

python -m tests.support.example    give the example the numbers of today's page
"""

from __future__ import annotations

import io
import re
import sys
from contextlib import redirect_stdout

import pytest

from scripts import upgrade
from scripts.diff import recipe_tests
from scripts.diff.recipe_tests import Outcome
from scripts.documents import ROOT
from tests.support.history import HISTORY

CONTRIBUTING = ROOT / "CONTRIBUTING.md"


def page_of(state: str, *files: str) -> str:
    """Return the page for a state of the API; of the recipe tests, those in ``files`` are run."""
    run = recipe_tests.run

    def run_some(tests: list[str], *rest: object) -> Outcome:
        chosen = [test for test in tests if test.partition("::")[0].endswith(files)]
        return run(chosen, *rest) if files else Outcome()  # type: ignore[arg-type]

    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said):
        patch.setattr(recipe_tests, "run", run_some)
        patch.setattr(sys, "argv", ["upgrade", str(HISTORY / f"{state}.json")])
        assert upgrade.main() == 1
    return said.getvalue()


def example() -> str:
    """Return the example, with everything around its lines."""
    shown = re.search(
        r"```text\n(# Upgrade to 2023-05-24.*?)```", CONTRIBUTING.read_text("utf-8"), re.DOTALL
    )
    assert shown
    return shown[1]


def renumbered(text: str, page: str) -> str:
    """Return an example with the numbers that its lines have on a page."""
    lines = {without_numbers(line): line for line in page.splitlines()}
    return "".join(lines.get(without_numbers(line), line) + "\n" for line in text.splitlines())


def without_numbers(text: str) -> str:
    return re.sub(r"\d+", "0", text)


if __name__ == "__main__":
    before = example()
    text = CONTRIBUTING.read_text("utf-8")
    CONTRIBUTING.write_text(text.replace(before, renumbered(before, page_of("2023-05-24"))))
