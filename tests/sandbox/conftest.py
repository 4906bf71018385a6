"""One sandbox for all tests that can share it."""

import logging
from collections.abc import Iterator

import pytest

from planqk_sandbox import Sandbox
from tests.support.echo import echoing
from tests.support.local_client import Caller, Client, Published, archive


@pytest.fixture(autouse=True)
def level_of_httpx() -> Iterator[None]:
    """Give httpx2 back the level of its log: ``serve`` changes it for the whole process."""
    level = logging.getLogger("httpx2").level
    yield
    logging.getLogger("httpx2").setLevel(level)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Return the shared sandbox."""
    with Sandbox() as started:
        yield started


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Client]:
    """Return a client of the shared sandbox."""
    with Client(sandbox) as opened:
        yield opened


@pytest.fixture(scope="session")
def published(sandbox: Sandbox) -> Published:
    """Return a service that sums numbers, published internally."""
    with Client(sandbox) as opened:
        return opened.publish(archive())


@pytest.fixture
def caller(published: Published) -> Iterator[Caller]:
    """Return a client of the published service."""
    with Caller(published) as opened:
        yield opened


@pytest.fixture
def backend() -> Iterator[str]:
    """Return the address of an external service."""
    with echoing() as address:
        yield address
