"""Grants: signed words that let an application use a data pool for a while (JWT, RFC 7519)."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass

from ..work.strict_json import JsonObject, parse
from .errors import NotAllowed
from .records import Application, DataPool
from .store import now
from .world import World

PERMISSIONS = {"VIEW": "VIEWER", "MODIFY": "MAINTAINER", "GRANT": "OWNER"}
"""What a grant may allow, and the role that is needed to give it."""
HEAD: JsonObject = {"alg": "HS256", "typ": "JWT"}


@dataclass(frozen=True)
class Grant:
    """What a valid grant says."""

    pool_id: str
    application_id: str
    permission: str


def give(world: World, pool: DataPool, application: Application, permission: str) -> str:
    """Return a grant for `application`; it lives as long as an access token."""
    claims: JsonObject = {
        "sub": application.id,
        "dataPoolId": pool.id,
        "permission": permission,
        "iat": int(now()),
        "exp": int(now() + world.options.token_seconds),
    }
    text = f"{_encode(HEAD)}.{_encode(claims)}"
    return f"{text}.{_sign(world, text)}"


def read(world: World, token: str) -> Grant:
    """Return what a grant says.

    Raises:
        NotAllowed: It is none of this sandbox, or has expired.
    """
    text, _, signature = token.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _sign(world, text).encode()):
        raise NotAllowed("The grant is not valid: get one for this data pool")
    claims = parse(_decode(text.partition(".")[2]))
    if not isinstance(claims, dict) or float(str(claims["exp"])) <= now():
        raise NotAllowed("The grant has expired: get another one")
    words = (str(claims[name]) for name in ("dataPoolId", "sub", "permission"))
    return Grant(*words)


def _sign(world: World, text: str) -> str:
    digest = hmac.digest(world.grant_key.encode(), text.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _encode(value: JsonObject) -> str:
    text = json.dumps(value, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
