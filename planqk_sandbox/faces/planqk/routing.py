"""PlanQK's face: finds the operation a request asks for, checks who asks, and lets it answer."""

import asyncio
import re
from collections import Counter
from pathlib import Path
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response

from ...work.files import remove
from ...world.errors import WorldError
from ...world.publishing import find_at
from ...world.records import Service
from ...world.store import new_id
from ...world.world import World
from ..access import acting_account, admit, check_user
from ..answers import answer
from ..bodies import read_files, read_json
from ..calls import Call, GatewayCall, GatewayHandler, Handler
from ..external import External
from ..face import Target
from ..oauth import grant_token
from ..refusals import Refusal, not_found, refusal_for
from ..routes import Route, Routes, read_document
from ..unknown import Unknown
from . import (
    CREDENTIALS,
    GATEWAY,
    PLATFORM,
    accounts,
    applications,
    gateway,
    marketplace,
    publishing,
    services,
    subscriptions,
)

SERVICE_PATH = re.compile(
    GATEWAY + r"/(?P<context>[^/]+)/(?P<slug>[^/]+)/(?P<version>[^/]+)(?P<rest>/.*)?"
)
HANDLERS: dict[str, Handler] = {
    **accounts.HANDLERS,
    **applications.HANDLERS,
    **marketplace.HANDLERS,
    **publishing.HANDLERS,
    **services.HANDLERS,
    **subscriptions.HANDLERS,
}
GATEWAY_HANDLERS: dict[str, GatewayHandler] = gateway.HANDLERS
# What is there beside the operations of the two API documents.
BESIDE = {"authorize", "getApiDocs", "getCredentials", "getGatewayToken", "callExternalService"}
# They read without changing anything, and may take long: others are answered meanwhile.
LONG = {"getSubscriptionExecutions"}


def read_api_document(name: Literal["platform", "service"]) -> dict[str, Any]:
    """Return one of the two API documents."""
    return read_document(__package__, name)


class Planqk:
    """PlanQK's API over the world."""

    operations = frozenset({*HANDLERS, *GATEWAY_HANDLERS, *BESIDE})

    def __init__(self, world: World, url: str, effects: Counter[str]) -> None:
        """Serve `world` at `url`; `effects` counts the operations that changed something."""
        self._world = world
        self._url = url
        self._effects = effects
        self._platform = Routes(read_api_document("platform"))
        self._gateway = Routes(read_api_document("service"))
        self._external = External(GATEWAY)
        self._unknown = Unknown()

    def is_at(self, _path: str) -> bool:
        """Take every path: what is nowhere is refused in this form, too."""
        return True

    def find(self, request: Request) -> Target:
        """Return what a request asks for.

        Raises:
            Refusal: There is no such operation.
        """
        method, path = request.method, request.scope["path"]
        if path.startswith(f"{PLATFORM}/"):
            return self._find_on_platform(method, path.removeprefix(PLATFORM))
        if (method, path) == ("POST", f"{GATEWAY}/token"):
            return Target("getGatewayToken", self._grant_token)
        match = SERVICE_PATH.fullmatch(path)
        if match:
            return self._find_at_gateway(method, match)
        raise not_found(f"There is nothing at {path}")

    def refuse(self, error: Refusal | WorldError) -> Response:
        """Return the answer to a request that is refused."""
        refusal = refusal_for(error) if isinstance(error, WorldError) else error
        response = answer({"errorMessage": refusal.message}, refusal.status)
        response.headers.update(refusal.headers)
        return response

    async def close(self) -> None:
        """Close the connections to external services."""
        await self._external.close()

    def _find_on_platform(self, method: str, path: str) -> Target:
        if (method, path) == ("GET", "/v3/api-docs"):
            return Target("getApiDocs", self._show_api_document)
        if (method, path) == ("POST", "/authorize"):
            return self._beside("authorize", accounts.authorize)
        if (method, path) == ("GET", CREDENTIALS):
            return self._beside("getCredentials", applications.get_credentials)
        route, parameters = self._platform.find(method, path)

        async def respond(request: Request) -> Response:
            uploads = self._world.uploads / new_id()
            try:
                return await _handle(await self._call(route, parameters, request, uploads))
            finally:
                # What was accepted is elsewhere by now.
                if uploads.exists():
                    await asyncio.to_thread(remove, uploads)

        return Target(route.operation, respond)

    async def _call(
        self, route: Route, parameters: dict[str, str], request: Request, uploads: Path
    ) -> Call:
        call = self._users_call(route.operation, request)
        call.path = parameters
        if route.for_account:
            call.account = acting_account(self._world, request)
        if route.body == "json":
            call.body = await read_json(request)
        elif route.body == "multipart":
            call.files = await read_files(request, uploads, self._world.options.upload_limit)
        self._unknown.tell(route, request.query_params, call.files or call.body)
        return call

    def _beside(self, operation: str, handler: Handler) -> Target:
        async def respond(request: Request) -> Response:
            return handler(self._users_call(operation, request))

        return Target(operation, respond)

    def _users_call(self, operation: str, request: Request) -> Call:
        check_user(self._world, request)
        return Call(
            world=self._world,
            gateway=f"{self._url}{GATEWAY}",
            effects=self._effects,
            operation=operation,
            request=request,
            path={},
            account=self._world.personal_account,
        )

    async def _show_api_document(self, _: Request) -> Response:
        servers = [{"url": f"{self._url}{PLATFORM}"}]
        return answer(read_api_document("platform") | {"servers": servers})

    async def _grant_token(self, request: Request) -> Response:
        response = await grant_token(self._world, request)
        self._effects["getGatewayToken"] += response.status_code == 200
        return response

    def _find_at_gateway(self, method: str, match: re.Match[str]) -> Target:
        service = find_at(self._world, match["context"], match["slug"], match["version"])
        if service and service.type == "EXTERNAL":

            async def forward(request: Request) -> Response:
                called, _ = admit(self._world, request, service)
                return await self._external.forward(request, called)

            return Target("callExternalService", forward)
        route, parameters = self._gateway.find(method, match["rest"] or "/")

        async def respond(request: Request) -> Response:
            call = self._gateway_call(route, parameters, request, service)
            self._unknown.tell(route, request.query_params, {})
            if route.body == "json":
                call.body = await read_json(request)
            return GATEWAY_HANDLERS[route.operation](call)

        return Target(route.operation, respond)

    def _gateway_call(
        self, route: Route, parameters: dict[str, str], request: Request, found: Service | None
    ) -> GatewayCall:
        service, subscription = admit(self._world, request, found)
        return GatewayCall(
            world=self._world,
            gateway=f"{self._url}{GATEWAY}",
            effects=self._effects,
            operation=route.operation,
            request=request,
            path=parameters,
            account=self._world.owner(service),
            service=service,
            subscription=subscription,
        )


async def _handle(call: Call) -> Response:
    handler = HANDLERS[call.operation]
    if call.operation in LONG:
        return await asyncio.to_thread(handler, call)
    return handler(call)
