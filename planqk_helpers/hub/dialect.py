"""How the Hub words a refusal, and what of a request must not be in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..engine.answers import Dialect

TOKENS_ARE_MADE = "made on the Hub under Settings, Personal Access Tokens"
# The platform's own, problem documents (RFC 7807) and those of OAuth 2 (RFC 6749).
MESSAGES = ("errorMessage", "detail", "message", "error_description", "title", "error")
SECRETS = frozenset(
    {"$secrets", "apiKey", "environment", "grant", "password", "secretAccessKey", "tokenValue"}
)
"""Members of bodies that hold secrets, at any depth."""
SHORTEST = 4
"""Characters from which on a value is taken out of answers: "1" and "on" are no secrets."""


def error_message(text: str) -> str:
    """Return the platform's words in the body of an error, or ""."""
    try:
        body = json.loads(text)
        said = [body.get(name) for name in MESSAGES]
    except (ValueError, AttributeError, RecursionError):
        return ""
    return next((each for each in said if isinstance(each, str) and each), "")


def secrets_in(body: bytes) -> list[str]:
    """Return the secrets in the body of a request, as text and as JSON writes it."""
    if not any(name.encode() in body for name in SECRETS):
        return []
    try:
        found = set(values(json.loads(body), secret=False))
    except (ValueError, RecursionError):
        return []
    written = {
        json.dumps(each, ensure_ascii=ascii)[1:-1] for each in found for ascii in (True, False)
    }
    return sorted(found | written, key=len, reverse=True)


def values(value: Any, *, secret: bool) -> Iterator[str]:
    """Give the texts in a JSON value that are secret."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from values(member, secret=secret or name in SECRETS)
    elif isinstance(value, list):
        for member in value:
            yield from values(member, secret=secret)
    elif secret and isinstance(value, str) and len(value) >= SHORTEST:
        yield value


DIALECT = Dialect(
    error_message,
    {
        401: "The token is wrong, expired or revoked; a new personal access token is "
        + TOKENS_ARE_MADE
    },
    secrets_in,
)
