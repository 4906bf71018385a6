"""Create, find, get and delete services."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Literal, TypeAlias

from hub_platform import AuthenticatedClient
from hub_platform.api.external_services import (
    create_external_service as create_external_service_operation,
)
from hub_platform.api.managed_services import (
    create_managed_service as create_managed_service_operation,
    upload_managed_service_source,
)
from hub_platform.api.services import (
    delete_service as delete_service_operation,
    get_service as get_service_operation,
    get_services,
    update_service_display_name,
    update_service_open_api,
)
from hub_platform.models import (
    CreateExternalServiceBody,
    CreateManagedServiceBody,
    GetServicesLifecycleItem,
    ServiceDto,
    ServiceOverviewDto,
    ServiceSourceFile,
    UpdateServiceDisplayNameBody,
    UpdateServiceOpenApiBody,
    UploadManagedServiceSourceBody,
)
from hub_platform.types import UNSET, File

from ..engine.addresses import require_service_url
from ..engine.calls import call, call_empty, if_unfinished, if_unsure, submit_empty
from ..engine.flow import Flow, recipe
from ..engine.lookup import ids_not_names, require_name, require_text, unique
from ..engine.packing import Packed
from ..engine.uploads import Upload
from .builds import build_if_needed
from .ids import id_of_service
from .parts import document_part, source_part
from .resources import Gpu, Runtime, Source, counted, resources_of, runtime_of, usual_runtime
from .security import Security, security_of

Lifecycle: TypeAlias = Literal["CREATED", "ACCESSIBLE", "PUBLISHED"]
LONGEST = {"display_name": 70}
"""Characters that a text of a service may have, where the platform has a limit."""


@recipe
def create_managed_service(
    client: AuthenticatedClient,
    name: str,
    *,
    user_code: Upload | Packed | Source,
    api_definition: Upload | None = None,
    description: str = "",
    summary: str = "",
    display_name: str = "",
    cpu: int = 500,
    memory: int = 2048,
    gpu: Gpu | None = None,
    gpu_count: int | None = None,
    environment: Mapping[str, str] | None = None,
    use_provider_tokens: bool = False,
    runtime: Runtime | None = None,
) -> Flow[ServiceDto]:
    """Create a service from user code that the platform builds and runs.

    Returns as soon as the build has begun; `wait_for_build` waits for its end. The Hub takes
    several calls for this. If one after the first fails, the error names the service and how to go
    on, and `ensure_managed_service` goes on where it stopped.

    Args:
        client: From `connect`.
        name: Name of the service; need not be unique, but `find_service` needs it to be.
        user_code: The project folder, ``src/program.py`` inside; it is packed as `pack` does and
            what was packed is logged. Or a zip archive of its content: a path, or a file open for
            reading bytes. Or a container image, ``hub_platform.models.ServiceSourceRegistry``, or
            a Git repository that the account can read, ``ServiceSourceRepository``.
        api_definition: OpenAPI document that describes the service: a path or an open file.
        description: What the service does.
        summary: The description in one line.
        display_name: Name to show in place of ``name``, at most 70 characters.
        cpu: Milli-vCPU, at least 500; 1000 is one virtual CPU.
        memory: MB.
        gpu: Kind of GPU; None or "NONE" for no GPU.
        gpu_count: Number of GPUs; None for one.
        environment: Environment variables of the service.
        use_provider_tokens: Whether it may use your account's tokens for quantum hardware.
        runtime: What runs the service; None takes DOCKER for a container image, else
            PYTHON_TEMPLATE.

    Returns:
        The service; ``service.service_definitions[0]`` is its version.

    Raises:
        InvalidInput: The name is blank, or an argument cannot be used. Nothing was sent.
        OSError: A path cannot be read. Nothing was sent.
        AmbiguousSubmission: The service may have been created or not, or its user code may have
            arrived or not; look before you try again.
        ApiError: The platform refused.

    Operations: ``createManagedService``, ``POST /managed-services``, then
    ``uploadManagedServiceSource``, ``updateServiceOpenApi`` and ``updateServiceDisplayName`` as
    needed, ``getManagedServiceBuildStatus``, and ``buildManagedService`` unless a build has begun.
    """
    require_name(name, kind="service")
    texts = {"description": description, "summary": summary, "display_name": display_name}
    require_texts_of_service(texts)
    resources = resources_of(cpu, memory, gpu, gpu_count) + counted(gpu, gpu_count, None)
    runs = runtime_of(environment, use_provider_tokens, runtime, usual_runtime(user_code))
    with ExitStack() as files:
        source = files.enter_context(source_part(user_code))
        definition = files.enter_context(document_part(api_definition))
        body = CreateManagedServiceBody(
            name=name,
            source=ServiceSourceFile() if isinstance(source, File) else source,
            description=description or UNSET,
            summary=summary or UNSET,
            resource_configurations=resources,
            runtime_configuration=runs,
        )
        with if_unsure(
            f"whether there is a service named {name!r}: find_service(client, {name!r})"
        ):
            service = yield from call(create_managed_service_operation, client=client, body=body)
        with if_unfinished(
            f"service {name!r} ({service.id}) was created, but is not complete",
            f"ensure_managed_service(client, {name!r}, user_code=...)",
        ):
            if isinstance(source, File):
                yield from upload(client, service.id, source)
            if definition is not None:
                yield from define(client, service.id, definition)
            if display_name:
                yield from name_for_people(client, service.id, display_name)
            yield from build_if_needed(client, service.id, None)
            if display_name:
                service = yield from call(get_service_operation, service.id, client=client)
    return service


def require_texts_of_service(texts: Mapping[str, str | None]) -> None:
    """Raise if a text cannot be sent, or is longer than the platform takes it.

    Raises:
        InvalidInput: It is.
    """
    for what, text in texts.items():
        require_text(text or "", what=f"the {what}", most=LONGEST.get(what))


def upload(client: AuthenticatedClient, service_id: str, code: File) -> Flow[None]:
    """Upload user code; it may start a build, so that it must not be sent twice."""
    body = UploadManagedServiceSourceBody(file=code)
    yield from submit_empty(upload_managed_service_source, service_id, client=client, body=body)


def define(client: AuthenticatedClient, service_id: str, definition: File) -> Flow[None]:
    """Replace the API definition of a service."""
    body = UpdateServiceOpenApiBody(file=definition)
    yield from call_empty(update_service_open_api, service_id, client=client, body=body)


def name_for_people(client: AuthenticatedClient, service_id: str, name: str) -> Flow[None]:
    """Replace the display name of a service."""
    body = UpdateServiceDisplayNameBody(display_name=name)
    yield from call_empty(update_service_display_name, service_id, client=client, body=body)


@recipe
def create_external_service(
    client: AuthenticatedClient,
    name: str,
    *,
    url: str,
    username: str | None = None,
    password: str | None = None,
    security: Security | None = None,
    api_definition: Upload | None = None,
    description: str = "",
    summary: str = "",
) -> Flow[ServiceDto]:
    """Register a service that runs elsewhere; the gateway forwards calls to its address.

    Args:
        client: From `connect`.
        name: Name of the service.
        url: Address of the service.
        username: User name with which the gateway logs in (basic authentication); None: no login.
        password: The password of this user.
        security: Another way to log in: one of the models ``ServiceSecurityConfiguration...`` of
            ``hub_platform.models``.
        api_definition: OpenAPI document that describes the service: a path or an open file.
        description: What the service does.
        summary: The description in one line.

    Returns:
        The service; it needs no build and can be published at once.

    Raises:
        InvalidInput: The name or the address is blank, the address carries a user, or the login of
            the gateway is not complete. Nothing was sent.
        OSError: A path cannot be read. Nothing was sent.
        AmbiguousSubmission: The service may have been created or not; look before you try again.
        BadRequest: The platform does not accept the address.
        Conflict: There is an external service of this name.

    Operations: ``createExternalService``, ``POST /external-services``, and
    ``updateServiceOpenApi`` as needed.
    """
    require_name(name, kind="service")
    require_service_url(url)
    require_texts_of_service({"url": url, "description": description, "summary": summary})
    body = CreateExternalServiceBody(
        name=name,
        url=url,
        description=description or UNSET,
        summary=summary or UNSET,
        security_configuration=security_of(username, password, security),
    )
    with document_part(api_definition) as definition:
        with if_unsure(
            f"whether there is a service named {name!r}: find_service(client, {name!r})"
        ):
            service = yield from call(create_external_service_operation, client=client, body=body)
        if definition is not None:
            with if_unfinished(
                f"service {name!r} ({service.id}) was created without its API definition",
                f"update_service(client, {service.id!r}, api_definition=...)",
            ):
                yield from define(client, service.id, definition)
    return service


@recipe
def get_service(client: AuthenticatedClient, service_id: str) -> Flow[ServiceDto]:
    """Get a service by its id.

    Args:
        client: From `connect`.
        service_id: Id of the service.

    Raises:
        NotFound: There is no such service in this account or organization.

    Operation: ``getService``, ``GET /services/{id}``.
    """
    with ids_not_names("service", service_id):
        return (yield from call(get_service_operation, id_of_service(service_id), client=client))


@recipe
def find_service(
    client: AuthenticatedClient, name: str, *, lifecycle: Lifecycle | None = None
) -> Flow[ServiceDto]:
    """Find the one service that has exactly this name.

    Args:
        client: From `connect`.
        name: Name of the service, not its display name.
        lifecycle: Search only services in this state; None searches all.

    Raises:
        NameNotFound: No service of this account or organization has this name; the error lists
            similar names.
        AmbiguousName: Several services have this name; the error lists their ids.

    Operations: ``getServices``, ``GET /services``, then ``getService`` for the one it is.
    """
    require_name(name, kind="service")
    services = yield from list_services.flow(client, lifecycle=lifecycle)
    found = unique(services, name, kind="service")
    return (yield from call(get_service_operation, found.id, client=client))


@recipe
def list_services(
    client: AuthenticatedClient, *, lifecycle: Lifecycle | None = None
) -> Flow[list[ServiceOverviewDto]]:
    """List the services of the account or organization; `get_service` returns more about one.

    Args:
        client: From `connect`.
        lifecycle: List only services in this state; None lists all.

    Raises:
        Unauthorized: The token is wrong, expired or revoked.

    Operation: ``getServices``, ``GET /services``.
    """
    states = [GetServicesLifecycleItem(lifecycle)] if lifecycle else UNSET
    return (yield from call(get_services, client=client, lifecycle=states))


@recipe
def delete_service(client: AuthenticatedClient, service: ServiceDto | str) -> Flow[None]:
    """Delete a service that is not published.

    Args:
        client: From `connect`.
        service: The service or its id.

    Raises:
        BadRequest: The service is published; `unpublish` it first.
        NotFound: There is no such service.

    Operation: ``deleteService``, ``DELETE /services/{id}``.
    """
    with ids_not_names("service", service):
        yield from call_empty(delete_service_operation, id_of_service(service), client=client)
