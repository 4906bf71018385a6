"""Answers: JSON as the platform writes it."""

import json
import time
from collections.abc import Iterable

from starlette.responses import Response

from ..work.strict_json import JsonObject, JsonValue


def answer(value: JsonValue, status: int = 200) -> Response:
    """Return `value` as a JSON answer."""
    return Response(_text(value), status, media_type="application/json")


def answer_many(values: Iterable[JsonObject]) -> Response:
    """Return a JSON answer that may be long; others get their turn while it is written."""
    return Response(f"[{','.join(map(_text, values))}]", media_type="application/json")


def nothing() -> Response:
    """Return the answer of an operation that has nothing to say."""
    return Response(status_code=204)


def without_nulls(**members: JsonValue) -> JsonObject:
    """Return an object: the platform leaves out what is null."""
    return {name: value for name, value in members.items() if value is not None}


def timestamp(moment: float | None) -> str | None:
    """Return `moment` in the platform's own form, UTC: 2022-09-19 16:45:24."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(moment)) if moment else None


def _text(value: JsonValue) -> str:
    return json.dumps(value, allow_nan=False, separators=(",", ":"))
