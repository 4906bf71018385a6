"""Recipes run both ways, on one sandbox for all tests."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import settings

import planqk_helpers.hub
from planqk_sandbox import Sandbox
from tests.support.recipes import Platform, client_of, connected, hub_client_of
from tests.support.told import not_told
from tests.support.tried import Tried

settings.register_profile("soak", max_examples=5000, deadline=None)
settings.register_profile("default", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

for prefix in ("PLANQK", "KQH"):
    for name in ("ORGANIZATION_ID", "BASE_URL", "PERSONAL_ACCESS_TOKEN"):
        os.environ.pop(f"{prefix}_{name}", None)  # of whoever runs the tests

# A shell starts what it puts into the background with SIGINT ignored, which children inherit.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def tried(request: pytest.FixtureRequest) -> Tried:
    """Count something that the test tries; the summary at the end of the run tells the sums."""

    def count(number: int, what: str) -> None:
        assert number > 0, what
        request.node.user_properties.append(("tried", (what, number)))

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    sums = told_by(terminalreporter)
    if sums:
        terminalreporter.section("tried")
    for path, counts in sorted(sums.items()):
        terminalreporter.line(
            f"{path}: " + ", ".join(f"{n:,} {what}" for what, n in counts.items())
        )
    for wrong in wrong_numbers(terminalreporter):
        terminalreporter.line(f"error: {wrong}", red=True)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and session.testsfailed == 0 and wrong_numbers(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def told_by(reporter: pytest.TerminalReporter) -> dict[str, Counter[str]]:
    """What the tests have tried, by file."""
    sums: dict[str, Counter[str]] = {}
    for report in reporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "tried":
                what, number = value
                sums.setdefault(report.fspath, Counter())[what] += number
    return sums


def wrong_numbers(reporter: pytest.TerminalReporter) -> list[str]:
    """The numbers of the README that a run of everything does not confirm."""
    config = reporter.config
    if config.args_source is not pytest.Config.ArgsSource.TESTPATHS or config.getoption("keyword"):
        return []
    told = {
        path: {*counts.values(), *(int(n) for what in counts for n in re.findall(r"\d+", what))}
        for path, counts in told_by(reporter).items()
    }
    return not_told((config.rootpath / "README.md").read_text(), told)


@pytest.fixture(scope="session")
def sandbox(planqk_sandbox: Sandbox) -> Sandbox:
    return planqk_sandbox


@pytest.fixture
def unwarned(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a script that was not warned yet, though other tests run notebooks in this process."""
    monkeypatch.setattr("planqk_helpers.engine.flow.WARNED", set())
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)


WAYS = ["blocking", "asyncio"]


@pytest.fixture(params=WAYS)
def planqk(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[Platform]:
    """A client of the personal account; each test runs with blocking calls and with asyncio."""
    with connected(client_of(sandbox), way=request.param) as platform:
        yield platform


@pytest.fixture(params=WAYS)
def hub(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[Platform]:
    """The same at the Hub."""
    with connected(hub_client_of(sandbox), planqk_helpers.hub, way=request.param) as platform:
        yield platform


@pytest.fixture(params=[f"{name}-{way}" for name in ("planqk", "hub") for way in WAYS])
def platform(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[Platform]:
    """The same on either platform, for what is the same on both."""
    name, way = request.param.split("-")
    package = planqk_helpers.hub if name == "hub" else planqk_helpers
    client = hub_client_of(sandbox) if name == "hub" else client_of(sandbox)
    with connected(client, package, way=way) as platform:
        yield platform
