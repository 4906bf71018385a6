"""The sandbox as its users see it: a platform that serves in a thread of its own."""

import asyncio
import socket
import threading
from collections import Counter
from contextlib import suppress
from types import TracebackType
from typing import NamedTuple, Self

import uvicorn

from .app import App
from .connections import BreakableProtocol, LimitedProtocol, tell_of_exception
from .faces import hub
from .faces.planqk import GATEWAY, PLATFORM
from .faults import Fault
from .world.options import Options
from .world.records import Application, Build, Payload
from .world.world import World

GRACE = 1
BACKLOG = 2048
# The limits are applied between two batches; with larger ones a flood takes every file first.
ACCEPTED_AT_ONCE = 4
TICKS_A_LOOK = 5


class Credentials(NamedTuple):
    """Consumer key and secret of an application."""

    key: str
    secret: str


class Sandbox(Options):
    """A local platform. Serves from ``__enter__`` to ``__exit__``; see `Options` for the knobs."""

    def __enter__(self) -> Self:
        """Start; the sandbox answers when this returns."""
        listener = _listen(self.host, self.port)
        try:
            self._world = World(self)
        except BaseException:
            listener.close()
            raise
        self.port = listener.getsockname()[1]
        self.access_token = self._world.access_token
        shown = f"[{self.host}]" if ":" in self.host else self.host
        self._url = f"http://{shown}:{self.port}"
        self._started = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(
            target=self._serve, args=(listener,), name="planqk-sandbox", daemon=True
        )
        self._thread.start()
        try:
            self._started.wait()
            if self._failure:
                raise self._failure
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop, and end everything that was started.

        Raises:
            Exception: What ended the serving before, unless another one is on its way.
        """
        self._stop()
        if self._failure and error is None:
            raise self._failure

    def _stop(self) -> None:
        self._started.wait()
        # The loop is closed when the serving has failed, or was never there.
        with suppress(RuntimeError, AttributeError):
            self._loop.call_soon_threadsafe(self._ask_to_stop)
        self._thread.join()
        self._world.close()

    @property
    def is_serving(self) -> bool:
        """Whether it answers; false after a failure too, which leaving the ``with`` raises."""
        return self._thread.is_alive()

    @property
    def base_url(self) -> str:
        """Address of the platform API."""
        return f"{self._url}{PLATFORM}"

    @property
    def gateway_url(self) -> str:
        """Address of the gateway."""
        return f"{self._url}{GATEWAY}"

    @property
    def hub_url(self) -> str:
        """Address of the Hub's platform API."""
        return f"{self._url}{hub.PLATFORM}"

    @property
    def hub_gateway_url(self) -> str:
        """Address of the Hub's gateway."""
        return f"{self._url}{hub.GATEWAY}"

    @property
    def status_url(self) -> str:
        """Address of the page that shows what happens."""
        return f"{self._url}/"

    @property
    def organizations(self) -> tuple[str, ...]:
        """The ids of the user's organizations."""
        return tuple(account.id for account in self._world.organizations)

    @property
    def organization_id(self) -> str:
        """The id of the user's first organization."""
        return self.organizations[0]

    @property
    def received(self) -> Counter[str]:
        """How many requests arrived so far, by operationId."""
        return Counter(self._app.received)

    @property
    def effects(self) -> Counter[str]:
        """How often an operation really changed something so far, by operationId."""
        return Counter(self._app.effects)

    def inject(self, fault: Fault) -> None:
        """Let an operation fail.

        Raises:
            ValueError: There is no such operation.
        """
        there = self._app.operations
        if fault.operation not in there:
            raise ValueError(
                f"There is no operation {fault.operation!r}; there are {sorted(there)}"
            )
        self._app.faults.add(fault)

    def heal(self) -> None:
        """Forget all faults that are left."""
        self._app.faults.clear()

    def credentials(self, application_id: str) -> Credentials:
        """Return consumer key and secret, which the platform shows in its UI only.

        Raises:
            LookupError: There is no such application.
        """
        application = self._world.store.get(Application, application_id)
        if application is None:
            raise LookupError(f"There is no application {application_id}")
        return Credentials(application.consumer_key, application.consumer_secret)

    def execution_log(self, execution_id: str) -> str:
        """Return what an execution wrote to stdout and stderr, once it has ended.

        Raises:
            LookupError: There is no such execution.
        """
        payload = self._world.store.get(Payload, execution_id)
        if payload is None:
            raise LookupError(f"There is no execution {execution_id}")
        return payload.log

    def build_log(self, service_id: str) -> str:
        """Return what the last build of a service wrote.

        Raises:
            LookupError: There is no build of this service.
        """
        builds = self._world.store.find(Build, service_id=service_id)
        if not builds:
            raise LookupError(f"There is no build of a service {service_id}")
        return builds[-1].log

    def _serve(self, listener: socket.socket) -> None:
        try:
            asyncio.run(self._serve_until_stopped(listener))
        except BaseException as error:  # noqa: BLE001 - raised in the thread that waits for it
            self._failure = error
        finally:
            listener.close()
            self._started.set()

    async def _serve_until_stopped(self, listener: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(tell_of_exception)
        self._app = App(self._world, self._url)
        config = uvicorn.Config(
            self._app,
            http=BreakableProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
            backlog=ACCEPTED_AT_ONCE,
        )
        self._server = _Server(config, self._started)
        await self._server.serve(sockets=[listener])
        await self._app.close()

    def _ask_to_stop(self) -> None:
        self._app.stopping.set()
        self._server.should_exit = True


class _Server(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config, started: threading.Event) -> None:
        super().__init__(config)
        self._started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or []:
            listener.listen(BACKLOG)  # asyncio has set it to the number it accepts at once
        self._started.set()

    async def on_tick(self, counter: int) -> bool:
        if counter % TICKS_A_LOOK == 0:
            now = asyncio.get_running_loop().time()
            for connection in list(self.server_state.connections):
                if isinstance(connection, LimitedProtocol):
                    connection.look(now)
        return await super().on_tick(counter)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=BACKLOG)
