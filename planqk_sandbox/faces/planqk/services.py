"""Services: create, read, update and delete them; their code, API definition and builds."""

from starlette.responses import FileResponse, Response

from ...work.strict_json import JsonValue
from ...world import services, user_code
from ...world.records import Service
from ...world.services import CPU, INDUSTRIES, MEMORY, Draft, Security
from ..answers import answer, nothing
from ..bodies import read_definition
from ..calls import Call, Handler
from ..refusals import Refusal, bad_request, not_found
from .rendering import build_dto, industry_dtos, service_dto, version_dto

NO_SECURITY = Security()
BACKENDS = ("IBM", "IONQ", "DWAVE", "NONE")
LIFECYCLES = ("ERROR", "CREATING", "CREATED", "ACCESSIBLE", "PUBLISHED")


def create_managed_service(call: Call) -> Response:
    """Create a service from user code."""
    return _create(call, type="MANAGED")


def create_external_service(call: Call) -> Response:
    """Create a service that lives at another address."""
    security = call.choice("securityConfiguration", ("NONE", "BASIC"), "NONE")
    return _create(
        call,
        type="EXTERNAL",
        url=call.required_query("url"),
        security=Security(call.required_query("username"), call.required_query("password"))
        if security == "BASIC"
        else NO_SECURITY,
    )


def create_service(call: Call) -> Response:
    """Create a service of either type."""
    call.required_query("quantumBackend")
    kind = call.choice("type", ("MANAGED", "EXTERNAL"), call.required_query("type"))
    if kind == "MANAGED":
        return _create(call, type=kind)
    url = call.required_query("productionEndpoint")
    return _create(call, type=kind, url=services.external_url(url, "productionEndpoint"))


def _create(
    call: Call,
    *,
    type: str,
    url: str | None = None,
    security: Security = NO_SECURITY,
) -> Response:
    draft = Draft(
        name=call.required_query("name"),
        type=type,
        description=call.query("description"),
        quantum_backend=call.choice("quantumBackend", BACKENDS, "NONE"),
        milli_cpus=call.number("cpu", CPU.default),
        memory_megabytes=call.number("memory", MEMORY.default),
        url=url,
        security=security,
        api_definition=_definition(call, "apiDefinition"),
    )
    code = call.files.get("userCode")
    service = services.create(call.world, call.account, draft, code.path if code else None)
    call.count_effect()
    return answer(service_dto(service, call.account, call.gateway))


def get_services(call: Call) -> Response:
    """List the services of the account, all or those in one state."""
    lifecycle = call.query("lifecycle")
    if lifecycle:
        call.choice("lifecycle", LIFECYCLES, lifecycle)
    found = services.of_account(call.world, call.account, *[lifecycle] if lifecycle else [])
    return answer([service_dto(service, call.account, call.gateway) for service in found])


def get_service(call: Call) -> Response:
    """Return a service."""
    return answer(service_dto(_service_in_path(call), call.account, call.gateway))


def delete_service(call: Call) -> Response:
    """Delete a service that is not published."""
    services.delete(call.world, _service_in_path(call))
    call.count_effect()
    return nothing()


def get_service_versions(call: Call) -> Response:
    """List the versions of a service: there is one."""
    return answer([version_dto(_service_in_path(call), call.account, call.gateway)])


def get_service_version(call: Call) -> Response:
    """Return a version of a service."""
    return answer(version_dto(version_in_path(call), call.account, call.gateway))


def update_service_version(call: Call) -> Response:
    """Change description and industries; what is not given stays as it is."""
    service = version_in_path(call)
    description = call.text("description")
    given = call.body.get("industries")
    industries = None if given is None else _industries(given)
    service = services.describe(call.world, service, description, industries)
    call.count_effect()
    return answer(version_dto(service, call.account, call.gateway))


def _industries(given: JsonValue) -> list[str]:
    if not isinstance(given, list):
        raise bad_request("industries has to be a list")
    # What has no id is none that the world knows.
    return [str(one.get("id")) if isinstance(one, dict) else "" for one in given]


def get_industries(_: Call) -> Response:
    """List the industries a service can be assigned to."""
    return answer(industry_dtos(INDUSTRIES))


def get_api_definition(call: Call) -> Response:
    """Return the API definition as a JSON string, whatever format it has."""
    service = version_in_path(call, everywhere=True)
    if service.api_definition is None:
        raise not_found("No API definition was uploaded for this service")
    return answer(service.api_definition)


def update_api_definition(call: Call) -> Response:
    """Replace the API definition."""
    service = version_in_path(call)
    definition = _definition(call, "file")
    if definition is None:
        raise _missing_part("file")
    services.define(call.world, service, definition)
    call.count_effect()
    return nothing()


def get_source_code(call: Call) -> Response:
    """Return the archive that was uploaded last."""
    archive = user_code.archive(call.world, version_in_path(call, everywhere=True))
    return FileResponse(archive, media_type="application/octet-stream")


def update_source_code(call: Call) -> Response:
    """Replace the user code."""
    service = version_in_path(call)
    user_code.require_managed(service)
    if "sourceCode" not in call.files:
        raise _missing_part("sourceCode")
    service = user_code.upload_and_build(call.world, service, call.files["sourceCode"].path)
    call.count_effect()
    return answer(version_dto(service, call.account, call.gateway))


def get_build_status(call: Call) -> Response:
    """Return the build of the last upload."""
    build = call.world.builds.latest(version_in_path(call))
    if build is None:
        raise not_found("This service has no build: no user code was uploaded")
    return answer(build_dto(build))


def _service_in_path(call: Call) -> Service:
    return services.find(call.world, call.account, call.path["id"])


def version_in_path(call: Call, *, everywhere: bool = False) -> Service:
    """Return the service whose version the path names.

    `everywhere` is for operations without X-OrganizationId: all accounts of the user count.

    Raises:
        NotFound: There is none.
    """
    accounts = call.world.accounts if everywhere else [call.account]
    return services.find_version(
        call.world, accounts, call.path["serviceId"], call.path["versionId"]
    )


def _definition(call: Call, part: str) -> str | None:
    file = call.files.get(part)
    return None if file is None else read_definition(file.path)


def _missing_part(name: str) -> Refusal:
    return bad_request(f"The file part {name} is missing (a part without file name is no file)")


HANDLERS: dict[str, Handler] = {
    "createManagedService": create_managed_service,
    "createExternalService": create_external_service,
    "createService": create_service,
    "getServices": get_services,
    "getService": get_service,
    "deleteService": delete_service,
    "getServiceVersions": get_service_versions,
    "getServiceVersion": get_service_version,
    "updateServiceVersion": update_service_version,
    "getIndustries": get_industries,
    "getApiDefinition": get_api_definition,
    "updateApiDefinition": update_api_definition,
    "getSourceCode": get_source_code,
    "updateSourceCode": update_source_code,
    "getBuildStatus": get_build_status,
}
