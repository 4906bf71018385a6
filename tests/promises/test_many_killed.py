"""A run of many with a journal, killed at random moments over faults of every kind: nothing starts
twice, nothing is lost, and what is not known is said.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from planqk_sandbox import Fault, Sandbox
from tests.support.recipes import Deployed, blocking, client_of, deploy
from tests.support.tried import Tried

KILLS = int(os.environ.get("PLANQK_SOAK_KILLS", "5"))
INPUTS = 20 * KILLS
SEED = random.randrange(10**6)

# Whoever starts an execution leaves a line in a file: it is what really happened.
BODY = """
    import time
    with open(params["log"], "a") as file:
        print(data["number"], file=file)
    time.sleep(0.05 + data["number"] % 4 / 10)
    if data["number"] % 10 == 7:
        raise ValueError("unlucky")
    return {"doubled": 2 * data["number"]}
"""

RUN = """
import importlib, json, sys
from planqk_helpers.engine import adopting
package, service, application, journal, log, count = sys.argv[1:]
recipes = importlib.import_module(package)
connect, plan_many, run_many = recipes.connect, recipes.plan_many, recipes.run_many
application = application or None
adopting.SEARCH = 3.0
inputs = [{"data": {"number": n}, "params": {"log": log}} for n in range(int(count))]
with connect(timeout=3) as client:
    print("ready", flush=True)
    outcomes = run_many(client, service, application, inputs, at_a_time=8, journal=journal)
    plan = plan_many(client, service, application, inputs, journal=journal)
print(json.dumps({
    "states": [each.state for each in outcomes],
    "results": [each.result and each.result.result["doubled"] for each in outcomes],
    "executions": [each.execution and each.execution.id for each in outcomes],
    "errors": [str(each.error) for each in outcomes],
    "plan": [plan.to_start, plan.to_adopt, plan.done, plan.unsure],
}))
"""

REFUSAL = {"status": 429, "headers": {"Retry-After": "1"}}
FAULTS: list[dict[str, Any]] = [
    {"reset": "before"},
    {"reset": "after"},
    {"status": 503},
    {"status": 502, "late": True, "body": "<html>Bad Gateway</html>"},
    {"truncate": True},
    {"status": 200, "body": "null"},
    {"delay": 0.3},
    REFUSAL,
    {"status": 429, "late": True},
]


@frozen
class Kind:
    """A kind of run.

    Attributes:
        package: Whose recipes do it.
        operations: What fails now and then; the first starts one.
        advice: How an unsure one says where to look.
    """

    package: str
    operations: tuple[str, ...]
    advice: str


KINDS = {
    "planqk": Kind(
        "planqk_helpers",
        (
            "startExecution",
            "getStatus",
            "getResult",
            "getSubscriptionExecutions",
            "getApplicationSubscriptions",
            "getAccessToken",
            "getService",
        ),
        "check whether the application's subscription lists a new execution",
    ),
    "hub": Kind(
        "planqk_helpers.hub",
        (
            "hub.gateway.startExecution",
            "hub.gateway.getStatus",
            "hub.gateway.getResult",
            "hub.gateway.getServiceExecutions",
            "hub.getServiceExecutions",
            "hub.getApplicationAccessKeys",
            "hub.getGatewayToken",
            "hub.getService",
        ),
        "check list_executions(client, tags=['",
    ),
    "jobs": Kind(
        "planqk_helpers.hub",
        (
            "hub.createServiceJob",
            "hub.getServiceExecution",
            "hub.getServiceExecutionResult",
            "hub.getServiceExecutions",
            "hub.getServiceJobs",
        ),
        "check list_jobs(client, tags=['",
    ),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(max_runs=8) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def deployed(sandbox: Sandbox) -> Deployed:
    with client_of(sandbox) as client:
        return deploy(blocking(client), BODY, "Killed")


@contextmanager
def faults(
    sandbox: Sandbox, operations: tuple[str, ...], dice: random.Random
) -> Iterator[Counter[str]]:
    """Let something fail every now and then; counts what."""
    ended = threading.Event()
    injected: Counter[str] = Counter()

    def inject() -> None:
        while not ended.wait(dice.uniform(0.1, 0.4)):
            operation = dice.choice(operations)
            sandbox.inject(Fault(operation, **dice.choice(FAULTS)))
            injected[operation] += 1

    thread = threading.Thread(target=inject)
    thread.start()
    try:
        yield injected
    finally:
        ended.set()
        thread.join()
        sandbox.heal()


@contextmanager
def process(sandbox: Sandbox, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", RUN, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={
            "PLANQK_BASE_URL": sandbox.base_url,
            "PLANQK_PERSONAL_ACCESS_TOKEN": sandbox.access_token,
            "KQH_BASE_URL": sandbox.hub_url,
            "KQH_PERSONAL_ACCESS_TOKEN": sandbox.access_token,
        },
    ) as run:
        assert run.stdout
        assert run.stdout.readline() == "ready\n", run.communicate()[1]
        try:
            yield run
        finally:
            run.kill()


@pytest.mark.parametrize("name", KINDS)
def test_nothing_starts_twice_and_nothing_is_lost(
    sandbox: Sandbox, deployed: Deployed, tmp_path: Path, tried: Tried, name: str
) -> None:
    kind, dice, log = KINDS[name], random.Random(SEED), tmp_path / "started"
    print("seed:", SEED)
    service, application = deployed.ids
    runner = "" if name == "jobs" else application
    files = [str(tmp_path / "journal"), str(log)]
    arguments = [kind.package, service, runner, *files, str(INPUTS)]
    before = sandbox.effects[kind.operations[0]]
    with faults(sandbox, kind.operations, dice) as injected:
        for _ in range(KILLS):
            with process(sandbox, *arguments) as run:
                time.sleep(dice.uniform(0.05, 2.0))
                run.send_signal(signal.SIGKILL)
    with process(sandbox, *arguments) as run:
        said, errors = run.communicate(timeout=300)
    assert said, errors
    started = Counter(map(int, log.read_text().split()))
    assert sandbox.effects[kind.operations[0]] - before == started.total()
    compare(json.loads(said), started, kind)
    tried(KILLS, "kills")
    tried(INPUTS, "inputs")
    tried(injected.total(), "faults")


def compare(said: dict[str, Any], started: Counter[int], kind: Kind) -> None:
    """Compare what the run says with what really happened."""
    unsure = [n for n, state in enumerate(said["states"]) if state == "unsure"]
    assert max(started.values()) == 1  # none twice
    assert sorted(started.keys() | set(unsure)) == list(range(INPUTS))  # none lost
    for number, state in enumerate(said["states"]):
        failed = number % 10 == 7
        if state == "unsure":
            assert kind.advice in said["errors"][number]
            assert said["executions"][number] is None
        else:
            assert state == ("failed" if failed else "succeeded"), said["errors"][number]
            assert said["results"][number] == (None if failed else 2 * number)
    known = [id for id in said["executions"] if id]
    assert len(set(known)) == len(known) == INPUTS - len(unsure)
    assert said["plan"] == [[], [], sorted(set(range(INPUTS)) - set(unsure)), unsure]
    assert len(unsure) < INPUTS / 2  # more only tells that the machine is slow
