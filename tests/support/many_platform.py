"""A platform for runs of many: executions that are nothing but a clock, on the loop's time."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from attrs import define, evolve, field, frozen

from planqk_helpers.engine.flow import Call, Flow
from planqk_helpers.engine.outcomes import Progress
from planqk_helpers.engine.runs import Input, Options
from planqk_helpers.engine.work import Work
from planqk_helpers.errors import (
    AmbiguousSubmission,
    ConnectionFailed,
    ExecutionCancelled,
    ExecutionFailed,
    InvalidInput,
    WaitTimeout,
)

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)


@frozen
class Execution:
    id: str
    status: str = "PENDING"
    created_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None


class Request(Call):
    """A request that takes a moment, and then does something on the platform."""

    def __init__(self, platform: ManyPlatform, operation: str, act: Callable[[], Any]) -> None:
        self.platform = platform
        self.act = act
        self.name = operation
        self.told: Callable[[str, Mapping[str, Any]], Any] | None = None

    @property
    def operation(self) -> str:
        return self.name

    def trace(self, told: Callable[[str, Mapping[str, Any]], Any]) -> None:
        self.told = told

    async def awaiting(self) -> Any:
        if self.told:
            await self.told("http11.send_request_headers.started", {})
        self.count()
        await asyncio.sleep(self.platform.latency)
        return self.answer()

    def blocking(self) -> Any:
        if self.told:
            self.told("http11.send_request_headers.started", {})
        self.count()
        time.sleep(self.platform.latency)
        return self.answer()

    def count(self) -> None:
        self.platform.requests[self.name] += 1
        self.platform.times.append((self.name, now()))

    def answer(self) -> Any:
        if failures := self.platform.failures.get(self.name):
            error = failures.pop(0)
            if isinstance(error, BaseException):
                raise error
        return self.act()


def now() -> float:
    try:
        return asyncio.get_running_loop().time()
    except RuntimeError:  # in a thread, where the clock is the real one
        return time.monotonic()


@define
class Running:
    given: Input
    began: float
    seconds: float
    cancelled: bool = False
    seen: bool = False

    @property
    def end(self) -> float:
        return self.began + self.seconds


@define(eq=False, slots=False)
class ManyPlatform:
    """Each input says how long its execution takes (``seconds``), and whether it fails.

    Attributes:
        failures: Errors that requests of an operation raise, in turn; None lets one pass.
        lists: Whether executions can be listed.
        most: Most executions that ran at a time.
    """

    latency: float = 0.05
    lists: bool = True
    tells_times: bool = True
    identity: Mapping[str, str] = field(factory=lambda: {"service": "s", "application": "a"})
    failures: dict[str, list[BaseException | None]] = field(factory=dict)
    requests: Counter[str] = field(factory=Counter)
    times: list[tuple[str, float]] = field(factory=list)
    executions: dict[str, Running] = field(factory=dict)
    numbers: Any = field(factory=count)
    most: int = 0

    def request(self, operation: str, act: Callable[[], Any]) -> Flow[Any]:
        return (yield Request(self, operation, act))

    def running(self) -> int:
        return sum(now() < each.end and not each.cancelled for each in self.executions.values())

    def check(self, given: object, name: str) -> None:
        if not isinstance(given, dict):
            raise InvalidInput(f"{name} is of type {type(given).__name__}: pass a dict")

    def open(self) -> Flow[None]:
        yield from ()

    def start(self, given: Input, tag: str) -> Flow[Execution]:
        def act() -> Execution:
            id = f"e{next(self.numbers)}"
            self.executions[id] = Running(given, now(), given.get("seconds", 1.0))
            self.most = max(self.most, self.running())
            return Execution(id)

        try:
            execution: Execution = yield from self.request("start", act)
        except ConnectionFailed as error:
            if error.sent:
                raise AmbiguousSubmission("start", "lost") from error
            raise
        return execution

    def find_lost(self, tag: str, age: float) -> Flow[Execution]:
        yield from ()
        raise AmbiguousSubmission("start", "its process ended")

    def seen(self, execution: Execution) -> Execution:
        running = self.executions[execution.id]
        if running.cancelled:
            return evolve(execution, status="CANCELLED")
        if now() < running.end:
            return evolve(execution, status="RUNNING")
        running.seen = True
        times: dict[str, Any] = {}
        if self.tells_times:
            times = {
                "created_at": EPOCH + timedelta(seconds=running.began),
                "ended_at": EPOCH + timedelta(seconds=running.end),
            }
        failed = running.given.get("fails")
        return evolve(execution, status="FAILED" if failed else "SUCCEEDED", **times)

    def look(self, execution: Execution) -> Flow[Execution]:
        return self.request("look", lambda: self.seen(execution))

    def look_at_all(self, executions: Sequence[Execution]) -> Flow[Mapping[str, Execution] | None]:
        if not self.lists:
            return None
        found: Mapping[str, Execution] = yield from self.request(
            "list", lambda: {e.id: self.seen(e) for e in executions}
        )
        return found

    def has_ended(self, execution: Execution) -> bool:
        return execution.status in ("SUCCEEDED", "FAILED", "CANCELLED")

    def finish(self, execution: Execution) -> Flow[tuple[Execution, Any]]:
        seen = yield from self.request("result", lambda: self.seen(execution))
        known: Any = {"kind": "execution", "id": seen.id, "state": seen.status, "elapsed": 0.0}
        match seen.status:
            case "FAILED":
                raise ExecutionFailed("no", **known)
            case "CANCELLED":
                raise ExecutionCancelled("no", **known)
            case "RUNNING":
                raise WaitTimeout("it has no result yet", **known)
        return seen, {"was": self.executions[seen.id].given, "lag": self.lag_of(seen)}

    def lag_of(self, execution: Execution) -> float:
        return now() - self.executions[execution.id].end

    def in_state(self, execution: Execution, state: str) -> Execution:
        return evolve(execution, status=state)

    def cancel(self, execution: Execution) -> Flow[Execution]:
        def act() -> Execution:
            self.executions[execution.id].cancelled = True
            return evolve(execution, status="CANCELLED")

        return self.request("cancel", act)

    def handle_of(self, execution: Execution) -> str:
        return f"Execution({execution.id!r})"

    def to_json(self, execution: Execution | None, result: Any) -> Any:
        return [execution and execution.id, execution and execution.status, result]

    def from_json(self, stored: Any) -> tuple[Execution | None, Any]:
        id, status, result = stored
        return Execution(id, status) if id else None, result


def work(
    platform: ManyPlatform,
    inputs: Iterable[Input],
    *,
    key: Any = None,
    journal: Any = None,
    on_progress: Callable[[Progress], object] | None = None,
    progress: bool = False,
    **options: Any,
) -> Work[Execution, Any]:
    return Work(platform, inputs, key, Options(**options), journal, on_progress, progress)
