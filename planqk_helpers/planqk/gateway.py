"""Reach a service at its gateway endpoint, with an application's token."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_applications import (
    get_access_token,
    get_application_subscriptions,
)
from planqk_platform.api.service_platform_services import get_service
from planqk_platform.models import ServiceDto
from planqk_service import AuthenticatedClient as ServiceClient

from ..engine.calls import Caller, call
from ..engine.flow import Flow
from ..engine.lookup import ids_not_names
from ..engine.tokens import authorize, find_endpoint, require_named, require_token
from ..errors import AmbiguousSubmission, Forbidden, Unauthorized
from .connection import connection
from .ids import id_of_service

T = TypeVar("T")


def endpoint_of(
    client: AuthenticatedClient, service: ServiceDto | str, application_id: str
) -> Flow[str]:
    """Return the gateway endpoint at which an application calls a service."""

    def look() -> Flow[ServiceDto]:
        with ids_not_names("service", service):
            return (yield from call(get_service, id_of_service(service), client=client))

    return find_endpoint(
        connection(client).wiring,
        service,
        endpoints=lambda found: [each.gateway_endpoint for each in found.service_definitions],
        look=look,
        subscribed=partial(subscribed_endpoints, client, application_id),
    )


def subscribed_endpoints(client: AuthenticatedClient, application_id: str) -> Flow[dict[str, str]]:
    """Return the endpoints of the services that an application may call, by the services' ids."""
    with ids_not_names("application", application_id):
        found = yield from call(get_application_subscriptions, application_id, client=client)
    services = [each.api for each in found if each.api]
    return {
        each.service_id: each.gateway_endpoint
        for each in services
        if each.service_id and each.gateway_endpoint
    }


def as_application(
    client: AuthenticatedClient,
    endpoint: str,
    application_id: str,
    step: Callable[[ServiceClient], Flow[T]],
    by: Caller = call,
) -> Flow[T]:
    """Do ``step`` at a gateway endpoint as an application, whose token is fetched ``by`` a call."""

    def explain(error: Unauthorized | Forbidden) -> None:
        subscribed = "subscribe(client, application, service) does it"
        if isinstance(error, Unauthorized):
            error.advice = (
                f"The gateway does not take the token of application {application_id}. Is the "
                f"application still subscribed to the service? {subscribed}"
            )
        else:
            error.add_note(
                f"Is application {application_id} subscribed to the service? {subscribed}"
            )

    return authorize(
        connection(client).gateway(endpoint, application_id),
        step,
        fetch_token=lambda: token_of(client, endpoint, application_id, by),
        explain=explain,
    )


def token_of(
    client: AuthenticatedClient, endpoint: str, application_id: str, by: Caller
) -> Flow[str]:
    """Return a new access token of an application, for the gateway of ``endpoint``."""
    yield from require_named(
        connection(client).wiring,
        endpoint,
        application_id,
        partial(subscribed_endpoints, client, application_id),
    )
    try:
        with ids_not_names("application", application_id):
            answer = yield from by(get_access_token, application_id, client=client)
    except AmbiguousSubmission as error:
        # A token that nobody uses does no harm: there is nothing to look for before another try.
        raise (error.__cause__ or error) from None
    return require_token(answer.token, "get_access_token")
