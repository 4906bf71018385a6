"""Where an execution is reached: at its gateway as an application, or through the platform."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hub_platform import AuthenticatedClient
from hub_platform.models import ApplicationDto, ServiceDto
from hub_service import AuthenticatedClient as ServiceClient

from ..engine.calls import Caller, call
from ..engine.flow import Flow
from ..engine.lookup import require_id
from ..errors import InvalidInput
from .connection import KeyConnection
from .gateway import as_application, endpoint_of
from .handles import Execution
from .ids import id_of_application

G = TypeVar("G")
P = TypeVar("P")

LEFT_OUT = "a client of connect_with_key() is for one service and one application: leave both out"


def caller_of(
    client: AuthenticatedClient,
    service: ServiceDto | str | None,
    application: ApplicationDto | str | None,
) -> Flow[tuple[str, str]]:
    """Return the endpoint of a service, and the id of the application that is to call it.

    Raises:
        InvalidInput: One is left out, or given to a client that has an access key only.
    """
    if isinstance(client, KeyConnection):
        if service is not None or application is not None:
            raise InvalidInput(LEFT_OUT)
        return client.endpoint, ""
    if service is None or application is None:
        raise InvalidInput(
            "service and application are needed: only a client of connect_with_key() knows them"
        )
    runner = id_of_application(application)
    return (yield from endpoint_of(client, service, runner)), runner


def reach(
    client: AuthenticatedClient,
    execution: Execution,
    *,
    gateway: Callable[[ServiceClient, str], Flow[G]],
    platform: Callable[[AuthenticatedClient, str], Flow[P]],
    by: Caller = call,
) -> Flow[G | P]:
    """Do with an execution what is done at its gateway, or else at the platform.

    Args:
        client: From `connect` or `connect_with_key`.
        execution: The execution.
        gateway: What to do at the gateway, given its client and the id of the execution.
        platform: What to do at the platform, likewise.
        by: Fetches the application's token.

    Raises:
        InvalidInput: The execution has no id; or it names no application, and the client no key.
    """
    id = require_id(execution.id, kind="execution")
    if not execution.endpoint:
        return platform(client, id)
    if not isinstance(client, KeyConnection):
        require_id(execution.application_id, kind="application")
    return as_application(
        client,
        execution.endpoint,
        execution.application_id,
        lambda opened: gateway(opened, id),
        by,
    )
