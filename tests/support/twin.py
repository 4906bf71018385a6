"""A twin of the Hub's document, as the live one may be: the same API, told otherwise."""

from __future__ import annotations

import copy
import json
from typing import Any

from scripts.documents import Document, operations

LIMITS: dict[str, dict[str, Any]] = {
    "string": {"minLength": 1, "maxLength": 255, "pattern": r"^\S"},
    "integer": {"minimum": 0, "maximum": 1_000_000},
    "array": {"minItems": 0, "maxItems": 100},
}
ERROR = {
    "type": "object",
    "properties": {"errorMessage": {"type": "string"}, "status": {"type": "integer"}},
}


def twin(document: Document) -> Document:
    """Return the same API with the differences that its real document surely has."""
    other = copy.deepcopy(document)
    rename_bodies(other)
    for operation in operations(other).values():
        tell_exact_codes(operation)
        tell_errors(operation)
        tell_security(operation)
        tell_defaults(operation)
    other["components"]["schemas"]["ApiError"] = ERROR
    other["components"]["securitySchemes"]["oauth2"] = {
        "type": "oauth2",
        "flows": {
            "authorizationCode": {
                "authorizationUrl": "https://login.example/authorize",
                "tokenUrl": "https://login.example/token",
                "scopes": {},
            }
        },
    }
    tell_limits(other)
    describe([other["paths"], other["components"]["schemas"]])
    for name, schema in other["components"]["schemas"].items():
        schema["title"] = f"The {name}"
    spell_constants(other["components"]["schemas"])
    del other["security"]
    return other


def bodies(document: Document) -> set[str]:
    """Return the names of the objects that requests send."""
    schemas = document["components"]["schemas"]
    names = {
        content["schema"].get("$ref", "").rpartition("/")[2]
        for operation in operations(document).values()
        for content in operation.get("requestBody", {}).get("content", {}).values()
    }
    return {name for name in names if schemas.get(name, {}).get("type") == "object"}


def rename_bodies(document: Document) -> None:
    """Give each body another name; one that answers hold too becomes a schema of its own."""
    schemas = document["components"]["schemas"]
    for name in bodies(document):
        schemas[f"{name}Payload"] = copy.deepcopy(schemas[name])
    for operation in operations(document).values():
        for content in operation.get("requestBody", {}).get("content", {}).values():
            reference = content["schema"].get("$ref", "")
            if f"{reference.rpartition('/')[2]}Payload" in schemas:
                content["schema"]["$ref"] = f"{reference}Payload"
    for name in bodies(document):
        own = name.removesuffix("Payload")
        if f'schemas/{own}"' not in json.dumps(document):
            del schemas[own]


EXACT = {"201": "200", "204": "200"}


def tell_exact_codes(operation: Document) -> None:
    """Answer every success with 200, where that is not another answer already."""
    answers = operation["responses"]
    for code, exact in EXACT.items():
        if code in answers and exact not in answers:
            answers[exact] = answers.pop(code)


def tell_errors(operation: Document) -> None:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/ApiError"}}}
    for code in ("429", "503", "default"):
        operation["responses"][code] = {"description": "An error."}
    for code, answer in operation["responses"].items():
        if not code.startswith("2"):
            answer["content"] = content


def tell_security(operation: Document) -> None:
    operation["security"] = [{"apiKey": []}, {"oauth2": []}]


def tell_defaults(operation: Document) -> None:
    for parameter in operation.get("parameters", ()):
        if parameter.get("name") == "size":
            parameter["schema"]["default"] = 20
        elif parameter.get("name") == "force":
            parameter["schema"]["default"] = False


def tell_limits(node: Any) -> None:
    """Give every value of a kind its limits, but not members that are called like a keyword."""
    if isinstance(node, list):
        for item in node:
            tell_limits(item)
    elif isinstance(node, dict):
        for key, item in node.items():
            members = item.values() if key == "properties" and isinstance(item, dict) else [item]
            for member in members:
                tell_limits(member)
        if "enum" not in node and "format" not in node and isinstance(node.get("type"), str):
            node.update(LIMITS.get(node["type"], {}))


def spell_constants(node: Any) -> None:
    """Say `const` where a value is the only one."""
    for item in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        spell_constants(item)
    if isinstance(node, dict) and isinstance(node.get("enum"), list) and len(node["enum"]) == 1:
        node["const"] = node.pop("enum")[0]


def describe(node: Any) -> None:
    """Put other texts everywhere."""
    for item in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        describe(item)
    if isinstance(node, dict) and isinstance(node.get("type"), str) and "in" not in node:
        node["description"] = "As the platform says it."
