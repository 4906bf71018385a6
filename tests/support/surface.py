"""Write down what a package offers: its public names and their signatures, a line for each.

    .venv/bin/python -m tests.support.surface     writes tests/surface/ anew

A line says nothing of the module something is in: what moves between modules stays the same.
"""

from __future__ import annotations

import ast
import enum
import importlib
import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

PACKAGES = ("planqk_helpers", "planqk_helpers.hub", "planqk_sandbox")
FOLDER = Path(__file__).parents[1] / "surface"
COMMAND = ".venv/bin/python -m tests.support.surface"
PROTOCOL = {"__aenter__", "__aexit__", "__enter__", "__exit__", "__iter__", "__len__"}
"""Methods that are called without their names."""

FACTORIES = {"NOTHING", "<factory>"}
"""What attrs and dataclasses show for a default that is made for each object."""


def file_of(package: str) -> Path:
    return FOLDER / f"{package}.txt"


def surface(package: str) -> str:
    """Return the lines of a package, in the order of its names."""
    module = importlib.import_module(package)
    lines = [line for name in sorted(module.__all__) for line in entry(name, getattr(module, name))]
    return "\n".join([f"# The public names of {package}. Written by: {COMMAND}", *lines, ""])


def entry(name: str, value: Any) -> Iterator[str]:
    if hasattr(value, "aio"):
        yield f"recipe {name}{signature(value)}"
    elif inspect.isclass(value):
        yield from class_entry(name, value)
    elif inspect.isfunction(value):
        yield f"function {name}{signature(value)}"
    elif isinstance(value, str):  # the version: another one in each release
        yield f"value {name}: str"
    else:
        yield f"type {name} = {annotation_text(value)}"


def class_entry(name: str, value: type) -> Iterator[str]:
    bases = [base.__qualname__ for base in value.__mro__[1:-1] if is_visible(base)]
    yield f"class {name}({', '.join(bases)})"
    yield f"  {name}{signature(value)}"
    members: dict[str, str] = {}
    for base in reversed(value.__mro__):
        if base.__module__.partition(".")[0] in PACKAGES:
            members.update(members_of(base))
    for member, form in sorted(members.items()):
        if member in PROTOCOL or not member.startswith("_"):
            yield f"  {name}.{member}{form}"


def is_visible(base: type) -> bool:
    """Tell whether users may name a base class: in ``except`` or ``isinstance``."""
    package = base.__module__.partition(".")[0]
    return package == "builtins" or (
        package in PACKAGES and base.__name__ in sys.modules[package].__all__
    )


def members_of(owner: type) -> Iterator[tuple[str, str]]:
    """Yield the public members that a class itself defines, those of its objects included."""
    for member, annotation in instance_attributes(owner):
        yield member, f": {annotation_text(annotation)}"
    annotations = inspect.get_annotations(owner)
    for member, annotation in annotations.items():
        yield member, f": {annotation_text(annotation)}"
    for member, value in vars(owner).items():
        plain = inspect.unwrap(getattr(value, "__func__", value))
        if inspect.isfunction(plain):
            kind = type(value).__name__ if plain is not value else ""
            yield member, f"{signature(plain)}{f' [{kind}]' if kind else ''}"
        elif isinstance(value, property):
            assert value.fget
            returns = inspect.signature(value.fget).return_annotation
            yield member, f": {annotation_text(returns)} [property]"
        elif not (hasattr(value, "__get__") or is_dataclass(owner)):
            form = annotation_text(annotations.get(member, "?"))
            yield member, f": {form} = {value_text(value)}"


def instance_attributes(owner: type) -> Iterator[tuple[str, Any]]:
    """Yield what ``__init__`` sets, with its annotation, or that of the argument it is set to."""
    made = vars(owner).get("__init__")
    if not made or is_dataclass(owner) or hasattr(owner, "__attrs_attrs__"):
        return  # these have annotations in the class
    arguments = inspect.get_annotations(made)
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(made)))):
        if isinstance(node, ast.AnnAssign) and is_of_self(node.target):
            yield ast.unparse(node.target).removeprefix("self."), ast.unparse(node.annotation)
        elif isinstance(node, ast.Assign):
            for target in filter(is_of_self, node.targets):
                annotation = arguments.get(ast.unparse(node.value), "?")
                yield ast.unparse(target).removeprefix("self."), annotation


def is_of_self(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self"


def signature(value: Any) -> str:
    """Return parameters with kinds, annotations and defaults, and what is returned."""
    try:
        found = inspect.signature(value)
    except ValueError:  # an exception without an ``__init__`` of its own
        return "(...)"
    parts: list[str] = []
    kinds = [parameter.kind for parameter in found.parameters.values()]
    for parameter in found.parameters.values():
        keyword_only = parameter.kind is parameter.KEYWORD_ONLY
        if keyword_only and "*" not in parts and parameter.VAR_POSITIONAL not in kinds:
            parts.append("*")
        parts.append(parameter_text(parameter))
    if kinds and kinds[0] is inspect.Parameter.POSITIONAL_ONLY:
        parts.insert(kinds.count(inspect.Parameter.POSITIONAL_ONLY), "/")
    returns = found.return_annotation
    arrow = "" if returns is found.empty else f" -> {annotation_text(returns)}"
    return f"({', '.join(parts)}){arrow}"


def parameter_text(parameter: inspect.Parameter) -> str:
    stars = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}
    shown = parameter.name
    for kind, star in stars.items():
        shown = f"{star}{shown}" if parameter.kind is kind else shown
    if parameter.annotation is not parameter.empty:
        shown += f": {annotation_text(parameter.annotation)}"
    if parameter.default is not parameter.empty:
        shown += f" = {value_text(parameter.default)}"
    return shown


def annotation_text(annotation: Any) -> str:
    """Return an annotation as text: without modules, in the same form whether evaluated or not."""
    written = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    written = re.sub(r"\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])", "", written.replace('"', "'"))
    return re.sub(r"^Optional\[(.*)\]$", r"\1 | None", written)


def value_text(value: Any) -> str:
    """Return a value as text, without addresses."""
    if repr(value) in FACTORIES:
        return "..."
    if isinstance(value, enum.Enum):
        return f"{type(value).__name__}.{value.name}"
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))


if __name__ == "__main__":
    for name in PACKAGES:
        file_of(name).write_text(surface(name), "utf-8")
