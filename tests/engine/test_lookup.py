"""Names are not ids: exactly one, or an error that helps."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import frozen
from hypothesis import given, strategies as st

from planqk_helpers import AmbiguousName, InvalidInput, NameNotFound
from planqk_helpers.engine.lookup import require_name, unique


@frozen(slots=False)
class Thing:
    id: str
    name: str


THINGS = [Thing("1", "Sum"), Thing("2", "Product"), Thing("3", "Twin"), Thing("4", "Twin")]


def test_exactly_one() -> None:
    assert unique(THINGS, "Sum", kind="service").id == "1"


def test_none_lists_what_is_close_whatever_its_case() -> None:
    with pytest.raises(NameNotFound, match=r"no service named 'sum'; similar: 'Sum'") as caught:
        unique(THINGS, "sum", kind="service")
    assert caught.value.similar == ("Sum",)
    assert isinstance(caught.value, LookupError)


def test_what_has_no_name_is_passed_over() -> None:
    """A server may send null, whatever its document says."""
    nameless: Any = Thing("0", None)  # type: ignore[arg-type]
    assert unique([nameless, *THINGS], "Sum", kind="service").id == "1"
    for few in (False, True):
        with pytest.raises(NameNotFound, match="'Sum'"):
            unique([nameless, *THINGS], "sum", kind="service", few=few)


def test_of_few_all_are_listed() -> None:
    with pytest.raises(NameNotFound) as caught:
        unique(THINGS, "sum", kind="service", few=True)
    assert str(caught.value) == (
        "there is no service named 'sum'; there are: 'Product', 'Sum', 'Twin'"
    )
    assert caught.value.known == ("Product", "Sum", "Twin")
    with pytest.raises(NameNotFound, match=r"named 'sum'$"):
        unique([], "sum", kind="service", few=True)


def test_several_list_their_ids() -> None:
    with pytest.raises(AmbiguousName, match="service 'Twin' exists 2 times: 3, 4") as caught:
        unique(THINGS, "Twin", kind="service")
    assert caught.value.ids == ("3", "4")


@pytest.mark.parametrize("name", ["", " ", "\t\n"])
def test_a_blank_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="name of the service is empty"):
        require_name(name, kind="service")


@given(st.lists(st.text(max_size=5), max_size=20), st.text(max_size=5))
def test_found_if_and_only_if_it_is_there_once(names: list[str], name: str) -> None:
    things = [Thing(str(i), n) for i, n in enumerate(names)]
    try:
        assert unique(things, name, kind="thing").name == name
        assert names.count(name) == 1
    except NameNotFound:
        assert name not in names
    except AmbiguousName as error:
        assert len(error.ids) == names.count(name) > 1
