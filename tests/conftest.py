"""Recipes run both ways, on one sandbox for all tests."""

from __future__ import annotations

import asyncio
import io
import json
import os
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Concatenate, ParamSpec, TypeVar

import pytest
from attrs import frozen
from hypothesis import settings
from planqk_platform import AuthenticatedClient
from planqk_platform.models import ApplicationDto, ServiceDto

from planqk_helpers import (
    Poll,
    connect,
    create_application,
    create_managed_service,
    publish_internally,
    subscribe,
    wait_for_build,
)
from planqk_helpers.engine.flow import recipe
from planqk_sandbox import Sandbox

settings.register_profile("soak", max_examples=5000, deadline=None)
settings.register_profile("default", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

for name in ("PLANQK_ORGANIZATION_ID", "PLANQK_BASE_URL", "PLANQK_PERSONAL_ACCESS_TOKEN"):
    os.environ.pop(name, None)  # of whoever runs the tests

P = ParamSpec("P")
T = TypeVar("T")

QUICK = Poll(first=0.02, most=0.1)

Tried = Callable[[int, str], None]


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


@frozen
class Planqk:
    """A connected client, and the way to run recipes on it."""

    client: AuthenticatedClient
    perform: Callable[..., Any]

    def __call__(
        self,
        recipe: recipe[Concatenate[AuthenticatedClient, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        result: T = self.perform(recipe, self.client, *args, **kwargs)
        return result


@pytest.fixture(params=["blocking", "asyncio"])
def planqk(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[Planqk]:
    """A client of the personal account; each test runs with blocking calls and with asyncio."""
    client = connect(sandbox.access_token, base_url=sandbox.base_url)
    if request.param == "blocking":
        with client:
            yield Planqk(client, lambda recipe, *args, **kwargs: recipe(*args, **kwargs))
        return
    with asyncio.Runner() as runner:
        runner.run(client.__aenter__())
        yield Planqk(
            client, lambda recipe, *args, **kwargs: runner.run(recipe.aio(*args, **kwargs))
        )
        runner.run(client.__aexit__())


def zipped(files: dict[str, str | bytes]) -> io.BytesIO:
    """A zip archive of ``files``."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    packed.seek(0)
    return packed


def user_code(body: str, **files: str | bytes) -> io.BytesIO:
    """User code whose ``run(data, params)`` has this body."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return zipped(
        {
            "src/__init__.py": "",
            "src/program.py": f"import time\n\ndef run(data, params):\n{lines}\n",
            "environment.yml": json.dumps({"name": "x", "dependencies": ["python>=3.11"]}),
            **files,
        }
    )


@frozen
class Deployed:
    """A published service and an application that is subscribed to it."""

    service: ServiceDto
    application: ApplicationDto


def deploy(planqk: Planqk, body: str, name: str = "Deployed") -> Deployed:
    service = planqk(create_managed_service, name, user_code=user_code(body))
    planqk(wait_for_build, service, poll=QUICK)
    planqk(publish_internally, service)
    application = planqk(create_application, f"{name} application")
    planqk(subscribe, application, service)
    return Deployed(service, application)
