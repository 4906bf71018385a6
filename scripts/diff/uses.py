"""Tell where the recipes use what is generated: from their imports and types, not from a list.

mypy knows the type of every expression; it is asked to write down what each attribute belongs to.
Imports, keywords and annotations come from the syntax.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import define, evolve, field, frozen
from openapi_python_client.strings import ClassName, PythonIdentifier

from scripts.changes import Change
from scripts.documents import Document, DocumentError, Operation, operations
from scripts.python_api import PACKAGE

FIELD_PREFIX = "field_"
"""What the generator puts before a name that Python cannot have."""


@frozen
class Use:
    """A line of the recipes that refers to something generated.

    Attributes:
        target: Its name: "api.tag.operation", "Model" or "Model.member"; "*.member" where mypy
            cannot tell the model.
        file: Relative to the project.
        line: Its number.
        function: The function or class it is in; "" for an import or a constant.
        keywords: The keywords of the call it makes or is passed to, with their lines; None: none.
        recipes: The recipes that come to this line, sorted.
    """

    target: str
    file: str
    line: int
    function: str
    keywords: dict[str, int] | None = None
    recipes: tuple[str, ...] = ()

    @property
    def imported(self) -> bool:
        """Whether it stands outside of functions."""
        return not self.function


@define
class Uses:
    """All uses, and every string constant: a value of an enum may be among them."""

    found: list[Use] = field(factory=list)
    strings: list[Use] = field(factory=list)

    def of(self, *targets: str) -> list[Use]:
        """Return the uses of any of ``targets``."""
        return [use for use in self.found if use.target in targets]

    def touched(self, change: Change, document: Document) -> list[Use]:
        """Return the lines that a change between ``document`` and a later one concerns.

        A new thing that nobody has to use concerns none.
        """
        place, needed = change.place, change.needed
        if change.kind == "added" and not needed:
            return []
        if place.schema:
            lines = self._of_member(class_name(place.schema), place.member, needed=needed)
        elif not place.operation:
            lines = []
        else:
            lines = self._of_operation(change, document)
        return distinct([*lines, *self._with_value(change, lines)])

    def _of_operation(self, change: Change, document: Document) -> list[Use]:
        place, whole = change.place, operations(document)
        if place.operation not in whole:  # it is new
            return []
        target = module_of(whole[place.operation])
        calls = [use for use in self.of(target) if not use.imported]
        needed = change.needed
        if place.part == "request body" and place.member:
            body = class_name(f"{whole[place.operation].get('operationId', '')}Body")
            return self._of_member(body, place.member, needed=needed) or (calls if needed else [])
        if place.parameter:
            names = argument_names(place.parameter)
            if needed:
                return [use for use in calls if not names & (use.keywords or {}).keys()]
            return keyword_lines(calls, names)
        imports = change.kind in ("removed", "moved") or change.what in ("operationId", "tags")
        return self.of(target) if imports else calls

    def _of_member(self, model: str, member: str, *, needed: bool) -> list[Use]:
        """Return what reads or gives a member of a model, or names the model if there is none."""
        if not member:
            return self.of(model)
        name = argument_name(member.partition(".")[0])
        values = self.of(class_name(f"{model}_{member}"))  # the class of an enum
        made = [use for use in self.of(model) if use.keywords is not None]
        if needed:
            return [use for use in made if name not in (use.keywords or {})]
        return [*values, *self.of(f"{model}.{name}", f"*.{name}"), *keyword_lines(made, {name})]

    def _with_value(self, change: Change, lines: list[Use]) -> Iterator[Use]:
        """Yield where a value that is gone from an enum stands, in files that use the enum."""
        files = {use.file for use in lines}
        if change.what == "enum":
            for string in self.strings:
                if string.target in change.lost and string.file in files:
                    yield string


def keyword_lines(uses: Iterable[Use], names: set[str]) -> list[Use]:
    return [
        evolve(use, line=line)
        for use in uses
        for name, line in (use.keywords or {}).items()
        if name in names
    ]


def distinct(uses: Iterable[Use]) -> list[Use]:
    """Return a use for each line, in order."""
    lines = {(use.file, use.line): use for use in uses}
    return [lines[key] for key in sorted(lines)]


# --- names, as the generator makes them ---------------------------------------------------------


def module_of(operation: Document) -> str:
    tag = PythonIdentifier((operation.get("tags") or ["default"])[0], "tag")
    return f"api.{tag}.{argument_name(operation.get('operationId', ''))}"


def class_name(schema: str) -> str:
    return ClassName(schema, FIELD_PREFIX)


def argument_name(name: str) -> str:
    return PythonIdentifier(name, FIELD_PREFIX)


def argument_names(parameter: str) -> set[str]:
    """Return what a parameter may be called; where two would clash, its kind is added."""
    name = argument_name(parameter)
    return {name, *(f"{name}_{kind}" for kind in ("query", "header", "path", "cookie"))}


# --- reading the code ---------------------------------------------------------------------------


def uses_in(package: Path, generated: Path) -> Uses:
    """Return what the modules of ``package`` use of the generated client in ``generated``.

    Raises:
        DocumentError: mypy cannot make sense of the package.
    """
    resolved = references(package, generated)
    files = {path: Source(path, package.parent) for path in sorted(package.glob("*.py"))}
    callers: dict[str, set[str]] = {}
    for path, source in files.items():
        for line, _, target in resolved.get(path.stem, ()):
            if target.startswith(f"{package.name}."):
                callers.setdefault(target, set()).add(source.qualified(line))
    recipes = {name for source in files.values() for name in source.recipes()}
    readers = {name: read for source in files.values() for name, read in source.readers()}
    uses = Uses()
    for path, source in files.items():
        references_here = resolved.get(path.stem, [])
        direct = [*source.uses(), *source.members(references_here)]
        for use in [*direct, *source.handed_on(references_here, readers, direct)]:
            reached = reaching(source.qualified(use.line), callers)
            names = sorted(name.rpartition(".")[2] for name in reached & recipes)
            uses.found.append(evolve(use, recipes=tuple(names)))
        uses.strings += source.strings()
    if not uses.found:
        raise DocumentError(f"{package.name} uses nothing of {PACKAGE}: is that the right folder?")
    return uses


def reaching(function: str, callers: dict[str, set[str]]) -> set[str]:
    """Return the functions that come to ``function``, itself included."""
    found, new = set(), {function}
    while new:
        found |= new
        new = {caller for each in new for caller in callers.get(each, ())} - found
    return found


def references(package: Path, generated: Path) -> dict[str, list[tuple[int, int, str]]]:
    """Return what mypy takes the names and attributes of each module to be: line, column, what."""
    command = [sys.executable, "-m", "mypy", "--config-file=", "--explicit-package-bases"]
    command += ["--export-ref-info", "--no-sqlite-cache", "--no-error-summary", package.name]
    with tempfile.TemporaryDirectory() as cache:
        done = subprocess.run(
            [*command, f"--cache-dir={cache}"],
            cwd=package.parent,
            env={**os.environ, "MYPYPATH": str(generated)},
            capture_output=True,
            text=True,
            check=False,
        )
        found = {
            path.name.partition(".")[0]: [
                (entry["line"], entry["column"], entry["target"])
                for entry in json.loads(path.read_text("utf-8"))
            ]
            for path in Path(cache).glob(f"3.*/{package.name}/*.refs.json")
        }
    if not found:
        raise DocumentError(f"mypy cannot read {package.name}:\n{done.stdout}{done.stderr}")
    return found


class Source:
    """One module of the recipes."""

    def __init__(self, path: Path, root: Path) -> None:
        self._file = path.relative_to(root).as_posix()
        self._module = ".".join(path.relative_to(root).with_suffix("").parts)
        self._tree = ast.parse(path.read_text("utf-8"))
        self._tops = [
            node
            for node in self._tree.body
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        ]

    def function(self, line: int) -> str:
        """Return the function or class at the top level that has a line, or ""."""
        for top in self._tops:
            first = min([top.lineno, *(decorator.lineno for decorator in top.decorator_list)])
            if first <= line <= (top.end_lineno or 0):
                return top.name
        return ""

    def qualified(self, line: int) -> str:
        """Return the full name of the function that has a line."""
        return f"{self._module}.{self.function(line)}"

    def recipes(self) -> Iterator[str]:
        """Yield the full names of the recipes."""
        for top in self._tops:
            if any(ast.unparse(decorator) == "recipe" for decorator in top.decorator_list):
                yield f"{self._module}.{top.name}"

    def uses(self) -> Iterator[Use]:
        """Yield imports of generated names, and where those names stand."""
        names: dict[str, str] = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
                for alias in node.names:
                    target = target_of(f"{node.module}.{alias.name}")
                    names[alias.asname or alias.name] = target
                    yield self._use(target, alias.lineno)
        calls = {
            id(part): node
            for node in ast.walk(self._tree)
            if isinstance(node, ast.Call)
            for part in [node.func, *node.args]
        }
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Name) and node.id in names:
                call = calls.get(id(node))
                yield self._use(names[node.id], node.lineno, keywords_of(call))

    def members(self, references: Iterable[tuple[int, int, str]]) -> Iterator[Use]:
        """Yield where attributes of models are read."""
        for line, _, target in references:
            if target.startswith("*."):
                yield self._use(target, line)
            elif target.startswith(f"{PACKAGE}.models.") and target.count(".") > 3:
                yield self._use(".".join(target.split(".")[3:]), line)

    def readers(self) -> Iterator[tuple[str, set[str]]]:
        """Yield the functions that take whatever has certain members, with these members."""
        protocols = {
            top.name: {part.name for part in top.body if isinstance(part, ast.FunctionDef)}
            for top in self._tops
            if isinstance(top, ast.ClassDef) and "Protocol" in map(ast.unparse, top.bases)
        }
        for node in self._tree.body:  # N = TypeVar("N", bound=Named)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                bound = [ast.unparse(w.value) for w in node.value.keywords if w.arg == "bound"]
                for name in filter(protocols.__contains__, bound):
                    protocols[ast.unparse(node.targets[0])] = protocols[name]
        for top in self._tops:
            if isinstance(top, ast.FunctionDef):
                for name in words_in(top.args) & protocols.keys():
                    yield f"{self._module}.{top.name}", protocols[name]

    def handed_on(
        self,
        references: Iterable[tuple[int, int, str]],
        readers: dict[str, set[str]],
        direct: Iterable[Use],
    ) -> Iterator[Use]:
        """Yield where a model is handed to a function that reads members of it."""
        models: dict[str, set[str]] = {}
        for use in direct:
            if use.function and "." not in use.target:
                models.setdefault(use.function, set()).add(use.target)
        for line, _, target in references:
            for model in models.get(self.function(line), ()):
                for member in readers.get(target, ()):
                    yield self._use(f"{model}.{member}", line)

    def strings(self) -> Iterator[Use]:
        """Yield the string constants."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield self._use(node.value, node.lineno)

    def _use(self, target: str, line: int, keywords: dict[str, int] | None = None) -> Use:
        return Use(target, self._file, line, self.function(line), keywords)


def target_of(name: str) -> str:
    """Return how a use calls an imported name: models without their module."""
    inner = name.removeprefix(f"{PACKAGE}.")
    return inner.rpartition(".")[2] if inner.startswith("models.") else inner


def words_in(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def keywords_of(call: ast.Call | None) -> dict[str, int] | None:
    if call is None:
        return None
    return {word.arg: word.value.lineno for word in call.keywords if word.arg}


def touched_operations(uses: Uses, document: Document) -> dict[Operation, list[Use]]:
    """Return the operations of a document that the recipes use, with the lines that do."""
    found = {op: uses.of(module_of(body)) for op, body in operations(document).items()}
    return {op: lines for op, lines in found.items() if lines}
