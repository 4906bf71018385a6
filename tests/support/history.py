"""What the tests of the report read: the states of the API, and a module of the recipes."""

from __future__ import annotations

import json
from typing import Any

from scripts.documents import SPECS, Document, read, read_yaml
from scripts.generate import spelled
from scripts.selection import select
from scripts.targets import HUB, PLANQK

HISTORY = SPECS / "history"
SERVICES = PLANQK.recipes / "services.py"
STATES = [PLANQK.platform.document, *sorted(HISTORY.glob("*.json"))]
"""The state of specs/planqk/, then the later ones."""
HUB_BEFORE = HISTORY / "hub" / "2.0.0.json"
"""The part of the Hub's API that gets a client, as of May 2026."""
HUB_FIRST = HISTORY / "hub" / "1.0.24.json"
"""The same as of March 2026, when it had no services."""


def hub_now() -> Document:
    """Return that part of the Hub's API today."""
    rules = read_yaml(HUB.platform.config)["operations"]
    return spelled(
        HUB.platform, select(read(HUB.platform.document), rules, HUB.platform.config.name, [])
    )


def in_3_1(document: Document) -> Document:
    """Return the same API in the words of OpenAPI 3.1."""
    other: Document = spell(json.loads(json.dumps(document)))
    return {**other, "openapi": "3.1.0"}


def spell(node: Any) -> Any:
    if isinstance(node, list):
        return [spell(item) for item in node]
    if not isinstance(node, dict):
        return node
    told = {key: spell(value) for key, value in node.items()}
    if told.get("nullable") is True:
        del told["nullable"]
        told["type"] = [told["type"], "null"]
    if isinstance(told.get("enum"), list) and len(told["enum"]) == 1:
        told["const"] = told.pop("enum")[0]
    if (told.get("type"), told.get("format")) == ("string", "binary"):
        told["contentMediaType"] = "application/octet-stream"
        del told["format"]
    if list(told) == ["$ref"] and told["$ref"].startswith("#/components/schemas/"):
        told["description"] = "Beside a reference, since 3.1."
    return told
