"""Go the whole way on the sandbox with qhub-api, which knows nothing of this project.

Run by `make check-official-sdks`, in an environment of its own: `qhub_api.py blocking|asyncio`. Prints the
operations that the SDK cannot call, each after it has seen it fail.
"""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from json import loads
from pathlib import Path

from calling import ONCE, Connections, ended, error, read, until
from qhub.api.platform.core.api_error import ApiError
from qhub.api.platform.core.parse_error import ParsingError
from qhub.api.platform.errors import ConflictError, ForbiddenError, NotFoundError
from qhub.api.platform.types import (
    ServiceContact,
    ServiceLink,
    ServiceResourceConfigurationCpu as Cpu,
    ServiceResourceConfigurationMemory as Memory,
    ServiceRuntimeConfiguration,
    ServiceSecurityConfigurationAccessToken as AccessToken,
    ServiceSecurityConfigurationBasic as Basic,
    ServiceSourceFile as File,
    ServiceSourceRegistry as Registry,
    TenantId_Organization,
)

DEFINITION = (Path(__file__).parents[3] / "cookbook" / "user_code" / "openapi-spec.yml").read_bytes()
PROGRAM = '''
import os
import time
from pathlib import Path

class DataPool:
    def __init__(self, path):
        self.path = Path(path)

def run(values: list, pool: DataPool | None = None, wait: float = 0, report: bool = False):
    print("adding", len(values))
    time.sleep(wait)
    if pool:
        values = values + [float(each.read_text()) for each in pool.path.iterdir()]
    if report:
        Path(os.environ["OUTPUT_DIRECTORY"], "report.txt").write_text("report")
    secret = os.environ.get("SECRET_API_KEY", "")
    return {"sum": sum(values), "unit": os.environ.get("UNIT", ""), "secret": secret}
'''
CANNOT = []


def archive():
    """Return user code as a zip."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "code", "src")
        source.mkdir(parents=True)
        (source / "__init__.py").touch()
        (source / "program.py").write_text(PROGRAM)
        (source.parent / "requirements.txt").touch()
        return Path(shutil.make_archive(f"{folder}/code", "zip", source.parent)).read_bytes()


async def cannot(operation, awaitable, kind):
    """Note that the SDK cannot take the answer to an operation, though it is a success."""
    failed = await error(awaitable, kind)
    assert failed.status_code in (200, None), failed
    CANNOT.append(operation)


async def verify(platform, organization):
    """Who am I, and for whom can I act?"""
    principal = await platform.authentication.resolve_auth_token()
    assert principal.type == "token.personal", principal
    accounts = await platform.users.get_my_accounts()
    assert {each.is_organization for each in accounts} == {True, False}
    assert organization in [each.id for each in await platform.organizations.get_organizations()]
    assert (await platform.organizations.get_organization(organization)).id == organization
    profile = await platform.organizations.get_organization_profile(organization)
    found = await platform.organizations.search_organizations(q=profile.display_name)
    assert organization in [each.id for each in found]


async def create(platform, name):
    """Return the id of a service that is built from a zip."""
    managed, code = platform.managed_services, archive()
    assert await platform.services.check_service_name_availability(name=name) is True
    service = await managed.create_managed_service(
        name=name,
        summary="Adds",
        description="Adds up numbers.",
        source=File(type="file"),
        runtime_configuration=ServiceRuntimeConfiguration(
            runtime="PYTHON_TEMPLATE", environment={"UNIT": "m"}
        ),
        resource_configurations=[
            Cpu(type="cpu", amount=1000, unit="m"),
            Memory(type="memory", amount=2048, unit="M"),
        ],
    )
    assert await platform.services.check_service_name_availability(name=name) is False
    await error(managed.get_managed_service_build_status(service.id), NotFoundError)
    await managed.upload_managed_service_source(service.id, file=("code.zip", code))
    await platform.services.update_service_open_api(service.id, file=("api.yml", DEFINITION))
    assert await build(platform, service.id) == "SUCCESS"
    logs = await managed.get_managed_service_build_logs(service.id)
    assert all(each.message is not None for each in logs)
    assert await read(managed.download_managed_service_source(service.id)) == code
    return service.id


async def build(platform, service):
    """Return how a build ends."""
    managed = platform.managed_services
    await managed.build_managed_service(service)
    built = await until(lambda: managed.get_managed_service_build_status(service), ("WORKING",))
    return built.status


async def describe(platform, service):
    """Change all that can be changed of a service, and see it changed."""
    services, managed = platform.services, platform.managed_services
    await services.update_service_display_name(service, display_name="The sum")
    await services.update_service_summary(service, summary="Sums")
    await services.update_service_description(service, description="Sums up numbers.")
    contact = ServiceContact(type="EMAIL", name="Me", contact="me@example.org")
    await services.update_service_contacts(service, request=[contact])
    link = ServiceLink(type="DOCUMENTATION", name="Docs", url="https://example.org")
    await services.update_service_links(service, request=[link])
    await managed.update_managed_service_resource_configuration(
        service, request=Cpu(type="cpu", amount=500, unit="m")
    )
    await managed.update_managed_service_runtime_configuration(
        service, runtime="PYTHON_TEMPLATE", environment={"UNIT": "km"}
    )
    await managed.delete_managed_service_pricing_plan(service)
    plan = await managed.add_managed_service_pricing_plan(service, type="FREE")
    assert plan.type == "FREE"
    seen = await services.get_service(service)
    (definition,) = seen.service_definitions
    assert (definition.summary, definition.description) == ("Sums", "Sums up numbers.")
    assert definition.runtime_configuration.environment == {"UNIT": "km"}
    assert {each.amount for each in definition.configurations} == {500, 2048}
    assert [each.contact for each in seen.contacts] == ["me@example.org"]
    assert [each.url for each in seen.links] == ["https://example.org"]
    # What the SDK takes for text is the definition itself.
    await cannot("getServiceOpenApi", services.get_service_open_api(service), ParsingError)
    yaml = services.get_service_open_api(service, format="YAML")
    assert (await error(yaml, ApiError)).status_code == 200


async def subscribe(platform, service):
    """Publish a service, and return an application, its access key and its subscription."""
    for _ in range(2):
        await platform.services.update_service_publication(service, scope="INTERNAL")
    accessible = await platform.services.get_services(lifecycle=["ACCESSIBLE", "PUBLISHED"])
    assert service in [each.id for each in accessible]
    created = await platform.applications.create_application(name="Application")
    application = await platform.applications.get_application(created.id)
    assert application.id in [each.id for each in await platform.applications.get_applications()]
    (key,) = await platform.applications.get_application_access_keys(application.id)
    subscription = await platform.subscriptions.create_subscription(
        service_id=service, application_id=application.id
    )
    seen = await platform.subscriptions.get_subscription(subscription.id)
    of_service = await platform.services.get_service_subscriptions(service)
    of_application = await platform.applications.get_application_subscriptions(application.id)
    assert {seen.id} == {each.id for each in (*of_service, *of_application)}
    return application, key, of_application[0]


async def execute(caller, pool):
    """Run a service through its gateway to a result, to a failure and to a cancellation."""
    started = await caller.start_execution(
        request={
            "values": [1, 2.5],
            "pool": pool,
            "report": True,
            "$tags": ["SDK"],
            "$secrets": {"apiKey": "s3cret"},
        }
    )
    done = await ended(lambda: caller.get_status(started.id))
    assert done.status == "SUCCEEDED", done
    result = await caller.get_result(started.id)
    assert result.model_extra == {"sum": 10.5, "unit": "km", "secret": "s3cret"}, result
    assert "report.txt" in dict(result.links)
    assert await read(caller.get_result_file(started.id, "report.txt")) == b"report"
    assert "adding 2" in [each.message for each in await caller.get_logs(started.id)]
    assert started.id in [each.id for each in await caller.get_service_executions()]

    wrong = await caller.start_execution(request={"values": ["text"]})
    assert (await ended(lambda: caller.get_status(wrong.id))).status == "FAILED"
    problem = await caller.get_result(wrong.id)
    assert problem.model_extra["title"] == "TypeError", problem

    slow = await caller.start_execution(request={"values": [], "wait": 60})
    await caller.cancel_execution(slow.id)
    assert (await ended(lambda: caller.get_status(slow.id))).status == "CANCELLED"
    return started.id


async def look_back(platform, execution, subscription):
    """See at the platform what has run at the gateway."""
    executions = platform.service_executions
    assert (await executions.get_service_execution(execution)).tags == ["sdk"]
    await executions.head_service_execution(execution)
    tagged = await executions.get_service_executions(
        tags=["sdk"], application_id=subscription.application.id, page=0, size=5
    )
    assert [each.id for each in tagged.content] == [execution]
    through = await platform.subscriptions.get_service_executions_by_subscription(subscription.id)
    assert len(through) == 3
    result = await executions.get_service_execution_result(execution)
    assert result["sum"] == 10.5
    (cost,) = await executions.get_service_execution_costs(execution)
    assert float(cost.total_amount.amount) == 0
    lineage = await executions.get_service_execution_lineage(execution)
    assert len(lineage.nodes) == 1
    # It asks for the file "**": its path has no place in the method.
    missing = read(executions.get_service_execution_result_file(execution))
    assert (await error(missing, ApiError)).status_code == 404
    CANNOT.append("getServiceExecutionResultFile")
    raw = executions.get_service_execution_logs(execution, raw=True)
    assert (await error(raw, ApiError)).status_code == 200
    if os.environ["LOGS_FORM"] == "array":
        logs = executions.get_service_execution_logs(execution)
        await cannot("getServiceExecutionLogs", logs, ParsingError)
    else:
        assert (await executions.get_service_execution_logs(execution, limit=5)).empty is False


async def run_jobs(platform, service):
    """Run a service without an application."""
    jobs = platform.service_jobs
    job = await jobs.create_service_job(
        service_id=service, input={"values": [4]}, tags=["Nightly"], store_input=True
    )
    done = await ended(lambda: jobs.get_service_job(job.id))
    assert (done.status, done.tags, loads(done.input)) == ("SUCCEEDED", ["nightly"], {"values": [4]})
    again = await jobs.rerun_service_job(job.id)
    assert again.id != job.id
    assert (await ended(lambda: jobs.get_service_job(again.id))).status == "SUCCEEDED"
    assert (await platform.service_executions.get_service_execution_result(again.id))["sum"] == 4
    newest, oldest = [
        await jobs.get_service_jobs(tags=["nightly"], page=page, size=1) for page in (0, 1)
    ]
    assert [newest.content[0].id, oldest.content[0].id] == [again.id, job.id]
    assert (newest.total_elements, newest.last, oldest.last) == (2, False, True)
    slow = await jobs.create_service_job(service_id=service, input={"values": [], "wait": 60})
    assert await platform.service_executions.get_service_execution_result(slow.id) is None
    await platform.service_executions.cancel_service_execution(slow.id)
    assert (await ended(lambda: jobs.get_service_job(slow.id))).status == "CANCELLED"
    assert (await platform.services.get_service_statistics(service)).subscription_count == 1


async def fill_pool(platform, application):
    """Return the id of a data pool with a file, and a reference that lets an application use it."""
    pools = platform.data_pools
    pool = await pools.create_data_pool(name="Numbers", short_description="A number", tags=["N"])
    changed = await pools.update_data_pool(pool.id, name="A number", tags=["One"])
    assert ((await pools.get_data_pool(pool.id)).name, changed.tags) == ("A number", ["one"])
    added = await pools.add_data_pool_file(pool.id, file=("a.txt", b"7"), filename="b.txt")
    spare = await pools.add_data_pool_file(pool.id, file=("spare.txt", b"0"))
    await pools.delete_data_pool_file(pool.id, spare.id)
    assert [each.name for each in await pools.get_data_pool_files(pool.id)] == ["b.txt"]
    assert await read(pools.get_data_pool_file(pool.id, added.id)) == b"7"
    assert pool.id in [each.id for each in await pools.get_data_pools()]
    grant = await platform.data_pool_grants.create_data_pool_grant(
        pool.id, application_id=application.id, permission="VIEW"
    )
    return pool.id, {"id": pool.id, "ref": "DATAPOOL", "grant": grant.token}


async def share(platform, there, organization, service, pool):
    """Share a service and a data pool with an organization, as which `there` acts."""
    shared_with = TenantId_Organization(value=organization)
    await error(there.services.get_service(service), NotFoundError)
    shares = platform.service_shares
    given = await shares.share_service(service, shared_with=shared_with, role="VIEWER")
    assert (await there.services.get_service(service)).id == service
    assert (await shares.update_service_share_role(service, given.id, role="MAINTAINER")).active
    (seen,) = await shares.get_shares_for_service(service)
    assert (seen.id, seen.role, seen.shared_with.value) == (given.id, "MAINTAINER", organization)
    await shares.delete_service_share(service, given.id)
    await error(there.services.get_service(service), NotFoundError)

    shares = platform.data_pool_shares
    given = await shares.share_data_pool(pool, shared_with=shared_with, role="VIEWER")
    assert (await there.data_pools.get_data_pool(pool)).current_user_permission == "VIEWER"
    await error(there.data_pools.delete_data_pool(pool), ForbiddenError)
    await shares.update_data_pool_share_role(pool, given.id, role="OWNER")
    (seen,) = await shares.get_shares_for_data_pool(pool)
    assert (seen.id, seen.role) == (given.id, "OWNER")
    await shares.delete_data_pool_share(pool, given.id)


async def offer(platform):
    """Return the id of an external service on the marketplace."""
    external = platform.external_services
    service = await external.create_external_service(
        name=f"External {time.time()}",
        url="https://example.org/",
        security_configuration=Basic(type="BASIC", username="me", password="secret"),
    )
    await external.update_external_service_security_configuration(
        service.id, request=AccessToken(type="ACCESS_TOKEN", header_name="X-Key", token_value="secret")
    )
    await external.delete_external_service_pricing_plan(service.id)
    assert (await external.add_external_service_pricing_plan(service.id)).type == "FREE"
    await platform.services.update_service_publication(service.id, scope="PUBLIC")
    return service.id


async def browse(platform, wanted):
    """Find services on the marketplace, page by page."""
    marketplace, found, number = platform.marketplace, [], 0
    while True:
        page = await marketplace.get_marketplace_services(page=number, size=1, sort="name,asc")
        found += page.content
        number += 1
        if page.last:
            break
    assert number == len(found) == page.total_pages >= 2
    assert wanted <= {each.service_id for each in found}
    for entry in found:
        details = await marketplace.get_marketplace_service(entry.id)
        assert (details.service_id, details.name) == (entry.service_id, entry.name)
        if entry.service_type == "MANAGED":
            definition = marketplace.get_marketplace_service_openapi(entry.id)
            await cannot("getMarketplaceServiceOpenapi", definition, ParsingError)


async def end(platform, service, application, subscription, pool):
    """Withdraw a service, and delete everything."""
    services = platform.services
    await error(services.delete_service_publication(service, request_options=ONCE), ConflictError)
    await platform.subscriptions.delete_subscription(subscription.id)
    await platform.subscriptions.create_subscription(
        service_id=service, application_id=application.id
    )
    await services.delete_service_publication(service, force=True)
    assert await services.get_service_subscriptions(service) == []
    image = Registry(type="registry", image="registry.example.org/sum", tag="1")
    await platform.managed_services.update_managed_service_source(service, request=image)
    assert await build(platform, service) == "FAILURE"
    await platform.managed_services.update_managed_service_source(service, request=File(type="file"))
    await services.delete_service(service)
    await error(services.get_service(service), NotFoundError)
    await platform.applications.delete_application(application.id)
    await error(platform.applications.get_application(application.id), NotFoundError)
    await platform.data_pools.delete_data_pool(pool)


async def go(connections, organization):
    """Go the whole way."""
    platform, there = connections.platform(), connections.platform(organization)
    await verify(platform, organization)
    service = await create(platform, "Sum")
    await describe(platform, service)
    application, key, subscription = await subscribe(platform, service)
    pool, reference = await fill_pool(platform, application)
    caller = connections.service(subscription.service.gateway_endpoint, key)
    execution = await execute(caller, reference)
    await look_back(platform, execution, subscription)
    await run_jobs(platform, service)
    await share(platform, there, organization, service, pool)
    external = await offer(platform)
    await platform.services.update_service_publication(service, scope="PUBLIC")
    await browse(platform, {service, external})
    await end(platform, service, application, subscription, pool)

    own = await create(there, "Sum of the organization")
    await error(platform.services.get_service(own), NotFoundError)
    application, key, subscription = await subscribe(there, own)
    caller = connections.service(subscription.service.gateway_endpoint, key)
    started = await caller.start_execution(request={"values": [1]})
    assert (await ended(lambda: caller.get_status(started.id))).status == "SUCCEEDED"


if __name__ == "__main__":
    asyncio.run(go(Connections(sys.argv[1]), os.environ["PLANQK_SANDBOX_ORGANIZATION_ID"]))
    print("\n".join(sorted(set(CANNOT))))
