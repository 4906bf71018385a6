"""Create, find, update and delete services."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Literal, TypeAlias

from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_services import (
    create_external_service as create_external_service_operation,
    create_managed_service as create_managed_service_operation,
    delete_service as delete_service_operation,
    get_build_status,
    get_industries,
    get_service as get_service_operation,
    get_service_version,
    get_services,
    update_api_definition,
    update_service_version,
    update_source_code,
)
from planqk_platform.models import (
    BuildJobDto,
    CreateExternalServiceBody,
    CreateManagedServiceBody,
    IndustryDto,
    ServiceDto,
    UpdateApiDefinitionBody,
    UpdateSourceCodeBody,
    UpdateVersionRequest,
)
from planqk_platform.types import UNSET, File

from .errors import InvalidInput, NotFound, PlanqkError, WaitTimeout
from .flow import Flow, call, call_empty, call_once, if_unsure, recipe, sleep, submit
from .lookup import require_id, require_name, require_text, unique
from .packing import Packed
from .uploads import Upload, document_part, user_code_part

QuantumBackend: TypeAlias = Literal["IBM", "IONQ", "DWAVE", "NONE"]
Lifecycle: TypeAlias = Literal["CREATED", "ACCESSIBLE", "PUBLISHED"]

SETTLE = 10.0
"""Seconds after an upload in which the platform may still show the build before it."""


@recipe
def create_managed_service(
    client: AuthenticatedClient,
    name: str,
    *,
    user_code: Upload | Packed,
    api_definition: Upload | None = None,
    description: str = "",
    quantum_backend: QuantumBackend = "NONE",
    use_platform_token: bool = False,
    cpu: int = 500,
    memory: int = 2048,
) -> Flow[ServiceDto]:
    """Create a service from user code that the platform builds and runs.

    Returns as soon as the upload is accepted; `wait_for_build` waits for the build.

    Args:
        client: From `connect`.
        name: Name of the service; need not be unique, but `find_service` needs it to be.
        user_code: The project folder, ``src/program.py`` inside; it is packed as `pack` does and
            what was packed is logged. Or a zip archive of its content: a path, or a file open for
            reading bytes.
        api_definition: OpenAPI document that describes the service: a path or an open file.
        description: What the service does.
        quantum_backend: Quantum hardware the service calls.
        use_platform_token: Whether to use the platform's token for that hardware.
        cpu: Milli-vCPU, at least 500; 1000 is one virtual CPU.
        memory: MB.

    Returns:
        The service; ``service.service_definitions[0]`` is its version.

    Raises:
        InvalidInput: The name is blank, or the user code is neither a folder nor a zip archive.
            Nothing was sent.
        OSError: A path cannot be read. Nothing was sent.
        AmbiguousSubmission: The service may have been created or not; look before you try again.
        ApiError: The platform refused.

    Operation: ``createManagedService``, ``POST /v2/managed-services``.
    """
    require_name(name, kind="service")
    with (
        user_code_part(user_code) as code,
        document_part(api_definition) as definition,
        if_unsure(f"whether there is a service named {name!r}: find_service(client, {name!r})"),
    ):
        return (
            yield from call(
                create_managed_service_operation,
                client=client,
                body=CreateManagedServiceBody(user_code=code, api_definition=definition),
                name=name,
                description=description or UNSET,
                quantum_backend=quantum_backend,
                use_platform_token="TRUE" if use_platform_token else "FALSE",
                cpu=cpu,
                memory=memory,
            )
        )


@recipe
def create_external_service(
    client: AuthenticatedClient,
    name: str,
    *,
    url: str,
    username: str | None = None,
    password: str | None = None,
    api_definition: Upload | None = None,
    description: str = "",
    quantum_backend: QuantumBackend = "NONE",
) -> Flow[ServiceDto]:
    """Register a service that runs elsewhere; the gateway forwards calls to its address.

    Args:
        client: From `connect`.
        name: Name of the service; need not be unique, but `find_service` needs it to be.
        url: Address of the service.
        username: User name the gateway logs in with (basic authentication); None: it does not.
        password: The password to it.
        api_definition: OpenAPI document that describes the service: a path or an open file.
        description: What the service does.
        quantum_backend: Quantum hardware the service calls.

    Returns:
        The service; it needs no build and can be published at once.

    Raises:
        InvalidInput: The name or the address is blank, or one of user name and password is missing.
            Nothing was sent.
        OSError: A path cannot be read. Nothing was sent.
        AmbiguousSubmission: The service may have been created or not; look before you try again.
        BadRequest: The platform does not accept the address.

    Operation: ``createExternalService``, ``POST /v2/external-services``.
    """
    require_name(name, kind="service")
    if not url.strip():
        raise InvalidInput("the url of the service is empty: give its address")
    if (username is None) != (password is None):
        raise InvalidInput("basic authentication takes both, username and password")
    with (
        document_part(api_definition) as definition,
        if_unsure(f"whether there is a service named {name!r}: find_service(client, {name!r})"),
    ):
        return (
            yield from call(
                create_external_service_operation,
                client=client,
                body=CreateExternalServiceBody(api_definition=definition),
                name=name,
                url_query=url,
                description=description or UNSET,
                quantum_backend=quantum_backend,
                security_configuration="NONE" if username is None else "BASIC",
                username=UNSET if username is None else username,
                password=UNSET if password is None else password,
            )
        )


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
    return (yield from call(get_service_operation, id_of(service_id), client=client))


@recipe
def find_service(
    client: AuthenticatedClient, name: str, *, lifecycle: Lifecycle | None = None
) -> Flow[ServiceDto]:
    """Find the one service that has exactly this name.

    Args:
        client: From `connect`.
        name: Name of the service.
        lifecycle: Only look among services in this state; None looks among all.

    Raises:
        NameNotFound: No service of this account or organization has it; lists similar names.
        AmbiguousName: Several have it; lists their ids.

    Operation: ``getServices``, ``GET /services``.
    """
    require_name(name, kind="service")
    services = yield from call(get_services, client=client, lifecycle=lifecycle or UNSET)
    return unique(services, name, kind="service")


@recipe
def find_industry(client: AuthenticatedClient, name: str) -> Flow[IndustryDto]:
    """Find the industry that has exactly this name.

    Args:
        client: From `connect`.
        name: Name of the industry, in the platform's spelling: ``information_technology``.

    Raises:
        NameNotFound: None has it; lists the industries there are.

    Operation: ``getIndustries``, ``GET /industries``.
    """
    require_name(name, kind="industry")
    industries = yield from call(get_industries, client=client)
    return unique(industries, name, kind="industry", few=True)


@recipe
def update_service(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    *,
    description: str | None = None,
    industries: Sequence[str | IndustryDto] | None = None,
    user_code: Upload | Packed | None = None,
    api_definition: Upload | None = None,
) -> Flow[ServiceDto]:
    """Change a service; what is None stays as it is.

    All arguments are checked before the first change is sent. New user code starts a new build:
    this returns once the platform shows it, so that `wait_for_build` does not take the end of the
    old one for it.

    Args:
        client: From `connect`.
        service: The service or its id.
        description: What the service does; "" removes it.
        industries: Names or models of the industries it belongs to; an empty list removes all.
        user_code: New user code, as `create_managed_service` takes it.
        api_definition: New OpenAPI document: a path or an open file.

    Returns:
        The service as it is now.

    Raises:
        InvalidInput: There is nothing to change, or the user code cannot be used.
        NameNotFound: There is no such industry; lists those there are.
        OSError: A path cannot be read.
        AmbiguousSubmission: New user code may have been accepted or not.
        WaitTimeout: The platform accepted the user code, but goes on showing the old build.
        ApiError: The platform refused.

    Operations: ``updateServiceVersion``, ``updateApiDefinition``, ``updateSourceCode``, with
    ``getServiceVersion``, ``getIndustries``, ``getBuildStatus`` and ``getService`` as needed.
    """
    if (description, industries, user_code, api_definition) == (None, None, None, None):
        raise InvalidInput("there is nothing to change: give what is to be new")
    require_text(description or "", what="the description")
    for industry in industries or []:
        if isinstance(industry, str):
            require_name(industry, kind="industry")
    with ExitStack() as files:
        definition = files.enter_context(document_part(api_definition))
        code = None if user_code is None else files.enter_context(user_code_part(user_code))
        service_id, version_id = yield from ids_of(client, service)
        if description is not None or industries is not None:
            yield from change_texts(client, service_id, version_id, description, industries)
        if isinstance(definition, File):
            document = UpdateApiDefinitionBody(file=definition)
            yield from call_empty(
                update_api_definition, service_id, version_id, client=client, body=document
            )
        if code is not None:
            yield from change_code(client, service_id, version_id, code)
    return (yield from call(get_service_operation, service_id, client=client))


def change_texts(
    client: AuthenticatedClient,
    service_id: str,
    version_id: str,
    description: str | None,
    industries: Sequence[str | IndustryDto] | None,
) -> Flow[None]:
    """Change description and industries; the request replaces both, so both are sent."""
    now = yield from call(get_service_version, service_id, version_id, client=client)
    request = UpdateVersionRequest(description=now.description, industries=now.industries)
    if description is not None:
        request.description = description
    if industries is not None:
        request.industries = yield from industry_models(client, industries)
    yield from call(update_service_version, service_id, version_id, client=client, body=request)


def industry_models(
    client: AuthenticatedClient, industries: Sequence[str | IndustryDto]
) -> Flow[list[IndustryDto]]:
    """Return the industries that are given by name or as models."""
    if not any(isinstance(industry, str) for industry in industries):
        return [industry for industry in industries if isinstance(industry, IndustryDto)]
    known = yield from call(get_industries, client=client)
    return [
        unique(known, industry, kind="industry", few=True)
        if isinstance(industry, str)
        else industry
        for industry in industries
    ]


def change_code(
    client: AuthenticatedClient, service_id: str, version_id: str, code: File
) -> Flow[None]:
    """Upload user code, and return once the platform shows the build it started."""
    before = yield from build_of(client, service_id, version_id)
    if before is not None:
        # The platform's times have whole seconds: a second later, two builds differ in them.
        yield from sleep(1.0)
    body = UpdateSourceCodeBody(source_code=code)
    with if_unsure(f"the build of service {service_id}: wait_for_build(client, {service_id!r})"):
        yield from submit(update_source_code, service_id, version_id, client=client, body=body)
    started = now = yield from sleep(0)
    while before is not None and same_build(
        before, (yield from build_of(client, service_id, version_id))
    ):
        if now - started > SETTLE:
            raise WaitTimeout(
                "the platform accepted the new user code, but goes on showing the build before it",
                kind="build",
                id=service_id,
                state=before.status or None,
                elapsed=now - started,
            )
        now = yield from sleep(0.5)


def same_build(before: BuildJobDto, now: BuildJobDto | None) -> bool:
    """Tell whether this is still the build before the upload, whatever has become of it."""
    if now is None or not before.created_at or not now.created_at:
        return now == before
    return now.created_at == before.created_at


def build_of(
    client: AuthenticatedClient, service_id: str, version_id: str
) -> Flow[BuildJobDto | None]:
    """Return the latest build of a service, or None when it has none."""
    try:
        return (yield from call(get_build_status, service_id, version_id, client=client))
    except NotFound:
        return None


@recipe
def delete_service(client: AuthenticatedClient, service: ServiceDto | str) -> Flow[None]:
    """Delete a service that is not published.

    Args:
        client: From `connect`.
        service: The service or its id.

    Raises:
        Conflict: It is published; `unpublish` it first.
        NotFound: There is no such service.

    Operation: ``deleteService``, ``DELETE /services/{id}``.
    """
    yield from call_empty(delete_service_operation, id_of(service), client=client)


def id_of(service: ServiceDto | str) -> str:
    """Return the id of a service, given as model or id."""
    return require_id(service if isinstance(service, str) else service.id, kind="service")


def ids_of(
    client: AuthenticatedClient, service: ServiceDto | str, *, once: bool = False
) -> Flow[tuple[str, str]]:
    """Return the ids of a service and of its version; ``once``: in one try, as a wait has it."""
    service_id = id_of(service)
    if isinstance(service, str):
        get = call_once if once else call
        service = yield from get(get_service_operation, service_id, client=client)
    if not service.service_definitions:
        raise PlanqkError(f"service {service.name!r} ({service.id}) has no version")
    return service.id, service.service_definitions[0].id
