"""The platform's operations on services, applications and subscriptions."""

import json
import re
from pathlib import Path

import httpx2 as httpx
import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.world.builds import STEPS
from tests.support.local_client import (
    Caller,
    Client,
    Published,
    archive,
    path_of,
    poll,
    upload_path_of,
    zipped,
)

ROOT = Path(__file__).parents[2]


def test_the_whole_path(sandbox: Sandbox, client: Client) -> None:
    effects = sandbox.effects["startExecution"]
    published = client.publish(archive(), name="The Whole Path")
    assert "/the-whole-path" in published.endpoint
    with Caller(published) as caller:
        response = caller.post(published.endpoint + "/", json={"data": {"values": [1, 2.5]}})
        job = response.json()
        assert (response.status_code, job["status"]) == (201, "PENDING")
        assert response.headers["location"] == f"{published.endpoint}/{job['id']}"
        assert caller.wait(response.headers["location"])["status"] == "SUCCEEDED"
        result = caller.get(f"{response.headers['location']}/result")
        assert result.json() == {"result": {"sum": 3.5}, "metadata": None}
    assert sandbox.effects["startExecution"] == effects + 1
    executions = client.ok("GET", f"/subscriptions/{published.subscription['id']}/executions")
    assert [one["id"] for one in executions] == [job["id"]]


def test_names_need_not_be_unique_but_addresses_are(client: Client) -> None:
    first, second = (client.publish(archive(), name="Twin") for _ in range(2))
    assert first.service["name"] == second.service["name"]
    assert first.endpoint != second.endpoint


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"name": " "},
        {"name": "x", "cpu": "abc"},
        {"name": "x", "cpu": 499},
        {"name": "x", "memory": 9**9},
        {"name": "x", "quantumBackend": "ABACUS"},
    ],
)
def test_a_service_needs_sane_parameters(client: Client, query: dict[str, str]) -> None:
    response = client.post("/v2/managed-services", params=query)
    assert response.status_code == 400
    assert response.json()["errorMessage"]


def test_resources_are_kept(client: Client) -> None:
    service = client.create(cpu=500, memory=512, quantumBackend="IBM", description="Adds")
    version = service["serviceDefinitions"][0]
    assert [one["amount"] for one in version["configurations"]] == [500, 512]
    assert (version["quantumBackend"], version["description"]) == ("IBM", "Adds")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, b""),
        ({"content-type": "multipart/form-data"}, b""),
        ({"content-type": "multipart/form-data; boundary=abc"}, b"--abc--\r\n"),
    ],
    ids=["no body", "no body but its type", "no parts"],
)
def test_a_service_without_files(client: Client, headers: dict[str, str], body: bytes) -> None:
    response = client.post(
        "/v2/managed-services", params={"name": "Empty"}, headers=headers, content=body
    )
    assert response.status_code == 200, response.text
    path = path_of(response.json())
    assert client.get(f"{path}/build-status").status_code == 404
    refused = client.post(f"{path}/publish-internal")
    assert refused.status_code == 409
    assert "user code" in refused.json()["errorMessage"]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=abc", b"--abc\r\nnonsense"),
        ("multipart/form-data", b"something"),
        ("text/plain", b"something"),
    ],
)
def test_a_malformed_upload(client: Client, content_type: str, body: bytes) -> None:
    response = client.post(
        "/v2/managed-services",
        params={"name": "Broken"},
        headers={"content-type": content_type},
        content=body,
    )
    assert response.status_code == 400


def test_a_part_without_file_name_is_no_file(client: Client) -> None:
    service = client.create()
    response = client.put(
        f"{upload_path_of(service)}/source-code", files={"sourceCode": (None, archive())}
    )
    assert response.status_code == 400
    assert "sourceCode" in response.json()["errorMessage"]


def test_lifecycle_filters_are_disjoint(sandbox: Sandbox) -> None:
    with Client(sandbox, x_organizationid=sandbox.organizations[1]) as client:
        created = client.create(archive())
        accessible = client.publish(archive()).service
        listed = {
            state: [one["id"] for one in client.ok("GET", "/services", params={"lifecycle": state})]
            for state in ("CREATED", "ACCESSIBLE", "PUBLISHED")
        }
        assert listed["CREATED"] == [created["id"]]
        assert listed["ACCESSIBLE"] == [accessible["id"]]
        assert not listed["PUBLISHED"]
        assert len(client.ok("GET", "/services")) == 2
        assert client.get("/services?lifecycle=NEVER").status_code == 400


def test_publish_unpublish_delete(client: Client) -> None:
    service = client.create(archive())
    path = path_of(service)
    assert "gatewayEndpoint" not in service["serviceDefinitions"][0]
    assert client.build(service)["status"] == "SUCCESS"
    assert client.ok("POST", f"{path}/unpublish")["lifecycle"] == "CREATED"
    accessible = client.ok("POST", f"{path}/publish-internal")
    assert accessible["lifecycle"] == "ACCESSIBLE"
    assert accessible["gatewayEndpoint"].endswith("/1.0.0")
    assert client.ok("POST", f"{path}/publish")["lifecycle"] == "PUBLISHED"
    assert client.post(f"{path}/publish-internal").status_code == 409
    assert client.delete(f"/services/{service['id']}").status_code == 409
    assert client.post(f"{path}/commands", json={"type": "UNPUBLISH"}).status_code == 204
    assert client.ok("GET", path)["lifecycle"] == "CREATED"
    assert client.delete(f"/services/{service['id']}").status_code == 204
    assert client.get(f"/services/{service['id']}").status_code == 404
    assert client.delete(f"/services/{service['id']}").status_code == 404


def test_unpublish_with_subscriptions(client: Client) -> None:
    published = client.publish(archive())
    commands = f"{published.version_path}/commands"
    refused = client.post(commands, json={"type": "UNPUBLISH"})
    assert refused.status_code == 409
    assert "1 subscription" in refused.json()["errorMessage"]
    assert client.post(commands, json={"type": "UNPUBLISH_FORCE"}).status_code == 204
    assert client.post(commands, json={"command": "UNPUBLISH"}).status_code == 400
    assert client.get(f"/subscriptions/{published.subscription['id']}").status_code == 404
    with Caller(published) as caller:
        assert caller.get(published.endpoint).status_code == 404


def test_unpublish_the_old_way_is_forced(client: Client) -> None:
    published = client.publish(archive())
    version = client.ok("POST", f"{published.version_path}/unpublish")
    assert version["lifecycle"] == "CREATED"
    assert client.ok("GET", f"{published.version_path}/subscriptions") == []


def test_no_publishing_while_a_build_runs_or_after_it_failed() -> None:
    with Sandbox(build_seconds=0.5) as slow, Client(slow) as client:
        service = client.create(archive("this is not python"))
        seen = client.ok("GET", f"{path_of(service)}/build-status")
        assert (seen["status"], seen["step"]) == ("WORKING", "BUILD_IMAGE")
        assert "still being built" in client.post(f"{path_of(service)}/publish").text
        assert client.build(service)["status"] == "FAILURE"
        assert client.post(f"{path_of(service)}/publish").status_code == 409


def test_steps_of_a_slow_build() -> None:
    seen: list[str] = []
    with Sandbox(build_seconds=0.9) as slow, Client(slow) as client:
        service = client.create(archive())

        def read() -> dict[str, str]:
            build: dict[str, str] = client.ok("GET", f"{path_of(service)}/build-status")
            if build["step"] not in seen:
                seen.append(build["step"])
            return build

        ended = poll(read, lambda build: build["status"] == "SUCCESS")
    assert seen == ["BUILD_IMAGE", "PUSH_IMAGE"]
    assert ended["step"] == "PUSH_IMAGE"


def test_every_client_knows_the_steps(client: Client) -> None:
    specs = ROOT / "specs"
    documents = [specs / "planqk" / "platform.json", *(specs / "history").glob("*.json")]
    assert len(documents) == 9
    built = client.build_of(archive())["step"], client.build_of(archive("1 / 0"))["step"]
    for document in documents:
        build = json.loads(document.read_text())["components"]["schemas"]["BuildJobDto"]
        assert {*STEPS, *built} <= set(build["properties"]["step"]["enum"]), document.name


def test_update_of_the_source_code(client: Client) -> None:
    published = client.publish(archive("def run(data, params):\n    return {'version': 1}\n"))
    code = archive("def run(data, params):\n    return {'version': 2}\n")
    upload = f"{upload_path_of(published.service)}/source-code"
    assert client.put(upload, files={"sourceCode": ("blob", code)}).status_code == 200
    assert client.build(published.service)["status"] == "SUCCESS"
    assert client.get(f"{published.version_path}/source-code").content == code
    with Caller(published) as caller:
        assert caller.run()[1]["result"] == {"version": 2}
        client.put(upload, files={"sourceCode": ("blob", zipped({"a": ""}))})
        assert client.build(published.service)["status"] == "FAILURE"
        assert caller.run()[1]["result"] == {"version": 2}


@pytest.mark.parametrize("text", ['{"openapi": "3.0.0"}', "openapi: 3.0.0\n# ä\n"])
def test_the_api_definition_keeps_its_text(client: Client, text: str) -> None:
    service = client.create()
    assert client.get(f"{path_of(service)}/api-spec").status_code == 404
    upload = f"{upload_path_of(service)}/api-spec"
    assert client.put(upload, files={"file": ("blob", text.encode())}).status_code == 204
    assert client.ok("GET", f"{path_of(service)}/api-spec") == text
    assert client.put(upload, files={"file": ("blob", b"\xff")}).status_code == 400
    assert client.put(upload).status_code == 400


def test_update_of_the_version(client: Client) -> None:
    service = client.create(description="Old")
    industries = client.ok("GET", "/industries")[:2]
    version = client.ok("PUT", path_of(service), json={"industries": industries})
    assert (version["industries"], version["description"]) == (industries, "Old")
    assert client.ok("PUT", path_of(service), json={"description": "New"})["description"] == "New"
    unknown = {"industries": [{"id": "nobody"}]}
    assert client.put(path_of(service), json=unknown).status_code == 400
    assert client.put(path_of(service), json={"description": 1}).status_code == 400


def test_industries_are_spelled_as_the_platform_does(client: Client) -> None:
    names = [industry["name"] for industry in client.ok("GET", "/industries")]
    assert "information_technology" in names  # the one that the platform's cookbook looks for
    assert [name for name in names if not re.fullmatch("[a-z]+(_[a-z]+)*", name)] == []


def test_applications(client: Client, published: Published) -> None:
    assert client.post("/v2/applications", json={"name": ""}).status_code == 400
    assert client.post("/v2/applications", json={}).status_code == 400
    application = client.ok("POST", "/v2/applications", json={"name": "Mine"})
    path = f"/v2/applications/{application['id']}"
    assert application["subscriptionCount"] == 0
    wanted = {"serviceId": published.service["id"]}
    subscription = client.ok("POST", f"{path}/subscriptions", json=wanted)
    assert subscription["api"]["serviceId"] == published.service["id"]
    assert client.post(f"{path}/subscriptions", json=wanted).status_code == 409
    other = wanted | {"applicationId": published.application["id"]}
    assert client.post(f"{path}/subscriptions", json=other).status_code == 400
    assert client.ok("GET", path)["subscriptionCount"] == 1
    assert client.delete(path).status_code == 409
    assert client.ok("GET", f"{path}/subscriptions/{subscription['id']}") == subscription
    assert client.delete(f"{path}/subscriptions/{subscription['id']}").status_code == 204
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404


def test_only_published_services_can_be_subscribed(client: Client) -> None:
    service = client.create(archive())
    application = client.ok("POST", "/v2/applications", json={"name": "Early"})
    path = f"/v2/applications/{application['id']}/subscriptions"
    assert client.post(path, json={"serviceId": service["id"]}).status_code == 409
    assert client.post(path, json={"serviceId": "nobody"}).status_code == 404
    assert client.post(path, json={}).status_code == 400


def test_marketplace(client: Client) -> None:
    service = client.create(archive())
    client.build(service)
    client.ok("POST", f"{path_of(service)}/publish")
    (api,) = (one for one in client.ok("GET", "/v2/apis") if one["serviceId"] == service["id"])
    assert api["id"] != service["id"]
    assert client.get(f"/v2/apis/{service['id']}").status_code == 404
    assert client.ok("GET", f"/v2/apis/{api['id']}") == api
    (plan,) = api["pricingPlans"]
    assert plan["type"] == "FREE"
    application = client.ok("POST", "/v2/applications", json={"name": "Buyer"})
    wanted = {"applicationId": application["id"], "pricingPlanId": plan["id"]}
    path = f"/v2/apis/{api['id']}/subscriptions"
    assert client.post(path, json=wanted).status_code == 204
    assert client.post(path, json=wanted).status_code == 409
    assert client.post(path, json=wanted | {"pricingPlanId": "other"}).status_code == 404
    (listed,) = client.ok("GET", f"/v2/applications/{application['id']}/subscriptions")
    assert listed["pricingPlan"] == plan


def test_an_upload_that_is_too_large() -> None:
    with Sandbox(upload_limit=100_000) as small, Client(small) as client:
        files = {"userCode": ("blob", b"x" * 3_000_000)}
        response = client.post("/v2/managed-services", params={"name": "Big"}, files=files)
        assert response.status_code == 413
        assert client.ok("GET", "/services") == []


def test_unknown_paths_and_methods(client: Client, sandbox: Sandbox) -> None:
    assert client.get("/nothing").json()["errorMessage"]
    wrong = client.patch("/services")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET")
    assert client.post("/v2/applications", content=b"{").status_code == 400
    assert client.post("/v2/applications", content=b"[]").status_code == 400
    assert client.post("/v2/applications", content=b'{"name": "\\ud800"}').status_code == 400
    assert httpx.get(f"{sandbox.gateway_url}/a", trust_env=False).status_code == 404


def test_the_document_names_this_server(client: Client, sandbox: Sandbox) -> None:
    document = client.ok("GET", "/v3/api-docs")
    assert document["servers"] == [{"url": sandbox.base_url}]
