"""Refuse an argument of a wrong type before anything is done with it.

What a parameter takes is read from its annotation. Only types are checked here: that a name is not
blank, say, is for the recipe to check.
"""

from __future__ import annotations

import collections.abc
import inspect
import os
from collections.abc import Callable, Mapping, Set
from io import IOBase
from numbers import Integral, Real
from types import NoneType, UnionType
from typing import Any, BinaryIO, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from attrs import frozen

from ..errors import InvalidInput

IN_WORDS: dict[Any, str] = {
    BinaryIO: "a file open for reading bytes",
    NoneType: "None",
    collections.abc.Callable: "a function",
    collections.abc.Mapping: "a dict",
}


@frozen
class Parameters:
    """What a function takes, as far as its annotations tell.

    Attributes:
        positional: Names of the parameters that can be given by position.
        types: The type of each parameter by its name.
    """

    positional: tuple[str, ...]
    types: dict[str, Any]

    @classmethod
    def of(cls, function: Callable[..., Any]) -> Parameters:
        """Read the annotations of ``function``."""
        try:
            types = get_type_hints(function)
        except (NameError, AttributeError, TypeError):  # imported for the type checker only
            types = {}
        parameters = inspect.signature(function).parameters.values()
        by_position = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        return cls(tuple(each.name for each in parameters if each.kind in by_position), types)

    def fit(
        self, owner: str, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[list[Any], dict[str, Any]]:
        """Return the arguments, each as `fit` does; which is missing, Python itself tells."""
        given = [
            fit(owner, name, value, self.types.get(name, Any))
            for name, value in zip(self.positional, args, strict=False)
        ]
        named = {
            name: fit(owner, name, value, self.types.get(name, Any))
            for name, value in kwargs.items()
        }
        return [*given, *args[len(given) :]], named


def fit(owner: str, name: str, value: Any, hint: Any) -> Any:
    """Return ``value`` if it is of the type ``hint``. A UUID passes for text, as its text.

    Raises:
        InvalidInput: It is of another type; the message names ``owner`` and ``name``.
    """
    if type(value) is hint or fits(value, hint):  # first what costs little: each look comes here
        return value
    if isinstance(value, UUID) and fits(str(value), hint):
        return str(value)
    for each in alternatives(hint):
        if is_sequence(each) and fits(value, get_origin(each)):
            for place, item in enumerate(value):
                fit(owner, f"{name}[{place}]", item, *get_args(each))
    # Not the value: it may be a token in the wrong place.
    kind = "None" if value is None else f"of type {type(value).__qualname__}"
    wrapped = fits(getattr(value, "value", None), hint) and hasattr(value, "value")
    raise InvalidInput(
        f"{owner}: {name} is {kind}: pass {'its .value, ' if wrapped else ''}{describe(hint)}"
        f"{namesake(value, hint)}"
    )


def namesake(value: Any, hint: Any) -> str:
    """Tell two classes of one name apart: the platforms' models have the same names."""
    wanted = {getattr(each, "__name__", ""): each for each in alternatives(hint)}
    for kind in type(value).__mro__:
        if kind.__name__ in wanted:
            its, own = package(wanted[kind.__name__]), package(kind)
            return f" of {its}, not of {own}" if its != own else ""
    return ""


def package(kind: type) -> str:
    """Return the name of the package that a class belongs to."""
    return kind.__module__.partition(".")[0]


def fits(value: Any, hint: Any) -> bool:  # noqa: PLR0911 - one for each form of a hint
    """Tell whether ``value`` is of the type ``hint``; a hint of unknown form takes everything."""
    kind = get_origin(hint) or hint
    if len(alternatives(hint)) > 1:
        return any(fits(value, each) for each in get_args(hint))
    if kind is Literal:
        return any(isinstance(value, type(each)) and value == each for each in get_args(hint))
    if kind in (int, float):  # numpy's too, and an int for a float, but no bool
        return isinstance(value, Integral if kind is int else Real) and not isinstance(value, bool)
    if kind is os.PathLike:
        return isinstance(value, os.PathLike) and isinstance(os.fspath(value), str)
    if kind is BinaryIO:
        return callable(getattr(value, "read", None)) and not isinstance(value, type)
    if kind is collections.abc.Iterable:  # of dicts, which these are not
        return isinstance(value, kind) and not isinstance(value, (str, bytes, Mapping, Set, IOBase))
    if is_sequence(hint):
        return (
            isinstance(value, kind)
            and not isinstance(value, (str, bytes, bytearray))
            and all(fits(item, each) for each in get_args(hint) for item in value)
        )
    try:
        return isinstance(value, kind)
    except TypeError:  # Any, for one: it cannot be asked
        return True


def describe(hint: Any) -> str:
    """Return ``hint`` in words."""
    kind = get_origin(hint) or hint
    if len(alternatives(hint)) > 1:
        return " or ".join(map(describe, get_args(hint)))
    if kind is Literal:
        return " or ".join(map(repr, get_args(hint)))
    if kind is collections.abc.Iterable:
        return "a list or another iterable"
    if is_sequence(hint):
        return f"a list of {' and '.join(map(describe, get_args(hint)))}"
    return IN_WORDS.get(kind) or str(getattr(kind, "__name__", kind))


def alternatives(hint: Any) -> tuple[Any, ...]:
    """Return the members of a union; of any other type, itself."""
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def is_sequence(hint: Any) -> bool:
    """Tell whether ``hint`` asks for a sequence, which text is not."""
    return (get_origin(hint) or hint) is collections.abc.Sequence
