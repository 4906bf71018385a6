"""Changes to plant in the platform's document, one for each thing that a recipe uses."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator

from attrs import frozen

from scripts.diff.naming import argument_name, class_name, module_of
from scripts.diff.uses import Use, Uses
from scripts.documents import Document, Operation, operations

READERS = {"resumable", "see_new_build", "unique"}
"""Functions of the engine that read members of models which they are given."""


@frozen
class Plant:
    """A change to plant.

    Attributes:
        name: The change in words.
        words: Names in Python: each line that the change concerns has one of them.
        used: Whether a recipe uses the changed thing.
        act: Makes the change in a document.
    """

    name: str
    words: set[str]
    used: bool
    act: Callable[[Document], object]

    def __call__(self, document: Document) -> Document:
        planted = copy.deepcopy(document)
        self.act(planted)
        assert planted != document
        return planted


def plants(document: Document, uses: Uses) -> Iterator[Plant]:
    for operation, body in operations(document).items():
        name = argument_name(body["operationId"])
        calls = [use for use in uses.of(module_of(body)) if not use.is_import]
        models = {class_name(schema) for schema in document["components"]["schemas"]}
        yield Plant(f"drop {operation}", {name, *models}, bool(calls), drop(operation))
        yield Plant(f"move {operation}", {name}, bool(calls), move(operation))
        yield Plant(f"serve elsewhere {operation}", {name}, bool(calls), serve(operation))
        for parameter in body.get("parameters", ()):
            if parameter["in"] != "path":
                yield from plants_in_parameter(operation, name, parameter, calls, uses)
            else:
                act = number(operation, parameter["name"])
                words = {name, argument_name(parameter["name"])}
                yield Plant(f"number {parameter['name']} of {operation}", words, bool(calls), act)
    yield from plants_in_schemas(document, uses)
    yield from plants_in_the_whole(document)


def plants_in_the_whole(document: Document) -> Iterator[Plant]:
    """Yield changes of what the recipes give the engine as strings."""
    key = document["components"]["securitySchemes"]["apiKey"]
    member = document["components"]["schemas"]["ErrorResponse"]["properties"]

    def rename_header(other: Document) -> None:
        other["components"]["securitySchemes"]["apiKey"]["name"] = "X-Other-Token"

    def rename_message(other: Document) -> None:
        properties = other["components"]["schemas"]["ErrorResponse"]["properties"]
        properties["message"] = properties.pop("errorMessage")

    def move_server(other: Document) -> None:
        other["servers"][0]["url"] = "https://else.example"

    assert (key["name"], "errorMessage" in member) == ("X-Auth-Token", True)
    yield Plant("rename header of the token", {"X"}, True, rename_header)
    yield Plant("rename member of errors", {"errorMessage"}, True, rename_message)
    yield Plant("move the server", {"default_base_url"}, True, move_server)


def plants_in_parameter(
    operation: Operation, name: str, parameter: Document, calls: list[Use], uses: Uses
) -> Iterator[Plant]:
    sent = parameter["name"]
    words = {argument_name(sent), f"{argument_name(sent)}_query"}
    given = [use for use in calls if words & (use.keywords or {}).keys()]
    where = f"{sent} of {operation}"
    act = rename_parameter(operation, sent)
    # The organization's header goes with every request, from a string.
    string = bool(calls) and any(use.target == sent for use in uses.strings)
    is_header = parameter["in"] == "header"
    words_there = {*words, name, "X"} if is_header else {*words, name}
    used = bool(given) or (is_header and string)
    yield Plant(f"rename parameter {where}", words_there, used, act)
    if not parameter.get("required"):
        yield Plant(f"require {where}", {name}, len(given) < len(calls), require(operation, sent))
    if parameter["in"] == "query" and parameter["schema"]["type"] == "string":
        yield Plant(f"list values of {where}", words, bool(given), list_values(operation, sent))


def plants_in_schemas(document: Document, uses: Uses) -> Iterator[Plant]:
    for schema, body in document["components"]["schemas"].items():
        if schema == "ErrorResponse":  # the overlay takes it out
            continue
        model = class_name(schema)
        yield Plant(f"rename {schema}", {model}, bool(uses.of(model)), rename_schema(schema))
        for member, form in body.get("properties", {}).items():
            word, enum = argument_name(member), class_name(f"{schema}_{member}")
            made = [use for use in uses.of(model) if word in (use.keywords or {})]
            used = bool(made or uses.of(f"{model}.{word}", f"*.{word}", enum))
            words = {word, enum, *READERS, *classes_in(form)}
            name = f"{schema}.{member}"
            yield Plant(f"remove {name}", words, used, remove(schema, member))
            yield Plant(f"change the type of {name}", words, used, retype(schema, member))
            if used and not made:
                yield Plant(f"hide {name}", words, used, hide(schema, member))
            if "enum" in form:
                yield Plant(f"add a value to {name}", words, used, extend(schema, member))


def classes_in(form: Document) -> set[str]:
    """Return the classes that nobody needs any more without a member."""
    references = re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(form))
    return {class_name(reference) for reference in references}


def at(document: Document, operation: Operation) -> Document:
    found: Document = document["paths"][operation.path][operation.method]
    return found


def parameter_of(document: Document, operation: Operation, name: str) -> Document:
    return next(p for p in at(document, operation)["parameters"] if p.get("name") == name)


def properties(document: Document, schema: str) -> Document:
    found: Document = document["components"]["schemas"][schema]["properties"]
    return found


def drop(operation: Operation) -> Callable[[Document], object]:
    return lambda document: document["paths"][operation.path].pop(operation.method)


def move(operation: Operation) -> Callable[[Document], object]:
    def act(document: Document) -> None:
        moved = document["paths"][operation.path].pop(operation.method)
        document["paths"][f"/v9{operation.path}"] = {operation.method: moved}

    return act


def serve(operation: Operation) -> Callable[[Document], object]:
    return lambda document: at(document, operation).update(servers=[{"url": "https://x.example"}])


def number(operation: Operation, name: str) -> Callable[[Document], object]:
    return lambda document: parameter_of(document, operation, name).update(
        schema={"type": "integer"}
    )


def hide(schema: str, member: str) -> Callable[[Document], object]:
    def act(document: Document) -> None:
        form = properties(document, schema)[member]
        whole = {"allOf": [form]} if "$ref" in form else form
        properties(document, schema)[member] = {**whole, "writeOnly": True}

    return act


def rename_parameter(operation: Operation, name: str) -> Callable[[Document], object]:
    return lambda document: parameter_of(document, operation, name).update(name=f"{name}Anew")


def require(operation: Operation, name: str) -> Callable[[Document], object]:
    return lambda document: parameter_of(document, operation, name).update(required=True)


def list_values(operation: Operation, name: str) -> Callable[[Document], object]:
    def act(document: Document) -> None:
        schema = parameter_of(document, operation, name)["schema"]
        schema["enum"] = ["NEW", schema.get("default", "OTHER")]

    return act


def remove(schema: str, member: str) -> Callable[[Document], object]:
    return lambda document: properties(document, schema).pop(member)


def retype(schema: str, member: str) -> Callable[[Document], object]:
    def act(document: Document) -> None:
        before = properties(document, schema)[member].get("type")
        other = "string" if before == "boolean" else "boolean"
        properties(document, schema)[member] = {"type": other}

    return act


def extend(schema: str, member: str) -> Callable[[Document], object]:
    return lambda document: properties(document, schema)[member]["enum"].append("NEW")


def rename_schema(schema: str) -> Callable[[Document], object]:
    def act(document: Document) -> None:
        text = json.dumps(document).replace(f'schemas/{schema}"', f'schemas/{schema}Anew"')
        document.update(json.loads(text))
        schemas = document["components"]["schemas"]
        schemas[f"{schema}Anew"] = schemas.pop(schema)

    return act
