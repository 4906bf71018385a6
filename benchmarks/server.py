"""A server that costs little: canned answers of the platform and of a gateway, on loopback.

    python -m benchmarks.server   prints its address, and serves until its stdin ends

Below `/hub` it answers as the Hub does. Numbers in a path give sizes: `/100/services` is a list of
100 services, and the source code of a version has as many bytes as the version's id. An execution
takes as many seconds as its `data` say; its result is when it was done, on this machine's monotonic
clock, and how many requests it took.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from attrs import define

PIECE = bytes(256 * 1024)
END_OF_ZIP = b"PK\x05\x06" + bytes(18)
CREATED = datetime(2024, 1, 1, 12)  # noqa: DTZ001 - the platform writes no zone


def service(number: int) -> dict[str, Any]:
    """Return a service as the sandbox answers it."""
    return {
        "currentUserPermission": "OWNER",
        "id": f"1130440f-386a-412b-9d7d-{number:012}",
        "name": f"Service {number}",
        "serviceDefinitions": [
            {
                "id": f"fa961a4a-f6be-4848-9927-{number:012}",
                "version": "1.0.0",
                "name": f"Service {number}",
                "context": "ae5d4247-5d15-4c09-975e-050946089d9b",
                "gatewayEndpoint": f"{Canned.address}/gateway",
                "quantumBackend": "NONE",
                "type": "MANAGED",
                "pricingPlans": [
                    {
                        "id": f"9af1c026-4b9c-4be4-b16c-{number:012}",
                        "type": "FREE",
                        "products": [],
                    }
                ],
                "lifecycle": "ACCESSIBLE",
                "industries": [],
                "createdAt": "2024-01-01 12:00:00",
                "modifiedAt": "2024-01-01 12:00:00",
                "createdBy": "sandbox-user",
                "modifiedBy": "sandbox-user",
                "configurations": [
                    {"type": "cpu", "amount": 500, "unit": "m"},
                    {"type": "memory", "amount": 2048, "unit": "M"},
                ],
                "runtimeConfiguration": {"runtime": "PYTHON_TEMPLATE"},
            }
        ],
    }


def hub_service(number: int) -> dict[str, Any]:
    """Return a service as the sandbox answers it on the Hub."""
    listed = overview(number)
    definition = {
        **listed,
        "id": listed["serviceDefinitionId"],
        "version": "1.0.0",
        "description": "",
        "context": "ae5d4247-5d15-4c09-975e-050946089d9b",
        "gatewayEndpoint": f"{Canned.address}/gateway/context/service/1.0.0",
        "configurations": [
            {"type": "cpu", "amount": 1, "unit": "cores"},
            {"type": "memory", "amount": 2, "unit": "GB"},
        ],
        "runtimeConfiguration": {"runtime": "PYTHON_TEMPLATE"},
        "source": {"type": "FILE"},
        "securityConfiguration": {"type": "NONE"},
        "pricingPlans": [],
    }
    return {
        "currentUserPermission": "OWNER",
        "id": listed["id"],
        "name": listed["name"],
        "serviceDefinitions": [definition],
    }


def overview(number: int) -> dict[str, Any]:
    """Return a service as the Hub's list of services shows it."""
    return {
        "id": f"1130440f-386a-412b-9d7d-{number:012}",
        "serviceDefinitionId": f"fa961a4a-f6be-4848-9927-{number:012}",
        "name": f"Service {number}",
        "displayName": f"Service {number}",
        "type": "MANAGED",
        "lifecycle": "ACCESSIBLE",
        "createdAt": "2024-01-01 12:00:00",
    }


@cache
def services(length: int, *, hub: bool) -> bytes:
    """Return a list of services as a body."""
    listed = overview if hub else service
    return json.dumps([listed(number) for number in range(length)]).encode()


@define
class Execution:
    """An execution: nothing but a clock and a counter."""

    done: float
    seconds: float
    requests: int = 1

    def times(self) -> dict[str, str]:
        """Return its times as the platform lists them."""
        if time.monotonic() < self.done:
            return {"createdAt": f"{CREATED}"}
        ended = CREATED + timedelta(seconds=round(self.seconds))
        return {"createdAt": f"{CREATED}", "endedAt": f"{ended}"}


class Canned:
    """The answers."""

    address = "http://127.0.0.1:9"

    def __init__(self) -> None:
        self.executions: dict[str, Execution] = {}
        self.numbers = count()
        self.requests = 0

    def listed(self, what: str) -> object:
        """Return the number of requests, the subscriptions, or the times of all executions."""
        if what == "requests":
            return {"requests": self.requests}
        if what == "subscriptions":
            api = {"id": "l", "name": "n", "gatewayEndpoint": f"{self.address}/gateway"}
            return [{"id": "s", "api": api}]
        return [{"id": id, **each.times()} for id, each in self.executions.items()]

    def body(self, method: str, path: str, sent: bytes) -> bytes:
        """Return the body of an answer."""
        self.requests += 1
        *front, last = path[1:].split("/")
        hub = front[:1] == ["hub"]
        front = front[hub:]
        if last == "services":
            return services(int(front[-1]), hub=hub)
        return json.dumps(self.answer(method, front, last, sent, hub=hub)).encode()

    def answer(self, method: str, front: list[str], last: str, sent: bytes, *, hub: bool) -> object:
        """Return an answer that is no list of services."""
        if last in ("access-token", "token"):
            token = {"id": "t", "token": "t", "access_token": "t", "expires_in": 3600}
            return {**token, "token_type": "Bearer"}
        if last == "access-keys":
            return [{"accessKeyId": "k", "secretAccessKey": "s", "type": "SERVICE_GATEWAY"}]
        if front[:1] == ["gateway"] or last == "gateway":
            return self.gateway(method, last, front, sent)
        if last in ("requests", "subscriptions", "executions"):
            return self.listed(last)
        return hub_service(0) if hub else service(0)

    def gateway(self, method: str, last: str, front: list[str], sent: bytes) -> dict[str, Any]:
        """Start, look at, or give the result of an execution."""
        if method == "POST":
            id = f"e{next(self.numbers)}"
            seconds = json.loads(sent)["data"]["seconds"]
            self.executions[id] = Execution(time.monotonic() + seconds, seconds)
            return {"id": id, "status": "PENDING", "createdAt": f"{CREATED}"}
        execution = self.executions[front[-1] if last == "result" else last]
        execution.requests += 1
        if last == "result":
            result = {"done": execution.done, "requests": execution.requests}
            return {"result": result, "metadata": None}
        running = time.monotonic() < execution.done
        status = "RUNNING" if running else "SUCCEEDED"
        return {"id": last, "status": status, "createdAt": f"{CREATED}"}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                method, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
                sent = await received(reader, head)
                path = target.partition("?")[0].rstrip("/")
                if path.endswith("/source-code"):
                    size = int(path.split("/")[-2])
                    pieces = download(size)
                else:
                    content = self.body(method, path, sent)
                    size, pieces = len(content), once(content)
                kind = b"octet-stream" if path.endswith("/source-code") else b"json"
                starts = method == "POST" and posts_to_gateway(path)
                status = b"201 Created" if starts else b"200 OK"
                writer.write(
                    b"HTTP/1.1 %b\r\nContent-Type: application/%b\r\nContent-Length: %d\r\n\r\n"
                    % (status, kind, size)
                )
                async for piece in pieces:
                    writer.write(piece)
                    await writer.drain()
        writer.close()


def posts_to_gateway(path: str) -> bool:
    """Tell whether a path is where executions start."""
    return path.startswith(("/gateway", "/hub/gateway")) and not path.endswith("/token")


async def received(reader: asyncio.StreamReader, head: bytes) -> bytes:
    """Read a body; of a large one, an upload, only the end is kept."""
    fields = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:] if line)
    left = int(fields.get(b"content-length", 0))
    piece = b""
    while left > 0:
        piece = await reader.read(min(left, len(PIECE)))
        if not piece:
            raise asyncio.IncompleteReadError(b"", left)
        left -= len(piece)
    return piece


async def once(content: bytes) -> AsyncIterator[bytes]:
    """Give one piece."""
    yield content


async def download(size: int) -> AsyncIterator[bytes]:
    """Give so many bytes in pieces, which end as a zip archive does."""
    left = size - len(END_OF_ZIP)
    for start in range(0, left, len(PIECE)):
        yield PIECE[: left - start]
    yield END_OF_ZIP


async def main() -> None:
    """Serve until stdin ends."""
    canned = Canned()
    server = await asyncio.start_server(canned.serve, "127.0.0.1", 0, limit=1024 * 1024)
    host, port = server.sockets[0].getsockname()
    Canned.address = f"http://{host}:{port}"
    print(Canned.address, flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
