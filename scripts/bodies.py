"""Name the bodies of requests after their operations, whatever the document calls them."""

from __future__ import annotations

import copy

from scripts.documents import Document, operations

RULE = "name_bodies_after_operations"
"""In the configuration of a document; ours, not the generator's."""


def name_bodies(document: Document) -> Document:
    """Return the document with each object that a request sends written out in its operation.

    The generator calls its class by the operation then: CreateApplicationBody. Names of bodies
    differ between a platform's document and what clients show of it; they never go over the wire.
    """
    changed = copy.deepcopy(document)
    schemas = document.get("components", {}).get("schemas", {})
    for operation in operations(changed).values():
        for content in operation.get("requestBody", {}).get("content", {}).values():
            name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
            if schemas.get(name, {}).get("type") == "object":
                content["schema"] = copy.deepcopy(schemas[name])
    return changed
