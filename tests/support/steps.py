"""Drive flows by hand: scripted answers, a clock of our own, no HTTP and no event loop."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, repeat
from typing import Any, TypeVar

from attrs import define, field

from planqk_helpers.engine.answers import error_class
from planqk_helpers.engine.flow import Call, Flow, Sleep
from planqk_helpers.errors import ApiError

T = TypeVar("T")


@define
class FakeEndpoint:
    """A generated endpoint module; only its name and method matter."""

    __name__: str
    method: str = "get"

    def sync_detailed(self, *args: Any, **kwargs: Any) -> Any:
        raise AssertionError("flows driven by hand send nothing")

    async def asyncio_detailed(self, *args: Any, **kwargs: Any) -> Any:
        raise AssertionError("flows driven by hand send nothing")

    def _get_kwargs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {"method": self.method}

    def _build_response(self, *, client: Any, response: Any) -> Any:
        raise AssertionError("flows driven by hand get no answers")


@define
class Stage:
    """Performs the steps of a flow.

    Attributes:
        answers: Outcome of each call in turn: what it parses to, or an exception it raises.
        request_seconds: How long each call takes on the clock.
        oversleep: By how much more the clock jumps in each pause, in turn (a laptop that slept).
        now: The clock.
        sleeps: Every pause, in order.
        calls: When each call was made.
    """

    answers: Iterable[Any]
    request_seconds: float = 0.0
    oversleep: Iterable[float] = ()
    now: float = 1000.0
    sleeps: list[float] = field(factory=list)
    calls: list[float] = field(factory=list)

    def run(self, flow: Flow[T]) -> T:
        answers = iter(self.answers)
        jumps = chain(self.oversleep, repeat(0.0))
        outcome: object = None
        error: BaseException | None = None
        while True:
            try:
                step = flow.send(outcome) if error is None else flow.throw(error)
            except StopIteration as stop:
                result: T = stop.value
                return result
            outcome = error = None
            if isinstance(step, Sleep):
                if step.seconds:
                    self.sleeps.append(step.seconds)
                    self.now += next(jumps)
                self.now += step.seconds
                outcome = self.now
                continue
            assert isinstance(step, Call)
            self.calls.append(self.now)
            self.now += self.request_seconds
            answer = next(answers)
            if isinstance(answer, BaseException):
                error = answer
            else:
                outcome = answer


def ended_by(stage: Stage, flow: Flow[Any]) -> BaseException:
    """Return what a flow raises."""
    try:
        value = stage.run(flow)
    except BaseException as error:  # noqa: BLE001
        return error
    raise AssertionError(f"returned {value!r}")


def status(code: int, retry_after: float | None = None) -> ApiError:
    """Return the error for a status."""
    return error_class(code)(
        code, operation="GET /", method="GET", url="https://x/", retry_after=retry_after
    )
