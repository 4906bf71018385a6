"""The Hub's documents, and what its generated clients make of answers like the Hub's."""

from __future__ import annotations

import functools
import importlib
import json
from types import ModuleType
from typing import Any

import httpx2 as httpx
import hub_platform
import hub_service
import pytest
from hub_platform.api.service_executions import (
    get_service_execution,
    get_service_execution_logs,
    get_service_execution_result_file,
)
from hub_platform.models import (
    AccessKey,
    CreateManagedServiceBody,
    ServiceDefinitionDto,
    ServiceDto,
    ServiceExecutionDto,
    ServiceExecutionLogs,
    ServiceResourceConfigurationCpu,
    ServiceResourceConfigurationGpu,
    ServiceResourceConfigurationMemory,
    ServiceRuntimeConfiguration,
    ServiceSecurityConfigurationBasic,
    ServiceSourceFile,
    ServiceSourceRegistry,
    ShareDto,
    UnknownVariant,
    UserTenant,
    WorkflowServiceExecutionDto,
)
from hub_platform.types import UNSET
from hub_service.api.service_api import get_logs
from hub_service.models import RequestBody, ResultResponse

from planqk_helpers import InvalidInput, connect
from scripts.documents import Operation, operations, read, text_of
from scripts.targets import HUB
from tests.support.operations import modules

# --- documents


document = functools.cache(lambda name: read(HUB.specs / f"{name}.json"))


@pytest.mark.parametrize(("name", "number"), [("platform", 265), ("service", 7)])
def test_the_documents_are_whole_and_in_canonical_order(name: str, number: int) -> None:
    text = (HUB.specs / f"{name}.json").read_text("utf-8")
    assert text == text_of(document(name))
    found = operations(document(name))
    assert len({described["operationId"] for described in found.values()}) == len(found) == number
    assert "x-sdk" not in text
    assert document(name)["openapi"] == "3.1.0"


@pytest.mark.parametrize("package", [hub_platform, hub_service])
def test_every_operation_that_gets_a_client_is_described(package: ModuleType) -> None:
    name = package.__name__.removeprefix("hub_")
    described = {each.get("summary") for each in operations(document(name)).values()}
    found = list(modules(importlib.import_module(f"{package.__name__}.api")))
    assert len(found) == {"platform": 112, "service": 7}[name]
    for module in found:
        assert module.sync_detailed.__doc__.partition("\n")[0] in described, module.__name__


def test_success_codes_are_those_of_the_rules() -> None:
    found = operations(document("platform"))
    expected = {
        Operation("post", "/managed-services"): {"201"},
        Operation("post", "/authorize"): {"200"},
        Operation("put", "/services/{id}/description"): {"204"},
        Operation("put", "/managed-services/{id}/pricing-plan"): {"200"},
        Operation("get", "/service-executions/{id}/results"): {"200", "204"},
        Operation("delete", "/services/{id}/publication"): {"204"},
    }
    for operation, codes in expected.items():
        answers = found[operation]["responses"]
        assert {code for code in answers if code.startswith("2")} == codes
        assert {"401", "500"} <= set(answers)


# --- unions

SERVICE: dict[str, Any] = {
    "id": "1",
    "name": "sum",
    "displayName": "Sum",
    "serviceDefinitions": [
        {
            "id": "2",
            "lifecycle": "CREATED",
            "configurations": [
                {"type": "memory", "amount": 2000, "unit": "M"},
                {"type": "cpu", "amount": 1000, "unit": "m"},
                {"type": "gpu", "amount": 1, "accelerator": "NVIDIA_TESLA_T4"},
            ],
            "runtimeConfiguration": {"runtime": "PYTHON_TEMPLATE", "environment": {"A": "canary"}},
            "source": {"type": "registry", "image": "a/b", "password": "canary"},
            "securityConfiguration": {"type": "BASIC", "username": "u", "password": "canary"},
        }
    ],
    "x-new": [1, None],
}


def with_definition(**members: Any) -> dict[str, Any]:
    return {**SERVICE, "serviceDefinitions": [{**SERVICE["serviceDefinitions"][0], **members}]}


def definition(**members: Any) -> ServiceDefinitionDto:
    return ServiceDto.from_dict(with_definition(**members)).service_definitions[0]


def test_members_of_unions_are_told_apart() -> None:
    found = definition()
    assert found.configurations == [
        ServiceResourceConfigurationMemory(amount=2000),
        ServiceResourceConfigurationCpu(amount=1000),
        ServiceResourceConfigurationGpu(amount=1, accelerator="NVIDIA_TESLA_T4"),  # type: ignore[arg-type]
    ]
    assert isinstance(found.source, ServiceSourceRegistry)
    assert isinstance(found.security_configuration, ServiceSecurityConfigurationBasic)
    assert ServiceDto.from_dict(SERVICE).to_dict() == SERVICE
    share = ShareDto.from_dict({"id": "1", "sharedWith": {"tenantType": "USER", "value": "u"}})
    assert share.shared_with == UserTenant(value="u")


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("configurations", [{"type": "qpu", "qubits": 5}]),
        ("configurations", [{"type": "memory", "amount": 1, "unit": "GiB", "new": {"a": None}}]),
        ("configurations", [{"type": "memory", "gigabytes": 1}]),
        ("configurations", [{"amount": 1}]),
        ("source", {"type": "notebook", "cells": [1, {"a": "b"}]}),
        ("securityConfiguration", {"type": "MUTUAL_TLS", "certificate": "c"}),
    ],
)
def test_an_unknown_member_of_a_union_survives_and_goes_back(member: str, value: Any) -> None:
    answer = with_definition(**{member: value})
    assert ServiceDto.from_dict(answer).to_dict() == answer


def test_an_unknown_member_of_a_union_tells_its_type() -> None:
    source = definition(source={"type": "notebook", "cells": 3}).source
    assert isinstance(source, UnknownVariant)
    assert source.type_ == "notebook"
    assert source["cells"] == 3


def test_a_union_that_is_null_is_absent() -> None:
    found = definition(source=None, securityConfiguration=None, configurations=None)
    assert found.source is UNSET
    assert found.security_configuration is UNSET
    assert found.configurations is UNSET


def test_a_union_is_never_what_cannot_be_read() -> None:
    for odd in ("file", 3, ["file"]):
        with pytest.raises(TypeError):
            definition(source=odd)


def test_types_need_not_be_written() -> None:
    request = CreateManagedServiceBody(
        name="n",
        source=ServiceSourceFile(),
        resource_configurations=[ServiceResourceConfigurationCpu(amount=500)],
    )
    assert request.to_dict() == {
        "name": "n",
        "source": {"type": "file"},
        "resourceConfigurations": [{"type": "cpu", "amount": 500, "unit": "m"}],
    }


def test_secrets_do_not_show() -> None:
    shown = repr(ServiceDto.from_dict(SERVICE))
    shown += repr(AccessKey.from_dict({"accessKeyId": "i", "secretAccessKey": "canary"}))
    shown += repr(ServiceRuntimeConfiguration.from_dict({"runtime": "DOCKER", "environment": {}}))
    shown += repr(RequestBody.from_dict({"$secrets": {"KEY": "canary"}, "values": [1]}))
    assert "canary" not in shown
    assert "values" in shown


# --- answers of operations


def answered(module: Any, *ids: str, package: Any, content: Any, status: int = 200) -> Any:
    """Call an operation that is answered so, and return the parsed answer."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    client = package.AuthenticatedClient(base_url="https://platform.example", token="")
    transport = httpx.MockTransport(lambda request: httpx.Response(status, content=body))
    client.set_httpx_client(httpx.Client(base_url="https://x.example", transport=transport))
    return module.sync(*ids, client=client)


EXECUTION = {"id": "1", "createdAt": "2026-11-22 10:00:00", "status": "RUNNING"}


def test_an_execution_of_a_workflow_says_that_it_is_one() -> None:
    for kind in ("MANAGED", "EXTERNAL", "TOMORROW", None):
        answer = {**EXECUTION, "type": kind}
        found = answered(get_service_execution, "1", package=hub_platform, content=answer)
        assert isinstance(found, ServiceExecutionDto)
    answer = {**EXECUTION, "type": "WORKFLOW", "workflowModel": "m"}
    found = answered(get_service_execution, "1", package=hub_platform, content=answer)
    assert isinstance(found, WorkflowServiceExecutionDto)
    assert found.workflow_model == "m"


def test_a_log_is_read_as_a_list_and_as_what_the_document_says() -> None:
    def read_log(content: Any, status: int = 200) -> Any:
        return answered(
            get_service_execution_logs, "1", package=hub_platform, content=content, status=status
        )

    line = {"message": "m", "severity": "LOUD", "timestamp": "2026-11-22T10:00:00.123456789Z"}
    (entry,) = read_log([line])
    assert entry.to_dict() == line
    assert read_log([]) == []
    ends = read_log({"first": line, "last": line, "empty": False})
    assert isinstance(ends, ServiceExecutionLogs)
    assert read_log(b"", status=204) is None


def test_a_log_at_the_gateway_may_be_null_but_not_of_another_form() -> None:
    def read_log(content: Any, status: int = 200) -> Any:
        return answered(get_logs, "1", package=hub_service, content=content, status=status)

    assert read_log(None) is None
    assert read_log(b"", status=204) is None
    assert [entry.message for entry in read_log([{"message": "m", "timestamp": "t"}])] == ["m"]
    others: list[Any] = [{}, "text", 3, [3], [{"timestamp": "t"}]]
    for odd in others:
        with pytest.raises(TypeError):
            read_log(odd)


def test_a_result_keeps_what_the_service_returned_apart_from_links() -> None:
    answer = {
        "sum": 3.5,
        "links": "the service's own",
        "_links": {"status": {"href": "/1"}, "plot.png": {"href": "/1/result/plot.png"}},
        "_embedded": {"status": EXECUTION},
    }
    result = ResultResponse.from_dict(answer)
    assert result.additional_properties == {"sum": 3.5, "links": "the service's own"}
    assert result.links
    assert result.links.additional_keys == ["plot.png"]
    assert result.embedded
    assert result.embedded.status
    assert result.embedded.status.status == "RUNNING"
    assert result.to_dict() == answer


@pytest.mark.parametrize("link", [None, "/1/result/a", [{"href": "/1"}], {}])
def test_an_odd_link_does_not_cost_the_result(link: Any) -> None:
    answer = {"sum": 3, "_links": {"a.txt": link}}
    assert ResultResponse.from_dict(answer).to_dict() == answer


def test_the_problem_of_a_failed_execution_is_kept() -> None:
    problem = {"type": "about:blank", "status": 500, "title": "Error", "detail": "no", "line": 3}
    result = ResultResponse.from_dict({**problem, "_links": {"status": {"href": "/1"}}})
    assert result.additional_properties == problem


def test_reserved_names_of_an_input_are_members_and_others_are_not() -> None:
    body = {"tags": "mine", "secrets": "mine", "$tags": ["a"], "$secrets": {"KEY": "k"}}
    request = RequestBody.from_dict(body)
    assert request.tags == ["a"]
    assert request.additional_properties == {"tags": "mine", "secrets": "mine"}
    assert request.to_dict() == body


# --- paths below a path


def asked(path: str) -> str:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=b"file")

    with connect("canary", base_url="https://platform.example/qc-catalog") as connected:
        blocking = connected.get_httpx_client()
        blocking._transport = httpx.MockTransport(handle)
        client = hub_platform.AuthenticatedClient(base_url="", token="").set_httpx_client(blocking)
        get_service_execution_result_file.sync("1", path, client=client)
    return seen[0].url.raw_path.decode()


def test_the_slashes_of_a_result_file_stay() -> None:
    below = "/qc-catalog/service-executions/1/results"
    assert asked("a.txt") == f"{below}/a.txt"
    assert asked("plots/first run/a.png") == f"{below}/plots/first%20run/a.png"
    assert asked("a?b#c%2e") == f"{below}/a%3Fb%23c%252e"
    assert asked("**") == f"{below}/%2A%2A"


@pytest.mark.parametrize("path", ["", "..", "../1", "a/../../b", "a//b", "/a", "a/", "./a"])
def test_a_result_file_cannot_leave_its_folder(path: str) -> None:
    with pytest.raises(InvalidInput, match="an id is empty"):
        asked(path)
