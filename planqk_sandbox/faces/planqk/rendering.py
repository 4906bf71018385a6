"""PlanQK's JSON form of each thing: one function for one schema of its API documents."""

import json
from collections.abc import Iterable

from ...work.strict_json import JsonObject, JsonValue
from ...world.accounts import USER
from ...world.records import (
    Account,
    Application,
    Build,
    Execution,
    Service,
    Subscription,
)
from ...world.services import INDUSTRIES, VERSION
from ..answers import timestamp, without_nulls


def account_dto(account: Account) -> JsonObject:
    """AccountDto."""
    return {
        "id": account.id,
        "displayName": account.name,
        "role": "OWNER",
        "isOrganization": account.is_organization,
        "accountType": {"name": "SANDBOX", "feature": []},
    }


def industry_dtos(ids: Iterable[str]) -> list[JsonValue]:
    """IndustryDto of each of these ids."""
    return [{"id": one, "name": INDUSTRIES[one]} for one in ids]


def plan_dto(service: Service) -> JsonObject:
    """PricingPlanDto: every service has one, and it is free."""
    return {"id": service.plan_id, "type": "FREE", "products": []}


def service_dto(service: Service, owner: Account, gateway: str) -> JsonObject:
    """ServiceDto, with its only version."""
    return {
        "currentUserPermission": "OWNER",
        "id": service.id,
        "name": service.name,
        "serviceDefinitions": [version_dto(service, owner, gateway)],
    }


def version_dto(service: Service, owner: Account, gateway: str) -> JsonObject:
    """ServiceDefinitionDto: the version of a service, which belongs to `owner`."""
    managed = service.type == "MANAGED"
    return without_nulls(
        id=service.version_id,
        version=VERSION,
        name=service.name,
        context=owner.context,
        description=service.description,
        productionEndpoint=service.url,
        gatewayEndpoint=endpoint(service, owner, gateway) if service.addressed else None,
        quantumBackend=service.quantum_backend,
        type=service.type,
        pricingPlans=[plan_dto(service)],
        lifecycle=service.lifecycle,
        industries=industry_dtos(json.loads(service.industries)),
        createdAt=timestamp(service.created_at),
        modifiedAt=timestamp(service.modified_at),
        createdBy=USER,
        modifiedBy=USER,
        configurations=_configurations(service) if managed else None,
        runtimeConfiguration={"runtime": "PYTHON_TEMPLATE"} if managed else None,
    )


def _configurations(service: Service) -> list[JsonValue]:
    return [
        {"type": "cpu", "amount": service.milli_cpus, "unit": "m"},
        {"type": "memory", "amount": service.memory_megabytes, "unit": "M"},
    ]


def endpoint(service: Service, owner: Account, gateway: str) -> str:
    """Return the address of a service at the gateway."""
    return f"{gateway}/{owner.context}/{service.slug}/{VERSION}"


def api_dto(service: Service, owner: Account, gateway: str) -> JsonObject:
    """ApiDto: the service as subscribers see it."""
    return without_nulls(
        id=service.api_id,
        serviceId=service.id,
        name=service.name,
        context=owner.context,
        version=VERSION,
        description=service.description,
        gatewayEndpoint=endpoint(service, owner, gateway) if service.addressed else None,
        quantumBackend=service.quantum_backend,
        pricingPlans=[plan_dto(service)],
        pricingCategory="FREE",
        industries=industry_dtos(json.loads(service.industries)),
        provider=owner.name,
        lifecycle=service.lifecycle,
        serviceType=service.type,
        rating=0.0,
        isFeatured=False,
    )


def application_dto(application: Application, subscriptions: int) -> JsonObject:
    """ApplicationDto, with the number of its subscriptions."""
    return {
        "currentUserPermission": "OWNER",
        "id": application.id,
        "name": application.name,
        "subscriptionCount": subscriptions,
    }


def subscription_dto(
    subscription: Subscription, service: Service, application: JsonObject, api: JsonObject
) -> JsonObject:
    """SubscriptionDto around ApplicationDto and ApiDto."""
    return {
        "id": subscription.id,
        "application": application,
        "api": api,
        "pricingPlan": plan_dto(service),
    }


def build_dto(build: Build) -> JsonObject:
    """BuildJobDto."""
    return without_nulls(
        status=build.status,
        step=build.step,
        createdAt=timestamp(build.created_at),
        finishedAt=timestamp(build.finished_at),
        validationResult=json.loads(build.validation) if build.validation else None,
    )


def execution_dto(execution: Execution) -> JsonObject:
    """ServiceExecutionDto: the times of an execution."""
    return without_nulls(
        id=execution.id,
        createdAt=timestamp(execution.created_at),
        startedAt=timestamp(execution.started_at),
        endedAt=timestamp(execution.ended_at),
    )


def job_dto(execution: Execution) -> JsonObject:
    """Job of the gateway: the state of an execution and its times."""
    return execution_dto(execution) | {"status": execution.status}
