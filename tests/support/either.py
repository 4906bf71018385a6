"""Connect to a sandbox of one's own, at either platform."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import ModuleType
from typing import TypeAlias

import planqk_helpers
import planqk_helpers.hub
from planqk_sandbox import Sandbox
from tests.support.recipes import Platform, client_of, connected, hub_client_of

Opener: TypeAlias = Callable[[Sandbox], AbstractContextManager[Platform]]


PACKAGES: dict[str, ModuleType] = {"planqk": planqk_helpers, "hub": planqk_helpers.hub}
"""The recipes of each platform."""


def at_planqk(sandbox: Sandbox) -> AbstractContextManager[Platform]:
    """Connect to PlanQK."""
    return connected(client_of(sandbox))


def at_hub(sandbox: Sandbox) -> AbstractContextManager[Platform]:
    """Connect to the Hub."""
    return connected(hub_client_of(sandbox), planqk_helpers.hub)


OPENERS: dict[str, Opener] = {"planqk": at_planqk, "hub": at_hub}
