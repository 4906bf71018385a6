"""Files that user code leaves in its output folder."""

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx2 as httpx
import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.work.outputs import OutputTooLarge, collect
from planqk_sandbox.world.records import ResultFile
from tests.support.hub_client import HubCaller, HubClient, Published
from tests.support.local_client import archive, poll

PROGRAM = """
import os
from pathlib import Path

OUTPUT = Path(os.environ["OUTPUT_DIRECTORY"])

def run(files: dict[str, str] = {}, folders: int = 0, returns=None, fails: bool = False):
    for name, text in files.items():
        (OUTPUT / name).parent.mkdir(parents=True, exist_ok=True)
        (OUTPUT / name).write_text(text)
    for number in range(folders):
        (OUTPUT / str(number)).mkdir()
    if fails:
        raise RuntimeError("on purpose")
    return returns
"""
HOSTILE = """
import os

def run():
    os.chdir(os.environ["OUTPUT_DIRECTORY"])
    open("good.txt", "w").write("good")
    os.symlink("/etc/passwd", "link")
    os.symlink("/etc", "folder-link")
    os.mkfifo("pipe")
    open(b"\\xff.bin", "w").write("no text")
    os.makedirs("/".join("abcdefghijklmnopqrstuvwxyz"))
    open("/".join("abcdefghijklmnopqrstuvwxyz") + "/deep", "w").write("deep")
"""
ODD_NAMES = [
    "..%2f..%2fevil",
    "a b?c#d&e.txt",
    "%2e%2e",
    "sub/folder/é.bin",
    "line\nend",
    "back\\slash",
]


@pytest.fixture(scope="module")
def writing(sandbox: Sandbox) -> Published:
    with HubClient(sandbox) as hub:
        return hub.publish(archive(PROGRAM), name="Writing")


@pytest.fixture
def writer(writing: Published) -> Iterator[HubCaller]:
    with HubCaller(writing) as opened:
        yield opened


def links(caller: HubCaller, location: str) -> dict[str, str]:
    """Return the addresses of the result files by their names."""
    found = caller.get(f"{location}/result").json()["_links"]
    return {name: link["href"] for name, link in found.items() if name != "status"}


def test_what_run_returns_is_a_file_as_well(writer: HubCaller) -> None:
    cases = {
        '{"a": [1]}': ("output.json", {"a": [1]}),
        "[1, 2]": ("output.json", {}),
        '"text"': ("output.txt", {}),
        "1.5": ("output.txt", {}),
    }
    for returned, (name, members) in cases.items():
        body = httpx.Response(200, text=f'{{"returns": {returned}}}').json()
        status, result, location = writer.run(body)
        assert (status, result) == ("SUCCEEDED", members)
        ((only, address),) = links(writer, location).items()
        assert only == name
        response = writer.get(address)
        assert response.json() == body["returns"]
        assert response.headers["content-type"] == "application/octet-stream"


def test_nothing_is_a_result_without_files(writer: HubCaller) -> None:
    status, result, location = writer.run()
    assert (status, result, links(writer, location)) == ("SUCCEEDED", {}, {})


def test_user_code_may_write_the_result_itself(writer: HubCaller) -> None:
    files = {"output.json": '{"own": true}', "plot.svg": "<svg/>"}
    status, result, location = writer.run({"files": files})
    assert (status, result) == ("SUCCEEDED", {"own": True})
    assert {name: writer.get(url).text for name, url in links(writer, location).items()} == files


def test_a_failed_execution_keeps_its_files(writer: HubCaller) -> None:
    status, result, location = writer.run({"files": {"partial.csv": "1,2"}, "fails": True})
    assert (status, result["detail"][:10]) == ("FAILED", "on purpose")
    assert writer.get(links(writer, location)["partial.csv"]).text == "1,2"


def test_the_platform_lists_and_serves_them(hub: HubClient, writer: HubCaller) -> None:
    execution = writer.run({"files": {"sub/a.txt": "A"}})[2].rpartition("/")[2]
    path = f"/service-executions/{execution}/results"
    found = hub.ok("GET", path)["_links"]
    assert hub.get(found["sub/a.txt"]["href"]).text == "A"
    assert hub.get(f"{path}/sub/a.txt").content == b"A"
    assert found["status"]["href"] == f"{hub.base_url}service-executions/{execution}"
    assert hub.get(found["status"]["href"]).json()["id"] == execution
    for name in ("sub", "sub/b.txt", "../a.txt", "0", "sub%2F..%2Fsub%2Fa.txt"):
        assert hub.get(f"{path}/{name}").status_code == 404, name


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_come_back_as_they_are(writer: HubCaller, name: str) -> None:
    location = writer.run({"files": {name: "content"}})[2]
    found = links(writer, location)
    assert list(found) == [name]
    assert found[name] == f"{location}/result/{quote(name)}"
    assert writer.get(found[name]).text == "content"
    assert writer.get(f"{location}/result/{quote(name, safe='')}").text == "content"


def test_a_file_named_status_does_not_replace_the_link(writer: HubCaller) -> None:
    location = writer.run({"files": {"status": "mine"}})[2]
    assert writer.get(f"{location}/result").json()["_links"]["status"]["href"] == location
    assert writer.get(f"{location}/result/status").text == "mine"


def test_links_and_special_files_are_left_out(hub: HubClient) -> None:
    with HubCaller(hub.publish(archive(HOSTILE))) as caller:
        status, _, location = caller.run()
        assert status == "SUCCEEDED"
        assert list(links(caller, location)) == ["good.txt"]
        log = {
            entry["message"]: entry["severity"] for entry in caller.get(f"{location}/log").json()
        }
    assert set(log.values()) == {"WARNING"}
    for name in ("link", "folder-link", "pipe", r"\udcff.bin"):
        assert any(f"'{name}'" in message for message in log), (name, log)


def test_only_the_application_and_its_account_see_them(
    sandbox: Sandbox, hub: HubClient, writing: Published, writer: HubCaller
) -> None:
    location = writer.run({"files": {"a": "A"}})[2]
    with HubCaller(hub.subscribe(writing.service)) as other:
        assert other.get(f"{location}/result/a").status_code == 404
    with HubClient(sandbox, X_OrganizationId=sandbox.organization_id) as there:
        execution = location.rpartition("/")[2]
        assert there.get(f"/service-executions/{execution}/results/a").status_code == 404


@pytest.mark.parametrize(
    ("body", "limit"),
    [
        ({"files": {str(number): "" for number in range(6)}}, "5 result files"),
        ({"folders": 6}, "5 result files"),
        ({"files": {"a": "x" * 600, "b": "x" * 600}}, "1000 bytes"),
        ({"returns": "x" * 1200}, "1000 bytes"),
    ],
)
def test_too_many_files_are_a_failure(body: dict[str, object], limit: str, tmp_path: Path) -> None:
    with (
        Sandbox(output_entry_limit=5, output_limit=1000, state=tmp_path) as small,
        HubClient(small) as hub,
        HubCaller(hub.publish(archive(PROGRAM))) as caller,
    ):
        status, result, location = caller.run(body)
        assert (status, result["title"]) == ("FAILED", "ResultTooLarge")
        assert limit in result["detail"]
        assert links(caller, location) == {}
    assert list((tmp_path / "results").rglob("*")) == []


def test_they_outlive_a_restart_and_go_with_the_service(tmp_path: Path) -> None:
    with Sandbox(state=tmp_path) as sandbox, HubClient(sandbox) as hub:
        service = hub.ready(archive(PROGRAM))
        job = hub.job(service, {"files": {"a.txt": "A"}})
    path = f"/service-executions/{job['id']}/results/a.txt"
    stray = tmp_path / "results" / service["id"] / "not-an-execution"
    stray.mkdir()
    shutil.copytree(stray, tmp_path / "results" / "not-a-service")
    with Sandbox(state=tmp_path) as again, HubClient(again) as hub:
        assert hub.get(path).text == "A"
        here = tmp_path / "results" / service["id"]
        assert [each.name for each in here.parent.iterdir()] == [service["id"]]
        assert [each.name for each in here.iterdir()] == [job["id"]]
        assert here.parent.stat().st_mode & 0o077 == 0
        hub.ok("DELETE", f"/services/{service['id']}")
        assert hub.get(path).status_code == 404
        poll(here.exists, lambda there: not there)
        store = again._world.store
        assert poll(lambda: store.find(ResultFile), lambda found: not found) == []


def test_a_file_that_grows_is_bounded(tmp_path: Path) -> None:
    output, target = tmp_path / "output", tmp_path / "kept"
    output.mkdir()
    with (output / "hole").open("wb") as sparse:
        sparse.truncate(2**40)
    with pytest.raises(OutputTooLarge, match="1000 bytes"):
        collect(output, target, most=5, size=1000)
    assert (target / "0").stat().st_size == 1001


def test_a_folder_that_is_a_link_by_now_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "file").write_text("secret")
    (tmp_path / "output").symlink_to(tmp_path / "secret")
    with pytest.raises(NotADirectoryError):
        collect(tmp_path / "output", tmp_path / "kept", most=5, size=1000)


def test_a_full_disk_is_a_failure_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, target: Path, most: int) -> int:
        target.touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with Sandbox(state=tmp_path) as sandbox, HubClient(sandbox) as hub:
        service = hub.ready(archive(PROGRAM))
        with monkeypatch.context() as patch:
            patch.setattr("planqk_sandbox.work.outputs._copy", fail)
            job = hub.job(service, {"files": {"a": "A"}})
        assert job["status"] == "FAILED"
        result = hub.result(job["id"])
        assert (result["title"], "No space left" in result["detail"]) == ("SandboxError", True)
        assert hub.job(service, {"files": {"a": "A"}})["status"] == "SUCCEEDED"
        poll(lambda: [*(tmp_path / "runs").iterdir()], lambda left: not left)
    (only,) = (tmp_path / "results" / service["id"]).iterdir()
    assert only.name != job["id"]
