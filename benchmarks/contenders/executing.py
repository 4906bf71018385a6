"""Works of the two SDKs for executions: one grew out of the other, and they are called alike."""

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
from answering import Taken, until_it_succeeds


def executing(kind):
    """Return the works, for the class of an SDK's client."""

    def client_of(url):
        return kind(f"{url}/gateway", "key", "secret", token_endpoint=f"{url}/token")

    def executed(client, seconds):
        execution = client.run(request={"data": {"seconds": seconds}})
        execution.wait_for_final_state()
        answer = execution.result()
        return time.monotonic(), answer.result

    def run(url, times):
        client = client_of(url)
        with Taken() as taken:
            for _ in range(times):
                executed(client, 0)
        return taken.figures

    def wait(url, lengths, stagger):
        client = client_of(url)

        def one(number):
            time.sleep(number * stagger)
            return executed(client, lengths[number])

        with ThreadPoolExecutor(len(lengths)) as threads:
            ends = threads.map(one, range(len(lengths)))
            return [[now - result["done"], result["requests"]] for now, result in ends]

    def fan_out(url, executions, at_a_time):
        client = client_of(url)
        lost = []

        def one(_):
            until_it_succeeds(lambda: executed(client, 0), httpx.TransportError, lost)

        with Taken() as taken, ThreadPoolExecutor(at_a_time) as threads:
            list(threads.map(one, range(executions)))
        return {**taken.figures, "lost": len(lost)}

    def sandbox(endpoint, key, secret, token_endpoint, inputs):
        execution = kind(endpoint, key, secret, token_endpoint=token_endpoint).run(request=inputs)
        return execution.result().result

    return run, wait, fan_out, sandbox
