"""Choose the operations that get a client, and check that each of them has got one."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from openapi_python_client.strings import PythonIdentifier

from scripts.documents import Document, DocumentError, Operation, operations

EVERY_OPERATION = [{"path": "/"}]


def select(
    document: Document, rules: list[dict[str, str]], name: str, notes: list[str] | None = None
) -> Document:
    """Return a document with the operations that any of the rules chooses.

    A rule names a tag, or what the path begins with, or both. The components that no operation
    refers to any more are left out. With ``notes``, what is wrong is noted there.

    Raises:
        DocumentError: A rule chooses nothing, or a path cannot be asked for.
    """
    found = notes if notes is not None else []
    everything = operations(document)
    chosen: set[Operation] = set()
    for rule in rules:
        if not rule or set(rule) - {"tag", "path"}:
            raise DocumentError(f"{name}: {rule} is no rule for operations: give a tag, a path")
        fitting = {each for each, operation in everything.items() if fits(rule, each, operation)}
        if not fitting:
            found.append(f"{name}: {rule} chooses no operation: delete it or mend it")
        chosen |= fitting
    for path in sorted({kept.path for kept in chosen if "*" in kept.path}):
        found.append(f"{path} would be asked for as it is: give it a parameter by the overlay")
    if found and notes is None:
        raise DocumentError("\n".join(found))
    return without_unused(without(everything.keys() - chosen, document))


def without(left: set[Operation], document: Document) -> Document:
    """Return the document without some operations, and without paths that have none."""
    paths = {
        path: {key: each for key, each in item.items() if Operation(key, path) not in left}
        for path, item in document["paths"].items()
    }
    kept = {each.path for each in operations({"paths": paths})}
    return {**document, "paths": {path: item for path, item in paths.items() if path in kept}}


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
    raise DocumentError(
        f"{len(expected)} operations became {len(written)} modules in {package.name}: "
        + ("; ".join(shared_modules(document)) or "the generator left some out")
    )


def shared_modules(document: Document) -> list[str]:
    """Return a line for each module that several operations would share."""
    sharing = defaultdict(list)
    for operation, described in operations(document).items():
        sharing[module_of(operation, described)].append(
            f"{described.get('operationId')} ({operation})"
        )
    return [
        f"{' and '.join(sorted(names))} share the module {module}: give one of them another "
        "operationId by the overlay"
        for module, names in sorted(sharing.items())
        if len(names) > 1
    ]


def module_of(operation: Operation, described: Document) -> str:
    """Return the module that the generator writes for an operation."""
    tag = next(iter(described.get("tags", ())), "default")
    name = described.get("operationId") or str(operation)
    return f"{PythonIdentifier(tag, 'tag')}.{PythonIdentifier(name, 'field_')}"
