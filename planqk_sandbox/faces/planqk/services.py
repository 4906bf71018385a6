"""Services: create, read, update and delete them; their code, API document and builds."""

import json
import re
import secrets
from dataclasses import replace

from starlette.responses import FileResponse, Response

from ...world.options import MIB
from ...world.records import Account, Build, Service
from ...world.store import new_id, now
from ...world.world import USER
from ..calls import Call, Handler
from ..refusals import Refusal, bad_request, conflict, not_found, too_large
from .rendering import (
    INDUSTRIES,
    JsonObject,
    JsonValue,
    answer,
    build_dto,
    industry_dtos,
    nothing,
    service_dto,
    version_dto,
)

BACKENDS = ("IBM", "IONQ", "DWAVE", "NONE")
LIFECYCLES = ("ERROR", "CREATING", "CREATED", "ACCESSIBLE", "PUBLISHED")
DEFINITION_LIMIT = 8 * MIB
CPU = {"default": 1000, "lowest": 500, "highest": 100_000}
MEMORY = {"default": 2048, "lowest": 128, "highest": 32_768}


def create_managed_service(call: Call) -> Response:
    """Create a service from user code."""
    return _create(call, _new_service(call, "MANAGED"))


def create_external_service(call: Call) -> Response:
    """Create a service that lives at another address."""
    url = _url(call.required_query("url"), "url")
    security = call.choice("securityConfiguration", ("NONE", "BASIC"), "NONE")
    basic = security == "BASIC"
    service = replace(
        _new_service(call, "EXTERNAL"),
        url=url,
        username=call.required_query("username") if basic else None,
        password=call.required_query("password") if basic else None,
    )
    return _create(call, service)


def create_service(call: Call) -> Response:
    """Create a service of either type."""
    call.required_query("quantumBackend")
    kind = call.required_query("type")
    call.choice("type", ("MANAGED", "EXTERNAL"), kind)
    service = _new_service(call, kind)
    if kind == "EXTERNAL":
        url = _url(call.required_query("productionEndpoint"), "productionEndpoint")
        service = replace(service, url=url)
    return _create(call, service)


def _new_service(call: Call, kind: str) -> Service:
    name = call.required_query("name")
    return Service(
        id=new_id(),
        version_id=new_id(),
        api_id=new_id(),
        plan_id=new_id(),
        account_id=call.account.id,
        name=name,
        slug=_slug(name),
        type=kind,
        description=call.query("description"),
        quantum_backend=call.choice("quantumBackend", BACKENDS, "NONE"),
        lifecycle="CREATED",
        addressed=False,
        industries="[]",
        created_at=now(),
        modified_at=now(),
        milli_cpus=call.number("cpu", **CPU),
        memory_megabytes=call.number("memory", **MEMORY),
        url=None,
        username=None,
        password=None,
        api_definition=_definition(call, "apiDefinition"),
    )


def _create(call: Call, service: Service) -> Response:
    code = call.files.get("userCode")
    if code and service.type == "EXTERNAL":
        raise bad_request("An external service has no user code")
    build = None
    with call.store.transaction():
        if call.store.count(Service, account_id=service.account_id, slug=service.slug):
            service = replace(service, slug=f"{service.slug}-{secrets.token_hex(3)}")
        call.store.insert(service)
        if code:
            build = call.instance.builds.start(service, code)
    if build:
        call.instance.builds.begin(build)
    call.changed()
    return answer(full_service(call, service))


def get_services(call: Call) -> Response:
    """List the services of the context, all or those in one state."""
    lifecycle = call.query("lifecycle")
    members = {"account_id": call.account.id}
    if lifecycle:
        members["lifecycle"] = call.choice("lifecycle", LIFECYCLES, lifecycle)
    found = call.store.find(Service, **members)
    return answer([full_service(call, service) for service in found])


def get_service(call: Call) -> Response:
    """Return a service."""
    return answer(full_service(call, find_service(call, call.path["id"])))


def delete_service(call: Call) -> Response:
    """Delete a service that is not published."""
    service = find_service(call, call.path["id"])
    if service.lifecycle != "CREATED":
        raise conflict(f"The service is {service.lifecycle}: unpublish it before it is deleted")
    executions, builds = call.instance.executions, call.instance.builds
    built = call.store.select("SELECT id FROM build WHERE service_id = ?", service.id)
    # There may be very many executions: nobody sees them once the service is gone.
    with call.store.transaction(cascade=False):
        executions.cancel_all(service.id)
        call.store.delete(Build, service_id=service.id)
        call.store.delete(Service, id=service.id)
    executions.forget(service.id)
    builds.delete_archives(str(build_id) for (build_id,) in built)
    call.changed()
    return nothing()


def get_service_versions(call: Call) -> Response:
    """List the versions of a service: there is one."""
    return answer([version(call, find_service(call, call.path["id"]))])


def get_service_version(call: Call) -> Response:
    """Return a version of a service."""
    return answer(version(call, find_version(call)))


def update_service_version(call: Call) -> Response:
    """Change description and industries; what is not given stays as it is."""
    service = find_version(call)
    description = call.text("description")
    given = call.body.get("industries")
    changes = {"modified_at": now()}
    industries = service.industries if given is None else json.dumps(_industries(given))
    call.store.update(
        Service,
        service.id,
        description=service.description if description is None else description,
        industries=industries,
        **changes,
    )
    call.changed()
    return answer(version(call, find_version(call)))


def _industries(given: JsonValue) -> list[str]:
    if not isinstance(given, list):
        raise bad_request("industries has to be a list")
    ids: list[str] = []
    for industry in given:
        one = industry.get("id") if isinstance(industry, dict) else None
        if not isinstance(one, str) or one not in INDUSTRIES:
            raise bad_request("Each industry needs the id of one that getIndustries lists")
        if one not in ids:
            ids.append(one)
    return ids


def get_industries(_: Call) -> Response:
    """List the industries a service can be assigned to."""
    return answer(industry_dtos(list(INDUSTRIES)))


def get_api_definition(call: Call) -> Response:
    """Return the API document as a JSON string, whatever format it has."""
    service = find_version(call, everywhere=True)
    if service.api_definition is None:
        raise not_found("No API definition was uploaded for this service")
    return answer(service.api_definition)


def update_api_definition(call: Call) -> Response:
    """Replace the API document."""
    service = find_version(call)
    if "file" not in call.files:
        raise _missing_part("file")
    definition = _definition(call, "file")
    call.store.update(Service, service.id, api_definition=definition, modified_at=now())
    call.changed()
    return nothing()


def get_source_code(call: Call) -> Response:
    """Return the archive that was uploaded last."""
    service = find_version(call, everywhere=True)
    build = call.instance.builds.latest(service)
    if build is None:
        raise not_found("No user code was uploaded for this service")
    archive = call.instance.builds.archive(build)
    return FileResponse(archive, media_type="application/octet-stream")


def update_source_code(call: Call) -> Response:
    """Replace the user code: a new build. What runs keeps the code it was started with."""
    service = find_version(call)
    if service.type != "MANAGED":
        raise conflict("Only a managed service has user code")
    if "sourceCode" not in call.files:
        raise _missing_part("sourceCode")
    with call.store.transaction():
        call.store.update(Service, service.id, modified_at=now())
        build = call.instance.builds.start(service, call.files["sourceCode"])
    call.instance.builds.begin(build)
    call.changed()
    return answer(version(call, find_version(call)))


def get_build_status(call: Call) -> Response:
    """Return the build of the last upload."""
    build = call.instance.builds.latest(find_version(call))
    if build is None:
        raise not_found("This service has no build: no user code was uploaded")
    return answer(build_dto(build))


def find_service(call: Call, service_id: str) -> Service:
    """Return a service of the context.

    Raises:
        Refusal: 404.
    """
    service = call.store.first(Service, id=service_id, account_id=call.account.id)
    if service is None:
        raise not_found(f"There is no service {service_id} in this context")
    return service


def find_version(call: Call, *, everywhere: bool = False) -> Service:
    """Return the service whose version the path names, in the context.

    `everywhere` is for operations without X-OrganizationId: all accounts of the user count.

    Raises:
        Refusal: 404.
    """
    service_id, version_id = call.path["serviceId"], call.path["versionId"]
    service = call.store.first(Service, id=service_id, version_id=version_id)
    owner = service.account_id if service else ""
    seen = call.instance.is_users(owner) if everywhere else owner == call.account.id
    if service is None or not seen:
        raise not_found(
            f"There is no version {version_id} of a service {service_id} in this context"
        )
    return service


def full_service(call: Call, service: Service) -> JsonObject:
    """ServiceDto."""
    return service_dto(service, version(call, service))


def version(call: Call, service: Service) -> JsonObject:
    """ServiceDefinitionDto."""
    account: Account = call.instance.account_of(service)
    return version_dto(service, account, call.instance.endpoint(service), USER)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "service"


def _url(text: str, name: str) -> str:
    if not re.fullmatch(r"https?://[^/?#\s]+[^?#\s]*", text):
        raise bad_request(f"{name} has to be an http or https URL without query and fragment")
    return text.rstrip("/")


def _definition(call: Call, part: str) -> str | None:
    path = call.files.get(part)
    if path is None:
        return None
    if path.stat().st_size > DEFINITION_LIMIT:
        raise too_large(f"The API definition is larger than {DEFINITION_LIMIT} bytes")
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise bad_request("The API definition is not UTF-8 text") from error


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
