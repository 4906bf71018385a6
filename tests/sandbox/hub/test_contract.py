"""The Hub's API documents against what is served: operations, statuses, media types, schemas."""

import json
from collections import Counter
from typing import Any, Literal

import httpx2 as httpx
import jsonschema

from planqk_sandbox import Sandbox
from planqk_sandbox.faces.hub import gateway
from planqk_sandbox.faces.hub.routing import HANDLERS, read_api_document
from planqk_sandbox.faces.routes import Routes, resolve
from tests.support.hub_client import HubCaller, HubClient, summing
from tests.support.hub_walks import walk_external, walk_pools, walk_shares

# The document declares the API definition as a JSON string and logs as the object that a Java list
# looks like: neither is what a platform sends.
OTHER_FORM = {"getServiceOpenApi", "getMarketplaceServiceOpenapi", "getServiceExecutionLogs"}


class Recorder:
    """Checks each answer against its operation in a document, and counts the successes."""

    def __init__(self, name: Literal["platform", "service"], base: str) -> None:
        self.document = read_api_document(name)
        self.routes = Routes(self.document)
        self.base = httpx.URL(base).path
        self.succeeded: Counter[str] = Counter()

    def check(self, response: httpx.Response) -> None:
        """Check an answer."""
        response.read()
        path = response.request.url.path.removeprefix(self.base) or "/"
        route, _ = self.routes.find(response.request.method, path)
        declared = route.declaration["responses"]
        status = str(response.status_code)
        assert status in declared, f"{route.operation} does not declare {status}: {response.text}"
        if not response.is_success:
            assert response.json()["errorMessage"]
            return
        self.succeeded[route.operation] += 1
        content = resolve(declared[status], self.document).get("content", {})
        if not content or status == "204":
            assert not response.content
        elif route.operation not in OTHER_FORM:
            ((media_type, form),) = content.items()
            assert response.headers["content-type"] == media_type
            if media_type == "application/json":
                validate(response.json(), form["schema"], self.document)


def validate(value: object, schema: dict[str, Any], document: dict[str, Any]) -> None:
    """Check a value against a schema of OpenAPI 3.1."""
    # Two schemas may fit where none has a member that tells which of them is meant.
    text = json.dumps({**schema, "components": document["components"]}).replace("oneOf", "anyOf")
    whole = json.loads(text)
    jsonschema.Draft202012Validator(whole).validate(value)


def test_every_handler_belongs_to_an_operation() -> None:
    platform = Routes(read_api_document("platform")).operations
    assert len(platform) == 265
    assert len(HANDLERS) >= 58
    assert set(HANDLERS) <= platform
    assert set(gateway.HANDLERS) == Routes(read_api_document("service")).operations


def test_no_two_operations_have_one_name(sandbox: Sandbox) -> None:
    names = sandbox._app.operations
    assert {
        "getServices",
        "hub.getServices",
        "startExecution",
        "hub.gateway.startExecution",
    } < names
    assert {"hub.getServiceExecutions", "hub.gateway.getServiceExecutions"} < names


def test_every_operation_succeeds_as_declared(sandbox: Sandbox) -> None:
    platform = Recorder("platform", sandbox.hub_url)
    with HubClient(sandbox) as hub:
        hub.event_hooks = {"response": [platform.check]}
        published = hub.publish(summing(), scope="PUBLIC")
        gateway_recorder = Recorder("service", published.endpoint)
        with HubCaller(published) as caller:
            caller.event_hooks = {"response": [gateway_recorder.check]}
            _, _, location = caller.run({"values": [1]})
            caller.get(f"{location}/log")
            caller.get(f"{location}/result/output.json")
            caller.get(published.endpoint)
            caller.put(f"{location}/cancel")
        execution = location.rpartition("/")[2]
        walk(hub, published.service["id"], published.application["id"], execution)
        walk_pools(hub, sandbox.organization_id, published.application["id"])
        walk_shares(hub, f"/services/{published.service['id']}", sandbox.organization_id)
        walk_external(hub)
        ids = published.subscription["id"], published.application["id"], published.service["id"]
        walk_to_the_end(hub, *ids)
    assert set(platform.succeeded) == set(HANDLERS)
    assert set(gateway_recorder.succeeded) == set(gateway.HANDLERS)


def walk(hub: HubClient, service: str, application: str, execution: str) -> None:
    """Call what reads and what describes."""
    managed = f"/managed-services/{service}"
    for path in ("/my/accounts", "/organizations", "/services", "/applications"):
        hub.ok("GET", path)
    hub.ok("POST", "/authorize")
    organization = hub.ok("GET", "/organizations")[0]["id"]
    hub.ok("GET", f"/organizations/{organization}")
    hub.ok("GET", f"/organizations/{organization}/profile")
    hub.ok("GET", "/organizations/search", params={"q": "sandbox"})
    hub.ok("GET", "/services/name-available", params={"name": "none"})
    for name, value in (("description", "D"), ("summary", "S")):
        hub.ok("PUT", f"/services/{service}/{name}", json={name: value})
    hub.ok("PUT", f"/services/{service}/display-name", json={"displayName": "N"})
    contact = {"type": "EMAIL", "contact": "a@example.org"}
    hub.ok("PUT", f"/services/{service}/contacts", json=[contact])
    link = {"type": "OTHER", "name": "n", "url": "http://example.org"}
    hub.ok("PUT", f"/services/{service}/links", json=[link])
    hub.ok("PUT", f"/services/{service}/openapi", files={"file": ("o", b"openapi: 3.0.0\n")})
    assert hub.ok("GET", f"/services/{service}/openapi") == {"openapi": "3.0.0"}
    (entry,) = (
        one
        for one in hub.ok("GET", "/marketplace/services", params={"size": 1000})["content"]
        if one["serviceId"] == service
    )
    hub.ok("GET", f"/marketplace/services/{entry['id']}")
    assert hub.get(f"/marketplace/services/{entry['id']}/openapi").is_success
    hub.ok("GET", f"/services/{service}")
    hub.ok("GET", f"/services/{service}/subscriptions")
    hub.ok("GET", f"/services/{service}/statistics")
    hub.ok("PUT", f"{managed}/pricing-plan", json={"type": "CONTACT"})
    resources = ({"type": "cpu", "amount": 500, "unit": "m"}, {"type": "gpu", "amount": 0})
    hub.ok("PUT", f"{managed}/resource-configuration", json=resources[0])
    runtime = {"runtime": "PYTHON_TEMPLATE", "environment": {"A": "B"}}
    hub.ok("PUT", f"{managed}/runtime-configuration", json=runtime)
    hub.ok("GET", f"{managed}/build-logs")
    assert hub.get(f"{managed}/source").is_success
    hub.ok("PUT", f"{managed}/source", json={"type": "registry", "image": "i"})
    hub.ok("GET", f"/applications/{application}")
    hub.ok("GET", f"/applications/{application}/subscriptions")
    job = hub.ok("POST", "/service-jobs", json={"serviceId": service, "storeInput": True})["id"]
    for path in ("/service-jobs", f"/service-jobs/{job}", "/service-executions"):
        hub.ok("GET", path)
    hub.ok("POST", f"/service-jobs/{job}/rerun")
    there = f"/service-executions/{execution}"
    for part in ("", "/results", "/logs", "/costs", "/lineage"):
        hub.ok("GET", f"{there}{part}")
    assert hub.get(f"{there}/results/output.json").json() == {"sum": 1}
    hub.ok("HEAD", there)
    hub.ok("PUT", f"{there}/cancel")


def walk_to_the_end(hub: HubClient, subscription: str, application: str, service: str) -> None:
    """Take everything back."""
    hub.ok("GET", f"/subscriptions/{subscription}")
    hub.ok("GET", f"/subscriptions/{subscription}/service-executions")
    publication = f"/services/{service}/publication"
    assert hub.delete(publication).status_code == 409
    hub.ok("DELETE", f"/subscriptions/{subscription}")
    hub.ok("DELETE", publication)
    hub.ok("DELETE", f"/managed-services/{service}/pricing-plan")
    hub.ok("DELETE", f"/applications/{application}")
    hub.ok("DELETE", f"/services/{service}")
