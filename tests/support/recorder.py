"""A server that records what arrives, byte for byte, and answers what it is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from attrs import define, field


@define
class Request:
    """A request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@define
class Answer:
    """What to answer. Status 0: nothing at all, until the server closes.

    ``chunked``: the end of the body is marked, whatever ``Content-Length`` the headers give.
    """

    status: int = 200
    body: bytes = b"[]"
    headers: dict[str, str] = field(factory=lambda: {"Content-Type": "application/json"})
    chunked: bool = False


@define
class Recorder:
    """The server: ``answers`` in turn, the last one for ever."""

    url: str
    answers: list[Answer] = field(factory=lambda: [Answer()])
    requests: list[Request] = field(factory=list)

    def answer(self) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def recording(host: str = "127.0.0.1") -> Iterator[Recorder]:
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            recorder.requests.append(Request(self.command, self.path, headers, body))
            answer = recorder.answer()
            if answer.status == 0:
                closing.wait()
                self.close_connection = True
                return
            self.send_response(answer.status, "status")
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.chunked:
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                if answer.body:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(answer.body), answer.body))
                self.wfile.write(b"0\r\n\r\n")
                return
            if answer.status != 204:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_CONNECT = do_GET = do_POST = do_PUT = do_DELETE = do

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *args: object) -> None:
            """A client that hangs up is none of our concern."""

    server = Server((host, 0), Handler)
    recorder = Recorder(f"http://{host}:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield recorder
    finally:
        closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
