"""The client that the platform's cookbook generates, with the cookbook's loops."""

import functools
import time
from concurrent.futures import ThreadPoolExecutor

import requests
from answering import answer, cpu_per_call
from openapi_client import ApiClient, Configuration
from openapi_client.apis import ServicePlatformApplicationsApi, ServicePlatformServicesApi
from openapi_client.models import CreateApplicationRequest, CreateInternalSubscriptionRequest

PAUSE = 15
LIMIT = 300


@functools.cache
def client_of(url, token="token"):
    return ApiClient(Configuration(host=url, api_key={"apiKey": token}))


def get_service(url, times):
    services = ServicePlatformServicesApi(client_of(url))
    return cpu_per_call(lambda: services.get_service("s"), times)


def list_services(url, times):
    services = ServicePlatformServicesApi(client_of(url))
    return cpu_per_call(services.get_services, times)


def looked_until(look, active):
    """Look; as long as it is active sleep for 15 seconds and look again, for 5 minutes at most."""
    waited = 0
    status = look()
    while status in active:
        time.sleep(PAUSE)
        waited += PAUSE
        if waited > LIMIT:
            break
        status = look()
    return status


def executed(endpoint, token, inputs):
    """Execute a service by hand, as the cookbook does."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    started = requests.post(endpoint, json=inputs, headers=headers)
    url = f"{endpoint}/{started.json()['id']}"
    # As it is printed the loop ends on RUNNING as well, and then there is no result.
    looked_until(
        lambda: requests.get(url, headers=headers).json()["status"], ("PENDING", "RUNNING")
    )
    return requests.get(url + "/result", headers=headers).json()["result"]


def wait(url, lengths, stagger):
    services = ServicePlatformServicesApi(client_of(url))
    endpoint = services.get_service("s").service_definitions[0].gateway_endpoint
    token = ServicePlatformApplicationsApi(client_of(url)).get_access_token("a")["token"]

    def one(number):
        time.sleep(number * stagger)
        result = executed(endpoint, token, {"data": {"seconds": lengths[number]}})
        return [time.monotonic() - result["done"], result["requests"]]

    with ThreadPoolExecutor(len(lengths)) as threads:
        return list(threads.map(one, range(len(lengths))))


def whole(url, token, user_code):
    """Go from user code to a result, as the cookbook does."""
    client = client_of(url, token)
    services = ServicePlatformServicesApi(client)
    applications = ServicePlatformApplicationsApi(client)
    with open(user_code, "rb") as code:
        service = services.create_managed_service(
            name="Sum",
            quantum_backend="NONE",
            description="Adds up numbers.",
            use_platform_token="FALSE",
            cpu=500,
            memory=2048,
            user_code=code,
        )
    version = service.service_definitions[0]
    looked_until(
        lambda: services.get_build_status(service.id, version.id)["status"], ("WORKING", "QUEUED")
    )
    version = services.publish_service_internal(service.id, version.id)
    application = applications.create_application(CreateApplicationRequest(name="My application"))
    applications.create_internal_subscription(
        application.id,
        CreateInternalSubscriptionRequest(application_id=application.id, service_id=service.id),
    )
    token = applications.get_access_token(application.id)["token"]
    inputs = {"data": {"values": [100, 50, 200, 70.69]}, "params": {"round_off": True}}
    return executed(version.gateway_endpoint, token, inputs)


if __name__ == "__main__":
    answer(get_service, list_services, wait, whole)
