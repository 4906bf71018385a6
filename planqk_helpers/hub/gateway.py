"""Reach a service at its gateway endpoint, with an application's token."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar

import httpx2 as httpx
from attrs import field, frozen
from hub_platform import AuthenticatedClient
from hub_platform.api.applications import (
    get_application_access_keys,
    get_application_subscriptions,
)
from hub_platform.api.services import get_service
from hub_platform.models import AccessKey, AccessKeyType, ServiceDto
from hub_service import AuthenticatedClient as ServiceClient
from hub_service.types import Response

from ..engine.calls import Caller, call
from ..engine.flow import Flow
from ..engine.lookup import ids_not_names
from ..engine.tokens import authorize, find_endpoint, require_named, require_token
from ..errors import (
    AmbiguousSubmission,
    ApiError,
    BadRequest,
    Forbidden,
    PlanqkError,
    Unauthorized,
)
from .connection import KeyConnection, basic, connection
from .ids import id_of_service

T = TypeVar("T")


@frozen
class Token:
    """A token of the gateway."""

    access_token: str = field(repr=False)


class GetToken:
    """OAuth 2 client credentials at a gateway's ``/token``, which no document describes."""

    __name__ = "get_token"

    def sync_detailed(self, *, client: ServiceClient) -> Response[Token]:
        """Type a call; it is sent by its parts below."""
        raise NotImplementedError  # pragma: no cover

    async def asyncio_detailed(self, *, client: ServiceClient) -> Response[Token]:
        """Type a call, likewise."""
        raise NotImplementedError  # pragma: no cover

    def _get_kwargs(self) -> dict[str, Any]:
        form = {"grant_type": "client_credentials"}
        return {"method": "post", "url": "/token", "data": form}

    def _build_response(
        self,
        *,
        client: ServiceClient,  # noqa: ARG002
        response: httpx.Response,
    ) -> Response[Token]:
        parsed = Token(response.json()["access_token"])
        status = HTTPStatus(response.status_code)
        return Response(status, response.content, response.headers, parsed)


GET_TOKEN = GetToken()


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
    services = [each.service for each in found if each.service]
    return {each.id: each.gateway_endpoint for each in services if each.gateway_endpoint}


def as_application(
    client: AuthenticatedClient,
    endpoint: str,
    application_id: str,
    step: Callable[[ServiceClient], Flow[T]],
    by: Caller = call,
) -> Flow[T]:
    """Do ``step`` at a gateway endpoint as an application, whose token is fetched ``by`` a call."""
    who = f"application {application_id}" if application_id else "the access key"

    def explain(error: Unauthorized | Forbidden) -> None:
        subscribed = "subscribe(client, application, service) does it"
        if isinstance(error, Unauthorized):
            error.advice = (
                f"The gateway does not take the token of {who}. Is the "
                f"application still subscribed to the service? {subscribed}"
            )
        else:
            error.add_note(f"Is {who} subscribed to the service? {subscribed}")

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
    issuer = connection(client).issuer(endpoint, application_id)
    if not isinstance(client, KeyConnection):
        yield from require_named(
            connection(client).wiring,
            endpoint,
            application_id,
            partial(subscribed_endpoints, client, application_id),
        )
        with ids_not_names("application", application_id):
            keys = yield from by(get_application_access_keys, application_id, client=client)
        key = key_among(keys, application_id)
        issuer.auth.set(basic(key.access_key_id, key.secret_access_key))
    try:
        answer = yield from by(GET_TOKEN, client=issuer.client)
    except AmbiguousSubmission as error:
        # A token that nobody uses does no harm: there is nothing to look for before another try.
        raise (error.__cause__ or error) from None
    except (Unauthorized, BadRequest, Forbidden) as error:
        refused(error, application_id)
        raise
    return require_token(answer.access_token, "get_token")


def refused(error: ApiError, application_id: str) -> None:
    """Say that not the personal access token, but an access key was refused."""
    whose = f" of application {application_id}" if application_id else ""
    error.advice = f"The gateway does not take the access key{whose}"


def key_among(keys: list[AccessKey], application_id: str) -> AccessKey:
    """Return the access key for the gateway.

    Raises:
        PlanqkError: There is none.
    """
    fitting = [key for key in keys if (key.type_ or "") in ("", AccessKeyType.SERVICE_GATEWAY)]
    if not fitting:
        raise PlanqkError(
            f"application {application_id} has no access key for the gateway: make a new one"
        )
    return fitting[0]
