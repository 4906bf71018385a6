"""Tell what differs for Python code between two generated packages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import griffe
from attrs import frozen


@frozen
class PythonChange:
    """One difference.

    Attributes:
        name: An operation, its parameter in parentheses, a model or its member.
        text: What happened to it.
        breaking: Whether code that uses it has to change.
    """

    name: str
    text: str
    breaking: bool = True

    def __str__(self) -> str:
        return f"{self.name} {self.text}"


def python_changes(package: str, before: Path, after: Path) -> list[PythonChange]:
    """Compare a package in two folders: operations and their parameters, models and members."""
    old, new = surface(package, before), surface(package, after)
    homes = {name.rpartition(".")[2]: name for name in new if is_operation(name)}
    moved = set()
    found = []
    for name, form in old.items():
        if name in new:
            if new[name] != form:
                found.append(PythonChange(name, f"is {new[name]} instead of {form}"))
        elif is_operation(name) and (home := homes.get(name.rpartition(".")[2])):
            found.append(PythonChange(name, f"moved to {home}"))
            moved.add(home)
        elif holder(name) in new or not holder(name):
            found.append(PythonChange(name, "is gone"))
    for name, form in new.items():
        if name not in old.keys() | moved and (holder(name) in old or not holder(name)):
            needed = name.endswith(")") and "=" not in form
            text = "is new" + (f", and needed: {form}" if needed else "")
            found.append(PythonChange(name, text, breaking=needed))
    return sorted(found, key=lambda change: (not change.breaking, change.name))


def surface(package: str, folder: Path) -> dict[str, str]:
    """Return the names that a package in ``folder`` offers, each with its type."""
    loaded = griffe.load(package, search_paths=[folder], allow_inspection=False)
    found = {}
    for module in modules(loaded["api"]):
        name = module.path.removeprefix(f"{package}.")
        function = module["asyncio"] if "asyncio" in module.members else module["asyncio_detailed"]
        found[name] = str(function.returns)
        for parameter in function.parameters:
            default = "" if parameter.default is None else f" = {parameter.default}"
            found[f"{name}({parameter.name})"] = f"{parameter.annotation}{default}"
    for module in modules(loaded["models"]):
        for model in module.classes.values():
            found[f"models.{model.name}"] = ", ".join(map(str, model.bases)) or "a class"
            for member in model.attributes.values():
                if "property" in member.labels:
                    continue
                form = member.annotation or member.value
                found[f"models.{model.name}.{member.name}"] = str(form)
    return found


def modules(package: griffe.Object | griffe.Alias) -> Iterator[griffe.Module]:
    """Yield the modules that are no packages; griffe counts imports as members."""
    for module in package.modules.values():
        if isinstance(module, griffe.Module) and module.is_init_module:
            yield from modules(module)
        elif isinstance(module, griffe.Module):
            yield module


def is_operation(name: str) -> bool:
    return name.startswith("api.") and "(" not in name


def holder(name: str) -> str:
    """Return the operation of a parameter, the model of a member; of these themselves ""."""
    if name.endswith(")"):
        return name.partition("(")[0]
    return name.rpartition(".")[0] if name.count(".") == 2 and name.startswith("models.") else ""
