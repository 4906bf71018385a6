"""Connected clients that a function answers instead of a server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2 as httpx

from planqk_helpers import connect
from planqk_helpers.planqk.connection import connection

Handler = Callable[[httpx.Request], httpx.Response]


class OfflineClients:
    """Clients of the platform and of a service, answered by a function instead of a server."""

    def __init__(self, key: str = "plqk_canary") -> None:
        self.handler: Handler = lambda request: httpx.Response(500)
        self.platform = connect(key, base_url="https://platform.example/qc-catalog")
        gateway = connection(self.platform).gateway("https://gateway.example/c/s/1.0.0", "a")
        gateway.auth.set(key)
        self.service = gateway.client
        for client in (self.platform, self.service):
            client.get_httpx_client()._transport = httpx.MockTransport(self._answer)
            client.get_async_httpx_client()._transport = httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        return self.handler(request)

    def client_for(self, operation: Any) -> Any:
        return self.service if operation.of_service else self.platform
