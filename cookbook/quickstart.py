"""From user code to its result: create a service, publish it, subscribe to it, run it.

On PlanQK, leave `.hub` out of the import line.
"""

import json
import sys
import time
from pathlib import Path

from planqk_helpers.hub import (
    connect,
    create_application,
    create_managed_service,
    publish_internally,
    run_service,
    subscribe,
    wait_for_build,
)

USER_CODE = Path(__file__).parent / "user_code"
STARTED = time.monotonic()


def step(text: str) -> None:
    print(f"{time.monotonic() - STARTED:5.1f} s  {text}", flush=True)


with connect() as client:
    step(f"connected: {client}")
    step("create the service")
    service = create_managed_service(client, "Sum", user_code=USER_CODE)
    wait_for_build(client, service, on_update=lambda build: step(f"  build {build.status}"))

    step("publish it and subscribe an application to it")
    publish_internally(client, service)
    application = create_application(client, "My application")
    subscribe(client, application, service)

    step("run it")
    answer = run_service(
        client,
        service,
        application,
        data={"values": [100, 50, 200, 70.69]},
        params={"round_off": True},
        on_update=lambda execution: step(f"  execution {execution.status}"),
    )

step("done")
print(json.dumps(answer.result))
sys.exit(0 if answer.result == {"sum": 421} else 1)
