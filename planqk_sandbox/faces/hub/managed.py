"""Managed services: their user code, builds, resources, environment and price."""

import json

from starlette.responses import FileResponse, Response

from ...work.logs import Written, entries
from ...work.strict_json import JsonObject
from ...world import services, user_code
from ...world.records import Service
from ...world.services import CPU, MEMORY, Draft
from ..answers import answer
from ..refusals import bad_request, not_found
from .calls import HubCall, HubHandler, created, done
from .rendering import build_dto, entry_dto, plan_dto, service_dto
from .services import service_in_path


def create_managed_service(call: HubCall) -> Response:
    """Create a service; its user code comes later."""
    resources = {str(each["type"]): each for each in _resources(call)}
    draft = Draft(
        name=call.required_text("name"),
        description=call.text("description"),
        summary=call.text("summary"),
        source=call.object("source") or {},
        runtime=call.object("runtimeConfiguration") or {"runtime": "PYTHON_TEMPLATE"},
        milli_cpus=_amount(resources.get("cpu"), CPU.default),
        memory_megabytes=_amount(resources.get("memory"), MEMORY.default),
        gpu=resources.get("gpu"),
    )
    service = services.create(call.world, call.account, draft)
    call.count_effect()
    return created(service_dto(service, call.account, call.gateway))


def _resources(call: HubCall) -> list[JsonObject]:
    given = call.body.get("resourceConfigurations")
    found = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    if len({str(each["type"]) for each in found}) < len(found):
        raise bad_request("resourceConfigurations has a type twice")
    return found


def _amount(resource: JsonObject | None, default: int) -> int:
    amount = resource["amount"] if resource else default
    return amount if isinstance(amount, int) else default


def upload_source(call: HubCall) -> Response:
    """Replace the user code; whether that builds it is an option of the sandbox."""
    service, file = _managed_service(call), call.file("file").path
    if call.world.options.upload_builds:
        user_code.upload_and_build(call.world, service, file, by_name=True)
    else:
        user_code.upload(call.world, service, file)
    return done(call)


def update_source(call: HubCall) -> Response:
    """Let the user code come from somewhere else."""
    user_code.take_from(call.world, _managed_service(call), call.body)
    return done(call)


def download_source(call: HubCall) -> Response:
    """Return the archive that was uploaded last."""
    archive = user_code.archive(call.world, _managed_service(call))
    return FileResponse(archive, media_type="application/octet-stream")


def build_service(call: HubCall) -> Response:
    """Build the source."""
    user_code.build(call.world, _managed_service(call), by_name=True)
    return done(call)


def get_build_status(call: HubCall) -> Response:
    """Return the last build."""
    build = call.world.builds.latest(_managed_service(call))
    if build is None:
        raise not_found("This service has no build yet")
    return answer(build_dto(build))


def get_build_logs(call: HubCall) -> Response:
    """Return what the last build wrote; nothing before there is one."""
    build = call.world.builds.latest(_managed_service(call))
    if build is None:
        return answer([])
    return answer([entry_dto(entry, build.finished_at) for entry in entries(Written(build.log))])


def update_resources(call: HubCall) -> Response:
    """Replace the amount of one resource."""
    service, resource = _managed_service(call), call.body
    if resource["type"] == "gpu":
        services.change(call.world, service, gpu=json.dumps(resource))
    elif resource["type"] == "cpu":
        services.resize(call.world, service, milli_cpus=_amount(resource, CPU.default))
    else:
        services.resize(call.world, service, memory_megabytes=_amount(resource, MEMORY.default))
    return done(call)


def update_runtime(call: HubCall) -> Response:
    """Replace runtime and environment."""
    services.change(call.world, _managed_service(call), runtime=json.dumps(call.body))
    return done(call)


def add_plan(call: HubCall) -> Response:
    """Replace the only pricing plan."""
    return set_plan(call, _managed_service(call), call.body)


def delete_plan(call: HubCall) -> Response:
    """Delete the pricing plan."""
    return remove_plan(call, _managed_service(call))


def set_plan(call: HubCall, service: Service, plan: JsonObject) -> Response:
    """Give a service a pricing plan, and return it."""
    if plan["type"] != "COMMERCIAL" and plan.get("profitPercentage") is not None:
        raise bad_request("profitPercentage is for type COMMERCIAL only")
    service = services.change(call.world, service, plan=json.dumps(plan))
    call.count_effect()
    return answer(plan_dto(service))


def remove_plan(call: HubCall, service: Service) -> Response:
    """Delete the pricing plan of a service, unless it is on the marketplace."""
    services.remove_plan(call.world, service)
    return done(call)


def _managed_service(call: HubCall) -> Service:
    service = service_in_path(call)
    if service.type != "MANAGED":
        raise not_found(f"There is no managed service {service.id}: it is {service.type}")
    return service


HANDLERS: dict[str, HubHandler] = {
    "createManagedService": create_managed_service,
    "uploadManagedServiceSource": upload_source,
    "updateManagedServiceSource": update_source,
    "downloadManagedServiceSource": download_source,
    "buildManagedService": build_service,
    "getManagedServiceBuildStatus": get_build_status,
    "getManagedServiceBuildLogs": get_build_logs,
    "updateManagedServiceResourceConfiguration": update_resources,
    "updateManagedServiceRuntimeConfiguration": update_runtime,
    "addManagedServicePricingPlan": add_plan,
    "deleteManagedServicePricingPlan": delete_plan,
}
