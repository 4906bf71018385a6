"""One service at the Hub for all tests that can share it."""

from collections.abc import Iterator

import pytest

from planqk_sandbox import Sandbox
from tests.support.hub_client import HubCaller, HubClient, Published, summing


@pytest.fixture
def hub(sandbox: Sandbox) -> Iterator[HubClient]:
    """Return a client of the shared sandbox."""
    with HubClient(sandbox) as opened:
        yield opened


@pytest.fixture(scope="session")
def at_hub(sandbox: Sandbox) -> Published:
    """Return a service that sums numbers, published internally."""
    with HubClient(sandbox) as opened:
        return opened.publish(summing())


@pytest.fixture
def hub_caller(at_hub: Published) -> Iterator[HubCaller]:
    """Return a client of the published service."""
    with HubCaller(at_hub) as opened:
        yield opened
