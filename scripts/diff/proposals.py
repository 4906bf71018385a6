"""Propose a patch for what a new document makes stale, and list what the sandbox has to learn.

The patch does what needs no judgement: actions of the overlay that fit no more go, `required` goes
along to a schema that replaces another, and imports follow what only moved or was renamed.
"""

from __future__ import annotations

import ast
import difflib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.diff.changes import Change
from scripts.diff.forms import Forms
from scripts.diff.naming import class_name
from scripts.diff.python_api import is_operation
from scripts.diff.report import Report
from scripts.documents import ROOT, Document, read_yaml
from scripts.targets import Target

BLOCK = re.compile(r"^  - target:.*\n(?:(?!  [-#]|\n).*\n|\n(?=    ))*", re.MULTILINE)
"""An action in the text of an overlay."""
AS_ABOVE = "    description: As above.\n"


def patch(target: Target, report: Report, document: Document) -> str:
    """Return the patch to the later ``document`` as a unified diff, or ""."""
    changed = {target.platform.overlay: overlay_text(target, report, document)}
    names, homes = renamed_classes(report), moved_operations(report)
    for path in target.modules:
        before = path.read_text("utf-8")
        after = mended(before, target.platform.package, names, homes)
        changed[path] = formatted(after, path) if after != before else before
    return "".join(difference(path, after) for path, after in sorted(changed.items()))


def difference(path: Path, after: str) -> str:
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    old, new = (text.splitlines(keepends=True) for text in (path.read_text("utf-8"), after))
    return "".join(difflib.unified_diff(old, new, f"a/{name}", f"b/{name}"))


# --- the overlay --------------------------------------------------------------------------------


def overlay_text(target: Target, report: Report, document: Document) -> str:
    """Return the overlay without its stale actions, and with `required` where it belongs now."""
    overlay = target.platform.overlay
    text = overlay.read_text("utf-8")
    blocks = [match[0] for match in BLOCK.finditer(text)]
    actions = read_yaml(overlay)["actions"]
    if len(blocks) != len(actions):  # written in another way
        return text
    stale = {
        int(number)
        for note in report.notes
        for number in re.findall(rf"^{re.escape(overlay.name)}, action (\d+) \(", note)
    }
    successors = replaced_schemas(report)
    reason = ""
    for number, (block, action) in enumerate(zip(blocks, actions, strict=True), start=1):
        said = re.search(r"^    description:.*\n(?:      .*\n)*", block, re.MULTILINE)
        reason = said[0] if said and said[0] != AS_ABOVE else reason
        new = "" if number in stale else block
        for name in successors.get(schema_of(action), ()):
            required = required_there(action, name, document, actions)
            if required:
                new += (
                    f"  - target: $.components.schemas.{name}\n{AS_ABOVE}"
                    f"    update: {{ required: [{', '.join(required)}] }}\n"
                )
        text = text.replace(block, new, 1)
        if number in stale and number < len(blocks) and AS_ABOVE in blocks[number]:
            # Its reason goes to the next one.
            later = blocks[number].replace(AS_ABOVE, reason, 1)
            text = text.replace(blocks[number], later, 1)
            blocks[number] = later
    return text


def schema_of(action: Document) -> str:
    """Return the schema whose `required` an action sets, or ""."""
    found = re.fullmatch(r"\$\.components\.schemas\.(\w+)", action["target"])
    return found[1] if found and "required" in action.get("update", {}) else ""


def required_there(
    action: Document, name: str, document: Document, actions: list[Document]
) -> list[str]:
    """Return the members that are required of a schema and that another has, too."""
    if any(schema_of(other) == name for other in actions):
        return []
    schemas = document.get("components", {}).get("schemas", {})
    form = Forms(document).of(schemas.get(name))
    return [
        member
        for member in action["update"]["required"]
        if member in form.members and member not in form.required
    ]


def replaced_schemas(report: Report) -> dict[str, list[str]]:
    """Return the schemas that stand now where another stood."""
    found: dict[str, list[str]] = {}
    for change, _ in report.wire:
        if (change.kind == "renamed" or change.what == "schema") and change.before and change.after:
            names = found.setdefault(str(change.before), [])
            if change.after not in names:
                names.append(str(change.after))
    return found


# --- the recipes --------------------------------------------------------------------------------


def renamed_classes(report: Report) -> dict[str, str]:
    """Return the classes that are gone and that exactly one other stands for."""
    gone = {change.name for change, _ in report.python if change.kind == "gone"}
    return {
        class_name(before): class_name(after[0])
        for before, after in replaced_schemas(report).items()
        if len(after) == 1 and f"models.{class_name(before)}" in gone
    }


def moved_operations(report: Report) -> dict[str, str]:
    """Return the modules of operations that are elsewhere now."""
    moved = {change.name: change.home for change, _ in report.python if change.kind == "moved"}
    gone = {change.name for change, _ in report.python if change.kind == "gone"}
    for change, _ in report.wire:
        if change.what == "operationId" and change.homes[0] in gone:
            moved[change.homes[0]] = change.homes[1]
    return {name: home for name, home in moved.items() if is_operation(name)}


def mended(source: str, package: str, names: dict[str, str], homes: dict[str, str]) -> str:
    """Return a module with the names that are renamed, and imports from where they are now."""
    lines = source.splitlines(keepends=True)
    imported: set[str] = set()
    for node in reversed(ast.parse(source).body):
        module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        if isinstance(node, ast.ImportFrom) and module.startswith(package):
            new = new_imports(node, module.removeprefix(f"{package}."), package, homes)
            imported |= {alias.name for alias in node.names}
            if new:
                lines[node.lineno - 1 : node.end_lineno] = [new]
    text = "".join(lines)
    for before, after in names.items():
        if before in imported:
            text = re.sub(rf"\b{before}\b", after, text)
    return text


def new_imports(node: ast.ImportFrom, inner: str, package: str, homes: dict[str, str]) -> str:
    """Return the imports to put in place of one, or "" if it stays."""
    if not any(f"{inner}.{alias.name}" in homes for alias in node.names):
        return ""
    found: dict[str, list[str]] = {}
    for alias in node.names:
        home = homes.get(f"{inner}.{alias.name}", f"{inner}.{alias.name}")
        module, _, name = home.rpartition(".")
        called = alias.asname or alias.name
        text = name if name == called else f"{name} as {called}"
        found.setdefault(f"{package}.{module}", []).append(text)
    return "".join(
        f"from {module} import ({', '.join(names)})\n" for module, names in found.items()
    )


def formatted(source: str, path: Path) -> str:
    """Return a module in the project's format; one that ruff cannot read stays as it is."""
    for arguments in (["check", "--fix-only", "--select=I", "--quiet"], ["format", "--quiet"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *arguments, f"--stdin-filename={path}", "-"],
            cwd=ROOT,
            input=source,
            capture_output=True,
            text=True,
            check=False,
        )
        source = done.stdout or source
    return source


# --- the sandbox --------------------------------------------------------------------------------


def to_learn(report: Report) -> list[str]:
    """Return what the sandbox has to do otherwise: its operations, then their schemas."""
    operations: dict[str, list[str]] = {}
    schemas: dict[str, list[str]] = {}
    for change, _ in report.wire:
        if change.in_errors or change.what in UNSEEN:
            continue
        place = change.place
        if place.schema:
            schemas.setdefault(place.schema, []).append(short(change, place.schema))
        elif place.operation:
            text = short(change, str(place.operation))
            operations.setdefault(str(place.operation), []).append(text)
    return [*together(operations), *together(schemas)]


UNSEEN = {
    "code",
    "default",
    "deprecated",
    "format",
    "operationId",
    "pattern",
    "security",
    "tags",
} | {f"{side}{what}" for side in ("max", "min") for what in ("imum", "Items", "Length")}
"""Aspects that a server need not do anything about, or that it did already."""


def short(change: Change, place: str) -> str:
    text = str(change).removeprefix(place).strip(" .:")
    return f"{text} ({change.form})" if change.form else text


def together(found: dict[str, list[str]]) -> Iterator[str]:
    for place, texts in sorted(found.items()):
        yield f"{place}: {'; '.join(texts)}"


def store_patch(target: Target, text: str) -> Path:
    """Store the patch where `git apply` finds it."""
    path = ROOT / ".build" / f"upgrade-{target.name}.patch"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path
