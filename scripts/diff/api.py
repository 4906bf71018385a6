"""Read the operations of a document: what applies to each, wherever the document says it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from attrs import frozen

from scripts.diff.forms import LIMITS, Forms, at
from scripts.diff.naming import argument_name, tag_name
from scripts.documents import Document, DocumentError, Operation, operations

STYLES = {"query": "form", "cookie": "form"}
"""How a parameter is written, unless it says; "simple" in other places."""


class Api:
    """The API that a document describes."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.forms = Forms(document)
        self.calls = {
            place: Call(self, place, described) for place, described in operations(document).items()
        }
        self.by_id = {call.id: place for place, call in self.calls.items() if call.id}
        self.schemes: Document = document.get("components", {}).get("securitySchemes", {})
        self.servers = [server["url"] for server in document.get("servers", ())]
        self.schemas: Document = document.get("components", {}).get("schemas", {})

    @cached_property
    def reached(self) -> set[str]:
        """The schemas that requests and successful answers contain."""
        found: set[str] = set()
        new = {name for call in self.calls.values() for name in self.names_in(call.contents)}
        while new:
            found |= new
            new = {inner for name in new for inner in self.names_in(self.schemas[name])} - found
        return found

    @cached_property
    def tells_limits(self) -> bool:
        """Whether it says anywhere how long or how large a value may be."""
        words = "|".join(LIMITS - {"pattern"})
        return bool(re.search(rf'"({words})": [\d.-]+', json.dumps(self.document)))

    def names_in(self, node: Any) -> set[str]:
        """Return the schemas that a node refers to."""
        kinds = re.findall(r'"#/components/([^"/]+)/([^"/]+)"', json.dumps(node))
        names = {name for kind, name in kinds if kind == "schemas" and name in self.schemas}
        for kind, name in kinds:
            if kind not in ("schemas", "securitySchemes"):
                names |= self.names_in(at(self.document, f"#/components/{kind}/{name}"))
        return names


@frozen(eq=False)
class Call:
    """One operation, with what its path and its document say of it."""

    api: Api
    place: Operation
    described: Document

    @property
    def id(self) -> str:
        """Its operationId, or ""."""
        return str(self.described.get("operationId") or "")

    @property
    def module(self) -> tuple[str, str]:
        """The names in Python of its tag and of itself."""
        name = argument_name(self.id or str(self.place))
        return tag_name(next(iter(self.described.get("tags", ())), "default")), name

    @property
    def servers(self) -> list[str] | None:
        """The addresses of its own; None: those of the document."""
        item = self.api.document["paths"][self.place.path]
        own = self.described.get("servers", item.get("servers"))
        return None if own is None else [server["url"] for server in own]

    @property
    def parameters(self) -> dict[tuple[str, str], Document]:
        """The parameters by place and name; those of the path where it has none of its own."""
        item = self.api.document["paths"][self.place.path]
        given = [*item.get("parameters", ()), *self.described.get("parameters", ())]
        found = [self.api.forms.follow(parameter) for parameter in given]
        return {(each["in"], key_of(each)): each for each in found}

    @property
    def in_path(self) -> list[str]:
        """The names of the parameters in its path, in order."""
        return re.findall(r"\{([^}]+)\}", self.place.path)

    @property
    def body(self) -> Document | None:
        """The body of the request."""
        found: Document | None = self.api.forms.follow(self.described.get("requestBody"))
        return found

    @property
    def answers(self) -> dict[str, Document]:
        """The answers by code."""
        return {
            code: self.api.forms.follow(answer)
            for code, answer in self.described.get("responses", {}).items()
        }

    @property
    def contents(self) -> list[Any]:
        """Everything in it that has a schema, but no error answer."""
        good = [answer for code, answer in self.answers.items() if is_success(code)]
        return [list(self.parameters.values()), self.body, good]

    @property
    def form(self) -> str:
        """What it takes and answers, in words."""
        names = [parameter["name"] for parameter in self.parameters.values()]
        told = [("takes", [*names, *self.labels(self.body or {})])]
        for code, answer in self.answers.items():
            if is_success(code):
                told.append((f"answers {code}", self.labels(answer)))
        return "; ".join(f"{verb} {', '.join(things)}" for verb, things in told if things)

    def labels(self, holder: Document) -> list[str]:
        """Return what a body or an answer holds, in words."""
        forms = [self.api.forms.of(media.get("schema")) for media in contents_of(holder).values()]
        return [
            f"a list of {self.api.forms.of(form.items).label}" if form.items else form.label
            for form in forms
        ]

    @property
    def security(self) -> list[str]:
        """The ways to log in, each by the names of its schemes; "" for none."""
        given = self.described.get("security", self.api.document.get("security")) or [{}]
        return sorted(" and ".join(sorted(each)) for each in given)


def key_of(parameter: Document) -> str:
    """Return what tells a parameter apart; capitals make no difference in the name of a header."""
    name = str(parameter["name"])
    return name.lower() if parameter["in"] == "header" else name


def schema_of(parameter: Document) -> Any:
    """Return the schema of a parameter or a header."""
    contents = [media.get("schema") for media in parameter.get("content", {}).values()]
    return parameter.get("schema", next(iter(contents), None) or {})


def manner_of(parameter: Document) -> Document:
    """Return how a parameter is written into the request."""
    style = parameter.get("style", STYLES.get(parameter["in"], "simple"))
    return {
        "style": style,
        "explode": parameter.get("explode", style == "form"),
        "allowReserved": parameter.get("allowReserved", False),
    }


def contents_of(holder: Document) -> dict[str, Document]:
    """Return what a body or an answer holds by media type, without parameters of that type."""
    return {
        media.partition(";")[0].strip().lower(): content
        for media, content in holder.get("content", {}).items()
    }


def is_success(code: str) -> bool:
    return code.startswith("2")


def matched(old: Api, new: Api) -> Iterator[tuple[Operation | None, Operation | None]]:
    """Yield the operations of two documents in pairs; None: it has none.

    The operationId comes first, because clients know an operation by its name; then the path.
    """
    pairs = {place: new.by_id[id] for id, place in old.by_id.items() if id in new.by_id}
    taken = set(pairs.values())
    free = {key(place): place for place in new.calls if place not in taken}
    for place in old.calls:
        if place not in pairs and key(place) in free:
            pairs[place] = free.pop(key(place))
    yield from ((place, pairs.get(place)) for place in old.calls)
    yield from ((None, place) for place in new.calls if place not in pairs.values())


def key(place: Operation) -> tuple[str, str]:
    """Return a path without the names of its parameters."""
    return place.method, re.sub(r"\{[^}]+\}", "{}", place.path)


def require_references(api: Api) -> None:
    """Check that every schema which is referred to exists.

    Raises:
        DocumentError: One does not.
    """
    named = set(re.findall(r'"#/components/schemas/([^"/]+)"', json.dumps(api.document)))
    if lost := sorted(named - api.schemas.keys()):
        raise DocumentError(f"#/components/schemas/{lost[0]} leads nowhere")
