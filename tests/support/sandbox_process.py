"""A sandbox in a process of its own, which a test can kill."""

from __future__ import annotations

import resource
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx
from planqk_platform import AuthenticatedClient

from planqk_helpers import connect

TOKEN = "plqk_survivor"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def sandbox_process(
    state: Path, port: int, *options: str, limits: Mapping[int, int] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """A sandbox in a process of its own, with these limits of the system."""

    def limit() -> None:
        for kind, value in (limits or {}).items():
            resource.setrlimit(kind, (value, value))

    command = [sys.executable, "-m", "planqk_sandbox", "serve", "--port", str(port), *options]
    command += ["--state", str(state), "--access-token", TOKEN]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limit,  # noqa: PLW1509 - no threads here yet
    )
    try:
        assert process.stdout
        first = process.stdout.readline()
        assert "serves at" in first, process.stderr and process.stderr.read()
        yield process
    finally:
        process.kill()
        process.communicate()


def connect_to(port: int) -> AuthenticatedClient:
    return connect(TOKEN, base_url=f"http://127.0.0.1:{port}/qc-catalog", timeout=5)


def hub_at(port: int) -> httpx.Client:
    return httpx.Client(
        base_url=f"http://127.0.0.1:{port}/hub/qc-catalog",
        headers={"X-Auth-Token": TOKEN},
        trust_env=False,
        timeout=10,
    )
