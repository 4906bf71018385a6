"""Run a recipe, and ask before it changes something: a rehearsal ends there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..engine.flow import Call, Flow, Recipe, drive

LOOKING = {"GET", "HEAD"}


class Change:
    """The first request of a recipe that would change something.

    Attributes:
        done: "created" or "updated", as `Ensured` has it.
    """

    def __init__(self, operation: str) -> None:
        self.done = "created" if operation.startswith("create") else "updated"


Before = Callable[[str], Change | None]
"""Called with each operation that changes something; a `Change` ends the recipe before it."""


def perform(recipe: Recipe[..., Any], before: Before, *given: Any, **options: Any) -> Any:
    """Run a recipe.

    Returns:
        What the recipe returns, or the `Change` that has ended it.
    """
    return drive(watch(recipe.flow(*given, **options), before))


def watch(flow: Flow[Any], before: Before) -> Flow[Any]:
    """Pass the steps of a flow on."""
    outcome: Any = None
    raised: BaseException | None = None
    while True:
        try:
            step = flow.send(outcome) if raised is None else flow.throw(raised)
        except StopIteration as ended:
            return ended.value
        if isinstance(step, Call) and step.method not in LOOKING:
            change = before(step.operation)
            if change is not None:
                flow.close()
                return change
        outcome = raised = None
        try:
            outcome = yield step
        except BaseException as error:  # noqa: BLE001 - it belongs to the flow
            raised = error
