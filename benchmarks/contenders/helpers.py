"""This project, as a user calls it."""

import asyncio
import functools
import gc
import os
import time
from concurrent.futures import ThreadPoolExecutor

from answering import (
    Taken,
    answer,
    cpu_per_await,
    cpu_per_call,
    lost_of,
    until_it_succeeds,
)
from planqk_platform.api.service_platform_services import get_services
from planqk_platform.models import ServiceDto
from planqk_service.models import ResultResponse

import planqk_helpers as planqk
from planqk_helpers.engine.journal import Journal
from planqk_helpers.engine.runs import Item


@functools.cache
def client_of(url):
    return planqk.connect("token", base_url=url)


def get_service(url, times):
    client = client_of(url)
    return cpu_per_call(lambda: planqk.get_service(client, "s"), times)


async def get_service_awaited(url, times):
    client = client_of(url)
    return await cpu_per_await(lambda: planqk.get_service.aio(client, "s"), times)


def list_services(url, times):
    client = client_of(url)
    gc.enable()
    return cpu_per_call(lambda: get_services.sync(client=client), times)


def list_services_uncollected(url, times):
    client = client_of(url)
    gc.disable()
    return cpu_per_call(lambda: get_services.sync(client=client), times)


async def executed(client, service, seconds, gate):
    async with gate:
        answer = await planqk.run_service.aio(client, service, "a", data={"seconds": seconds})
    return time.monotonic(), answer.result


async def fan_out(url, executions, at_a_time):
    async with planqk.connect("token", base_url=url) as client:
        service = await planqk.get_service.aio(client, "s")
        gate = asyncio.Semaphore(at_a_time)
        with Taken() as taken:
            await asyncio.gather(*(executed(client, service, 0, gate) for _ in range(executions)))
    return taken.figures


async def wait(url, lengths, stagger):
    async with planqk.connect("token", base_url=url) as client:
        service = await planqk.get_service.aio(client, "s")
        gate = asyncio.Semaphore(len(lengths))

        async def one(number):
            await asyncio.sleep(number * stagger)
            return await executed(client, service, lengths[number], gate)

        ends = await asyncio.gather(*map(one, range(len(lengths))))
    return [[now - result["done"], result["requests"]] for now, result in ends]


def fan_out_threads(url, executions, at_a_time):
    with planqk.connect("token", base_url=url) as client:
        service = planqk.get_service(client, "s")

        def run():
            return planqk.run_service(client, service, "a", data={"seconds": 0})

        def one(_):
            until_it_succeeds(run, (planqk.AmbiguousSubmission, planqk.ConnectionFailed), lost)

        lost = []
        with Taken() as taken, ThreadPoolExecutor(at_a_time) as threads:
            list(threads.map(one, range(executions)))
    return {**taken.figures, "lost": len(lost)}


async def gathered(url, executions):
    async with planqk.connect("token", base_url=url) as client:
        service = await planqk.get_service.aio(client, "s")
        runs = [
            planqk.run_service.aio(client, service, "a", data={"seconds": 0})
            for _ in range(executions)
        ]
        with Taken() as taken:
            ends = await asyncio.gather(*runs, return_exceptions=True)
    return {**taken.figures, "lost": lost_of(ends)}


def gathered_threads(url, executions):
    with planqk.connect("token", base_url=url) as client:
        service = planqk.get_service(client, "s")

        def run(_):
            return planqk.run_service(client, service, "a", data={"seconds": 0})

        with Taken() as taken, ThreadPoolExecutor(executions) as threads:
            runs = [threads.submit(run, number) for number in range(executions)]
            ends = [each.exception() for each in runs]
    return {**taken.figures, "lost": lost_of(ends)}


def many(url, executions, at_a_time, journal=None):
    with planqk.connect("token", base_url=url) as client:
        service = planqk.get_service(client, "s")
        inputs = [{"data": {"seconds": 0, "number": number}} for number in range(executions)]
        with Taken() as taken:
            outcomes = planqk.run_many(
                client, service, "a", inputs, at_a_time=at_a_time, journal=journal
            )
    return {**taken.figures, "lost": executions - len(outcomes.results())}


def many_long(url, executions, at_a_time, seconds):
    """Give the lag of each outcome, in the order of the ends, and the requests of all."""
    with planqk.connect("token", base_url=url) as client:
        service = planqk.get_service(client, "s")
        inputs = ({"data": {"seconds": seconds}} for _ in range(executions))
        before = requests(client)
        outcomes = planqk.iter_many(client, service, "a", inputs, at_a_time=at_a_time)
        lags = [time.monotonic() - outcome.result.result["done"] for outcome in outcomes]
        return {"lags": lags, "requests": requests(client) - before - 1}


def requests(client):
    return client.get_httpx_client().get("/requests").json()["requests"]


def many_from_a_generator(url, executions, at_a_time):
    with planqk.connect("token", base_url=url) as client:
        service = planqk.get_service(client, "s")
        inputs = ({"data": {"seconds": 0}} for _ in range(executions))
        for _ in planqk.iter_many(client, service, "a", ({"data": {"seconds": 0}},) * 100):
            pass  # what is loaded once does not count
        with Taken() as taken:
            for outcome in planqk.iter_many(client, service, "a", inputs, at_a_time=at_a_time):
                del outcome
    return taken.figures


def resume(url, ended, journal):
    """Give the seconds until what is new has been started and has ended; and what noting cost."""
    inputs = [{"data": {"seconds": 0, "number": number}} for number in range(ended + 1)]
    with planqk.connect("token", base_url=url) as client:
        service = planqk.get_service(client, "s")
        noting = fill(client, service, inputs[:-1], journal)
        with Taken() as taken:
            for outcome in planqk.iter_many(client, service, "a", inputs, journal=journal):
                if outcome.key == ended:
                    break
    return {**taken.figures, "noting": noting["cpu"]}


def fill(client, service, inputs, path):
    """Write a journal of ended executions, without executing them; give the figures of that."""
    work = planqk.iter_many.prepare(client, service, "a", [], journal=path)
    journal = Journal(work.journal, work.platform)
    journal.open(work.platform.identity)
    result = ResultResponse.from_dict({"result": {"done": 1.5, "requests": 3}, "metadata": None})
    with Taken() as taken:
        for number, given in enumerate(inputs):
            item = Item(number, number, given)
            journal.find([item])
            journal.intend([item])
            execution = planqk.Execution("https://gateway.example/s", f"e{number}", "a")
            journal.started(item, execution)
            journal.ended(item, planqk.Outcome(number, "succeeded", execution, result))
    journal.close()
    return taken.figures


def upload(url, path):
    client = client_of(url)
    with Taken() as taken:
        planqk.create_managed_service(client, "Large", user_code=path)
    return taken.figures


def download(url, size, path):
    client = client_of(url)
    service = ServiceDto.from_dict(
        {"id": "s", "name": "s", "serviceDefinitions": [{"id": str(size)}]}
    )
    with Taken() as taken:
        planqk.download_source_code(client, service, path)
    os.remove(path)
    return taken.figures


if __name__ == "__main__":
    answer(
        get_service,
        get_service_awaited,
        list_services,
        list_services_uncollected,
        fan_out,
        fan_out_threads,
        gathered,
        gathered_threads,
        many,
        many_long,
        many_from_a_generator,
        resume,
        wait,
        upload,
        download,
    )
