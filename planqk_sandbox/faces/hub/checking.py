"""Checks what a request brings against the platform's own API document."""

import re
from typing import Any

from ...work.strict_json import JsonValue
from ..refusals import Refusal, bad_request
from ..routes import Document, resolve

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}
ARTICLES = {"object": "an", "array": "an", "integer": "an"}
WHOLE = re.compile(r"-?[0-9]{1,9}")


class Checker:
    """Checks values against the schemas of a document."""

    def __init__(self, document: Document, *, refuses_unknown: bool) -> None:
        """Prepare to check; `refuses_unknown` says what becomes of unknown members."""
        self._document = document
        self._refuses_unknown = refuses_unknown

    def check(self, value: JsonValue, schema: dict[str, Any], name: str = "The body") -> None:
        """Check a value that `name` stands for.

        Raises:
            Refusal: 400; the message names the member.
        """
        schema = self._choose(value, resolve(schema, self._document), name)
        kind = schema.get("type")
        if kind:
            _check_type(value, kind, name)
        _check_choice(value, schema, name)
        if isinstance(value, dict):
            self._check_members(value, schema, "" if name == "The body" else f"{name}.")
        if isinstance(value, list):
            for number, item in enumerate(value):
                self.check(item, schema.get("items", {}), f"{_inside(name)}[{number}]")

    def _choose(self, value: JsonValue, schema: dict[str, Any], name: str) -> dict[str, Any]:
        """Return the alternative that the discriminator of `value` names."""
        discriminator = schema.get("discriminator")
        if discriminator is None:
            return schema
        _check_type(value, "object", name)
        member, mapping = discriminator["propertyName"], discriminator["mapping"]
        wanted = value.get(member) if isinstance(value, dict) else None
        if not isinstance(wanted, str) or wanted not in mapping:
            which = member if name == "The body" else f"{name}.{member}"
            raise bad_request(f"{which} has to be one of {', '.join(mapping)}{_shown(wanted)}")
        chosen: dict[str, Any] = resolve({"$ref": mapping[wanted]}, self._document)
        return chosen

    def _check_members(
        self, value: dict[str, JsonValue], schema: dict[str, Any], prefix: str
    ) -> None:
        known = schema.get("properties", {})
        for name in schema.get("required", []):
            if value.get(name) is None:
                raise bad_request(f"{prefix}{name} is missing")
        more = schema.get("additionalProperties", not known)
        for name, member in value.items():
            if member is None:
                continue  # the same as if it was not there
            if name in known:
                self.check(member, known[name], f"{prefix}{name}")
            elif isinstance(more, dict):
                self.check(member, more, f"{prefix}{name[:50]}")
            elif not more and self._refuses_unknown:
                raise bad_request(
                    f"{prefix}{name[:50]} is unknown; there are {', '.join(sorted(known))}"
                )


def check_query(name: str, values: list[str], schema: dict[str, Any]) -> None:
    """Check the values of a query parameter.

    Raises:
        Refusal: 400.
    """
    if schema["type"] == "array":
        for value in values:
            check_query(name, [value], schema["items"])
        return
    if len(values) > 1:
        raise bad_request(f"The query parameter {name} is there {len(values)} times")
    text = values[0]
    if schema["type"] == "integer" and not WHOLE.fullmatch(text):
        raise _wrong_type(name, "integer")
    if schema["type"] == "boolean" and text not in ("true", "false"):
        raise bad_request(f"{name} has to be true or false{_shown(text)}")
    _check_choice(text, schema, name)


def _check_type(value: JsonValue, kind: str, name: str) -> None:
    fits = isinstance(value, TYPES[kind])
    if not fits or (kind in ("integer", "number") and isinstance(value, bool)):
        raise _wrong_type(name, kind)


def _check_choice(value: JsonValue, schema: dict[str, Any], name: str) -> None:
    choices = schema.get("enum")
    if choices and value not in choices:
        raise bad_request(f"{name} has to be one of {', '.join(choices)}{_shown(value)}")


def _wrong_type(name: str, kind: str) -> Refusal:
    return bad_request(f"{name} has to be {ARTICLES.get(kind, 'a')} {kind}")


def _inside(name: str) -> str:
    return "body" if name == "The body" else name


def _shown(value: JsonValue) -> str:
    return f", not {value[:50]!r}" if isinstance(value, str) else ""
