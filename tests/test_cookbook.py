"""The cookbook is complete, runs as a whole, and names only what exists.

That its blocks run and print what the pages show is tested by the pages themselves: see the
`conftest.py` of the root folder, and `test_pages.py` for how it does that.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

import planqk_helpers
import planqk_helpers.hub
from conftest import PLATFORMS, SDK_PAGE, TEXT_BLOCK
from scripts.docs.platforms import SAME_SCRIPT, platforms_of

ROOT = Path(__file__).parents[1]
COOKBOOK = ROOT / "cookbook"
INDEX = COOKBOOK / "README.md"
PAGES = sorted(COOKBOOK.glob("[0-9]*.md"))
DOCUMENTS = [ROOT / "README.md", INDEX, *PAGES]
LINKING = [
    *DOCUMENTS,
    COOKBOOK / "command-line.md",
    COOKBOOK / "notebooks.md",
    *(ROOT / name for name in ("CONTRIBUTING.md", "CHANGELOG.md")),
]

CHAPTERS = [
    "01-set-up",
    "02-connect",
    "03-create-a-managed-service",
    "04-wait-for-the-build",
    "05-external-service",
    "06-find-services",
    "07-update-description",
    "08-update-code",
    "09-delete-a-service",
    "10-publish",
    "11-applications",
    "12-subscribe",
    "13-marketplace",
    "14-subscriptions",
    "15-organizations",
    "16-execute",
    "17-download",
    "18-deploy-again",
    "19-from-openapi-generator",
    "20-official-sdk",
    "21-many-at-once",
    "22-beyond-one-machine",
    "23-jobs",
    "24-data-pools",
    "25-results-and-logs",
    "26-from-planqk-to-the-hub",
    "27-from-the-official-sdks",
]
ON_ONE_PLATFORM = {
    "19-from-openapi-generator": "planqk",
    "20-official-sdk": "planqk",
    "23-jobs": "hub",
    "24-data-pools": "hub",
    "25-results-and-logs": "hub",
    "26-from-planqk-to-the-hub": "hub",  # and one block on PlanQK
    "27-from-the-official-sdks": "hub",
}
PARTS = ["The recipe", "What comes back", "What can go wrong", "The raw call"]

FENCE = re.compile(r"^[ \t>]*```+[ \t]*(\S.*)$", re.MULTILINE)
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
IMPORT = re.compile(r"from (planqk_helpers(?:\.hub)?) import \(?([^)]*?)(?:\)|$)", re.MULTILINE)
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
OPERATION = re.compile(r"`([A-Za-z]+)`,\s`([A-Z]+ /[^`]*)`")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def documents(*paths: Path) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=relative)


# --- what there is


def test_every_chapter_has_its_page_in_order() -> None:
    assert [page.stem for page in PAGES] == CHAPTERS
    linked = dict.fromkeys(re.findall(r"\((\d\d-[a-z-]+)\.md\)", INDEX.read_text()))
    assert list(linked) == CHAPTERS


@documents(*PAGES)
def test_a_page_has_its_number_and_its_parts(path: Path) -> None:
    text = path.read_text()
    assert text.startswith(f"# {int(path.name[:2])}. ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS


def recipes() -> list[str]:
    packages = PLATFORMS.values()
    exported = {name: getattr(each, name) for each in packages for name in each.__all__}
    made = [name for name, value in exported.items() if hasattr(value, "flow")]
    assert len(made) > 45
    return [*made, "connect", "connect_with_key", "pack"]


@pytest.mark.parametrize("name", recipes())
def test_every_recipe_is_called_on_a_page_and_stands_in_the_index(name: str) -> None:
    called = re.compile(rf"\b{name}(\.aio)?\(")
    assert [page.name for page in PAGES if called.search(page.read_text())]
    assert re.search(rf"`{name}\b", INDEX.read_text())


@documents(*DOCUMENTS)
def test_recipes_that_are_imported_are_exported(path: Path) -> None:
    text = "".join(block[1] for block in PYTHON.finditer(path.read_text()))
    for package, names in IMPORT.findall(text):
        wanted = set(re.findall(r"\w+", re.sub(r" as \w+", "", names)))
        exported = planqk_helpers.hub if package.endswith(".hub") else planqk_helpers
        shown_to_be_gone = {"get_interim_results"} if "except ImportError" in text else set()
        assert wanted - shown_to_be_gone <= set(exported.__all__), names


# --- on which platform


@documents(ROOT / "README.md", *PAGES)
def test_a_page_runs_on_both_platforms_and_says_so_in_one_place(path: Path) -> None:
    text = path.read_text()
    blocks = [platforms_of(text, block.start()) for block in PYTHON.finditer(text)]
    if only := ON_ONE_PLATFORM.get(path.stem):
        assert [only] in blocks
        assert ["hub", "planqk"] not in blocks
    else:
        assert " ".join(text.split()).count(SAME_SCRIPT) == 1
        assert ["hub", "planqk"] in blocks
        assert blocks.count(["hub"]) > 0 or "raw call\n\nNone" in text or "\nThere is none." in text


@documents(*PAGES)
def test_a_heading_names_the_platform_of_what_differs(path: Path) -> None:
    text = path.read_text()
    packages = {
        "hub": ("hub_platform", "hub_service"),
        "planqk": ("planqk_platform", "planqk_service"),
    }
    for block in PYTHON.finditer(text):
        runs_on = platforms_of(text, block.start())
        for name, imported in packages.items():
            if re.search(rf"^from ({'|'.join(imported)})\b", block[1], re.MULTILINE):
                assert runs_on == [name], block[1]


# --- what runs


def collected() -> Counter[str]:
    """How many examples the tests run, by page; asked of pytest as it is configured."""
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]
    paths = [path for path in configured["ini_options"]["testpaths"] if path != "tests"]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *paths]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    )
    found = re.findall(r"^(.+?)::sybil:(\w+),", done.stdout, re.MULTILINE)
    return Counter(f"{page} on {name}" for page, name in found)


def test_no_block_is_left_out() -> None:
    blocks: Counter[str] = Counter()
    for path in DOCUMENTS:
        text = path.read_text()
        found = list(PYTHON.finditer(text))
        assert len(found) == FENCE.findall(text).count("python")
        for block in found if path != SDK_PAGE else ():
            blocks.update(
                f"{relative(path)} on {each}" for each in platforms_of(text, block.start())
            )
    assert sum(blocks.values()) > 250
    assert collected() == blocks


def test_the_page_that_needs_the_sdk_runs_in_ci() -> None:
    assert " check-official-sdks " in (ROOT / ".ci" / "run").read_text()
    target = re.search(r"^check-official-sdks:.*\n\t(.*)", (ROOT / "Makefile").read_text(), re.M)
    assert target
    assert "/pytest tests/official_sdks " in target[1]


@documents(*DOCUMENTS)
def test_blocks_are_of_three_kinds_and_nothing_is_hidden(path: Path) -> None:
    text = path.read_text()
    assert set(FENCE.findall(text)) <= {"python", "text", "sh"}
    assert "<!--" not in text
    assert ">>>" not in text


@documents(*DOCUMENTS)
def test_every_output_belongs_to_a_block(path: Path) -> None:
    text = path.read_text()
    ends = [block.end() for block in PYTHON.finditer(text)]
    shown = [found[1] for end in ends if (found := TEXT_BLOCK.match(text, end))]
    assert len(shown) == FENCE.findall(text).count("text")
    assert all(output.strip(" \n…") for output in shown)


@documents(*PAGES)
def test_what_can_go_wrong_is_provoked(path: Path) -> None:
    part = path.read_text().partition("## What can go wrong")[2].partition("\n## ")[0]
    assert re.search("^ *except ", part, re.MULTILINE)
    assert "```text\n" in part


# --- what is named


def operations() -> dict[str, set[str]]:
    """Method and path of every operation of both platforms' documents, by operationId."""
    found: dict[str, set[str]] = {}
    for name in ("planqk/platform", "planqk/service", "hub/platform", "hub/service"):
        document = json.loads((ROOT / "specs" / f"{name}.json").read_text())
        for path, item in document["paths"].items():
            for method, operation in item.items():
                if isinstance(operation, dict) and "operationId" in operation:
                    known = found.setdefault(operation["operationId"], set())
                    # So the overlay calls what the Hub's document has no name for.
                    known.add(f"{method.upper()} {path.replace('**', '{path}')}")
    assert len(found) > 250
    return found


def test_operations_that_are_named_exist() -> None:
    known = operations()
    texts = {relative(path): path.read_text() for path in (INDEX, *PAGES)}
    for package in PLATFORMS.values():
        texts |= {
            f"{package.__name__}.{name}": getattr(package, name).__doc__
            for name in recipes()
            if name in package.__all__
        }
    seen = set()
    for where, text in texts.items():
        for operation, address in OPERATION.findall(text.replace("``", "`")):
            if address == "POST /token":  # of the Hub's gateway; no document describes it
                continue
            assert address in known.get(operation, ()), (where, operation, address)
            seen.add(operation)
    assert len(seen) > 60


def test_camel_case_in_code_is_an_operation() -> None:
    known = operations()
    for page in PAGES:
        for word in CODE.findall(re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)):
            if re.fullmatch(r"[a-z]+([A-Z][a-z]+)+", word):
                assert word in known, (page.name, word)


def test_raw_calls_of_the_table_exist() -> None:
    text = (COOKBOOK / "19-from-openapi-generator.md").read_text()
    known = {re.sub(r"([A-Z])", r"_\1", name).lower() for name in operations()}
    rows = re.findall(r"^\| `\w+_api\.(\w+)\(.*?\| `(\w+)\.sync(?:_detailed)?\(", text, re.M)
    assert len(rows) > 20
    for old, new in rows:
        assert old == new
        assert new in known


def test_raw_calls_of_the_table_of_the_official_sdk_exist() -> None:
    text = (COOKBOOK / "27-from-the-official-sdks.md").read_text()
    rows = re.findall(r"^\| `(\w+)\.(\w+)\(.*?\| `(\w+)\.sync(?:_detailed)?\(", text, re.M)
    assert len(rows) > 10
    for group, old, new in rows:
        assert old == new
        assert find_spec(f"hub_platform.api.{group}.{new}")


def test_numbers_of_the_benchmarks_come_from_their_run() -> None:
    section = (ROOT / "README.md").read_text().partition("## How fast")[2].partition("\n## ")[0]
    measured = (ROOT / "benchmarks" / "README.md").read_text()
    numbers = re.findall(r"\b\d+\.\d+\b", section)
    assert len(numbers) > 3
    for number in numbers:
        assert f"| {number} " in measured, number


@documents(*LINKING)
def test_relative_links_resolve(path: Path) -> None:
    for link in LINK.findall(path.read_text()):
        if link.startswith(("http://", "https://")):
            continue
        target, _, anchor = link.partition("#")
        file = (path.parent / target).resolve() if target else path
        assert file.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(), re.M)
            assert anchor in {
                re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings
            }


@documents(*[path for path in DOCUMENTS if path != SDK_PAGE])  # its commands are run
def test_shell_commands_exist(path: Path) -> None:
    for block in SHELL.findall(path.read_text()):
        for line in block.splitlines():
            check_command(shlex.split(line, comments=True))


def check_command(words: list[str]) -> None:
    match words:
        case ["make", *targets]:
            makefile = (ROOT / "Makefile").read_text()
            for target in targets:
                if re.fullmatch(r"[A-Z]+=.*", target):
                    variable = target.partition("=")[0]
                    assert re.search(rf"\$\([^)]*{variable}\b", makefile), target
                    continue
                assert re.search(rf"^{target}:", makefile, re.M), target
        case ["pip", "install", what]:
            project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
            extra = re.fullmatch(r"\.(?:\[(\w+)\])?", what)
            assert extra
            assert extra[1] in {None, *project["optional-dependencies"]}
        case ["python" | ".venv/bin/python", "-m", module, *_]:
            assert find_spec(module)
        case ["python" | ".venv/bin/python", script]:
            assert (ROOT / script).is_file()
        case ["export", setting]:
            connection = ROOT / "planqk_helpers" / "hub" / "connection.py"
            assert setting.partition("=")[0] in connection.read_text()
        case _:
            pytest.fail(f"no check for {shlex.join(words)}")
