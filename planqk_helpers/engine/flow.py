"""Write a recipe once, run it blocking or with asyncio: steps, and the two drivers.

A recipe is a generator. It yields steps (a `Call`, a `Sleep`) and gets their outcomes back; a
driver performs the steps. The decisions in between, when to try again above all, are the same code
for both drivers, and a test can drive a recipe by hand with a clock of its own.

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
import os
import sys
import time
import warnings
from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Generic, ParamSpec, Protocol, TypeAlias, TypeVar, overload
from uuid import UUID

import anyio
import httpx2 as httpx
from attrs import frozen

from ..errors import DecodeError, InvalidInput, PlanqkError
from .arguments import Parameters

_log = logging.getLogger(__package__)

A_DAY = 86_400.0
"""Longest pause in seconds; the clocks of operating systems overflow at some days or years."""

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
        """Send the request and block. Only its signature is used here: it types a `Call`."""

    def asyncio_detailed(
        self, *args: P.args, **kwargs: P.kwargs
    ) -> Coroutine[Any, Any, Answer[T_co]]:
        """Send the request and await the answer; likewise."""

    def _get_kwargs(self, *args: Any, **kwargs: Any) -> dict[str, Any]: ...

    def _build_response(self, *, client: Any, response: httpx.Response) -> Answer[Any]: ...


class HttpxClients(Protocol):
    """A generated client, as far as a `Call` needs it."""

    def get_httpx_client(self) -> httpx.Client:
        """Return the blocking client."""

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """Return the asyncio client."""


class Call:
    """Step: send one request through a generated endpoint. Its outcome is the parsed body.

    Only that: the answer itself may hold a token, which a traceback that shows local variables
    would show. The request is built once, and sent as often as it is tried.
    """

    def __init__(self, endpoint: Endpoint[..., Any], *args: Any, **kwargs: Any) -> None:
        for id in args:
            if not isinstance(id, (str, UUID)) or id in {"", ".", ".."}:
                raise InvalidInput(f"an id is {id!r:.80}: pass the object's id")
        self.endpoint = endpoint
        self.client: HttpxClients = kwargs.pop("client", None)
        try:
            self.request: dict[str, Any] = endpoint._get_kwargs(*args, **kwargs)  # noqa: SLF001
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

    def trace(self, told: Callable[[str, Mapping[str, Any]], Any]) -> None:
        """Let a function be told each stage of sending it, as the clients' extension does."""
        self.request["extensions"] = {"trace": told}

    def blocking(self) -> Any:
        """Send it and block until the answer is there."""
        client = self.client.get_httpx_client()
        # Not .request(): its frame would show the body, and with it secrets, after Ctrl-C.
        return self.parse(client.send(client.build_request(**self.request)))

    async def awaiting(self) -> Any:
        """Send it and await the answer."""
        client = self.client.get_async_httpx_client()
        return self.parse(await client.send(client.build_request(**self.request)))

    def parse(self, response: httpx.Response) -> Any:
        """Return the body of an answer as generated code reads it."""
        answer = self.endpoint._build_response(client=self.client, response=response)  # noqa: SLF001
        return answer.parsed


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
        **query: Any,
    ) -> None:
        super().__init__(endpoint, *args, client=client, **query)
        self.request["headers"] = {**self.request.get("headers", {}), "Accept-Encoding": "identity"}
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
        """Refuse another status than 200, and a web page, before the body is read."""
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


@frozen
class Either(Generic[T]):
    """Step: what has a blocking and an asyncio form of its own. Its outcome is what it returns."""

    blocking: Callable[[], T]
    awaiting: Callable[[], Awaitable[T]]


Step: TypeAlias = Call | Sleep | Shielded[Any] | Either[Any]
Flow: TypeAlias = Generator[Step, Any, T]


def sleep(seconds: float) -> Flow[float]:
    """Let ``seconds`` pass and return the clock; ``sleep(0)`` just reads it."""
    now: float = yield Sleep(seconds)
    return now


# --- drivers ------------------------------------------------------------------------------------


class Recipe(Protocol[P, T]):
    """A function made of a flow: calling it blocks, ``.aio`` gives the same as a coroutine.

    Both refuse arguments that are not of the types the flow's annotations say. ``.flow`` is the
    generator itself, for use inside another flow (``yield from``).
    """

    __call__: Callable[P, T]  # were it a method, Jedi would show that instead of the flow
    aio: Callable[P, Coroutine[Any, Any, T]]
    flow: Callable[P, Flow[T]]


F = TypeVar("F", bound=Callable[..., Flow[Any]])
F_co = TypeVar("F_co", bound=Callable[..., Flow[Any]], covariant=True)


class Shown(Protocol[F_co]):
    """A recipe for Jedi, which knows no `ParamSpec`: ``.aio`` takes what the flow takes."""

    @property
    def aio(self) -> F_co:
        """The flow, as far as its parameters go."""


@overload
def recipe(flow: Callable[P, Flow[T]]) -> Recipe[P, T]: ...
@overload
def recipe(flow: F) -> Shown[F]: ...
def recipe(flow: Any) -> Any:
    """Make a `Recipe` of a flow: a plain function, which every help can show."""
    name = flow.__name__
    # Read at the first call: models may be defined below.
    parameters = functools.cache(functools.partial(Parameters.of, flow))

    def begin(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Flow[Any]:
        try:
            fitting, named = parameters().fit(name, args, kwargs)
        finally:
            # The caller's frame stays in the traceback, which may show local variables: secrets.
            kwargs.clear()
        begun: Flow[Any] = flow(*fitting, **named)
        return begun

    def blocking(*args: Any, **kwargs: Any) -> Any:
        warn_in_a_loop(name)
        try:
            return drive(begin(args, kwargs))
        except PlanqkError as error:
            raise trim(error) from error.__cause__

    async def awaiting(*args: Any, **kwargs: Any) -> Any:
        try:
            return await drive_async(begin(args, kwargs))
        except PlanqkError as error:
            raise trim(error) from error.__cause__

    signature = inspect.signature(flow)
    returned = str(signature.return_annotation).removeprefix("Flow[").removesuffix("]")
    for form in (blocking, awaiting):
        functools.update_wrapper(form, flow)
        vars(form)["__signature__"] = signature.replace(return_annotation=returned)
    awaiting.__qualname__ = f"{flow.__qualname__}.aio"  # where pickle finds it
    vars(blocking).update(flow=flow, aio=awaiting)
    return blocking


WARNED: set[str] = set()
"""The recipes whose blocking call in a running event loop was warned of."""


def warn_in_a_loop(name: str) -> None:
    """Warn once that a blocking call stalls the running event loop; a notebook's is idle."""
    if name in WARNED or "ipykernel" in sys.modules:
        return
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    WARNED.add(name)
    warnings.warn(
        f"{name}() blocks the running event loop and every task in it: "
        f"await {name}.aio(...) instead",
        RuntimeWarning,
        stacklevel=3,
    )


FULL_TRACEBACKS = f"{__name__.partition('.')[0].upper()}_FULL_TRACEBACKS"
"""The environment variable that keeps the frames of this package in tracebacks."""


def trim(error: PlanqkError) -> PlanqkError:
    """Return an error of ours without the frames of this package: the caller's line is enough."""
    return error if os.environ.get(FULL_TRACEBACKS) else error.with_traceback(None)


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
    """Return the value of a `StopIteration`; raise any other exception."""
    if isinstance(raised, StopIteration):
        return raised.value
    if isinstance(raised, (KeyboardInterrupt, asyncio.CancelledError)):
        # Of many tasks that are cancelled only one exception is shown, of a cancel scope none.
        for note in getattr(raised, "__notes__", ()):
            _log.warning("%s", note)
    raise raised
