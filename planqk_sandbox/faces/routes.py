"""Routes come from the API documents themselves: what is served is what they declare."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

from .refusals import Refusal, not_found

Body = Literal["json", "multipart"]
Document = dict[str, Any]
REST = "/**"
"""At the end of a path it stands for a path of any length."""


def read_document(face: str, name: str) -> Document:
    """Return an API document in the package of a face."""
    text = (files(face) / "api-docs" / f"{name}.json").read_text("utf-8")
    document: Document = json.loads(text)
    return document


def resolve(thing: Any, document: Document) -> Any:
    """Return what `thing` refers to in the document, or itself when it is no reference."""
    while "$ref" in thing:
        found: Any = document
        for word in thing["$ref"].removeprefix("#/").split("/"):
            found = found[word]
        thing = found
    return thing


@dataclass(frozen=True)
class Route:
    """An operation of an API document, with its `declaration` there.

    `for_account` tells whether it takes X-OrganizationId. `query` are its query parameters by
    their names, `members` the names in its body or of its parts.
    """

    operation: str
    method: str
    template: str
    pattern: re.Pattern[str]
    body: Body | None
    for_account: bool
    query: dict[str, Any]
    members: frozenset[str]
    declaration: dict[str, Any]


class Routes:
    """Finds the operation of a request."""

    def __init__(self, api_document: Document, *, spanning: str = "") -> None:
        """Read the routes of a document; the parameter `spanning` may have slashes."""
        # A literal segment wins over a parameter.
        self._routes = sorted(
            _routes(api_document, spanning), key=lambda route: _generality(route.template)
        )

    @property
    def operations(self) -> set[str]:
        """The ids of all operations."""
        return {route.operation for route in self._routes}

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """Return the route of a request and its path parameters.

        Raises:
            Refusal: 404 for an unknown path, 405 for an unknown method.
        """
        allowed: list[str] = []
        for route in self._routes:
            match = route.pattern.fullmatch(path)
            if match and route.method == method:
                return route, match.groupdict()
            if match:
                allowed.append(route.method)
        if not allowed:
            raise not_found(f"There is nothing at {path}")
        allow = {"Allow": ", ".join(sorted(set(allowed)))}
        raise Refusal(405, f"{method} is not possible at {path}", allow)


def _routes(document: Document, spanning: str) -> Iterator[Route]:
    for template, methods in document["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {})
            parameters = [resolve(each, document) for each in operation.get("parameters", [])]
            yield Route(
                operation["operationId"],
                method.upper(),
                template,
                _pattern(template, spanning),
                _body(content),
                "X-OrganizationId" in {each["name"] for each in parameters},
                {each["name"]: each for each in parameters if each["in"] == "query"},
                frozenset(_members(content, document)),
                operation,
            )


def _pattern(template: str, spanning: str) -> re.Pattern[str]:
    named = template.replace("{" + spanning + "}", f"(?P<{spanning}>.+)") if spanning else template
    path = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", named.removesuffix(REST))
    # File names may have line ends.
    return re.compile(f"{path}/(?P<rest>.+)" if template.endswith(REST) else path, re.DOTALL)


def _body(content: dict[str, object]) -> Body | None:
    if "multipart/form-data" in content:
        return "multipart"
    return "json" if content else None


def _members(content: dict[str, Any], document: Document) -> Iterator[str]:
    for form in content.values():
        yield from resolve(form["schema"], document).get("properties", {})


def _generality(template: str) -> list[int]:
    return [2 if each == "**" else int(each.startswith("{")) for each in template.split("/")]
