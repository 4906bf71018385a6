"""A service at the Hub that sums numbers, deployed with recipes."""

from __future__ import annotations

import io

from attrs import frozen
from hub_platform.models import ApplicationDto, ServiceDto

import planqk_helpers.hub
from planqk_helpers.hub import (
    create_application,
    create_managed_service,
    publish_internally,
    subscribe,
    wait_for_build,
)
from planqk_sandbox import Sandbox
from tests.support.local_client import archive
from tests.support.recipes import QUICK, connected, hub_client_of

PROGRAM = """
import os
import sys
import time
from pathlib import Path

def run(values: list = (), do: str = "", pool=None, files: dict = None):
    print("adding", len(values))
    if do == "sleep":
        time.sleep(60)
    if do == "raise":
        for line in range(30):
            print("line", line)
        raise ValueError("no such angle")
    if do == "problem":
        return {"type": "about:blank", "status": 500, "title": "Fine", "detail": "a result"}
    if do == "secret":
        return {"hidden": os.environ["SECRET_API_KEY"][::-1]}
    if do == "echo":
        raise ValueError("the key is " + os.environ["SECRET_API_KEY"])
    for name, content in (files or {}).items():
        target = Path(os.environ["OUTPUT_DIRECTORY"], name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content)
    if pool:
        folder = Path(os.environ["DATAPOOL_DIRECTORY"], "pool")
        return {"pool": {each.name: each.read_text() for each in folder.iterdir()}}
    return {"sum": sum(values)}
"""


@frozen
class Summing:
    """A published service that sums numbers, and an application that is subscribed to it."""

    service: ServiceDto
    application: ApplicationDto


def deploy_summing(sandbox: Sandbox) -> Summing:
    """Publish a service at the Hub, and subscribe an application to it."""
    with connected(hub_client_of(sandbox), planqk_helpers.hub) as hub:
        client = hub.client
        code = io.BytesIO(archive(PROGRAM))
        service = create_managed_service(client, "Summing", user_code=code)
        wait_for_build(client, service, poll=QUICK)
        publish_internally(client, service)
        application = create_application(client, "Caller")
        subscribe(client, application, service)
        return Summing(service, application)
