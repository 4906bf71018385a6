"""One sandbox for the command line's tests, with a service that does as its input says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from planqk_helpers import (
    create_application,
    create_managed_service,
    publish_internally,
    subscribe,
    wait_for_build,
)
from planqk_sandbox import Sandbox
from tests.support.recipes import QUICK, client_of
from tests.support.shell import Shell
from tests.support.user_code import zipped

PROGRAM = """
import time

def run(data, params=None):
    print("Begin", data.get("text"), flush=True)
    time.sleep(data.get("seconds", 0))
    if "touch" in data:
        open(data["touch"], "x").close()
    if "fail" in data:
        raise ValueError(data["fail"])
    return {"sum": sum(data.get("values", [])), "text": data.get("text")}
"""


@pytest.fixture(scope="package")
def sandbox() -> Iterator[Sandbox]:
    """One for both platforms, which show the same services."""
    code = {"src/__init__.py": "", "src/program.py": PROGRAM, "environment.yml": "name: sum\n"}
    with Sandbox() as sandbox, client_of(sandbox) as client:
        service = create_managed_service(client, "Sum", user_code=zipped(dict(code)))
        wait_for_build(client, service, poll=QUICK)
        publish_internally(client, service)
        subscribe(client, create_application(client, "Sum application"), service)
        yield sandbox


@pytest.fixture(params=["planqk", "hub"])
def platform(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def shell(sandbox: Sandbox, tmp_path: Path, platform: str) -> Iterator[Shell]:
    """Commands as processes on the Hub, and in this process, which is faster, on PlanQK."""
    yield Shell(sandbox, tmp_path, platform, here=platform == "planqk")
    sandbox.heal()


@pytest.fixture
def here(shell: Shell) -> Shell:
    """Commands in this process."""
    return evolve(shell, here=True)
