"""External services: the gateway passes their requests on."""

import uuid
from collections.abc import AsyncIterator, Mapping

import httpx2 as httpx
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ..world.records import Service
from .refusals import Refusal

TIMEOUT = 60.0
# Belongs to one connection (RFC 9110, 7.6.1), or is nobody else's business.
KEPT_BACK = {
    "authorization",
    "connection",
    "cookie",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "x-auth-token",
    "x-organizationid",
}


class External:
    """Calls the services behind a gateway; never follows a redirect."""

    def __init__(self, gateway: str) -> None:
        """Prepare to forward what arrives below the path `gateway`."""
        # GATEWAY/CONTEXT/SLUG/VERSION and then the service's own path.
        self._depth = gateway.count("/") + 4
        self._client: httpx.AsyncClient | None = None

    async def forward(self, request: Request, service: Service) -> Response:
        """Return what the service answers to the request.

        Raises:
            Refusal: 502 when it cannot be reached, 504 when it takes too long.
        """
        if self._client is None:
            self._client = httpx.AsyncClient(
                timeout=TIMEOUT, follow_redirects=False, trust_env=False
            )
        url, query = f"{service.url}{self._path(request)}", request.scope["query_string"] or None
        headers = httpx.Headers(_headers_to_pass_on(request.headers))
        headers["x-correlation-id"] = str(uuid.uuid4())
        if service.token_header is not None and service.token_value is not None:
            headers[service.token_header] = service.token_value
        body = request.stream() if _has_body(request) else None
        try:
            outgoing = self._client.build_request(
                request.method, httpx.URL(url, query=query), headers=headers, content=body
            )
            incoming = await self._client.send(outgoing, stream=True, auth=_auth(service))
        except httpx.TimeoutException as error:
            raise Refusal(504, "The external service took too long") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = type(error).__name__
            raise Refusal(502, f"The external service cannot be reached: {reason}") from error
        return StreamingResponse(
            _relay(incoming), incoming.status_code, headers=_headers_to_pass_on(incoming.headers)
        )

    async def close(self) -> None:
        """Close the connections."""
        if self._client:
            await self._client.aclose()

    def _path(self, request: Request) -> str:
        # As it was sent, %2F and all.
        segments: list[bytes] = request.scope["raw_path"].split(b"/", self._depth)
        return f"/{segments[self._depth].decode()}" if len(segments) > self._depth else ""


async def _relay(incoming: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for chunk in incoming.aiter_raw():
            yield chunk
    finally:
        await incoming.aclose()


def _has_body(request: Request) -> bool:
    return bool({"content-length", "transfer-encoding"} & set(request.headers.keys()))


def _auth(service: Service) -> httpx.BasicAuth | None:
    if service.username is None or service.password is None:
        return None
    return httpx.BasicAuth(service.username, service.password)


def _headers_to_pass_on(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in KEPT_BACK}
