"""Spell a document the way that the overlay and the generator expect, whatever its own way is.

Nothing here changes the API. OpenAPI 3.0 and 3.1 say some things in different words, and what a
platform calls the bodies of its requests never goes over the wire.
"""

from __future__ import annotations

import copy
from typing import Any

from scripts.documents import Document, operations

RULE = "name_bodies_after_operations"
"""In the configuration of a document; ours, not the generator's."""


def respell(document: Document, *, bodies: bool) -> Document:
    """Return a copy of the document in our spelling; with ``bodies``, `name_bodies` is applied."""
    spelled = {**document, **{part: plain(document.get(part, {})) for part in SPELLED}}
    return name_bodies(spelled) if bodies else spelled


SPELLED = ("paths", "components")


def name_bodies(document: Document) -> Document:
    """Return the document with each object that a request sends written out in its operation.

    The generator calls its class by the operation then: CreateApplicationBody. Names of bodies
    differ between a platform's document and what clients show of it.
    """
    changed = copy.deepcopy(document)
    schemas = document.get("components", {}).get("schemas", {})
    for operation in operations(changed).values():
        for content in operation.get("requestBody", {}).get("content", {}).values():
            name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
            if schemas.get(name, {}).get("type") == "object":
                content["schema"] = copy.deepcopy(schemas[name])
    return changed


def plain(node: Any, *, names: bool = False) -> Any:
    """Copy a part of a document; with ``names``, the keys are names of members, not keywords."""
    if isinstance(node, list):
        return [plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    spelled = {
        key: plain(value, names=key in NAMES and not names)
        for key, value in node.items()
        # The generator would name a class after it.
        if names or key != "title" or not isinstance(value, str)
    }
    if not names:
        if isinstance(spelled.get("const"), str):
            spelled["enum"] = [spelled.pop("const")]
        if "contentMediaType" in spelled and spelled.get("type") == "string":
            spelled["format"] = "byte" if spelled.pop("contentEncoding", "") else "binary"
            del spelled["contentMediaType"]
    return spelled


NAMES = {"properties", "schemas", "parameters", "responses", "mapping", "default", "example"}
