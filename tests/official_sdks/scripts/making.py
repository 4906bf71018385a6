"""From a zip to a service that an application may call."""

import shutil
import tempfile
from pathlib import Path

from calling import cannot, error, read, until
from qhub.api.platform.core.api_error import ApiError
from qhub.api.platform.core.parse_error import ParsingError
from qhub.api.platform.errors import NotFoundError
from qhub.api.platform.types import (
    ServiceContact,
    ServiceLink,
    ServiceResourceConfigurationCpu as Cpu,
    ServiceResourceConfigurationMemory as Memory,
    ServiceRuntimeConfiguration,
    ServiceSourceFile as File,
)

ROOT = Path(__file__).parents[3]
DEFINITION = (ROOT / "cookbook" / "user_code" / "openapi-spec.yml").read_bytes()
PROGRAM = Path(__file__).with_name("program.py").read_text()


def archive():
    """Return user code as a zip."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "code", "src")
        source.mkdir(parents=True)
        (source / "__init__.py").touch()
        (source / "program.py").write_text(PROGRAM)
        (source.parent / "requirements.txt").touch()
        return Path(shutil.make_archive(f"{folder}/code", "zip", source.parent)).read_bytes()


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
    built = await until(
        lambda: managed.get_managed_service_build_status(service),
        lambda seen: seen.status != "WORKING",
    )
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
