"""Write the reference: what `planqk_helpers` and `planqk_helpers.hub` export, as directives.

A page for each module that recipes are in, by platform, and two for what the platforms share. Which
pages there are, and what is on them, follows from the stubs of the packages.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
HELPERS = ROOT / "planqk_helpers"
INDEX = ROOT / "cookbook" / "README.md"
SHARED = ("engine", "errors")
"""Where the names are defined that are the same on both platforms."""
GENERATED = re.compile(r"(planqk|hub)_(platform|service)\.models")


@dataclass(frozen=True)
class Platform:
    """A platform as its users import it."""

    name: str
    package: str
    folder: str

    def exports(self) -> dict[Path, list[str]]:
        """Return the names it exports, by the file that defines them."""
        stub = HELPERS.joinpath(*self.package.split(".")[1:], "__init__.pyi")
        found: dict[Path, list[str]] = {}
        for node in ast.parse(stub.read_text()).body:
            if isinstance(node, ast.ImportFrom) and node.module not in {"_version", "common"}:
                file = (stub.parent / (node.module or "").replace(".", "/")).with_suffix(".py")
                found.setdefault(file, []).extend(alias.name for alias in node.names)
        return found

    def modules(self) -> list[Path]:
        """Return the files of its own, in the order in which the cookbook needs their recipes."""
        index = INDEX.read_text()
        files = [file for file in self.exports() if file.parent.name == self.folder]

        def first(file: Path) -> tuple[bool, int]:
            recipes = set(self.exports()[file]).intersection(functions_in(file))
            places = [index.find(f"`{name}") for name in recipes]
            return not recipes, min((place for place in places if place >= 0), default=len(index))

        return sorted(files, key=first)


PLANQK = Platform("PlanQK", "planqk_helpers", "planqk")
HUB = Platform("The Hub", "planqk_helpers.hub", "hub")
PLATFORMS = [PLANQK, HUB]

MODEL_OPTIONS = """
    options:
      members: false
      docstring_options: { warnings: false }"""
"""Without the methods that all models share. Docstrings of generated code are the generator's."""
INTRODUCTION = """\
# Reference

What is labelled *recipe* can be called blocking, as shown, or awaited under `.aio`, with the same
arguments:

```python
service = find_service(client, "Sum")
service = await find_service.aio(client, "Sum")
```
"""


def pages() -> dict[str, str]:
    """Return the pages by name."""
    made = {"errors": page("Errors", HELPERS / "errors.py", PLANQK), "shared": shared()}
    lines = [INTRODUCTION]
    for platform in PLATFORMS:
        lines += [f"## {platform.name}", f"Imported from `{platform.package}`.", ""]
        for file in platform.modules():
            name = f"{platform.folder}/{file.stem}"
            made[name] = page(heading(file), file, platform)
            lines.append(f"- [{heading(file)}]({name}.md): {summary(file)}")
        made[f"{platform.folder}/models"] = models(platform)
        lines += [f"- [Models]({platform.folder}/models.md): What recipes take and return.", ""]
    lines += ["## On both", "Imported from either.", ""]
    lines.append("- [Waiting, packing, many at once](shared.md): What recipes of both use.")
    lines.append(f"- [Errors](errors.md): {summary(HELPERS / 'errors.py')}")
    return made | {"index": "\n".join([*lines, ""])}


def parts() -> dict[str, list[str]]:
    """Return the names of the pages by the part of the reference they are in."""
    found = {
        platform.name: [
            f"{platform.folder}/{name}"
            for name in [*(file.stem for file in platform.modules()), "models"]
        ]
        for platform in PLATFORMS
    }
    return found | {"On both": ["shared", "errors"]}


def page(title: str, file: Path, platform: Platform) -> str:
    """Return the page of a module: recipes first, each kind in the order of the source."""
    exported = platform.exports()[file]
    functions = functions_in(file)
    names = sorted(in_order(exported, file), key=lambda name: name not in functions)
    directives = [f"::: {platform.package}.{name}" for name in names]
    return "\n\n".join([f"# {title}", summary(file), *directives, ""])


def shared() -> str:
    """Return the page of what recipes of both platforms use, errors left out."""
    names = [
        name
        for file, exported in PLANQK.exports().items()
        if file.parent.name == "engine"
        for name in in_order(exported, file)
    ]
    directives = [f"::: planqk_helpers.{name}" for name in names]
    return "\n\n".join(["# Waiting, packing, many at once", *directives, ""])


def models(platform: Platform) -> str:
    """Return the page of the generated models that recipes take and return."""
    found = sorted({name for file in platform.modules() for name in models_in(file)})
    directives = [f"::: {name}{MODEL_OPTIONS}" for name in found]
    packages = " and ".join(f"`{name}`" for name in sorted({n.rpartition(".")[0] for n in found}))
    text = f"Generated, and imported from {packages}. A member that was not sent is `UNSET`."
    return "\n\n".join(["# Models", f"{text} It counts as false.", *directives, ""])


def models_in(file: Path) -> set[str]:
    """Return the models in the signatures of a module's recipes."""
    tree = ast.parse(file.read_text())
    imported = {
        alias.name: f"{node.module}.{alias.name}"
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and GENERATED.fullmatch(node.module or "")
        for alias in node.names
    }
    named = {
        part.id
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and is_recipe(node)
        for signature in (node.args, node.returns)
        if signature
        for part in ast.walk(signature)
        if isinstance(part, ast.Name)
    }
    return {path for name, path in imported.items() if name in named}


def is_recipe(function: ast.FunctionDef) -> bool:
    """Tell whether a function is one."""
    return any(ast.unparse(each) == "recipe" for each in function.decorator_list)


def functions_in(file: Path) -> list[str]:
    """Return the functions of a module, in their order."""
    tree = ast.parse(file.read_text())
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]


def in_order(names: list[str], file: Path) -> list[str]:
    """Return names in the order in which a module defines them."""
    text = file.read_text()

    def place(name: str) -> int:
        found = re.search(rf"^(?:def |class )?{name}\b", text, re.MULTILINE)
        if found is None:
            raise ValueError(f"{file} does not define {name}")
        return found.start()

    return sorted(names, key=place)


def heading(file: Path) -> str:
    """Return the title of a module's page."""
    return file.stem.replace("_", " ").capitalize()


def summary(file: Path) -> str:
    """Return the first sentence of a module's docstring."""
    docstring = ast.get_docstring(ast.parse(file.read_text())) or ""
    return re.sub(r"\s+", " ", docstring.partition("\n\n")[0])
