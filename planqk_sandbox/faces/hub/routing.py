"""The Hub's face: finds the operation a request asks for, checks who asks, and lets it answer."""

import asyncio
import re
from collections import Counter
from pathlib import Path
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from ...work.files import remove
from ...world.errors import WorldError
from ...world.publishing import find_at
from ...world.records import Application, Service
from ...world.store import new_id
from ...world.world import World
from ..access import acting_account, admit, check_user
from ..answers import answer
from ..bodies import read_files, read_json, read_json_value
from ..external import External
from ..face import Target
from ..oauth import grant_token
from ..refusals import Refusal, not_found, refusal_for
from ..routes import Document, Route, Routes, read_document
from . import (
    GATEWAY,
    PLATFORM,
    accounts,
    applications,
    datapools,
    executions,
    external,
    gateway,
    jobs,
    managed,
    marketplace,
    services,
    shares,
    statistics,
)
from .calls import HubCall, HubHandler
from .checking import Checker, check_query
from .gateway import HubGatewayCall

SERVICE_PATH = re.compile(
    GATEWAY + r"/(?P<context>[^/]+)/(?P<slug>[^/]+)/(?P<version>[^/]+)(?P<rest>/.*)?",
    re.DOTALL,
)
HANDLERS: dict[str, HubHandler] = {
    **accounts.HANDLERS,
    **applications.HANDLERS,
    **datapools.HANDLERS,
    **executions.HANDLERS,
    **external.HANDLERS,
    **jobs.HANDLERS,
    **managed.HANDLERS,
    **marketplace.HANDLERS,
    **services.HANDLERS,
    **statistics.HANDLERS,
    **shares.HANDLERS,
}
# What is there beside the operations of the two API documents.
BESIDE = ("getApiDocs", "getGatewayToken", "callExternalService")
# They only read, and may take long: others are answered meanwhile.
LONG = {
    "getMarketplaceServiceOpenapi",
    "getServiceExecutions",
    "getServiceExecutionsBySubscription",
    "getServiceJobs",
    "getServiceOpenApi",
}
ON_PLATFORM, AT_GATEWAY = "hub.", "hub.gateway."
"""What the ids of operations begin with: PlanQK has some of the same name."""


def read_api_document(name: Literal["platform", "service"]) -> Document:
    """Return one of the two API documents."""
    return read_document(__package__, name)


class Hub:
    """The Hub's API over the world."""

    def __init__(self, world: World, url: str, effects: Counter[str]) -> None:
        """Serve `world` at `url`; `effects` counts the operations that changed something."""
        self._world = world
        self._url = url
        self._effects = effects
        document = read_api_document("platform")
        self._platform = Routes(document)
        self._gateway = Routes(read_api_document("service"), spanning="file")
        self._checker = Checker(document, refuses_unknown=not world.options.ignore_unknown)
        self._external = External(GATEWAY)
        world.executions.addresses["KQH_BASE_URL"] = f"{url}{PLATFORM}"
        self.operations = frozenset(
            {f"{ON_PLATFORM}{each}" for each in (*self._platform.operations, *BESIDE)}
            | {f"{AT_GATEWAY}{each}" for each in self._gateway.operations}
        )

    @staticmethod
    def is_at(path: str) -> bool:
        """Tell whether this face answers at `path`."""
        return path.startswith("/hub/")

    def find(self, request: Request) -> Target:
        """Return what a request asks for.

        Raises:
            Refusal: There is no such operation.
        """
        method, path = request.method, request.scope["path"]
        if (method, path) == ("GET", f"{PLATFORM}/docs"):
            return Target(f"{ON_PLATFORM}getApiDocs", self._show_api_document)
        if path.startswith(f"{PLATFORM}/"):
            return self._find_on_platform(method, path.removeprefix(PLATFORM))
        if (method, path) == ("POST", f"{GATEWAY}/token"):
            return Target(f"{ON_PLATFORM}getGatewayToken", self._grant_token)
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
        """Close what is open."""
        await self._external.close()

    def _find_on_platform(self, method: str, path: str) -> Target:
        route, parameters = self._platform.find(method, path)

        async def respond(request: Request) -> Response:
            uploads = self._world.uploads / new_id()
            try:
                return await self._answer(route, parameters, request, uploads)
            except WorldError as error:
                raise _as_declared(refusal_for(error), route) from error
            finally:
                # What was accepted is elsewhere by now.
                if uploads.exists():
                    await asyncio.to_thread(remove, uploads)

        return Target(f"{ON_PLATFORM}{route.operation}", respond)

    async def _answer(
        self, route: Route, parameters: dict[str, str], request: Request, uploads: Path
    ) -> Response:
        check_user(self._world, request)
        handler = HANDLERS.get(route.operation)
        if handler is None:
            raise Refusal(501, f"The sandbox does not serve {route.operation} ({route.template})")
        call = await self._call(route, parameters, request, uploads)
        if route.operation in LONG:
            response = await asyncio.to_thread(handler, call)
        else:
            response = handler(call)
        if self._world.options.plain_success and "retry-after" not in response.headers:
            response.status_code = 200
        return response

    async def _call(
        self, route: Route, parameters: dict[str, str], request: Request, uploads: Path
    ) -> HubCall:
        account = self._world.personal_account
        if route.for_account:
            account = acting_account(self._world, request)
        call = HubCall(
            world=self._world,
            gateway=f"{self._url}{GATEWAY}",
            effects=self._effects,
            operation=f"{ON_PLATFORM}{route.operation}",
            request=request,
            path=parameters,
            account=account,
        )
        for name, parameter in route.query.items():
            values = [value for value in request.query_params.getlist(name) if value.strip()]
            if values:
                check_query(name, values, parameter["schema"])
        if route.body == "json":
            await self._read_json(route, call)
        elif route.body == "multipart":
            call.files = await read_files(request, uploads, self._world.options.upload_limit)
        return call

    async def _read_json(self, route: Route, call: HubCall) -> None:
        value = await read_json_value(call.request)
        form = route.declaration["requestBody"]["content"]["application/json"]
        self._checker.check(value, form["schema"])
        if isinstance(value, dict):
            call.body = value
        elif isinstance(value, list):
            call.items = value

    async def _show_api_document(self, _: Request) -> Response:
        servers = [{"url": f"{self._url}{PLATFORM}"}]
        return answer(read_api_document("platform") | {"servers": servers})

    async def _grant_token(self, request: Request) -> Response:
        response = await grant_token(self._world, request)
        self._effects[f"{ON_PLATFORM}getGatewayToken"] += response.status_code == 200
        return response

    def _find_at_gateway(self, method: str, match: re.Match[str]) -> Target:
        service = find_at(self._world, match["context"], match["slug"], match["version"])
        if service and service.type == "EXTERNAL":

            async def forward(request: Request) -> Response:
                called, _ = admit(self._world, request, service)
                return await self._external.forward(request, called)

            return Target(f"{ON_PLATFORM}callExternalService", forward)
        route, parameters = self._gateway.find(method, match["rest"] or "/")
        operation = f"{AT_GATEWAY}{route.operation}"

        async def respond(request: Request) -> Response:
            call = self._gateway_call(operation, parameters, request, service)
            if route.body == "json":
                call.body = await read_json(request)
            return gateway.HANDLERS[route.operation](call)

        return Target(operation, respond)

    def _gateway_call(
        self, operation: str, parameters: dict[str, str], request: Request, found: Service | None
    ) -> HubGatewayCall:
        service, subscription = admit(self._world, request, found)
        application = self._world.store.find(Application, id=subscription.application_id)[0]
        return HubGatewayCall(
            world=self._world,
            gateway=f"{self._url}{GATEWAY}",
            effects=self._effects,
            operation=operation,
            request=request,
            path=parameters,
            account=self._world.owner(service),
            service=service,
            subscription=subscription,
            caller=application.account_id,
        )


def _as_declared(refusal: Refusal, route: Route) -> Refusal:
    """Return a refusal with a status of the document: not every operation knows 409."""
    if refusal.status == 409 and "409" not in route.declaration["responses"]:
        return Refusal(400, refusal.message, refusal.headers)
    return refusal
