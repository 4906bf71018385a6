"""How the gateway logs in at an external service."""

from __future__ import annotations

from typing import TypeAlias

from hub_platform.models import (
    ServiceSecurityConfigurationAccessToken,
    ServiceSecurityConfigurationBasic,
    ServiceSecurityConfigurationNone,
)

from ..errors import InvalidInput
from .resources import require_sendable

Security: TypeAlias = (
    ServiceSecurityConfigurationAccessToken
    | ServiceSecurityConfigurationBasic
    | ServiceSecurityConfigurationNone
)


def security_of(username: str | None, password: str | None, security: Security | None) -> Security:
    """Return how the gateway logs in, given in one way or the other; not at all if in none.

    Raises:
        InvalidInput: It is given in both ways, or not completely; the error shows no secret.
    """
    if security is not None and (username, password) != (None, None):
        raise InvalidInput("give either username and password, or security")
    if (username is None) != (password is None):
        raise InvalidInput("basic authentication takes both, username and password")
    if username is not None and password is not None:
        security = ServiceSecurityConfigurationBasic(username=username, password=password)
    security = security or ServiceSecurityConfigurationNone()
    require_complete(security)
    return security


def require_complete(security: Security) -> None:
    """Raise if a part of what the gateway logs in with is missing, or cannot be sent."""
    if isinstance(security, ServiceSecurityConfigurationBasic):
        parts = {"username": security.username, "password": security.password}
    elif isinstance(security, ServiceSecurityConfigurationAccessToken):
        parts = {"header_name": security.header_name, "token_value": security.token_value}
    else:
        return
    for what, text in parts.items():
        if not isinstance(text, str):
            raise InvalidInput(f"security: its {what} is of type {type(text).__name__}: pass text")
        require_sendable(text, what=f"the {what}")
    if isinstance(security, ServiceSecurityConfigurationAccessToken) and not (
        security.header_name.strip() and security.token_value.strip()
    ):
        raise InvalidInput("security: an access token takes both, header_name and token_value")
