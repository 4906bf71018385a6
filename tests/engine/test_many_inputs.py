"""What a run of many is given: inputs are told apart, and refused before anything starts."""

from __future__ import annotations

from collections import UserDict
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from planqk_helpers import InvalidInput
from planqk_helpers.engine.journal import fingerprint
from tests.engine.test_many import many
from tests.support.many_platform import ManyPlatform, work


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


# --- refusals -----------------------------------------------------------------------------------


def inputs(number: int) -> list[dict[str, Any]]:
    return [{"key": n, "seconds": 0.1} for n in range(number)]


def key_of(given: Any) -> Any:
    return given["key"]


def test_keys_that_are_there_twice_are_refused_before_anything_starts(tmp_path: Path) -> None:
    platform = ManyPlatform()
    given = [*inputs(20), {"key": 3}]
    for journal in (None, tmp_path / "journal"):
        with pytest.raises(InvalidInput, match=r"inputs\[20\], 3, is there twice"):
            many(platform, given, key=key_of, at_a_time=4, journal=journal)
    with pytest.raises(InvalidInput, match=r"inputs\[20\], 3, is there twice"):
        work(platform, given, key=key_of, journal=tmp_path / "journal").plan()
    assert not platform.requests


def test_another_input_behind_many_is_refused_before_anything_starts(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    many(ManyPlatform(), [{"key": "z", "seconds": 0.1}], key=key_of, journal=journal)
    platform = ManyPlatform()
    for given in ([*inputs(1200), {"key": "z"}], (*inputs(20), {"key": "z"})):
        with pytest.raises(InvalidInput, match="the input 'z' is not the one"):
            many(platform, given, key=key_of, at_a_time=4, journal=journal)
    with pytest.raises(InvalidInput, match="cannot keep one of the keys"):
        many(platform, [*inputs(1200), {"key": 2**70}], key=key_of, journal=journal)
    assert not platform.requests


def test_a_key_is_asked_for_once(tmp_path: Path) -> None:
    asked = count()
    outcomes = many(ManyPlatform(), inputs(30), key=lambda _: next(asked), journal=tmp_path / "j")
    assert [each.key for each in outcomes] == [*range(30)]


def test_what_comes_one_by_one_is_checked_when_it_comes() -> None:
    platform = ManyPlatform()
    with pytest.raises(InvalidInput, match="is there twice"):
        many(platform, iter([*inputs(20), {"key": 3}]), key=key_of, at_a_time=4)
    assert platform.requests["start"] > 4
