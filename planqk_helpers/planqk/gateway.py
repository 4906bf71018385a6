"""Reach a service at its gateway endpoint, with an application's token."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_applications import get_access_token
from planqk_platform.api.service_platform_services import get_service
from planqk_platform.models import ServiceDto
from planqk_service import AuthenticatedClient as ServiceClient

from ..engine.calls import Caller, call
from ..engine.flow import Flow
from ..engine.lookup import ids_not_names
from ..engine.tokens import authorize, require_token
from ..errors import AmbiguousSubmission, Forbidden, NotPublished, Unauthorized
from .connection import connection
from .ids import id_of_service

T = TypeVar("T")


def endpoint_of(client: AuthenticatedClient, service: ServiceDto | str) -> Flow[str]:
    """Return the gateway endpoint of a service; a model from before it was published has none."""
    endpoint = "" if isinstance(service, str) else published_at(service)
    if endpoint:
        return endpoint
    with ids_not_names("service", service):
        service = yield from call(get_service, id_of_service(service), client=client)
    endpoint = published_at(service)
    if not endpoint:
        raise NotPublished(service.name, service.id)
    return endpoint


def published_at(service: ServiceDto) -> str:
    """Return the gateway endpoint a service's model carries, or ""."""
    return next((d.gateway_endpoint for d in service.service_definitions if d.gateway_endpoint), "")


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
        fetch_token=lambda: token_of(client, application_id, by),
        explain=explain,
    )


def token_of(client: AuthenticatedClient, application_id: str, by: Caller) -> Flow[str]:
    """Return a new access token of an application."""
    try:
        with ids_not_names("application", application_id):
            answer = yield from by(get_access_token, application_id, client=client)
    except AmbiguousSubmission as error:
        # A token that nobody uses does no harm: there is nothing to look for before another try.
        raise (error.__cause__ or error) from None
    return require_token(answer.token, "get_access_token")
