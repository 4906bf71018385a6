"""What starts or creates something at a platform: the operations of the fault table."""

from __future__ import annotations

import io
import re
from typing import Any

from attrs import evolve
from hub_platform.api.managed_services import (
    create_managed_service as create_managed_service_operation,
)
from hub_platform.models import CreateManagedServiceBody, ServiceSourceFile
from hub_platform.types import File as HubFile
from planqk_platform.api.service_platform_services import (
    create_service,
    unpublish_service,
    update_source_code,
)
from planqk_platform.models import CreateServiceBody, CreateServiceType, UpdateSourceCodeBody
from planqk_platform.types import File

from planqk_helpers import (
    PlanqkError,
    create_application,
    create_external_service,
    create_managed_service,
    find_marketplace_service,
    publish_internally,
    publish_to_marketplace,
    run_service,
    start_execution,
    subscribe,
    subscribe_to_marketplace,
    unpublish,
    wait_for_build,
)
from planqk_helpers.engine.calls import call, call_empty, submit
from planqk_helpers.engine.flow import drive
from planqk_helpers.hub import (
    create_data_pool,
    rerun_job,
    start_job,
    upload_to_data_pool,
)
from planqk_helpers.hub.builds import build_if_needed
from planqk_helpers.hub.services import upload
from tests.support.fault_table import (
    Case,
    World,
)
from tests.support.recipes import QUICK, Platform
from tests.support.user_code import user_code

# --- what has to be so before


def unsubscribed(world: World) -> None:
    world.platform(unpublish, world.service, force=True)


def published_anew(world: World) -> None:
    unsubscribed(world)
    world.platform(publish_internally, world.service)


def on_marketplace(world: World) -> None:
    unsubscribed(world)
    world.platform(publish_to_marketplace, world.service)


def subscribed(world: World) -> None:
    published_anew(world)
    world.platform(subscribe, world.application, world.service)


def reachable(world: World, platform: Platform) -> Any:
    """The service; its gateway is where the client's platform is (also when nobody is there)."""
    definition = world.service.service_definitions[0]
    endpoint = world.platform(publish_internally, world.service).gateway_endpoint or ""
    origin = re.search(r"http://[\w.:]+", repr(platform.client))
    assert origin
    elsewhere = re.sub(r"^http://[\w.:]+", origin[0], endpoint)
    return evolve(
        world.service, service_definitions=[evolve(definition, gateway_endpoint=elsewhere)]
    )


# --- what is done


def create(world: World, at: Platform) -> None:
    at(create_managed_service, world.name, user_code=user_code("return 1"))


def sell(world: World, at: Platform) -> None:
    listing = world.platform(find_marketplace_service, world.service.name)
    at(subscribe_to_marketplace, world.application, listing)


def start(world: World, at: Platform) -> None:
    at(start_execution, reachable(world, at), world.application)


def get_token(world: World, at: Platform) -> None:
    started = world.sandbox.effects[world.in_sandbox(START[world.platform.is_hub])]
    try:
        start(world, at)
    except PlanqkError:
        assert world.sandbox.effects[world.in_sandbox(START[world.platform.is_hub])] == started
        raise


START = {False: "startExecution", True: "gateway.startExecution"}


def upload_to_planqk(world: World, at: Platform) -> None:
    body = UpdateSourceCodeBody(File(io.BytesIO(user_code("return 2").getvalue()), "code.zip"))
    ids = world.service.id, world.service.service_definitions[0].id
    drive(submit(update_source_code, *ids, client=at.client, body=body))
    world.platform(wait_for_build, world.service, poll=QUICK)


def create_raw(world: World, at: Platform) -> None:
    code = File(user_code("return 1"), "code.zip")
    drive(
        call(
            create_service,
            client=at.client,
            name="Raw",
            type_=CreateServiceType.MANAGED,
            quantum_backend="NONE",
            body=CreateServiceBody(user_code=code),
        )
    )


def unpublish_raw(world: World, at: Platform) -> None:
    ids = world.service.id, world.service.service_definitions[0].id
    drive(call_empty(unpublish_service, *ids, client=at.client))


def upload_to_hub(client: Any, service_id: str) -> None:
    drive(upload(client, service_id, HubFile(user_code("return 2"), "code.zip")))


def unbuilt(world: World) -> None:
    client = world.platform.client
    body = CreateManagedServiceBody(name=world.name, source=ServiceSourceFile())
    service = drive(call(create_managed_service_operation, client=client, body=body))
    upload_to_hub(client, service.id)
    world.things["unbuilt"] = service.id


def start_with_pool(world: World, at: Platform) -> None:
    service, pool = reachable(world, at), world.things["pool"]
    started = at.package.start_execution
    at(started, service, world.application, inputs={"data": pool})


OF_BOTH = [
    Case("createManagedService", create, named="find_service(client, '{name}')"),
    Case(
        "createExternalService",
        lambda world, at: at(create_external_service, world.name, url="https://x.example"),
        named="find_service(client, '{name}')",
    ),
    Case(
        "createApplication",
        lambda world, at: at(create_application, world.name),
        named="find_application(client, '{name}')",
    ),
]
OF_PLANQK = [
    Case("createService", create_raw, named="took effect"),
    Case("updateSourceCode", upload_to_planqk, named="took effect"),
    Case(
        "publishServiceInternal",
        lambda world, at: at(publish_internally, world.service),
        named="lifecycle of service",
        before=unsubscribed,
    ),
    Case(
        "publishService",
        lambda world, at: at(publish_to_marketplace, world.service),
        named="lifecycle of service",
        before=unsubscribed,
    ),
    Case(
        "commands",
        lambda world, at: at(unpublish, world.service),
        named="lifecycle of service",
        void=True,
        before=published_anew,
    ),
    Case("unpublishService", unpublish_raw, named="took effect", void=True, before=published_anew),
    Case(
        "createInternalSubscription",
        lambda world, at: at(subscribe, world.application, world.service),
        named="list_subscriptions(client, ",
        before=published_anew,
    ),
    Case(
        "createSubscription",
        sell,
        named="list_subscriptions(client, ",
        void=True,
        before=on_marketplace,
    ),
    # A token that nobody uses does no harm: there is nothing to look for.
    Case("getAccessToken", get_token, harmless=True, before=subscribed),
    Case("startExecution", start, named="getSubscriptionExecutions", before=subscribed),
    Case(
        "startExecution",
        lambda world, at: at(run_service, reachable(world, at), world.application, poll=QUICK),
        named="getSubscriptionExecutions",
        before=subscribed,
    ),
]
LISTED = "list_executions(client, tags=['start-"
OF_HUB = [
    # The document has a PUT for these two, but twice is not the same as once.
    Case(
        "uploadManagedServiceSource",
        lambda world, at: upload_to_hub(at.client, world.service.id),
        named="took effect",
        void=True,
    ),
    Case(
        "buildManagedService",
        lambda world, at: drive(build_if_needed(at.client, world.things["unbuilt"], None)),
        named="took effect",
        void=True,
        found=True,
        before=unbuilt,
    ),
    Case(
        "createSubscription",
        lambda world, at: at(subscribe, world.application, world.service),
        named="list_subscriptions(client, ",
        before=published_anew,
    ),
    Case("createSubscription", sell, named="list_subscriptions(client, ", before=on_marketplace),
    Case("getGatewayToken", get_token, harmless=True, before=subscribed),
    # Nor does a grant.
    Case("createDataPoolGrant", start_with_pool, harmless=True, before=subscribed),
    Case("gateway.startExecution", start, named=LISTED, found=True, before=subscribed),
    Case(
        "gateway.startExecution",
        lambda world, at: at(run_service, reachable(world, at), world.application, poll=QUICK),
        named=LISTED,
        found=True,
        before=subscribed,
    ),
    Case(
        "createServiceJob",
        lambda world, at: at(start_job, world.service),
        named="list_jobs(client, tags=['start-",
        found=True,
    ),
    Case(
        "rerunServiceJob",
        lambda world, at: at(rerun_job, world.things["job"]),
        named="list_jobs(client",
    ),
    Case(
        "createDataPool",
        lambda world, at: at(create_data_pool, world.name),
        named="find_data_pool(client, '{name}')",
    ),
    Case(
        "addDataPoolFile",
        lambda world, at: at(
            upload_to_data_pool, world.things["pool"], io.BytesIO(b"x"), name=world.name
        ),
        named="list_data_pool_files(client, ",
    ),
]
CASES = {"planqk": OF_BOTH + OF_PLANQK, "hub": OF_BOTH + OF_HUB}
