"""Run recipes, blocking or with asyncio, and deploy a service with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from attrs import frozen
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
from planqk_helpers.engine.flow import Recipe
from planqk_sandbox import Sandbox
from tests.support.user_code import user_code

P = ParamSpec("P")
T = TypeVar("T")

QUICK = Poll(first=0.02, most=0.1)


@frozen
class Planqk:
    """A connected client, and the way to run recipes on it."""

    client: AuthenticatedClient
    perform: Callable[..., Any]

    def __call__(
        self,
        recipe: Recipe[Concatenate[AuthenticatedClient, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        result: T = self.perform(recipe, self.client, *args, **kwargs)
        return result


def client_of(sandbox: Sandbox) -> AuthenticatedClient:
    """A client of the personal account of a sandbox."""
    return connect(sandbox.access_token, base_url=sandbox.base_url)


def blocking(client: AuthenticatedClient) -> Planqk:
    """A client whose recipes run with blocking calls."""
    return Planqk(client, lambda recipe, *args, **kwargs: recipe(*args, **kwargs))


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
