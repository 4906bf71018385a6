"""Data pools, shares, the marketplace, and the end of it all."""

import time

from calling import ONCE, cannot, error, read
from making import build
from qhub.api.platform.core.parse_error import ParsingError
from qhub.api.platform.errors import ConflictError, ForbiddenError, NotFoundError
from qhub.api.platform.types import (
    ServiceSecurityConfigurationAccessToken as AccessToken,
    ServiceSecurityConfigurationBasic as Basic,
    ServiceSourceFile as File,
    ServiceSourceRegistry as Registry,
    TenantId_Organization,
)


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
        service.id,
        request=AccessToken(type="ACCESS_TOKEN", header_name="X-Key", token_value="secret"),
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
    await platform.managed_services.update_managed_service_source(
        service, request=File(type="file")
    )
    await services.delete_service(service)
    await error(services.get_service(service), NotFoundError)
    await platform.applications.delete_application(application.id)
    await error(platform.applications.get_application(application.id), NotFoundError)
    await platform.data_pools.delete_data_pool(pool)
