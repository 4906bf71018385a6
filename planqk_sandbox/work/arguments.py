"""Gives run() its arguments by name, in the process of the user code: ``runner.py`` loads it there.

An argument is converted to what the annotation of its parameter says, if that is a type; without
annotation it stays what it is in JSON. Only the standard library, and no syntax after Python 3.8.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import decimal
import enum
import inspect
import json
import os
import re
import sys
import types
import typing
import uuid
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Arguments = dict[str, Any]

UNIONS = (typing.Union, getattr(types, "UnionType", typing.Union))
TRUE, FALSE = ("true", "yes", "1"), ("false", "no", "0")
PARTS = (list, tuple, set, frozenset)
NOTHING = inspect.Parameter.empty
NONE = type(None)


def bind(run_function: Callable[..., object], given: Arguments) -> Arguments:
    """Return the arguments of run(); a line in the log tells what it does not take.

    Raises:
        ValueError: An argument cannot become what its annotation says.
    """
    try:
        parameters = inspect.signature(run_function).parameters
    except ValueError:
        return given
    kinds = annotations_of(run_function, parameters)
    bound: Arguments = {}
    for name, parameter in parameters.items():
        if parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            bound[name] = argument(parameter, kinds.get(name, Any), given)
    takes_all = any(each.kind is each.VAR_KEYWORD for each in parameters.values())
    for name in given:
        if name not in parameters and takes_all:
            bound[name] = given[name]
        elif name not in parameters:
            warn(f"run() has no parameter {name!r}: ignored")
    return {name: value for name, value in bound.items() if value is not NOTHING}


def annotations_of(
    run_function: Callable[..., object], parameters: Mapping[str, inspect.Parameter]
) -> dict[str, Any]:
    """Return the annotations of run(); those that are texts nobody can resolve are left out."""
    try:
        return typing.get_type_hints(run_function)
    except Exception:  # noqa: BLE001 - texts are user code as well
        plain = {name: each.annotation for name, each in parameters.items()}
        return {n: a for n, a in plain.items() if a is not NOTHING and not isinstance(a, str)}


def argument(parameter: inspect.Parameter, kind: Any, given: Arguments) -> Any:
    """Return the argument for a parameter, or NOTHING: then it has a default, or run() fails."""
    name = parameter.name
    special = pool_or_secret(name, kind)
    if special is not NOTHING:
        return special
    if name in given:
        try:
            return convert(given[name], kind)
        except (ValueError, TypeError) as error:
            raise ValueError(f"The argument {name!r} of run(): {error}") from error
    if parameter.default is not NOTHING:
        return NOTHING
    if is_optional(kind):
        return None
    return convert({}, kind) if is_model(kind) else NOTHING


def pool_or_secret(name: str, kind: Any) -> Any:
    """Return the data pool or the secret for a parameter that takes one, or NOTHING."""
    for each in kind.__args__ if is_union(kind) else (kind,):
        # User code brings its own copy of these classes, so only their names can tell.
        what = getattr(each, "__name__", "")
        folder = Path(os.environ.get("DATAPOOL_DIRECTORY", ""), name)
        if what == "DataPool" and (folder.is_dir() or not is_optional(kind)):
            return each(str(folder))
        variable = "SECRET_" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()
        if what == "SecretValue" and variable in os.environ:
            return each(value=os.environ[variable])
        if what == "SecretValue" and not is_optional(kind):
            raise ValueError(f"There is no secret for the parameter {name!r} ({variable})")
    return NOTHING


def convert(value: Any, kind: Any) -> Any:
    """Return a JSON value as an annotation wants it.

    Raises:
        ValueError, TypeError: It is not possible.
    """
    if kind in (Any, object) or isinstance(kind, typing.TypeVar):
        return value
    if is_union(kind):
        return convert_union(value, kind)
    origin, inner = getattr(kind, "__origin__", None), getattr(kind, "__args__", ())
    if origin is getattr(typing, "Literal", NOTHING):
        return one_of(value, inner)
    if hasattr(kind, "__supertype__"):  # typing.NewType
        return convert(value, kind.__supertype__)
    return convert_class(value, origin if isinstance(origin, type) else kind, inner)


def convert_class(value: Any, outer: Any, inner: tuple[Any, ...]) -> Any:
    """Return a value as a class, whose parts are of the classes `inner`."""
    if not isinstance(outer, type):
        raise TypeError(f"nothing can become a {outer!r}")
    if outer in PARTS:
        return convert_list(value, outer, inner)
    if issubclass(outer, dict) or is_abstract(outer, "Mapping", "MutableMapping"):
        return convert_dict(value, inner)
    if is_abstract(outer, "Sequence", "Iterable", "Collection"):
        return convert_list(value, list, inner)
    return convert_one(value, outer)


def convert_union(value: Any, kind: Any) -> Any:
    """Return a value as the first alternative that is possible; none of X or None is None."""
    if value is None and is_optional(kind):
        return None
    problems = []
    for each in kind.__args__:
        try:
            if each is not NONE:
                return convert(value, each)
        except (ValueError, TypeError) as error:
            problems.append(str(error))
    if is_optional(kind) and len(kind.__args__) == 2:
        # The platform's own runtime does it without a word.
        warn(f"An argument became None: {problems[0]}")
        return None
    raise ValueError("; ".join(problems))


def convert_list(value: Any, outer: type, inner: tuple[Any, ...]) -> Any:
    """Return a list as a list, a tuple or a set."""
    require(value, list, "a list")
    if outer is tuple and inner and inner[-1] is not Ellipsis:
        if len(value) != len(inner):
            raise ValueError(f"a list of {len(inner)} was wanted, not of {len(value)}")
        return tuple(convert(each, kind) for each, kind in zip(value, inner))  # noqa: B905
    return outer([convert(each, inner[0] if inner else Any) for each in value])


def convert_dict(value: Any, inner: tuple[Any, ...]) -> Arguments:
    """Return an object as a dict."""
    require(value, dict, "an object")
    key, kind = inner if len(inner) == 2 else (Any, Any)
    return {convert(name, key): convert(each, kind) for name, each in value.items()}


def convert_one(value: Any, kind: Any) -> Any:
    """Return a value as a class that has no parts."""
    if is_model(kind):
        return convert_model(value, kind)
    if dataclasses.is_dataclass(kind):
        return convert_dataclass(value, kind)
    if issubclass(kind, enum.Enum):
        return convert_enum(value, kind)
    for bases, conversion in CONVERSIONS:
        if issubclass(kind, bases):
            return conversion(value, kind)
    raise TypeError(f"nothing can become a {kind.__name__}")


def convert_model(value: Any, kind: Any) -> Any:
    """Return a value as a pydantic model, of version 1 or 2."""
    text = value if isinstance(value, str) else json.dumps(value)
    if hasattr(kind, "model_validate_json"):
        return kind.model_validate_json(text)
    return kind.parse_raw(text)


def convert_dataclass(value: Any, kind: Any) -> Any:
    """Return an object as a dataclass."""
    require(value, dict, "an object")
    kinds = typing.get_type_hints(kind)
    names = {field.name for field in dataclasses.fields(kind) if field.init}
    unknown = sorted(set(value) - names)
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(unknown)}")
    return kind(**{name: convert(each, kinds[name]) for name, each in value.items()})


def convert_enum(value: Any, kind: Any) -> Any:
    """Return a member of an enumeration by its value, or else by its name."""
    try:
        return kind(value)
    except ValueError:
        return kind[one_of(value, tuple(kind.__members__))]


def to_bool(value: Any, _: Any) -> bool:
    """Return true or false; a text counts as what it says."""
    text = str(value).lower()
    if isinstance(value, (dict, list)) or text not in TRUE + FALSE:
        raise ValueError(f"true or false was wanted, not {shown(value)}")
    return text in TRUE


def to_number(value: Any, kind: Any) -> Any:
    """Return a number; a text counts as what it says."""
    fraction = isinstance(value, float) and not value.is_integer()
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError(f"a number was wanted, not {shown(value)}")
    if issubclass(kind, int) and fraction:
        raise ValueError(f"a whole number was wanted, not {shown(value)}")
    return kind(value)


def to_text(value: Any, kind: Any) -> Any:
    """Return a text; what is none becomes JSON, as on the platform."""
    return kind(value if isinstance(value, str) else json.dumps(value))


def from_text(value: Any, kind: Any) -> Any:
    """Return what a class makes of a text."""
    require(value, str, "a text")
    return kind(value)


def from_iso(value: Any, kind: Any) -> Any:
    """Return a date, a time, or both."""
    require(value, str, "a text")
    # Before 3.11 Python did not know the Z.
    return kind.fromisoformat(re.sub("[zZ]$", "+00:00", value))


def to_decimal(value: Any, kind: Any) -> Any:
    """Return a decimal number."""
    try:
        return kind(str(value))
    except decimal.InvalidOperation:
        raise ValueError(f"a number was wanted, not {shown(value)}") from None


def to_none(value: Any, _: Any) -> None:
    """Return None."""
    require(value, NONE, "null")


CONVERSIONS: tuple[tuple[Any, Callable[[Any, Any], Any]], ...] = (
    (str, to_text),
    (bool, to_bool),
    ((int, float), to_number),
    (decimal.Decimal, to_decimal),
    ((uuid.UUID, PurePath), from_text),
    ((dt.date, dt.time), from_iso),
    (NONE, to_none),
)


def require(value: Any, kind: type, what: str) -> None:
    """Check that a value is what an annotation needs."""
    if not isinstance(value, kind):
        raise ValueError(f"{what} was wanted, not {shown(value)}")


def one_of(value: Any, choices: tuple[Any, ...]) -> Any:
    """Return a value that is one of some."""
    if value not in choices:
        raise ValueError(f"one of {', '.join(map(str, choices))} was wanted, not {shown(value)}")
    return value


def shown(value: Any) -> str:
    """Return a value for a message."""
    text = repr(value)
    return text if len(text) <= 100 else text[:100] + "..."


def is_union(kind: Any) -> bool:
    """Tell whether an annotation has alternatives."""
    return getattr(kind, "__origin__", type(kind)) in UNIONS


def is_optional(kind: Any) -> bool:
    """Tell whether an annotation takes None."""
    return is_union(kind) and NONE in kind.__args__


def is_model(kind: Any) -> bool:
    """Tell whether an annotation is a pydantic model."""
    names = ("model_validate_json", "parse_raw")
    return isinstance(kind, type) and any(hasattr(kind, name) for name in names)


def is_abstract(kind: type, *names: str) -> bool:
    """Tell whether a class is one of these in collections.abc."""
    return kind.__module__ == "collections.abc" and kind.__name__ in names


def warn(text: str) -> None:
    """Write a line to the log of the execution."""
    print("WARNING:", *text.split(), file=sys.stderr)
