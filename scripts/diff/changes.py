"""A change of the API: a place in its document, and what happened there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from attrs import define, field, frozen

from scripts.documents import Operation


@frozen
class Place:
    """A place in a document: a member of a named schema, or a part of an operation.

    Attributes:
        operation: The operation it belongs to; None: none, or several.
        part: "parameter cpu", "request body", "answer 200", "security"; "" for the whole operation.
            Outside of operations a JSON pointer.
        schema: The innermost named schema that contains it, or "".
        member: The member of that schema, or of a body without a name; "" for the whole schema.
        items: Whether it is the elements of the list that is there.
    """

    operation: Operation | None = None
    part: str = ""
    schema: str = ""
    member: str = ""
    items: bool = False

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
    """One difference between two documents.

    Attributes:
        kind: "added", "removed", "changed"; "moved" of an operation, "renamed" of a schema.
        place: Its place in the earlier document; in the later one if it is new.
        what: The aspect that changed, such as "enum" or "required"; "" for the whole thing.
        before: The earlier value, if it is a plain one.
        after: The later value, if it is a plain one.
        breaking: Whether it breaks a caller, on the wire or in the generated code.
        operations: The operations whose requests or answers contain it.
        missing: The members that the schema now in this place lacks.
        in_errors: Whether only error answers contain it.
        modules: The names in Python of these operations, if it concerns them as a whole.
        homes: The earlier and the later module of an operation with another name.
        form: What a new operation or schema looks like, in words.
        strings: Strings that go over the wire and stand for the thing, such as a header's name.
    """

    kind: str
    place: Place
    what: str = ""
    before: Any = None
    after: Any = None
    breaking: bool = False
    operations: list[Operation] = field(factory=list)
    missing: list[str] = field(factory=list)
    in_errors: bool = False
    modules: tuple[str, ...] = ()
    homes: tuple[str, str] = ("", "")
    form: str = ""
    strings: tuple[str, ...] = ()

    @property
    def is_newly_required(self) -> bool:
        """Whether callers have to give it from now on."""
        return self.after == "required" or (self.what == "required" and self.after is True)

    @property
    def lost_values(self) -> list[Any]:
        """The values that a list no longer has."""
        return [value for value in self.before or () if value not in (self.after or ())]

    @property
    def new_values(self) -> list[Any]:
        """The values that are new in a list."""
        return [value for value in self.after or () if value not in (self.before or ())]

    def __str__(self) -> str:
        if self.kind in ("moved", "renamed"):
            return f"{self.before} {self.kind} to {self.after}"
        if not self.what:
            return f"{self.place} {self.kind}" + (", required" if self.after == "required" else "")
        return f"{self.place}{self._aspect_text()}"

    def _aspect_text(self) -> str:
        match self.what, self.before, self.after:
            case "schema", before, after:
                without = f", without {', '.join(self.missing)}" if self.missing else ""
                return f" is {after or 'unnamed'} instead of {before or 'unnamed'}{without}"
            case "enum" | "alternatives", [*_], [*_]:
                both = (("loses", self.lost_values), ("gains", self.new_values))
                said = (f"{verb} {', '.join(map(str, values))}" for verb, values in both if values)
                return f" {' and '.join(said)}"
            case "enum", None, after:
                return f" is one of {', '.join(map(str, after))} now"
            case what, None, None:
                return f"{' items' if self.place.items else ''}: {what} differs"
        items = " items" if self.place.items else ""
        return f"{items}: {self.what} {json.dumps(self.before)} -> {json.dumps(self.after)}"


def merge_changes(found: Iterable[Change]) -> list[Change]:
    """Merge the changes that requests and answers see in the same schema."""
    groups: dict[str, Change] = {}
    for change in found:
        key = repr((change.kind, change.place, change.what, change.before, change.after))
        kept = groups.setdefault(key, change)
        kept.breaking |= change.breaking
        kept.in_errors &= change.in_errors
        kept.operations += [each for each in change.operations if each not in kept.operations]
    return list(groups.values())
