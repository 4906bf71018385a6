"""A server of bare sockets, for answers that no web server gives."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


@contextmanager
def listening(
    answer: Any, context: ssl.SSLContext | None = None
) -> Iterator[tuple[int, list[int]]]:
    """A server that lets ``answer(connection, number)`` answer, under TLS with ``context``.

    Gives its port, and a list that grows with each connection.
    """
    connections: list[int] = []
    listener = socket.create_server(("127.0.0.1", 0))
    closing = threading.Event()

    def one(connection: socket.socket, number: int) -> None:
        with connection, suppress(OSError):
            if context is None:
                answer(connection, number)
                return
            with context.wrap_socket(connection, server_side=True) as wrapped:
                answer(wrapped, number)

    def serve() -> None:
        while not closing.is_set():
            with suppress(OSError):
                connection, _ = listener.accept()
                connections.append(len(connections))
                threading.Thread(target=one, args=(connection, connections[-1])).start()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1], connections
    finally:
        closing.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
