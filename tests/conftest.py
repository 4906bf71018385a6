"""Recipes run both ways, on one sandbox for all tests."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import settings

import planqk_helpers.hub
from planqk_sandbox import Sandbox
from tests.support.recipes import Platform, client_of, connected, hub_client_of
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
    sums: dict[str, Counter[str]] = {}
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "tried":
                what, number = value
                sums.setdefault(report.fspath, Counter())[what] += number
    if sums:
        terminalreporter.section("tried")
    for path, counts in sorted(sums.items()):
        terminalreporter.line(
            f"{path}: " + ", ".join(f"{n:,} {what}" for what, n in counts.items())
        )


@pytest.fixture(scope="session")
def sandbox(planqk_sandbox: Sandbox) -> Sandbox:
    return planqk_sandbox


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
