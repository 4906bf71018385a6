"""Report the differences between two documents, as Markdown for a person, as JSON for a program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import asdict, frozen

from planqk_helpers import __version__
from scripts.diff.changes import Change
from scripts.diff.forms import LIMITS
from scripts.diff.python_api import PythonChange
from scripts.diff.uses import Use

Found = list[tuple[Change, list[Use]]]
FoundInPython = list[tuple[PythonChange, list[Use]]]
SHOWN = 4
"""Places of the same harmless change that are named."""


@frozen
class Report:
    """The differences between two documents.

    Attributes:
        before: Name of the earlier document.
        after: Name of the later one.
        wire: The changes on the wire, each with the lines of recipes that it concerns.
        python: The changes of the generated package, likewise.
        notes: Actions of the overlay that do not fit the later document, and operations that the
            generator leaves out.
    """

    before: str
    after: str
    wire: Found
    python: FoundInPython
    notes: list[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs, and all of the overlay fits."""
        return not (self.wire or self.python or self.notes)

    @property
    def breaking(self) -> bool:
        """Whether something breaks a caller."""
        return bool(self.broken or self.broken_in_python)

    @property
    def broken(self) -> Found:
        """The changes on the wire that break a caller."""
        return [(change, uses) for change, uses in self.wire if change.breaking]

    @property
    def broken_in_python(self) -> FoundInPython:
        """The changes of the generated package that break code."""
        return [(change, uses) for change, uses in self.python if change.breaking or uses]

    @property
    def lines(self) -> dict[tuple[str, int], Use]:
        """The lines of recipes that something breaking concerns."""
        both = [uses for _, uses in (*self.broken, *self.broken_in_python)]
        return {(use.file, use.line): use for uses in both for use in uses}

    @property
    def version(self) -> str:
        """The version to release next: before 1.0 a break is a minor one."""
        major, minor, patch = (int(part) for part in str(__version__).split("."))
        if self.breaking:
            return f"{major + 1}.0.0" if major else f"0.{minor + 1}.0"
        if self.wire or self.python:
            return f"{major}.{minor + 1}.0" if major else f"0.{minor}.{patch + 1}"
        return __version__

    def as_json(self) -> dict[str, Any]:
        """Return the report for programs."""
        return {
            "from": self.before,
            "to": self.after,
            "breaking": self.breaking,
            "version": {"now": __version__, "next": self.version},
            "wire": [entry(change, uses) for change, uses in self.wire],
            "python": [entry(change, uses) for change, uses in self.python],
            "notes": self.notes,
        }


def entry(change: Change | PythonChange, uses: list[Use]) -> dict[str, Any]:
    return {**asdict(change), "text": str(change), "recipes": [asdict(use) for use in uses]}


def markdown(report: Report) -> str:
    """Return the whole report."""
    return page(
        f"# {report.before} -> {report.after}",
        summary(report),
        section("Recipes that a breaking change concerns", by_function(report)),
        section("On the wire, breaking", [str(change) for change, _ in report.broken]),
        section("On the wire, breaking nobody", harmless(report)),
        section("In Python, breaking", [str(c) for c, _ in report.broken_in_python]),
        section("In Python, breaking nobody", names_in_python(report, breaking=False)),
        section("What does not fit the new document", report.notes),
    )


def page(*parts: str) -> str:
    return "\n\n".join(filter(None, parts)) + "\n"


def section(title: str, lines: Iterable[str]) -> str:
    listed = [line if line.startswith("  ") else f"- {line}" for line in lines]
    return "\n".join([f"## {title}", "", *listed]) if listed else ""


def summary(report: Report) -> str:
    if not report.wire and not report.python:
        return "Nothing differs that a caller could notice."
    return (
        f"{len(report.wire)} changes on the wire, {len(report.broken)} of them breaking; "
        f"{len(report.broken_in_python)} changes that break Python code. These concern "
        f"{len(report.lines)} lines of recipes. Version: {__version__} -> {report.version}."
    )


def by_function(report: Report) -> list[str]:
    """Return for each function its lines with their changes, and the new things beside them."""
    functions: dict[tuple[str, str], list[tuple[Change | PythonChange, Use]]] = {}
    on_wire: set[tuple[str, int]] = set()
    for change, uses in report.broken:
        for use in uses:
            on_wire.add((use.file, use.line))
            functions.setdefault((use.file, use.function), []).append((change, use))
    for named, uses in report.broken_in_python:
        for use in uses:
            if (use.file, use.line) not in on_wire:
                functions.setdefault((use.file, use.function), []).append((named, use))
    entries = []
    for (file, function), pairs in sorted(functions.items()):
        others = {name for _, use in pairs for name in use.recipes} - {function}
        through = f", used by {', '.join(f'`{name}`' for name in sorted(others))}" if others else ""
        entries.append(f"`{function}`{through}" if function else f"imports and constants of {file}")
        lines = sorted({(use.line, str(change)) for change, use in pairs})
        entries += [f"  - {file}:{line}: {text}" for line, text in lines]
        entries += [f"  - new there: {each}" for each in new_beside(pairs, report.wire)]
    return entries


def new_beside(pairs: list[tuple[Change | PythonChange, Use]], found: Found) -> list[str]:
    """Return the new parameters and members of operations and models that changed."""
    changes = [change for change, _ in pairs if isinstance(change, Change)]
    operations = {change.place.operation for change in changes if change.place.parameter}
    schemas = {change.place.schema for change in changes if change.place.member}
    return [
        f"{change.place}{', required' if change.after == 'required' else ''}"
        for change, _ in found
        if change.kind == "added"
        and (
            (change.place.parameter and change.place.operation in operations)
            or (change.place.member and change.place.schema in schemas)
        )
    ]


def in_no_line(report: Report) -> list[str]:
    """Return the breaking changes that concern no line of a recipe, the same ones together."""
    wire = [change for change, uses in report.broken if not uses]
    return grouped(wire, shown=len(report.wire))


def harmless(report: Report) -> list[str]:
    """Return the changes that break nobody, the same ones together."""
    return grouped(change for change, _ in report.wire if not change.breaking)


def grouped(changes: Iterable[Change], shown: int = SHOWN) -> list[str]:
    """Return a line for each change; those that differ in their place only share one."""
    groups: dict[str, list[str]] = {}
    alone: dict[str, str] = {}
    for change in changes:
        kind, place = kind_and_place(change)
        groups.setdefault(kind, []).append(place)
        alone[kind] = str(change)
    lines = []
    for kind, places in groups.items():
        if len(places) == 1 and not kind.startswith("new "):
            lines.append(alone[kind])
            continue
        rest = f" and {len(places) - shown:,} more" if len(places) > shown else ""
        lines.append(f"{kind}: {', '.join(places[:shown])}{rest}")
    return lines


def kind_and_place(change: Change) -> tuple[str, str]:
    """Return what a change has in common with others, and its place."""
    place = str(change.place.operation or change.place)
    text = str(change).removeprefix(place).strip(" :")
    if change.in_errors:
        return "error answers", f"{place} {text}"
    if change.what in LIMITS and not change.breaking:
        return "limits", str(change)
    if text == "added" and change.kind == "added":
        return f"new {kind_of(change)}", place
    return text, place


def kind_of(change: Change) -> str:
    place = change.place
    return "members" if place.member else "schemas" if place.schema else "operations"


def names_in_python(report: Report, *, breaking: bool) -> list[str]:
    """Return the names in Python that break code in no line of a recipe, or that break none."""
    found: dict[str, list[str]] = {}
    for change, uses in report.python:
        if not uses and change.breaking == breaking:
            kind = "parameters" if change.name.endswith(")") else change.name.partition(".")[0]
            text = "gone" if change.kind == "gone" else "new" if change.kind == "new" else "changed"
            found.setdefault(f"{kind} {text}", []).append(change.name.partition(".")[2])
    return [f"{kind}: {', '.join(names)}" for kind, names in sorted(found.items())]
