"""Drive the sandbox through the cookbook's path with the client the cookbook itself generates.

Run by `make check-other-generator`, in an environment that has nothing of this project: what counts
is the wire, not our own client. That client (openapi-generator 5.4.0) is strict: it rejects a null,
an unknown enum value, a date of another form.
"""

import json
import os
import shutil
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from openapi_client import ApiClient, Configuration
from openapi_client.apis import ServicePlatformApplicationsApi, ServicePlatformServicesApi
from openapi_client.models import CreateApplicationRequest, CreateInternalSubscriptionRequest

USER_CODE = Path(__file__).parents[2] / "cookbook" / "user_code"
DEADLINE = time.monotonic() + 60


def until(look, active):
    """Look until the status is not active any more."""
    while (seen := look()) in active:
        assert time.monotonic() < DEADLINE, seen
        time.sleep(0.1)
    return seen


def gateway(method, url, token, body=None):
    """Send a request as the cookbook does: by hand."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, method=method, data=data, headers=headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def main():
    configuration = Configuration(
        host=os.environ["PLANQK_BASE_URL"],
        api_key={"apiKey": os.environ["PLANQK_PERSONAL_ACCESS_TOKEN"]},
    )
    with ApiClient(configuration) as client, tempfile.TemporaryDirectory() as scratch:
        services = ServicePlatformServicesApi(client)
        applications = ServicePlatformApplicationsApi(client)
        archive = Path(shutil.make_archive(str(Path(scratch, "code")), "zip", USER_CODE))
        api_definition = USER_CODE / "openapi-spec.yml"
        with archive.open("rb") as code, api_definition.open("rb") as definition:
            service = services.create_managed_service(
                name="By another client",
                description="Adds up numbers.",
                quantum_backend="NONE",
                use_platform_token="FALSE",
                cpu=500,
                memory=2048,
                user_code=code,
                api_definition=definition,
            )
        version = service.service_definitions[0].id
        built = until(
            lambda: services.get_build_status(service.id, version).status, ["WORKING", "QUEUED"]
        )
        assert built == "SUCCESS", built
        published = services.publish_service_internal(service.id, version)
        assert published.lifecycle == "ACCESSIBLE"
        accessible = services.get_services(lifecycle="ACCESSIBLE")
        assert [item.id for item in accessible if item["name"] == service.name] == [service.id]

        application = applications.create_application(CreateApplicationRequest(name="Another"))
        request = CreateInternalSubscriptionRequest(
            application_id=application.id, service_id=service.id
        )
        subscription = applications.create_internal_subscription(application.id, request)
        assert subscription.api.service_id == service.id
        token = applications.get_access_token(application.id)["token"]

        endpoint = published.gateway_endpoint
        inputs = {"data": {"values": [100, 50, 200, 70.69]}, "params": {"round_off": True}}
        job = gateway("POST", endpoint, token, inputs)
        url = f"{endpoint}/{job['id']}"
        ended = until(lambda: gateway("GET", url, token)["status"], ["PENDING", "RUNNING"])
        assert ended == "SUCCEEDED", ended
        result = gateway("GET", f"{url}/result", token)
        assert result == {"result": {"sum": 421}, "metadata": None}, result

        applications.delete_application_subscription(application.id, subscription.id)
        applications.delete_application(application.id)
        services.unpublish_service(service.id, version)
        services.delete_service(service.id)
        assert service.id not in [item.id for item in services.get_services()]
    print("the client of openapi-generator 5.4.0 went through the whole path")
    return 0


if __name__ == "__main__":
    sys.exit(main())
