"""Requests that are refused: an exception for each status."""

from collections.abc import Mapping

from ..world.errors import BadValue, Conflict, NotAllowed, NotFound, WorldError

STATUSES = {BadValue: 400, NotAllowed: 403, NotFound: 404, Conflict: 409}


class Refusal(Exception):
    """Ends a request with a status and a message; each face has a form of its own for that."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = dict(headers or {})


def refusal_for(error: WorldError) -> Refusal:
    """Return the refusal that says what the world said."""
    return Refusal(STATUSES[type(error)], str(error))


def bad_request(message: str) -> Refusal:
    """400: the request is malformed."""
    return Refusal(400, message)


def unauthorized(message: str) -> Refusal:
    """401: no valid token."""
    return Refusal(401, message, {"WWW-Authenticate": "Bearer"})


def forbidden(message: str) -> Refusal:
    """403: the token is good, but not for this."""
    return Refusal(403, message)


def not_found(message: str) -> Refusal:
    """404: it is not there, or not for this account."""
    return Refusal(404, message)


def too_large(message: str) -> Refusal:
    """413: more bytes than the sandbox takes."""
    return Refusal(413, message)
