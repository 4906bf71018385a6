"""What a recipe that may be run again has done."""

from __future__ import annotations

from typing import Generic, Literal, TypeAlias, TypeVar

from attrs import frozen

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
