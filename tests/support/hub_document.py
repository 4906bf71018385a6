"""What tests read in the Hub's API document, and requests that they make from it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from planqk_sandbox.faces.hub.routing import read_api_document
from planqk_sandbox.faces.routes import resolve

DOCUMENT = read_api_document("platform")
Schema = dict[str, Any]
Place = tuple[str | int, ...]
# Below a path there are things of a kind.
KINDS = {
    "/services/": "service",
    "/managed-services/": "service",
    "/external-services/": "external service",
    "/applications/": "application",
    "/subscriptions/": "subscription",
    "/marketplace/services/": "entry",
    "/datapools/": "data pool",
    "/service-executions/": "execution",
    "/service-jobs/": "execution",
    "/organizations/": "organization",
}


@frozen
class Operation:
    """An operation of the document; `schema` is that of its JSON body, if it has one."""

    id: str
    method: str
    template: str
    schema: Schema | None
    declaration: Schema

    def path(self, value: str = "x") -> str:
        """Return a path where each parameter has this value."""
        return re.sub(r"\{\w+\}|\*\*", value, self.template)

    @property
    def kind(self) -> str | None:
        """What the id in the path is the id of, if there is one."""
        if "{id}" not in self.template:
            return None
        return next(kind for path, kind in KINDS.items() if self.template.startswith(path))

    @property
    def query(self) -> dict[str, Schema]:
        """The query parameters by their names."""
        return {each["name"]: each for each in self._parameters if each["in"] == "query"}

    @property
    def for_account(self) -> bool:
        """Whether it takes X-OrganizationId."""
        return any(each["name"] == "X-OrganizationId" for each in self._parameters)

    @property
    def _parameters(self) -> list[Schema]:
        return [resolve(each, DOCUMENT) for each in self.declaration.get("parameters", [])]


def operations() -> Iterator[Operation]:
    """Return all operations of the document."""
    for template, methods in DOCUMENT["paths"].items():
        for method, declaration in methods.items():
            content = declaration.get("requestBody", {}).get("content", {})
            form = content.get("application/json")
            schema = resolve(form["schema"], DOCUMENT) if form else None
            name = declaration["operationId"]
            yield Operation(name, method.upper(), template, schema, declaration)


def multipart_parts(operation: Operation) -> list[str]:
    """Return the names of the parts of a multipart body."""
    content = operation.declaration.get("requestBody", {}).get("content", {})
    form = content.get("multipart/form-data")
    return list(resolve(form["schema"], DOCUMENT)["properties"]) if form else []


def examples(schema: Schema | None) -> Iterator[Any]:
    """Return values that fit a schema: each alternative is in one of them."""
    schema = resolve(schema or {}, DOCUMENT)
    if "discriminator" in schema:
        for word, reference in schema["discriminator"]["mapping"].items():
            for example in examples({"$ref": reference}):
                yield {**example, schema["discriminator"]["propertyName"]: word}
    elif "enum" in schema:
        yield schema["enum"][0]
    elif schema.get("type") == "array":
        yield from ([each] for each in examples(schema["items"]))
    elif schema.get("type") == "object" or "properties" in schema:
        yield from _objects(schema)
    else:
        yield {"string": "text", "integer": 1, "number": 1.5, "boolean": True}[schema["type"]]


def _objects(schema: Schema) -> Iterator[dict[str, Any]]:
    members = {name: list(examples(each)) for name, each in schema.get("properties", {}).items()}
    more = schema.get("additionalProperties")
    if isinstance(more, dict) and more:
        members["A"] = list(examples(more))
    first = {name: values[0] for name, values in members.items()}
    yield first
    for name, values in members.items():
        yield from ({**copy.deepcopy(first), name: value} for value in values[1:])


def places(value: Any, schema: Schema | None, at: Place = ()) -> Iterator[tuple[Place, Schema]]:
    """Return each place in a value and the schema that is for it."""
    schema = resolve(schema or {}, DOCUMENT)
    if "discriminator" in schema:
        word = value[schema["discriminator"]["propertyName"]]
        reference = schema["discriminator"]["mapping"][word]
        yield from places(value, {"$ref": reference}, at)
        return
    yield at, schema
    if isinstance(value, dict):
        for name, member in value.items():
            known = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
            if isinstance(known, dict):
                yield from places(member, known, (*at, name))
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from places(item, schema["items"], (*at, number))


def put_at(body: Any, place: Place, value: object) -> Any:
    """Return a copy of `body` with another value at `place`."""
    if not place:
        return value
    changed = copy.deepcopy(body)
    inside = changed
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    return changed
