"""Change services: their texts, their API definition, their user code, what they get."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack

from hub_platform import AuthenticatedClient
from hub_platform.api.external_services import update_external_service_security_configuration
from hub_platform.api.managed_services import (
    update_managed_service_resource_configuration,
    update_managed_service_runtime_configuration,
    update_managed_service_source,
)
from hub_platform.api.services import (
    get_service as get_service_operation,
    update_service_description,
    update_service_summary,
)
from hub_platform.models import (
    ServiceDto,
    ServiceRuntimeConfiguration,
    UpdateManagedServiceRuntimeConfigurationBody,
    UpdateServiceDescriptionBody,
    UpdateServiceSummaryBody,
)
from hub_platform.types import File

from ..engine.calls import call, call_empty, if_unfinished
from ..engine.ensured import refuse_other_kind
from ..engine.flow import Flow, recipe, sleep
from ..engine.lookup import ids_not_names
from ..engine.packing import Packed
from ..engine.uploads import Upload
from ..errors import InvalidInput
from .builds import build_if_needed, build_of
from .ids import id_of_service, version_of
from .parts import document_part, source_part
from .resources import (
    Gpu,
    Resource,
    Runtime,
    Source,
    counted,
    resources_of,
    runtime_of,
    usual_runtime,
)
from .security import Security, require_complete
from .services import define, name_for_people, require_texts_of_service, upload


@recipe
def update_service(
    client: AuthenticatedClient,
    service: ServiceDto | str,
    *,
    description: str | None = None,
    summary: str | None = None,
    display_name: str | None = None,
    user_code: Upload | Packed | Source | None = None,
    api_definition: Upload | None = None,
    cpu: int | None = None,
    memory: int | None = None,
    gpu: Gpu | None = None,
    gpu_count: int | None = None,
    environment: Mapping[str, str] | None = None,
    use_provider_tokens: bool | None = None,
    runtime: Runtime | None = None,
    security: Security | None = None,
) -> Flow[ServiceDto]:
    """Change a service; an argument that is None leaves its part as it is.

    All arguments are checked before the first change is sent. New user code is built: this returns
    once the platform shows the new build, so that `wait_for_build` does not return the old one. The
    code is sent last; if something fails, the same call can be made again.

    Args:
        client: From `connect`.
        service: The service or its id.
        description: What the service does; "" removes it.
        summary: The same in a line; "" removes it.
        display_name: Name to show in place of ``name``, at most 70 characters.
        user_code: New user code, as `create_managed_service` takes it. An image or a repository is
            built anew, even if it is the same.
        api_definition: New OpenAPI document: a path or an open file.
        cpu: Milli-vCPU, at least 500.
        memory: MB.
        gpu: Kind of GPU; "NONE" removes it.
        gpu_count: Number of GPUs, by default one; without ``gpu``, of the kind that it has.
        environment: All environment variables of the service; {} removes them. The platform takes
            them together with the next two arguments. If it does not show the variables, pass them
            whenever you pass one of those two, or they are removed.
        use_provider_tokens: Whether it may use your account's tokens for quantum hardware.
        runtime: What runs the service.
        security: How the gateway logs in at an external service, as `create_external_service`
            takes it; ``ServiceSecurityConfigurationNone()`` for no login.

    Returns:
        The service as it is now.

    Raises:
        InvalidInput: There is nothing to change; or an argument cannot be used; or ``gpu_count`` is
            given without ``gpu``, and the service has no GPU. Nothing was changed.
        CannotChange: The service cannot have such a value: an external service has no user code,
            resources and runtime, and only an external one has ``security``. Nothing was changed.
        OSError: A path cannot be read.
        AmbiguousSubmission: New user code may have been accepted or not, or its build may have
            begun or not.
        WaitTimeout: The platform accepted the user code, but goes on showing the old build.
        ApiError: The platform refused.

    Operations: ``updateServiceDescription``, ``updateServiceSummary``,
    ``updateServiceDisplayName``, ``updateServiceOpenApi``,
    ``updateManagedServiceResourceConfiguration``, ``updateManagedServiceRuntimeConfiguration``,
    ``updateExternalServiceSecurityConfiguration``, ``uploadManagedServiceSource`` or
    ``updateManagedServiceSource``, ``buildManagedService``, ``getManagedServiceBuildStatus`` and
    ``getService``, as needed.
    """
    texts = {"description": description, "summary": summary, "display_name": display_name}
    resources = resources_of(cpu, memory, gpu, gpu_count)
    runs = (environment, use_provider_tokens, runtime)
    managed = {
        "user_code": user_code,
        "cpu": cpu,
        "memory": memory,
        "gpu": gpu,
        "gpu_count": gpu_count,
        "environment": environment,
        "use_provider_tokens": use_provider_tokens,
        "runtime": runtime,
    }
    asked = (*texts.values(), *managed.values(), api_definition, security)
    if all(each is None for each in asked):
        raise InvalidInput("there is nothing to change: pass at least one new value")
    require_texts_of_service(texts)
    runtime_of(*runs, usual_runtime(user_code))
    if security is not None:
        require_complete(security)
    with ExitStack() as files:
        definition = files.enter_context(document_part(api_definition))
        source = None if user_code is None else files.enter_context(source_part(user_code))
        service_id = id_of_service(service)
        with ids_not_names("service", service):
            now = yield from call(get_service_operation, service_id, client=client)
        version = version_of(now)
        refuse_other_kind(now, version.type_, "MANAGED", managed)
        refuse_other_kind(now, version.type_, "EXTERNAL", {"security": security})
        resources += counted(gpu, gpu_count, version)
        yield from change_texts(client, service_id, description, summary, display_name)
        if definition is not None:
            yield from define(client, service_id, definition)
        yield from change_resources(client, service_id, resources)
        if any(each is not None for each in runs):
            before = version.runtime_configuration or usual_runtime(user_code)
            yield from change_runtime(client, service_id, runtime_of(*runs, before))
        if security is not None:
            yield from call_empty(
                update_external_service_security_configuration,
                service_id,
                client=client,
                body=security,
            )
        if source is not None:
            yield from change_code(client, service_id, source)
    return (yield from call(get_service_operation, service_id, client=client))


def change_texts(
    client: AuthenticatedClient,
    service_id: str,
    description: str | None,
    summary: str | None,
    display_name: str | None,
) -> Flow[None]:
    """Change those texts that are not None."""
    if description is not None:
        body = UpdateServiceDescriptionBody(description=description)
        yield from call_empty(update_service_description, service_id, client=client, body=body)
    if summary is not None:
        line = UpdateServiceSummaryBody(summary=summary)
        yield from call_empty(update_service_summary, service_id, client=client, body=line)
    if display_name is not None:
        yield from name_for_people(client, service_id, display_name)


def change_resources(
    client: AuthenticatedClient, service_id: str, resources: list[Resource]
) -> Flow[None]:
    """Change resources, each by a request of its own."""
    for resource in resources:
        yield from call_empty(
            update_managed_service_resource_configuration,
            service_id,
            client=client,
            body=resource,
        )


def change_runtime(
    client: AuthenticatedClient, service_id: str, runtime: ServiceRuntimeConfiguration
) -> Flow[None]:
    """Replace runtime, environment and the use of provider tokens, which one request does."""
    body = UpdateManagedServiceRuntimeConfigurationBody.from_dict(runtime.to_dict())
    yield from call_empty(
        update_managed_service_runtime_configuration, service_id, client=client, body=body
    )


def change_code(client: AuthenticatedClient, service_id: str, source: File | Source) -> Flow[None]:
    """Change where the code comes from, and return once the platform shows the new build."""
    before = yield from build_of(client, service_id)
    if before is not None:
        # The platform's times have whole seconds: a second later, two builds differ in them.
        yield from sleep(1.0)
    with if_unfinished(
        f"service {service_id} may have new user code that is not built",
        f"update_service(client, {service_id!r}, user_code=...)",
    ):
        if isinstance(source, File):
            yield from upload(client, service_id, source)
        else:
            yield from call_empty(
                update_managed_service_source, service_id, client=client, body=source
            )
        yield from build_if_needed(client, service_id, before)
