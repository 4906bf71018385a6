"""A service that was deployed over HTTP, so that these tests need no other recipes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from attrs import frozen
from hub_platform import AuthenticatedClient

from planqk_helpers.hub import connect
from planqk_sandbox import Sandbox
from tests.support.hub_client import HubClient, Published
from tests.support.local_client import archive

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


@frozen
class Hub:
    """A connected client, and the way to run recipes on it."""

    client: AuthenticatedClient
    perform: Callable[..., Any]

    def __call__(self, recipe: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return self.perform(recipe, self.client, *args, **kwargs)


@pytest.fixture(params=["blocking", "asyncio"])
def hub(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[Hub]:
    client = connect(sandbox.access_token, base_url=sandbox.hub_url)
    if request.param == "blocking":
        with client:
            yield Hub(client, lambda recipe, *args, **kwargs: recipe(*args, **kwargs))
        return
    with asyncio.Runner() as runner:
        runner.run(client.__aenter__())
        yield Hub(client, lambda recipe, *args, **kwargs: runner.run(recipe.aio(*args, **kwargs)))
        runner.run(client.__aexit__())


@pytest.fixture(scope="module")
def published(planqk_sandbox: Sandbox) -> Published:
    with HubClient(planqk_sandbox) as http:
        return http.publish(archive(VERSATILE), "Versatile")
