"""Take the id of what recipes accept as a model or as its id."""

from __future__ import annotations

from hub_platform.models import ApplicationDto, DataPoolDto, ServiceDefinitionDto, ServiceDto

from ..engine.lookup import require_id
from ..errors import PlanqkError


def id_of_service(service: ServiceDto | str) -> str:
    """Return the id of a service."""
    return require_id(service if isinstance(service, str) else service.id, kind="service")


def id_of_application(application: ApplicationDto | str) -> str:
    """Return the id of an application."""
    return require_id(
        application if isinstance(application, str) else application.id, kind="application"
    )


def version_of(service: ServiceDto) -> ServiceDefinitionDto:
    """Return the version of a service; the platform gives it one.

    Raises:
        PlanqkError: It has none.
    """
    if not service.service_definitions:
        raise PlanqkError(f"service {service.name!r} ({service.id}) has no version")
    return service.service_definitions[0]


def id_of_data_pool(pool: DataPoolDto | str) -> str:
    """Return the id of a data pool."""
    return require_id(pool if isinstance(pool, str) else pool.id, kind="data pool")
