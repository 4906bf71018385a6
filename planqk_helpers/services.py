"""Create, build, find, publish and delete services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_services import (
    commands,
    get_build_status,
    get_service,
    get_services,
    publish_service_internal,
)
from planqk_platform.api.service_platform_services import (
    create_managed_service as create_managed_service_operation,
)
from planqk_platform.api.service_platform_services import (
    delete_service as delete_service_operation,
)
from planqk_platform.models import (
    BuildJobDto,
    CreateManagedServiceBody,
    ServiceDefinitionCommand,
    ServiceDefinitionCommandType,
    ServiceDefinitionDto,
    ServiceDto,
)
from planqk_platform.types import UNSET, Unset

from .errors import BuildFailed, PlanqkError
from .flow import Flow, call, call_empty, call_once, if_unsure, recipe
from .lookup import require_name, unique
from .uploads import Upload, opened
from .waiting import Poll, States, wait

BUILD_STATES = States(
    success=frozenset({"SUCCESS"}),
    failure=frozenset({"FAILURE", "INTERNAL_ERROR", "TIMEOUT", "CANCELLED", "EXPIRED"}),
    active=frozenset({"STATUS_UNKNOWN", "PENDING", "QUEUED", "WORKING"}),
)


@recipe
def create_managed_service(
    client: AuthenticatedClient,
    name: str,
    *,
    user_code: Upload,
    api_definition: Upload | None = None,
    description: str = "",
    quantum_backend: Literal["IBM", "IONQ", "DWAVE", "NONE"] = "NONE",
    use_platform_token: bool = False,
    cpu: int = 500,
    memory: int = 2048,
) -> Flow[ServiceDto]:
    """Create a service from user code that the platform builds and runs.

    Returns as soon as the upload is accepted; `wait_for_build` waits for the build.

    Args:
        client: From `connect`.
        name: Name of the service; need not be unique, but `find_service` needs it to be.
        user_code: Zip archive of the project folder's content, ``src/program.py`` inside: a path,
            or a file open for reading bytes.
        api_definition: OpenAPI document that describes the service: a path or an open file.
        description: What the service does.
        quantum_backend: Quantum hardware the service calls.
        use_platform_token: Whether to use the platform's token for that hardware.
        cpu: Milli-vCPU, at least 500; 1000 is one virtual CPU.
        memory: MB.

    Returns:
        The service; ``service.service_definitions[0]`` is its version.

    Raises:
        InvalidInput: The name is blank, or a file is empty or not a zip archive. Nothing was sent.
        OSError: A path cannot be read. Nothing was sent.
        AmbiguousSubmission: The service may have been created or not; look before you try again.
        ApiError: The platform refused.

    Operation: ``createManagedService``, ``POST /v2/managed-services``.
    """
    require_name(name, kind="service")
    with (
        opened(user_code, default_name="user_code.zip", archive=True) as code,
        opened(api_definition, default_name="openapi.yaml") as definition,
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
def wait_for_build(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    *,
    timeout: float | None = 900.0,
    poll: Poll = Poll(),
    on_update: Callable[[BuildJobDto], object] | None = None,
) -> Flow[BuildJobDto]:
    """Wait until the latest build of a managed service has ended well.

    Args:
        client: From `connect`.
        service: The service or its id.
        timeout: Seconds for the whole wait; None waits for ever.
        poll: Rhythm of the looks.
        on_update: Called with each build state that differs from the one before, the last included.

    Returns:
        The build, its status SUCCESS.

    Raises:
        BuildFailed: The build ended badly; the error has the validation's summary and messages.
        WaitTimeout: The time was up first; nothing was cancelled, the wait can be called again.
        ApiError: The platform refused, or failed too often in a row.

    Operation: ``getBuildStatus``, ``GET /services/{serviceId}/versions/{versionId}/build-status``.
    """
    service_id, version_id = yield from ids_of(client, service)
    ended = yield from wait(
        lambda: call_once(get_build_status, service_id, version_id, client=client),
        state_of=lambda build: build.status,
        states=BUILD_STATES,
        kind="build",
        id=service_id,
        resume=f"wait_for_build(client, {service_id!r})",
        timeout=timeout,
        poll=poll,
        on_update=on_update,
    )
    if ended.state in BUILD_STATES.failure:
        raise build_failed(ended.value, service_id, ended.elapsed)
    return ended.value


def build_failed(build: BuildJobDto, service_id: str, elapsed: float) -> BuildFailed:
    """Return the error for a build that ended badly, with what its validation found."""
    found = build.validation_result
    summary = "" if isinstance(found, Unset) else found.summary or ""
    messages = () if isinstance(found, Unset) else tuple(found.messages or ())
    what = "; ".join(filter(None, [summary, *messages])) or "the platform gives no reason"
    error = BuildFailed(what, kind="build", id=service_id, state=build.status, elapsed=elapsed)
    error.step = None if isinstance(build.step, Unset) else build.step
    error.summary = summary
    error.messages = messages
    return error


@recipe
def find_service(client: AuthenticatedClient, name: str) -> Flow[ServiceDto]:
    """Find the one service that has exactly this name.

    Args:
        client: From `connect`.
        name: Name of the service.

    Raises:
        NameNotFound: No service of this account or organization has it; lists similar names.
        AmbiguousName: Several have it; lists their ids.

    Operation: ``getServices``, ``GET /services``.
    """
    require_name(name, kind="service")
    services = yield from call(get_services, client=client)
    return unique(services, name, kind="service")


@recipe
def publish_internally(
    client: AuthenticatedClient, service: ServiceDto | str
) -> Flow[ServiceDefinitionDto]:
    """Make a service available to the applications of the same account or organization.

    Args:
        client: From `connect`.
        service: The service or its id. If it is managed, its build has to have succeeded.

    Returns:
        The version, its lifecycle ACCESSIBLE, with its ``gateway_endpoint``.

    Raises:
        Conflict: The service has no successful build.
        AmbiguousSubmission: The service may be published or not.

    Operation: ``publishServiceInternal``,
    ``POST /services/{serviceId}/versions/{versionId}/publish-internal``.
    """
    service_id, version_id = yield from ids_of(client, service)
    with if_unsure(f"the lifecycle of service {service_id}"):
        return (yield from call(publish_service_internal, service_id, version_id, client=client))


@recipe
def unpublish(client: AuthenticatedClient, service: ServiceDto | str) -> Flow[ServiceDto]:
    """Withdraw a service that has no active subscriptions.

    Args:
        client: From `connect`.
        service: The service or its id.

    Returns:
        The service, the lifecycle of its version CREATED.

    Raises:
        Conflict: It has active subscriptions; `unsubscribe` them first.
        AmbiguousSubmission: The service may be published or not.

    Operation: ``commands``, ``POST /services/{serviceId}/versions/{versionId}/commands``
    with UNPUBLISH, then ``getService``.
    """
    service_id, version_id = yield from ids_of(client, service)
    command = ServiceDefinitionCommand(type_=ServiceDefinitionCommandType.UNPUBLISH)
    with if_unsure(f"the lifecycle of service {service_id}"):
        yield from call_empty(commands, service_id, version_id, client=client, body=command)
    return (yield from call(get_service, service_id, client=client))


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
    return service if isinstance(service, str) else service.id


def ids_of(client: AuthenticatedClient, service: ServiceDto | str) -> Flow[tuple[str, str]]:
    """Return the ids of a service and of its version."""
    if isinstance(service, str):
        service = yield from call(get_service, service, client=client)
    if not service.service_definitions:
        raise PlanqkError(f"service {service.name!r} ({service.id}) has no version")
    return service.id, service.service_definitions[0].id
