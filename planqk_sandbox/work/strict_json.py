"""JSON from somebody else, and nothing that only Python takes for JSON."""

import json
from typing import NoReturn

JsonValue = dict[str, "JsonValue"] | list["JsonValue"] | str | int | float | bool | None
JsonObject = dict[str, JsonValue]


def parse(text: bytes | str) -> JsonValue:
    """Read JSON.

    Raises:
        ValueError: It is not JSON (NaN is not), or cannot be written as UTF-8.
    """
    try:
        value: JsonValue = json.loads(text, parse_constant=_reject)
        # Escapes can write halves of surrogate pairs, which no answer can hold.
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def _reject(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
