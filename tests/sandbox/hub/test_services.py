"""Services at the Hub: external ones, shares, the marketplace, and what people read of them."""

import json
from collections.abc import Iterator

import httpx2 as httpx
import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.work.strict_json import JsonObject
from tests.support.echo import Echo
from tests.support.hub_client import HubCaller, HubClient, summing
from tests.support.local_client import Json

YAML = b"openapi: 3.0.0\ninfo: {title: T}\n"
BASIC = {"type": "BASIC", "username": "user", "password": "secret"}
TOKEN = {"type": "ACCESS_TOKEN", "headerName": "X-Key", "tokenValue": "secret token"}


@pytest.fixture
def there(sandbox: Sandbox) -> Iterator[HubClient]:
    """Return a client that acts for an organization."""
    with HubClient(sandbox, X_OrganizationId=sandbox.organization_id) as opened:
        yield opened


def external(hub: HubClient, name: str, url: str, **members: object) -> Json:
    """Return a new external service."""
    body = {"name": name, "url": url, **members}
    made: Json = hub.ok("POST", "/external-services", json=body)
    return made


def publish(hub: HubClient, service: Json, scope: str = "INTERNAL") -> None:
    """Publish a service."""
    hub.ok("PUT", f"/services/{service['id']}/publication", json={"scope": scope})


def security_of(hub: HubClient, service: Json) -> object:
    """Return the security configuration of a service."""
    (definition,) = hub.ok("GET", f"/services/{service['id']}")["serviceDefinitions"]
    return definition.get("securityConfiguration")


def test_the_gateway_passes_requests_on(hub: HubClient, backend: str) -> None:
    service = external(hub, "Outside", backend, summary="S", securityConfiguration=BASIC)
    (definition,) = service["serviceDefinitions"]
    assert (definition["type"], definition["productionEndpoint"]) == ("EXTERNAL", backend)
    assert (definition["summary"], definition["securityConfiguration"]) == ("S", BASIC)
    publish(hub, service)
    path = f"/external-services/{service['id']}/security-configuration"
    Echo.seen.clear()
    with HubCaller(hub.subscribe(service)) as caller:
        answer = caller.patch(f"{caller.endpoint}/a%2Fb?x=1", content=b"body")
        assert (answer.status_code, answer.content) == (207, b"body")
        hub.ok("PUT", path, json=TOKEN)
        assert security_of(hub, service) == TOKEN
        caller.get(caller.endpoint, headers={"x-key": "mine"})
        hub.ok("PUT", path, json={"type": "NONE"})
        assert security_of(hub, service) == {"type": "NONE"}
        caller.get(caller.endpoint)
    (_, where, first, _), (_, _, second, _), (_, _, third, _) = Echo.seen
    assert where == "/base/a%2Fb?x=1"
    assert first["authorization"] == httpx.BasicAuth("user", "secret")._auth_header
    assert second["x-key"] == "secret token"
    assert first["x-correlation-id"]
    assert not {"authorization", "x-key"} & third.keys()


@pytest.mark.parametrize(
    "security",
    [
        {"type": "ACCESS_TOKEN", "headerName": "X Key", "tokenValue": "t"},
        {"type": "ACCESS_TOKEN", "headerName": "X-Key\r\nX-Evil", "tokenValue": "t"},
        {"type": "ACCESS_TOKEN", "headerName": "X-Key", "tokenValue": "t\r\nX-Evil: 1"},
        {"type": "ACCESS_TOKEN", "headerName": "X-Key", "tokenValue": "ü"},
        {"type": "ACCESS_TOKEN", "headerName": "X-Key"},
        {"type": "BASIC", "username": "u"},
        {"type": "OAUTH"},
        {},
    ],
)
def test_security_that_is_not_possible_is_refused(hub: HubClient, security: JsonObject) -> None:
    name = f"Unsafe {security}"
    body = {"name": name, "url": "http://127.0.0.1:9", "securityConfiguration": security}
    assert hub.post("/external-services", json=body).status_code == 400
    service = external(hub, name, "http://127.0.0.1:9", securityConfiguration=BASIC)
    path = f"/external-services/{service['id']}/security-configuration"
    response = hub.put(path, json=security)
    assert response.status_code == 400
    assert response.json()["errorMessage"]
    assert security_of(hub, service) == BASIC


def test_an_external_service_needs_a_name_of_its_own_and_an_address(hub: HubClient) -> None:
    external(hub, "Mine alone", "http://127.0.0.1:9")
    again = {"name": "Mine alone", "url": "http://127.0.0.1:9"}
    assert hub.post("/external-services", json=again).status_code == 409
    for url in ("ftp://127.0.0.1", "127.0.0.1", "", "http://x?y", "javascript:x"):
        response = hub.post("/external-services", json={"name": f"At {url}", "url": url})
        assert response.status_code == 400, url


def test_the_two_types_have_operations_of_their_own(hub: HubClient) -> None:
    outside, inside = external(hub, "Not managed", "http://127.0.0.1:9"), hub.create("Managed")
    for path in ("pricing-plan", "security-configuration"):
        response = hub.put(f"/external-services/{inside['id']}/{path}", json={"type": "NONE"})
        assert (response.status_code, "it is MANAGED" in response.text) == (404, True)
    for path in ("build", "build-status"):
        method = "PUT" if path == "build" else "GET"
        response = hub.request(method, f"/managed-services/{outside['id']}/{path}")
        assert (response.status_code, "it is EXTERNAL" in response.text) == (404, True)


def test_the_plan_of_an_external_service(hub: HubClient) -> None:
    service = external(hub, "Free", "http://127.0.0.1:9")
    path = f"/external-services/{service['id']}/pricing-plan"
    hub.ok("DELETE", path)
    publication = f"/services/{service['id']}/publication"
    response = hub.put(publication, json={"scope": "PUBLIC"})
    assert (response.status_code, "pricing plan" in response.text) == (409, True)
    assert hub.ok("PUT", path)["type"] == "FREE"
    publish(hub, service, "PUBLIC")
    assert hub.delete(path).status_code == 409


def test_what_people_read_is_replaced(hub: HubClient) -> None:
    service = hub.create("Described")
    path = f"/services/{service['id']}"
    contacts = [{"type": "EMAIL", "contact": "a@example.org"}]
    links = [{"type": "OTHER", "name": "n", "url": "http://example.org"}]
    hub.ok("PUT", f"{path}/contacts", json=contacts)
    hub.ok("PUT", f"{path}/links", json=links)
    hub.ok("PUT", f"{path}/display-name", json={"displayName": "Shown"})
    hub.ok("PUT", f"{path}/summary", json={"summary": "S"})
    hub.ok("PUT", f"{path}/description", json={"description": "D"})
    seen = hub.ok("GET", path)
    assert (seen["contacts"], seen["links"], seen["displayName"]) == (contacts, links, "Shown")
    (definition,) = seen["serviceDefinitions"]
    assert (definition["summary"], definition["description"]) == ("S", "D")
    for name, wrong in (
        ("contacts", [{"type": "PHONE", "contact": "1"}]),
        ("contacts", contacts[0]),
        ("links", [{"url": 5}]),
        ("links", ["x"]),
        ("display-name", {"displayName": "x" * 71}),
        ("display-name", {"displayName": " "}),
        ("summary", {}),
        ("description", {"description": 1}),
    ):
        assert hub.put(f"{path}/{name}", json=wrong).status_code == 400, (name, wrong)
    assert hub.ok("GET", path) == seen
    hub.ok("PUT", f"{path}/contacts", json=[])
    assert hub.ok("GET", path)["contacts"] == []


@pytest.mark.parametrize("uploaded", [YAML, json.dumps({"openapi": "3.0.0"}).encode()])
def test_an_api_definition_has_two_forms(hub: HubClient, uploaded: bytes) -> None:
    service = hub.ready(summing(), "Defined")
    path = f"/services/{service['id']}/openapi"
    assert hub.get(path).status_code == 404
    hub.ok("PUT", path, files={"file": ("openapi", uploaded)})
    for query in ({}, {"format": "JSON"}):
        response = hub.get(path, params=query)
        assert response.headers["content-type"] == "application/json"
        assert response.json()["openapi"] == "3.0.0"
    response = hub.get(path, params={"format": "YAML"})
    assert response.headers["content-type"].startswith("application/yaml")
    assert response.text.startswith("openapi: 3.0.0\n")
    assert hub.get(path, params={"format": "XML"}).status_code == 400
    publish(hub, service, "PUBLIC")
    entry = listed(hub)[service["id"]]
    there = f"/marketplace/services/{entry['id']}/openapi"
    assert hub.get(there).json()["openapi"] == "3.0.0"
    assert hub.get(there, params={"format": "YAML"}).text.startswith("openapi: 3.0.0\n")


def test_an_api_definition_without_another_form_stays_as_it_is(hub: HubClient) -> None:
    path = f"/services/{hub.create('Odd')['id']}/openapi"
    hub.ok("PUT", path, files={"file": ("openapi", b"a: [")})
    assert hub.get(path).text == "a: ["
    assert hub.put(path, files={"file": ("openapi", b"\xff")}).status_code == 400
    assert hub.get(path).text == "a: ["


def listed(hub: HubClient, size: int = 1000) -> dict[str, Json]:
    """Return what is on the marketplace, by the id of the service, page by page."""
    found: dict[str, Json] = {}
    for number in range(1000):
        page = hub.ok("GET", "/marketplace/services", params={"page": number, "size": size})
        found |= {entry["serviceId"]: entry for entry in page["content"]}
        if page["last"]:
            assert len(found) == page["totalElements"]
            return found
    raise AssertionError("there is no last page")


def test_the_marketplace_has_pages_and_subscribers(
    hub: HubClient, there: HubClient, backend: str
) -> None:
    made = [external(hub, f"Market {n}", backend, summary="S") for n in range(3)]
    for service in made:
        publish(hub, service, "PUBLIC")
    found = listed(there, size=2)
    assert {service["id"] for service in made} <= found.keys()
    query = {"sort": "name,desc", "size": 1000}
    content = there.ok("GET", "/marketplace/services", params=query)["content"]
    names = [entry["name"] for entry in content]
    assert names == sorted(names, reverse=True)
    entry = found[made[0]["id"]]
    details = there.ok("GET", f"/marketplace/services/{entry['id']}")
    assert (details["summary"], details["pricingPlan"]["type"]) == ("S", "FREE")
    assert there.get(f"/marketplace/services/{made[0]['id']}").status_code == 404
    published = there.subscribe(made[0])
    assert published.endpoint == details["gatewayEndpoint"]
    with HubCaller(published) as caller:
        assert caller.get(caller.endpoint).status_code == 207
        publication = f"/services/{made[0]['id']}/publication"
        response = hub.delete(publication)
        assert (response.status_code, "force=true" in response.text) == (409, True)
        assert caller.get(caller.endpoint).status_code == 207
        assert hub.delete(publication, params={"force": True}).status_code == 204
        assert caller.get(caller.endpoint).status_code == 404
    assert made[0]["id"] not in listed(there)
    application = published.application["id"]
    assert there.ok("GET", f"/applications/{application}/subscriptions") == []


def test_a_shared_service_is_used_and_changed_as_its_role_says(
    sandbox: Sandbox, hub: HubClient, there: HubClient, backend: str
) -> None:
    service = external(hub, "Shared", backend, securityConfiguration=BASIC)
    publish(hub, service)
    path = f"/services/{service['id']}"
    application = there.ok("POST", "/applications", json={"name": "A"})
    wanted = {"applicationId": application["id"], "serviceId": service["id"]}
    assert there.post("/subscriptions", json=wanted).status_code == 404
    assert there.get(path).status_code == 404
    tenant = {"tenantType": "ORGANIZATION", "value": sandbox.organization_id}
    share = hub.ok("POST", f"{path}/shares", json={"sharedWith": tenant, "role": "VIEWER"})
    seen = there.ok("GET", path)
    assert seen["currentUserPermission"] == "VIEWER"
    assert "secret" not in str(seen)
    assert service["id"] in {each["id"] for each in there.ok("GET", "/services")}
    summary = {"summary": "Theirs"}
    assert there.put(f"{path}/summary", json=summary).status_code == 403
    with HubCaller(there.subscribe(service)) as caller:
        assert caller.get(caller.endpoint).status_code == 207
        at = f"{path}/shares/{share['id']}"
        hub.ok("PUT", at, json={"role": "MAINTAINER"})
        assert there.put(f"{path}/summary", json=summary).status_code == 204
        assert there.delete(f"{path}/publication").status_code == 403
        assert there.delete(path).status_code == 403
        assert there.get(f"{path}/shares").status_code == 403
        assert hub.delete(at).status_code == 204
        assert caller.get(caller.endpoint).status_code == 403
    assert there.get(path).status_code == 404
    hub.ok("DELETE", f"{path}/publication")
    hub.ok("DELETE", path)
    assert hub.get(f"{path}/shares").status_code == 404
