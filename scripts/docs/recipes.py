"""Show recipes in the API reference as they are called: an extension of griffe.

`@recipe` turns a generator function, declared as ``-> Flow[ServiceDto]``, into something that is
called and returns a ``ServiceDto``; `@iteration` one that is declared as ``-> Work[...]`` into
something that is iterated over. What griffe reads is the declaration.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

REFERENCE = re.compile(r"(?<!`)`([A-Za-z_]+)`(?!`)")
"""Docstrings name what belongs to the package in single backticks, all else in double ones."""


class Recipes(griffe.Extension):
    """Unwraps the return type of recipes, labels them, and links what docstrings refer to."""

    def on_function_instance(self, *, func: griffe.Function, **_kwargs: Any) -> None:
        """Change a function that is a recipe."""
        returns = func.returns
        decorators = {str(decorator.value) for decorator in func.decorators}
        if "iteration" in decorators:
            func.returns = str(returns).replace("Work[", "Iterator[Outcome[") + "]"
            label(func, "async for outcome in {}.aio(...)")
        if "recipe" not in decorators:
            return
        if not (isinstance(returns, griffe.ExprSubscript) and str(returns.left) == "Flow"):
            raise TypeError(f"{func.path} is a recipe, but does not return a Flow[...]")
        func.returns = returns.slice
        label(func, "await {}.aio(...)")

    def on_package(self, *, pkg: griffe.Module, **_kwargs: Any) -> None:
        """Link the public names in all docstrings: the Hub's recipes to its own."""
        if pkg.name == "planqk_helpers":
            hub = pkg.members.pop("hub")  # what is linked once is not linked again
            link_names(hub, public(pkg) | public(hub))
            link_names(pkg, public(hub) | public(pkg))
            pkg.members["hub"] = hub


def public(package: griffe.Object | griffe.Alias) -> dict[str, str]:
    """Return where the reference shows the names that the stub of ``package`` takes from others."""
    return {
        name: f"{package.path}.{name}"
        for name, member in package.members.items()
        if isinstance(member, griffe.Alias)
        and not member.target_path.startswith(f"{package.path}.common.")
    }


def label(func: griffe.Function, with_asyncio: str) -> None:
    """Mark a function as a recipe, and tell how it is called with asyncio."""
    func.labels.add("recipe")
    if func.docstring:
        text = func.docstring.value
        func.docstring.value = f"{text}\n\nWith asyncio: ``{with_asyncio.format(func.name)}``."


def link_names(parent: griffe.Object | griffe.Alias, public: dict[str, str]) -> None:
    """Turn the public names in the docstrings of ``parent`` and of what is in it into links."""

    def link(found: re.Match[str]) -> str:
        name = found[1]
        return f"[`{name}`][{public[name]}]" if name in public else found[0]

    if parent.docstring:
        parent.docstring.value = REFERENCE.sub(link, parent.docstring.value)
    for member in parent.members.values():
        if isinstance(member, griffe.Object):
            link_names(member, public)
