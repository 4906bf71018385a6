"""Answer which lines of the recipes a change concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from attrs import define, evolve, field, frozen

from scripts.diff.changes import Change
from scripts.diff.naming import argument_name, argument_names, class_name, module_of
from scripts.diff.python_api import PythonChange
from scripts.documents import Document, operations


@frozen
class Use:
    """A line of the helpers that refers to something generated.

    Attributes:
        target: The generated thing: "api.tag.operation", "Model" or "Model.member"; "*.member"
            where mypy does not know the model.
        file: Relative to the project.
        line: Its number.
        function: The function or class around it; "" for an import or a constant.
        keywords: The keywords of the call that uses the thing, with their lines; None: no call.
        positions: How many values the call gives to the thing by position; 2 for any number, -1
            where that is not known.
        recipes: The recipes that reach this line, sorted.
    """

    target: str
    file: str
    line: int
    function: str
    keywords: dict[str, int] | None = None
    positions: int = 0
    recipes: tuple[str, ...] = ()

    @property
    def is_import(self) -> bool:
        """Whether it stands outside of functions."""
        return not self.function


@define
class Uses:
    """All uses.

    Attributes:
        found: The lines that refer to something generated.
        strings: Every string constant: some go over the wire.
        keys: The string constants that members of a JSON object are read by.
        operations: The operations that each recipe reaches, by their names in Python.
        recipes_at: Tells which recipes need a line of a file.
    """

    found: list[Use] = field(factory=list)
    strings: list[Use] = field(factory=list)
    keys: list[Use] = field(factory=list)
    operations: dict[str, set[str]] = field(factory=dict)
    recipes_at: Callable[[str, int], set[str]] = lambda *_: set()

    def of(self, *targets: str) -> list[Use]:
        """Return the uses of any of ``targets``."""
        return [use for use in self.found if use.target in targets]

    def calls_of(self, target: str) -> list[Use]:
        """Return the uses of an operation without its imports."""
        return [use for use in self.of(target) if not use.is_import]

    def concerned(self, change: Change, document: Document) -> list[Use]:
        """Return the lines that a change between ``document`` and a later one concerns.

        A new thing concerns no line, unless callers have to use it.
        """
        place, needed = change.place, change.is_newly_required
        if change.kind == "added" and not needed:
            return []
        if change.in_errors:
            name = place.member.rpartition(".")[2]
            return distinct(use for use in self.keys if use.target == name)
        if place.schema:
            lines = self._of_member(class_name(place.schema), place.member, needed=needed)
        elif not place.operation:
            lines = []
        else:
            lines = self._of_operation(change, document)
        return distinct([*lines, *self._with_value(change, lines), *self._sent(change, document)])

    def concerned_in_python(self, change: PythonChange) -> list[Use]:
        """Return the lines that have to be mended because a generated name changed."""
        name, _, parameter = change.name.removesuffix(")").partition("(")
        if name.startswith("models."):
            return distinct(self._of_model(change, *name.split(".")[1:]))
        calls = self.calls_of(name)
        if not change.breaking:
            found = []
        elif change.kind == "order":
            found = [use for use in calls if use.positions > 1]
        elif not parameter:
            found = self.of(name) if change.kind in ("gone", "moved") else calls
        elif change.kind == "needed":
            found = [use for use in calls if parameter not in (use.keywords or {})]
        else:
            found = keyword_lines(calls, {parameter})
        return distinct(found)

    def _of_model(self, change: PythonChange, model: str, member: str = "") -> list[Use]:
        if change.kind == "new":
            return []
        if not change.breaking or not member:  # a member may be needed now, to make one
            return self._of_member(model, member, needed=bool(member))
        made = [use for use in self.of(model) if use.keywords is not None]
        return [*self.of(f"{model}.{member}"), *keyword_lines(made, {member})]

    def _of_operation(self, change: Change, document: Document) -> list[Use]:
        place, whole = change.place, operations(document)
        if place.operation not in whole:  # it is new
            return []
        target = module_of(whole[place.operation])
        calls = self.calls_of(target)
        needed = change.is_newly_required
        if place.part == "request body" and place.member:
            body = class_name(f"{whole[place.operation].get('operationId', '')}Body")
            return self._of_member(body, place.member, needed=needed) or (calls if needed else [])
        if place.parameter:
            names = argument_names(place.parameter)
            if needed:
                return [use for use in calls if not names & (use.keywords or {}).keys()]
            given = keyword_lines(calls, names)
            in_path = f"{{{place.parameter}}}" in place.operation.path
            return [*given, *(use for use in calls if in_path and use.positions)]
        if change.what == "order":
            return [use for use in calls if use.positions > 1]
        imports = change.kind == "removed" or change.what in ("operationId", "tags")
        return self.of(target) if imports and not place.part else calls

    def _of_member(self, model: str, member: str, *, needed: bool) -> list[Use]:
        """Return the uses of a member of a model; without a member, those of the model."""
        if not member:
            return self.of(model)
        name = argument_name(member.partition(".")[0])
        values = self.of(class_name(f"{model}_{member}"))  # the class of the member's enum
        made = [use for use in self.of(model) if use.keywords is not None]
        if needed:
            return [use for use in made if name not in (use.keywords or {})]
        return [*values, *self.of(f"{model}.{name}", f"*.{name}"), *keyword_lines(made, {name})]

    def _with_value(self, change: Change, lines: list[Use]) -> Iterator[Use]:
        """Yield the strings that are values an enum lost, in files that use the enum."""
        files = {use.file for use in lines}
        if change.what == "enum":
            for string in self.strings:
                if string.target in change.lost_values and string.file in files:
                    yield string

    def _sent(self, change: Change, document: Document) -> Iterator[Use]:
        """Yield the strings that the recipes give the engine to send, and that changed."""
        whole = operations(document)
        used = [each for each in change.operations if self.calls_of(module_of(whole[each]))]
        wanted = {string.lower() for string in change.strings} if used else set[str]()
        for string in self.strings:
            if string.target.lower() in wanted:
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
