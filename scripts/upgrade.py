"""Try the recipes on a new document of the platform's API, and print a page on what became of them.

    python -m scripts.upgrade [URL_OR_FILE] [--apply]

Fetches the document, compares, generates into a scratch folder, checks the types of the recipes
against that and runs their tests as far as the operations still exist. The work tree changes only
with --apply. Exit status: 0 if all is well, 1 if something broke, 2 if it could not be told.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from attrs import frozen

from scripts import generate
from scripts.api_diff import OWN, compare, require_own
from scripts.documents import ROOT, SPECS, DocumentError, read
from scripts.fetch import DEFAULT, fetch
from scripts.recipe_tests import Outcome, operations_of_recipes, run_recipe_tests
from scripts.report import Report, by_function, page, section, summary
from scripts.uses import uses_in


@frozen
class Trial:
    """What was found out about a new document."""

    report: Report
    type_errors: list[str]
    tests: Outcome
    recipes: set[str]

    @property
    def well(self) -> bool:
        """Whether nothing broke."""
        return not (self.report.breaking or self.type_errors or self.tests.failed)


def attempt(document: Path, scratch: Path) -> Trial:
    """Try the recipes on a document; ``scratch`` is for whatever that needs."""
    require_own()
    fresh = scratch / "generated"
    shutil.copytree(generate.GENERATED / "planqk_service", fresh / "planqk_service")
    report = compare(OWN, document, package=fresh)
    uses = uses_in(ROOT / "planqk_helpers", generate.GENERATED)
    tests = run_recipe_tests(uses, (read(OWN), read(document)), fresh, scratch)
    return Trial(report, type_errors(fresh), tests, set(operations_of_recipes(uses)))


def type_errors(generated: Path, root: Path = ROOT) -> list[str]:
    """Return what mypy says about the recipes in ``root`` on another generated client."""
    command = [sys.executable, "-m", "mypy", "--config-file=", "--strict", "planqk_helpers"]
    done = subprocess.run(
        [*command, "--explicit-package-bases", "--no-error-summary", "--cache-dir", os.devnull],
        cwd=root,
        env={**os.environ, "MYPYPATH": str(generated)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode > 1:
        raise DocumentError(f"mypy failed:\n{done.stdout}{done.stderr}")
    return [line for line in done.stdout.splitlines() if line.startswith("planqk_helpers/")]


def apply(document: Path, notes: list[str]) -> str:
    """Put the document into specs/ and generate from it; return what is left to do."""
    for name in ("platform.json", "platform.source.json"):
        shutil.copyfile(document.parent / name, SPECS / name)
    if notes:
        return "specs/platform.json is the new one: mend what does not fit, then `make generate`."
    generate.write(generate.GENERATED)
    return "specs/platform.json and generated/ are the new ones."


# --- the page -----------------------------------------------------------------------------------


def markdown(trial: Trial, source: str) -> str:
    """Return the page."""
    report, tests = trial.report, trial.tests
    return page(
        f"# Upgrade to {source}",
        summary(report),
        section("What broke", by_function(report.broken, report.wire)),
        section("What the type checker says", trial.type_errors),
        section("Recipe tests that fail on it", counted(tests.failed)),
        section("Recipe tests not run: what they need is gone or moved", counted(tests.left)),
        section("What is safe", safe(trial)),
        section("What does not fit the new document", report.notes),
        section("What to do", steps(trial)),
    )


def counted(tests: dict[str, list[str]]) -> list[str]:
    """Return a line for each reason: how many tests of which files, and the first of them."""
    lines = []
    for reason, names in sorted(tests.items(), key=lambda item: -len(item[1])):
        files = Counter(Path(name.partition("::")[0]).name for name in names)
        where = ", ".join(f"{number} of {file}" for file, number in files.items())
        lines += [f"{where}: {reason}", f"  - such as {names[0]}"]
    return lines


def safe(trial: Trial) -> list[str]:
    """Return what can be relied on."""
    report = trial.report
    touched = {name for _, uses in report.broken for use in uses for name in use.recipes}
    untouched = sorted(trial.recipes - touched)
    harmless = len(report.wire) - len(report.broken)
    but = " (but see what fails, above)" if trial.type_errors or trial.tests.failed else ""
    return [
        f"recipes that no breaking change on the wire concerns{but}: {', '.join(untouched)}",
        f"recipe tests that pass on it: {trial.tests.passed}",
        f"changes on the wire that break nobody: {harmless} (`make api-diff` lists them)",
    ]


def steps(trial: Trial) -> list[str]:
    """Return what a person does next."""
    found = [
        "`make upgrade SPEC=... APPLY=1` writes specs/platform.json"
        + (" and generated/" if not trial.report.notes else "")
    ]
    if trial.report.notes:
        found.append("delete or mend what does not fit, then `make generate`")
    if trial.type_errors or trial.report.broken or trial.tests.failed:
        found.append("mend what is named above; `make lint test` names what is left")
    if trial.report.wire:
        found.append(
            "teach the sandbox the same: planqk_sandbox/api-docs/ and the operations that changed"
        )
    found.append(f"`make lint test`; version {trial.report.version}; a section in CHANGELOG.md")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("source", nargs="?", default=DEFAULT, help=f"URL or file; {DEFAULT}")
    parser.add_argument("--apply", action="store_true", help="change specs/ and generated/")
    arguments = parser.parse_args()
    source = arguments.source or DEFAULT
    try:
        with tempfile.TemporaryDirectory() as folder:
            document = fetch(source, Path(folder, "fetched"))
            trial = attempt(document, Path(folder))
            record = json.loads((document.parent / "platform.source.json").read_text("utf-8"))
            print(markdown(trial, Path(record["source"]).name), end="")
            if arguments.apply:
                print(f"\n{apply(document, trial.report.notes)}")
    except (DocumentError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except Exception as error:  # noqa: BLE001 - any other status would be an answer
        print(f"error: it cannot be told: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    return 0 if trial.well else 1


if __name__ == "__main__":
    sys.exit(main())
