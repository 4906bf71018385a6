"""Tell what differs for Python code between two generated packages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import griffe
from attrs import field, frozen

UNSET = "Unset"


@frozen
class PythonChange:
    """One difference.

    Attributes:
        name: An operation, its parameter in parentheses, a model or its member.
        text: What happened to it.
        breaking: Whether code that uses it has to change.
        kind: "gone", "new", "needed" (new, and has to be given), "form" (of another type), "moved",
            "order" (of what is given by position).
        home: Where it is now, if it moved.
    """

    name: str
    text: str
    breaking: bool = True
    kind: str = ""
    home: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.text}"


@frozen
class Surface:
    """What a package offers.

    Attributes:
        forms: The type of each name.
        defaults: The default of each parameter that has one.
        orders: For each operation the parameters that can be given by position.
    """

    forms: dict[str, str] = field(factory=dict)
    defaults: dict[str, str] = field(factory=dict)
    orders: dict[str, list[str]] = field(factory=dict)


def python_changes(package: str, before: Path, after: Path) -> list[PythonChange]:
    """Compare a package in two folders: operations and their parameters, models and members."""
    old, new = surface(package, before), surface(package, after)
    found = [*names_gone(old, new), *names_new(old, new), *names_changed(old, new)]
    return sorted(found, key=lambda change: (not change.breaking, change.name))


def names_gone(old: Surface, new: Surface) -> Iterator[PythonChange]:
    homes = homes_of(new)
    for name in old.forms.keys() - new.forms.keys():
        if is_operation(name) and (home := homes.get(name.rpartition(".")[2])):
            yield PythonChange(name, f"moved to {home}", kind="moved", home=home)
        elif holder(name) in new.forms or not holder(name):
            yield PythonChange(name, "is gone", kind="gone")


def names_new(old: Surface, new: Surface) -> Iterator[PythonChange]:
    homes = homes_of(new)
    moved = {homes.get(name.rpartition(".")[2]) for name in old.forms.keys() - new.forms.keys()}
    for name in new.forms.keys() - old.forms.keys() - moved:
        if holder(name) in old.forms or not holder(name):
            needed = name.endswith(")") and name not in new.defaults
            text = "is new" + (f", and needed: {new.forms[name]}" if needed else "")
            yield PythonChange(name, text, needed, kind="needed" if needed else "new")


def names_changed(old: Surface, new: Surface) -> Iterator[PythonChange]:
    for name in old.forms.keys() & new.forms.keys():
        before, after = old.forms[name], new.forms[name]
        defaults = old.defaults.get(name), new.defaults.get(name)
        lost = bool(defaults[0] and not defaults[1])
        if before != after or lost:
            sides = [
                f"{form}{', needed' if lost and form is after else ''}" for form in (after, before)
            ]
            breaking = lost or not fits(name, before, after)
            kind = "needed" if lost else "form"
            yield PythonChange(name, f"is {sides[0]} instead of {sides[1]}", breaking, kind)
        elif defaults[0] != defaults[1]:
            yield PythonChange(
                name, f"is {defaults[1]} by default, not {defaults[0]}", False, "form"
            )
        orders = old.orders.get(name, []), new.orders.get(name, [])
        if orders[0] != orders[1] and sorted(orders[0]) == sorted(orders[1]):
            text = f"takes {', '.join(orders[1])} in this order instead of {', '.join(orders[0])}"
            yield PythonChange(name, text, kind="order")


def homes_of(package: Surface) -> dict[str, str]:
    return {name.rpartition(".")[2]: name for name in package.forms if is_operation(name)}


def fits(name: str, before: str, after: str) -> bool:
    """Tell whether code that is right for one type is right for another.

    A parameter may take more than before; what is returned may be less.
    """
    olds, news = parts_of(before), parts_of(after)
    if name.endswith(")"):
        return olds <= news
    if is_operation(name):
        return news <= olds
    return news == olds - {UNSET}  # a member that is always there now


def parts_of(form: str) -> frozenset[str]:
    """Return the members of a union."""
    depth = 0
    parts = [""]
    for piece in re.split(r"(\[|\]| \| )", form):
        depth += (piece == "[") - (piece == "]")
        if piece == " | " and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return frozenset(parts)


def surface(package: str, folder: Path) -> Surface:
    """Return the names that a package in ``folder`` offers, each with its type."""
    loaded = griffe.load(package, search_paths=[folder], allow_inspection=False)
    found = Surface()
    for module in modules(loaded["api"]):
        name = module.path.removeprefix(f"{package}.")
        function = module["asyncio"] if "asyncio" in module.members else module["asyncio_detailed"]
        found.forms[name] = str(function.returns)
        for parameter in function.parameters:
            place = f"{name}({parameter.name})"
            found.forms[place] = str(parameter.annotation)
            if parameter.default is not None:
                found.defaults[place] = str(parameter.default)
            if parameter.kind is griffe.ParameterKind.positional_or_keyword:
                found.orders.setdefault(name, []).append(parameter.name)
    for module in modules(loaded["models"]):
        for model in module.classes.values():
            found.forms[f"models.{model.name}"] = ", ".join(map(str, model.bases)) or "a class"
            for member in model.attributes.values():
                if "property" in member.labels:
                    continue
                form = member.annotation or member.value
                found.forms[f"models.{model.name}.{member.name}"] = str(form)
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
