"""External services: the gateway passes requests on."""

import httpx2 as httpx

from tests.support.echo import Echo
from tests.support.local_client import Caller, Client, path_of


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
