"""Read a list that comes page by page, to its end and no further."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from ..errors import PlanqkError
from .flow import Flow

MOST_PAGES = 1000
"""A list that goes on behind these is taken for one without an end."""


class Listed(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """The id."""


L_co = TypeVar("L_co", bound=Listed, covariant=True)
L = TypeVar("L", bound=Listed)


class Page(Protocol[L_co]):
    """A page as a generated client gives it."""

    @property
    def content(self) -> Sequence[L_co]:
        """What is on it."""

    @property
    def last(self) -> bool:
        """Whether it is the last one."""


def all_pages(fetch: Callable[[int], Flow[Page[L]]], most: int | None = None) -> Flow[list[L]]:
    """Return what is on all pages, each thing once; ``fetch`` gets a page by its number, from 0.

    What moves from a page to another meanwhile is read twice. With ``most`` it stops when it has
    found as many.

    Raises:
        PlanqkError: There is no end to them.
    """
    found: dict[str, L] = {}
    for number in range(MOST_PAGES):
        page = yield from fetch(number)
        found.update((each.id, each) for each in page.content)
        if page.last or not page.content or (most is not None and len(found) >= most):
            return list(found.values())[:most]
    raise PlanqkError(f"the list goes on after {MOST_PAGES:,} pages: it has no end")
