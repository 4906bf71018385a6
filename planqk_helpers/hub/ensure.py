"""Get, create or update by name, so that a deployment script can be run again."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from typing import IO

from hub_platform import AuthenticatedClient
from hub_platform.models import ApplicationDto, ServiceDto, SubscriptionDto
from hub_platform.types import File, Unset

from ..engine.builds import BUILD_STATES
from ..engine.downloads import anew, digest, is_same_document, json_in
from ..engine.ensured import Ensured, refuse_other_kind, refuse_other_name
from ..engine.flow import Flow, recipe
from ..engine.lookup import require_name
from ..engine.packing import IN_MEMORY, Packed
from ..engine.uploads import Upload
from ..errors import NameNotFound, NotFound
from .applications import create_application, find_application, list_subscriptions, subscribe
from .builds import build_of
from .downloads import api_definition_of, receive_source_code
from .ids import id_of_application, id_of_service, version_of
from .parts import document_part, source_part
from .resources import (
    Gpu,
    Runtime,
    Source,
    counted,
    is_source,
    other_resources,
    resources_of,
    runtime_of,
    usual_runtime,
)
from .services import (
    create_managed_service,
    find_service,
    get_service,
    require_texts_of_service,
)
from .updates import update_service


@recipe
def ensure_managed_service(
    client: AuthenticatedClient,
    name: str,
    *,
    user_code: Upload | Packed | Source,
    service_id: str | None = None,
    api_definition: Upload | None = None,
    description: str | None = None,
    summary: str | None = None,
    display_name: str | None = None,
    cpu: int | None = None,
    memory: int | None = None,
    gpu: Gpu | None = None,
    gpu_count: int | None = None,
    environment: Mapping[str, str] | None = None,
    use_provider_tokens: bool | None = None,
    runtime: Runtime | None = None,
) -> Flow[Ensured[ServiceDto]]:
    """Create or update a service, so that there is one of this name with this content.

    If there is a service of this name, this changes what differs: user code and API definition are
    compared with those uploaded last (a folder always packs to the same bytes). User code that has
    no build, or whose build failed, is built again, so a creation that broke off is completed. The
    content of an image or a repository is not compared: `update_service` builds it anew. The
    platform does not show from which code a build was made. So if new code was uploaded and its
    build could not be started, another call would not notice: the error names the call of
    `update_service` that goes on.
    After "created" and "updated", call `wait_for_build`; after "unchanged" it does no harm.

    Args:
        client: From `connect`.
        name: Name of the service.
        user_code: As `create_managed_service` takes it.
        service_id: Id of the service, if you know it. Then no service is created, and other
            services may have the same name.
        api_definition: OpenAPI document: a path or an open file; None leaves it as it is.
        description: What the service does; None leaves it as it is, here and in all that follows.
        summary: The description in one line.
        display_name: Name to show in place of ``name``, at most 70 characters.
        cpu: Milli-vCPU, at least 500; a new service gets 500 if this is None.
        memory: MB; a new service gets 2048 if this is None.
        gpu: Kind of GPU; "NONE" removes it.
        gpu_count: Number of GPUs, by default one; without ``gpu``, of the kind that it has.
        environment: All environment variables of the service. If the platform does not show them,
            they cannot be compared: then every call sends them and returns "updated".
        use_provider_tokens: Whether it may use your account's tokens for quantum hardware.
        runtime: What runs the service.

    Returns:
        The service, and whether it was created, updated or left unchanged.

    Raises:
        CannotChange: The service is not a managed one, or the service of ``service_id`` has another
            name. Nothing was changed.
        AmbiguousName: Several services have this name; the error lists their ids.
        AmbiguousSubmission: The service may have been created or not. Call this again: it looks
            first.
        InvalidInput, OSError: As `create_managed_service`.

    Operations: ``getServices``, ``downloadManagedServiceSource``, ``getServiceOpenApi``, and those
    of `create_managed_service` and `update_service` as needed.
    """
    resources = resources_of(cpu, memory, gpu, gpu_count)
    runs = (environment, use_provider_tokens, runtime)
    runtime_of(*runs, usual_runtime(user_code))
    texts = {"description": description, "summary": summary, "display_name": display_name}
    require_texts_of_service(texts)
    with ExitStack() as files:
        source = files.enter_context(source_part(user_code))
        definition = files.enter_context(document_part(api_definition))
        code = source.payload if isinstance(source, File) else source
        document = None if definition is None else definition.payload
        try:
            service = yield from service_to_change(client, name, service_id)
        except NameNotFound:
            created = yield from create_managed_service.flow(
                client,
                name,
                user_code=code,
                api_definition=document,
                description=description or "",
                summary=summary or "",
                display_name=display_name or "",
                cpu=500 if cpu is None else cpu,
                memory=2048 if memory is None else memory,
                gpu=gpu,
                gpu_count=gpu_count,
                environment=environment,
                use_provider_tokens=bool(use_provider_tokens),
                runtime=runtime,
            )
            return Ensured(created, "created")
        version = version_of(service)
        refuse_other_kind(service, version.type_, "MANAGED", {"user_code": user_code})
        now = version.runtime_configuration or usual_runtime(user_code)
        resources += counted(gpu, gpu_count, version)
        new_size = bool(other_resources(version, resources))
        new_runtime = runtime_of(*runs, now) != now
        new_code = not (yield from is_built_from(client, service, source))
        new_document = document is not None and not (
            yield from is_definition(client, service.id, document)
        )
        new_description = other_text(description, version.description)
        new_summary = other_text(summary, version.summary)
        new_name = other_text(display_name, service.display_name)
        new_texts = any(each is not None for each in (new_description, new_summary, new_name))
        if not (new_texts or new_size or new_runtime or new_code or new_document):
            return Ensured(service, "unchanged")
        updated = yield from update_service.flow(
            client,
            service,
            description=new_description,
            summary=new_summary,
            display_name=new_name,
            user_code=code if new_code else None,
            api_definition=document if new_document else None,
            cpu=cpu if new_size else None,
            memory=memory if new_size else None,
            gpu=gpu if new_size else None,
            gpu_count=gpu_count if new_size else None,
            environment=environment if new_runtime else None,
            use_provider_tokens=use_provider_tokens if new_runtime else None,
            runtime=runtime if new_runtime else None,
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
    """Subscribe an application to a service, unless it is subscribed.

    Args:
        client: From `connect`.
        application: The application or its id.
        service: The service or its id; it has to be published.

    Raises:
        BadRequest: The service is not published.
        AmbiguousSubmission: The application may be subscribed or not. Call this again: it looks
            first.

    Operations: ``getApplicationSubscriptions``, and ``createSubscription`` as needed.
    """
    service_id = id_of_service(service)
    application_id = id_of_application(application)
    for subscription in (yield from list_subscriptions.flow(client, application_id)):
        if subscription.service and subscription.service.id == service_id:
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


def is_built_from(
    client: AuthenticatedClient, service: ServiceDto, source: File | Source
) -> Flow[bool]:
    """Tell whether a service has this source, and a build that goes on or went well."""
    there = version_of(service).source
    if isinstance(source, File):
        if isinstance(there, Source) or not (
            yield from is_uploaded(client, service.id, source.payload)
        ):
            return False
    elif not is_source(there, source):
        return False
    build = yield from build_of(client, service.id)
    return build is not None and build.status not in BUILD_STATES.failure


def is_uploaded(client: AuthenticatedClient, service_id: str, code: IO[bytes]) -> Flow[bool]:
    """Tell whether this is the user code that was uploaded last."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as there:
        try:
            is_there = yield from receive_source_code(client, service_id, lambda: anew(there))
        except NotFound:
            return False
        return is_there and digest(there) == digest(code)


def is_definition(client: AuthenticatedClient, service_id: str, document: IO[bytes]) -> Flow[bool]:
    """Tell whether this is the API definition that was uploaded last."""
    document.seek(0)
    content = document.read()
    is_yaml = json_in(content) is None
    try:
        there = yield from api_definition_of(client, service_id, is_yaml=is_yaml)
    except NotFound:
        return False
    return is_same_document(there, content)


def other_text(wanted: str | None, there: str | Unset) -> str | None:
    """Return the text that is wanted, or None if it is there or none is wanted."""
    return None if wanted == (there or "") else wanted
