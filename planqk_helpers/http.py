"""The httpx clients under every generated client: they time out, keep secrets and raise errors.

A generated client would never time out, follow its document into trouble on undocumented answers,
and show its token in its repr. So it is given httpx clients made here, one blocking, one for
asyncio, and nothing else.
"""

from __future__ import annotations

import asyncio
import json
import math
import ssl
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import httpx

from .addresses import is_loopback
from .errors import ApiError, ConfigError, InvalidInput, error_class, scrub, seconds_to_wait

SLOWEST = 1024
"""Bytes per second below which the body of an answer counts as stuck."""
ERROR_BODY = 64 * 1024
"""Bytes read of the body of an answer that is an error."""


def open_clients(
    base_url: str,
    *,
    auth: httpx.Auth,
    timeout: float,
    headers: Mapping[str, str],
    context: ssl.SSLContext,
) -> tuple[httpx.Client, httpx.AsyncClient]:
    """Return a blocking and an asyncio client with the same rules.

    Args:
        base_url: What the paths of the API are relative to.
        auth: Adds the token.
        timeout: Seconds for connecting, for each read and each write, and, with a second more for
            each kilobyte, for the whole body of an answer.
        headers: Sent with every request.
        context: Certificates to trust; loading them takes longer than all the rest.
    """
    # Hooks, not a transport of our own: with one httpx ignores the environment's proxies.
    # No proxy has to do with this machine, and over plain http it would see the token.
    trust_env = not is_loopback(httpx.URL(base_url).host)
    common: dict[str, Any] = {
        "base_url": base_url,
        "auth": auth,
        "timeout": timeout,
        "headers": headers,
        "verify": context,
        "trust_env": trust_env,
    }
    blocking = _Client(**common, event_hooks={"response": [_check]})
    awaiting = _AsyncClient(**common, event_hooks={"response": [_check_async]})
    return blocking, awaiting


class _Client(httpx.Client):
    def build_request(self, method: str, url: httpx.URL | str, **kwargs: Any) -> httpx.Request:
        with _building(url):
            return _discreet(super().build_request(method, url, **_checked(url, kwargs)))


class _AsyncClient(httpx.AsyncClient):
    _loop: asyncio.AbstractEventLoop | None = None

    def build_request(self, method: str, url: httpx.URL | str, **kwargs: Any) -> httpx.Request:
        with _building(url):
            return _discreet(super().build_request(method, url, **_checked(url, kwargs)))

    async def send(self, request: httpx.Request, **kwargs: Any) -> httpx.Response:
        loop = asyncio.get_running_loop()
        if self._loop not in (None, loop):
            raise ConfigError(
                "this client was used in another event loop, which its connections belong to: "
                "connect() anew in each asyncio.run()"
            )
        self._loop = loop
        return await super().send(request, **kwargs)


@contextmanager
def _building(url: httpx.URL | str) -> Iterator[None]:
    """Tell what cannot be sent from what could not be read: nothing was sent yet."""
    try:
        yield
    except InvalidInput:
        raise
    except (ValueError, TypeError, RecursionError, httpx.InvalidURL) as error:
        path = str(url).partition("?")[0]
        raise InvalidInput(f"{path}: {error}. Nothing was sent") from None


def _checked(url: httpx.URL | str, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Refuse an id that would change the path, and let httpx choose the multipart boundary."""
    path = str(url).partition("?")[0]
    # The paths of generated code begin with "/"; a whole address is checked by the token's origin.
    if path.startswith("/") and path != "/" and {"", ".", ".."} & set(path[1:].split("/")):
        raise InvalidInput(f"an id is empty, '.' or '..' in {str(url)!r}: pass the object's id")
    headers = httpx.Headers(kwargs.get("headers"))
    # The generated code fixes the boundary, so that a file that contains it could forge form
    # fields, and announces a multipart body even where there is none.
    if headers.get("Content-Type", "").startswith("multipart/form-data"):
        del headers["Content-Type"]
    return {**kwargs, "headers": headers}


class _Discreet(httpx.URL):
    """An address that does not show its query: httpx logs the address of every request."""

    def __str__(self) -> str:
        return str(httpx.URL(self).copy_with(query=None))


def _discreet(request: httpx.Request) -> httpx.Request:
    """Keep a password out of the log: the platform takes that of a service in the query."""
    if "password" in request.url.params:
        request.url = _Discreet(request.url)
    return request


# The body stays out of the frames that a traceback shows: it may echo the token.
def _check(response: httpx.Response) -> None:
    response.stream = _Steady(response)
    if not response.is_success:
        raise _error(response, _beginning(response))


async def _check_async(response: httpx.Response) -> None:
    response.stream = _SteadyAsync(response)
    if not response.is_success:
        raise _error(response, await _beginning_async(response))


class _Pace:
    """Times a body: httpx limits each read only, so that one byte now and then hangs for ever."""

    def __init__(self, response: httpx.Response) -> None:
        self._request = response.request
        self._stream: Any = response.stream
        self._deadline = time.monotonic() + (
            self._request.extensions.get("timeout", {}).get("read") or math.inf
        )

    def check(self, piece: bytes) -> bytes:
        self._deadline += len(piece) / SLOWEST
        if time.monotonic() > self._deadline:
            raise httpx.ReadTimeout("the answer arrives too slowly", request=self._request)
        return piece


class _Steady(_Pace, httpx.SyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            yield self.check(piece)

    def close(self) -> None:
        self._stream.close()


class _SteadyAsync(_Pace, httpx.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            yield self.check(piece)

    async def aclose(self) -> None:
        await self._stream.aclose()


def _beginning(response: httpx.Response) -> bytes:
    body = b""
    with suppress(httpx.HTTPError):  # the status says enough
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) >= ERROR_BODY:
                break
    return body


async def _beginning_async(response: httpx.Response) -> bytes:
    body = b""
    with suppress(httpx.HTTPError):  # the status says enough
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) >= ERROR_BODY:
                break
    return body


def _error(response: httpx.Response, body: bytes) -> ApiError:
    request = response.request
    sent = [request.headers.get(name, "") for name in ("X-Auth-Token", "Authorization")]
    secrets = [*sent, *(value.removeprefix("Bearer ") for value in sent)]
    text = body.decode("utf-8", errors="replace")
    return error_class(response.status_code)(
        response.status_code,
        operation=f"{request.method} {request.url.path}",
        method=request.method,
        url=str(request.url.copy_with(query=None)),
        message=scrub(_message(text), secrets),
        body=scrub(text, secrets),
        retry_after=seconds_to_wait(
            response.headers.get("Retry-After"), response.headers.get("Date")
        ),
    )


def _message(text: str) -> str:
    """Return the platform's `errorMessage`, or ""."""
    try:
        said = json.loads(text).get("errorMessage")
    except (ValueError, AttributeError, RecursionError):
        return ""
    return said if isinstance(said, str) else ""
