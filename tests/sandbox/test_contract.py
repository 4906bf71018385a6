"""The API documents against what is served: operations, statuses, media types, schemas."""

import json
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import httpx2 as httpx
import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)

from planqk_sandbox import Sandbox
from planqk_sandbox.faces.planqk.routing import (
    GATEWAY_HANDLERS,
    HANDLERS,
    read_api_document,
)
from planqk_sandbox.faces.routes import Routes
from tests.support.local_client import Caller, Client, Published, archive, path_of, upload_path_of

SPECS = Path(__file__).parents[2] / "specs" / "planqk"
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
# Every path may be called in a wrong way, declared or not.
ALWAYS_POSSIBLE = {400, 401, 403, 404, 405, 413}


def load(name: str) -> dict[str, Any]:
    """Return a document of specs/."""
    document: dict[str, Any] = json.loads((SPECS / f"{name}.json").read_text())
    return document


def operations(name: str) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Return method, path and declared responses by operationId."""
    return {
        operation["operationId"]: (method.upper(), path, operation["responses"])
        for path, methods in load(name)["paths"].items()
        for method, operation in methods.items()
    }


@pytest.mark.parametrize("name", ["platform", "service"])
def test_the_packaged_documents_are_the_ones_in_specs(name: str) -> None:
    folder = Path(__file__).parents[2] / "planqk_sandbox" / "faces" / "planqk" / "api-docs"
    packaged = folder / f"{name}.json"
    assert packaged.read_bytes() == (SPECS / f"{name}.json").read_bytes()


def test_every_operation_is_served_and_no_other() -> None:
    assert len(HANDLERS) == 36
    assert set(HANDLERS) == set(operations("platform")) == served("platform")
    assert len(GATEWAY_HANDLERS) == 6
    assert set(GATEWAY_HANDLERS) == set(operations("service")) == served("service")


def served(name: Literal["platform", "service"]) -> set[str]:
    """Return the operations that have a route."""
    return Routes(read_api_document(name)).operations


class Recorder:
    """Checks each answer against the document, and counts the operations that succeeded."""

    def __init__(self, name: str) -> None:
        self.document = load(name)
        self.operations = operations(name)
        self.succeeded: Counter[str] = Counter()
        self.operation = ""

    def check(self, response: httpx.Response) -> None:
        """Check an answer to the current operation."""
        response.read()
        declared = self.operations[self.operation][2]
        rule = declared.get(str(response.status_code)) or declared.get("2XX")
        assert rule, f"{self.operation} does not declare {response.status_code}"
        assert response.is_success, response.text
        self.succeeded[self.operation] += 1
        content = rule.get("content", {})
        if not content:
            assert not response.content
            return
        ((media_type, form),) = content.items()
        assert response.headers["content-type"] == media_type
        if media_type == "application/json":
            validate(response.json(), form["schema"], self.document)


def validate(value: object, schema: dict[str, Any], document: dict[str, Any]) -> None:
    """Check a value against an OpenAPI 3.0 schema."""
    whole = json.loads(json.dumps({**schema, "components": document["components"]}))
    jsonschema.Draft4Validator(without_nullable(whole)).validate(value)


def without_nullable(schema: Any) -> Any:
    """Say in JSON Schema what OpenAPI 3.0 calls nullable."""
    if isinstance(schema, list):
        return [without_nullable(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("nullable") is True:
        schema = schema | {"type": [schema["type"], "null"]}
    return {name: without_nullable(one) for name, one in schema.items()}


def test_every_operation_succeeds_as_declared(sandbox: Sandbox) -> None:
    platform, service = Recorder("platform"), Recorder("service")
    with Client(sandbox) as client:
        client.event_hooks = {"response": [platform.check]}
        walk_platform(client, platform)
        client.event_hooks = {}
        published = client.publish(archive())
        with Caller(published) as caller:
            caller.event_hooks = {"response": [service.check]}
            walk_gateway(caller, service)
    assert set(platform.succeeded) == set(platform.operations)
    assert set(service.succeeded) == set(service.operations)


def walk_platform(client: Client, recorder: Recorder) -> None:  # noqa: PLR0915 - one story
    """Call every operation of the platform with success."""

    def call(operation: str, /, **arguments: Any) -> Any:
        recorder.operation = operation
        method, template, _ = recorder.operations[operation]
        return client.ok(method, template.format(**names), **arguments)

    names: dict[str, str] = {}
    upload = {"userCode": ("blob", archive()), "apiDefinition": ("blob", b"openapi: 3.0.0\n")}
    created = call("createManagedService", params={"name": "Walk"}, files=upload)
    names |= {"id": created["id"], "serviceId": created["id"]}
    names |= {"versionId": created["serviceDefinitions"][0]["id"]}
    call("updateApiDefinition", files={"file": ("blob", b"{}")})
    call("updateSourceCode", files={"sourceCode": ("blob", archive())})
    recorder.operation = "getBuildStatus"
    client.build(created)
    industries = call("getIndustries")
    call("updateServiceVersion", json={"description": "d", "industries": industries[:1]})
    for operation in ("getServices", "getService", "getServiceVersions", "getServiceVersion"):
        call(operation)
    assert call("getApiDefinition") == "{}"
    recorder.operation = "getSourceCode"
    assert client.get(f"{path_of(created)}/source-code").content == archive_of(upload)
    for operation in ("publishServiceInternal", "publishService", "getServiceSubscriptions"):
        call(operation)
    call("getAccounts")
    application = call("createApplication", json={"name": "Walk"})
    names["id"] = application["id"]
    for operation in ("getApplications", "getApplication", "getAccessToken"):
        call(operation)
    wanted = {"applicationId": application["id"], "serviceId": created["id"]}
    names["subscriptionId"] = call("createInternalSubscription", json=wanted)["id"]
    call("getApplicationSubscriptions")
    call("getApplicationSubscription")
    names["id"] = names["subscriptionId"]
    call("getSubscription")
    call("getSubscriptionExecutions")
    names["id"] = application["id"]
    call("deleteApplicationSubscription")
    apis = call("findServices")
    (api,) = (one for one in apis if one["serviceId"] == created["id"])
    names["id"] = api["id"]
    call("findService")
    call("getLogo")
    plan = {"applicationId": application["id"], "pricingPlanId": api["pricingPlans"][0]["id"]}
    call("createSubscription", json=plan)
    call("unpublishService")
    call("publishService")
    call("commands", json={"type": "UNPUBLISH"})
    names["id"] = application["id"]
    call("deleteApplication")
    names["id"] = created["id"]
    call("deleteService")
    call("createExternalService", params={"name": "Walk", "url": "http://127.0.0.1:9"})
    query = {"name": "Walk", "type": "MANAGED", "quantumBackend": "NONE"}
    call("createService", params=query)
    assert upload_path_of(created)


def archive_of(upload: dict[str, tuple[str, bytes]]) -> bytes:
    """Return the user code of an upload."""
    return upload["userCode"][1]


def walk_gateway(caller: Caller, recorder: Recorder) -> None:
    """Call every operation of a service with success."""
    recorder.operation = "healthCheck"
    caller.get(caller.endpoint)
    recorder.operation = "startExecution"
    location = caller.start({"values": [1]})
    recorder.operation = "getStatus"
    caller.wait(location)
    recorder.operation = "getResult"
    caller.get(f"{location}/result")
    recorder.operation = "startExecution"
    failing = caller.start({"values": ["a"]})
    recorder.operation = "getStatus"
    assert caller.wait(failing)["status"] == "FAILED"
    recorder.operation = "getResult"
    assert caller.get(f"{failing}/result").json()["code"] == "TypeError"
    recorder.operation = "getInterimResults"
    caller.get(f"{location}/interim-results")
    recorder.operation = "cancelExecution"
    caller.put(f"{location}/cancel")


def declared_or_possible(context: Any, response: Any, case: Any) -> None:
    """Check that the document declares the status, unless the request was wrong."""
    declared = case.operation.definition.raw["responses"]
    on_platform = case.operation.base_url.endswith("/qc-catalog")
    # The platform's document is silent on errors; a service's own declares where 400 is possible.
    possible = ALWAYS_POSSIBLE if on_platform else ALWAYS_POSSIBLE - {400}
    if response.status_code not in possible:
        assert {str(response.status_code), "2XX"} & set(declared), response.status_code
    elif on_platform:
        assert response.json()["errorMessage"]


def fuzz(name: str, base_url: str, headers: dict[str, str], seen: Counter[str]) -> None:
    """Send bounded random requests, right ones and wrong ones, to every operation."""
    schema = schemathesis.openapi.from_dict(load(name))
    schema.config.update(base_url=base_url)
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]
        mode = schemathesis.GenerationMode
        fuzz_operation(operation, operation.as_strategy(mode.POSITIVE), headers, seen)
        # An operation without parameters and body cannot be called in a wrong way.
        with suppress(Unsatisfiable):
            fuzz_operation(operation, operation.as_strategy(mode.NEGATIVE), headers, seen)


def fuzz_operation(
    operation: Any, strategy: Any, headers: dict[str, str], seen: Counter[str]
) -> None:
    """Send bounded random requests to an operation."""

    @settings(
        max_examples=3,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def send(case: Any) -> None:
        case.headers = {**(case.headers or {}), **headers}
        response = case.call()
        case.validate_response(response, checks=[*CHECKS, declared_or_possible])
        seen[operation.definition.raw["operationId"]] += 1

    send()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_random_requests_to_the_platform(sandbox: Sandbox, client: Client) -> None:
    seen: Counter[str] = Counter()
    headers = {"X-Auth-Token": sandbox.access_token, "X-OrganizationId": ""}
    fuzz("platform", sandbox.base_url, headers, seen)
    assert set(seen) == set(operations("platform"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_random_requests_to_a_service(published: Published) -> None:
    seen: Counter[str] = Counter()
    fuzz("service", published.endpoint, {"Authorization": f"Bearer {published.token}"}, seen)
    assert set(seen) == set(operations("service"))
