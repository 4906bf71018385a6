"""Failures on purpose, which tests ask for."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class _Behaviour:
    """How an answer goes wrong."""

    times: int | None = 1
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | bytes = ""
    reset: Literal["before", "after"] | None = None
    late: bool = False
    truncate: bool = False
    delay: float = 0.0


@dataclass(frozen=True)
class Fault(_Behaviour):
    """One failure of one operation.

    Args:
        operation: The operationId, such as ``"startExecution"``.
        times: How many requests it hits; ``None`` means all of them until `Sandbox.heal`.
        status: Answer with this status, `headers` and `body`; the work is not done.
        late: Do the work before `delay` and `status`: only its answer is lost.
        reset: Abort the TCP connection without an answer, ``"before"`` or ``"after"`` the work.
        truncate: Do the work, then send half of the answer and close the connection.
        delay: Seconds to wait before anything else happens (with `late`, before the answer).
    """

    operation: str

    def __post_init__(self) -> None:
        """Refuse combinations that mean nothing."""
        if self.reset not in (None, "before", "after"):
            raise ValueError(f"reset is 'before' or 'after', not {self.reset!r}")
        if self.status is not None and not 200 <= self.status <= 599:
            raise ValueError(f"status is an HTTP status from 200 to 599, not {self.status}")
        if self.status in (204, 304) and self.body:
            raise ValueError(f"an answer with status {self.status} has no body")
        if self.delay < 0:
            raise ValueError(f"delay is seconds from 0, not {self.delay}")
        if self.times is not None and self.times < 1:
            raise ValueError("times is at least 1, or None for all requests")


class Faults:
    """The faults that wait for their request; safe to use from every thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[Fault, int | None]] = []

    def add(self, fault: Fault) -> None:
        """Let `fault` wait for its requests, behind those that are there."""
        with self._lock:
            self._waiting.append((fault, fault.times))

    def clear(self) -> None:
        """Forget every fault."""
        with self._lock:
            self._waiting.clear()

    def take(self, operation: str) -> Fault | None:
        """Use up one of the faults of `operation`."""
        with self._lock:
            for position, (fault, left) in enumerate(self._waiting):
                if fault.operation == operation:
                    self._use(position, fault, left)
                    return fault
        return None

    def _use(self, position: int, fault: Fault, left: int | None) -> None:
        if left == 1:
            del self._waiting[position]
        elif left is not None:
            self._waiting[position] = (fault, left - 1)
