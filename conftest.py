"""Run every Python block of the README and of the cookbook against a sandbox.

A page is one script: its blocks run in order and share their names. Each page gets a sandbox of its
own, in the cookbook with a service `Sum` and an application `My application`, and a folder of its
own with the files that the pages name. What a block prints has to stand in a ```text block right
after it. There "…" stands for what differs from run to run, such as an id or a time, within one
word; long lines may be wrapped. A warning counts as printed.

A page that says so runs twice: on the Hub as it is printed, and on PlanQK with PlanQK's import
line. What stands under a heading "On the Hub" or "On PlanQK" runs on that platform only.

Each block is a test. One that is run alone, or by another process than those above it, runs those
above it first.
"""

from __future__ import annotations

import difflib
import io
import json
import os
import re
import shutil
import traceback
import warnings
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout, suppress
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import pytest
from attrs import field, frozen
from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.region import Lexeme
from sybil.sybil import SybilCollection

import planqk_helpers
import planqk_helpers.hub
from planqk_helpers import Poll
from planqk_sandbox import Sandbox
from planqk_sandbox.command import environment_for
from scripts.docs.platforms import Name, platforms_of

COOKBOOK = Path(__file__).parent / "cookbook"
USER_CODE = COOKBOOK / "user_code"
SDK_PAGE = COOKBOOK / "20-official-sdk.md"
"""Runs in the SDK's own environment: `make check-official-sdks`."""
TEXT_BLOCK = re.compile(r"\s*\n```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)
DIFFERENT_EACH_TIME = "…"
QUICK = Poll(first=0.05, most=0.5)
"""For the pages' waits too: builds and runs here take a fraction of a second."""

PLATFORMS: dict[Name, ModuleType] = {"hub": planqk_helpers.hub, "planqk": planqk_helpers}
Outcomes: TypeAlias = dict[int, str | None]
"""What became of the blocks of a page that have run, by where they begin: None if all is well."""


@frozen
class Stage:
    """Where a page runs on one platform.

    Attributes:
        name: Of the platform.
        sandbox: Its sandbox.
        folder: Its folder.
        outcomes: What became of its blocks.
    """

    name: Name
    sandbox: Sandbox
    folder: Path
    outcomes: Outcomes = field(factory=dict)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Run a block here."""
        package = PLATFORMS[self.name]
        with pytest.MonkeyPatch.context() as patch:
            set_environment(patch, self.sandbox, self.folder)
            patch.chdir(self.folder)
            for defaults in waiting_defaults(package):
                patch.setitem(defaults, "poll", QUICK)
            yield


def waiting_defaults(package: ModuleType) -> Iterator[dict[str, Any]]:
    """Yield the defaults of the recipes that the pages wait with."""
    for name in ("wait_for_build", "wait_for_execution", "run_service", "run_job"):
        if waiting := getattr(package, name, None):
            yield waiting.flow.__kwdefaults__


@frozen
class Stages:
    """Where a page runs: it is made ready for a platform when its first block runs there."""

    is_in_cookbook: bool
    factory: pytest.TempPathFactory
    stack: ExitStack
    ready: dict[Name, Stage] = field(factory=dict)

    def on(self, name: Name) -> Stage:
        """Return where the page runs on a platform."""
        if name not in self.ready:
            folder = self.factory.mktemp("page")
            write_files(folder)
            sandbox = self.stack.enter_context(Sandbox())
            if self.is_in_cookbook:
                deploy_sum(sandbox, folder / "sum.zip", name)
            self.ready[name] = Stage(name, sandbox, folder)
        return self.ready[name]


@pytest.fixture(scope="module")
def page(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stages]:
    """Set up what every page starts with."""
    with ExitStack() as stack:
        yield Stages(request.path.parent == COOKBOOK, tmp_path_factory, stack)


def write_files(folder: Path) -> None:
    """Write the files that the pages name."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(USER_CODE, folder / "user_code", ignore=ignored)
    shutil.make_archive(str(folder / "sum"), "zip", folder / "user_code")
    shutil.copy(USER_CODE / "openapi-spec.yml", folder / "openapi.yaml")


def deploy_sum(sandbox: Sandbox, user_code: Path, name: Name = "planqk") -> None:
    """Publish the service `Sum` internally and subscribe `My application` to it."""
    use = PLATFORMS[name]
    address = sandbox.hub_url if name == "hub" else sandbox.base_url
    with use.connect(sandbox.access_token, base_url=address) as client:
        service = use.create_managed_service(
            client, "Sum", user_code=user_code, description="Adds up numbers."
        )
        use.wait_for_build(client, service, poll=QUICK)
        use.publish_internally(client, service)
        use.subscribe(client, use.create_application(client, "My application"), service)


def set_environment(patch: pytest.MonkeyPatch, sandbox: Sandbox, folder: Path) -> None:
    """Set what `python -m planqk_sandbox exec` sets."""
    for name in [name for name in os.environ if name.startswith(("PLANQK_", "KQH_"))]:
        patch.delenv(name)
    for name, value in environment_for(sandbox).items():
        patch.setenv(name, value)
    for prefix, address in {"PLANQK": sandbox.base_url, "KQH": sandbox.hub_url}.items():
        config = folder / f"{prefix}-config.json"
        auth, endpoint = {"value": sandbox.access_token}, {"basePath": address}
        config.write_text(json.dumps({"auth": auth, "endpoint": endpoint}))
        patch.setenv(f"{prefix}_CONFIG_FILE_PATH", str(config))
    patch.setenv("HOME", str(folder / "home"))  # has no file of the command line tool


class PageParser(PythonCodeBlockParser):
    """Finds the blocks that run on a platform, each with the output that the page shows for it."""

    def __init__(self, name: Name) -> None:
        super().__init__()
        self.name: Name = name

    def __call__(self, document: Document) -> Iterable[Region]:
        """Write each block for the platform, and give it an evaluator that knows the output."""
        for region in super().__call__(document):
            if self.name not in platforms_of(document.text, region.start):
                continue
            if self.name == "planqk":
                region.parsed = for_planqk(region.parsed)
            shown = TEXT_BLOCK.match(document.text, region.end)
            region.evaluator = partial(
                run_and_compare,
                name=self.name,
                evaluate=region.evaluator,
                shown=shown[1] if shown else "",
            )
            yield region


def for_planqk(code: Lexeme) -> Lexeme:
    """Return the code of a block with PlanQK's import line."""
    changed = code.replace("planqk_helpers.hub", "planqk_helpers")
    return Lexeme(changed, code.offset, code.line_offset)


def run_and_compare(example: Example, *, name: Name, evaluate: Any, shown: str) -> str | None:
    """Run a block once; return what is wrong with the output that the page shows, if anything."""
    stage: Stage = example.namespace["page"].on(name)
    for other in example.document.examples():
        if other.start < example.start and other.start not in stage.outcomes:
            with suppress(Exception):  # a test of its own tells
                other.evaluate()
    if example.start not in stage.outcomes:
        with stage.entered():
            stage.outcomes[example.start] = outcome(example, evaluate, shown)
    return stage.outcomes[example.start]


def outcome(example: Example, evaluate: Any, shown: str) -> str | None:
    """Run a block; return the traceback of its error, or its difference from the page."""
    printed = io.StringIO()
    try:
        with redirect_stdout(printed), warnings_printed():
            evaluate(example)
    except Exception as error:  # noqa: BLE001 - as text: Sybil fails over one that has a cause
        return printed.getvalue() + "".join(traceback.format_exception(error))
    return difference(shown, printed.getvalue())


def difference(shown: str, printed: str) -> str | None:
    """Compare what a page shows with what was printed, word by word."""
    words = " ".join(map(re.escape, shown.split())).replace(DIFFERENT_EACH_TIME, r"\S+")
    if re.fullmatch(words, " ".join(printed.split())):
        return None
    lines = difflib.ndiff(shown.splitlines(), printed.splitlines())
    return "\n".join(["The page shows (-) what the block does not print (+):", *lines])


@contextmanager
def warnings_printed() -> Iterator[None]:
    """Print warnings, without the place they come from."""

    def show(message: Warning | str, category: type[Warning], *_args: Any, **_kwargs: Any) -> None:
        print(f"{category.__name__}: {message}")  # noqa: T201

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = show
        yield


pytest_collect_file = SybilCollection(
    Sybil(
        parsers=[PageParser(name)],
        patterns=["README.md", "cookbook/*.md"],
        excludes=["planqk_sandbox/*", f"cookbook/{SDK_PAGE.name}", "cookbook/notebooks.md"],
        fixtures=["page"],
        name=name,
    )
    for name in PLATFORMS
).pytest()
