"""Run a recipe as far as it only looks."""

from __future__ import annotations

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


def rehearse(recipe: Recipe[..., Any], *given: Any, **options: Any) -> Any:
    """Run a recipe up to its first request that changes something.

    Returns:
        What the recipe returns, if it changes nothing; else a `Change`.
    """
    return drive(looking(recipe.flow(*given, **options)))


def looking(flow: Flow[Any]) -> Flow[Any]:
    """Pass the steps of a flow on, up to the first that changes something."""
    outcome: Any = None
    raised: BaseException | None = None
    while True:
        try:
            step = flow.send(outcome) if raised is None else flow.throw(raised)
        except StopIteration as ended:
            return ended.value
        if isinstance(step, Call) and step.method not in LOOKING:
            flow.close()
            return Change(step.operation)
        outcome = raised = None
        try:
            outcome = yield step
        except BaseException as error:  # noqa: BLE001 - it belongs to the flow
            raised = error
