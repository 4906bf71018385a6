"""Translate the findings of `redocly diff` into changes.

A finding names places in two documents whose references were resolved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import evolve, frozen

from scripts.diff.changes import Change, Place
from scripts.documents import METHODS, Document, Operation

SCHEMA = "x-schema"
"""The name of a schema, in a resolved document."""
SIDES = ("base", "revision")
ALTERNATIVES = {"allOf", "anyOf", "oneOf"}
COLLECTIONS = {"content", "parameters", "properties", "responses", "security", "servers"}
"""Keywords whose entries are things of their own, not aspects of their holder."""


@frozen
class Reader:
    """Translates findings about two resolved documents."""

    old: Document
    new: Document

    def read(self, findings: Sequence[Document]) -> Iterator[Change]:
        """Yield the changes, none of them inside a thing that was exchanged as a whole."""
        exchanged = tuple(
            f"{pointer}/"
            for finding in findings
            if self.is_exchange(finding)
            for pointer in holders(finding)
        )
        for finding in findings:
            here = holders(finding) if self.is_exchange(finding) else pointers(finding)
            if not any(pointer.startswith(exchanged) for pointer in here):
                yield from self.translate(finding)
        yield from self.schemas(findings)

    def schemas(self, findings: Sequence[Document]) -> Iterator[Change]:
        """Yield the named schemas that were added or removed, without the renamed ones."""
        olds, news = schemas_in(self.old), schemas_in(self.new)
        for finding in findings:
            if finding.get("property") == SCHEMA and self.is_renaming(*values(finding)):
                before, after = values(finding)
                olds.pop(before, None)
                news.pop(after, None)
        for name in olds.keys() - news.keys():
            yield Change("removed", Place(schema=name), breaking=True)
        for name in news.keys() - olds.keys():
            yield Change("added", Place(schema=name))

    def is_exchange(self, finding: Document) -> bool:
        """Tell whether another thing is there now: redocly pairs things that are alike."""
        what = finding.get("property")
        if what == SCHEMA:
            return not self.is_renaming(*values(finding))
        if finding["typeName"] == "PathItem" and what == "key":
            return not self.common_methods(finding)
        return what in ("key", "name") and finding["kind"] == "modified"

    def is_renaming(self, before: str | None, after: str | None) -> bool:
        """Tell whether the same schema has another name now."""
        olds, news = schemas_in(self.old), schemas_in(self.new)
        if before not in olds or after not in news or before in news or after in olds:
            return False
        return bool(members(olds[before]) & members(news[after]))

    def common_methods(self, finding: Document) -> list[str]:
        """Return the methods of two paths whose operations kept their names."""
        before, after = (
            document["paths"][path]
            for document, path in zip((self.old, self.new), values(finding), strict=True)
        )
        return [
            method
            for method in METHODS
            if method in before
            and method in after
            and before[method].get("operationId") == after[method].get("operationId")
        ]

    def translate(self, finding: Document) -> Iterator[Change]:
        """Yield the changes of one finding; redocly's renamings are a removal and an addition."""
        kind, what = finding["kind"], finding.get("property", "")
        before, after = values(finding)
        breaking = finding["impact"] == "major"
        if kind == "added":
            yield from self.added_or_removed(
                "added", self.new, finding["revision"]["pointer"], breaking
            )
        elif kind == "removed":
            yield from self.added_or_removed(
                "removed", self.old, finding["base"]["pointer"], breaking
            )
        elif finding["typeName"] == "PathItem":
            yield from self.moved_operations(before, after, self.common_methods(finding))
        elif what in ("key", "name"):
            was, now = (pointer[pointer.index("#") :] for pointer in holders(finding))
            yield from self.added_or_removed("removed", self.old, was, breaking)
            yield from self.added_or_removed("added", self.new, now, breaking=False)
        elif what == "required" and isinstance(before or after, list):
            place = self.place(finding)
            for member in sorted({*(before or ())} ^ {*(after or ())}):
                inner = evolve(place, member=f"{place.member}.{member}".lstrip("."))
                had = member in (before or ())
                yield Change("changed", inner, what, had, not had, breaking)
        elif what == SCHEMA and self.is_renaming(before, after):
            yield Change("renamed", Place(schema=before), "", before, after, breaking=True)
        else:
            first = [(tags or [None])[0] for tags in (before, after)] if what == "tags" else []
            breaking = breaking or what == SCHEMA or len(set(first)) > 1
            aspect = "schema" if what == SCHEMA else what
            place = self.place(finding)
            change = Change(
                "changed", place, aspect, plain_value(before), plain_value(after), breaking
            )
            if what == SCHEMA and before and after:
                olds, news = schemas_in(self.old), schemas_in(self.new)
                change.missing = sorted(members(olds[before]) - members(news[after]))
            yield change

    def place(self, finding: Document) -> Place:
        """Return the place of a changed aspect."""
        # On the side without the aspect, the pointer leads to its would-be holder.
        side = "base" if values(finding)[0] is not None else "revision"
        document = self.old if side == "base" else self.new
        inside = finding.get("property") != SCHEMA
        return place_of(document, finding[side]["pointer"].rpartition("/")[0], inside=inside)

    def added_or_removed(
        self, kind: str, document: Document, pointer: str, breaking: bool
    ) -> Iterator[Change]:
        """Yield a thing that was added or removed; of a path, each operation."""
        value = at(document, pointer)
        steps = pointer.removeprefix("#/").split("/")
        if steps[0] == "paths" and len(steps) == 2:
            for method in filter(value.__contains__, METHODS):
                place = Place(Operation(method, unescape(steps[1])))
                yield Change(kind, place, breaking=breaking)
            return
        parent, _, last = pointer.rpartition("/")
        holder = steps[-2] if len(steps) > 1 else ""
        if holder in ALTERNATIVES:
            place = place_of(document, parent, inside=True)
            names = [value.get(SCHEMA, "an unnamed one")]
            gone = kind == "removed"
            sides: tuple[list[str], list[str]] = (names, []) if gone else ([], names)
            yield Change("changed", place, "alternatives", *sides, breaking)
        elif holder not in COLLECTIONS and last != "requestBody" and len(steps) > 3:
            place = place_of(document, parent, inside=True)
            change = Change("changed", place, last, breaking=breaking)
            setattr(change, "before" if kind == "removed" else "after", plain_value(value))
            yield change
        else:
            required = kind == "added" and isinstance(value, dict) and value.get("required") is True
            place = place_of(document, pointer, inside=False)
            after = "required" if required else None
            breaking = breaking or required or kind == "removed"
            yield Change(kind, place, "", None, after, breaking, pointer=pointer)

    def moved_operations(self, before: str, after: str, common: list[str]) -> Iterator[Change]:
        """Yield the operations of two paths; those that kept their names moved."""
        for method in METHODS:
            was, now = Operation(method, before), Operation(method, after)
            if method in common:
                yield Change("moved", Place(was), "", str(was), str(now), breaking=True)
                continue
            if method in self.old["paths"][before]:
                yield Change("removed", Place(was), breaking=True)
            if method in self.new["paths"][after]:
                yield Change("added", Place(now))


def rejoin(found: Iterable[Change], old: Document, new: Document) -> Iterator[Change]:
    """Make one change of a removal and an addition in the same place."""
    found = list(found)
    gone, come = (
        {c.place: c for c in found if (c.kind, c.what) == (kind, "") and c.pointer}
        for kind in ("removed", "added")
    )
    both = gone.keys() & come.keys()
    for change in found:
        if change.place not in both or change not in (gone[change.place], come[change.place]):
            yield change
    for place in both:
        sides = at(old, gone[place].pointer), at(new, come[place].pointer)
        found_there = list(differences(*sides))
        for aspect, before, after in found_there:
            yield Change("changed", place, aspect, before, after, breaking=True)
        if not found_there:
            yield from (gone[place], come[place])


def differences(before: Any, after: Any, aspect: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield the keywords below two nodes whose plain values differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            yield from differences(before.get(key), after.get(key), key)
    elif before != after:
        yield aspect, plain_value(before), plain_value(after)


def values(finding: Document) -> tuple[Any, Any]:
    before, after = finding.get("base"), finding.get("revision")
    return before and before.get("value"), after and after.get("value")


def pointers(finding: Document) -> list[str]:
    """Return the finding's pointer in each of the documents, after the name of its side."""
    return [side + finding[side]["pointer"] for side in SIDES if finding.get(side)]


def holders(finding: Document) -> list[str]:
    """Return the pointers of the thing whose aspect changed; those of a key lead to it already."""
    if finding["property"] == "key":
        return pointers(finding)
    return [pointer.rpartition("/")[0] for pointer in pointers(finding)]


def place_of(document: Document, pointer: str, *, inside: bool) -> Place:
    """Return the place that a JSON pointer into a resolved document leads to.

    If that is a named schema, ``inside`` means the schema itself, and not its place of use.
    """
    steps = [unescape(step) for step in pointer.removeprefix("#/").split("/")]
    if steps[0] != "paths" or len(steps) < 3 or steps[2] not in METHODS:
        return Place(part=pointer.removeprefix("#"))
    node: Any = document["paths"][steps[1]][steps[2]]
    rest = steps[3:]
    schema, member = "", ""
    for position, step in enumerate(rest):
        node = node[int(step)] if isinstance(node, list) else node[step]
        last = position == len(rest) - 1
        if position and rest[position - 1] == "properties":
            member = f"{member}.{step}" if member else step
        named = node.get(SCHEMA) if isinstance(node, dict) else None
        if isinstance(named, str) and (inside or not last):
            schema, member = named, ""
    part = part_of(document["paths"][steps[1]][steps[2]], rest)
    return Place(Operation(steps[2], steps[1]), part, schema, member)


def part_of(operation: Document, steps: list[str]) -> str:
    """Return the part of an operation that a place belongs to, in words."""
    part = ""
    match steps:
        case ["parameters", number, *_]:
            part = f"parameter {operation['parameters'][int(number)]['name']}"
        case ["requestBody", "content", media]:
            part = f"request body {media}"
        case ["requestBody", *_]:
            part = "request body"
        case ["responses", code, "content", media]:
            part = f"answer {code} {media}"
        case ["responses", code, *_]:
            part = f"answer {code}"
        case [other, *_]:
            part = other
    return part


def at(document: Document, pointer: str) -> Any:
    node: Any = document
    for step in pointer.removeprefix("#/").split("/"):
        node = node[int(step)] if isinstance(node, list) else node[unescape(step)]
    return node


def schemas_in(node: Any) -> dict[str, Document]:
    """Return the named schemas of a resolved document."""
    found: dict[str, Document] = {}
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        found.update(schemas_in(child))
    if isinstance(node, dict) and isinstance(node.get(SCHEMA), str):
        # Inside itself a schema is only a name.
        found[node[SCHEMA]] = {**found.get(node[SCHEMA], {}), **node}
    return found


def members(schema: Document) -> set[str]:
    parts = [schema, *schema.get("allOf", ())]
    return {name for part in parts for name in part.get("properties", ())}


def unescape(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def plain_value(value: Any) -> Any:
    """Return a value if it can be shown in a line, else None."""
    if isinstance(value, list):
        return None if any(isinstance(item, (dict, list)) for item in value) else value
    return None if isinstance(value, dict) else value
