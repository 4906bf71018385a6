"""Routes come from the API documents themselves: what is served is what they declare."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from .refusals import Refusal, not_found

Body = Literal["json", "multipart"]


@dataclass(frozen=True)
class Route:
    """An operation of an API document.

    `for_account` tells whether it takes X-OrganizationId. `query` are the names of its query
    parameters, `members` those in its body or of its parts.
    """

    operation: str
    method: str
    template: str
    pattern: re.Pattern[str]
    body: Body | None
    for_account: bool
    query: frozenset[str]
    members: frozenset[str]


class Routes:
    """Finds the operation of a request."""

    def __init__(self, api_document: dict[str, Any]) -> None:
        # A literal segment wins over a parameter.
        self._routes = sorted(_routes(api_document), key=lambda route: _generality(route.template))

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


def _routes(api_document: dict[str, Any]) -> Iterator[Route]:
    for template, methods in api_document["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {})
            parameters = operation.get("parameters", [])
            yield Route(
                operation["operationId"],
                method.upper(),
                template,
                _pattern(template),
                _body(content),
                "X-OrganizationId" in {each["name"] for each in parameters},
                frozenset(each["name"] for each in parameters if each["in"] == "query"),
                frozenset(_members(content, api_document["components"]["schemas"])),
            )


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template))


def _body(content: dict[str, object]) -> Body | None:
    if "multipart/form-data" in content:
        return "multipart"
    return "json" if content else None


def _members(content: dict[str, Any], schemas: dict[str, Any]) -> Iterator[str]:
    for form in content.values():
        schema = form["schema"]
        if "$ref" in schema:
            schema = schemas[schema["$ref"].rpartition("/")[2]]
        yield from schema["properties"]


def _generality(template: str) -> list[bool]:
    return [segment.startswith("{") for segment in template.split("/")]
