"""What a failed request means: whether it may be sent again, and what to tell the caller."""

from __future__ import annotations

import json
import random

import httpx

from .errors import (
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
# What generated code raises over an answer of another form than the document promises.
UNREADABLE = (
    httpx.DecodingError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
)
IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE"})


def translated(error: Exception, operation: str) -> Exception:
    """Return ``error`` as one of ours, if it comes from the wire or from reading an answer.

    Frames of the HTTP stack hold the request's headers, so that a traceback that shows local
    variables would show the token: they are dropped, types and messages stay in the chain.
    """
    forget_frames(error)
    if isinstance(error, ApiError):
        error.operation = operation
    if isinstance(error, PlanqkError):
        return error
    reason = f"{type(error).__name__}: {error}".rstrip(": ")
    ours: PlanqkError
    if isinstance(error, httpx.HTTPError) and not isinstance(error, httpx.DecodingError):
        ours = ConnectionFailed(operation, reason, sent=not isinstance(error, NEVER_SENT))
    elif isinstance(error, UNREADABLE):
        ours = DecodeError(operation, reason)
    else:
        return error
    ours.__cause__ = error
    return ours


def forget_frames(error: BaseException | None) -> None:
    """Drop the tracebacks of ``error`` and of what it was raised from, and the text they quote."""
    while error is not None:
        error.__traceback__ = None
        # What could not be parsed or decoded is kept whole in these, a token in it too.
        if isinstance(error, json.JSONDecodeError):
            error.doc = ""
        elif isinstance(error, UnicodeDecodeError):
            error.object, error.args = b"", (error.reason,)
        error = error.__cause__ or error.__context__


def delay_before_retry(failure: Exception, method: str, attempt: int) -> float | None:
    """Return the seconds to wait before trying again, or None not to."""
    asked: float | None = getattr(failure, "retry_after", None)
    if attempt >= ATTEMPTS or (asked or 0.0) > PATIENCE:
        return None
    if not (never_started(failure) or (method in IDEMPOTENT and passing(failure))):
        return None
    backoff = 0.5 * 2 ** (attempt - 1) * random.uniform(0.8, 1.2)  # noqa: S311
    return backoff if asked is None else asked


def passing(failure: Exception) -> bool:
    """Tell whether another try may well succeed."""
    if isinstance(failure, ApiError):
        return failure.status in (408, 429) or failure.status >= 500
    return isinstance(failure, ConnectionFailed)


def never_started(failure: Exception) -> bool:
    """Tell whether a failed request certainly had no effect and may simply be sent again."""
    if isinstance(failure, ApiError):
        return failure.status in (429, 503) and failure.retry_after is not None
    return isinstance(failure, ConnectionFailed) and not failure.sent


def certain(failure: Exception, operation: str, method: str) -> Exception:
    """Return ``failure``, or what says that the effect of the request is not known."""
    lost = isinstance(failure, DecodeError) or passing(failure)
    refused = never_started(failure) or isinstance(failure, RateLimited)
    if method in IDEMPOTENT or refused or not lost:
        return failure
    reason = str(failure).removeprefix(f"{operation}: ")
    unsure = AmbiguousSubmission(operation, reason)
    unsure.__cause__ = failure
    return unsure
