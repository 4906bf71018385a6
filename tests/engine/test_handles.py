"""Handles of executions: one line of text, and back; nothing secret, nothing invented."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

import planqk_helpers
import planqk_helpers.hub
from planqk_helpers import InvalidInput
from planqk_helpers.engine.executions import join_handle, split_handle

ENDPOINT = "https://gateway.example/c/s/1.0.0"
IDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@given(endpoint=st.sampled_from([ENDPOINT, ""]), id=IDS, application=st.one_of(st.just(""), IDS))
def test_there_and_back(endpoint: str, id: str, application: str) -> None:
    handle = join_handle(endpoint, id, application)
    assert len(handle.split()) == 1
    assert handle.isprintable()
    assert split_handle(f" {handle}\n") == (endpoint, id, application)


@pytest.mark.parametrize(
    ("handle", "parts"),
    [
        (f"{ENDPOINT}/e#a", (ENDPOINT, "e", "a")),
        (f"{ENDPOINT}/e", (ENDPOINT, "e", "")),
        ("e", ("", "e", "")),
    ],
)
def test_its_form(handle: str, parts: tuple[str, str, str]) -> None:
    assert split_handle(handle) == parts
    assert planqk_helpers.hub.Execution.from_handle(handle).handle == handle


@pytest.mark.parametrize(
    "handle", ["", " ", "#a", "a b", f"{ENDPOINT}/", f"{ENDPOINT}/#a", "c/s/e", "e\nf", 5, None]
)
def test_what_is_none(handle: Any) -> None:
    for package in (planqk_helpers, planqk_helpers.hub):
        with pytest.raises(InvalidInput):
            package.Execution.from_handle(handle)


@pytest.mark.parametrize("handle", ["e", f"{ENDPOINT}/e"])
def test_planqk_needs_all_of_it(handle: str) -> None:
    with pytest.raises(InvalidInput, match="no handle"):
        planqk_helpers.Execution.from_handle(handle)
    whole = planqk_helpers.Execution(ENDPOINT, "e", "a")
    again = planqk_helpers.Execution.from_handle(whole.handle)
    assert (again.endpoint, again.id, again.application_id) == (ENDPOINT, "e", "a")


@pytest.mark.parametrize("endpoint", ["https://u:word@g.example/c", f"{ENDPOINT}?token=word"])
def test_no_secret_of_an_address_gets_in(endpoint: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        join_handle(endpoint, "e", "a")
    assert "word" not in str(caught.value)
