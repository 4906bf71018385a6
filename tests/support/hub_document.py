"""What tests read in the Hub's API document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from planqk_sandbox.faces.hub.routing import read_api_document
from planqk_sandbox.faces.routes import resolve

DOCUMENT = read_api_document("platform")


@dataclass(frozen=True)
class Operation:
    """An operation of the document; `schema` is that of its JSON body, if it has one."""

    id: str
    method: str
    template: str
    schema: dict[str, Any] | None
    declaration: dict[str, Any]

    def path(self, value: str = "x") -> str:
        """Return a path where each parameter has this value."""
        return re.sub(r"\{\w+\}|\*\*", value, self.template)


def operations() -> Iterator[Operation]:
    """Return all operations of the document."""
    for template, methods in DOCUMENT["paths"].items():
        for method, declaration in methods.items():
            content = declaration.get("requestBody", {}).get("content", {})
            form = content.get("application/json")
            schema = resolve(form["schema"], DOCUMENT) if form else None
            yield Operation(
                declaration["operationId"], method.upper(), template, schema, declaration
            )
