"""What a server may do: names that lead elsewhere, files that are cut, echoes of secrets."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from planqk_helpers.hub import (
    BadRequest,
    DecodeError,
    Execution,
    ExecutionFailed,
    InvalidInput,
    create_data_pool,
    delete_data_pool,
    download_from_data_pool,
    download_result_file,
    download_result_files,
    list_data_pool_files,
    list_result_files,
    run_service,
    start_execution,
    start_job,
    upload_to_data_pool,
    wait_for_execution,
)
from planqk_sandbox import Fault, Sandbox
from tests.support.recipes import QUICK, Platform
from tests.support.summing import Summing

JSON = {"Content-Type": "application/json"}
HOSTILE = ["../x", "a/../../x", "/etc/x", "..\\x", "a//x", ".", "", "link/x", "a\0x", "\ud800"]
SECRET = 'canary "0123"\n456789'


def written(hub: Platform, summing: Summing, **files: str) -> Execution:
    started = hub(start_execution, summing.service, summing.application, inputs={"files": files})
    ended: Execution = hub(wait_for_execution, started, poll=QUICK)
    return ended


def everything_below(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("operation", ["hub.gateway.getResult", "hub.getServiceExecutionResult"])
def test_no_name_of_a_result_file_leads_out_of_the_folder(
    hub: Platform, summing: Summing, sandbox: Sandbox, tmp_path: Path, operation: str
) -> None:
    ended = written(hub, summing, fine="yes")
    if "gateway" not in operation:
        ended = evolve(ended, endpoint="")
    folder = tmp_path / "in" / "folder"
    folder.mkdir(parents=True)
    (tmp_path / "in" / "elsewhere").mkdir()
    (folder / "link").symlink_to(tmp_path / "in" / "elsewhere")
    for name in HOSTILE:
        body = json.dumps({"_links": {"fine": {"href": "x"}, name: {"href": "x"}}})
        sandbox.inject(Fault(operation, status=200, body=body, headers=JSON))
        with pytest.raises(DecodeError):
            hub(download_result_files, ended, folder)
        assert everything_below(tmp_path) == {}, name


@pytest.mark.parametrize("overwrite", [False, True])
def test_result_files_that_have_no_place_are_told_before_any_is_written(
    hub: Platform, summing: Summing, tmp_path: Path, overwrite: bool
) -> None:
    ended = written(hub, summing, **{"a.txt": "1", "b/c/d.txt": "2", "z.txt": "3"})

    def refuse(kind: type[Exception], complaint: str) -> None:
        before = everything_below(tmp_path)
        with pytest.raises(kind, match=complaint):
            hub(download_result_files, ended, tmp_path, overwrite=overwrite)
        assert everything_below(tmp_path) == before

    for name in ("b", "b/c"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("a file")
        refuse(FileExistsError, f"{path} is no folder, but b/c/d.txt goes into it")
        path.unlink()
        path.symlink_to("nowhere")
        refuse(FileExistsError, f"{path} is no folder")
        path.unlink()
    (tmp_path / "z.txt").mkdir()
    refuse(InvalidInput, "z.txt is a folder")
    (tmp_path / "z.txt").rmdir()
    found = hub(download_result_files, ended, tmp_path, overwrite=overwrite)
    texts = {str(path.relative_to(tmp_path)): path.read_text() for path in found}
    assert {"a.txt": "1", "b/c/d.txt": "2", "z.txt": "3"}.items() <= texts.items()


def test_a_name_that_is_a_file_and_a_folder(
    hub: Platform, summing: Summing, sandbox: Sandbox, tmp_path: Path
) -> None:
    ended = written(hub, summing, **{"a.txt": "1", "b": "2"})
    body = json.dumps({"_links": {name: {"href": "x"} for name in ("a.txt", "b", "b/c.txt")}})
    sandbox.inject(Fault("hub.gateway.getResult", status=200, body=body, headers=JSON))
    with pytest.raises(DecodeError, match="'b' is the name of a file and of a folder"):
        hub(download_result_files, ended, tmp_path)
    assert everything_below(tmp_path) == {}


def test_a_result_file_is_there_whole_or_not_at_all(
    hub: Platform, summing: Summing, sandbox: Sandbox, tmp_path: Path
) -> None:
    ended = written(hub, summing, big="x" * 100_000)
    target = tmp_path / "big"
    target.write_text("before")
    for alone in (ended, evolve(ended, endpoint="")):
        operation = "gateway.getResultFile" if alone.endpoint else "getServiceExecutionResultFile"
        sandbox.inject(Fault(f"hub.{operation}", truncate=True, times=None))
        with pytest.raises(Exception, match=r"get_(service_execution_)?result_file"):
            hub(download_result_file, alone, "big", target, overwrite=True)
        sandbox.heal()
        assert everything_below(tmp_path) == {"big": b"before"}
    hub(download_result_file, ended, "big", target, overwrite=True)
    assert target.read_text() == "x" * 100_000


def test_files_of_an_execution_that_failed(hub: Platform, summing: Summing) -> None:
    started = hub(start_execution, summing.service, summing.application, inputs={"do": "raise"})
    with pytest.raises(ExecutionFailed):
        hub(wait_for_execution, started, poll=QUICK)
    assert isinstance(hub(list_result_files, started), list)


@pytest.mark.parametrize("name", [*HOSTILE[:-1], "plain"])
def test_no_name_in_a_data_pool_leads_out_of_the_folder(
    hub: Platform, sandbox: Sandbox, tmp_path: Path, name: str
) -> None:
    pool = hub(create_data_pool, "Hostile")
    source = tmp_path / "source"
    source.write_bytes(b"content")
    hub(upload_to_data_pool, pool, source)
    (entry,) = hub(list_data_pool_files, pool)
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    hostile = evolve(entry, name=name)
    if name == "plain":
        hub(download_from_data_pool, pool, hostile, folder)
        assert everything_below(tmp_path) == {"source": b"content", "in/plain": b"content"}
    else:
        with pytest.raises(DecodeError):
            hub(download_from_data_pool, pool, hostile, folder)
        assert everything_below(tmp_path) == {"source": b"content"}
    sandbox.inject(Fault("hub.getDataPoolFile", truncate=True, times=None))
    with pytest.raises(Exception, match="get_data_pool_file"):
        hub(download_from_data_pool, pool, entry, tmp_path / "source", overwrite=True)
    sandbox.heal()
    assert source.read_bytes() == b"content"
    hub(delete_data_pool, pool)


def start_through_gateway(hub: Platform, summing: Summing) -> object:
    return hub(start_execution, summing.service, summing.application, secrets={"apiKey": SECRET})


def start_as_job(hub: Platform, summing: Summing) -> object:
    return hub(start_job, summing.service, secrets={"apiKey": SECRET})


@pytest.mark.parametrize("start", [start_through_gateway, start_as_job])
def test_a_secret_that_an_answer_echoes_is_taken_out(
    hub: Platform,
    summing: Summing,
    sandbox: Sandbox,
    caplog: pytest.LogCaptureFixture,
    start: Callable[[Platform, Summing], object],
) -> None:
    """As text, as JSON, in a refusal and in a warning about a second try."""
    is_job = start is start_as_job
    operation = "hub.createServiceJob" if is_job else "hub.gateway.startExecution"
    caplog.set_level(logging.DEBUG)
    echo = json.dumps({"detail": f"not {SECRET} again", "input": {"$secrets": SECRET}})
    for status, headers in ((429, {"Retry-After": "0"}), (400, {})):
        sandbox.inject(Fault(operation, status=status, body=echo, headers={**JSON, **headers}))
    with pytest.raises(BadRequest) as caught:
        start(hub, summing)
    sandbox.heal()
    error: Any = caught.value
    assert "[removed]" in error.message
    shown = str(error) + repr(vars(error)) + caplog.text
    assert "0123" not in shown
    assert "Trying again" in caplog.text


def test_a_secret_reaches_the_service(hub: Platform, summing: Summing) -> None:
    answer = hub(
        run_service,
        summing.service,
        summing.application,
        inputs={"do": "secret"},
        secrets={"apiKey": "abc"},
        poll=QUICK,
    )
    assert answer.result == {"hidden": "cba"}
