"""Tell what differs between the schemas of two documents, and whether it breaks a caller.

Two named schemas are compared once for requests and once for answers, however often and however
deep they are used: schemas may contain each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import define, evolve, field, frozen

from scripts.diff.changes import Change, Place
from scripts.diff.forms import LIMITS, Form, Forms

REQUEST, ANSWER, ERROR = "request", "answer", "error"
"""The ways that a schema goes."""
NARROWER, WIDER, OTHER, SAME = "narrower", "wider", "other", "same"
"""What a change does to the values that a schema allows."""
NUMBERS = {"int32", "int64", "float", "double"}

Key = tuple[str, str, str]


@define
class Group:
    """The changes inside one part of the API, and the pairs of schemas that it refers to."""

    changes: list[Change] = field(factory=list)
    inner: set[Key] = field(factory=set)


@frozen
class Spot:
    """A place on one way, with the group that its changes belong to."""

    place: Place
    way: str
    group: Group

    def tell(
        self,
        effect: str,
        what: str,
        before: Any = None,
        after: Any = None,
        *,
        missing: list[str] | None = None,
    ) -> None:
        """Note that an aspect of what is here changed."""
        change = Change(
            "changed", self.place, what, plain(before), plain(after), self.breaks(effect)
        )
        change.missing = missing or []
        self._note(change)

    def tell_thing(self, kind: str, member: str, effect: str) -> None:
        """Note that a member was added or removed."""
        self._note(Change(kind, self.member(member).place, breaking=self.breaks(effect)))

    def _note(self, change: Change) -> None:
        change.in_errors = self.way == ERROR
        self.group.changes.append(change)

    def breaks(self, effect: str) -> bool:
        """Tell whether a change with this effect breaks a caller."""
        bad = {REQUEST: {NARROWER, OTHER}, ANSWER: {WIDER, OTHER}, ERROR: set()}
        return effect in bad[self.way]

    def member(self, name: str) -> Spot:
        """Return a member of the object that is here."""
        inside = f"{self.place.member}.{name}" if self.place.member else name
        return evolve(self, place=evolve(self.place, member=inside, items=False))

    @property
    def items(self) -> Spot:
        """The elements of the list that is here."""
        return evolve(self, place=evolve(self.place, items=True))


class Shapes:
    """The schemas of two documents."""

    def __init__(self, old: Forms, new: Forms, names: tuple[set[str], set[str]]) -> None:
        self.old, self.new = old, new
        self._names = names
        self.groups: dict[Key, Group] = {}
        self.renamed: dict[str, str] = {}
        self.respelled: set[str] = set()  # with a name on one side only
        self.tells_limits = True

    def compare(self, before: Any, after: Any, spot: Spot) -> None:
        """Compare a schema of the earlier document with one of the later."""
        old, new = self.old.of(before), self.new.of(after)
        self._nullable(old, new, spot)
        if old.name and new.name:
            if old.name != new.name and is_union(old) and is_union(new):
                self.respelled |= {old.name, new.name}  # such a name is nowhere in Python
            elif spot.way != ERROR and not self.is_same(old, new):
                missing = sorted(old.members.keys() - new.members.keys())
                spot.tell(OTHER, "schema", old.name, new.name, missing=missing)
                return
            self._enter(old, new, spot)
        elif (old.name or new.name) and spot.way != ERROR and not differ_in_choice(old, new):
            self._exchange(old, new, spot)
        else:
            self._inside(old, new, spot)

    def is_same(self, old: Form, new: Form) -> bool:
        """Tell whether it is the same schema, perhaps under another name."""
        if old.name == new.name or self.renamed.get(old.name) == new.name:
            return True
        olds, news = self._names
        known = old.name in self.renamed or new.name in self.renamed.values()
        if known or old.name in news or new.name in olds:
            return False
        alike = bool(old.members.keys() & new.members.keys())
        if not old.members and not new.members:
            alike = old.types == new.types and bool({*(old.enum or "")} & {*(new.enum or "")})
        if alike:
            self.renamed[old.name] = new.name
        return alike

    def _enter(self, old: Form, new: Form, spot: Spot) -> None:
        key = (old.name, new.name, spot.way)
        spot.group.inner.add(key)
        if key not in self.groups:
            self.groups[key] = Group()
            inside = Spot(Place(schema=old.name), spot.way, self.groups[key])
            self._inside(old, new, inside)

    def _exchange(self, old: Form, new: Form, spot: Spot) -> None:
        """Compare a schema with a name and one without."""
        found = Group()
        self._inside(old, new, evolve(spot, group=found))
        spot.group.inner |= found.inner
        breaking = any(change.breaking for change in found.changes)
        if breaking and (old.types != new.types or old.members or new.members):
            missing = sorted(old.members.keys() - new.members.keys())
            spot.tell(OTHER, "schema", old.name or None, new.name or None, missing=missing)
        else:
            self.respelled |= {old.name, new.name}
            spot.group.changes += found.changes

    def _inside(self, old: Form, new: Form, spot: Spot) -> None:
        if old.alternatives or new.alternatives:
            self._alternatives(old, new, spot)
        if differ_in_choice(old, new) or not self._types(old, new, spot):
            return
        compare_enums(old, new, spot)
        compare_aspects(old, new, spot, first=not self.tells_limits)
        self._members(old, new, spot)
        if old.items is not None and new.items is not None:
            self.compare(old.items, new.items, spot.items)
        self._others(old, new, spot)

    def _nullable(self, old: Form, new: Form, spot: Spot) -> None:
        if old.nullable != new.nullable:
            effect = WIDER if new.nullable else NARROWER
            spot.tell(effect, "nullable", old.nullable or None, new.nullable or None)

    def _types(self, old: Form, new: Form, spot: Spot) -> bool:
        """Compare the types, and tell whether it makes sense to look further."""
        if old.types == new.types:
            return True
        effect = OTHER
        if not new.types or (old.types and fits(old.types, new.types)):
            effect = WIDER
        elif not old.types or fits(new.types, old.types):
            effect = NARROWER
        spot.tell(effect, "type", shown(old.types), shown(new.types))
        return effect != OTHER

    def _alternatives(self, old: Form, new: Form, spot: Spot) -> None:
        """Compare the schemas one of which has to fit; one alone counts as the only one."""
        olds, news = alternatives(old, self.old), alternatives(new, self.new)
        gone, come = list(olds), list(news)
        for one in olds:
            same = [other for other in come if one.label == other.label]
            if same:
                gone.remove(one)
                come.remove(same[0])
                (self._enter if one.name else self._inside)(one, same[0], spot)
        if gone or come:
            effect = OTHER if gone and come else NARROWER if gone else WIDER
            spot.tell(effect, "alternatives", [o.label for o in olds], [n.label for n in news])

    def _members(self, old: Form, new: Form, spot: Spot) -> None:
        for name in sorted(old.members.keys() | new.members.keys()):
            if name not in new.members:
                spot.tell_thing("removed", name, OTHER)
                continue
            if name not in old.members:
                spot.tell_thing("added", name, SAME)
            else:
                self.compare(old.members[name], new.members[name], spot.member(name))
            unseen = "readOnly" if spot.way == REQUEST else "writeOnly"
            before = name in old.required and not self._has(self.old, old, name, unseen)
            after = name in new.required and not self._has(self.new, new, name, unseen)
            if before != after and (spot.way == REQUEST or name in old.members):
                effect = NARROWER if after else WIDER
                spot.member(name).tell(effect, "required", before, after)

    def _has(self, forms: Forms, form: Form, member: str, aspect: str) -> bool:
        return aspect in forms.of(form.members[member]).aspects

    def _others(self, old: Form, new: Form, spot: Spot) -> None:
        before, after = old.others, new.others
        if isinstance(before, dict) or isinstance(after, dict):
            self.compare(
                before if isinstance(before, dict) else {},
                after if isinstance(after, dict) else {},
                spot.member("*"),
            )
        elif before != after:
            effect = NARROWER if after is False else SAME
            spot.tell(effect, "additionalProperties", before, after)


def is_union(form: Form) -> bool:
    return bool(form.alternatives) and not form.members


def differ_in_choice(old: Form, new: Form) -> bool:
    return bool(old.alternatives) != bool(new.alternatives)


def alternatives(form: Form, forms: Forms) -> list[Form]:
    if form.alternatives:
        return [forms.of(node) for node in form.alternatives]
    return [] if form.is_open else [form]


def fits(types: frozenset[str], into: frozenset[str]) -> bool:
    wide = into | {"integer"} if "number" in into else into
    return types <= wide


def compare_enums(old: Form, new: Form, spot: Spot) -> None:
    if old.enum is None and new.enum is None:
        return
    lost = new.enum is not None and (old.enum is None or not covers(new.enum, old.enum))
    gained = old.enum is not None and (new.enum is None or not covers(old.enum, new.enum))
    if lost or gained:
        effect = OTHER if lost and gained else NARROWER if lost else WIDER
        spot.tell(effect, "enum", old.enum, new.enum)


def covers(values: list[Any], others: list[Any]) -> bool:
    return all(value in values for value in others)


def compare_aspects(old: Form, new: Form, spot: Spot, *, first: bool) -> None:
    """Compare the keywords that stand for themselves; ``first``: no limit was told before."""
    for what in sorted(old.aspects.keys() | new.aspects.keys()):
        before, after = old.aspects.get(what), new.aspects.get(what)
        if before != after:
            untold = after is None or (first and what in LIMITS)
            spot.tell(SAME if untold else effect_of(what, before, after), what, before, after)


def effect_of(what: str, before: Any, after: Any) -> str:
    """Return what a keyword does that is new or has another value."""
    if what in WHEN_TOLD:
        return WHEN_TOLD[what]
    if what in ("format", "discriminator"):
        return SAME if before is None or {before, after} <= NUMBERS else OTHER
    if what not in LIMITS:
        return OTHER
    if before is None or what in ("pattern", "multipleOf"):
        return NARROWER
    is_most = what.lower().startswith(("max", "exclusivemax"))
    return NARROWER if (after < before) == is_most else SAME


WHEN_TOLD = {
    "default": SAME,
    "deprecated": SAME,
    "readOnly": NARROWER,  # it can be sent no more
    "uniqueItems": NARROWER,
    "writeOnly": WIDER,  # it is read no more
}


def shown(types: frozenset[str]) -> Any:
    return next(iter(types), None) if len(types) < 2 else sorted(types)


def plain(value: Any) -> Any:
    """Return a value if it can be shown in a line, else None."""
    if isinstance(value, list):
        return None if any(isinstance(item, (dict, list)) for item in value) else value
    return None if isinstance(value, dict) else value


def closure(group: Group, groups: dict[Key, Group]) -> Iterator[Group]:
    """Yield the groups that a group refers to, directly or not."""
    found: set[Key] = set()
    new = set(group.inner)
    while new:
        found |= new
        new = {key for each in new for key in groups[each].inner} - found
    yield from (groups[key] for key in sorted(found))
