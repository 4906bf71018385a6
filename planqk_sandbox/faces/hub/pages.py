"""Pages: a part of a long list, and where it is in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...work.strict_json import JsonObject, JsonValue
from ..refusals import bad_request
from .calls import HubCall

SIZE, LARGEST = 20, 1000


@dataclass(frozen=True)
class Asked:
    """Which page is asked for: its number from 0, how much is on it, and the order."""

    number: int
    size: int
    key: str | None
    descending: bool

    def envelope(self, content: Sequence[JsonValue], total: int) -> JsonObject:
        """Return `content` as a page of `total` elements: PageResponse*."""
        pages = -(-total // self.size)
        direction = "DESC" if self.descending else "ASC"
        return {
            "content": list(content),
            "page": self.number,
            "number": self.number,
            "size": self.size,
            "totalElements": total,
            "totalPages": pages,
            "first": self.number == 0,
            "last": self.number >= pages - 1,
            "numberOfElements": len(content),
            "empty": not content,
            "sort": [{"property": self.key, "direction": direction}] if self.key else [],
        }


def asked(call: HubCall, keys: Sequence[str]) -> Asked:
    """Return which page a call asks for; it may be sorted by `keys`.

    Raises:
        Refusal: 400.
    """
    number, size = call.number("page", 0), call.number("size", SIZE)
    if not 1 <= size <= LARGEST:
        raise bad_request(f"size has to be between 1 and {LARGEST}, not {size}")
    text = call.query("sort")
    if text is None:
        return Asked(number, size, None, descending=False)
    key, _, direction = (part.strip() for part in text.partition(","))
    if key not in keys or direction.lower() not in ("", "asc", "desc"):
        wanted = f"one of {', '.join(keys)}, then ,asc or ,desc"
        raise bad_request(f"sort has to be {wanted}, not {text[:50]!r}")
    return Asked(number, size, key, direction.lower() == "desc")


def page_of(call: HubCall, dtos: list[JsonObject]) -> JsonObject:
    """Return the page of `dtos` that a call asks for.

    Raises:
        Refusal: 400.
    """
    page = asked(call, ("name", "displayName", "providerName"))
    if page.key:
        key = page.key
        dtos.sort(key=lambda dto: str(dto.get(key)), reverse=page.descending)
    start = page.number * page.size
    return page.envelope(dtos[start : start + page.size], len(dtos))
