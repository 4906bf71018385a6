"""A service that was deployed over HTTP, so that these tests need no other recipes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planqk_sandbox import Sandbox
from tests.support.hub_client import HubClient, Published
from tests.support.local_client import archive
from tests.support.summing import Summing, deploy_summing

VERSATILE = """
import os
import time
from pathlib import Path

def run(values: list, mode: str = "sum", file: str = "out.txt", data=None):
    print("mode", mode)
    if mode == "fail":
        raise ValueError("no such luck")
    if mode == "sleep":
        time.sleep(60)
    if mode == "secret":
        return {"length": len(os.environ["SECRET_API_KEY"])}
    if mode == "files":
        target = Path(os.environ["OUTPUT_DIRECTORY"]) / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("written")
    if mode == "pool":
        return {"read": sorted(os.listdir(Path(os.environ["DATAPOOL_DIRECTORY"]) / "data"))}
    return {"sum": sum(values)}
"""


@pytest.fixture(scope="module")
def published(request: pytest.FixtureRequest, planqk_sandbox: Sandbox) -> Published:
    with HubClient(planqk_sandbox) as http:
        return http.publish(archive(VERSATILE), request.module.__name__)


@pytest.fixture(scope="session")
def summing(sandbox: Sandbox) -> Summing:
    """Return a service that sums numbers, and an application that is subscribed to it."""
    return deploy_summing(sandbox)


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("KQH_", "PLANQK_")) or name == "SERVICE_EXECUTION_TOKEN":
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
