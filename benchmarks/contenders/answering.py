"""The loop of a contender: works are ordered as lines of JSON, what they measure goes out likewise.

Only the standard library: this runs in the environments of the alternatives too.
"""

import asyncio
import inspect
import json
import os
import sys
import time


def answer(*works):
    """Do what is ordered, by the names of the functions, until there are no more orders."""
    by_name = {work.__name__: work for work in works}
    # What a library prints must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    with asyncio.Runner() as runner:
        for line in sys.stdin:
            order = json.loads(line)
            result = by_name[order.pop("work")](**order)
            if inspect.isawaitable(result):
                result = runner.run(result)
            print(json.dumps(result), file=answers, flush=True)


def cpu_per_call(call, times):
    """Return the seconds of CPU that a call takes, of ``times`` in a row."""
    before = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - before) / times


async def cpu_per_await(call, times):
    """Do the same for a function that is awaited."""
    before = time.process_time()
    for _ in range(times):
        await call()
    return (time.process_time() - before) / times


def peak():
    """Return the peak memory of this process in MB.

    Not getrusage: what that tells begins with the peak of the process that started this one.
    """
    with open("/proc/self/status") as status:
        fields = dict(line.split(":", 1) for line in status)
    return int(fields["VmHWM"].split()[0]) / 1024


def until_it_succeeds(run, errors, lost):
    """Do something, anew when it is lost to one of the errors, which are added to ``lost``."""
    for _ in range(5):
        try:
            return run()
        except errors as error:
            lost.append(error)
    raise lost[-1]


def lost_of(ends):
    """Return how many of these ended with an error."""
    return sum(isinstance(end, BaseException) for end in ends)


class Taken:
    """What a block takes: seconds on the clock and of CPU, and by how many MB the peak grew."""

    def __enter__(self):
        self._began = time.monotonic(), time.process_time(), peak()
        return self

    def __exit__(self, *exception):
        seconds, cpu, memory = self._began
        self.figures = {
            "seconds": time.monotonic() - seconds,
            "cpu": time.process_time() - cpu,
            "memory": peak() - memory,
        }
