"""Connected clients that a function answers instead of a server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2 as httpx

from tests.support.either import PACKAGES

Handler = Callable[[httpx.Request], httpx.Response]
GATEWAY = "https://gateway.example/c/s/1.0.0"


class OfflineClients:
    """Clients of a platform and of a service, answered by a function instead of a server."""

    def __init__(self, key: str = "plqk_canary", place: str = "planqk") -> None:
        self.handler: Handler = lambda request: httpx.Response(500)
        connection: Any = PACKAGES[place].connect(
            key, base_url="https://platform.example/qc-catalog"
        )
        self.platform = connection
        self._key, self._place = key, place
        self.service, self.issuer = self.open(GATEWAY)
        connection.wiring.name_gateways(GATEWAY)

    def open(self, endpoint: str) -> tuple[Any, Any]:
        """Answer for a gateway, too; return the clients of its service and of its tokens."""
        opened = [self.platform.gateway(endpoint, "a")]
        if self._place == "hub":
            opened.append(self.platform.issuer(endpoint, "a"))
        for gateway in opened:
            gateway.auth.set(self._key)
        for client in (self.platform, *(gateway.client for gateway in opened)):
            client.get_httpx_client()._transport = httpx.MockTransport(self._answer)
            client.get_async_httpx_client()._transport = httpx.MockTransport(self._answer)
        return opened[0].client, opened[-1].client

    def _answer(self, request: httpx.Request) -> httpx.Response:
        return self.handler(request)

    def client_for(self, operation: Any) -> Any:
        if operation.is_token:
            return self.issuer
        return self.service if operation.of_service else self.platform
