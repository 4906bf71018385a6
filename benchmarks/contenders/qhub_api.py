"""qhub-api, as its own pages show it."""

import functools

from answering import answer, cpu_per_call
from qhub.api.platform import HubPlatformClient


@functools.cache
def client_of(url):
    return HubPlatformClient(base_url=url, api_key="token")


def get_service(url, times):
    services = client_of(url).services
    return cpu_per_call(lambda: services.get_service("s"), times)


def list_services(url, times):
    return cpu_per_call(client_of(url).services.get_services, times)


if __name__ == "__main__":
    answer(get_service, list_services)
