"""Change services: their texts, their API definition, their user code."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_services import (
    get_build_status,
    get_industries,
    get_service as get_service_operation,
    get_service_version,
    update_api_definition,
    update_service_version,
    update_source_code,
)
from planqk_platform.models import (
    BuildJobDto,
    IndustryDto,
    ServiceDto,
    UpdateApiDefinitionBody,
    UpdateSourceCodeBody,
    UpdateVersionRequest,
)
from planqk_platform.types import File

from ..engine.builds import see_new_build
from ..engine.calls import call, call_empty, if_unsure, submit
from ..engine.ensured import refuse_other_kind
from ..engine.flow import Flow, recipe, sleep
from ..engine.lookup import require_name, require_text, unique
from ..engine.packing import Packed
from ..engine.uploads import Upload
from ..errors import InvalidInput, NotFound
from .ids import service_of
from .parts import document_part, user_code_part


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
    """Change a service; an argument that is None leaves its part as it is.

    All arguments are checked before the first change is sent. New user code starts a new build:
    this returns once the platform shows it, so that `wait_for_build` does not return the old one.

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
        CannotChange: User code is given, but the service is external. Nothing was changed.
        NameNotFound: There is no such industry; the error lists all industries.
        OSError: A path cannot be read.
        AmbiguousSubmission: New user code may have been accepted or not.
        WaitTimeout: The platform accepted the user code, but goes on showing the old build.
        ApiError: The platform refused.

    Operations: ``updateServiceVersion``, ``updateApiDefinition``, ``updateSourceCode``, with
    ``getServiceVersion``, ``getIndustries``, ``getBuildStatus`` and ``getService`` as needed.
    """
    if (description, industries, user_code, api_definition) == (None, None, None, None):
        raise InvalidInput("there is nothing to change: pass at least one new value")
    require_text(description or "", what="the description")
    for industry in industries or []:
        if isinstance(industry, str):
            require_name(industry, kind="industry")
    with ExitStack() as files:
        definition = files.enter_context(document_part(api_definition))
        code = None if user_code is None else files.enter_context(user_code_part(user_code))
        now = yield from service_of(client, service)
        version = now.service_definitions[0]
        refuse_other_kind(now, version.type_, "MANAGED", {"user_code": user_code})
        service_id, version_id = now.id, version.id
        if description is not None or industries is not None:
            yield from change_texts(client, service_id, version_id, description, industries)
        if isinstance(definition, File):
            document = UpdateApiDefinitionBody(file=definition)
            yield from call_empty(
                update_api_definition,
                service_id=service_id,
                version_id=version_id,
                client=client,
                body=document,
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
    now = yield from call(
        get_service_version, service_id=service_id, version_id=version_id, client=client
    )
    request = UpdateVersionRequest(description=now.description, industries=now.industries)
    if description is not None:
        request.description = description
    if industries is not None:
        request.industries = yield from industry_models(client, industries)
    yield from call(
        update_service_version,
        service_id=service_id,
        version_id=version_id,
        client=client,
        body=request,
    )


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
        yield from submit(
            update_source_code,
            service_id=service_id,
            version_id=version_id,
            client=client,
            body=body,
        )
    if before is not None:
        yield from see_new_build(
            lambda: build_of(client, service_id, version_id),
            before,
            service_id,
            what="the new user code",
        )


def build_of(
    client: AuthenticatedClient, service_id: str, version_id: str
) -> Flow[BuildJobDto | None]:
    """Return the latest build of a service, or None when it has none."""
    try:
        return (
            yield from call(
                get_build_status, service_id=service_id, version_id=version_id, client=client
            )
        )
    except NotFound:
        return None
