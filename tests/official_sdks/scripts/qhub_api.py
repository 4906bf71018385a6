"""Go the whole way on the sandbox with qhub-api, which knows nothing of this project.

Run by `make check-official-sdks` in an environment of its own, once with "blocking" and once with
"asyncio". Prints the operations that the SDK cannot call, each after it has seen it fail.
"""

import asyncio
import os
import sys

from calling import CANNOT, Connections, ended, error
from executing import execute, look_back, run_jobs
from making import create, describe, subscribe
from qhub.api.platform.errors import NotFoundError
from sharing import browse, end, fill_pool, offer, share


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
    print("\n".join(sorted(CANNOT)))
