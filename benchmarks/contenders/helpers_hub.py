"""This project on the Hub, as a user calls it."""

import asyncio
import functools
import time

from answering import Taken, answer, cpu_per_call
from hub_platform.api.services import get_services

from planqk_helpers import hub


@functools.cache
def client_of(url):
    return hub.connect("token", base_url=url)


def get_service(url, times):
    client = client_of(url)
    return cpu_per_call(lambda: hub.get_service(client, "s"), times)


def list_services(url, times):
    client = client_of(url)
    return cpu_per_call(lambda: get_services.sync(client=client), times)


def run(url, times):
    client = client_of(url)
    service = hub.get_service(client, "s")
    with Taken() as taken:
        for _ in range(times):
            hub.run_service(client, service, "a", data={"seconds": 0})
    return taken.figures


async def wait(url, lengths, stagger):
    async with hub.connect("token", base_url=url) as client:
        service = await hub.get_service.aio(client, "s")

        async def one(number):
            await asyncio.sleep(number * stagger)
            inputs = {"seconds": lengths[number]}
            answer = await hub.run_service.aio(client, service, "a", data=inputs)
            result = answer.result["result"]
            return time.monotonic() - result["done"], result["requests"]

        return await asyncio.gather(*map(one, range(len(lengths))))


if __name__ == "__main__":
    answer(get_service, list_services, run, wait)
