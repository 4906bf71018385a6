"""The names that the generator gives to modules, classes and arguments."""

from __future__ import annotations

from openapi_python_client.strings import ClassName, PythonIdentifier

from scripts.documents import Document

FIELD_PREFIX = "field_"
"""The generator's prefix for a name that Python does not allow."""


def tag_name(tag: str) -> str:
    return PythonIdentifier(tag, "tag")


def module_of(operation: Document) -> str:
    tag = tag_name((operation.get("tags") or ["default"])[0])
    return f"api.{tag}.{argument_name(operation.get('operationId', ''))}"


def class_name(schema: str) -> str:
    return ClassName(schema, FIELD_PREFIX)


def argument_name(name: str) -> str:
    return PythonIdentifier(name, FIELD_PREFIX)


def argument_names(parameter: str) -> set[str]:
    """Return the possible names of a parameter: where two would clash, its kind is added."""
    name = argument_name(parameter)
    return {name, *(f"{name}_{kind}" for kind in ("query", "header", "path", "cookie"))}
