"""Pure rules for a failed request: whether it may be sent again, and which error to raise."""

from __future__ import annotations

import json
import random
import ssl
from collections.abc import Iterator

import httpx2 as httpx

from ..errors import (
    AmbiguousSubmission,
    ApiError,
    ConnectionFailed,
    DecodeError,
    PlanqkError,
    RateLimited,
)

ATTEMPTS = 4
"""How often a call is tried that may be repeated."""
PATIENCE = 60.0
"""Longest ``Retry-After`` in seconds that a call waits out; beyond it the caller decides."""

# Before the connection stood, nothing of the request can have reached the server.
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# The network was cut during the handshake; every other error of TLS stays as it is.
CUT = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE"})


def translate(error: Exception, operation: str, handled: BaseException | None = None) -> Exception:
    """Return ``error`` as one of ours, unless a file of the caller's own raised it.

    The clients turn whatever happens on the way into an error of httpx; what else is raised, is
    raised by generated code, over an answer of another form than the document promises.

    Frames of the HTTP stack hold the request's headers, so that a traceback that shows local
    variables would show the token: they are dropped, types and messages stay in the chain.
    ``handled`` is what the caller was handling already: that stays as it is.
    """
    forget_frames(error, handled)
    if isinstance(error, ApiError):
        error.operation = operation
    if isinstance(error, (PlanqkError, OSError)):
        return error
    reason = f"{type(error).__name__}: {error}".rstrip(": ")
    ours: PlanqkError
    if isinstance(error, httpx.HTTPError) and not isinstance(error, httpx.DecodingError):
        address, advice = found_at(error)
        sent = not isinstance(error, NEVER_SENT)
        ours = ConnectionFailed(operation, reason, sent=sent, address=address, advice=advice)
    else:
        ours = DecodeError(operation, reason)
    ours.__cause__ = error
    return ours


def found_at(error: httpx.HTTPError) -> tuple[str, str]:
    """Return where a failed request went to and where that address was found, and the advice."""
    if not isinstance(error, httpx.RequestError) or error._request is None:  # noqa: SLF001
        return "", ""
    url = error.request.url
    source, advice = error.request.extensions.get("source", ("", ""))
    found = f", {source}" if source else ""
    return f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}{found}", advice


def forget_frames(error: BaseException, handled: BaseException | None) -> None:
    """Drop the tracebacks of ``error`` and of all that it was raised from, up to ``handled``.

    Dropped too is the text that some quote: what could not be parsed, a token in it.
    """
    for each in causes(error, handled):
        each.__traceback__ = None
        if isinstance(each, json.JSONDecodeError):
            each.doc = ""
        elif isinstance(each, UnicodeDecodeError):
            each.object, each.args = b"", (each.reason,)


def causes(error: BaseException, end: BaseException | None = None) -> Iterator[BaseException]:
    """Give ``error`` and its causes and contexts, up to ``end``."""
    waiting: list[BaseException | None] = [error]
    seen = [] if end is error else [end]
    while waiting:
        each = waiting.pop()
        if each is None or any(each is other for other in seen):
            continue
        seen.append(each)
        yield each
        waiting += [each.__cause__, each.__context__, *getattr(each, "exceptions", ())]


def delay_before_retry(failure: Exception, method: str, attempt: int) -> float | None:
    """Return the seconds to wait before trying again, or None not to."""
    asked: float | None = getattr(failure, "retry_after", None)
    if attempt >= ATTEMPTS or (asked or 0.0) > PATIENCE:
        return None
    if not (is_temporary(failure) and (method in IDEMPOTENT or had_no_effect(failure))):
        return None
    backoff = 0.5 * 2 ** (attempt - 1) * random.uniform(0.8, 1.2)  # noqa: S311
    return backoff if asked is None else asked


def is_temporary(failure: Exception) -> bool:
    """Tell whether another try may well succeed."""
    if isinstance(failure, ApiError):
        return failure.status in (408, 429) or failure.status >= 500
    return isinstance(failure, ConnectionFailed) and not is_permanent(failure)


def is_permanent(failure: ConnectionFailed) -> bool:
    """Tell whether the server cannot be trusted, or speaks no TLS: it will not soon."""
    return not failure.sent and any(
        isinstance(each, ssl.SSLError) and not isinstance(each, CUT) for each in causes(failure)
    )


def had_no_effect(failure: Exception) -> bool:
    """Tell whether a failed request had no effect, so that anything may be sent again.

    A 503 tells nothing: a gateway gives up on what goes on behind it.
    """
    if isinstance(failure, RateLimited):
        return failure.retry_after is not None
    return isinstance(failure, ConnectionFailed) and not failure.sent


def final_error(failure: Exception, operation: str, method: str) -> Exception:
    """Return ``failure``, or an `AmbiguousSubmission` where the request may have taken effect."""
    lost = isinstance(failure, DecodeError) or is_temporary(failure)
    refused = had_no_effect(failure) or isinstance(failure, RateLimited)
    if method in IDEMPOTENT or refused or not lost:
        return failure
    return unsure_after(failure, operation)


def unsure_after(failure: Exception, operation: str) -> AmbiguousSubmission:
    """Return the error for a request that may have taken effect although it failed."""
    unsure = AmbiguousSubmission(operation, str(failure).removeprefix(f"{operation}: "))
    unsure.__cause__ = failure
    return unsure


def may_have_started(failure: RateLimited, operation: str) -> bool:
    """Tell whether ``operation`` itself was refused in a way that does not say it had no effect.

    A single start leaves it to its caller whether to send it again; where a program sends many,
    it must not.
    """
    return failure.operation == operation and not had_no_effect(failure)
