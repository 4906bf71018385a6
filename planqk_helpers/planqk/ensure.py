"""Get, create or update by name, so that a deployment script can be run again."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from typing import IO

from planqk_platform import AuthenticatedClient
from planqk_platform.models import ApplicationDto, ServiceDefinitionDto, ServiceDto, SubscriptionDto
from planqk_platform.types import File

from ..engine.builds import BUILD_STATES
from ..engine.downloads import anew, digest
from ..engine.ensured import Ensured, refuse_other_kind, refuse_other_name
from ..engine.flow import Flow, recipe
from ..engine.lookup import require_name, require_text
from ..engine.packing import IN_MEMORY, Packed
from ..engine.uploads import Upload
from ..errors import CannotChange, NameNotFound, NotFound
from .applications import create_application, find_application, list_subscriptions, subscribe
from .downloads import api_definition_of, receive_source_code
from .ids import id_of_application, id_of_service, version_ids
from .parts import document_part, user_code_part
from .services import (
    QuantumBackend,
    create_managed_service,
    find_service,
    get_service,
    require_cpu,
)
from .updates import build_of, update_service


@recipe
def ensure_managed_service(
    client: AuthenticatedClient,
    name: str,
    *,
    user_code: Upload | Packed,
    service_id: str | None = None,
    api_definition: Upload | None = None,
    description: str | None = None,
    quantum_backend: QuantumBackend = "NONE",
    use_platform_token: bool = False,
    cpu: int = 500,
    memory: int = 2048,
) -> Flow[Ensured[ServiceDto]]:
    """Create or update a service, so that there is one of this name with this content.

    If there is a service of this name, user code and API definition are compared byte by byte with
    those uploaded last, and uploaded if they differ (a folder always packs to the same bytes). User
    code whose build failed is uploaded again.
    After "created" and "updated", call `wait_for_build`; after "unchanged" it does no harm.

    Args:
        client: From `connect`.
        name: Name of the service.
        user_code: As `create_managed_service` takes it.
        service_id: Id of the service, if you know it. Then no service is created, and other
            services may have the same name.
        api_definition: OpenAPI document: a path or an open file; None leaves it as it is.
        description: What the service does; None leaves it as it is.
        quantum_backend: As `create_managed_service` takes it.
        use_platform_token: Likewise; not compared, because the platform does not show it.
        cpu: Milli-vCPU, at least 500.
        memory: MB.

    Returns:
        The service, and whether it was created, updated or left unchanged.

    Raises:
        CannotChange: The service has another CPU, memory or backend, which the platform cannot
            change; or it is external; or the service of ``service_id`` has another name. Nothing
            was changed.
        AmbiguousName: Several services have this name; the error lists their ids.
        AmbiguousSubmission: The service may have been created or not. Call this again: it looks
            first.
        InvalidInput, OSError: As `create_managed_service`.

    Operations: ``getServices``, ``getSourceCode``, ``getApiDefinition``, and those of
    `create_managed_service` and `update_service` as needed.
    """
    require_text(description or "", what="the description")
    require_cpu(cpu)
    with ExitStack() as files:
        code = files.enter_context(user_code_part(user_code))
        definition = files.enter_context(document_part(api_definition))
        document = definition.payload if isinstance(definition, File) else None
        try:
            service = yield from service_to_change(client, name, service_id)
        except NameNotFound:
            created = yield from create_managed_service.flow(
                client,
                name,
                user_code=code.payload,
                api_definition=document,
                description=description or "",
                quantum_backend=quantum_backend,
                use_platform_token=use_platform_token,
                cpu=cpu,
                memory=memory,
            )
            return Ensured(created, "created")
        service_id, version_id = yield from version_ids(client, service)
        version = service.service_definitions[0]
        refuse_other_kind(service, version.type_, "MANAGED", {"user_code": user_code})
        refuse_other_resources(service, version, backend=quantum_backend, cpu=cpu, memory=memory)
        ids = (service_id, version_id)
        new_code = not (yield from is_uploaded(client, *ids, code.payload)) or (
            yield from has_failed(client, *ids)
        )
        new_document = document is not None and not (
            yield from is_definition(client, *ids, document)
        )
        new_text = description is not None and description != (version.description or "")
        if not (new_code or new_document or new_text):
            return Ensured(service, "unchanged")
        updated = yield from update_service.flow(
            client,
            service,
            description=description if new_text else None,
            user_code=code.payload if new_code else None,
            api_definition=document if new_document else None,
        )
        return Ensured(updated, "updated")


@recipe
def ensure_application(client: AuthenticatedClient, name: str) -> Flow[Ensured[ApplicationDto]]:
    """Create an application, unless there is one of this name.

    Args:
        client: From `connect`.
        name: Name of the application.

    Raises:
        AmbiguousName: Several applications have this name; the error lists their ids.
        AmbiguousSubmission: The application may have been created or not. Call this again: it looks
            first.
        InvalidInput: The name is blank.

    Operations: ``getApplications``, and ``createApplication`` as needed.
    """
    try:
        return Ensured((yield from find_application.flow(client, name)), "unchanged")
    except NameNotFound:
        return Ensured((yield from create_application.flow(client, name)), "created")


@recipe
def ensure_subscription(
    client: AuthenticatedClient,
    application: ApplicationDto | str,
    service: ServiceDto | str,
) -> Flow[Ensured[SubscriptionDto]]:
    """Subscribe an application to a service of the same account, unless it is subscribed.

    Args:
        client: From `connect`.
        application: The application or its id.
        service: The service or its id; it has to be published internally.

    Raises:
        Conflict: The service is not published.
        AmbiguousSubmission: The application may be subscribed or not. Call this again: it looks
            first.

    Operations: ``getApplicationSubscriptions``, and ``createInternalSubscription`` as needed.
    """
    service_id = id_of_service(service)
    application_id = id_of_application(application)
    for subscription in (yield from list_subscriptions.flow(client, application_id)):
        if subscription.api and subscription.api.service_id == service_id:
            return Ensured(subscription, "unchanged")
    return Ensured((yield from subscribe.flow(client, application_id, service_id)), "created")


# --- comparing what is there ----------------------------------------------------------------------


def service_to_change(
    client: AuthenticatedClient, name: str, service_id: str | None
) -> Flow[ServiceDto]:
    """Return the service of this name, or of this id, which has to have the name."""
    require_name(name, kind="service")
    if service_id is None:
        return (yield from find_service.flow(client, name))
    service = yield from get_service.flow(client, service_id)
    refuse_other_name(service.id, service.name, name)
    return service


def refuse_other_resources(
    service: ServiceDto, version: ServiceDefinitionDto, *, backend: str, cpu: int, memory: int
) -> None:
    """Raise if the service has other resources: no operation of the platform changes them."""
    there: dict[str, object] = {"quantum_backend": version.quantum_backend or backend}
    for configuration in version.configurations or []:
        there[str(configuration.type_)] = configuration.amount
    asked = {"quantum_backend": backend, "cpu": cpu, "memory": memory}
    other = [
        f"{key} is {there[key]}, not {value}"
        for key, value in asked.items()
        if there.get(key, value) != value
    ]
    if other:
        raise CannotChange(
            f"service {service.name!r} ({service.id}) is there, but {' and '.join(other)}, which "
            "the platform cannot change: delete the service, or pass the values that it has"
        )


def is_uploaded(
    client: AuthenticatedClient, service_id: str, version_id: str, code: IO[bytes]
) -> Flow[bool]:
    """Tell whether this is the user code that was uploaded last."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as there:
        try:
            is_there = yield from receive_source_code(
                client, service_id, version_id, lambda: anew(there)
            )
        except NotFound:
            return False
        return is_there and digest(there) == digest(code)


def has_failed(client: AuthenticatedClient, service_id: str, version_id: str) -> Flow[bool]:
    """Tell whether the latest build ended badly: perhaps it was not the code's fault."""
    build = yield from build_of(client, service_id, version_id)
    return build is not None and build.status in BUILD_STATES.failure


def is_definition(
    client: AuthenticatedClient, service_id: str, version_id: str, document: IO[bytes]
) -> Flow[bool]:
    """Tell whether this is the API definition that was uploaded last."""
    document.seek(0)
    try:
        return (yield from api_definition_of(client, service_id, version_id)) == document.read()
    except NotFound:
        return False
