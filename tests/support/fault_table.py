"""Operations that start or create something, and all that may go wrong on the way."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from attrs import define, field, frozen

from planqk_helpers import (
    AmbiguousSubmission,
    ApiError,
    ConnectionFailed,
    DecodeError,
    PlanqkError,
)
from planqk_sandbox import Fault, Sandbox
from tests.support.recipes import Platform

HTML = {"Content-Type": "text/html"}
AGAIN = {"Retry-After": "0"}


def fault(**how: Any) -> Callable[[str], Fault]:
    """Return what makes a fault of an operation."""
    return lambda operation: Fault(operation, **how)


FAULTS: dict[str, Callable[[str], Fault] | None] = {
    "connection refused": None,
    "reset before it was read": fault(reset="before"),
    "reset after the work": fault(reset="after"),
    "answer cut": fault(truncate=True),
    "time-out after the work": fault(delay=0.5, late=True),
    **{str(code): fault(status=code) for code in (408, 409, 429, 500, 503, 520)},
    "429 Retry-After": fault(status=429, headers=AGAIN),
    "503 Retry-After": fault(status=503, headers=AGAIN),
    "502 HTML": fault(status=502, body="<html>Bad gateway</html>", headers=HTML),
    **{f"{code} after the work": fault(status=code, late=True) for code in (408, 500, 502, 520)},
    "503 Retry-After after the work": fault(status=503, headers=AGAIN, late=True),
    "429 Retry-After after the work": fault(status=429, headers=AGAIN, late=True),
    # The last one: what the server still does, happens during no other fault.
    "time-out before the work": fault(delay=0.5),
}
# A request that the client gave up may still be carried out later, or not.
EITHER = {"time-out before the work"}
RETRIED = {"429 Retry-After"}
# The one exception: whoever says "too many, come again" after the work is believed, and gets two.
LIE = "429 Retry-After after the work"
WORK_IS_DONE = {
    "reset after the work",
    "answer cut",
    "time-out after the work",
    "408 after the work",
    "500 after the work",
    "502 after the work",
    "520 after the work",
    "503 Retry-After after the work",
    LIE,
}


@define
class World:
    """What the operations work on, made once for all of them.

    Attributes:
        sandbox: Where it is.
        platform: A client that meets no fault.
        service: A service that was built.
        application: The id of an application.
        things: What else there is at one of the platforms.
        name: A new one for each cell.
    """

    sandbox: Sandbox
    platform: Platform
    service: Any
    application: str
    things: dict[str, Any] = field(factory=dict)
    name: str = ""

    def in_sandbox(self, operation: str) -> str:
        """Return how the sandbox calls an operation."""
        return self.platform.operation(operation)


@frozen
class Case:
    """An operation that starts or creates something.

    Attributes:
        operation: Its id.
        act: Calls it with the second platform, which meets the fault.
        named: What an `AmbiguousSubmission` names.
        void: Whether its answer has no body that could be cut.
        harmless: Whether there is nothing to look for.
        found: Whether it is looked up where its answer is lost.
        before: What has to be done before.
    """

    operation: str
    act: Callable[[World, Platform], object]
    named: str = ""
    void: bool = False
    harmless: bool = False
    found: bool = False
    before: Callable[[World], object] = field(default=lambda world: None)


def attempt(case: Case, world: World, platform: Platform) -> PlanqkError | None:
    """Return the error of a case, if it has one."""
    try:
        case.act(world, platform)
    except PlanqkError as error:
        return error
    return None


def settle(sandbox: Sandbox, operation: str, expected: int) -> None:
    """Let a request that timed out on our side end on the other."""
    deadline = time.monotonic() + 1
    while sandbox.effects[operation] < expected and time.monotonic() < deadline:
        time.sleep(0.01)


def check(case: Case, world: World, name: str, error: PlanqkError | None, effects: int) -> None:
    """See that it happened once at most, and that what the caller was told is true."""
    where = f"{case.operation}, {name}: {error!r}"
    if name == LIE:
        assert effects in (1, 2), where
        return
    assert effects <= 1, where
    if error is None:
        assert effects == 1, where
        # An answer without a body cannot be cut.
        is_whole = (name, case.void) == ("answer cut", True)
        is_found = case.found and name in WORK_IS_DONE | EITHER
        assert name in RETRIED or is_whole or is_found, where
    elif case.harmless:
        assert name not in RETRIED, where
        assert isinstance(error, (ApiError, ConnectionFailed, DecodeError)), where
    elif isinstance(error, AmbiguousSubmission):
        assert name not in RETRIED | {"connection refused", "409", "429"}, where
        assert case.named.format(name=world.name) in str(error), where
        assert name in EITHER or effects == (name in WORK_IS_DONE), where
        assert not (case.found and name in WORK_IS_DONE), where
    else:
        assert effects == 0, where
        assert isinstance(error, (ApiError, ConnectionFailed)), where
        assert name in {"connection refused", "409", "429"}, where
