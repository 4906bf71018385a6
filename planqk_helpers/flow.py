"""Write a recipe once, run it blocking or with asyncio.

A recipe is a generator. It yields steps (a `Call`, a `Sleep`) and gets their outcomes back; two
drivers perform the steps. What is decided in between, when to try again above all, is the same
code for both, and a test can drive it by hand with a clock of its own.

    @recipe
    def rename(client: AuthenticatedClient, id: str) -> Flow[ServiceDto]:
        service = yield from call(get_service, id, client=client)
        ...

    rename(client, id)             # blocking
    await rename.aio(client, id)   # asyncio
"""

from __future__ import annotations

import asyncio
import functools
import inspect
import logging
import sys
import time
from collections.abc import Callable, Coroutine, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Generic, ParamSpec, Protocol, TypeAlias, TypeVar
from uuid import UUID

import anyio
import httpx2 as httpx
from attrs import frozen

from .arguments import Parameters
from .errors import A_DAY, AmbiguousSubmission, DecodeError, InvalidInput, NotFound
from .retrying import ATTEMPTS, certain, delay_before_retry, never_started, translated

_log = logging.getLogger(__package__)

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Answer(Protocol[T_co]):
    """The ``Response`` of a generated client."""

    @property
    def parsed(self) -> T_co | None:
        """The body as a model, or None where there is none."""


class Endpoint(Protocol[P, T_co]):
    """An endpoint module of a generated client."""

    def sync_detailed(self, *args: P.args, **kwargs: P.kwargs) -> Answer[T_co]:
        """Send the request and block."""

    def asyncio_detailed(
        self, *args: P.args, **kwargs: P.kwargs
    ) -> Coroutine[Any, Any, Answer[T_co]]:
        """Send the request and await the answer."""

    def _get_kwargs(self, *args: Any, **kwargs: Any) -> dict[str, Any]: ...


class Call:
    """Step: send one request through a generated endpoint. Its outcome is the parsed body.

    Only that: the answer itself may hold a token, which a traceback that shows local variables
    would show.
    """

    def __init__(self, endpoint: Endpoint[..., Any], *args: Any, **kwargs: Any) -> None:
        for id in args:
            if not isinstance(id, (str, UUID)) or id in {"", ".", ".."}:
                raise InvalidInput(f"an id is {id!r:.80}: pass the object's id")
        self.endpoint = endpoint
        self.args = args
        self.kwargs = kwargs
        arguments = {name: value for name, value in kwargs.items() if name != "client"}
        try:
            self.request: dict[str, Any] = endpoint._get_kwargs(*args, **arguments)  # noqa: SLF001
        except (ValueError, TypeError, AttributeError) as error:
            raise InvalidInput(f"{self.operation}: {error}. Nothing was sent") from None

    @property
    def operation(self) -> str:
        """The operation by its generated name, e.g. ``get_services``."""
        name: str = getattr(self.endpoint, "__name__", type(self.endpoint).__name__)
        return name.rpartition(".")[2]

    @property
    def method(self) -> str:
        """HTTP method in capitals."""
        return str(self.request["method"]).upper()

    def blocking(self) -> Any:
        """Send it and block until the answer is there."""
        return self.endpoint.sync_detailed(*self.args, **self.kwargs).parsed

    async def awaiting(self) -> Any:
        """Send it and await the answer."""
        return (await self.endpoint.asyncio_detailed(*self.args, **self.kwargs)).parsed


class HttpxClients(Protocol):
    """A generated client, as far as a `Stream` needs it."""

    def get_httpx_client(self) -> httpx.Client:
        """Return the blocking client."""

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """Return the asyncio client."""


Write: TypeAlias = Callable[[bytes], object]


class Stream(Call):
    """Step: hand the body of an answer on piece by piece. Its outcome is True.

    It has to be there whole: no other status than 200 is taken, and the body has the length that
    its head says. Packing is not asked for; a body that is packed all the same is unpacked to its
    end below.

    Attributes:
        receive: Opens what the pieces are written to; entered anew for each attempt.
    """

    def __init__(
        self,
        endpoint: Endpoint[..., Any],
        *args: Any,
        client: HttpxClients,
        receive: Callable[[], AbstractContextManager[Write]],
    ) -> None:
        super().__init__(endpoint, *args)
        self.request["headers"] = {**self.request.get("headers", {}), "Accept-Encoding": "identity"}
        self.client = client
        self.receive = receive

    def blocking(self) -> Any:
        """Send the request and write the answer as it comes."""
        client = self.client.get_httpx_client()
        with client.stream(**self.request) as response:
            self._refuse_other(response)
            with self.receive() as write:
                for piece in response.iter_raw():
                    write(piece)
                self._refuse_part(response)
        return True

    async def awaiting(self) -> Any:
        """Do the same while other tasks run."""
        client = self.client.get_async_httpx_client()
        async with client.stream(**self.request) as response:
            self._refuse_other(response)
            with self.receive() as write:
                async for piece in response.aiter_raw():
                    write(piece)
                self._refuse_part(response)
        return True

    def _refuse_other(self, response: httpx.Response) -> None:
        """Refuse an answer that does not hold what was asked for, before its body is read."""
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if response.status_code != 200:
            raise DecodeError(self.operation, f"its status is {response.status_code}, not 200")
        if kind in ("text/html", "application/xhtml+xml"):
            raise DecodeError(self.operation, "it is a web page")

    def _refuse_part(self, response: httpx.Response) -> None:
        """Refuse a body of another length than its head says."""
        length = response.headers.get("Content-Length", "")
        if length.isascii() and length.isdigit() and int(length) != response.num_bytes_downloaded:
            reason = f"{response.num_bytes_downloaded} of {length} bytes came"
            raise DecodeError(self.operation, reason)


@frozen
class Sleep:
    """Step: let time pass, at most a day. Its outcome is the monotonic clock's reading then."""

    seconds: float

    def blocking(self) -> float:
        """Sleep."""
        if self.seconds > 0:
            time.sleep(min(self.seconds, A_DAY))
        return time.monotonic()

    async def awaiting(self) -> float:
        """Sleep and let other tasks run."""
        if self.seconds > 0:
            await asyncio.sleep(min(self.seconds, A_DAY))
        return time.monotonic()


@frozen
class Shielded(Generic[T]):
    """Step: run a flow to its end although the task is being cancelled. Its outcome is the flow's.

    A cancel scope of anyio cancels whatever a task awaits, not only once.
    """

    flow: Flow[T]

    def blocking(self) -> T:
        """Run it."""
        return drive(self.flow)

    async def awaiting(self) -> T:
        """Run it, unless the task is cancelled once more by asyncio itself."""
        with anyio.CancelScope(shield=True):
            outcome: T = await drive_async(self.flow)
        return outcome  # behind the scope, which mypy takes for one that may swallow errors


Step: TypeAlias = Call | Sleep | Shielded[Any]
Flow: TypeAlias = Generator[Step, Any, T]


# --- drivers ------------------------------------------------------------------------------------


class recipe(Generic[P, T]):  # noqa: N801 - a decorator
    """Make a function of a flow: calling it blocks, ``.aio`` gives the same as a coroutine.

    Both refuse arguments that are not of the types the flow's annotations say. ``.flow`` is the
    generator itself, for use inside another flow (``yield from``).
    """

    def __init__(self, flow: Callable[P, Flow[T]]) -> None:
        self.flow = flow
        functools.update_wrapper(self, flow)
        signature = inspect.signature(flow)
        returned = str(signature.return_annotation).removeprefix("Flow[").removesuffix("]")
        self.__signature__: inspect.Signature = signature.replace(return_annotation=returned)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run the recipe and block until it is done."""
        return drive(self._begin(args, kwargs))

    def aio(self, *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, T]:
        """Return a coroutine that runs the recipe."""
        return drive_async(self._begin(args, kwargs))

    def _begin(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Flow[T]:
        flow: Callable[..., Flow[T]] = self.flow
        fitting, named = self._parameters.fit(self.flow.__name__, args, kwargs)
        return flow(*fitting, **named)

    @functools.cached_property
    def _parameters(self) -> Parameters:
        return Parameters.of(self.flow)  # at the first call: models may be defined below

    def __reduce__(self) -> str:
        """Pickle by name: the module has the recipe where the flow should be."""
        return self.flow.__qualname__

    def __repr__(self) -> str:
        return f"<recipe {self.flow.__name__}>"


def drive(flow: Flow[T]) -> T:
    """Perform the steps of ``flow`` one after the other; whatever one raises is raised in it."""
    outcome: object = None
    error: BaseException | None = None
    while True:
        try:
            step = flow.send(outcome) if error is None else flow.throw(error)
            outcome = error = None
            outcome = step.blocking()
        except BaseException as raised:  # noqa: BLE001 - Ctrl-C too belongs to the flow
            if has_ended(flow):
                result: T = result_or_raise(raised)
                return result
            error = raised


async def drive_async(flow: Flow[T]) -> T:
    """Do as `drive` does, letting other tasks run during requests and pauses."""
    outcome: object = None
    error: BaseException | None = None
    while True:
        try:
            step = flow.send(outcome) if error is None else flow.throw(error)
            outcome = error = None
            outcome = await step.awaiting()
        except BaseException as raised:  # noqa: BLE001 - cancellation too belongs to the flow
            if has_ended(flow):
                result: T = result_or_raise(raised)
                return result
            error = raised


def has_ended(flow: Flow[Any]) -> bool:
    """Tell whether it was the flow itself that raised, or returned."""
    return inspect.getgeneratorstate(flow) == inspect.GEN_CLOSED


def result_or_raise(raised: BaseException) -> Any:
    """Return what a flow returned with its `StopIteration`, or raise what it raised."""
    if isinstance(raised, StopIteration):
        return raised.value
    if isinstance(raised, (KeyboardInterrupt, asyncio.CancelledError)):
        # Of many tasks that are cancelled only one exception is shown, of a cancel scope none.
        for note in getattr(raised, "__notes__", ()):
            _log.warning("%s", note)
    raise raised


# --- steps with their rules ---------------------------------------------------------------------


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


def call_empty(endpoint: Endpoint[P, Any], *args: P.args, **kwargs: P.kwargs) -> Flow[None]:
    """Call an operation that answers without a body; otherwise as `call`."""
    yield from _insist(Call(endpoint, *args, **kwargs), _nothing)


def submit(endpoint: Endpoint[P, T], *args: P.args, **kwargs: P.kwargs) -> Flow[T]:
    """Do as `call` does for a POST, whatever the method: for what must not happen twice."""
    body: T = yield from _insist(Call(endpoint, *args, **kwargs), _body, method="POST")
    return body


def call_once(endpoint: Endpoint[P, T], *args: P.args, **kwargs: P.kwargs) -> Flow[T]:
    """Do as `call`, but try once: a wait has a rhythm and a deadline of its own."""
    step = Call(endpoint, *args, **kwargs)
    handled = sys.exception()
    try:
        body: T = _body(step, (yield step))
        return body
    except Exception as error:  # noqa: BLE001 - translated, or raised as it is
        failure = translated(error, step.operation, handled)
        raise failure from failure.__cause__


def stream(
    endpoint: Endpoint[..., Any],
    *args: str,
    client: HttpxClients,
    receive: Callable[[], AbstractContextManager[Write]],
) -> Flow[None]:
    """Do as `call`, but hand the body on piece by piece, so that it need not fit into memory."""
    step = Stream(endpoint, *args, client=client, receive=receive)
    yield from _insist(step, _nothing)


def sleep(seconds: float) -> Flow[float]:
    """Let ``seconds`` pass and return the clock; ``sleep(0)`` just reads it."""
    now: float = yield Sleep(seconds)
    return now


@contextmanager
def if_unsure(check: str) -> Iterator[None]:
    """Name what to look for in case a submission inside turns out ambiguous or interrupted."""
    try:
        yield
    except AmbiguousSubmission as error:
        error.check = check
        raise
    except (KeyboardInterrupt, asyncio.CancelledError) as error:
        error.add_note(f"Interrupted while it was sent. Before you try again, check {check}")
        raise


def _body(step: Call, parsed: Any) -> Any:
    if parsed is None:
        raise DecodeError(step.operation, "it has no body, or a status without a known form")
    return parsed


def _nothing(step: Call, parsed: Any) -> None:
    """Accept whatever came: the operation promises nothing but its success."""


def _insist(step: Call, read: Callable[[Call, Any], T], method: str | None = None) -> Flow[T]:
    """Try ``step`` until it succeeds or must not be tried again."""
    method = method or step.method
    handled = sys.exception()
    unsure = False
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return read(step, (yield step))
        except Exception as error:  # noqa: BLE001 - translated, or raised as it is
            failure = translated(error, step.operation, handled)
            if method == "DELETE" and unsure and isinstance(failure, NotFound):
                return read(step, None)  # an earlier try, whose answer was lost, deleted it
            unsure = unsure or not never_started(failure)
            delay = delay_before_retry(failure, method, attempt)
            if delay is None:
                final = certain(failure, step.operation, method)
                raise final from final.__cause__
        yield Sleep(delay)
    raise AssertionError("unreachable: the last attempt has no delay")  # pragma: no cover
