"""The Hub's JSON form of each thing: one function for one schema of its API documents."""

import json
from datetime import UTC, datetime

from ...work.logs import Entry
from ...work.strict_json import JsonObject, JsonValue
from ...world.accounts import USER
from ...world.records import (
    Account,
    Application,
    Build,
    DataPool,
    DataPoolFile,
    Execution,
    Service,
    Share,
    Subscription,
)
from ...world.services import VERSION
from ..answers import timestamp, without_nulls

ACCOUNT_TYPE = "STANDARD"
FREE: JsonObject = {
    "amount": "0.00",
    "currency": "EUR",
    "negative": False,
    "zero": True,
    "positive": False,
}


def account_dto(account: Account) -> JsonObject:
    """AccountDto."""
    return {
        "id": account.id,
        "tenantType": "ORGANIZATION" if account.is_organization else "USER",
        "displayName": account.name,
        "role": "OWNER",
        "accountType": ACCOUNT_TYPE,
        "organization": account.is_organization,
        "isOrganization": account.is_organization,
    }


def organization_dto(account: Account) -> JsonObject:
    """OrganizationDto; the user is the last owner, who cannot leave."""
    return {
        "currentUserPermission": "OWNER",
        "id": account.id,
        "name": account.context,
        "displayName": account.name,
        "accountType": ACCOUNT_TYPE,
        "userLastOwner": True,
        "isUserLastOwner": True,
    }


def principal(user_id: str, organizations: list[Account]) -> JsonObject:
    """PersonalAccessTokenPrincipal."""
    return {
        "type": "token.personal",
        "id": user_id,
        "accessToken": {"id": user_id, "name": USER},
        "accountType": ACCOUNT_TYPE,
        "organizationMemberships": [
            {"id": each.id, "accountType": ACCOUNT_TYPE, "role": "OWNER"} for each in organizations
        ],
    }


def execution_principal(execution: Execution, service: Service, owner: Account) -> JsonObject:
    """ServiceExecutionTokenPrincipal."""
    return {
        "type": "token.execution",
        "serviceExecution": execution_dto(execution, service),
        "serviceProvider": {
            "contextType": "ORGANIZATION" if owner.is_organization else "USER",
            "id": owner.id,
            "accountType": ACCOUNT_TYPE,
        },
    }


def plan_dto(service: Service) -> JsonObject | None:
    """PricingPlanDto."""
    return {"id": service.plan_id} | json.loads(service.plan) if service.plan else None


def overview_dto(service: Service) -> JsonObject:
    """ServiceOverviewDto."""
    return without_nulls(
        id=service.id,
        serviceDefinitionId=service.version_id,
        name=service.name,
        displayName=service.display_name or service.name,
        type=service.type,
        lifecycle=service.lifecycle,
        createdAt=timestamp(service.created_at),
    )


def service_dto(service: Service, owner: Account, gateway: str, role: str = "OWNER") -> JsonObject:
    """ServiceDto, with its only definition."""
    return {
        "currentUserPermission": role,
        "id": service.id,
        "name": service.name,
        "displayName": service.display_name or service.name,
        "serviceDefinitions": [definition_dto(service, owner, gateway, role)],
        "contacts": json.loads(service.contacts),
        "links": json.loads(service.links),
    }


def definition_dto(
    service: Service, owner: Account, gateway: str, role: str = "OWNER"
) -> JsonObject:
    """ServiceDefinitionDto; who may only read sees nothing that may hold passwords."""
    managed, plan, all_of_it = service.type == "MANAGED", plan_dto(service), role != "VIEWER"
    return without_nulls(
        id=service.version_id,
        version=VERSION,
        name=service.name,
        context=owner.context,
        description=service.description,
        summary=service.summary,
        productionEndpoint=service.url,
        gatewayEndpoint=endpoint(service, owner, gateway) if service.addressed else None,
        type=service.type,
        pricingPlans=[plan] if plan else [],
        lifecycle=service.lifecycle,
        createdAt=timestamp(service.created_at),
        configurations=_configurations(service) if managed else None,
        runtimeConfiguration=json.loads(service.runtime) if managed and all_of_it else None,
        source=json.loads(service.source) if managed and all_of_it else None,
        securityConfiguration=_security(service) if all_of_it and not managed else None,
    )


def _configurations(service: Service) -> list[JsonValue]:
    gpu: list[JsonValue] = [json.loads(service.gpu)] if service.gpu else []
    return [
        {"type": "cpu", "amount": service.milli_cpus, "unit": "m"},
        {"type": "memory", "amount": service.memory_megabytes, "unit": "M"},
        *gpu,
    ]


def _security(service: Service) -> JsonObject:
    if service.token_header is not None:
        return {
            "type": "ACCESS_TOKEN",
            "headerName": service.token_header,
            "tokenValue": service.token_value,
        }
    if service.username is not None:
        return {"type": "BASIC", "username": service.username, "password": service.password}
    return {"type": "NONE"}


def endpoint(service: Service, owner: Account, gateway: str) -> str:
    """Return the address of a service at the gateway."""
    return f"{gateway}/{owner.context}/{service.slug}/{VERSION}"


def consumer_dto(service: Service, owner: Account, gateway: str) -> JsonObject:
    """ServiceConsumerDto: the service as subscribers see it."""
    return without_nulls(
        id=service.id,
        serviceDefinitionId=service.version_id,
        name=service.name,
        type=service.type,
        lifecycle=service.lifecycle,
        context=owner.context,
        version=VERSION,
        gatewayEndpoint=endpoint(service, owner, gateway) if service.addressed else None,
    )


def listing_dto(service: Service, owner: Account) -> JsonObject:
    """MarketplaceServiceOverviewDto."""
    plan = plan_dto(service)
    return without_nulls(
        id=service.api_id,
        serviceId=service.id,
        name=service.name,
        displayName=service.display_name or service.name,
        summary=service.summary,
        providerName=owner.name,
        providerId=owner.id,
        serviceType=service.type,
        stars=0,
        pricingPlanType=plan["type"] if plan else None,
    )


def listing_details_dto(service: Service, owner: Account, gateway: str) -> JsonObject:
    """MarketplaceServiceDetailsDto."""
    return listing_dto(service, owner) | without_nulls(
        lifecycle=service.lifecycle,
        description=service.description,
        context=owner.context,
        version=VERSION,
        gatewayEndpoint=endpoint(service, owner, gateway),
        contacts=json.loads(service.contacts),
        links=json.loads(service.links),
        starredByUser=False,
        pricingPlan=plan_dto(service),
    )


def application_dto(application: Application) -> JsonObject:
    """ApplicationDto."""
    return without_nulls(
        currentUserPermission="OWNER",
        id=application.id,
        name=application.name,
        createdAt=timestamp(application.created_at),
    )


def subscription_dto(
    subscription: Subscription, service: Service, application: Application, consumer: JsonObject
) -> JsonObject:
    """SubscriptionDto around ServiceConsumerDto."""
    return without_nulls(
        id=subscription.id,
        application=application_dto(application),
        service=consumer,
        pricingPlan=plan_dto(service),
    )


def build_dto(build: Build) -> JsonObject:
    """BuildJobDto."""
    return without_nulls(
        status=build.status,
        step=build.step,
        createdAt=timestamp(build.created_at),
        finishedAt=timestamp(build.finished_at),
        validationResult=json.loads(build.validation) if build.validation else None,
    )


def pool_dto(pool: DataPool, role: str = "OWNER") -> JsonObject:
    """DataPoolDto."""
    return without_nulls(
        currentUserPermission=role,
        id=pool.id,
        name=pool.name,
        shortDescription=pool.short_description,
        description=pool.description,
        tags=json.loads(pool.tags),
        createdAt=timestamp(pool.created_at),
    )


def pool_file_dto(file: DataPoolFile) -> JsonObject:
    """DataPoolFileDto."""
    return without_nulls(
        id=file.id,
        name=file.name,
        fullPath=file.name,
        dataPoolId=file.pool_id,
        contentType=file.media_type,
        contentLength=file.size,
        createdAt=timestamp(file.created_at),
    )


def share_dto(share: Share, account: Account) -> JsonObject:
    """ShareDto; `account` is the one that it is for."""
    kind = "ORGANIZATION" if account.is_organization else "USER"
    return without_nulls(
        id=share.id,
        sharedWith={"tenantType": kind, "value": account.id},
        role=share.role,
        active=share.revoked_at is None,
        constraints=[],
        createdAt=timestamp(share.created_at),
        revokedAt=timestamp(share.revoked_at),
    )


def execution_dto(execution: Execution, service: Service) -> JsonObject:
    """ServiceExecutionDto, which is the gateway's ServiceExecution as well."""
    return without_nulls(
        id=execution.id,
        createdAt=timestamp(execution.created_at),
        startedAt=timestamp(execution.started_at),
        endedAt=timestamp(execution.ended_at),
        status=execution.status,
        type="MANAGED",
        serviceId=execution.service_id,
        serviceDefinitionId=service.version_id,
        applicationId=execution.application_id or None,
        tags=json.loads(execution.tags),
    )


def job_dto(execution: Execution, service: Service, given: str | None = None) -> JsonObject:
    """ServiceJobDto; `given` is the input, if it was stored."""
    return execution_dto(execution, service) | without_nulls(input=given)


def entry_dto(entry: Entry, otherwise: float | None) -> JsonObject:
    """LogEntry; `otherwise` is its time when nobody knows that of the line."""
    return {
        "message": entry.message,
        "severity": entry.severity,
        "timestamp": _precise(entry.time or otherwise or 0.0),
    }


def _precise(moment: float) -> str:
    """Return a time as RFC 3339 writes it, with nine digits after the point."""
    text = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
    return f"{text}000Z"


def node_dto(execution: Execution) -> JsonObject:
    """ServiceExecutionLineageNodeDto."""
    return without_nulls(
        id=execution.id,
        type="MANAGED",
        status=execution.status,
        createdAt=timestamp(execution.created_at),
        startedAt=timestamp(execution.started_at),
        endedAt=timestamp(execution.ended_at),
        serviceId=execution.service_id,
        tags=json.loads(execution.tags),
        parentId=execution.parent_id,
    )


def cost_dto(execution: Execution, service: Service) -> JsonObject:
    """CostEntry: everything is free here."""
    return without_nulls(
        consumerId=execution.account_id,
        providerId=service.account_id,
        productName=service.name,
        unitPrice=FREE,
        quantity=1,
        timestamp=timestamp(execution.ended_at),
        totalAmount=FREE,
    )
