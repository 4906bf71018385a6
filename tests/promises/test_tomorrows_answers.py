"""Tomorrow's answers still parse: null, unknown enum values, members that are gone or new."""

from __future__ import annotations

import copy
import importlib
from collections.abc import Iterator
from typing import Any

import pytest

from scripts.documents import read
from scripts.generate import prepare
from scripts.targets import SPECS_OF_ALL, Spec
from tests.support.tried import Tried

DATE_TIME = "2022-12-21T09:30:00+00:00"


def sample(schema: dict[str, Any], schemas: dict[str, Any], above: tuple[str, ...] = ()) -> Any:
    """A value that has every member the schema knows, but holds none of its own kind."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return sample(schemas[name], schemas, (*above, name)) if name not in above else {}
    if "oneOf" in schema:
        return sample(schema["oneOf"][0], schemas, above)
    if "enum" in schema or "const" in schema:
        return schema.get("const") or schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        members = schema.get("properties", {})
        return {name: sample(member, schemas, above) for name, member in members.items()}
    if kind == "array":
        return [sample(schema["items"], schemas, above)]
    text = DATE_TIME if schema.get("format") == "date-time" else "text"
    simple = {"string": text, "integer": 7, "number": 0.5, "boolean": True}
    return simple.get(str(kind), {"any": ["json", None]})


def answered(document: dict[str, Any]) -> set[str]:
    """Names of the schemas that are reached from answers."""
    schemas, found = document["components"]["schemas"], set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            name = node.get("$ref", "").rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                walk(schemas[name])
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    for operations in document["paths"].values():
        for operation in operations.values():
            walk(operation["responses"])
    return found


def places(
    schema: dict[str, Any], schemas: dict[str, Any], above: tuple[str, ...] = ()
) -> Iterator[tuple[list[Any], Any, bool]]:
    """Every member at every depth: path in the sample, its schema, whether it is required."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in above:
            yield from places(schemas[name], schemas, (*above, name))
    elif "oneOf" in schema:
        yield from places(schema["oneOf"][0], schemas, above)
    elif schema.get("type") == "array":
        for path, member, required in places(schema["items"], schemas, above):
            yield [0, *path], member, required
    else:
        for name, member in schema.get("properties", {}).items():
            yield [name], member, name in schema.get("required", [])
            for path, inner, required in places(member, schemas, above):
                yield [name, *path], inner, required


def mutations(
    name: str, schemas: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """What may come, and what has to come out when it is written back."""
    whole = sample(schemas[name], schemas)
    yield "as declared", whole, whole
    for path, member, required in places(schemas[name], schemas):
        if "const" in member and len(path) == 1:
            continue  # it tells the member of a union from others, who take what it refuses
        where = ".".join(map(str, path))
        as_null = changed(whole, path, lambda holder, key: holder.__setitem__(key, None))
        if not (required and ({"enum", "$ref", "properties"} & member.keys())):
            yield f"{where} null", as_null, as_null
        if "enum" in member or "const" in member:
            odd = changed(whole, path, lambda holder, key: holder.__setitem__(key, "TOMORROW"))
            yield f"{where} unknown", odd, odd
        if not required:
            gone = changed(whole, path, lambda holder, key: holder.pop(key))
            yield f"{where} gone", gone, gone
        if member.get("type") == "object" or "$ref" in member:
            new = changed(whole, path, lambda holder, key: grow(holder[key]))
            yield f"{where} grown", new, new
    grown = copy.deepcopy(whole)
    grow(grown)
    yield "grown", grown, grown


def grow(value: Any) -> None:
    if isinstance(value, dict):
        value["tomorrow"] = {"new": [1, None, "x"]}


def changed(whole: dict[str, Any], path: list[Any], change: Any) -> dict[str, Any]:
    twin = copy.deepcopy(whole)
    holder: Any = twin
    for step in path[:-1]:
        holder = holder[step]
    change(holder, path[-1])
    return twin


def without_nulls(value: Any, known: Any) -> Any:
    """Leave out members that are null, as far as the schema knows them: null means absent."""
    if isinstance(value, dict) and isinstance(known, dict):
        return {
            name: without_nulls(member, known.get(name))
            for name, member in value.items()
            if not (name in known and (member is None or member == []))
        }
    if isinstance(value, list) and isinstance(known, list) and known:
        return [without_nulls(member, known[0]) for member in value]
    return value


LEAST = {"planqk_platform": 400, "planqk_service": 15, "hub_platform": 1000, "hub_service": 50}


@pytest.mark.parametrize("spec", SPECS_OF_ALL, ids=lambda spec: spec.package)
def test_what_may_come_parses_and_goes_back(spec: Spec, tried: Tried) -> None:
    document = prepare(spec, read(spec.document))
    schemas = document["components"]["schemas"]
    models = importlib.import_module(f"{spec.package}.models")
    number = 0
    for name in sorted(answered(document)):
        model = getattr(models, name[0].upper() + name[1:], None)
        if model is None:  # any JSON, or a union
            assert "properties" not in schemas[name]
            continue
        whole = sample(schemas[name], schemas)
        for what, given, expected in mutations(name, schemas):
            number += 1
            back = model.from_dict(copy.deepcopy(given)).to_dict()
            assert without_nulls(back, whole) == without_nulls(expected, whole), f"{name}: {what}"
    tried(number, "answers of tomorrow")
    assert number > LEAST[spec.package]
