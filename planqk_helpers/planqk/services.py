"""Create, find, update and delete services."""

from __future__ import annotations

from typing import Literal, TypeAlias

from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_services import (
    create_external_service as create_external_service_operation,
    create_managed_service as create_managed_service_operation,
    delete_service as delete_service_operation,
    get_industries,
    get_service as get_service_operation,
    get_services,
)
from planqk_platform.models import (
    CreateExternalServiceBody,
    CreateManagedServiceBody,
    IndustryDto,
    ServiceDto,
)
from planqk_platform.types import UNSET

from ..engine.addresses import require_service_url
from ..engine.calls import call, call_empty, if_unsure
from ..engine.flow import Flow, recipe
from ..engine.lookup import ids_not_names, require_name, require_number, unique
from ..engine.packing import Packed
from ..engine.uploads import Upload
from ..errors import InvalidInput
from .ids import id_of_service
from .parts import document_part, user_code_part

QuantumBackend: TypeAlias = Literal["IBM", "IONQ", "DWAVE", "NONE"]
Lifecycle: TypeAlias = Literal["CREATED", "ACCESSIBLE", "PUBLISHED"]


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
        InvalidInput: The name is blank, the CPU too small, or the user code neither a folder nor a
            zip archive. Nothing was sent.
        OSError: A path cannot be read. Nothing was sent.
        AmbiguousSubmission: The service may have been created or not; look before you try again.
        ApiError: The platform refused.

    Operation: ``createManagedService``, ``POST /v2/managed-services``.
    """
    require_name(name, kind="service")
    require_cpu(cpu)
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


def require_cpu(cpu: int) -> None:
    """Raise if a service cannot have so little."""
    require_number(cpu, what="cpu", least=500)


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
        username: User name with which the gateway logs in (basic authentication); None: no login.
        password: The password of this user.
        api_definition: OpenAPI document that describes the service: a path or an open file.
        description: What the service does.
        quantum_backend: Quantum hardware the service calls.

    Returns:
        The service; it needs no build and can be published at once.

    Raises:
        InvalidInput: The name or the address is blank, or it carries a user, or one of user
            name and password is missing. Nothing was sent.
        OSError: A path cannot be read. Nothing was sent.
        AmbiguousSubmission: The service may have been created or not; look before you try again.
        BadRequest: The platform does not accept the address.

    Operation: ``createExternalService``, ``POST /v2/external-services``.
    """
    require_name(name, kind="service")
    require_service_url(url)
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
    with ids_not_names("service", service_id):
        return (yield from call(get_service_operation, id_of_service(service_id), client=client))


@recipe
def find_service(
    client: AuthenticatedClient, name: str, *, lifecycle: Lifecycle | None = None
) -> Flow[ServiceDto]:
    """Find the one service that has exactly this name.

    Args:
        client: From `connect`.
        name: Name of the service.
        lifecycle: Search only services in this state; None searches all.

    Raises:
        NameNotFound: No service of this account or organization has this name; the error lists
            similar names.
        AmbiguousName: Several services have this name; the error lists their ids.

    Operation: ``getServices``, ``GET /services``.
    """
    require_name(name, kind="service")
    services = yield from list_services.flow(client, lifecycle=lifecycle)
    return unique(services, name, kind="service")


@recipe
def list_services(
    client: AuthenticatedClient, *, lifecycle: Lifecycle | None = None
) -> Flow[list[ServiceDto]]:
    """List the services of the account or organization.

    Args:
        client: From `connect`.
        lifecycle: List only services in this state; None lists all.

    Raises:
        Unauthorized: The token is wrong, expired or revoked.

    Operation: ``getServices``, ``GET /services``.
    """
    return (yield from call(get_services, client=client, lifecycle=lifecycle or UNSET))


@recipe
def find_industry(client: AuthenticatedClient, name: str) -> Flow[IndustryDto]:
    """Find the industry that has exactly this name.

    Args:
        client: From `connect`.
        name: Name of the industry, in the platform's spelling: ``information_technology``.

    Raises:
        NameNotFound: No industry has this name; the error lists all industries.

    Operation: ``getIndustries``, ``GET /industries``.
    """
    require_name(name, kind="industry")
    industries = yield from call(get_industries, client=client)
    return unique(industries, name, kind="industry", few=True)


@recipe
def delete_service(client: AuthenticatedClient, service: ServiceDto | str) -> Flow[None]:
    """Delete a service that is not published.

    Args:
        client: From `connect`.
        service: The service or its id.

    Raises:
        Conflict: The service is published; `unpublish` it first.
        NotFound: There is no such service.

    Operation: ``deleteService``, ``DELETE /services/{id}``.
    """
    with ids_not_names("service", service):
        yield from call_empty(delete_service_operation, id_of_service(service), client=client)
