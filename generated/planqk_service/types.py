"""Contains some shared types for properties"""

from collections.abc import Mapping, MutableMapping
from http import HTTPStatus
from typing import IO, Any, BinaryIO, Generic, Literal, TypeVar

from attrs import NOTHING, define, fields, has


class Unset:
    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"


UNSET: Unset = Unset()

MOST_ROWS = 50
MOST_CHARACTERS = 1000
MOST_CHARACTERS_OF_MANY = 60
LEFT = ' style="text-align: left"'  # a notebook aligns to the right


def members(model: Any) -> dict[str, Any]:
    """Return what a model holds, without what is unset and without secrets"""
    declared = [each for each in fields(type(model)) if each.name != "additional_properties"]
    found: dict[str, Any] = {}
    for each in declared:
        value = getattr(model, each.name)
        unset = value is None or isinstance(value, Unset) or (isinstance(value, list) and not value)
        if each.repr and not (unset and each.default is not NOTHING):
            found[each.name] = value
    for name in getattr(model, "additional_properties", {}):
        found.setdefault(name, ...)  # nobody has said that it is no secret
    return found


def line(value: Any, depth: int) -> str:
    """Write a value in a line; of models within each other, as many as depth says"""
    if isinstance(value, list):
        return f"[{', '.join(line(each, depth) for each in value)}]"
    if not has(type(value)):
        return "..." if value is ... else repr(value)
    shown = [f"{name}={line(each, depth - 1)}" for name, each in members(value).items()] if depth else ["..."]
    return f"{type(value).__name__}({', '.join(shown)})"


def show(model: Any) -> str:
    """Write a model in a line"""
    return line(model, 2)


def show_html(model: Any, nested: bool = True) -> str:
    """Write a model as a table, with a row for each member"""
    rows = [cells([n], "th") + f"<td{LEFT}>{member_html(v, nested)}</td>" for n, v in members(model).items()]
    return table(type(model).__name__, rows)


def show_list_html(models: list[Any]) -> str | None:
    """Write models of one kind as a table, with a row for each; None if they are anything else"""
    kinds = {type(each) for each in models}
    if len(kinds) != 1 or getattr(type(models[0]), "_repr_html_", None) is not show_html:
        return None
    found = [members(each) for each in models[:MOST_ROWS]]
    names = list(dict.fromkeys(name for each in found for name in each))
    rows = [cells([each.get(name, "") for name in names], "td", MOST_CHARACTERS_OF_MANY) for each in found]
    more = f", the first {MOST_ROWS}" if len(models) > MOST_ROWS else ""
    return table(f"{len(models)} {type(models[0]).__name__}{more}", [cells(names, "th"), *rows])


def member_html(value: Any, nested: bool) -> str:
    several = value if isinstance(value, list) and value else [value]
    if nested and all(has(type(each)) for each in several):
        return "".join(show_html(each, nested=False) for each in several)
    if all(isinstance(each, str) for each in several):
        return "<br>".join(text_html(each, MOST_CHARACTERS) for each in several)
    return text_html(value, MOST_CHARACTERS)


def table(caption: str, rows: list[str]) -> str:
    return f"<table><caption>{caption}</caption><tr>{'</tr><tr>'.join(rows)}</tr></table>"


def cells(values: list[Any], tag: str, most: int = MOST_CHARACTERS) -> str:
    return "".join(f"<{tag}{LEFT}>{text_html(value, most)}</{tag}>" for value in values)


def text_html(value: Any, most: int) -> str:
    from html import escape

    text = line(value, 1) if isinstance(value, list) or has(type(value)) or value is ... else str(value)
    return escape(text if len(text) <= most else text[: most - 3] + "...")


# The types that `httpx.Client(files=)` can accept, copied from that library.
FileContent = IO[bytes] | bytes | str
FileTypes = (
    # (filename, file (or bytes), content_type)
    tuple[str | None, FileContent, str | None]
    # (filename, file (or bytes), content_type, headers)
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
RequestFiles = list[tuple[str, FileTypes]]


@define
class File:
    """Contains information for file uploads"""

    payload: BinaryIO
    file_name: str | None = None
    mime_type: str | None = None

    def to_tuple(self) -> FileTypes:
        """Return a tuple representation that httpx will accept for multipart/form-data"""
        return self.file_name, self.payload, self.mime_type


T = TypeVar("T")


@define
class Response(Generic[T]):
    """A response from an endpoint"""

    status_code: HTTPStatus
    content: bytes
    headers: MutableMapping[str, str]
    parsed: T | None


__all__ = ["UNSET", "File", "FileTypes", "RequestFiles", "Response", "Unset"]
