"""Run recipes, blocking or with asyncio, and deploy a service with them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

from attrs import frozen
from hub_platform import AuthenticatedClient as HubClient
from planqk_platform import AuthenticatedClient
from planqk_platform.models import ApplicationDto, ServiceDto

import planqk_helpers.hub
from planqk_helpers import (
    BadRequest,
    Conflict,
    Poll,
    connect,
    create_application,
    create_managed_service,
    publish_internally,
    subscribe,
    wait_for_build,
)
from planqk_helpers.engine.flow import Recipe
from planqk_sandbox import Sandbox
from tests.support.user_code import user_code

P = ParamSpec("P")
T = TypeVar("T")

QUICK = Poll(first=0.02, most=0.1)
REFUSED = (Conflict, BadRequest)
"""Where the Hub's document knows no conflict, it answers that the request is a bad one."""


@frozen
class Platform:
    """A connected client, and the way to run recipes on it.

    Attributes:
        client: The client.
        perform: Runs a recipe, blocking or with asyncio.
        package: Whose recipes are run: those of the same names as the ones that are given.
    """

    client: Any
    perform: Callable[..., Any]
    package: ModuleType = planqk_helpers

    @property
    def is_hub(self) -> bool:
        return self.package is planqk_helpers.hub

    def operation(self, planqk: str, hub: str = "") -> str:
        """Return how the sandbox calls an operation, given the names on both platforms."""
        return f"hub.{hub or planqk}" if self.is_hub else planqk

    def __call__(
        self,
        recipe: Recipe[Concatenate[Any, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        own = getattr(self.package, getattr(recipe, "__name__", ""))
        result: T = self.perform(own, self.client, *args, **kwargs)
        return result


Planqk: TypeAlias = Platform
"""The same, for tests of what only PlanQK has."""


def client_of(sandbox: Sandbox) -> AuthenticatedClient:
    """A client of the personal account of a sandbox."""
    return connect(sandbox.access_token, base_url=sandbox.base_url)


def hub_client_of(sandbox: Sandbox) -> HubClient:
    """The same at the Hub."""
    return planqk_helpers.hub.connect(sandbox.access_token, base_url=sandbox.hub_url)


def blocking(client: Any, package: ModuleType = planqk_helpers) -> Platform:
    """A client whose recipes run with blocking calls."""
    return Platform(client, lambda recipe, *args, **kwargs: recipe(*args, **kwargs), package)


@contextmanager
def connected(
    client: Any, package: ModuleType = planqk_helpers, *, way: str = "blocking"
) -> Iterator[Platform]:
    """Open a client for recipes that run "blocking" or with "asyncio", and close it."""
    if way == "blocking":
        with client:
            yield blocking(client, package)
        return
    with asyncio.Runner() as runner:
        runner.run(client.__aenter__())
        yield Platform(
            client,
            lambda recipe, *args, **kwargs: runner.run(recipe.aio(*args, **kwargs)),
            package,
        )
        runner.run(client.__aexit__())


@frozen
class Deployed:
    """A published service and an application that is subscribed to it."""

    service: ServiceDto
    application: ApplicationDto

    @property
    def ids(self) -> tuple[str, str]:
        """Their ids, which are the same on both platforms."""
        return self.service.id, self.application.id


def deploy(platform: Platform, body: str, name: str = "Deployed") -> Deployed:
    service = platform(create_managed_service, name, user_code=user_code(body))
    platform(wait_for_build, service, poll=QUICK)
    platform(publish_internally, service)
    application = platform(create_application, f"{name} application")
    platform(subscribe, application, service)
    return Deployed(service, application)


def service_of(subscription: Any) -> str:
    """The id of the service that a subscription of either platform is for."""
    service = getattr(subscription, "service", None)
    return str(service.id if service else subscription.api.service_id)
