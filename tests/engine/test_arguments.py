"""Arguments: what fits an annotation, and what is said of what does not."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Optional, TypeVar
from uuid import UUID

import pytest

from planqk_helpers import InvalidInput
from planqk_helpers.engine.arguments import Parameters, fit, fits
from planqk_helpers.engine.flow import Flow, recipe, sleep

if TYPE_CHECKING:
    from nowhere import Absent  # type: ignore[import-not-found]

ID = UUID(int=1)


class BytesPath:
    def __fspath__(self) -> bytes:
        return b"path"


FITS: list[tuple[Any, list[Any], list[Any]]] = [
    (str, ["", "a", type("Text", (str,), {})("a")], [b"a", 5, None, ["a"], ID]),
    (bool, [True], [1, "yes", None]),
    (int, [0, -1, 10**30], [True, 1.0, "1", Fraction(1, 2)]),
    (float, [0, 1.5, Fraction(1, 2), float("nan")], [False, "1", Decimal("1.5"), 1j, None]),
    (float | None, [None, 2], ["", True]),
    (Optional[int], [None, 2], [2.5]),  # noqa: UP045
    (Literal["A", "B"], ["A"], ["C", None, 1, b"A", ["A"]]),
    (Mapping[str, Any], [{}, MappingProxyType({})], [[], "ab", [("a", 1)]]),
    (Sequence[str], [[], ["a"], ("a",)], ["a", b"a", {"a"}, [b"a"], iter("a"), {"a": 1}]),
    (Sequence[str | int], [["a", 1]], [["a", 1.5]]),
    (Sequence, [[1], ("a",)], ["a"]),
    (Callable[[int], object], [len, int, lambda: None], ["len", 5]),
    (str | os.PathLike[str], ["a", Path("a")], [b"a", BytesPath(), io.BytesIO()]),
    (BinaryIO, [io.BytesIO(), io.StringIO()], ["a", io.BytesIO, b"a"]),
    (io.BytesIO, [io.BytesIO()], [io.StringIO()]),
    (list[str], [["a"], [5]], [("a",)]),
    (Any, [5, None], []),
    (TypeVar("X"), [5, None], []),
]


@pytest.mark.parametrize(("hint", "right", "wrong"), FITS, ids=[str(fits[0]) for fits in FITS])
def test_what_fits(hint: Any, right: list[Any], wrong: list[Any]) -> None:
    for value in right:
        assert fits(value, hint), value
        assert fit("f", "x", value, hint) is value
    for value in wrong:
        assert not fits(value, hint), value


def test_a_uuid_passes_for_text_as_its_text() -> None:
    assert fit("f", "x", ID, str | int | None) == str(ID)
    assert fit("f", "x", ID, UUID | str) is ID
    with pytest.raises(InvalidInput):
        fit("f", "x", ID, int)


@pytest.mark.parametrize(
    ("value", "hint", "said"),
    [
        (5, str | None, "x is of type int: pass str or None"),
        (None, bool, "x is None: pass bool"),
        (b"", BinaryIO | str, "x is of type bytes: pass a file open for reading bytes or str"),
        ("len", Callable[[], int] | None, "x is of type str: pass a function or None"),
        ("C", Literal["A", "B"], "x is of type str: pass 'A' or 'B'"),
        ("a", Sequence[str | int], "x is of type str: pass a list of str or int"),
        (["a", 5, 6], Sequence[str] | None, "x[1] is of type int: pass str"),
        ("plqk_canary", Mapping[str, Any], "x is of type str: pass a dict"),
    ],
)
def test_the_message_says_what_to_pass_and_never_the_value(
    value: Any, hint: Any, said: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        fit("do_it", "x", value, hint)
    assert str(caught.value) == f"do_it: {said}"


@recipe
def take(number: int, /, *more: int, name: str = "n", **rest: int) -> Flow[Any]:
    """Return what was passed."""
    yield from sleep(0)
    return number, more, name, rest


@recipe
def take_absent(thing: Absent) -> Flow[Any]:
    """Return the thing, whose type cannot be resolved."""
    yield from sleep(0)
    return thing


def test_arguments_arrive_where_they_belong() -> None:
    assert take(1) == (1, (), "n", {})
    assert take(1, 2, 3, name="m", other=4) == (1, (2, 3), "m", {"other": 4})
    assert take(1, name=ID)[2] == str(ID)  # type: ignore[arg-type]
    assert take_absent(5) == 5
    with pytest.raises(InvalidInput, match="take: number is of type str: pass int"):
        take("1")  # type: ignore[arg-type]


def test_annotations_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Any] = []
    parameters_of = Parameters.of
    monkeypatch.setattr(Parameters, "of", lambda f: read.append(f) or parameters_of(f))  # type: ignore[func-returns-value]

    @recipe
    def once(number: int) -> Flow[int]:
        yield from sleep(0)
        return number

    assert read == []
    assert [once(1), once(2)] == [1, 2]
    assert len(read) == 1
