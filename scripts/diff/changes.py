"""What a difference between two documents is, and where it is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from attrs import define, evolve, field, frozen

from scripts.documents import Operation


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
        missing: The members that another schema in its place lacks.
        pointer: Where something came or went.
    """

    kind: str
    place: Place
    what: str = ""
    before: Any = None
    after: Any = None
    breaking: bool = False
    operations: list[Operation] = field(factory=list)
    missing: list[str] = field(factory=list)
    pointer: str = ""

    @property
    def needed(self) -> bool:
        """Whether it has to be given now, which it had not."""
        return self.after == "required" or (self.what == "required" and self.after is True)

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
        return f"{self.place}{self._change_of_aspect()}"

    def _change_of_aspect(self) -> str:
        match self.what, self.before, self.after:
            case "schema", before, after:
                without = f", without {', '.join(self.missing)}" if self.missing else ""
                return f" is {after or 'unnamed'} instead of {before or 'unnamed'}{without}"
            case "enum" | "alternatives", [*_], [*_]:
                both = (("loses", self.lost), ("gains", self.gained))
                said = (f"{verb} {', '.join(map(str, values))}" for verb, values in both if values)
                return f" {' and '.join(said)}"
            case "enum", None, after:
                return f" is one of {', '.join(map(str, after))} now"
            case what, None, None:
                return f": {what} differs"
        return f": {self.what} {json.dumps(self.before)} -> {json.dumps(self.after)}"


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
