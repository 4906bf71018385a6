"""Report the differences between two documents, as Markdown for a person, as JSON for a program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import asdict, frozen

from planqk_helpers import __version__
from scripts.diff.changes import Change
from scripts.diff.python_api import PythonChange
from scripts.diff.uses import Use

Found = list[tuple[Change, list[Use]]]


@frozen
class Report:
    """The differences between two documents.

    Attributes:
        before: Name of the earlier document.
        after: Name of the later one.
        wire: The changes on the wire, each with the lines of recipes that it concerns.
        python: The changes of the generated package.
        notes: Actions of the overlay that do not fit the later document, and operations that the
            generator leaves out.
    """

    before: str
    after: str
    wire: Found
    python: list[PythonChange]
    notes: list[str]

    @property
    def breaking(self) -> bool:
        """Whether something breaks a caller."""
        return bool(self.broken) or any(change.breaking for change in self.python)

    @property
    def broken(self) -> Found:
        """The breaking changes on the wire."""
        return [(change, uses) for change, uses in self.wire if change.breaking]

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
            "wire": [
                {**asdict(change), "text": str(change), "recipes": [asdict(use) for use in uses]}
                for change, uses in self.wire
            ],
            "python": [{**asdict(change), "text": str(change)} for change in self.python],
            "notes": self.notes,
        }


def markdown(report: Report) -> str:
    """Return the whole report."""
    return page(
        f"# {report.before} -> {report.after}",
        summary(report),
        section("Recipes that a breaking change concerns", by_function(report.broken, report.wire)),
        section("On the wire, breaking", [str(change) for change, _ in report.broken]),
        section("On the wire, breaking nobody", harmless(report)),
        section("In Python, breaking", [str(c) for c in report.python if c.breaking]),
        section("In Python, new", new_names(report.python)),
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
    lines = {(use.file, use.line) for _, uses in report.broken for use in uses}
    return (
        f"{len(report.wire)} changes on the wire, {len(report.broken)} of them breaking; these "
        f"concern {len(lines)} lines of recipes. Version: {__version__} -> {report.version}."
    )


def by_function(broken: Found, found: Found) -> list[str]:
    """Return for each function its lines with their changes, and the new things beside them."""
    functions: dict[tuple[str, str], list[tuple[Change, Use]]] = {}
    for change, uses in broken:
        for use in uses:
            functions.setdefault((use.file, use.function), []).append((change, use))
    entries = []
    for (file, function), pairs in sorted(functions.items()):
        others = {name for _, use in pairs for name in use.recipes} - {function}
        through = f", used by {', '.join(f'`{name}`' for name in sorted(others))}" if others else ""
        entries.append(f"`{function}`{through}" if function else f"imports and constants of {file}")
        lines = sorted({(use.line, str(change)) for change, use in pairs})
        entries += [f"  - {file}:{line}: {text}" for line, text in lines]
        entries += [f"  - new there: {each}" for each in new_beside(pairs, found)]
    return entries


def new_beside(pairs: list[tuple[Change, Use]], found: Found) -> list[str]:
    """Return the new parameters and members of operations and models that changed."""
    operations = {change.place.operation for change, _ in pairs if change.place.parameter}
    schemas = {change.place.schema for change, _ in pairs if change.place.member}
    return [
        f"{change.place}{', required' if change.after == 'required' else ''}"
        for change, _ in found
        if change.kind == "added"
        and (
            (change.place.parameter and change.place.operation in operations)
            or (change.place.member and change.place.schema in schemas)
        )
    ]


def harmless(report: Report) -> list[str]:
    """Return the changes that break nobody; additions in one line for each kind."""
    others = [change for change, _ in report.wire if not change.breaking]
    new: dict[str, list[str]] = {}
    for change in others:
        if change.kind == "added":
            place = change.place
            kind = "operations" if place.operation and not place.part else "schemas"
            kind = "members" if place.member else "parts" if place.part else kind
            new.setdefault(kind, []).append(str(place))
    lines = [f"new {kind}: {', '.join(names)}" for kind, names in sorted(new.items())]
    return [*lines, *(str(change) for change in others if change.kind != "added")]


def new_names(python: list[PythonChange]) -> list[str]:
    """Return the new names in Python, in one line for each kind."""
    new: dict[str, list[str]] = {}
    for change in python:
        if not change.breaking:
            kind = "parameters" if change.name.endswith(")") else change.name.partition(".")[0]
            new.setdefault(kind, []).append(change.name.partition(".")[2])
    return [f"{kind}: {', '.join(names)}" for kind, names in sorted(new.items())]
