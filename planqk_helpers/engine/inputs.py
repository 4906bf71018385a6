"""Inputs of executions: JSON objects, and where exactly one is not."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import InvalidInput

# By attribute, because the libraries they belong to need not be installed.
REMEDIES = {
    "tolist": "pass its .tolist()",  # numpy's arrays, pandas' series
    "to_dict": 'pass its .to_dict("list")',  # data frames
    "isoformat": "pass its .isoformat()",  # dates and times
    "item": "pass its .item()",  # numpy's numbers
    "hex": "pass its .hex(), or base64",  # bytes
}
DEPTH = 100


def as_json(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return ``value`` if it can be sent as a JSON object.

    Raises:
        InvalidInput: Something in it has no form in JSON, NaN for one; the message names the place,
            the type and the remedy.
    """
    try:
        json.dumps(dict(value), allow_nan=False, ensure_ascii=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        where = next(problems(value, name, 0), f"{name} cannot be written as JSON: {error}")
        raise InvalidInput(f"{where}. Nothing was sent") from None
    return dict(value)


def problems(value: object, path: str, depth: int) -> Iterator[str]:
    """Give what cannot be written as JSON in ``value``, each with its place."""
    if depth > DEPTH:
        yield f"{path:.100}... is nested deeper than {DEPTH} levels, or holds itself"
    elif isinstance(value, Mapping):
        if not isinstance(value, dict) and depth:
            yield f"{path} is of type {type(value).__name__}: pass dict(...) of it"
        for key, member in value.items():
            if not isinstance(key, str | int | float | bool | None):
                yield f"{path} has a key of type {type(key).__name__}: JSON's are text"
            else:
                yield from problems(member, f"{path}[{key!r}]", depth + 1)
    elif isinstance(value, (list, tuple)):
        for place, item in enumerate(value):
            yield from problems(item, f"{path}[{place}]", depth + 1)
    elif reason := problem(value):
        yield f"{path} {reason}"


def problem(value: object) -> str:
    """Return why a single value cannot be written as JSON, and the remedy, or ""."""
    if isinstance(value, float) and not math.isfinite(value):
        return f"is {value}, which JSON does not have: pass None, or leave it out"
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError as error:
            return f"is text that cannot be sent ({error})"
    if isinstance(value, str | int | float | bool | None):
        return ""
    return f"is of type {type(value).__name__}, which JSON does not have: {remedy(value)}"


def remedy(value: object) -> str:
    """Return what to pass instead of ``value``."""
    if isinstance(value, (set, frozenset)):
        return "pass a list of it"
    if isinstance(value, complex):
        return "pass its .real and .imag"
    one_number = getattr(value, "ndim", None) == 0
    names = [name for name in REMEDIES if hasattr(value, name)]
    if one_number and "item" in names:
        return REMEDIES["item"]
    return REMEDIES[names[0]] if names else "pass numbers, text, lists and dicts"
