"""What a run of many is given: inputs are told apart, and refused before anything starts."""

from __future__ import annotations

from collections import UserDict
from types import MappingProxyType
from typing import Any

import pytest

from planqk_helpers.engine.journal import fingerprint


@pytest.mark.parametrize(
    "make",
    [
        lambda x: {"data": MappingProxyType({"x": x})},
        lambda x: {"data": UserDict({"x": x})},
        lambda x: {"data": {"x": x, 1: 2}},
        lambda x: {"data": [{"x": x, None: 2, "y": {1: 2, "1": x}}]},
        lambda x: {"data": {x, "a set"}},
    ],
)
def test_inputs_of_every_kind_are_told_apart(make: Any) -> None:
    assert fingerprint(make(1)) != fingerprint(make(2))
    assert len(fingerprint(make(1))) == 16


def test_a_fingerprint_is_that_of_what_is_sent() -> None:
    known = "81ef5f4f6d947d6b2b4a912007e873a8"  # in journals that are there
    for data in ({"x": 1, "y": [2]}, MappingProxyType({"y": (2,), "x": 1})):
        assert fingerprint({"data": data}).hex() == known
    assert fingerprint({"a": {"x": 1, 1: 2}}) == fingerprint({"a": {1: 2, "x": 1}})
    assert fingerprint({"a": {"1": 5, 1: 2, "x": 0}}) != fingerprint({"a": {"1": 6, 1: 2, "x": 0}})
    assert fingerprint({"a": {"x": 1, 1: 2}, "b": 0}) != fingerprint({"a": {"x": 1}, "b": 0})


def test_what_cannot_be_sent_shares_its_fingerprint_with_nothing() -> None:
    looped: dict[str, Any] = {}
    looped["itself"] = looped
    for unsendable in ({"a": {1, 2}}, {"a": object()}, looped):
        assert fingerprint(unsendable) != fingerprint(unsendable)
