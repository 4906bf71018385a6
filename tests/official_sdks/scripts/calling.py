"""The blocking and the asynchronous clients of qhub-api, called the same way."""

import asyncio
import inspect
import os
import time

import httpx
from qhub.api.platform import AsyncHubPlatformClient, HubPlatformClient
from qhub.api.service import AsyncHubServiceClient, HubServiceClient

DEADLINE = time.monotonic() + 120
CANNOT = set()
"""The operations that the SDK cannot call, each put here after it has failed."""
ONCE = {"max_retries": 0}
"""For refusals: the SDK sends what was answered with 409 three times otherwise."""


class Awaitable:
    """A blocking client whose methods can be awaited."""

    def __init__(self, client):
        self._client = client

    def __getattr__(self, name):
        thing = getattr(self._client, name)
        if not callable(thing):
            return Awaitable(thing)

        async def call(*arguments, **keywords):
            return thing(*arguments, **keywords)

        return call


class Connections:
    """Opens clients of one kind."""

    def __init__(self, kind):
        self._blocking = kind == "blocking"

    def platform(self, organization=None):
        """Return a client of the platform, for an organization or the personal account."""
        form = HubPlatformClient if self._blocking else AsyncHubPlatformClient
        client = form(
            base_url=os.environ["KQH_BASE_URL"],
            api_key=os.environ["KQH_PERSONAL_ACCESS_TOKEN"],
            organization_id=organization,
        )
        return Awaitable(client) if self._blocking else client

    def service(self, endpoint, key):
        """Return a client of a published service, for an application with this access key."""
        form = HubServiceClient if self._blocking else AsyncHubServiceClient
        client = form(base_url=endpoint, token=token(endpoint, key))
        return (Awaitable(client) if self._blocking else client).service_api


def token(endpoint, key):
    """Return an access token: qhub-api leaves that to its caller."""
    answer = httpx.post(
        f"{endpoint.rsplit('/', 3)[0]}/token",
        data={"grant_type": "client_credentials"},
        auth=(key.access_key_id, key.secret_access_key),
    )
    return answer.raise_for_status().json()["access_token"]


async def read(stream):
    """Return the whole of a download."""
    if inspect.isawaitable(stream):
        return b"".join(await stream)
    return b"".join([part async for part in stream])


async def until(look, is_over):
    """Look until it is over, and return what was seen last."""
    while not is_over(seen := await look()):
        assert time.monotonic() < DEADLINE, seen
        await asyncio.sleep(0.1)
    return seen


async def ended(look):
    """Return an execution that has ended."""
    return await until(look, lambda seen: seen.status in ("SUCCEEDED", "FAILED", "CANCELLED"))


async def error(awaitable, kind):
    """Return the error that a call ends with."""
    try:
        answer = await awaitable
    except kind as raised:
        return raised
    raise AssertionError(f"no {kind.__name__} but {answer!r}")


async def cannot(operation, awaitable, kind):
    """Note that the SDK cannot take the answer to an operation, though it is a success."""
    failed = await error(awaitable, kind)
    assert failed.status_code in (200, None), failed
    CANNOT.add(operation)
