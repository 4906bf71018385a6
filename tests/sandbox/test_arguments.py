"""The arguments of run(): found by name, converted to what its annotations say."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NewType, TypedDict, Union

import pytest

from planqk_sandbox.work.arguments import bind

Size = NewType("Size", int)
ID = "8c1b7a52-5a59-4a8a-9d3b-0d8a7b1c2d3e"


class Colour(enum.Enum):
    RED = "r"
    BLUE = "b"


class Level(enum.IntEnum):
    LOW = 1


class Options(TypedDict, total=False):
    shots: int


@dataclass
class Point:
    x: float
    tags: list[Colour] = field(default_factory=list)


@dataclass
class Line:
    ends: tuple[Point, Point]


@dataclass
class Model:
    """Stands for a model of pydantic 2."""

    text: str

    @classmethod
    def model_validate_json(cls, text: str) -> Model:
        if "wrong" in text:
            raise ValueError("1 validation error")
        return cls(text)


@dataclass
class OldModel:
    """Stands for a model of pydantic 1."""

    text: str

    @classmethod
    def parse_raw(cls, text: str) -> OldModel:
        return cls(text)


class DataPool:
    """Stands for the one of qhub-commons."""

    def __init__(self, path: str) -> None:
        if not Path(path).is_dir():
            raise FileNotFoundError(path)
        self.path = path


class SecretValue:
    """Stands for the one of qhub-commons."""

    def __init__(self, value: str) -> None:
        self.value = value


def run_with(kind: Any, default: Any = ...) -> Callable[..., object]:
    """Return a run() with a parameter `value` that is annotated."""

    def run(value):  # type: ignore[no-untyped-def]
        return value

    if default is not ...:
        run.__defaults__ = (default,)
    run.__annotations__ = {"value": kind}
    return run


@pytest.mark.parametrize(
    ("kind", "sent", "wanted"),
    [
        (Any, {"a": None}, {"a": None}),
        (object, [1], [1]),
        (int, 3, 3),
        (int, "3", 3),
        (int, 3.0, 3),
        (float, 3, 3.0),
        (str, "text", "text"),
        (str, 5, "5"),
        (str, {"a": 1}, '{"a": 1}'),
        (bool, False, False),
        (bool, "false", False),
        (bool, "Yes", True),
        (bool, 1, True),
        (None, None, None),
        (int | None, None, None),
        (Union[int, str], "a", "a"),  # noqa: UP007 - as code for older Pythons has it
        (int | str, "4", 4),
        (list, [1, "a"], [1, "a"]),
        (list[int], ["1", 2], [1, 2]),
        (list[list[int]], [[1], ["2"]], [[1], [2]]),
        (tuple, [1, 2], (1, 2)),
        (tuple[int, str], [1, 2], (1, "2")),
        (tuple[int, ...], [1, "2", 3], (1, 2, 3)),
        (set[int], [1, 1], {1}),
        (frozenset, [1], frozenset([1])),
        (Sequence[int], ["1"], [1]),
        (dict, {"a": 1}, {"a": 1}),
        (dict[str, float], {"a": "1"}, {"a": 1.0}),
        (dict[int, str], {"1": 2}, {1: "2"}),
        (Mapping[str, int], {"a": "1"}, {"a": 1}),
        (Options, {"shots": 1}, {"shots": 1}),
        (Literal["a", 1], 1, 1),
        (Size, "7", 7),
        (Colour, "r", Colour.RED),
        (Colour, "BLUE", Colour.BLUE),
        (Level, 1, Level.LOW),
        (dt.date, "2026-01-02", dt.date(2026, 1, 2)),
        (dt.time, "10:20:30", dt.time(10, 20, 30)),
        (dt.datetime, "2026-01-02T03:04:05Z", dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)),
        (uuid.UUID, ID, uuid.UUID(ID)),
        (decimal.Decimal, 1.5, decimal.Decimal("1.5")),
        (Path, "a/b", Path("a/b")),
        (Model, {"a": [1]}, Model('{"a": [1]}')),
        (list[OldModel], [{}], [OldModel("{}")]),
        (Point, {"x": 1, "tags": ["r"]}, Point(1.0, [Colour.RED])),
        (Line, {"ends": [{"x": 1}, {"x": "2"}]}, Line((Point(1.0), Point(2.0)))),
        ("list[int]", ["1"], [1]),
    ],
)
def test_what_fits_is_converted(kind: Any, sent: object, wanted: object) -> None:
    found = bind(run_with(kind), {"value": sent})["value"]
    assert found == wanted
    assert type(found) is type(wanted)


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        (int, "three"),
        (int, 3.5),
        (int, True),
        (int, [3]),
        (int, None),
        (float, "x"),
        (bool, "perhaps"),
        (bool, []),
        (None, 0),
        (list[int], "12"),
        (list[int], ["x"]),
        (tuple[int, int], [1]),
        (dict[str, int], [["a", 1]]),
        (Literal["a"], "b"),
        (Colour, "g"),
        (Colour, ["r"]),
        (dt.date, "tomorrow"),
        (dt.date, 5),
        (uuid.UUID, "x"),
        (decimal.Decimal, "x"),
        (Path, 5),
        (Point, [1]),
        (Point, {"x": 1, "y": 2}),
        (Point, {}),
        (int | list[int], "x"),
        (Model, {"wrong": 1}),
        (complex, 1),
        (Callable[[], None], 1),
    ],
)
def test_what_does_not_fit_is_named(kind: Any, sent: object) -> None:
    with pytest.raises(ValueError, match=r"The argument 'value' of run\(\): "):
        bind(run_with(kind), {"value": sent})


def test_what_does_not_fit_into_an_optional_one_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert bind(run_with(int | None), {"value": "x"}) == {"value": None}
    assert "WARNING: An argument became None" in capsys.readouterr().err


def test_what_is_not_sent() -> None:
    assert bind(run_with(int, 5), {}) == {}, "Python knows the default"
    assert bind(run_with(int | None), {}) == {"value": None}
    assert bind(run_with(Model), {}) == {"value": Model("{}")}
    assert bind(run_with(int), {}) == {}, "Python says what is missing"


def test_more_than_run_takes(capsys: pytest.CaptureFixture[str]) -> None:
    assert bind(run_with(Any), {"value": 1, "other": 2}) == {"value": 1}
    assert "run() has no parameter 'other': ignored" in capsys.readouterr().err

    def takes_all(value: int, *rest: int, **more: int) -> None: ...

    given = {"value": "1", "other": 2}
    assert bind(takes_all, given) == {"value": 1, "other": 2}


def test_annotations_nobody_can_resolve() -> None:
    def run(value: Missing, other: int) -> None: ...  # type: ignore[name-defined]  # noqa: F821

    assert bind(run, {"value": "1", "other": "2"}) == {"value": "1", "other": "2"}


def test_data_pools_and_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATAPOOL_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("SECRET_VALUE", "hush")
    (tmp_path / "value").mkdir()
    pool = bind(run_with(DataPool), {"value": {"id": "x", "ref": "DATAPOOL"}})["value"]
    assert pool.path == str(tmp_path / "value")
    assert bind(run_with(SecretValue | None), {})["value"].value == "hush"
    (tmp_path / "value").rmdir()
    monkeypatch.delenv("SECRET_VALUE")
    for optional in (DataPool | None, SecretValue | None):
        assert bind(run_with(optional), {}) == {"value": None}
    with pytest.raises(FileNotFoundError):
        bind(run_with(DataPool), {})
    with pytest.raises(ValueError, match="SECRET_VALUE"):
        bind(run_with(SecretValue), {})
