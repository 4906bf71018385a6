"""The floor: the same requests by hand, with httpx, JSON and nothing else."""

import asyncio
import functools
import os
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
from answering import (
    Taken,
    answer,
    cpu_per_await,
    cpu_per_call,
    lost_of,
    until_it_succeeds,
)

HEADERS = {"X-Auth-Token": "token"}
PAUSE = 0.3
FIELDS = {
    "name": "Large",
    "quantumBackend": "NONE",
    "usePlatformToken": "FALSE",
    "cpu": 500,
    "memory": 2048,
}


@functools.cache
def client_of(url):
    return httpx.Client(base_url=url, headers=HEADERS, timeout=30)


@functools.cache
def async_client_of(url):
    return httpx.AsyncClient(base_url=url, headers=HEADERS, timeout=30)


def fetch(client, path):
    return client.get(path).raise_for_status().json()


async def fetch_async(client, path):
    return (await client.get(path)).raise_for_status().json()


def get_service(url, times):
    client = client_of(url)
    return cpu_per_call(lambda: fetch(client, "/services/s"), times)


async def get_service_awaited(url, times):
    client = async_client_of(url)
    return await cpu_per_await(lambda: fetch_async(client, "/services/s"), times)


def list_services(url, times):
    client = client_of(url)
    return cpu_per_call(lambda: fetch(client, "/services"), times)


def run(url, times):
    """Execute a service of the Hub: by its endpoint and an access key of an application."""
    platform = client_of(url)
    (key,) = fetch(platform, "/applications/a/access-keys")
    endpoint = fetch(platform, "/services/s")["serviceDefinitions"][0]["gatewayEndpoint"]
    answer = platform.post(
        endpoint.rsplit("/", 3)[0] + "/token",
        data={"grant_type": "client_credentials"},
        auth=(key["accessKeyId"], key["secretAccessKey"]),
    )
    headers = {"Authorization": f"Bearer {answer.raise_for_status().json()['access_token']}"}
    with httpx.Client(headers=headers, timeout=30) as client, Taken() as taken:
        for _ in range(times):
            answer = client.post(endpoint, json={"data": {"seconds": 0}})
            path = f"{endpoint}/{answer.raise_for_status().json()['id']}"
            while fetch(client, path)["status"] in ("PENDING", "RUNNING"):
                time.sleep(PAUSE)
            fetch(client, path + "/result")
    return taken.figures


async def execute(client, seconds, gate):
    async with gate:
        answer = await client.post("", json={"data": {"seconds": seconds}})
        path = "/" + answer.raise_for_status().json()["id"]
        while (await fetch_async(client, path))["status"] in ("PENDING", "RUNNING"):
            await asyncio.sleep(PAUSE)
        return (await fetch_async(client, path + "/result"))["result"]


async def fan_out(url, executions, at_a_time):
    platform = async_client_of(url)
    service = await fetch_async(platform, "/services/s")
    gate = asyncio.Semaphore(at_a_time)
    with Taken() as taken:
        answer = await platform.post("/v2/applications/a/access-token")
        headers = {"Authorization": f"Bearer {answer.raise_for_status().json()['token']}"}
        endpoint = service["serviceDefinitions"][0]["gatewayEndpoint"]
        async with httpx.AsyncClient(base_url=endpoint, headers=headers, timeout=30) as client:
            await asyncio.gather(*(execute(client, 0, gate) for _ in range(executions)))
    return taken.figures


def fan_out_threads(url, executions, at_a_time):
    platform = client_of(url)
    service = fetch(platform, "/services/s")

    def run():
        answer = client.post("", json={"data": {"seconds": 0}})
        path = "/" + answer.raise_for_status().json()["id"]
        while fetch(client, path)["status"] in ("PENDING", "RUNNING"):
            time.sleep(PAUSE)
        return fetch(client, path + "/result")["result"]

    lost = []
    with Taken() as taken:
        answer = platform.post("/v2/applications/a/access-token")
        headers = {"Authorization": f"Bearer {answer.raise_for_status().json()['token']}"}
        endpoint = service["serviceDefinitions"][0]["gatewayEndpoint"]
        with (
            httpx.Client(base_url=endpoint, headers=headers, timeout=30) as client,
            ThreadPoolExecutor(at_a_time) as threads,
        ):
            once = functools.partial(until_it_succeeds, run, httpx.TransportError, lost)
            list(threads.map(lambda _: once(), range(executions)))
    return {**taken.figures, "lost": len(lost)}


PATIENT = httpx.Timeout(30, pool=None)


async def gathered(url, executions):
    service = await fetch_async(async_client_of(url), "/services/s")
    answer = await async_client_of(url).post("/v2/applications/a/access-token")
    headers = {"Authorization": f"Bearer {answer.raise_for_status().json()['token']}"}
    endpoint = service["serviceDefinitions"][0]["gatewayEndpoint"]
    gate = asyncio.Semaphore(executions)
    async with httpx.AsyncClient(base_url=endpoint, headers=headers, timeout=PATIENT) as client:
        runs = [execute(client, 0, gate) for _ in range(executions)]
        with Taken() as taken:
            ends = await asyncio.gather(*runs, return_exceptions=True)
    return {**taken.figures, "lost": lost_of(ends)}


def gathered_threads(url, executions):
    service = fetch(client_of(url), "/services/s")
    answer = client_of(url).post("/v2/applications/a/access-token")
    headers = {"Authorization": f"Bearer {answer.raise_for_status().json()['token']}"}
    endpoint = service["serviceDefinitions"][0]["gatewayEndpoint"]
    with httpx.Client(base_url=endpoint, headers=headers, timeout=PATIENT) as client:

        def run(_):
            answer = client.post("", json={"data": {"seconds": 0}})
            path = "/" + answer.raise_for_status().json()["id"]
            while fetch(client, path)["status"] in ("PENDING", "RUNNING"):
                time.sleep(PAUSE)
            return fetch(client, path + "/result")["result"]

        with Taken() as taken, ThreadPoolExecutor(executions) as threads:
            runs = [threads.submit(run, number) for number in range(executions)]
            ends = [each.exception() for each in runs]
    return {**taken.figures, "lost": lost_of(ends)}


async def tuned(url, executions, at_a_time):
    """Do as `fan_out`, with as many workers as connections, so that nobody waits in the pool."""
    platform = async_client_of(url)
    service = await fetch_async(platform, "/services/s")
    limits = httpx.Limits(max_connections=at_a_time, max_keepalive_connections=at_a_time)
    numbers = iter(range(executions))

    async def work(client, gate):
        for _ in numbers:
            await execute(client, 0, gate)

    with Taken() as taken:
        answer = await platform.post("/v2/applications/a/access-token")
        headers = {"Authorization": f"Bearer {answer.raise_for_status().json()['token']}"}
        endpoint = service["serviceDefinitions"][0]["gatewayEndpoint"]
        async with httpx.AsyncClient(
            base_url=endpoint, headers=headers, timeout=30, limits=limits
        ) as client:
            gate = asyncio.Semaphore(at_a_time)
            await asyncio.gather(*(work(client, gate) for _ in range(at_a_time)))
    return taken.figures


def upload(url, path):
    client = client_of(url)
    with Taken() as taken, open(path, "rb") as file:
        answer = client.post("/v2/managed-services", params=FIELDS, files={"userCode": file})
        answer.raise_for_status().json()
    return taken.figures


def download(url, size, path):
    client = client_of(url)
    with (
        Taken() as taken,
        open(path, "wb") as file,
        client.stream("GET", f"/services/s/versions/{size}/source-code") as answer,
    ):
        answer.raise_for_status()
        for piece in answer.iter_bytes():
            file.write(piece)
    os.remove(path)
    return taken.figures


if __name__ == "__main__":
    answer(
        get_service,
        get_service_awaited,
        list_services,
        fan_out,
        fan_out_threads,
        run,
        gathered,
        gathered_threads,
        tuned,
        upload,
        download,
    )
