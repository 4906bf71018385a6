"""What each recipe is called with, in the order of a service's life.

Each entry is called with a function that performs the recipe, and with what the entries before it
have made.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, TypeAlias

from tests.support.local_client import archive
from tests.support.recipes import QUICK

Table: TypeAlias = dict[str, Callable[[Callable[..., Any], SimpleNamespace], Any]]

DEFINITION = b"openapi: 3.0.0\ninfo: {title: Sum, version: '1'}\npaths: {}\n"
PROGRAM = """
import os
from pathlib import Path

def run(data: dict = {}, params: dict = {}):
    folder = os.environ.get("OUTPUT_DIRECTORY")
    if folder:
        Path(folder, "report.txt").write_text("report")
    return {"sum": sum(data.get("values", []))}
"""
INPUTS: dict[str, Any] = {"data": {"values": [1, 2]}, "params": {"round": True}}


def code() -> io.BytesIO:
    return io.BytesIO(archive(PROGRAM))


def definition() -> io.BytesIO:
    return io.BytesIO(DEFINITION)


def keep(made: SimpleNamespace, name: str, value: Any) -> Any:
    setattr(made, name, value)
    return value


COMMON: Table = {
    "verify": lambda do, it: do(),
    "create_managed_service": lambda do, it: keep(
        it,
        "service",
        do("Sum", user_code=code(), api_definition=definition(), description="D", memory=512),
    ),
    "wait_for_build": lambda do, it: do(it.service, poll=QUICK),
    "ensure_managed_service": lambda do, it: do("Other", user_code=code(), description="D"),
    "create_external_service": lambda do, it: keep(
        it,
        "external",
        do("External", url="https://example.org", username="me", password="p"),
    ),
    "list_services": lambda do, it: do(lifecycle="CREATED"),
    "find_service": lambda do, it: do("Sum", lifecycle="CREATED"),
    "get_service": lambda do, it: do(it.service.id),
    "publish_internally": lambda do, it: do(it.service),
    "publish_to_marketplace": lambda do, it: do(it.external),
    "find_marketplace_service": lambda do, it: keep(it, "listing", do("External")),
    "create_application": lambda do, it: keep(it, "application", do("Application")),
    "find_application": lambda do, it: do("Application"),
    "ensure_application": lambda do, it: do("Application"),
    "subscribe": lambda do, it: keep(it, "subscription", do(it.application, it.service)),
    "ensure_subscription": lambda do, it: do(it.application, it.service),
    "subscribe_to_marketplace": lambda do, it: keep(it, "other", do(it.application, it.listing)),
    "list_subscriptions": lambda do, it: do(it.application),
    "start_execution": lambda do, it: keep(
        it, "execution", do(it.service, it.application, **INPUTS)
    ),
    "wait_for_execution": lambda do, it: do(it.execution, poll=QUICK),
    "get_result": lambda do, it: do(it.execution),
    "cancel_execution": lambda do, it: do(it.execution),
    "run_service": lambda do, it: do(it.service, it.application, poll=QUICK, **INPUTS),
    "run_many": lambda do, it: do(it.service, it.application, [INPUTS, {}]).results(),
    "plan_many": lambda do, it: do(it.service, it.application, [INPUTS]),
    "download_source_code": lambda do, it: do(it.service, it.folder / "code.zip"),
    "download_api_definition": lambda do, it: do(it.service, it.folder / "api.yaml"),
}
END: Table = {
    "update_service": lambda do, it: do(
        it.service, description="New", user_code=code(), api_definition=definition()
    ),
    "unsubscribe": lambda do, it: [
        do(it.application, each) for each in (it.subscription, it.other)
    ],
    "unpublish": lambda do, it: do(it.service, force=True),
    "delete_service": lambda do, it: do(it.service),
    "delete_application": lambda do, it: do(it.application),
}
PLANQK: Table = {
    **COMMON,
    "get_interim_results": lambda do, it: do(it.execution),
    "find_industry": lambda do, it: do("information_technology"),
    **END,
}
HUB: Table = {
    **COMMON,
    "get_build_log": lambda do, it: do(it.service),
    "get_log": lambda do, it: do(it.execution, limit=5),
    "get_costs": lambda do, it: do(it.execution),
    "list_executions": lambda do, it: do(
        service=it.service, application=it.application, tags=["a"], ids=["x*"]
    ),
    "list_result_files": lambda do, it: do(it.execution),
    "download_result_file": lambda do, it: do(it.execution, "report.txt", it.folder / "a.txt"),
    "download_result_files": lambda do, it: do(it.execution, it.folder / "files"),
    "start_job": lambda do, it: keep(
        it, "job", do(it.service, tags=["night"], store_input=True, **INPUTS)
    ),
    "wait_for_job": lambda do, it: do(it.job, poll=QUICK),
    "rerun_job": lambda do, it: do(it.job),
    "run_job": lambda do, it: do(it.service, poll=QUICK, secrets={"key": "s"}, **INPUTS),
    "list_jobs": lambda do, it: do(service=it.service, tags=["night"]),
    "create_data_pool": lambda do, it: keep(it, "pool", do("Pool", description="D")),
    "find_data_pool": lambda do, it: do("Pool"),
    "upload_to_data_pool": lambda do, it: keep(
        it, "file", do(it.pool, io.BytesIO(b"1"), name="a.txt")
    ),
    "list_data_pool_files": lambda do, it: do(it.pool),
    "download_from_data_pool": lambda do, it: do(it.pool, it.file, it.folder / "pool.txt"),
    "delete_data_pool": lambda do, it: do(it.pool),
    **END,
}
