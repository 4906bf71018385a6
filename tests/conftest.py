"""Recipes run both ways, on one sandbox for all tests."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import settings

from planqk_sandbox import Sandbox
from tests.support.recipes import Planqk, blocking, client_of
from tests.support.tried import Tried

settings.register_profile("soak", max_examples=5000, deadline=None)
settings.register_profile("default", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

for platform in ("PLANQK", "KQH"):
    for name in ("ORGANIZATION_ID", "BASE_URL", "PERSONAL_ACCESS_TOKEN"):
        os.environ.pop(f"{platform}_{name}", None)  # of whoever runs the tests

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


@pytest.fixture(params=["blocking", "asyncio"])
def planqk(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[Planqk]:
    """A client of the personal account; each test runs with blocking calls and with asyncio."""
    client = client_of(sandbox)
    if request.param == "blocking":
        with client:
            yield blocking(client)
        return
    with asyncio.Runner() as runner:
        runner.run(client.__aenter__())
        yield Planqk(
            client, lambda recipe, *args, **kwargs: runner.run(recipe.aio(*args, **kwargs))
        )
        runner.run(client.__aexit__())
