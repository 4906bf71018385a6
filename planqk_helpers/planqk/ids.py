"""Ids of services, versions and applications, given as models or as ids."""

from __future__ import annotations

from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_services import get_service
from planqk_platform.models import ApplicationDto, ServiceDto

from ..engine.calls import Caller, call
from ..engine.flow import Flow
from ..engine.lookup import ids_not_names, require_id
from ..errors import PlanqkError


def id_of_service(service: ServiceDto | str) -> str:
    """Return the id of a service."""
    return require_id(service if isinstance(service, str) else service.id, kind="service")


def id_of_application(application: ApplicationDto | str) -> str:
    """Return the id of an application."""
    return require_id(
        application if isinstance(application, str) else application.id, kind="application"
    )


def service_of(
    client: AuthenticatedClient, service: ServiceDto | str, by: Caller = call
) -> Flow[ServiceDto]:
    """Return a service, which has a version, asking for it ``by`` a call if need be."""
    id = id_of_service(service)
    if isinstance(service, str):
        with ids_not_names("service", id):
            service = yield from by(get_service, id, client=client)
    if not service.service_definitions:
        raise PlanqkError(f"service {service.name!r} ({service.id}) has no version")
    return service


def version_ids(
    client: AuthenticatedClient, service: ServiceDto | str, by: Caller = call
) -> Flow[tuple[str, str]]:
    """Return the ids of a service and of its version, likewise."""
    found = yield from service_of(client, service, by)
    return found.id, found.service_definitions[0].id
