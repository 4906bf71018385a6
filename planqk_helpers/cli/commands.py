"""How a command is made: its common options, its examples in the help, its errors."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import click

from .session import RECIPES, Session

P = ParamSpec("P")
Act = Callable[Concatenate[Session, P], None]
F = TypeVar("F", bound=Callable[..., Any])


class Decorator(Protocol):
    """An option or an argument, which a function is marked with."""

    def __call__(self, function: F, /) -> F:
        """Return the function, marked."""


def command(*examples: str) -> Callable[[Act[P]], click.Command]:
    """Make a command of a function that takes a `Session`; its docstring is the help."""

    def make(act: Act[P]) -> click.Command:
        @click.pass_obj
        @wraps(act)
        def perform(session: Session, /, *args: Any, **given: Any) -> int:
            session.as_json = given.pop("as_json")
            session.platform = given.pop("platform")
            act(session, *args, **given)
            return session.exit_code

        epilog = "\b\nExamples:\n" + "\n".join(f"  planqk-helpers {each}" for each in examples)
        return click.command(epilog=epilog)(as_json(platform(perform)))

    return make


as_json: Decorator = click.option(
    "--json", "as_json", is_flag=True, help="Write the answer, or the error, as JSON."
)
platform: Decorator = click.option(
    "--platform",
    type=click.Choice([*RECIPES]),
    default="hub",
    envvar="PLANQK_HELPERS_PLATFORM",
    show_default=True,
    show_envvar=True,
    help="The Kipu Quantum Hub, or PlanQK before it.",
)
