"""What a recipe that may be run again has done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, Literal, TypeAlias, TypeVar

from attrs import frozen

from ..errors import CannotChange
from .lookup import Named

T = TypeVar("T")

Done: TypeAlias = Literal["created", "updated", "unchanged"]
KINDS = ("MANAGED", "EXTERNAL", "WORKFLOW")
"""Kinds of services; none has an operation of the others. What others have, the platform knows."""


@frozen
class Ensured(Generic[T]):
    """An object of the platform, and whether the recipe created or changed it.

    Attributes:
        value: The service, application or subscription.
        done: "created", "updated" or "unchanged".
    """

    value: T
    done: Done


def refuse_other_name(service_id: str, there: str, name: str) -> None:
    """Raise if a service that was asked for by its id has another name than it should have."""
    if there != name:
        raise CannotChange(f"service {service_id} is named {there!r}, not {name!r}")


def refuse_other_kind(
    service: Named, kind: object, needed: str, given: Mapping[str, object]
) -> None:
    """Raise if an argument that is given, not None, is for services of another kind."""
    names = [name for name, value in given.items() if value is not None]
    if names and kind in KINDS and kind != needed:
        raise CannotChange(
            f"service {service.name!r} ({service.id}) is {kind}, but {', '.join(names)} can be "
            f"given only for one that is {needed}: choose another service. Nothing was changed"
        )
