"""Hostile input: ids, uploads and download targets that mean harm, or mean nothing."""

from __future__ import annotations

import email.parser
import email.policy
import io
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from hub_platform.api.managed_services import upload_managed_service_source
from hub_platform.api.services import get_service as get_at_hub
from hub_platform.models import UploadManagedServiceSourceBody
from hub_platform.types import File as HubFile
from hypothesis import given, strategies as st
from planqk_platform.api.service_platform_services import (
    create_managed_service as raw_create,
    get_service as raw_get,
)
from planqk_platform.models import CreateManagedServiceBody, ServiceDto
from planqk_platform.types import File

from planqk_helpers import (
    ConnectionFailed,
    InvalidInput,
    PlanqkError,
    create_managed_service,
    download_source_code,
)
from planqk_helpers.engine.calls import call, submit_empty
from planqk_helpers.engine.flow import Flow, drive
from planqk_sandbox import Fault, Sandbox
from tests.support.either import PACKAGES
from tests.support.offline import OfflineClients
from tests.support.operations import OPERATIONS
from tests.support.recipes import Platform
from tests.support.tried import Tried
from tests.support.user_code import user_code

HOSTILE = [
    "..", ".", "", "../..", "a/../b", "/", "//", "a/b", "\\", "..\\..", "?", "a?b=c", "#", "a#b",
    "%2e%2e", "%2F", "%00", "a%", ";a=b", "a b", " ", "ü", "日本語", "\u202e", "{id}", "@x:80",
    "http://elsewhere.example/x", "*", "&", "a" * 10_000,
]  # fmt: skip


NO_SEGMENTS = {"", ".", ".."}
PATH = "path"
"""The one parameter that takes several segments: the path of a result file."""


@pytest.mark.parametrize("place", OPERATIONS)
def test_an_id_is_refused_or_one_segment(place: str, tried: Tried) -> None:
    offline = OfflineClients(place=place)
    seen: list[httpx.Request] = []
    offline.handler = lambda request: seen.append(request) or httpx.Response(404)  # type: ignore[func-returns-value]
    sent = refused = 0
    for operation in OPERATIONS[place]:
        for position, parameter in enumerate(operation.path_arguments):
            for hostile in HOSTILE:
                ids = ["x"] * len(operation.path_arguments)
                ids[position] = hostile
                seen.clear()
                client = offline.client_for(operation)
                with pytest.raises(PlanqkError) as caught:
                    drive(operation.flow(client, *ids))
                if isinstance(caught.value, InvalidInput):
                    refused += 1
                    assert seen == []
                    assert NO_SEGMENTS & {*segments_of(parameter, hostile)}
                    continue
                sent += 1
                check_path([*ids[:position], *segments_of(parameter, hostile)], seen[0])
    taken = [each for operation in OPERATIONS[place] for each in operation.path_arguments]
    assert sent + refused == len(taken) * len(HOSTILE)
    assert refused == sum(
        bool(NO_SEGMENTS & {*segments_of(parameter, hostile)})
        for parameter in taken
        for hostile in HOSTILE
    )
    tried(sent, "hostile ids sent as one segment")
    tried(refused, "refused")


@pytest.mark.parametrize(("place", "operation"), [("planqk", raw_get), ("hub", get_at_hub)])
def test_an_object_is_no_id(place: str, operation: Any) -> None:
    offline = OfflineClients(place=place)
    for wrong in (
        None,
        5,
        ["x"],
        {"id": "x"},
        ServiceDto(id="x", name="n", service_definitions=[]),
    ):
        with pytest.raises(InvalidInput, match="pass the object's id"):
            drive(call(operation, wrong, client=offline.platform))
        with pytest.raises(InvalidInput, match=r"service_id is (None|of type .*): pass str"):
            PACKAGES[place].get_service(offline.platform, wrong)


def segments_of(parameter: str, value: str) -> list[str]:
    """The segments that the value of a parameter has in the path of a request."""
    return value.split("/") if parameter == PATH else [value]


def check_path(ids: list[str], request: httpx.Request) -> None:
    """The same number of segments as with harmless ids, and the id comes back out of its own."""
    raw = request.url.raw_path.partition(b"?")[0].decode()
    segments = [httpx.URL("http://x/" + s).path[1:] for s in raw.split("/")]
    assert ".." not in raw.split("/")
    for id in ids:
        assert id in segments
    assert request.url.host in {"platform.example", "gateway.example"}


def upload_to_planqk(client: Any, content: bytes) -> Flow[Any]:
    body = CreateManagedServiceBody(user_code=File(io.BytesIO(content), "a.zip"))
    return call(raw_create, client=client, name="n", body=body)


def upload_to_hub(client: Any, content: bytes) -> Flow[Any]:
    body = UploadManagedServiceSourceBody(HubFile(io.BytesIO(content), "a.zip"))
    return submit_empty(upload_managed_service_source, "s", client=client, body=body)


UPLOADS = {"planqk": (upload_to_planqk, "userCode"), "hub": (upload_to_hub, "file")}
OFFLINE = {place: OfflineClients(place=place) for place in UPLOADS}


@pytest.mark.parametrize("place", UPLOADS)
@given(content=st.binary(max_size=300), boundary=st.sampled_from([b"+++", b"x", b"--"]))
def test_an_upload_arrives_byte_for_byte(place: str, content: bytes, boundary: bytes) -> None:
    evil = content + b"\r\n--" + boundary + b"\r\nContent-Disposition: form-data; name=x\r\n\r\ny"
    offline, (upload, name) = OFFLINE[place], UPLOADS[place]
    seen: list[httpx.Request] = []
    offline.handler = lambda request: seen.append(request) or httpx.Response(403)  # type: ignore[func-returns-value]
    with pytest.raises(PlanqkError):
        drive(upload(offline.platform, evil))
    (request,) = seen
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + request.read())
    (part,) = message.iter_parts()
    assert part.get_param("name", header="content-disposition") == name
    mark = request.headers["content-type"].partition("boundary=")[2].encode()
    assert request.read().count(b"--" + mark) == 2
    assert evil in request.read()


# --- downloads


def test_a_file_that_is_there_is_not_overwritten(platform: Platform, tmp_path: Path) -> None:
    service = platform(create_managed_service, "Download", user_code=user_code("return 1"))
    target = tmp_path / "code.zip"
    target.write_text("precious")
    with pytest.raises(FileExistsError, match="overwrite=True"):
        platform(download_source_code, service, target)
    assert target.read_text() == "precious"
    with pytest.raises(InvalidInput, match="is a folder"):
        platform(download_source_code, service, tmp_path)
    with pytest.raises(FileNotFoundError):
        platform(download_source_code, service, tmp_path / "missing" / "code.zip")
    platform(download_source_code, service, target, overwrite=True)
    assert target.read_bytes() == user_code("return 1").getvalue()
    assert [path.name for path in tmp_path.iterdir()] == ["code.zip"]


def test_a_download_is_whole_or_not_there(
    platform: Platform, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = platform.operation("getSourceCode", "downloadManagedServiceSource")
    service = platform(create_managed_service, "Cut", user_code=user_code("return 1"))
    target = tmp_path / "code.zip"
    target.write_text("precious")
    sandbox.inject(Fault(code, truncate=True, times=None))
    monkeypatch.setattr("planqk_helpers.engine.retrying.ATTEMPTS", 2)
    with pytest.raises(ConnectionFailed):
        platform(download_source_code, service, target, overwrite=True)
    assert target.read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir()] == ["code.zip"]
    sandbox.heal()
    sandbox.inject(Fault(code, truncate=True, times=1))
    platform(download_source_code, service, target, overwrite=True)
    assert target.read_bytes() == user_code("return 1").getvalue()


def test_a_full_disk_leaves_nothing_behind(
    platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = platform(create_managed_service, "Full", user_code=user_code("return 1"))
    if not Path("/dev/full").exists():
        pytest.fail("this test needs /dev/full")
    target = tmp_path / "code.zip"
    opened = Path.open

    def full(path: Path, mode: str = "r", **kwargs: object) -> object:
        """Let the file exist, but every write to it fail."""
        stream = opened(path, mode, **kwargs)  # type: ignore[call-overload]
        if path.suffix != ".part":
            return stream
        stream.close()
        return opened(Path("/dev/full"), "wb", buffering=0)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OSError, match="No space left"):
        platform(download_source_code, service, target)
    assert list(tmp_path.iterdir()) == []
