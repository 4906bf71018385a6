"""``credentials APPLICATION``: asks the sandbox that is running for consumer key and secret."""

import shlex
from collections.abc import Mapping
from typing import Any, TextIO

import httpx2 as httpx

from .faces.planqk import CREDENTIALS

TIMEOUT = 10.0
MESSAGE_LIMIT = 500


class NotTold(RuntimeError):
    """The credentials cannot be had; the message never holds a token."""


def print_credentials(application: str, environment: Mapping[str, str], out: TextIO) -> None:
    """Print the credentials of an application, by id or name, as lines for a shell.

    Raises:
        NotTold: The sandbox cannot be asked, or refuses.
    """
    base_url = _variable(environment, "PLANQK_BASE_URL").rstrip("/")
    token = _variable(environment, "PLANQK_PERSONAL_ACCESS_TOKEN")
    key, secret = _ask(base_url, token, application)
    print(f"CONSUMER_KEY={shlex.quote(key)}", file=out)
    print(f"CONSUMER_SECRET={shlex.quote(secret)}", file=out)


def _variable(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise NotTold(f"{name} is not set: paste the lines that `serve` printed")
    return value


def _ask(base_url: str, token: str, application: str) -> tuple[str, str]:
    try:
        # A redirect is not followed: the token is for this address only.
        response = httpx.get(
            f"{base_url}{CREDENTIALS}",
            params={"application": application},
            headers={"X-Auth-Token": token},
            timeout=TIMEOUT,
            trust_env=False,
            follow_redirects=False,
        )
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        # Their own messages may quote the token or a password.
        raise NotTold(
            f"The sandbox at PLANQK_BASE_URL cannot be asked ({type(error).__name__}): "
            "is it running, and are the variables those that it printed?"
        ) from None
    body = _body(response)
    key, secret = body.get("consumerKey"), body.get("consumerSecret")
    if response.status_code == 200 and isinstance(key, str) and isinstance(secret, str):
        return key, secret
    told = body.get("errorMessage")
    told = told[:MESSAGE_LIMIT] if isinstance(told, str) else "is it a sandbox?"
    raise NotTold(f"{response.url.netloc.decode()} answered {response.status_code}: {told}")


def _body(response: httpx.Response) -> dict[str, Any]:
    try:
        value = response.json()
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
