"""Jobs and data pools at the Hub."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from planqk_helpers.hub import (
    AmbiguousSubmission,
    BadRequest,
    Execution,
    ExecutionFailed,
    InvalidInput,
    MissingFile,
    NameNotFound,
    NotFound,
    Poll,
    create_data_pool,
    delete_data_pool,
    download_from_data_pool,
    ensure_managed_service,
    find_data_pool,
    get_log,
    get_result,
    list_data_pool_files,
    list_jobs,
    rerun_job,
    run_job,
    run_service,
    start_job,
    upload_to_data_pool,
    wait_for_job,
)
from planqk_sandbox import Fault, Sandbox
from tests.support.hub_client import Published
from tests.support.recipes import Platform

QUICK = Poll(first=0.02, most=0.1)
JOB = "hub.createServiceJob"


def test_a_job_from_start_to_result_and_again(hub: Platform, published: Published) -> None:
    job = hub(
        start_job,
        published.service["id"],
        inputs={"values": [1, 2]},
        tags=["Sweep"],
        store_input=True,
    )
    assert Execution.from_handle(job.handle).id == job.id
    assert hub(wait_for_job, job, poll=QUICK).status == "SUCCEEDED"
    assert hub(get_result, job).result == {"sum": 3}
    assert hub(get_log, job)
    assert job.id in [each.id for each in hub(list_jobs, tags=["sweep"])]
    again = hub(rerun_job, job)
    assert again.id != job.id
    hub(wait_for_job, again, poll=QUICK)
    assert hub(get_result, again).result == {"sum": 3}


def test_run_a_job(hub: Platform, published: Published) -> None:
    result = hub(run_job, published.service["id"], inputs={"values": [7]}, poll=QUICK)
    assert result.result == {"sum": 7}
    with pytest.raises(ExecutionFailed, match="no such luck"):
        hub(run_job, published.service["id"], inputs={"values": [], "mode": "fail"}, poll=QUICK)


def test_a_job_whose_input_is_not_kept_does_not_run_again(
    hub: Platform, published: Published
) -> None:
    job = hub(start_job, published.service["id"], inputs={"values": []})
    hub(wait_for_job, job, poll=QUICK)
    with pytest.raises(BadRequest):
        hub(rerun_job, job)


@pytest.mark.parametrize("reset", ["before", "after"])
def test_a_lost_job_is_found_or_named(
    hub: Platform,
    published: Published,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    reset: Any,
) -> None:
    monkeypatch.setattr("planqk_helpers.engine.adopting.SEARCH", 0.5)
    before = sandbox.received[JOB]
    sandbox.inject(Fault(JOB, reset=reset))
    try:
        if reset == "after":
            job = hub(start_job, published.service["id"], inputs={"values": [1]})
            assert hub(wait_for_job, job, poll=QUICK).status == "SUCCEEDED"
        else:
            with pytest.raises(AmbiguousSubmission, match=r"list_jobs\(client, tags=\['start-"):
                hub(start_job, published.service["id"], inputs={"values": [1]})
    finally:
        sandbox.heal()
    assert sandbox.received[JOB] == before + 1


def test_a_data_pool_from_upload_to_use(
    hub: Platform, published: Published, tmp_path: Path
) -> None:
    pool = hub(create_data_pool, f"Pool {tmp_path.name}", description="Numbers")
    assert hub(find_data_pool, pool.name).id == pool.id
    (tmp_path / "numbers.csv").write_text("1,2")
    hub(upload_to_data_pool, pool, tmp_path / "numbers.csv")
    hub(upload_to_data_pool, pool.id, io.BytesIO(b"abc"), name="letters.txt")
    files = hub(list_data_pool_files, pool)
    assert sorted(file.name for file in files) == ["letters.txt", "numbers.csv"]
    letters = next(file for file in files if file.name == "letters.txt")
    target = hub(download_from_data_pool, pool, letters, tmp_path / "letters.txt")
    assert target.read_bytes() == b"abc"
    inputs = {"values": [], "mode": "pool", "data": pool}
    wanted = {"read": ["letters.txt", "numbers.csv"]}
    through_gateway = hub(
        run_service,
        published.service["id"],
        published.application["id"],
        inputs=inputs,
        poll=QUICK,
    )
    assert through_gateway.result == wanted
    assert hub(run_job, published.service["id"], inputs=inputs, poll=QUICK).result == wanted
    hub(delete_data_pool, pool)
    with pytest.raises(NameNotFound):
        hub(find_data_pool, pool.name)


class Log(io.FileIO):
    """A file that grows whenever it is read."""

    def read(self, size: int | None = -1) -> bytes:
        with Path(str(self.name)).open("ab") as more:
            more.write(b"more")
        return super().read(size) or b""


def test_a_file_that_grows_is_uploaded_as_long_as_it_was(hub: Platform, tmp_path: Path) -> None:
    pool = hub(create_data_pool, f"Pool {tmp_path.name}")
    path = tmp_path / "run.log"
    path.write_bytes(b"begin")
    with Log(str(path)) as log:
        hub(upload_to_data_pool, pool, log)
    target = hub(download_from_data_pool, pool, "run.log", tmp_path / "uploaded.log")
    assert path.read_bytes().startswith(target.read_bytes())
    assert target.read_bytes().startswith(b"begin")


@pytest.mark.parametrize("module", [gzip, bz2, lzma])
def test_a_file_that_unpacks_itself_is_uploaded_unpacked(
    hub: Platform, sandbox: Sandbox, tmp_path: Path, module: Any
) -> None:
    pool = hub(create_data_pool, f"Pool {tmp_path.name}")
    path = tmp_path / "packed"
    for content in (b"", b"1,2", b"1,2\n" * 100_000):
        path.write_bytes(module.compress(content))
        with module.open(path) as file:
            entry = hub(upload_to_data_pool, pool, file, name="numbers.csv")
        target = tmp_path / "numbers.csv"
        hub(download_from_data_pool, pool, entry, target, overwrite=True)
        assert target.read_bytes() == content
    path.write_bytes(module.compress(content)[:-20])
    before = sandbox.received.total()
    with module.open(path) as file, pytest.raises(InvalidInput, match="cannot be read"):
        hub(upload_to_data_pool, pool, file, name="numbers.csv")
    assert sandbox.received.total() == before


class Endless(io.BytesIO):
    """A device: it has content, but no length."""

    def seek(self, offset: int, whence: int = 0) -> int:
        return super().seek(0)


def test_what_looks_like_a_file_and_is_none(
    hub: Platform, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "code.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("src/program.py", "")
    before = sandbox.received.total()
    with zipfile.ZipFile(path) as archive:
        odd: list[tuple[Any, str]] = [
            (archive, "cannot be read: .* pass a path"),
            (Endless(b"content"), "does not tell its length"),
        ]
        for file, complaint in odd:
            with pytest.raises(InvalidInput, match=f"f.csv {complaint}"):
                hub(upload_to_data_pool, "p", file, name="f.csv")
        with pytest.raises(InvalidInput, match=r"cannot be read: .* pass a path"):
            hub(ensure_managed_service, "x", user_code=archive)  # type: ignore[arg-type]
    assert sandbox.received.total() == before


def test_what_cannot_be_uploaded(hub: Platform, sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        hub(upload_to_data_pool, "p", tmp_path / "nothing")
    with pytest.raises(InvalidInput, match="folder"):
        hub(upload_to_data_pool, "p", tmp_path)
    before = sandbox.received.total()
    for name, short, complaint in (
        (" ", "", "is empty"),
        ("ab", "", "the name of the data pool has 2 characters: give at least 3"),
        ("x" * 256, "", "256 characters: give at most 255"),
        ("abc", "x" * 61, "short_description has 61 characters: give at most 60"),
    ):
        with pytest.raises(InvalidInput, match=complaint):
            hub(create_data_pool, name, short_description=short)
    assert sandbox.received.total() == before
    for name, short in (("abc", "x" * 60), ("x" * 255, "")):
        hub(delete_data_pool, hub(create_data_pool, name, short_description=short))
    unknown = "00000000-0000-0000-0000-000000000000"
    with pytest.raises(NotFound):
        hub(upload_to_data_pool, unknown, io.BytesIO(b"x"), name="x")
    with pytest.raises(NotFound, match="find_data_pool"):
        hub(list_data_pool_files, "My pool")


def test_a_repetition_whose_answer_is_lost_names_the_list_with_the_new_job(
    hub: Platform, published: Published, sandbox: Sandbox
) -> None:
    """The platform takes no tag for it; the call that the error names finds it."""
    job = hub(start_job, published.service["id"], inputs={"values": [1]}, store_input=True)
    hub(wait_for_job, job, poll=QUICK)
    before = {each.id for each in hub(list_jobs)}
    sandbox.inject(Fault("hub.rerunServiceJob", reset="after"))
    with pytest.raises(AmbiguousSubmission) as caught:
        hub(rerun_job, job)
    sandbox.heal()
    named = re.search(r"list_jobs\(client, (.*)\) for it", str(caught.value))
    assert named
    arguments = eval(f"dict({named[1]})", {"datetime": datetime})
    found = {each.id for each in hub(list_jobs, **arguments)}
    assert len(found - before) == 1
