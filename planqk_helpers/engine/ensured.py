"""What a recipe that may be run again has done."""

from __future__ import annotations

from typing import Generic, Literal, TypeAlias, TypeVar

from attrs import frozen

from ..errors import CannotChange

T = TypeVar("T")

Done: TypeAlias = Literal["created", "updated", "unchanged"]


@frozen
class Ensured(Generic[T]):
    """An object of the platform, and what was done to have it.

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
