"""Read the helpers' code, to find the lines that use the generated client.

mypy knows the type of every expression, and writes down the owner of each attribute. Imports,
keywords and annotations come from the syntax.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from attrs import evolve

from scripts.diff.uses import Use, Uses
from scripts.documents import ROOT, DocumentError
from scripts.targets import GENERATED, HELPERS, Target

References = list[tuple[str, int]]
"""What mypy says of a module: the full names that it refers to, with their lines."""


def uses_in(target: Target) -> Uses:
    """Return the uses of a platform's generated client in the helpers.

    Raises:
        DocumentError: mypy cannot read the helpers, or the recipes do not use the client.
    """
    package = target.platform.package
    references = references_in_helpers()
    house = House([Source(path, package, references.get(path, [])) for path in target.modules])
    readers = {name: members for source in house.sources for name, members in source.readers()}
    results = {name: models for source in house.sources for name, models in source.results()}
    uses = Uses(recipes_at=house.recipes_at)
    for source in house.sources:
        direct = [*source.uses(), *source.members()]
        uses.found += house.reached([*direct, *source.passed_on(readers, results, direct)])
        uses.strings += house.reached(source.strings())
        uses.keys += house.reached(source.keys())
    for use in uses.found:
        for recipe in use.recipes if use.target.startswith("api.") and use.function else ():
            uses.operations.setdefault(recipe, set()).add(use.target.rpartition(".")[2])
    known = any(not use.target.startswith("*.") for use in uses.found)
    if not known:
        raise DocumentError(f"{HELPERS.name} uses nothing of {package}: is that the right package?")
    return uses


class House:
    """All modules of the helpers, and what needs what."""

    def __init__(self, sources: list[Source]) -> None:
        self.sources = sources
        self._by_file = {source.file: source for source in sources}
        self._callers: dict[str, set[str]] = {}
        self._importers: dict[str, set[str]] = {}
        self._needing: dict[tuple[str, str], set[str]] = {}
        modules = {source.module for source in sources}
        for source in sources:
            for name, line in source.references:
                if name.startswith(f"{HELPERS.name}."):
                    self._callers.setdefault(name, set()).add(source.qualified(line))
                    home = next((n for n in prefixes(name) if n in modules), "")
                    self._importers.setdefault(home, set()).add(source.module)

    def recipes_at(self, file: str, line: int) -> set[str]:
        """Return the recipes that need a line: without an import, a whole module is gone."""
        source = self._by_file[file]
        key = file, source.function(line)
        if key not in self._needing:
            reached = everything_reaching(source.qualified(line), self._callers)
            modules = everything_reaching(source.module, self._importers)
            self._needing[key] = {
                name.rpartition(".")[2]
                for each in self.sources
                for name in each.recipes
                if name in reached or (not key[1] and each.module in modules)
            }
        return self._needing[key]

    def reached(self, uses: Iterable[Use]) -> Iterator[Use]:
        """Yield uses with the recipes that need them."""
        for use in uses:
            yield evolve(use, recipes=tuple(sorted(self.recipes_at(use.file, use.line))))


def prefixes(name: str) -> Iterator[str]:
    while name:
        yield name
        name = name.rpartition(".")[0]


def everything_reaching(name: str, callers: dict[str, set[str]]) -> set[str]:
    """Return what calls or imports ``name`` directly or not, itself included."""
    found, new = set[str](), {name}
    while new:
        found |= new
        new = {caller for each in new for caller in callers.get(each, ())} - found
    return found


def references_in_helpers() -> dict[Path, References]:
    """Ask mypy what the names and attributes in each module of the helpers refer to.

    The answer is kept until the helpers or generated/ change: it takes mypy ten seconds.
    """
    read = {path: path.read_bytes() for path in sorted(HELPERS.rglob("*.py"))}
    read[GENERATED] = (GENERATED / "inputs.json").read_bytes()
    key = hashlib.sha256(repr(sorted(read.items())).encode()).hexdigest()
    kept = ROOT / ".mypy_cache" / "references.json"
    kept.parent.mkdir(exist_ok=True)
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with suppress(OSError, ValueError):
            before = json.loads(kept.read_text("utf-8"))
            if before["key"] == key:
                return {
                    ROOT / name: [(target, line) for target, line in found]
                    for name, found in before["references"].items()
                }
        found = ask_mypy()
        names = {path.relative_to(ROOT).as_posix(): each for path, each in found.items()}
        kept.write_text(json.dumps({"key": key, "references": names}), "utf-8")
    return found


def ask_mypy() -> dict[Path, References]:
    command = [sys.executable, "-m", "mypy", "--config-file=", "--explicit-package-bases"]
    command += ["--export-ref-info", "--no-sqlite-cache", "--no-error-summary", HELPERS.name]
    with tempfile.TemporaryDirectory() as cache:
        done = subprocess.run(
            [*command, f"--cache-dir={cache}"],
            cwd=ROOT,
            env={**os.environ, "MYPYPATH": str(GENERATED)},
            capture_output=True,
            text=True,
            check=False,
        )
        found = {}
        for path in Path(cache).glob(f"3.*/{HELPERS.name}/**/*.refs.json"):
            module = ROOT.joinpath(*path.relative_to(cache).parts[1:])
            entries = json.loads(path.read_text("utf-8"))
            found[module.with_name(module.name.replace(".refs.json", ".py"))] = [
                (entry["target"], entry["line"]) for entry in entries
            ]
    if not found:
        raise DocumentError(f"mypy cannot read {HELPERS.name}:\n{done.stdout}{done.stderr}")
    return found


class Source:
    """One module of the helpers, and what it refers to."""

    def __init__(self, path: Path, generated: str, references: References) -> None:
        self.references = references
        self._generated = generated
        self.file = path.relative_to(ROOT).as_posix()
        self.module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        self._tree = ast.parse(path.read_text("utf-8"))
        self._tops = [
            node
            for node in self._tree.body
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        ]
        self.recipes = [
            f"{self.module}.{top.name}"
            for top in self._tops
            if any(ast.unparse(decorator) == "recipe" for decorator in top.decorator_list)
        ]

    def function(self, line: int) -> str:
        """Return the function or class at the top level around a line, or ""."""
        for top in self._tops:
            first = min([top.lineno, *(decorator.lineno for decorator in top.decorator_list)])
            if first <= line <= (top.end_lineno or 0):
                return top.name
        return ""

    def qualified(self, line: int) -> str:
        """Return the full name of the function around a line."""
        return f"{self.module}.{self.function(line)}"

    def uses(self) -> Iterator[Use]:
        """Yield the imports of generated names, and the places of these names."""
        names: dict[str, str] = {}
        for node in ast.walk(self._tree):
            module = (isinstance(node, ast.ImportFrom) and node.module) or ""
            if isinstance(node, ast.ImportFrom) and module.startswith(self._generated):
                for alias in node.names:
                    target = self._target(f"{node.module}.{alias.name}")
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
                use = self._use(names[node.id], node.lineno, keywords_of(call))
                yield evolve(use, positions=positions_in(call, node))

    def members(self) -> Iterator[Use]:
        """Yield the places where attributes of models are read."""
        for name, line in self.references:
            if name.startswith("*."):
                yield self._use(name, line)
            elif name.startswith(f"{self._generated}.models.") and name.count(".") > 3:
                yield self._use(".".join(name.split(".")[3:]), line)

    def readers(self) -> Iterator[tuple[str, set[str]]]:
        """Yield the functions whose argument is a protocol, with the members of the protocol."""
        protocols = {
            top.name: {part.name for part in top.body if isinstance(part, ast.FunctionDef)}
            for top in self._tops
            if isinstance(top, ast.ClassDef) and "Protocol" in map(ast.unparse, top.bases)
        }
        for node in self._tree.body:  # N = TypeVar("N", bound=TheProtocol)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                bound = [ast.unparse(w.value) for w in node.value.keywords if w.arg == "bound"]
                for name in filter(protocols.__contains__, bound):
                    protocols[ast.unparse(node.targets[0])] = protocols[name]
        for top in self._tops:
            if isinstance(top, ast.FunctionDef):
                for name in words_in(top.args) & protocols.keys():
                    yield f"{self.module}.{top.name}", protocols[name]

    def results(self) -> Iterator[tuple[str, set[str]]]:
        """Yield the functions with the models that they return."""
        names = {
            alias.asname or alias.name: alias.name
            for node in self._tree.body
            if isinstance(node, ast.ImportFrom)
            if (node.module or "") == f"{self._generated}.models"
            for alias in node.names
        }
        for top in self._tops:
            if isinstance(top, ast.FunctionDef) and top.returns is not None:
                words = {node.id for node in ast.walk(top.returns) if isinstance(node, ast.Name)}
                if models := {names[word] for word in words & names.keys()}:
                    yield f"{self.module}.{top.name}", models

    def passed_on(
        self,
        readers: dict[str, set[str]],
        results: dict[str, set[str]],
        direct: Iterable[Use],
    ) -> Iterator[Use]:
        """Yield the places where a model is passed to a function that reads its members."""
        models: dict[str, set[str]] = {}
        for use in direct:
            if use.function and "." not in use.target:
                models.setdefault(use.function, set()).add(use.target)
        for name, line in self.references:
            if name in results and self.function(line):
                models.setdefault(self.function(line), set()).update(results[name])
        for name, line in self.references:
            for model in models.get(self.function(line), ()):
                for member in readers.get(name, ()):
                    yield self._use(f"{model}.{member}", line)

    def strings(self) -> Iterator[Use]:
        """Yield the string constants."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield self._use(node.value, node.lineno)

    def keys(self) -> Iterator[Use]:
        """Yield the string constants that members of a JSON object are read by."""
        for node in ast.walk(self._tree):
            key: ast.AST | None = None
            if isinstance(node, ast.Subscript):
                key = node.slice
            elif isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute):
                key = node.args[0] if node.func.attr == "get" else None
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield self._use(key.value, key.lineno)
        for node in self._tree.body:  # KEYS = ("a", "b")
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
                for part in node.value.elts:
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield self._use(part.value, part.lineno)

    def _target(self, name: str) -> str:
        """Return what a use calls an imported name: a model without its module."""
        inner = name.removeprefix(f"{self._generated}.")
        return inner.rpartition(".")[2] if inner.startswith("models.") else inner

    def _use(self, target: str, line: int, keywords: dict[str, int] | None = None) -> Use:
        return Use(target, self.file, line, self.function(line), keywords)


def words_in(node: ast.AST) -> set[str]:
    """Return the names in annotations, but none of what only a flow or a function gives."""
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) in ("Flow", "Callable"):
        return set()
    own = {node.id} if isinstance(node, ast.Name) else set()
    return own.union(*map(words_in, ast.iter_child_nodes(node)))


def keywords_of(call: ast.Call | None) -> dict[str, int] | None:
    if call is None:
        return None
    return {word.arg: word.value.lineno for word in call.keywords if word.arg}


def positions_in(call: ast.Call | None, operation: ast.Name) -> int:
    """Return how many values a call gives by position to the operation that it names first.

    Where the operation is handed on, that is not known: -1.
    """
    if call is None or call.func is operation:
        return 0
    if not call.args or call.args[0] is not operation:
        return -1
    values = call.args[1:]
    return 2 if any(isinstance(value, ast.Starred) for value in values) else len(values)
