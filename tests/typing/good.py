"""What has to type-check: types go through recipes and calls to where they are used."""

from datetime import datetime
from typing import Literal, assert_type

from planqk_platform.api.service_platform_services import get_service, get_services
from planqk_platform.models import BuildJobDto, ServiceDto, SubscriptionDto
from planqk_service.models import ResultResponse

from planqk_helpers import (
    Execution,
    Plan,
    connect,
    delete_service,
    find_service,
    iter_many,
    list_subscriptions,
    plan_many,
    run_many,
    run_service,
    start_execution,
    wait_for_build,
)
from planqk_helpers.engine.calls import call
from planqk_helpers.engine.flow import Flow, recipe

client = connect("key")
service = find_service(client, "Sum")
assert_type(service, ServiceDto)
assert_type(service.id, str)
assert_type(service.service_definitions[0].id, str)
assert_type(wait_for_build(client, service, on_update=lambda build: build.status), BuildJobDto)
assert_type(list_subscriptions(client, "a"), list[SubscriptionDto])
assert_type(start_execution(client, service, "a").created_at, datetime | None)
assert_type(run_service(client, service, "a", data={"values": [1]}), ResultResponse)
outcomes = run_many(client, service, "a", [{"data": {"values": [1]}}], at_a_time=2)
assert_type(outcomes[0].result, ResultResponse | None)
assert_type(outcomes.results(), list[ResultResponse])
for outcome in iter_many(client, service, "a", ({"data": {}} for _ in range(3))):
    assert_type(outcome.execution, Execution | None)
assert_type(plan_many(client, service, "a", [], journal="sweep.journal"), Plan)
delete_service(client, service)


@recipe
def service_names(client_id: str) -> Flow[list[str]]:
    services = yield from call(get_services, client=client)
    assert_type(services, list[ServiceDto])
    one = yield from call(get_service, client_id, client=client)
    return [one.name, *(each.name for each in services)]


assert_type(service_names("x"), list[str])


async def main() -> Execution:
    found = await find_service.aio(client, "Sum")
    assert_type(found, ServiceDto)
    assert_type((await run_many.aio(client, found, "a", [])).results(), list[ResultResponse])
    async for outcome in iter_many.aio(client, found, "a", []):
        assert_type(outcome.state, Literal["succeeded", "failed", "cancelled", "unsure"])
    return await start_execution.aio(client, found, "a", params={})
