"""The cookbook, whole: from user code to a result, on the sandbox."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from planqk_helpers import (
    connect,
    create_application,
    create_managed_service,
    get_service,
    publish_internally,
    subscribe,
    wait_for_build,
)
from planqk_sandbox import Sandbox

from .measures import Axis, Form, Measure, Plot
from .processes import ROOT, Contender, python_of, variables_of

BUILD_SECONDS, RUN_SECONDS = 2, 1
QUICKSTART = ROOT / "cookbook" / "quickstart.py"
USER_CODE = ROOT / "cookbook" / "user_code"
ON_PLANQK = (
    f"__file__ = {str(QUICKSTART)!r}; "
    "exec(open(__file__).read().replace('planqk_helpers.hub', 'planqk_helpers'))"
)
"""Where the cookbook's script runs too: with the import line of PlanQK."""
EXPECTED = {"sum": 421}
BUILDS = (1.0, 2.0, 5.0, 10.0, 20.0)
OURS, COOKBOOK = "our quickstart", "the cookbook's script"
SDKS = {
    "planqk-service-sdk": ("planqk-service-sdk", "planqk_service_sdk.py"),
    "qhub-service": ("qhub-service", "qhub_service.py"),
}


def measure(form: Form) -> Axis:
    """Measure both scripts, each on a sandbox of its own."""
    scripts = {OURS: ours, COOKBOOK: cookbook} if form.cookbook else {OURS: ours}
    seconds = {name: script(BUILD_SECONDS) for name, script in scripts.items()}
    measures = [Measure(name, taken, "s") for name, taken in seconds.items()]
    if form.cookbook:
        ratio = seconds[COOKBOOK] / seconds[OURS]
        measures.insert(0, Measure("the cookbook's script : our quickstart", ratio, at_least=5))
    # These mostly sleep, so they may do it at the same time.
    with ThreadPoolExecutor() as threads:
        runs = {name: threads.map(script, BUILDS) for name, script in scripts.items()}
        lines = {
            name: [*zip(BUILDS, (float(taken) for taken in each), strict=True)]
            for name, each in runs.items()
        }
    return Axis(
        name="the cookbook, whole",
        how=HOW,
        measures=measures,
        plot=Plot(x="the build takes (s)", y="time of the whole script (s)", lines=lines),
        notes=[sdks_on_the_sandbox()],
    )


HOW = (
    f"The time of a whole process that creates a service, builds it ({BUILD_SECONDS} s on the "
    f"sandbox), publishes it, subscribes to it, runs it ({RUN_SECONDS} s) and fetches the "
    "result. `cookbook/quickstart.py` is compared with the calls and loops of the cookbook's "
    "own script, which uses its generated client and `requests`, and sleeps for 15 s between "
    "two looks, for the build and for the run. (As it is printed, its second loop ends "
    "without a result when it sees the state RUNNING; here it goes on.)"
)


def ours(build_seconds: float) -> float:
    """Run the quickstart; return the seconds it takes."""
    with Sandbox(build_seconds=build_seconds, run_seconds=RUN_SECONDS) as sandbox:
        began = time.monotonic()
        subprocess.run(
            [python_of("helpers"), "-c", ON_PLANQK],
            env={
                **variables_of("helpers"),
                "PLANQK_BASE_URL": sandbox.base_url,
                "PLANQK_PERSONAL_ACCESS_TOKEN": sandbox.access_token,
            },
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=120,
        )
        return time.monotonic() - began


def cookbook(build_seconds: float) -> float:
    """Run the cookbook's script; return the seconds it takes."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        Sandbox(build_seconds=build_seconds, run_seconds=RUN_SECONDS) as sandbox,
    ):
        archive = shutil.make_archive(str(Path(scratch, "code")), "zip", USER_CODE)
        began = time.monotonic()
        with Contender("other-generator", "cookbook_client.py") as contender:
            order = {"url": sandbox.base_url, "token": sandbox.access_token}
            result = contender("whole", **order, user_code=archive)
        seconds = time.monotonic() - began
    if result != EXPECTED:
        raise RuntimeError(f"the cookbook's script gave {result}")
    return seconds


def sdks_on_the_sandbox() -> str:
    """Run the sum with each SDK on the sandbox itself, and tell whether it could."""
    with Sandbox() as sandbox, connect(sandbox.access_token, base_url=sandbox.base_url) as client:
        service = create_managed_service(client, "Sum", user_code=USER_CODE)
        wait_for_build(client, service)
        publish_internally(client, service)
        application = create_application(client, "Benchmark")
        subscribe(client, application, service)
        version = get_service(client, service.id).service_definitions[0]
        key, secret = sandbox.credentials(application.id)
        order: dict[str, Any] = {
            "endpoint": version.gateway_endpoint,
            "key": key,
            "secret": secret,
            "token_endpoint": f"{sandbox.gateway_url}/token",
            "inputs": {"data": {"values": [400, 21]}, "params": {}},
        }
        told = []
        for name, script in SDKS.items():
            with Contender(*script) as contender:
                told.append(f"{name}: {contender('sandbox', **order)}")
    return f"Executions on the sandbox with the SDKs, 400 + 21: {'; '.join(told)}."
