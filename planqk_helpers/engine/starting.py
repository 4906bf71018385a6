"""Starts that end in order when a run is left: of each it is known whether it was sent."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any, Generic, TypeVar

from ..errors import ConnectionFailed, PlanqkError
from .flow import Call, Flow, Step

T = TypeVar("T")

LEFT = "run_many or iter_many is ending"
SENDING = "send_request_headers.started"
"""The end of the name of the stage of httpx2 that writes to the connection for the first time."""


class Start(Generic[T]):
    """The flow of a start. After it was left, it ends with an error, as it would without an answer.

    So the flow says itself whether the start may have taken effect.

    Args:
        flow: The flow.
        blocking: Whether its requests are sent by the blocking client.
    """

    def __init__(self, flow: Flow[T], *, blocking: bool) -> None:
        self._flow = flow
        self._blocking = blocking
        self._is_left = False
        self._fate: dict[str, bool] = {"sent": True}  # it has not begun: nothing to cancel

    def leave(self) -> bool:
        """Begin nothing more; tell whether it only waits, so that its task can be cancelled."""
        self._is_left = True
        return not self._fate.setdefault("sent", False)

    def perform(self) -> Flow[T]:
        """Perform it."""
        outcome: object = None
        error: BaseException | None = None
        while True:
            try:
                step = self._flow.send(outcome) if error is None else self._flow.throw(error)
            except StopIteration as end:
                result: T = end.value
                return result
            outcome = error = None
            if self._is_left:
                error = not_sent()
                continue
            self._fate = {}
            if isinstance(step, Call):
                step.trace(partial(self._decide, self._fate))
            try:
                outcome = yield step
            except asyncio.CancelledError as cancelled:
                error = self._lost(step) if self._is_left else cancelled
            except BaseException as raised:  # noqa: BLE001 - it belongs to the flow
                error = raised

    def _decide(self, fate: dict[str, bool], stage: str, _: Mapping[str, Any]) -> Any:
        """Take in a stage of a request, perhaps in a thread, where it may not be sent any more."""
        if stage.endswith(SENDING) and not fate.setdefault("sent", True):
            raise not_sent()
        return None if self._blocking else nothing()

    def _lost(self, step: Step) -> PlanqkError:
        """Return the error for a step that was cancelled."""
        if isinstance(step, Call) and self._fate.setdefault("sent", False):
            return ConnectionFailed(step.operation, LEFT)
        return not_sent()


def not_sent() -> PlanqkError:
    """Return the error for a request that is not sent any more."""
    return PlanqkError(f"it was not sent: {LEFT}")


async def nothing() -> None:
    """Do nothing: with asyncio, httpx2 awaits what takes in a stage."""


async def leave(starts: Mapping[asyncio.Task[None], Start[Any]], grace: float) -> None:
    """End starts: those on the wire have some seconds for their answers, the others none."""
    for task, start in starts.items():
        if start.leave():
            task.cancel()
    for _ in range(2):
        if starts:
            await asyncio.wait(starts, timeout=grace)
        for task in starts:
            task.cancel()
