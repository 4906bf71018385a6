"""Read answers before generated code sees them: every status that is no success raises."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2 as httpx
from attrs import field, frozen

from ..errors import (
    ApiError,
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    RateLimited,
    ServerError,
    TooLarge,
    Unauthorized,
    UnexpectedRedirect,
)
from .addresses import HeaderAuth
from .bodies import AsyncBody, BlockingBody
from .flow import A_DAY

ERROR_BODY = 64 * 1024
"""Bytes read of the body of an answer that is an error."""
BODY_LIMIT = 500
"""Characters of it that an error keeps."""


@frozen
class Dialect:
    """How a platform words a refusal.

    Attributes:
        message_of: Returns the platform's own words in the body of an error, or "".
        advice: What to do about a status, for those about which there is something to say.
        secrets_in: Returns the secrets in the body of a request, which an answer may echo.
    """

    message_of: Callable[[str], str]
    advice: Mapping[int, str] = field(factory=dict)
    secrets_in: Callable[[bytes], Sequence[str]] = lambda _body: ()


@frozen
class AnswerReader:
    """The hooks of a blocking and of an asyncio client.

    Attributes:
        auth: Knows the secret, which an error may echo.
        dialect: Of the platform.
    """

    auth: HeaderAuth
    dialect: Dialect

    # The body stays out of the frames that a traceback shows: it may echo the token.
    def read(self, response: httpx.Response) -> None:
        """Bound the body of an answer, and raise if it is no success."""
        response.stream = BlockingBody(response)
        if not response.is_success:
            raise self._error(response, _beginning(response))

    async def read_async(self, response: httpx.Response) -> None:
        """Do the same with asyncio."""
        response.stream = AsyncBody(response)
        if not response.is_success:
            raise self._error(response, await _beginning_async(response))

    def _error(self, response: httpx.Response, body: bytes) -> ApiError:
        request = response.request
        secrets = [*self.auth.secrets_in(request), *self.dialect.secrets_in(_content(request))]
        text = body.decode("utf-8", errors="replace")
        error = error_class(response.status_code)(
            response.status_code,
            operation=f"{request.method} {request.url.path}",
            method=request.method,
            url=str(request.url.copy_with(query=None)),
            message=scrub(self.dialect.message_of(text), secrets),
            body=scrub(text, secrets),
            retry_after=seconds_to_wait(
                response.headers.get("Retry-After"), response.headers.get("Date")
            ),
        )
        if advice := self.dialect.advice.get(response.status_code):
            error.advice = advice
        return error


def _content(request: httpx.Request) -> bytes:
    """Return the body of a request; that of an upload is gone."""
    try:
        return request.content
    except httpx.RequestNotRead:
        return b""


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


def scrub(text: str, secrets: Sequence[str]) -> str:
    """Shorten ``text`` to one line of BODY_LIMIT characters without any of ``secrets``."""
    for secret in filter(None, secrets):
        text = text.replace(secret, "[removed]")
    text = re.sub(r"\s+", " ", text).strip()
    return text if len(text) <= BODY_LIMIT else text[:BODY_LIMIT] + "…"


def seconds_to_wait(retry_after: str | None, date: str | None = None) -> float | None:
    """Return the seconds, at most a day, that a ``Retry-After`` header asks for, or None.

    Args:
        retry_after: Its value: a number of seconds, or a date.
        date: The ``Date`` header of the same answer; the clock here may differ from the server's.
    """
    if not retry_after:
        return None
    number = retry_after.strip()
    if number.isascii() and number.isdigit():
        return min(float(number), A_DAY)
    moment = _moment(retry_after)
    if moment is None:
        return None
    now = _moment(date or "") or datetime.now(UTC)
    return min(max(0.0, (moment - now).total_seconds()), A_DAY)


def _moment(date: str) -> datetime | None:
    """Return the moment of a date header, or None if it is none."""
    try:
        moment = parsedate_to_datetime(date)
    except (ArithmeticError, LookupError, TypeError, ValueError):  # it trusts its input
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_BY_STATUS: dict[int, type[ApiError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    413: TooLarge,
    429: RateLimited,
}


def error_class(status: int) -> type[ApiError]:
    """Return the class of error for an HTTP status that is not 2xx."""
    if status < 400:
        return UnexpectedRedirect
    return ServerError if status >= 500 else _BY_STATUS.get(status, ApiError)
