"""The way of a service at the Hub, from its creation to a result."""

import httpx2 as httpx
import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.faces.hub.routing import HANDLERS
from tests.support.hub_client import HubCaller, HubClient, Published, summing
from tests.support.hub_document import operations
from tests.support.local_client import Client, archive
from tests.support.tried import Tried


def test_from_creation_to_result(hub: HubClient) -> None:
    service = hub.create("Way", summary="S", description="D")
    (definition,) = service["serviceDefinitions"]
    assert (definition["summary"], definition["description"]) == ("S", "D")
    assert (definition["lifecycle"], definition["source"]) == ("CREATED", {"type": "file"})
    assert "gatewayEndpoint" not in definition
    path = f"/managed-services/{service['id']}"
    assert hub.get(f"{path}/build-status").status_code == 404
    assert hub.get(f"{path}/source").status_code == 404
    code = summing()
    hub.upload(service, code)
    assert hub.get(f"{path}/build-status").status_code == 404, "an upload builds nothing"
    assert hub.get(f"{path}/source").content == code
    assert hub.build(service)["status"] == "SUCCESS"
    hub.ok("GET", f"{path}/build-logs")
    for _ in range(2):
        assert (
            hub.put(
                f"/services/{service['id']}/publication", json={"scope": "INTERNAL"}
            ).status_code
            == 204
        )
    published = hub.subscribe(service)
    with HubCaller(published) as caller:
        status, result, location = caller.run({"values": [1, 2], "scale": 10})
        assert (status, result) == ("SUCCEEDED", {"sum": 30})
        body = caller.get(f"{location}/result").json()
        assert body["_links"]["status"]["href"] == location
        assert body["_embedded"]["status"]["status"] == "SUCCEEDED"
        log = caller.get(f"{location}/log").json()
        assert [entry["message"] for entry in log] == ["adding 2"]
        assert caller.put(f"{location}/cancel").status_code == 204
        (one,) = caller.get(published.endpoint).json()
        assert location.endswith(one["id"])
        assert one["applicationId"] == published.application["id"]
    execution = f"/service-executions/{one['id']}"
    assert hub.ok("GET", execution)["status"] == "SUCCEEDED"
    assert hub.result(one["id"]) == {"sum": 30}
    assert hub.get(f"{execution}/logs", params={"raw": True}).text == "adding 2\n"


def test_what_run_does_not_take_is_dropped_with_a_line_in_the_log(hub_caller: HubCaller) -> None:
    status, result, location = hub_caller.run({"values": [1], "valuess": [2]})
    assert (status, result) == ("SUCCEEDED", {"sum": 1})
    log = hub_caller.get(f"{location}/log").json()
    assert "no parameter 'valuess'" in log[0]["message"]


def test_a_failure_is_a_problem_document(hub_caller: HubCaller) -> None:
    status, result, _ = hub_caller.run({"values": ["text"]})
    assert status == "FAILED"
    assert (result["type"], result["status"], result["title"]) == ("about:blank", 500, "TypeError")
    assert result["detail"]


def test_data_and_params_are_a_special_case(hub: HubClient) -> None:
    program = "def run(data, params):\n    return {'got': [data, params]}\n"
    with HubCaller(hub.publish(archive(program))) as caller:
        sent = {"data": {"a": 1}, "params": {"b": 2}}
        assert caller.run(sent)[:2] == ("SUCCEEDED", {"got": [{"a": 1}, {"b": 2}]})


def test_one_world_seen_through_both_faces(
    sandbox: Sandbox, hub: HubClient, client: Client, at_hub: Published
) -> None:
    service = client.ok("GET", f"/services/{at_hub.service['id']}")
    assert service["serviceDefinitions"][0]["lifecycle"] == "ACCESSIBLE"
    other = client.publish(archive(), "Made at PlanQK")
    seen = hub.ok("GET", f"/services/{other.service['id']}")
    assert seen["serviceDefinitions"][0]["gatewayEndpoint"].startswith(sandbox.hub_gateway_url)
    keys = hub.ok("GET", f"/applications/{other.application['id']}/access-keys")
    secret = sandbox.credentials(other.application["id"])
    assert (keys[0]["accessKeyId"], keys[0]["secretAccessKey"]) == tuple(secret)


def test_every_operation_that_is_not_served_says_so(
    sandbox: Sandbox, hub: HubClient, tried: Tried
) -> None:
    outside = [each for each in operations() if each.id not in HANDLERS]
    assert len(outside) + len(HANDLERS) == 265
    for operation in outside:
        response = hub.request(operation.method, operation.path())
        assert response.status_code == 501, operation
        if operation.method != "HEAD":
            message = f"The sandbox does not serve {operation.id} ({operation.template})"
            assert response.json()["errorMessage"].startswith(message)
    tried(len(outside), "operations that are not served")
    with httpx.Client(base_url=sandbox.hub_url, trust_env=False) as nobody:
        assert nobody.get("/algorithms").status_code == 401
    assert hub.get("/no-such-path").status_code == 404
    assert hub.put("/services").status_code == 405


@pytest.mark.parametrize("path", ["/my/accounts", "/organizations"])
def test_accounts(sandbox: Sandbox, hub: HubClient, path: str) -> None:
    ids = {account["id"] for account in hub.ok("GET", path)}
    assert set(sandbox.organizations) <= ids
    assert hub.ok("POST", "/authorize")["type"] == "token.personal"


def test_the_organization_in_the_header_is_the_context(sandbox: Sandbox, hub: HubClient) -> None:
    with HubClient(sandbox, X_OrganizationId=sandbox.organization_id) as there:
        service = there.create("Of the organization")
        assert there.get(f"/services/{service['id']}").status_code == 200
    assert hub.get(f"/services/{service['id']}").status_code == 404
    with HubClient(sandbox, X_OrganizationId="another") as nowhere:
        assert nowhere.get("/services").status_code == 403
