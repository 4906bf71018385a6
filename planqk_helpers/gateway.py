"""Reach a service at its gateway endpoint, with an application's token."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_applications import get_access_token
from planqk_platform.api.service_platform_services import get_service
from planqk_platform.models import ServiceDto
from planqk_service import AuthenticatedClient as ServiceClient

from .addresses import is_header_value
from .connection import Gateway, connection
from .errors import AmbiguousSubmission, DecodeError, Forbidden, NotPublished, Unauthorized
from .flow import Flow, call, call_once, sleep
from .retrying import PATIENCE
from .services import id_of

T = TypeVar("T")


def endpoint_of(client: AuthenticatedClient, service: ServiceDto | str) -> Flow[str]:
    """Return the gateway endpoint of a service; a model from before it was published has none."""
    endpoint = "" if isinstance(service, str) else published_at(service)
    if endpoint:
        return endpoint
    service = yield from call(get_service, id_of(service), client=client)
    endpoint = published_at(service)
    if not endpoint:
        raise NotPublished(service.name, service.id)
    return endpoint


def published_at(service: ServiceDto) -> str:
    """Return the gateway endpoint a service's model carries, or ""."""
    return next((d.gateway_endpoint for d in service.service_definitions if d.gateway_endpoint), "")


def authorized(
    client: AuthenticatedClient,
    endpoint: str,
    application_id: str,
    step: Callable[[ServiceClient], Flow[T]],
    *,
    once: bool = False,
) -> Flow[T]:
    """Do ``step`` at a gateway endpoint as an application; a stale token is renewed once.

    ``once``: try only once to get a token; a wait has a rhythm and a deadline of its own.
    """
    gateway = connection(client).gateway(endpoint, application_id)
    # Not the token itself: a traceback that shows local variables would show it.
    version = gateway.auth.version
    if version:
        try:
            return (yield from step(gateway.client))
        except Unauthorized:
            pass  # tokens live for an hour
    yield from renew(client, gateway, application_id, version, once=once)
    try:
        return (yield from step(gateway.client))
    except Unauthorized as error:
        error.advice = (
            f"The gateway does not take the token of application {application_id}. Is the "
            "application still subscribed to the service? "
            "subscribe(client, application, service) does it"
        )
        raise
    except Forbidden as error:
        error.add_note(
            f"Is application {application_id} subscribed to the service? "
            "subscribe(client, application, service) does it"
        )
        raise


def renew(
    client: AuthenticatedClient, gateway: Gateway, application_id: str, version: int, *, once: bool
) -> Flow[None]:
    """Get a new token, unless a concurrent flow does it or has done it: one is enough for all."""
    waited = 0.0
    while gateway.renewing and waited < PATIENCE:
        yield from sleep(0.02)
        waited += 0.02
    if gateway.auth.version != version:
        return
    gateway.renewing = True
    try:
        gateway.auth.set((yield from token_of(client, application_id, once=once)))
    finally:
        gateway.renewing = False


def token_of(client: AuthenticatedClient, application_id: str, *, once: bool) -> Flow[str]:
    """Return a new access token of an application."""
    get = call_once if once else call
    try:
        token = (yield from get(get_access_token, application_id, client=client)).token
    except AmbiguousSubmission as error:
        # A token that nobody uses does no harm: there is nothing to look for before another try.
        raise (error.__cause__ or error) from None
    if not is_header_value(token):
        del token  # a traceback that shows local variables must not show it
        raise DecodeError("get_access_token", "its token contains characters that no token has")
    return token
