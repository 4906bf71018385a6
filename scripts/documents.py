"""Read OpenAPI documents, check them, and put them into canonical order."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from attrs import frozen
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

ROOT = Path(__file__).resolve().parent.parent
SPECS = ROOT / "specs"
VALIDATORS = {"3.0": OpenAPIV30SpecValidator, "3.1": OpenAPIV31SpecValidator}
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Document: TypeAlias = dict[str, Any]


class DocumentError(Exception):
    """An input has to be mended first; the message names it."""


@frozen
class Operation:
    """One method of one path."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"


def operations(document: Document) -> dict[Operation, Document]:
    return {
        Operation(method, path): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


def read(path: Path) -> Document:
    """Return the document in a file.

    Raises:
        DocumentError: The file cannot be read, or is not a valid OpenAPI 3.0 or 3.1 document.
    """
    try:
        return parse(path.read_bytes(), path.name)
    except OSError as error:
        raise DocumentError(f"{path.name} cannot be read: {error.strerror}") from error


def parse(content: bytes, name: str) -> Document:
    """Return the document in the content of a file, JSON or YAML; otherwise as `read`."""
    if content.lstrip()[:1] == b"<":
        raise DocumentError(f"{name} is an HTML page, not an API document: is a login needed?")
    try:
        document = json.loads(content)
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        if content.lstrip()[:1] in (b"{", b"["):
            raise DocumentError(
                f"{name} is not JSON, or only the beginning of it: {error}"
            ) from error
        document = parse_yaml(content, name)
    key = hashlib.sha256(text_of(document).encode()).hexdigest()
    if key not in VALID:
        validate(document, name)
        VALID.add(key)
    return document  # type: ignore[no-any-return]  # validated to be one


VALID: set[str] = set()
"""Hashes of documents that were found valid in this process: checking the Hub's takes seconds."""


class PlainLoader(yaml.SafeLoader):
    """Reads what JSON has, and leaves dates as they are written."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in forms if tag != "tag:yaml.org,2002:timestamp"]
    for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parse_yaml(content: bytes, name: str) -> Any:
    """Return the document in YAML as JSON has it: its keys are strings."""
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(content)):
            raise DocumentError(f"{name} has aliases (*name): give the document as JSON")
        return json.loads(json.dumps(yaml.load(content, PlainLoader)))  # noqa: S506 - a safe one
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        reason = " ".join(str(error).split())[:LONGEST]
        raise DocumentError(f"{name} is neither JSON nor YAML: {reason}") from error


def validate(document: Any, name: str) -> None:
    version = document.get("openapi") if isinstance(document, dict) else None
    validator = VALIDATORS.get(str(version).rpartition(".")[0])
    if validator is None:
        raise DocumentError(f"{name} is no OpenAPI 3.0 or 3.1 document (openapi: {version})")
    try:
        errors = [
            f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
            for error in validator(document).iter_errors()
        ]
    except Exception as error:  # noqa: BLE001 - the validator raises a lost reference
        errors = [f"{type(error).__name__}: {error}"]
    if errors:
        lines = [f"  {error.splitlines()[0][:LONGEST]}" for error in errors[:MOST]]
        more = [f"  and {len(errors) - MOST} more"] if len(errors) > MOST else []
        title = f"{name} is not a valid OpenAPI {version} document:"
        raise DocumentError("\n".join([title, *lines, *more]))


LONGEST, MOST = 300, 20
"""Characters of a complaint, and complaints: one may quote the whole document."""


def text_of(document: Document) -> str:
    """Return the text of a document as it is stored: in canonical order, a member on a line."""
    return json.dumps(canonical(document), indent=1, ensure_ascii=False) + "\n"


def canonical(node: Any) -> Any:
    """Return the same document with sorted keys, and sorted lists where order means nothing.

    The platform's own order differs from one download to the next.
    """
    if isinstance(node, list):
        return [canonical(item) for item in node]
    if not isinstance(node, dict):
        return node
    ordered = {key: canonical(node[key]) for key in sorted(node)}
    for key in UNORDERED & ordered.keys():
        if isinstance(ordered[key], list):
            ordered[key] = sorted(ordered[key], key=_rank)
    return ordered


UNORDERED = {"allOf", "anyOf", "enum", "oneOf", "parameters", "required", "security"}


def _rank(item: Any) -> tuple[str, str]:
    name = str(item.get("name", "")) if isinstance(item, dict) else ""
    return name, json.dumps(item, sort_keys=True)


def read_yaml(path: Path) -> Document:
    document: Document = yaml.safe_load(path.read_text("utf-8"))
    return document


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
