"""Run every Python block of the README and of the cookbook against a sandbox.

A page is one script: its blocks run in order and share their names. Each page gets a sandbox of its
own, in the cookbook with a service `Sum` and an application `My application`, and a folder of its
own with the files that the pages name. What a block prints has to stand in a ```text block right
after it. There "…" stands for what differs from run to run, such as an id or a time, within one
word; long lines may be wrapped. A warning counts as printed.

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
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from planqk_helpers import (
    Poll,
    connect,
    create_application,
    create_managed_service,
    publish_internally,
    run_service,
    subscribe,
    wait_for_build,
    wait_for_execution,
)
from planqk_sandbox import Sandbox
from planqk_sandbox.command import environment_for

COOKBOOK = Path(__file__).parent / "cookbook"
USER_CODE = COOKBOOK / "user_code"
SDK_PAGE = COOKBOOK / "20-official-sdk.md"
"""Runs in the SDK's own environment: `make check-official-sdks`."""
TEXT_BLOCK = re.compile(r"\s*\n```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)
DIFFERENT_EACH_TIME = "…"
QUICK = Poll(first=0.05, most=0.5)
"""For the pages' waits too: builds and runs here take a fraction of a second."""

Outcomes: TypeAlias = dict[int, BaseException | str | None]
"""What became of the blocks of a page that have run, by where they begin: None if all is well."""


@pytest.fixture(scope="module")
def page(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Outcomes]:
    """Set up what every page starts with."""
    folder = tmp_path_factory.mktemp("page")
    write_files(folder)
    with Sandbox() as sandbox, pytest.MonkeyPatch.context() as patch:
        if request.path.parent == COOKBOOK:
            deploy_sum(sandbox, folder / "sum.zip")
        set_environment(patch, sandbox, folder)
        patch.chdir(folder)
        for waiting in (wait_for_build, wait_for_execution, run_service):
            patch.setitem(waiting.flow.__kwdefaults__ or {}, "poll", QUICK)
        yield {}


def write_files(folder: Path) -> None:
    """Write the files that the pages name."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(USER_CODE, folder / "user_code", ignore=ignored)
    shutil.make_archive(str(folder / "sum"), "zip", folder / "user_code")
    shutil.copy(USER_CODE / "openapi-spec.yml", folder / "openapi.yaml")


def deploy_sum(sandbox: Sandbox, user_code: Path) -> None:
    """Publish the service `Sum` internally and subscribe `My application` to it."""
    with connect(sandbox.access_token, base_url=sandbox.base_url) as client:
        service = create_managed_service(
            client, "Sum", user_code=user_code, description="Adds up numbers."
        )
        wait_for_build(client, service, poll=QUICK)
        publish_internally(client, service)
        subscribe(client, create_application(client, "My application"), service)


def set_environment(patch: pytest.MonkeyPatch, sandbox: Sandbox, folder: Path) -> None:
    """Set what `python -m planqk_sandbox exec` sets."""
    for name in [name for name in os.environ if name.startswith("PLANQK_")]:
        patch.delenv(name)
    for name, value in environment_for(sandbox).items():
        patch.setenv(name, value)
    config = folder / "config.json"
    auth, endpoint = {"value": sandbox.access_token}, {"basePath": sandbox.base_url}
    config.write_text(json.dumps({"auth": auth, "endpoint": endpoint}))
    patch.setenv("PLANQK_CONFIG_FILE_PATH", str(config))
    patch.setenv("HOME", str(folder / "home"))  # has no file of the command line tool


class PageParser(PythonCodeBlockParser):
    """Finds the Python blocks, each with the output that the page shows for it."""

    def __call__(self, document: Document) -> Iterable[Region]:
        """Give each block an evaluator that knows the output."""
        for region in super().__call__(document):
            shown = TEXT_BLOCK.match(document.text, region.end)
            region.evaluator = partial(
                run_and_compare, evaluate=region.evaluator, shown=shown[1] if shown else ""
            )
            yield region


def run_and_compare(example: Example, *, evaluate: Any, shown: str) -> str | None:
    """Run a block once; return what is wrong with the output that the page shows, if anything."""
    outcomes: Outcomes = example.namespace.setdefault("page", {})
    for other in example.document.examples():
        if other.start < example.start and other.start not in outcomes:
            with suppress(Exception):  # a test of its own tells
                other.evaluate()
    if example.start not in outcomes:
        outcomes[example.start] = outcome(example, evaluate, shown)
    found = outcomes[example.start]
    if isinstance(found, BaseException):
        raise found
    return found


def outcome(example: Example, evaluate: Any, shown: str) -> BaseException | str | None:
    """Run a block; return what it raised, or what is wrong with the output that is shown."""
    printed = io.StringIO()
    try:
        with redirect_stdout(printed), warnings_printed():
            evaluate(example)
    except BaseException as error:  # noqa: BLE001 - raised where the outcome is looked at
        print(printed.getvalue())  # noqa: T201 - pytest shows it with the failure
        return error
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


pytest_collect_file = Sybil(
    parsers=[PageParser()],
    patterns=["README.md", "cookbook/*.md"],
    excludes=["planqk_sandbox/*", f"cookbook/{SDK_PAGE.name}", "cookbook/notebooks.md"],
    fixtures=["page"],
).pytest()
