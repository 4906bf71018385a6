"""Values for every parameter of every recipe: right ones, and all kinds of wrong ones."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from planqk_platform.models import ServiceDto

from planqk_helpers import (
    create_managed_service,
    find_marketplace_service,
    list_subscriptions,
    publish_to_marketplace,
    start_execution,
    wait_for_build,
)
from planqk_helpers.hub import create_data_pool, list_data_pool_files, upload_to_data_pool
from planqk_sandbox import Sandbox
from tests.support.either import OPENERS
from tests.support.recipes import QUICK, Platform, deploy
from tests.support.user_code import user_code

THINGS = (
    "application", "client", "execution", "file", "listing", "plan", "poll", "pool", "service",
    "subscription",
)  # fmt: skip
"""Labels of what the sandbox holds; each has the name of the parameter it belongs to."""

VALUES: dict[str, Callable[[], Any]] = {
    "none": lambda: None,
    "true": lambda: True,
    "int": lambda: 5,
    "minus": lambda: -1,
    "float": lambda: 1.5,
    "nan": lambda: math.nan,
    "infinite": lambda: math.inf,
    "text": lambda: "text",
    "uuid": uuid4,
    "blank": lambda: " ",
    "empty": lambda: "",
    "dots": lambda: "..",
    "nul": lambda: "text\0",
    "surrogate": lambda: "\ud800",
    "bytes": lambda: b"text",
    "list": lambda: ["information technology"],
    "list of int": lambda: [5],
    "list of blank": lambda: [" "],
    "set": lambda: {"text"},
    "dict": lambda: {"values": [1, 2.5]},
    "dict of text": lambda: {"text": "text"},
    "dict with NaN": lambda: {"values": math.nan},
    "dict with an object": lambda: {"values": object()},
    "object": object,
    "function": lambda: len,
    "class": lambda: ServiceDto,
    "path": lambda: Path("missing", "file"),
    "text file": lambda: io.StringIO("text"),
    "binary file": lambda: io.BytesIO(b"text"),
    "empty file": io.BytesIO,
    "closed file": lambda: closed(io.BytesIO(b"text")),
    "pipe": lambda: Pipe(b"text"),
}

WORDS = {"text", "uuid", "blank", "empty", "dots", "nul"}
NAMES = WORDS - {"blank", "empty"}
IDS = NAMES - {"dots"}
NUMBERS = {"int", "minus"}
FLAG = {"true"}
OBJECT = {"dict", "dict of text"}

OF_BOTH = {
    "api_definition": {"binary file"},
    "application": IDS | {"application"},
    "at_a_time": {"int"},
    "cancel_on_interrupt": FLAG,
    "client": {"client"},
    "data": OBJECT,
    "description": WORDS,
    "execution": {"execution"},
    "force": FLAG,
    "journal": NAMES,
    "key": {"function", "class"},
    "lifecycle": set[str](),
    "listing": IDS | {"listing"},
    "name": NAMES,
    "on_progress": {"function", "class"},
    "on_update": {"function", "class"},
    "overwrite": FLAG,
    "params": OBJECT,
    "password": WORDS,
    "per_second": {"int", "float"},
    "poll": {"poll"},
    "progress": FLAG,
    "restart_unsure": FLAG,
    "retry_failed": {"int"},
    "service": IDS | {"service"},
    "service_id": IDS,
    "stop_after_failures": {"int"},
    "subscription": IDS | {"subscription"},
    "timeout": {"none", "int", "float"},
    "to": {"text", "uuid"},
    "url": NAMES,
    "user_code": {"dots"},
    "username": WORDS,
}
OF_PLANQK: dict[str, set[str]] = {
    **OF_BOTH,
    "cpu": NUMBERS,
    "industries": {"list"},
    "inputs": set(),
    "memory": NUMBERS,
    "plan": IDS | {"plan"},
    "quantum_backend": set(),
    "use_platform_token": FLAG,
}
OF_HUB = {
    **OF_BOTH,
    "cpu": {"int"},
    "created_after": set[str](),
    "created_before": set[str](),
    "display_name": WORDS,
    "environment": {"dict of text"},
    "file": NAMES | {"file"},
    "folder": {"text", "uuid", "dots", "path"},
    "gpu": set[str](),
    "gpu_count": {"int"},
    "ids": {"list"},
    "inputs": OBJECT,
    "job": {"execution"},
    "limit": {"int"},
    "memory": {"int"},
    "most": {"int", "none"},
    "pool": IDS | {"pool"},
    "price": set[str](),
    "profit_percentage": set[str](),
    "runtime": set[str](),
    "secrets": {"dict of text"},
    "security": set[str](),
    "short_description": WORDS,
    "store_input": FLAG,
    "summary": WORDS,
    "tags": {"list"},
    "use_provider_tokens": FLAG,
    "download_from_data_pool to": {"text", "uuid", "dots"},
    "plan_many application": IDS | {"application", "none"},  # without one it runs jobs
    "plan_many inputs": set[str](),
    "rerun_job job": IDS | {"execution"},
    "run_many application": IDS | {"application", "none"},
    "run_many inputs": set[str](),
    "upload_to_data_pool file": {"binary file", "empty file"},
}
FITTING = {"planqk": OF_PLANQK, "hub": OF_HUB}
"""What each parameter takes; all other values, and None where it is not the default, are wrong.

Where a name means something else in one recipe, the name of that stands before it.
"""


class Pipe(io.BytesIO):
    """A file that cannot be read twice."""

    def seekable(self) -> bool:
        return False


def closed(file: io.BytesIO) -> io.BytesIO:
    file.close()
    return file


@contextmanager
def right_at_planqk(sandbox: Sandbox, folder: Path) -> Iterator[dict[str, Any]]:
    """A right value for each parameter: with these, every recipe would take effect."""
    with OPENERS["planqk"](sandbox) as planqk:
        values = right_at_both(planqk, folder)
        yield {
            **values,
            "industries": [],
            "inputs": [{"data": {}}],
            "plan": (values["listing"].pricing_plans or [])[0],
            "quantum_backend": "NONE",
            "use_platform_token": False,
        }


@contextmanager
def right_at_hub(sandbox: Sandbox, folder: Path) -> Iterator[dict[str, Any]]:
    """The same at the Hub."""
    with OPENERS["hub"](sandbox) as hub:
        values = right_at_both(hub, folder)
        pool = hub(create_data_pool, "For arguments")
        hub(upload_to_data_pool, pool, io.BytesIO(b"content"), name="file")
        yield {
            **values,
            "created_after": None,
            "created_before": None,
            "display_name": "new",
            "environment": {"NAME": "value"},
            "file": hub(list_data_pool_files, pool)[0],
            "folder": folder / "files",
            "gpu": "NVIDIA_TESLA_T4",
            "gpu_count": 1,
            "ids": ["*"],
            "inputs": {"values": [1]},
            "job": values["execution"],
            "limit": 5,
            "most": 5,
            "pool": pool,
            "price": "FREE",
            "profit_percentage": None,
            "runtime": "PYTHON_TEMPLATE",
            "secrets": {"name": "value"},
            "security": None,
            "short_description": "new",
            "store_input": False,
            "summary": "new",
            "tags": ["nightly"],
            "use_provider_tokens": False,
            "plan_many inputs": [{"data": {}}],
            "run_many inputs": [{"data": {}}],
            "upload_to_data_pool file": io.BytesIO(b"content"),
        }


RIGHT = {"planqk": right_at_planqk, "hub": right_at_hub}


def right_at_both(platform: Platform, folder: Path) -> dict[str, Any]:
    """The values of what both platforms have."""
    deployed = deploy(platform, "return {'sum': 1}", "For arguments")
    name = f"For sale {'at the Hub' if platform.is_hub else 'at PlanQK'}"
    sold = platform(create_managed_service, name, user_code=user_code("return 1"))
    platform(wait_for_build, sold, poll=QUICK)
    platform(publish_to_marketplace, sold)
    return {
        "api_definition": io.BytesIO(b"openapi: 3.0.0"),
        "application": deployed.application,
        "at_a_time": 8,
        "cancel_on_interrupt": False,
        "client": platform.client,
        "cpu": 500,
        "data": {"values": [1]},
        "description": "new",
        "execution": platform(start_execution, deployed.service, deployed.application),
        "force": True,
        "journal": None,
        "key": None,
        "lifecycle": "ACCESSIBLE",
        "listing": platform(find_marketplace_service, name),
        "memory": 2048,
        "name": "New",
        "on_progress": None,
        "on_update": None,
        "overwrite": False,
        "params": {},
        "password": "p",
        "per_second": None,
        "poll": QUICK,
        "progress": False,
        "restart_unsure": False,
        "retry_failed": 0,
        "service": deployed.service,
        "service_id": deployed.service.id,
        "stop_after_failures": None,
        "subscription": platform(list_subscriptions, deployed.application)[0],
        "timeout": 5.0,
        "to": folder / "code.zip",
        "url": "https://service.example",
        "user_code": user_code("return 2"),
        "username": "u",
    }
