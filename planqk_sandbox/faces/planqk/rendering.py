"""The JSON forms of the wire: what the platform sends, and how it reads what it gets."""

import json
import time
from collections.abc import Iterable
from typing import NoReturn

from starlette.responses import Response

from ...world.records import Account, Application, Build, Execution, Service

Json = dict[str, "JsonValue"] | list["JsonValue"] | str | int | float | bool | None
JsonValue = Json
JsonObject = dict[str, JsonValue]

VERSION = "1.0.0"
INDUSTRIES = {
    "5f0c2a44-5d1c-4a52-8a3d-0c7d7c6a1e01": "automotive",
    "5f0c2a44-5d1c-4a52-8a3d-0c7d7c6a1e02": "chemistry",
    "5f0c2a44-5d1c-4a52-8a3d-0c7d7c6a1e03": "energy",
    "5f0c2a44-5d1c-4a52-8a3d-0c7d7c6a1e04": "finance",
    "5f0c2a44-5d1c-4a52-8a3d-0c7d7c6a1e05": "information_technology",
    "5f0c2a44-5d1c-4a52-8a3d-0c7d7c6a1e06": "logistics",
    "5f0c2a44-5d1c-4a52-8a3d-0c7d7c6a1e07": "manufacturing",
    "5f0c2a44-5d1c-4a52-8a3d-0c7d7c6a1e08": "pharmaceuticals",
}


def timestamp(moment: float | None) -> str | None:
    """Return `moment` in the platform's own form, UTC: 2022-09-19 16:45:24."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(moment)) if moment else None


def answer(value: JsonValue, status: int = 200) -> Response:
    """Return `value` as a JSON answer."""
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    return Response(text, status, media_type="application/json")


def answer_many(values: Iterable[JsonObject]) -> Response:
    """Return a JSON answer that may be long; others get their turn while it is written."""
    texts = (json.dumps(value, allow_nan=False, separators=(",", ":")) for value in values)
    return Response(f"[{','.join(texts)}]", media_type="application/json")


def nothing() -> Response:
    """Return the answer of an operation that has nothing to say."""
    return Response(status_code=204)


def parse(text: bytes | str) -> JsonValue:
    """Read JSON, and nothing that only Python takes for JSON.

    Raises:
        ValueError: It is not JSON, or cannot be written as UTF-8.
    """
    try:
        value: JsonValue = json.loads(text, parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def present(**members: JsonValue) -> JsonObject:
    """Return the members that are there: the platform leaves nulls out."""
    return {name: value for name, value in members.items() if value is not None}


def account_dto(account: Account) -> JsonObject:
    """AccountDto."""
    return {
        "id": account.id,
        "displayName": account.name,
        "role": "OWNER",
        "isOrganization": account.is_organization,
        "accountType": {"name": "SANDBOX", "feature": []},
    }


def industry_dtos(ids: list[str]) -> list[JsonValue]:
    """IndustryDto of each of these ids."""
    return [{"id": one, "name": INDUSTRIES[one]} for one in ids]


def plan_dto(service: Service) -> JsonObject:
    """PricingPlanDto: every service has one, and it is free."""
    return {"id": service.plan_id, "type": "FREE", "products": []}


def service_dto(service: Service, version: JsonObject) -> JsonObject:
    """ServiceDto around its only version."""
    return {
        "currentUserPermission": "OWNER",
        "id": service.id,
        "name": service.name,
        "serviceDefinitions": [version],
    }


def version_dto(service: Service, account: Account, endpoint: str, user: str) -> JsonObject:
    """ServiceDefinitionDto."""
    managed = service.type == "MANAGED"
    return present(
        id=service.version_id,
        version=VERSION,
        name=service.name,
        context=account.context,
        description=service.description,
        productionEndpoint=service.url,
        gatewayEndpoint=endpoint if service.addressed else None,
        quantumBackend=service.quantum_backend,
        type=service.type,
        pricingPlans=[plan_dto(service)],
        lifecycle=service.lifecycle,
        industries=industry_dtos(json.loads(service.industries)),
        createdAt=timestamp(service.created_at),
        modifiedAt=timestamp(service.modified_at),
        createdBy=user,
        modifiedBy=user,
        configurations=_configurations(service) if managed else None,
        runtimeConfiguration={"runtime": "PYTHON_TEMPLATE"} if managed else None,
    )


def _configurations(service: Service) -> list[JsonValue]:
    return [
        {"type": "cpu", "amount": service.milli_cpus, "unit": "m"},
        {"type": "memory", "amount": service.memory_megabytes, "unit": "M"},
    ]


def api_dto(service: Service, account: Account, endpoint: str) -> JsonObject:
    """ApiDto: the service as subscribers see it."""
    return present(
        id=service.api_id,
        serviceId=service.id,
        name=service.name,
        context=account.context,
        version=VERSION,
        description=service.description,
        gatewayEndpoint=endpoint if service.addressed else None,
        quantumBackend=service.quantum_backend,
        pricingPlans=[plan_dto(service)],
        pricingCategory="FREE",
        industries=industry_dtos(json.loads(service.industries)),
        provider=account.name,
        lifecycle=service.lifecycle,
        serviceType=service.type,
        rating=0.0,
        isFeatured=False,
    )


def application_dto(application: Application, subscriptions: int) -> JsonObject:
    """ApplicationDto."""
    return {
        "currentUserPermission": "OWNER",
        "id": application.id,
        "name": application.name,
        "subscriptionCount": subscriptions,
    }


def build_dto(build: Build) -> JsonObject:
    """BuildJobDto."""
    return present(
        status=build.status,
        step=build.step,
        createdAt=timestamp(build.created_at),
        finishedAt=timestamp(build.finished_at),
        validationResult=json.loads(build.validation) if build.validation else None,
    )


def execution_dto(execution: Execution) -> JsonObject:
    """ServiceExecutionDto: the times of an execution."""
    return present(
        id=execution.id,
        createdAt=timestamp(execution.created_at),
        startedAt=timestamp(execution.started_at),
        endedAt=timestamp(execution.ended_at),
    )


def job_dto(execution: Execution) -> JsonObject:
    """Job of the gateway: the state of an execution and its times."""
    return execution_dto(execution) | {"status": execution.status}
