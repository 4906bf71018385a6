"""Lists that come page by page: to their end, and no further."""

from __future__ import annotations

import pytest
from attrs import field, frozen

from planqk_helpers.engine.flow import Flow, drive
from planqk_helpers.engine.pages import MOST_PAGES, all_pages
from planqk_helpers.errors import PlanqkError


@frozen
class Thing:
    id: str


def things(ids: str) -> list[Thing]:
    return [Thing(id) for id in ids]


@frozen
class OnePage:
    content: list[Thing] = field(converter=things)
    last: bool = False


def read(*pages: OnePage) -> tuple[list[str], int]:
    """Return what is read of these pages, the last of which goes on for ever, and how many."""
    fetched: list[int] = []

    def fetch(number: int) -> Flow[OnePage]:
        fetched.append(number)
        yield from ()
        return pages[min(number, len(pages) - 1)]

    found = [each.id for each in drive(all_pages(fetch))]
    assert fetched == list(range(len(fetched)))
    return found, len(fetched)


def test_all_pages_are_read_and_no_more() -> None:
    assert read(OnePage("ab"), OnePage("cd"), OnePage("e", last=True)) == (list("abcde"), 3)
    assert read(OnePage("", last=True)) == ([], 1)


def test_a_page_that_is_empty_is_the_last() -> None:
    assert read(OnePage("ab"), OnePage("")) == (["a", "b"], 2)


def test_what_moves_to_the_next_page_is_there_once() -> None:
    assert read(OnePage("ab"), OnePage("bc", last=True)) == (["a", "b", "c"], 2)


def test_pages_without_an_end_are_an_error() -> None:
    with pytest.raises(PlanqkError, match=f"after {MOST_PAGES:,} pages"):
        read(OnePage("a"))
