"""The gateway's token endpoint: OAuth client credentials (RFC 6749, 4.4)."""

import base64
import binascii

from starlette.requests import Request
from starlette.responses import Response

from ..world import tokens
from ..world.world import World
from .answers import answer
from .bodies import read_bounded

FORM_LIMIT = 64 * 1024


async def grant_token(world: World, request: Request) -> Response:
    """Return an access token for the consumer key and secret of an application."""
    form = await read_bounded(request, FORM_LIMIT)
    if b"grant_type=client_credentials" not in form.split(b"&"):
        return answer({"error": "unsupported_grant_type"}, 400)
    application = tokens.application_with(world, *_key_and_secret(request))
    if application is None:
        refusal = answer({"error": "invalid_client"}, 401)
        refusal.headers["WWW-Authenticate"] = "Basic"
        return refusal
    token, _ = tokens.create(world, application)
    return answer(
        {
            "access_token": token,
            "scope": "default",
            "token_type": "Bearer",
            "expires_in": int(world.options.token_seconds),
        }
    )


def _key_and_secret(request: Request) -> tuple[str, str]:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    try:
        key, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return (key, secret) if scheme.lower() == "basic" else ("", "")
