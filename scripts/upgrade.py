"""Try the recipes on a new document of a platform's API, and print a page about it.

    python -m scripts.upgrade [--platform NAME] [URL_OR_FILE] [--apply]

Fetches the document, compares it with ours, generates a client from it in a scratch folder, checks
the types of the recipes against that client and runs their tests as far as the operations still
exist. The work tree changes only with --apply. Exit status: 0 if nothing broke, 1 if something did,
2 if the trial failed.
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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from attrs import frozen

from scripts import generate
from scripts.api_diff import compare_documents, require_own
from scripts.diff.proposals import patch, store_patch, to_learn
from scripts.diff.reading import uses_in
from scripts.diff.recipe_tests import Outcome, run_recipe_tests
from scripts.diff.report import (
    Report,
    by_function,
    in_no_line,
    names_in_python,
    page,
    section,
    summary,
)
from scripts.diff.uses import Uses
from scripts.documents import ROOT, DocumentError, read
from scripts.fetch import fetch
from scripts.targets import GENERATED, HELPERS, SPECS_OF_ALL, TARGETS, Target, add_platform


@frozen
class Trial:
    """The results for a new document of a platform's API."""

    target: Target
    report: Report
    type_errors: list[str]
    tests: Outcome
    uses: Uses
    patch: str = ""

    @property
    def is_well(self) -> bool:
        """Whether nothing broke."""
        return not (self.report.breaking or self.type_errors or self.tests.failed)

    @property
    def touched(self) -> set[str]:
        """The recipes that something breaking concerns, or that do not fit the new client."""
        found = {name for use in self.report.lines.values() for name in use.recipes}
        documents = {module for change, _ in self.report.broken for module in change.modules}
        found |= {name for name, used in self.uses.operations.items() if used & documents}
        for complaint in self.type_errors:
            file, line, _ = complaint.split(":", 2)
            found |= self.uses.recipes_at(file, int(line))
        return found


def attempt(target: Target, document: Path, scratch: Path) -> Trial:
    """Try the recipes on a document; ``scratch`` is a folder for temporary files."""
    require_own(target)
    documents = read(target.platform.document), read(document)
    with ThreadPoolExecutor() as at_once:
        reading = at_once.submit(uses_in, target)
        report, fresh = compare_documents(target, documents, scratch, reading.result, own=True)
        if report.is_empty:
            return Trial(target, report, [], Outcome(), reading.result())
        copy_other_packages(target, fresh)
        checking = at_once.submit(type_errors, fresh)
        tests = run_recipe_tests(target, reading.result(), documents, fresh, scratch)
        proposed = patch(target, report, documents[1])
        return Trial(target, report, checking.result(), tests, reading.result(), proposed)


def copy_other_packages(target: Target, folder: Path) -> None:
    """Copy the generated packages that a new document of the platform does not concern."""
    for package in {spec.package for spec in SPECS_OF_ALL} - {target.platform.package}:
        shutil.copytree(GENERATED / package, folder / package)


def type_errors(generated: Path, root: Path = ROOT) -> list[str]:
    """Return mypy's complaints about the helpers in ``root`` on another generated client."""
    command = [sys.executable, "-c", MYPY_ALONE, "--config-file=", "--strict", HELPERS.name]
    # A cache of another client's would hide what is gone, and miss what is there again.
    done = subprocess.run(
        [
            *command,
            "--explicit-package-bases",
            "--no-error-summary",
            # What `init` writes stands on its own, in a project of its user.
            "--exclude=/cli/template/",
            f"--cache-dir={os.devnull}",
        ],
        cwd=root,
        env={**os.environ, "MYPYPATH": str(generated)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode > 1:
        raise DocumentError(f"mypy failed:\n{done.stdout}{done.stderr}")
    return [line for line in done.stdout.splitlines() if line.startswith(f"{HELPERS.name}/")]


MYPY_ALONE = """
import sys
from pathlib import Path
from mypy.__main__ import console_entry
sys.path[:] = [path for path in sys.path if not Path(path, "planqk_platform").is_dir()]
console_entry()
"""
"""What MYPYPATH lacks, mypy takes from the installed packages; generated/ is one of them."""


def apply(target: Target, document: Path, notes: list[str]) -> str:
    """Put the document into specs/ and generate from it; return the remaining work."""
    name = target.platform.name
    for file in ("platform.json", "platform.source.json"):
        shutil.copyfile(document.parent / file, target.specs / file)
    if notes:
        return f"{name} is the new one: mend what does not fit, then `make generate`."
    generate.write(GENERATED)
    return f"{name} and generated/ are the new ones."


# --- the page -----------------------------------------------------------------------------------


def markdown(trial: Trial, source: str) -> str:
    """Return the page."""
    report, tests = trial.report, trial.tests
    if report.is_empty:
        return page(f"# Upgrade to {source}", summary(report))
    return page(
        f"# Upgrade to {source}",
        summary(report),
        section("What broke", by_function(report)),
        section("What broke in no line of the recipes", in_no_line(report)),
        section("What broke in Python alone, in no line", names_in_python(report, breaking=True)),
        section("What the type checker says", trial.type_errors),
        section("Recipe tests that fail on it", counted(tests.failed)),
        section("Recipe tests not run: what they need is gone or moved", counted(tests.left)),
        section("What is safe", unaffected(trial)),
        section("What does not fit the new document", report.notes),
        section("What the sandbox has to learn", to_learn(report)),
        proposal(trial),
        section("What to do", steps(trial)),
    )


def proposal(trial: Trial) -> str:
    """Return the patch, to be looked at."""
    return f"## What can be done at once\n\n```diff\n{trial.patch}```" if trial.patch else ""


def counted(tests: dict[str, list[str]]) -> list[str]:
    """Return for each reason the number of tests in each file, and the first test."""
    lines = []
    for reason, names in sorted(tests.items(), key=lambda item: -len(item[1])):
        files = Counter(Path(name.partition("::")[0]).name for name in names)
        where = ", ".join(f"{number} of {file}" for file, number in files.items())
        lines += [f"{where}: {reason}", f"  - such as {names[0]}"]
    return lines


def unaffected(trial: Trial) -> list[str]:
    """Return the recipes, tests and changes that nobody has to look at."""
    report = trial.report
    untouched = sorted(trial.uses.operations.keys() - trial.touched)
    harmless = len(report.wire) - len(report.broken)
    but = " (but see which tests fail, above)" if trial.tests.failed else ""
    return [
        f"recipes that nothing breaking concerns{but}: {', '.join(untouched) or 'none'}",
        f"recipe tests that pass on it: {trial.tests.passed}",
        f"changes on the wire that break nobody: {harmless} (`make api-diff` lists them)",
    ]


def steps(trial: Trial) -> list[str]:
    """Return the next steps."""
    found = [
        f"`make upgrade SPEC=... APPLY=1` writes {trial.target.platform.name}"
        + (" and generated/" if not trial.report.notes else "")
    ]
    if trial.patch:
        path = store_patch(trial.target, trial.patch).relative_to(ROOT).as_posix()
        found.append(f"`git apply {path}` does what is shown above")
    if trial.report.notes:
        found.append("delete or mend what does not fit, then `make generate`")
    if trial.type_errors or trial.report.broken or trial.tests.failed:
        found.append("mend what is named above; `make lint test` names what is left")
    if to_learn(trial.report):
        api_docs = trial.target.api_docs.relative_to(ROOT).as_posix()
        found.append(f"teach the sandbox the same: {api_docs}/ and the operations named above")
    found.append(f"`make lint test`; version {trial.report.version}; a section in CHANGELOG.md")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("source", nargs="?", default="", help="URL or file; default: the platform")
    parser.add_argument("--apply", action="store_true", help="change specs/ and generated/")
    add_platform(parser)
    arguments = parser.parse_args()
    target = TARGETS[arguments.platform]
    try:
        with tempfile.TemporaryDirectory() as folder:
            document = fetch(target, arguments.source or target.address, Path(folder, "fetched"))
            trial = attempt(target, document, Path(folder))
            record = json.loads((document.parent / "platform.source.json").read_text("utf-8"))
            print(markdown(trial, Path(record["source"]).name), end="")
            if arguments.apply:
                print(f"\n{apply(target, document, trial.report.notes)}")
    except (DocumentError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except Exception as error:  # noqa: BLE001 - any other status would be an answer
        print(f"error: it cannot be told: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    return 0 if trial.is_well else 1


if __name__ == "__main__":
    sys.exit(main())
