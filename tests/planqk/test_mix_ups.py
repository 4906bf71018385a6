"""Mistakes of somebody new: each error says what was mixed up, and what to do instead."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planqk_helpers import (
    ConnectionFailed,
    InvalidInput,
    MissingFile,
    NotFound,
    connect,
    create_application,
    create_managed_service,
    delete_application,
    delete_service,
    ensure_application,
    ensure_managed_service,
    find_service,
    get_service,
    list_subscriptions,
    publish_internally,
    run_service,
    start_execution,
    subscribe,
    wait_for_build,
)
from planqk_sandbox import Sandbox
from planqk_sandbox.command import environment_for
from tests.support.recipes import QUICK, Platform
from tests.support.user_code import user_code


class Array:
    """As numpy's arrays and numbers look: many values, or with no dimension one."""

    def __init__(self, ndim: int) -> None:
        self.ndim = ndim

    def tolist(self) -> list[int]:
        return [1]

    def item(self) -> int:
        return 1


class DataFrame:
    def to_dict(self, orient: str) -> dict[str, list[int]]:
        return {orient: [1]}


CIRCLE: list[Any] = []
CIRCLE.append(CIRCLE)


@pytest.mark.parametrize(
    ("data", "place", "remedy"),
    [
        (
            {"values": [1, 2, Array(1)]},
            r"data\['values'\]\[2\] is of type Array",
            r"its \.tolist\(\)",
        ),
        ({"values": {"n": Array(0)}}, r"data\['values'\]\['n'\]", r"its \.item\(\)"),
        ({"frame": DataFrame()}, r"data\['frame'\] is of type DataFrame", r"\.to_dict\("),
        ({"day": date(2024, 1, 2)}, r"data\['day'\] is of type date", r"its \.isoformat\(\)"),
        ({"x": [0.5, float("nan")]}, r"data\['x'\]\[1\] is nan", "pass None"),
        ({"x": float("inf")}, r"data\['x'\] is inf", "pass None"),
        ({"x": {1, 2}}, r"data\['x'\] is of type set", "pass a list"),
        ({"x": 1j}, r"data\['x'\] is of type complex", r"its \.real"),
        ({"x": b"raw"}, r"data\['x'\] is of type bytes", r"its \.hex\(\)"),
        ({"x": {(1, 2): 3}}, r"data\['x'\] has a key of type tuple", "JSON's are text"),
        ({"x": CIRCLE}, r"data\['x'\]\[0\]\[0\]", "holds itself"),
        ({"x": object()}, r"data\['x'\] is of type object", "pass numbers, text"),
    ],
)
def test_input_that_json_does_not_have(
    platform: Platform, sandbox: Sandbox, data: dict[str, Any], place: str, remedy: str
) -> None:
    before = sandbox.received.total()
    with pytest.raises(InvalidInput, match=f"{place}.*{remedy}"):
        platform(start_execution, "s", "a", data=data)
    assert sandbox.received.total() == before


def test_a_wrapper_of_ensure_is_told_from_what_it_holds(platform: Platform) -> None:
    ensured = platform(ensure_application, "Ensured by mistake")
    with pytest.raises(InvalidInput, match=r"application is of type Ensured: pass its \.value"):
        platform(list_subscriptions, ensured)  # type: ignore[arg-type]
    service = platform(ensure_managed_service, "Ensured", user_code=user_code("return 1"))
    with pytest.raises(InvalidInput, match=r"service is of type Ensured: pass its \.value"):
        platform(wait_for_build, service)  # type: ignore[arg-type]


def test_swapped_objects_are_named(platform: Platform) -> None:
    application = platform(create_application, "Swapped")
    service = platform(create_managed_service, "Swapped", user_code=user_code("return 1"))
    with pytest.raises(InvalidInput, match="service is of type ApplicationDto: pass ServiceDto"):
        platform(run_service, application, service)  # type: ignore[arg-type]


def test_a_name_where_an_id_belongs(platform: Platform) -> None:
    application = platform(create_application, "Of names")
    service = platform(create_managed_service, "Batch", user_code=user_code("return 1"))
    platform(wait_for_build, service, poll=QUICK)
    platform(publish_internally, service)
    uses: list[Callable[[], object]] = [
        lambda: platform(run_service, "Batch", application),
        lambda: platform(get_service, "Batch"),
        lambda: platform(delete_service, "Batch"),
        lambda: platform(wait_for_build, "Batch"),
        lambda: platform(subscribe, application, "Batch"),
    ]
    for use in uses:
        with pytest.raises(NotFound, match=r"find_service\(client, 'Batch'\)"):
            use()
    uses = [
        lambda: platform(run_service, service, "Of names"),
        lambda: platform(list_subscriptions, "Of names"),
        lambda: platform(delete_application, "Of names"),
        lambda: platform(subscribe, "Of names", service),
    ]
    for use in uses:
        with pytest.raises(NotFound, match=r"find_application\(client, 'Of names'\)"):
            use()


# --- nobody answers


def test_no_connection_tells_where_and_why(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PLANQK_BASE_URL", "http://127.0.0.1:9/qc-catalog")
    monkeypatch.setattr("planqk_helpers.engine.flow.time.sleep", lambda seconds: None)
    with connect("k") as client, pytest.raises(ConnectionFailed) as caught:
        find_service(client, "x")
    assert "no answer from http://127.0.0.1:9, from PLANQK_BASE_URL (ConnectError" in str(
        caught.value
    )
    assert "Is the sandbox running?" in str(caught.value)
    retries = [r for r in caplog.records if r.levelno == logging.WARNING]
    assert len(retries) == 3
    assert all("running? Trying again in" in record.getMessage() for record in retries)


def test_elsewhere_no_sandbox_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planqk_helpers.engine.flow.time.sleep", lambda seconds: None)
    with (
        connect("k", base_url="https://nobody.invalid") as client,
        pytest.raises(ConnectionFailed, match=r"https://nobody\.invalid, from base_url=") as caught,
    ):
        find_service(client, "x")
    assert "sandbox" not in str(caught.value)


# --- blocking in a loop


@pytest.mark.usefixtures("unwarned")
def test_a_blocking_recipe_in_a_loop_warns_once(sandbox: Sandbox) -> None:
    async def main() -> list[str]:
        with (
            connect(sandbox.access_token, base_url=sandbox.base_url) as client,
            warnings.catch_warnings(record=True) as caught,
        ):
            warnings.simplefilter("always")
            for _ in range(3):
                with pytest.raises(LookupError):
                    find_service(client, "nothing of this name")
            with pytest.raises(LookupError):
                await asyncio.to_thread(find_service, client, "nothing of this name")
        return [str(each.message) for each in caught]

    (told,) = asyncio.run(main())
    assert "await find_service.aio(...) instead" in told


@pytest.mark.usefixtures("unwarned")
def test_in_a_notebook_it_does_not(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        with (
            connect(sandbox.access_token, base_url=sandbox.base_url) as client,
            pytest.raises(LookupError),
        ):
            find_service(client, "nothing of this name")

    monkeypatch.setitem(sys.modules, "ipykernel", sys)
    asyncio.run(main())  # a warning would be an error


# --- files


def test_what_is_no_service_folder(platform: Platform, sandbox: Sandbox, tmp_path: Path) -> None:
    before = sandbox.received.total()
    for missing in ("nowhere", "nowhere.zip"):
        with pytest.raises(
            MissingFile, match="no file or folder: pass the project folder"
        ) as caught:
            platform(create_managed_service, "Missing", user_code=tmp_path / missing)
        assert isinstance(caught.value, OSError)
    code = user_code("return 1")
    with pytest.raises(MissingFile, match="no file: pass the path of an OpenAPI document"):
        platform(create_managed_service, "x", user_code=code, api_definition=tmp_path / "nowhere")
    (tmp_path / "inner" / "src").mkdir(parents=True)
    (tmp_path / "inner" / "src" / "program.py").write_text("def run(data, params): ...")
    with pytest.raises(
        MissingFile, match=r"has no src/program\.py.*its folder 'inner'\?"
    ) as caught:
        platform(create_managed_service, "Outer", user_code=tmp_path)
    assert "requirements.txt" in str(caught.value)
    (tmp_path / "inner" / "src" / "program.py").rename(tmp_path / "inner" / "program.py")
    with pytest.raises(MissingFile, match=r"has no src/program\.py"):
        platform(create_managed_service, "No program", user_code=tmp_path / "inner")
    assert sandbox.received.total() == before


# --- tracebacks

TYPO = """
import asyncio
from planqk_helpers import connect, find_service

async def awaited():
    async with connect() as client:
        await find_service.aio(client, "Misteyped")

def blocking():
    with connect() as client:
        find_service(client, "Mistyped")

{call}
"""


@pytest.mark.parametrize("call", ["blocking()", "asyncio.run(awaited())"])
@pytest.mark.parametrize("full", [False, True])
def test_tracebacks_show_the_callers_line_and_little_more(
    sandbox: Sandbox, call: str, full: bool
) -> None:
    shown = run_and_fail(sandbox, [sys.executable, "-c", TYPO.replace("{call}", call)], full)
    assert "NameNotFound: there is no service named" in shown
    frames = shown.count("/planqk_helpers/")
    assert frames > 3 if full else frames == 1


CALLS = {
    "find_service(client, 'Mistyped')": "NameNotFound: there is no service named 'Mistyped'",
    "run_service(client, 5, 'a')": "InvalidInput: run_service: service is of type int",
}
BEFORE = "from planqk_helpers import connect, find_service, run_service; client = connect()"
SHELLS = {
    "python": ["-c", f"{BEFORE}\n{{call}}"],
    "IPython": [
        *("-m", "IPython", "--no-banner", "--colors=NoColor", "--no-simple-prompt"),
        *("--ipython-dir={folder}", f"--InteractiveShellApp.exec_lines={BEFORE}", "-c", "{call}"),
    ],
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("shell", SHELLS)
def test_the_traceback_of_a_typo_is_short(
    sandbox: Sandbox, tmp_path: Path, call: str, shell: str
) -> None:
    options = [each.format(call=call, folder=tmp_path) for each in SHELLS[shell]]
    short = run_and_fail(sandbox, [sys.executable, *options])
    assert CALLS[call] in short
    assert len(short.strip().splitlines()) < 12, short
    full = run_and_fail(sandbox, [sys.executable, *options], full=True)
    assert CALLS[call] in full
    assert len(full.strip().splitlines()) >= 12
    assert full.count("/planqk_helpers/") > 3


def run_and_fail(sandbox: Sandbox, command: list[str], full: bool = False) -> str:
    """Run a command that raises, and return what it prints; with all frames if asked for."""
    switch = {"PLANQK_HELPERS_FULL_TRACEBACKS": "1"} if full else {}
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        env=environment_for(sandbox) | switch,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    return done.stdout or done.stderr  # IPython prints tracebacks to the former
