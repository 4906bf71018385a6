"""Tokens: the user's own, and those with which applications call services."""

import hashlib
import hmac
import secrets

from .records import Application, Token
from .store import now
from .world import World


def is_user_token(world: World, token: str) -> bool:
    """Tell whether `token` is the user's personal access token."""
    return hmac.compare_digest(token.encode(), world.access_token.encode())


def create(world: World, application: Application) -> tuple[str, float]:
    """Return a new token of `application` and when it expires; the old ones stay valid."""
    token = secrets.token_urlsafe(48)
    expires_at = now() + world.options.token_seconds
    world.store.insert(
        Token(id=hash_token(token), application_id=application.id, expires_at=expires_at)
    )
    return token, expires_at


def find(world: World, token: str) -> Token | None:
    """Return what is known of an application's token, if it is valid."""
    found = world.store.get(Token, hash_token(token))
    return found if found and found.expires_at > now() else None


def application_with(world: World, key: str, secret: str) -> Application | None:
    """Return the application with this consumer key and secret, if there is one."""
    application = world.store.first(Application, consumer_key=key)
    known = application.consumer_secret if application else ""
    matches = hmac.compare_digest(secret.encode(), known.encode())
    return application if matches else None


def hash_token(token: str) -> str:
    """Return what is kept of `token`."""
    return hashlib.sha256(token.encode()).hexdigest()
