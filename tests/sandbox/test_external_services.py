"""External services: the gateway passes requests on."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import httpx2 as httpx
import pytest

from tests.support.local_client import Caller, Client, path_of


class Echo(BaseHTTPRequestHandler):
    """Remembers what arrives and answers it."""

    seen: ClassVar[list[tuple[str, str, dict[str, str], bytes]]] = []

    def do_POST(self) -> None:
        """Answer with the body, or with a redirect."""
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.seen.append((self.command, self.path, headers, body))
        self.send_response(302 if "redirect" in self.path else 207)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_PATCH = do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def backend() -> Iterator[str]:
    """Return the address of an external service."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/base"
        server.shutdown()
        thread.join()


def test_requests_are_passed_on(client: Client, backend: str) -> None:
    query = {"name": "Outside", "url": backend, "securityConfiguration": "BASIC"}
    assert client.post("/v2/external-services", params=query).status_code == 400
    query |= {"username": "user", "password": "secret"}
    service = client.ok("POST", "/v2/external-services", params=query)
    assert "secret" not in str(service)
    assert service["serviceDefinitions"][0]["productionEndpoint"] == backend
    assert client.get(f"{path_of(service)}/build-status").status_code == 404
    client.ok("POST", f"{path_of(service)}/publish-internal")
    published = client.subscribe(service)
    Echo.seen.clear()
    with Caller(published) as caller:
        answer = caller.patch(
            f"{published.endpoint}/a%2Fb/c?x=1&x=2", content=b"body", headers={"X-Own": "kept"}
        )
        assert (answer.status_code, answer.content) == (207, b"body")
        assert caller.get(f"{published.endpoint}/redirect").status_code == 302
        assert caller.get(published.endpoint).status_code == 207
    method, path, headers, body = Echo.seen[0]
    assert (method, path, body) == ("PATCH", "/base/a%2Fb/c?x=1&x=2", b"body")
    assert headers["authorization"] == httpx.BasicAuth("user", "secret")._auth_header
    assert headers["x-own"] == "kept"
    assert headers["x-correlation-id"]
    assert published.token not in str(headers)
    assert [one[1] for one in Echo.seen[1:]] == ["/base/redirect", "/base"]
    assert httpx.get(published.endpoint, trust_env=False).status_code == 401


def test_a_service_that_is_not_there(client: Client) -> None:
    query = {"name": "Gone", "type": "EXTERNAL", "quantumBackend": "NONE"}
    assert client.post("/v2/services", params=query).status_code == 400
    query["productionEndpoint"] = "ftp://127.0.0.1"
    assert client.post("/v2/services", params=query).status_code == 400
    query["productionEndpoint"] = "http://127.0.0.1:9"
    service = client.ok("POST", "/v2/services", params=query)
    client.ok("POST", f"{path_of(service)}/publish-internal")
    published = client.subscribe(service)
    with Caller(published) as caller:
        assert caller.get(published.endpoint).status_code == 502
