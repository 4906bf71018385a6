"""Read the schemas of a document in one form, however the document writes them.

OpenAPI 3.0 and 3.1 tell null, constants and limits in different ways, and a generator of documents
may wrap a reference into `allOf`. None of that makes a difference to a caller.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from attrs import evolve, field, frozen

from scripts.documents import Document, DocumentError

LIMITS = {
    "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "maxLength", "minLength",
    "maxItems", "minItems", "maxProperties", "minProperties", "multipleOf", "pattern",
}  # fmt: skip
PROSE = {
    "$comment", "$schema", "description", "example", "examples", "externalDocs", "summary",
    "termsOfService", "title", "xml",
}  # fmt: skip
STRUCTURE = {
    "$ref", "additionalProperties", "allOf", "anyOf", "const", "contentEncoding",
    "contentMediaType", "discriminator", "enum", "items", "nullable", "oneOf", "properties",
    "required", "type",
}  # fmt: skip
"""Keywords that have a field of their own in a form, or become another keyword."""
DEEPEST = 50
"""References behind each other; a valid document has few."""


@frozen(eq=False)
class Form:
    """A schema, whose parts are still nodes of its document.

    Attributes:
        name: Its name in the document, or "".
        types: The JSON types it allows; none means any.
        nullable: Whether it allows null.
        members: The members of an object.
        required: The members that have to be there.
        items: The elements of a list.
        others: Whether an object may have other members, or the schema of these.
        enum: The values that it allows; None: any.
        alternatives: The schemas one of which has to fit.
        aspects: Every other keyword with its value.
    """

    name: str = ""
    types: frozenset[str] = frozenset()
    nullable: bool = False
    members: dict[str, Any] = field(factory=dict)
    required: frozenset[str] = frozenset()
    items: Any = None
    others: Any = True
    enum: list[Any] | None = None
    alternatives: list[Any] = field(factory=list)
    aspects: Document = field(factory=dict)

    @property
    def label(self) -> str:
        """What to call it among alternatives."""
        return self.name or " or ".join(sorted(self.types)) or "anything"

    @property
    def is_open(self) -> bool:
        """Whether it allows everything."""
        told = self.name or self.types or self.members or self.enum or self.alternatives
        return not told and self.others is True


class Forms:
    """The schemas of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._read: dict[int, tuple[Any, Form]] = {}  # the node lives on, so that its id stays

    def of(self, node: Any, depth: int = 0) -> Form:
        """Return the form of a schema."""
        if not isinstance(node, dict):  # 3.1 allows `true`
            return Form()
        if id(node) not in self._read:
            if depth > DEEPEST:
                raise DocumentError(f"{node.get('$ref', 'a schema')} refers to itself alone")
            self._read[id(node)] = (node, self._form(node, depth + 1))
        return self._read[id(node)][1]

    def follow(self, node: Any) -> Any:
        """Return a parameter, a body, an answer or a header that a reference leads to."""
        for _ in range(DEEPEST):
            if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
                break
            node = at(self._document, node["$ref"])
        return node

    def _form(self, node: Document, depth: int) -> Form:
        reference = node.get("$ref")
        if isinstance(reference, str):
            form = self.of(at(self._document, reference), depth)
            named = reference.startswith("#/components/schemas/")
            return evolve(form, name=unescape(reference.rpartition("/")[2])) if named else form
        own = own_form(node)
        parts = [self.of(part, depth) for part in node.get("allOf", ())]
        if len(parts) == 1 and not says_something(own):
            return evolve(parts[0], nullable=parts[0].nullable or own.nullable)
        for part in parts:
            own = both(part, own)
        given = [*node.get("oneOf", ()), *node.get("anyOf", ())]
        kept = [each for each in given if own_types(each) != {"null"}]
        own = evolve(own, nullable=own.nullable or len(kept) < len(given))
        if len(kept) == 1 and not says_something(own):
            single = self.of(kept[0], depth)
            return evolve(single, nullable=single.nullable or own.nullable)
        return evolve(own, alternatives=[*own.alternatives, *kept])


def own_types(node: Any) -> set[str]:
    """Return the types that a schema itself names, null among them."""
    types = node.get("type") if isinstance(node, dict) else None
    return {types} if isinstance(types, str) else set(types or ())


def own_form(node: Document) -> Form:
    """Return the form of a schema without the schemas that it combines."""
    types = own_types(node)
    enum = [node["const"]] if "const" in node else node.get("enum")
    nullable = node.get("nullable") is True or "null" in types or (None in (enum or ()))
    enum = None if enum is None else [value for value in enum if value is not None]
    members = node.get("properties", {})
    if not types:
        types = {kind for kind, told in (("object", members), ("array", "items" in node)) if told}
        types |= {json_type(value) for value in enum or ()}
    others = node.get("additionalProperties", True)
    return Form(
        types=frozenset(types - {"null"}),
        nullable=nullable,
        members=members,
        required=frozenset(node.get("required", ())),
        items=node.get("items"),
        others=True if others == {} else others,
        enum=enum,
        aspects=aspects(node),
    )


def aspects(node: Document) -> Document:
    """Return the keywords without a field of their own; what is the default counts as absent."""
    found = {
        key: value
        for key, value in node.items()
        if not (key in STRUCTURE | PROSE or key.startswith("x-") or value is False)
    }
    if node.get("contentEncoding") == "base64":
        found["format"] = "byte"
    elif "contentMediaType" in node:
        found["format"] = "binary"
    for limit, exclusive in (
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ):
        if node.get(exclusive) is True and limit in found:  # 3.0
            found[exclusive] = found.pop(limit)
    if kind := node.get("discriminator", {}).get("propertyName"):
        found["discriminator"] = kind
    return found


def says_something(form: Form) -> bool:
    """Tell whether a schema says more than its combination does."""
    return not form.is_open or bool(form.required or form.aspects or form.items)


def both(one: Form, other: Form) -> Form:
    """Return the form of what fits two schemas."""
    members = {**one.members, **other.members}
    for name in one.members.keys() & other.members.keys():
        members[name] = {"allOf": [one.members[name], other.members[name]]}
    return Form(
        types=one.types & other.types or one.types | other.types,
        nullable=one.nullable or other.nullable,
        members=members,
        required=one.required | other.required,
        items=one.items if other.items is None else other.items,
        others=one.others if other.others is True else other.others,
        enum=one.enum if other.enum is None else other.enum,
        alternatives=[*one.alternatives, *other.alternatives],
        aspects={**one.aspects, **other.aspects},
    )


def json_type(value: Any) -> str:
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array"}
    return kinds.get(type(value), "null" if value is None else "object")


def at(document: Document, reference: str) -> Any:
    """Return what a reference leads to.

    Raises:
        DocumentError: It leads nowhere.
    """
    node: Any = document
    try:
        if not reference.startswith("#/"):
            raise LookupError
        for step in reference.removeprefix("#/").split("/"):
            node = node[int(step)] if isinstance(node, list) else node[unescape(step)]
    except (LookupError, TypeError, ValueError) as error:
        raise DocumentError(f"{reference} leads nowhere") from error
    return node


def unescape(step: str) -> str:
    return unquote(step).replace("~1", "/").replace("~0", "~")
