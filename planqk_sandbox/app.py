"""The application: finds the operation, does what the faults say, checks who asks, answers."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from . import credentials
from .connections import Truncated, reset
from .faces.bodies import read_bounded, read_files, read_json
from .faces.calls import Call, GatewayCall, GatewayHandler, Handler
from .faces.external import External
from .faces.planqk import (
    accounts,
    applications,
    gateway,
    marketplace,
    publishing,
    services,
    subscriptions,
)
from .faces.planqk.rendering import JsonObject, answer
from .faces.refusals import Refusal, not_found
from .faces.routes import Route, Routes, document
from .faces.unknown import Unknown
from .faults import Fault
from .page.status import StatusPage
from .work.files import remove
from .world.store import new_id
from .world.world import Instance

PLATFORM = "/qc-catalog"
GATEWAY = re.compile(
    r"/gateway/(?P<context>[^/]+)/(?P<slug>[^/]+)/(?P<version>[^/]+)(?P<rest>/.*)?"
)
HANDLERS: dict[str, Handler] = {
    **accounts.HANDLERS,
    **applications.HANDLERS,
    **publishing.HANDLERS,
    **marketplace.HANDLERS,
    **services.HANDLERS,
    **subscriptions.HANDLERS,
}
GATEWAY_HANDLERS: dict[str, GatewayHandler] = gateway.HANDLERS
# What is there beside the operations of the two API documents.
BESIDE = {"authorize", "getApiDocs", "getCredentials", "getGatewayToken", "callExternalService"}
OPERATIONS = {*HANDLERS, *GATEWAY_HANDLERS, *BESIDE}
# They read without changing anything, and may take long: others are answered meanwhile.
LONG = {"getSubscriptionExecutions"}
FORM_LIMIT = 64 * 1024
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Target:
    """What a request asks for: the operation and the way to its answer."""

    operation: str
    respond: Callable[[Request], Awaitable[Response]]


class App:
    """An ASGI application over an instance."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.external = External()
        self.stopping = asyncio.Event()
        self._status = StatusPage(instance)
        self._unknown = Unknown()
        self._platform = Routes("platform")
        self._gateway = Routes("service")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or fail on purpose."""
        request = Request(scope, receive)
        if StatusPage.is_at(scope["path"]):
            shown = await self._respond(Target("status page", self._status.respond), request)
            await (shown or Response())(scope, receive, send)
            return
        try:
            target = self._target(request)
        except Refusal as refusal:
            await refused(refusal)(scope, receive, send)
            return
        self.instance.received[target.operation] += 1
        fault = self.instance.faults.take(target.operation)
        if fault:
            await self._fail(fault, target, request, send)
            return
        response = await self._respond(target, request)
        if response:
            await response(scope, receive, send)

    async def _fail(self, fault: Fault, target: Target, request: Request, send: Send) -> None:
        scope, receive = request.scope, request.receive
        if fault.delay and not fault.late:
            await self._pause(fault.delay)
        if fault.reset == "before":
            await reset(scope, receive)
            return
        response: Response | None = None
        if fault.status is None or fault.late:
            response = await self._respond(target, request)
        if fault.delay and fault.late:
            await self._pause(fault.delay)
        if fault.status is not None:
            response = Response(fault.body, fault.status, dict(fault.headers))
        if fault.reset == "after":
            await reset(scope, receive)
        elif response:
            way = Truncated(scope, receive, send) if fault.truncate else send
            await response(scope, receive, way)

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self.stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _respond(self, target: Target, request: Request) -> Response | None:
        try:
            return await target.respond(request)
        except Refusal as refusal:
            return refused(refusal)
        except ClientDisconnect:
            return None
        except Exception:
            logger.exception("The sandbox failed to answer %s", target.operation)
            return refused(Refusal(500, "The sandbox failed to answer; see its log"))

    def _target(self, request: Request) -> Target:
        method, path = request.method, request.scope["path"]
        if path.startswith(f"{PLATFORM}/"):
            return self._platform_target(method, path.removeprefix(PLATFORM))
        if path == "/gateway/token" and method == "POST":
            return Target("getGatewayToken", self._token)
        match = GATEWAY.fullmatch(path)
        if match:
            return self._gateway_target(method, match)
        raise not_found(f"There is nothing at {path}")

    def _platform_target(self, method: str, path: str) -> Target:
        if (method, path) == ("GET", "/v3/api-docs"):
            return Target("getApiDocs", self._api_docs)
        if (method, path) == ("POST", "/authorize"):
            return Target("authorize", self._authorize)
        if (method, path) == ("GET", credentials.PATH):
            return Target("getCredentials", self._credentials)
        route, parameters = self._platform.find(method, path)

        async def respond(request: Request) -> Response:
            uploads = self.instance.uploads / new_id()
            try:
                call = await self._call(route, parameters, request, uploads)
                return await _handle(call)
            finally:
                # What was accepted is elsewhere by now.
                if uploads.exists():
                    await asyncio.to_thread(remove, uploads)

        return Target(route.operation, respond)

    async def _call(
        self, route: Route, parameters: dict[str, str], request: Request, uploads: Path
    ) -> Call:
        accounts.check_user(self.instance, request)
        personal = self.instance.personal_account
        call = Call(
            instance=self.instance,
            operation=route.operation,
            request=request,
            path=parameters,
            account=accounts.context(self.instance, request) if route.in_context else personal,
        )
        if route.body == "json":
            call.body = await read_json(request)
        elif route.body == "multipart":
            limit = self.instance.options.upload_limit
            call.files = await read_files(request, uploads, limit)
        self._unknown.tell(route, request.query_params, call.files or call.body)
        return call

    async def _authorize(self, request: Request) -> Response:
        return accounts.authorize(await self._call_beside("authorize", request))

    async def _credentials(self, request: Request) -> Response:
        return applications.get_credentials(await self._call_beside("getCredentials", request))

    async def _call_beside(self, operation: str, request: Request) -> Call:
        accounts.check_user(self.instance, request)
        account = self.instance.personal_account
        return Call(
            instance=self.instance, operation=operation, request=request, path={}, account=account
        )

    async def _api_docs(self, _: Request) -> Response:
        own: JsonObject = {"servers": [{"url": f"{self.instance.url}{PLATFORM}"}]}
        return answer(document("platform") | own)

    async def _token(self, request: Request) -> Response:
        form = await read_bounded(request, FORM_LIMIT)
        return gateway.get_token(self.instance, request, form)

    def _gateway_target(self, method: str, match: re.Match[str]) -> Target:
        service = gateway.locate(self.instance, match["context"], match["slug"], match["version"])
        rest = match["rest"] or ""
        if service and service.type == "EXTERNAL":

            async def forward(request: Request) -> Response:
                called, _ = gateway.admit(self.instance, request, service)
                return await self.external.forward(request, called)

            return Target("callExternalService", forward)
        route, parameters = self._gateway.find(method, rest or "/")

        async def respond(request: Request) -> Response:
            called, through = gateway.admit(self.instance, request, service)
            call = GatewayCall(
                instance=self.instance,
                operation=route.operation,
                request=request,
                path=parameters,
                account=self.instance.account_of(called),
                service=called,
                through=through,
            )
            self._unknown.tell(route, request.query_params, {})
            if route.body == "json":
                call.body = await read_json(request)
            return GATEWAY_HANDLERS[route.operation](call)

        return Target(route.operation, respond)


async def _handle(call: Call) -> Response:
    handler = HANDLERS[call.operation]
    if call.operation in LONG:
        return await asyncio.to_thread(handler, call)
    return handler(call)


def refused(refusal: Refusal) -> Response:
    """Return the answer to a request that is refused."""
    response = answer({"errorMessage": refusal.message}, refusal.status)
    response.headers.update(refusal.headers)
    return response
