"""The sandbox: how soon it answers, and how many requests a second."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import repeat
from statistics import median

from .measures import Axis, Form, Measure, Plot
from .processes import ROOT

TOKEN = "plqk_" + 42 * "x"
REQUESTS = 1024


def measure(form: Form) -> Axis:
    """Measure starts, and requests over a growing number of connections."""
    starts = [start() for _ in range(3 if form.short else 7)]
    rates = {at_once: rate(at_once) for at_once in ((1, 8) if form.short else (1, 2, 4, 8, 16, 32))}
    return Axis(
        name="sandbox",
        how=(
            "The seconds from the start of `python -m planqk_sandbox serve` to its first "
            f"answer. Then {REQUESTS} requests `GET /services` of an account without services, "
            "over the given number of connections, with the standard library's `http.client`. "
            "Client and server share the machine."
        ),
        measures=[
            Measure("start to first answer, median", median(starts), "s", at_most=1),
            Measure("requests a second, one connection", rates[1], "/s"),
            Measure("requests a second, at best", max(rates.values()), "/s"),
        ],
        plot=Plot(
            x="connections",
            y="requests a second",
            lines={"GET /services": [*rates.items()]},
            log="x",
        ),
    )


def start() -> float:
    """Return the seconds from the start of a sandbox to its first answer."""
    with sandbox() as (_, seconds):
        return seconds


@contextmanager
def sandbox() -> Iterator[tuple[int, float]]:
    """Serve in a process of its own; gives the port, and how long the first answer took."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "planqk_sandbox", "serve", "--port", str(port)]
    began = time.monotonic()
    process = subprocess.Popen(
        [*command, "--access-token", TOKEN],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not answers(port):
            if time.monotonic() > began + 30:
                raise TimeoutError("the sandbox does not answer")
            time.sleep(0.005)
        yield port, time.monotonic() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def answers(port: int) -> bool:
    """Tell whether the sandbox answers."""
    try:
        ask(HTTPConnection("127.0.0.1", port, timeout=5), 1)
    except ConnectionError:
        return False
    return True


def ask(connection: HTTPConnection, requests: int) -> None:
    """Ask for the services so many times, and read the answers."""
    for _ in range(requests):
        connection.request("GET", "/qc-catalog/services", headers={"X-Auth-Token": TOKEN})
        answer = connection.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"the sandbox answers {answer.status}")
        answer.read()


def rate(at_once: int) -> float:
    """Return how many requests a second the sandbox answers."""
    with sandbox() as (port, _), ThreadPoolExecutor(at_once) as threads:
        connections = [HTTPConnection("127.0.0.1", port) for _ in range(at_once)]
        began = time.monotonic()
        list(threads.map(ask, connections, repeat(REQUESTS // at_once)))
        seconds = time.monotonic() - began
        for connection in connections:
            connection.close()
        return REQUESTS / seconds
