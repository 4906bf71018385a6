"""Tell what differs on the wire between two documents, and whether it breaks a caller."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from scripts.diff.api import (
    Api,
    Call,
    contents_of,
    is_success,
    manner_of,
    matched,
    schema_of,
)
from scripts.diff.changes import Change, Place, merge_changes
from scripts.diff.shapes import ANSWER, ERROR, OTHER, REQUEST, Group, Shapes, Spot, closure
from scripts.documents import Document, Operation

ANYTHING = "*/*"


def wire_changes(before: Document, after: Document) -> list[Change]:
    """Return the changes, the breaking first; order, prose and examples do not count.

    Raises:
        DocumentError: A reference leads nowhere.
    """
    old = Api(before)
    found = merge_changes(Comparison(old, Api(after)).changes())
    for change in found:
        if not change.place.schema and change.kind != "added":
            calls = [old.calls[each] for each in change.operations if each in old.calls]
            change.modules = tuple(sorted(call.module[1] for call in calls))
    return sorted(found, key=lambda c: (not c.breaking, str(c.place), str(c)))


class Comparison:
    """Two documents that are compared."""

    def __init__(self, old: Api, new: Api) -> None:
        self.old, self.new = old, new
        self._shapes = Shapes(old.forms, new.forms, (set(old.schemas), set(new.schemas)))
        self._shapes.tells_limits = old.tells_limits

    @property
    def pairs(self) -> int:
        """How many pairs of schemas were compared."""
        return len(self._shapes.groups)

    def changes(self) -> Iterator[Change]:
        """Yield the changes; those of a schema once for requests and once for answers."""
        roots: list[tuple[Operation, Group]] = []
        for before, after in matched(self.old, self.new):
            if before and after:
                group = Group()
                roots.append((before, group))
                yield from self._operation(self.old.calls[before], self.new.calls[after], group)
            elif before:
                yield Change("removed", Place(before), breaking=True, operations=[before])
            elif after:
                form = self.new.calls[after].form
                yield Change("added", Place(after), operations=[after], form=form)
        for operation, group in roots:
            for each in [group, *closure(group, self._shapes.groups)]:
                for change in each.changes:
                    if operation not in change.operations:
                        change.operations.append(operation)
            yield from group.changes
        for inner in self._shapes.groups.values():
            yield from inner.changes
        yield from self._schemas()
        yield from self._whole()

    def _schemas(self) -> Iterator[Change]:
        """Yield the schemas that were renamed, removed or added."""
        renamed = {a: b for a, b in self._shapes.renamed.items() if a in self.old.reached}
        for before, after in renamed.items():
            yield Change("renamed", Place(schema=before), "", before, after, breaking=True)
        respelled = self._shapes.respelled
        for name in self.old.reached - self.new.reached - renamed.keys() - respelled:
            yield Change("removed", Place(schema=name), breaking=True)
        for name in self.new.reached - self.old.reached - set(renamed.values()) - respelled:
            members = ", ".join(self.new.forms.of(self.new.schemas[name]).members)
            yield Change("added", Place(schema=name), form=members)

    def _whole(self) -> Iterator[Change]:
        """Yield the changes of servers and of ways to log in."""
        everywhere = list(self.old.calls)
        for number, before in enumerate(self.old.servers):
            after = self.new.servers[number] if number < len(self.new.servers) else None
            if before != after:
                place = Place(part=f"/servers/{number}")
                kept = before in self.new.servers
                change = Change("changed", place, "url", before, after, not kept)
                yield evolve(change, operations=everywhere, strings=(before,))
        for number in range(len(self.old.servers), len(self.new.servers)):
            yield Change("added", Place(part=f"/servers/{number}"))
        for name in sorted(self.old.schemes.keys() & self.new.schemes.keys()):
            users = [call.place for call in self.old.calls.values() if uses(call, name)]
            pair = self.old.schemes[name], self.new.schemes[name]
            place = Place(part=f"/components/securitySchemes/{name}")
            for what, before, after in differences(*pair):
                told = before is None
                change = Change("changed", place, what, before, after, bool(users) and not told)
                strings = (before,) if isinstance(before, str) else ()
                yield evolve(change, operations=users, strings=strings)

    # --- one operation

    def _operation(self, old: Call, new: Call, group: Group) -> Iterator[Change]:
        """Compare an operation; what differs in its schemas goes into the group."""
        here = old.place
        if old.place != new.place:
            moved = Change("moved", Place(here), "", str(here), str(new.place), breaking=True)
            yield evolve(moved, operations=[here])
        found = [
            *self._names(old, new),
            *self._parameters(old, new, group),
            *self._body(old, new, group),
            *self._answers(old, new, group),
        ]
        for change in found:
            change.operations.append(here)
        yield from found

    def _names(self, old: Call, new: Call) -> Iterator[Change]:
        """Compare the names of an operation and what applies to it as a whole."""
        place = Place(old.place)
        for what, position in (("tags", 0), ("operationId", 1)):
            before, after = old.described.get(what), new.described.get(what)
            if before != after:
                moves = old.module[position] != new.module[position]
                change = Change("changed", place, what, before, after, moves)
                yield evolve(change, homes=(home(old), home(new)))
        before, after = old.described.get("deprecated"), new.described.get("deprecated")
        if bool(before) != bool(after):
            yield Change("changed", place, "deprecated", before, after)
        if old.servers != new.servers:
            yield Change("changed", place, "servers", old.servers, new.servers, breaking=True)
        if old.security != new.security:
            less = not set(old.security) <= set(new.security) and "" not in new.security
            yield Change("changed", place, "security", old.security, new.security, less)

    def _parameters(self, old: Call, new: Call, group: Group) -> Iterator[Change]:
        olds, news = old.parameters, new.parameters
        news = renamed_in_path(old, new, news)
        for key in sorted(olds.keys() | news.keys()):
            before, after = olds.get(key), news.get(key)
            name = (before or after or {})["name"]
            place = Place(old.place, f"parameter {name}")
            elsewhere = [one for one in news if one[1] == key[1] and one not in olds]
            strings = (name,) if key[0] == "header" else ()
            if before and after:
                yield from self._parameter(before, after, Spot(place, REQUEST, group))
            elif before and elsewhere:
                after = news[elsewhere[0]]
                gone = Change("changed", place, "in", key[0], after["in"], breaking=True)
                yield evolve(gone, strings=strings)
            elif before:
                yield Change("removed", place, breaking=True, strings=strings)
            elif after and not [one for one in olds if one[1] == key[1] and one not in news]:
                needed = after.get("required") is True
                yield Change("added", place, "", None, "required" if needed else None, needed)
        here, there = old.in_path, new.in_path
        if here != there and sorted(here) == sorted(there):
            place = Place(old.place, "path parameters")
            yield Change("changed", place, "order", here, there, breaking=True)

    def _parameter(self, before: Document, after: Document, spot: Spot) -> Iterator[Change]:
        was, now = (bool(each.get("required")) for each in (before, after))
        if was != now:
            yield Change("changed", spot.place, "required", was, now, breaking=now)
        manners = manner_of(before), manner_of(after)
        for what, one in manners[0].items():
            if one != manners[1][what]:
                yield Change("changed", spot.place, what, one, manners[1][what], breaking=True)
        if bool(before.get("deprecated")) != bool(after.get("deprecated")):
            yield Change("changed", spot.place, "deprecated", None, after.get("deprecated"))
        self._shapes.compare(schema_of(before), schema_of(after), spot)

    def _body(self, old: Call, new: Call, group: Group) -> Iterator[Change]:
        place = Place(old.place, "request body")
        before, after = old.body, new.body
        if before is None and after is None:
            return
        if after is None:
            yield Change("removed", place, breaking=True)
        elif before is None:
            needed = after.get("required") is True
            yield Change("added", place, "", None, "required" if needed else None, needed)
        else:
            if bool(before.get("required")) != bool(after.get("required")):
                values = before.get("required"), after.get("required")
                yield Change("changed", place, "required", *values, bool(values[1]))
            yield from self._contents(before, after, Spot(place, REQUEST, group))

    def _answers(self, old: Call, new: Call, group: Group) -> Iterator[Change]:
        olds, news = dict(old.answers), dict(new.answers)
        pairs = self._exchanged(olds, news)
        for before, after in pairs.items():
            news[before] = news.pop(after)
            change = Change("changed", Place(old.place, f"answer {before}"), "code", before, after)
            yield change
        for code in sorted(olds.keys() | news.keys()):
            spot = Spot(Place(old.place, f"answer {code}"), way_of(code), group)
            if code in olds and code in news:
                yield from self._contents(olds[code], news[code], spot)
                yield from self._headers(olds[code], news[code], spot)
            elif code in olds:
                lost = is_success(code) and bool(olds[code].get("content"))
                yield Change("removed", spot.place, breaking=lost, in_errors=not is_success(code))
            else:
                yield Change("added", spot.place, in_errors=not is_success(code))

    def _exchanged(self, olds: dict[str, Document], news: dict[str, Document]) -> dict[str, str]:
        """Return the success codes that only became others: the answers are the same."""
        gone = [code for code in olds if is_success(code) and code not in news]
        come = [code for code in news if is_success(code) and code not in olds]
        pairs: dict[str, str] = {}
        for before in gone:
            for after in come:
                if after not in pairs.values() and self._is_same(olds[before], news[after]):
                    pairs[before] = after
                    break
        return pairs

    def _is_same(self, before: Document, after: Document) -> bool:
        """Tell whether two answers have the same content, but for what breaks nobody."""
        if bool(before.get("content")) != bool(after.get("content")):
            return False
        trial = Group()
        spot = Spot(Place(), ANSWER, trial)
        found = [*self._contents(before, after, spot), *trial.changes]
        return not any(change.breaking for change in found)

    def _contents(self, before: Document, after: Document, spot: Spot) -> Iterator[Change]:
        """Compare what a body or an answer holds in each media type."""
        olds, news = contents_of(before), contents_of(after)
        only = [media for media in news if media not in olds]
        if ANYTHING in olds and len(only) == 1:
            news = {**news, ANYTHING: news.pop(only[0])}
        gone = [media for media in olds if media not in news]
        if ANYTHING in news and len(gone) == 1:
            news = {**news, gone[0]: news.pop(ANYTHING)}
        breaks = spot.way != ERROR
        for media in sorted(olds.keys() | news.keys()):
            place = evolve(spot.place, part=f"{spot.place.part} {media}")
            if media not in news:
                yield Change("removed", place, breaking=breaks, in_errors=not breaks)
            elif media not in olds:
                untold = not olds and spot.way == ANSWER
                yield Change("added", place, breaking=untold, in_errors=not breaks)
            else:
                pair = olds[media].get("schema", {}), news[media].get("schema", {})
                self._shapes.compare(*pair, spot)
                if olds[media].get("encoding") != news[media].get("encoding"):
                    spot.tell(OTHER, "encoding")

    def _headers(self, before: Document, after: Document, spot: Spot) -> Iterator[Change]:
        olds, news = ({n.lower(): n for n in each.get("headers", {})} for each in (before, after))
        for name in sorted(olds.keys() ^ news.keys()):
            gone = name in olds
            shown = olds.get(name) or news[name]
            place = evolve(spot.place, part=f"{spot.place.part} header {shown}")
            breaks = gone and spot.way == ANSWER
            yield Change("removed" if gone else "added", place, breaking=breaks, strings=(shown,))


def home(call: Call) -> str:
    """Return the name of an operation's module in a generated package."""
    return ".".join(["api", *call.module])


def way_of(code: str) -> str:
    return ANSWER if is_success(code) else ERROR


def uses(call: Call, scheme: str) -> bool:
    return any(scheme in way.split(" and ") for way in call.security)


def renamed_in_path(
    old: Call, new: Call, parameters: dict[tuple[str, str], Document]
) -> dict[tuple[str, str], Document]:
    """Return the later parameters; one that only its path calls otherwise has its earlier name."""
    here, there = old.in_path, new.in_path
    if len(here) != len(there) or sorted(here) == sorted(there):
        return parameters
    names = {("path", after): ("path", before) for before, after in zip(here, there, strict=True)}
    return {names.get(key, key): each for key, each in parameters.items()}


def differences(before: Any, after: Any, aspect: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield the keywords below two nodes whose plain values differ, without descriptions."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            if key != "description" and not key.startswith("x-"):
                yield from differences(before.get(key), after.get(key), key)
    elif before != after:
        yield aspect, before, after
