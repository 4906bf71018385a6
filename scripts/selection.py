"""Choose the operations that get a client, and check that each of them has got one."""

from __future__ import annotations

import copy
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from openapi_python_client.strings import PythonIdentifier

from scripts.documents import Document, DocumentError, Operation, operations


def select(
    document: Document, rules: list[dict[str, str]], name: str, notes: list[str] | None = None
) -> Document:
    """Return a document with the operations that any of the rules chooses.

    A rule names a tag, or what the path begins with, or both. The components that no operation
    refers to any more are left out.

    Raises:
        DocumentError: A rule chooses nothing. With ``notes`` that is noted there instead.
    """
    everything = operations(document)
    chosen: set[Operation] = set()
    for rule in rules:
        if not rule or set(rule) - {"tag", "path"}:
            raise DocumentError(f"{name}: {rule} is no rule for operations: give a tag, a path")
        found = {each for each, operation in everything.items() if fits(rule, each, operation)}
        if not found and notes is None:
            raise DocumentError(f"{name}: {rule} chooses no operation: delete it or mend it")
        if not found and notes is not None:
            notes.append(f"{name}: {rule} chooses no operation")
        chosen |= found
    selected = copy.deepcopy(document)
    for left in everything.keys() - chosen:
        del selected["paths"][left.path][left.method]
    if starred := sorted({kept.path for kept in chosen if "*" in kept.path}):
        raise DocumentError(
            f"{name}: {', '.join(starred)} would be asked for literally: give the stars a parameter "
            "by the overlay"
        )
    for path in {left.path for left in everything} - {kept.path for kept in chosen}:
        del selected["paths"][path]
    return without_unused(selected)


def fits(rule: dict[str, str], operation: Operation, described: Document) -> bool:
    tagged = "tag" not in rule or rule["tag"] in described.get("tags", ())
    return tagged and operation.path.startswith(rule.get("path", "/"))


def without_unused(document: Document) -> Document:
    """Return the document without the components that no operation refers to."""
    components = document.get("components", {})
    used: set[tuple[str, str]] = set()
    todo = references(document["paths"])
    while todo:
        kind, name = todo.pop()
        used.add((kind, name))
        todo |= references(components.get(kind, {}).get(name)) - used
    kept = {
        kind: {name: each for name, each in named.items() if (kind, name) in used}
        for kind, named in components.items()
        if kind != "securitySchemes"  # these are referred to by their names
    }
    return {**document, "components": {**components, **kept}}


def references(node: Any) -> set[tuple[str, str]]:
    return set(re.findall(r'"#/components/([^"/]+)/([^"/]+)', json.dumps(node)))


def require_modules(document: Document, package: Path) -> None:
    """Check that each operation has a module of its own: the generator overwrites one silently.

    Raises:
        DocumentError: The numbers differ; those that share a module are named.
    """
    written = [path for path in package.glob("api/*/*.py") if path.name != "__init__.py"]
    expected = operations(document)
    if len(written) == len(expected):
        return
    sharing = defaultdict(list)
    for operation, described in expected.items():
        sharing[module_of(operation, described)].append(
            f"{described.get('operationId')} ({operation})"
        )
    shared = [
        f"{' and '.join(sorted(names))} share the module {module}"
        for module, names in sorted(sharing.items())
        if len(names) > 1
    ]
    raise DocumentError(
        f"{len(expected)} operations became {len(written)} modules in {package.name}: "
        + ("; ".join(shared) or "the generator left some out")
        + ". Give one of them another operationId by the overlay"
    )


def module_of(operation: Operation, described: Document) -> str:
    """Return the module that the generator writes for an operation."""
    tag = next(iter(described.get("tags", ())), "default")
    name = described.get("operationId") or str(operation)
    return f"{PythonIdentifier(tag, 'tag')}.{PythonIdentifier(name, 'field_')}"
