"""Gateways and the tokens of applications: one for all flows, renewed once when it is stale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

from attrs import define

from ..errors import DecodeError, Forbidden, InvalidInput, NotFound, NotPublished, Unauthorized
from .addresses import HeaderAuth, is_header_value
from .connections import Wiring
from .flow import Flow, sleep
from .lookup import Named
from .retrying import PATIENCE

C = TypeVar("C")
S = TypeVar("S", bound=Named)
T = TypeVar("T")


@define
class Gateway(Generic[C]):
    """A client of one service at its gateway endpoint, for one application.

    Attributes:
        client: The generated client.
        auth: Holds the application's token.
        renewing: Whether somebody is getting a new token.
    """

    client: C
    auth: HeaderAuth
    renewing: bool = False


def authorize(
    gateway: Gateway[C],
    step: Callable[[C], Flow[T]],
    *,
    fetch_token: Callable[[], Flow[str]],
    explain: Callable[[Unauthorized | Forbidden], None],
) -> Flow[T]:
    """Do ``step`` at a gateway as an application; a stale token is renewed once.

    Args:
        gateway: The gateway.
        step: What to do with its client.
        fetch_token: Fetches a new token.
        explain: Adds to a refusal what to do about it.

    Raises:
        Unauthorized: The gateway refuses a new token too.
        Forbidden: The application may not do this.
    """
    # Not the token itself: a traceback that shows local variables would show it.
    version = gateway.auth.version
    if version:
        try:
            return (yield from step(gateway.client))
        except Unauthorized:
            pass  # tokens live for an hour
        except Forbidden as error:
            explain(error)
            raise
    yield from renew(gateway, version, fetch_token)
    try:
        return (yield from step(gateway.client))
    except (Unauthorized, Forbidden) as error:
        explain(error)
        raise


def require_named(
    wiring: Wiring,
    endpoint: str,
    application_id: str,
    subscribed: Callable[[], Flow[Mapping[str, str]]],
) -> Flow[None]:
    """Let no token go to a gateway that only a handle names: handles travel, and can be changed.

    Args:
        wiring: Knows the gateways that the platform has named.
        endpoint: The endpoint to be called.
        application_id: Id of the application that is to call it.
        subscribed: Fetches the endpoints of the services that it is subscribed to.

    Raises:
        InvalidInput: None of them is at the same gateway.
    """
    if wiring.knows_gateway(endpoint):
        return
    wiring.name_gateways(*(yield from subscribed()).values())
    if not wiring.knows_gateway(endpoint):
        raise InvalidInput(
            f"{endpoint!r:.200} is at no gateway of application {application_id}, so its token was "
            "not sent there: is the handle unchanged, and the application still subscribed?"
        )


def find_endpoint(
    wiring: Wiring,
    service: S | str,
    *,
    endpoints: Callable[[S], Iterable[object]],
    look: Callable[[], Flow[S]],
    subscribed: Callable[[], Flow[Mapping[str, str]]],
) -> Flow[str]:
    """Return the gateway endpoint of a service; a model from before it was published has none.

    Args:
        wiring: Takes note of the gateway.
        service: The service or its id.
        endpoints: Reads the endpoints of a service's versions.
        look: Fetches the service.
        subscribed: Fetches the endpoints of the services that the application is subscribed to.

    Raises:
        NotPublished: It has none.
        NotFound: The application is not subscribed to it, and nor can it be looked at.
        Forbidden: Likewise.
    """
    endpoint = "" if isinstance(service, str) else first_of(endpoints(service))
    if not endpoint:
        try:
            found = yield from look()
        except (NotFound, Forbidden) as refusal:
            id = service if isinstance(service, str) else service.id
            endpoint = endpoint_among(refusal, (yield from subscribed()), id)
        else:
            endpoint = first_of(endpoints(found))
            if not endpoint:
                raise NotPublished(found.name, found.id)
    wiring.name_gateways(endpoint)
    return endpoint


def first_of(endpoints: Iterable[object]) -> str:
    """Return the first endpoint that there is, or ""."""
    return next((str(endpoint) for endpoint in endpoints if endpoint), "")


def endpoint_among(
    refusal: NotFound | Forbidden, subscribed: Mapping[str, str], service_id: str
) -> str:
    """Return the endpoint of a service of somebody else, which its subscribers cannot look at.

    Args:
        refusal: The answer to the look.
        subscribed: Endpoints by the id of the service.
        service_id: Id of the service.

    Raises:
        NotFound: The application is not subscribed to it, and nor can it be looked at.
        Forbidden: Likewise.
    """
    if service_id in subscribed:
        return subscribed[service_id]
    refusal.add_note(
        "A service of somebody else has to be subscribed to first: "
        "subscribe_to_marketplace(client, application, listing) does it"
    )
    raise refusal


def renew(gateway: Gateway[C], version: int, fetch_token: Callable[[], Flow[str]]) -> Flow[None]:
    """Get a new token, unless a concurrent flow does it or has done it: one is enough for all."""
    waited = 0.0
    while gateway.renewing and waited < PATIENCE:
        yield from sleep(0.02)
        waited += 0.02
    if gateway.auth.version != version:
        return
    gateway.renewing = True
    try:
        gateway.auth.set((yield from fetch_token()))
    finally:
        gateway.renewing = False


def require_token(token: object, operation: str) -> str:
    """Return a token if it can be sent.

    Raises:
        DecodeError: It cannot; the error does not show it.
    """
    if is_header_value(token):
        return token
    del token  # a traceback that shows local variables must not show it
    raise DecodeError(operation, "its token contains characters that no token has")
