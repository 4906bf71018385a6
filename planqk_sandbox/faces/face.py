"""What the application asks of each face."""

from collections.abc import Awaitable, Callable, Set
from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from ..world.errors import WorldError
from .refusals import Refusal


@dataclass(frozen=True)
class Target:
    """What a request asks for: the operation, and the way to its answer."""

    operation: str
    respond: Callable[[Request], Awaitable[Response]]
    """May raise a `Refusal`, or a `WorldError`."""


class Face(Protocol):
    """An API over the world."""

    @property
    def operations(self) -> Set[str]:
        """The ids of all operations, those beside the API documents included."""

    def is_at(self, path: str) -> bool:
        """Tell whether this face answers at `path`."""

    def find(self, request: Request) -> Target:
        """Return what a request asks for, before anybody knows who asks.

        Raises:
            Refusal: There is no such operation.
        """

    def refuse(self, error: Refusal | WorldError) -> Response:
        """Return the answer to a request that is refused, in the form of this face."""

    async def close(self) -> None:
        """Close what is open."""
