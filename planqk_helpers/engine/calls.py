"""Call operations of a platform, with retries where they are safe.

The rules themselves are in `retrying`; here they meet the steps of a flow.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, ParamSpec, Protocol, TypeVar

import httpx2 as httpx
from attrs import frozen

from ..errors import AmbiguousSubmission, DecodeError, NotFound, PlanqkError
from .answers import seconds_to_wait
from .flow import Call, Endpoint, Flow, HttpxClients, Sleep, Stream, Write
from .retrying import ATTEMPTS, delay_before_retry, final_error, had_no_effect, translate

_log = logging.getLogger(__package__)

P = ParamSpec("P")
T = TypeVar("T")


class Asker(Protocol):
    """`ask` or `ask_once`, likewise."""

    def __call__(
        self, endpoint: Endpoint[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> Flow[T | Nothing]:
        """Call an operation, and return the parsed body or nothing."""


class Caller(Protocol):
    """`call` or `call_once`, for a flow that leaves it to the one who uses it."""

    def __call__(self, endpoint: Endpoint[P, T], *args: P.args, **kwargs: P.kwargs) -> Flow[T]:
        """Call an operation, and return the parsed body."""


def call(endpoint: Endpoint[P, T], *args: P.args, **kwargs: P.kwargs) -> Flow[T]:
    """Call an operation that answers with a body, and return the parsed body.

    GET, HEAD, PUT and DELETE are tried up to `ATTEMPTS` times. A POST is repeated only when it
    provably did not start (no connection) or was refused with 429 and ``Retry-After``.

    Raises:
        ApiError: The answer is not a success.
        ConnectionFailed: No answer arrived.
        DecodeError: The answer is not what the document promises.
        AmbiguousSubmission: A POST may have taken effect or not.
    """
    body: T = yield from _insist(Call(endpoint, *args, **kwargs), _body)
    return body


@frozen
class Nothing:
    """An answer without a body: there is nothing yet.

    Attributes:
        retry_after: Seconds the server asks to wait before another look, or None.
    """

    retry_after: float | None = None


NO_BODY = (b"", b"null")


class NothingCame(Exception):
    """Ends an `AskStream` whose answer has no body."""


class Ask(Call):
    """Step: a `Call` whose outcome is a `Nothing` where the answer has no body."""

    def parse(self, response: httpx.Response) -> Any:
        """Return the body of an answer, or nothing."""
        parsed = None if response.content.strip() in NO_BODY else super().parse(response)
        if parsed is not None:
            return parsed
        headers = response.headers
        return Nothing(seconds_to_wait(headers.get("Retry-After"), headers.get("Date")))


class AskStream(Stream):
    """Step: a `Stream` whose outcome is False where the answer has no body.

    That is one with the status 204, or whose head or framing says that its body is empty; a packed
    one is none of these, because its end is missing.
    """

    def blocking(self) -> Any:
        """Send the request and write the answer as it comes."""
        try:
            return super().blocking()
        except NothingCame:
            return False

    async def awaiting(self) -> Any:
        """Do the same while other tasks run."""
        try:
            return await super().awaiting()
        except NothingCame:
            return False

    def _refuse_other(self, response: httpx.Response) -> None:
        if response.status_code == 204:
            raise NothingCame
        super()._refuse_other(response)

    def _refuse_part(self, response: httpx.Response) -> None:
        super()._refuse_part(response)
        # Where the closing of the connection is the only end, a body that was cut is empty too.
        is_framed = {"content-length", "transfer-encoding"} & set(response.headers)
        is_packed = getattr(response.stream, "is_packed", False)
        if is_framed and not is_packed and response.num_bytes_downloaded == 0:
            raise NothingCame


def ask(endpoint: Endpoint[P, T], *args: P.args, **kwargs: P.kwargs) -> Flow[T | Nothing]:
    """Do as `call`, for an operation that answers without a body while there is nothing."""
    body: T | Nothing = yield from _insist(Ask(endpoint, *args, **kwargs), _body)
    return body


def ask_once(endpoint: Endpoint[P, T], *args: P.args, **kwargs: P.kwargs) -> Flow[T | Nothing]:
    """Do as `ask`, but try once."""
    body: T | Nothing = yield from _try_once(Ask(endpoint, *args, **kwargs), _body)
    return body


def call_empty(endpoint: Endpoint[P, Any], *args: P.args, **kwargs: P.kwargs) -> Flow[None]:
    """Call an operation that answers without a body; otherwise as `call`."""
    yield from _insist(Call(endpoint, *args, **kwargs), _nothing)


def submit(endpoint: Endpoint[P, T], *args: P.args, **kwargs: P.kwargs) -> Flow[T]:
    """Call an operation that must not take effect twice, with the rules of a POST."""
    body: T = yield from _insist(Call(endpoint, *args, **kwargs), _body, method="POST")
    return body


def submit_empty(endpoint: Endpoint[P, Any], *args: P.args, **kwargs: P.kwargs) -> Flow[None]:
    """Do as `submit`, for an operation that answers without a body."""
    yield from _insist(Call(endpoint, *args, **kwargs), _nothing, method="POST")


def call_once(endpoint: Endpoint[P, T], *args: P.args, **kwargs: P.kwargs) -> Flow[T]:
    """Do as `call`, but try once: a wait has a rhythm and a deadline of its own."""
    body: T = yield from _try_once(Call(endpoint, *args, **kwargs), _body)
    return body


def call_empty_once(endpoint: Endpoint[P, Any], *args: P.args, **kwargs: P.kwargs) -> Flow[None]:
    """Do as `call_empty`, but try once."""
    yield from _try_once(Call(endpoint, *args, **kwargs), _nothing)


def stream(
    endpoint: Endpoint[..., Any],
    *args: str,
    client: HttpxClients,
    receive: Callable[[], AbstractContextManager[Write]],
    **query: Any,
) -> Flow[None]:
    """Do as `call`, but hand the body on piece by piece, so that it need not fit into memory."""
    step = Stream(endpoint, *args, client=client, receive=receive, **query)
    yield from _insist(step, _nothing)


def ask_stream(
    endpoint: Endpoint[..., Any],
    *args: str,
    client: HttpxClients,
    receive: Callable[[], AbstractContextManager[Write]],
    **query: Any,
) -> Flow[bool]:
    """Do as `stream`, and tell whether there is a body; without one, ``receive`` is not ended."""
    step = AskStream(endpoint, *args, client=client, receive=receive, **query)
    is_there: bool = yield from _insist(step, _body)
    return is_there


@contextmanager
def if_unsure(check: str) -> Iterator[None]:
    """Name the check to make if a submission inside is ambiguous or interrupted."""
    try:
        yield
    except AmbiguousSubmission as error:
        error.check = check
        raise
    except (KeyboardInterrupt, asyncio.CancelledError) as error:
        error.add_note(f"Interrupted while it was sent. Before you try again, check {check}")
        raise


@contextmanager
def if_unfinished(done: str, go_on: str) -> Iterator[None]:
    """Name what stands already, and the call that goes on, where a later step inside fails."""
    try:
        yield
    except (PlanqkError, OSError, KeyboardInterrupt, asyncio.CancelledError) as error:
        if isinstance(error, AmbiguousSubmission):
            error.check = f"how far it got: {done}. To check and go on: {go_on}"
        error.add_note(f"{done}. To go on: {go_on}")
        raise


def _body(step: Call, parsed: Any) -> Any:
    if parsed is None:
        raise DecodeError(step.operation, "it has no body, or a status without a known form")
    return parsed


def _nothing(step: Call, parsed: Any) -> None:
    """Accept whatever came: the operation promises nothing but its success."""


def _try_once(step: Call, read: Callable[[Call, Any], T]) -> Flow[T]:
    """Try ``step`` once."""
    handled = sys.exception()
    try:
        return read(step, (yield step))
    except Exception as error:  # noqa: BLE001 - translated, or raised as it is
        failure = translate(error, step.operation, handled)
        raise failure from failure.__cause__


def _insist(step: Call, read: Callable[[Call, Any], T], method: str | None = None) -> Flow[T]:
    """Try ``step`` until it succeeds or must not be tried again."""
    method = method or step.method
    handled = sys.exception()
    unsure = False
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return read(step, (yield step))
        except Exception as error:  # noqa: BLE001 - translated, or raised as it is
            failure = translate(error, step.operation, handled)
            if method == "DELETE" and unsure and isinstance(failure, NotFound):
                return read(step, None)  # an earlier try, whose answer was lost, deleted it
            unsure = unsure or not had_no_effect(failure)
            delay = delay_before_retry(failure, method, attempt)
            if delay is None:
                final = final_error(failure, step.operation, method)
                raise final from final.__cause__
            said = str(failure)
            stop = "" if said.endswith("?") else "."
            _log.warning("%s%s Trying again in %.1f s", said, stop, delay)
        yield Sleep(delay)
    raise AssertionError("unreachable: the last attempt has no delay")  # pragma: no cover
