"""A download is whole or not there: what is no whole answer is an error and changes no file."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hub_platform.models import DataPoolFileDto, ServiceDto as HubService
from planqk_platform.models import ServiceDefinitionDto, ServiceDto

from planqk_helpers import (
    DecodeError,
    Forbidden,
    download_api_definition,
    download_source_code,
    ensure_managed_service,
    hub,
)
from tests.conftest import WAYS
from tests.support.either import PACKAGES
from tests.support.recipes import Platform, connected
from tests.support.recorder import Answer, Recorder, recording
from tests.support.tried import Tried
from tests.support.user_code import user_code

CODE = user_code("return 1").getvalue()
DOCUMENT = b"openapi: 3.0.0\ninfo: {title: Sum}\n"
PAGE = b"\n<!DOCTYPE html><html><body>Log in</body></html>"
BYTES = {"Content-Type": "application/octet-stream"}
GZIP = {**BYTES, "Content-Encoding": "gzip"}
SERVICE: dict[bool, Any] = {
    False: ServiceDto("s", "Sum", [ServiceDefinitionDto(id="v", name="Sum")]),
    True: HubService.from_dict({"id": "s", "name": "Sum", "serviceDefinitions": [{"id": "v"}]}),
}
"""By whether it is the Hub's."""


def broken(whole: bytes) -> dict[str, Answer]:
    """Answers that hold less than ``whole``, or something else; httpx takes each for a success."""
    half = whole[: len(whole) // 2]
    packed = gzip.compress(whole)
    length = {"Content-Length": str(len(whole))}
    return {
        "gzip cut": Answer(200, packed[: len(packed) // 2], GZIP),
        "gzip cut, chunked": Answer(200, packed[: len(packed) // 2], GZIP, chunked=True),
        "gzip of nothing": Answer(200, b"", GZIP),
        "gzip of nothing, chunked": Answer(200, b"", GZIP, chunked=True),
        "encoding unknown": Answer(200, whole, {**BYTES, "Content-Encoding": "zstandard"}),
        "two encodings": Answer(200, whole, {**BYTES, "Content-Encoding": "identity, gzip"}),
        "part": Answer(206, half, {**BYTES, "Content-Range": f"bytes 0-1/{len(whole)}"}),
        "no content": Answer(204, b"", BYTES),
        "accepted": Answer(202, whole, BYTES),
        "empty": Answer(200, b"", BYTES),
        "empty, chunked": Answer(200, b"", BYTES, chunked=True),
        "blank": Answer(200, b" \n", BYTES),
        "login page": Answer(200, PAGE, {"Content-Type": "text/html; charset=utf-8"}),
        "login page as bytes": Answer(200, PAGE, BYTES),
        "shorter than its length": Answer(200, half, {**BYTES, **length}, chunked=True),
        "longer than its length": Answer(200, whole * 2, {**BYTES, **length}, chunked=True),
    }


# Where an archive ends shows in it; where a document ends does not.
CUT = {
    "cut": Answer(200, CODE[: len(CODE) // 2], BYTES),
    "cut, chunked": Answer(200, CODE[:-1], BYTES, chunked=True),
}
NOTHING = ("no content", "empty", "empty, chunked")
"""Those that say that there is nothing, as a 404 does."""
FILE = b"what an execution wrote"
EXECUTION = hub.Execution("", "e")
ENTRY = DataPoolFileDto.from_dict({"id": "f", "name": "file"})
Download = Callable[[Platform, Path], object]


def broken_file(whole: bytes) -> dict[str, Answer]:
    """The same for a file of any content, which an empty one or a web page is as well."""
    return {
        name: answer
        for name, answer in broken(whole).items()
        if not name.startswith(("empty", "blank", "login page as bytes", "gzip of nothing"))
    }


def code_of(platform: Platform, target: Path) -> object:
    return platform(download_source_code, SERVICE[platform.is_hub], target, overwrite=True)


def definition_of(platform: Platform, target: Path) -> object:
    return platform(download_api_definition, SERVICE[platform.is_hub], target, overwrite=True)


def result_file(platform: Platform, target: Path) -> object:
    return platform(hub.download_result_file, EXECUTION, "file", target, overwrite=True)


def pool_file(platform: Platform, target: Path) -> object:
    return platform(hub.download_from_data_pool, "p", ENTRY, target, overwrite=True)


CASES: dict[str, tuple[Download, dict[str, Answer]]] = {
    "get_source_code": (code_of, broken(CODE) | CUT),
    "get_api_definition": (definition_of, broken(DOCUMENT)),
    "download_managed_service_source": (code_of, broken(CODE) | CUT),
    "get_service_open_api": (definition_of, broken(DOCUMENT)),
    "get_service_execution_result_file": (result_file, broken_file(FILE)),
    "get_data_pool_file": (pool_file, broken_file(FILE)),
}
OF_PLANQK = ("get_source_code", "get_api_definition")
CELLS = [
    (f"{'planqk' if operation in OF_PLANQK else 'hub'}-{way}", operation)
    for operation in CASES
    for way in WAYS
]


@pytest.fixture
def server() -> Iterator[Recorder]:
    with recording() as recorder:
        yield recorder


@pytest.fixture(params=[f"{place}-{way}" for place in PACKAGES for way in WAYS])
def platform(request: pytest.FixtureRequest, server: Recorder) -> Iterator[Platform]:
    place, way = request.param.split("-")
    package = PACKAGES[place]
    with connected(package.connect("key", base_url=server.url), package, way=way) as platform:
        yield platform


@pytest.mark.parametrize(("platform", "operation"), CELLS, indirect=["platform"])
def test_what_is_not_whole_is_an_error(
    server: Recorder, tmp_path: Path, tried: Tried, platform: Platform, operation: str
) -> None:
    download, answers = CASES[operation]
    target = tmp_path / "target"
    for name, answer in answers.items():
        for before in ([], [target]):
            for path in before:
                path.write_bytes(b"precious")
            server.answers = [answer]
            with pytest.raises(DecodeError) as caught:
                download(platform, target)
            assert caught.value.operation == operation, name
            assert list(tmp_path.iterdir()) == before, name
            assert not before or target.read_bytes() == b"precious", name
            target.unlink(missing_ok=True)
    assert {request.headers["accept-encoding"] for request in server.requests} == {"identity"}
    tried(len(answers), "answers that are not whole")


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, b"%s", BYTES),
        Answer(200, b"%s", BYTES, chunked=True),
        Answer(200, b"%s", {**BYTES, "Content-Encoding": "identity"}),
        Answer(200, b"%s", GZIP),
        Answer(200, b"%s", {}),
        Answer(200, b"%s", {"Content-Type": "application/json"}),
    ],
)
def test_what_is_whole_is_taken(
    server: Recorder, tmp_path: Path, platform: Platform, answer: Answer
) -> None:
    for name, download, body in (
        ("code.zip", download_source_code, CODE),
        ("openapi.yaml", download_api_definition, DOCUMENT),
    ):
        packed = gzip.compress(body) if "gzip" in answer.headers.values() else body
        server.answers = [Answer(200, packed, answer.headers, answer.chunked)]
        service = SERVICE[platform.is_hub]
        assert platform(download, service, tmp_path / name) == tmp_path / name
        assert (tmp_path / name).read_bytes() == body


def found(platform: Platform) -> list[Answer]:
    """The answers to the search for a service: the Hub's list has only an overview of it."""
    service = SERVICE[platform.is_hub].to_dict()
    forms = [[service], service] if platform.is_hub else [[service]]
    return [Answer(body=json.dumps(each).encode()) for each in forms]


def test_nothing_is_uploaded_because_of_a_bad_comparison(
    server: Recorder, tried: Tried, platform: Platform
) -> None:
    operation = "download_managed_service_source" if platform.is_hub else "get_source_code"
    answers = [each for name, each in (broken(CODE) | CUT).items() if name not in NOTHING]
    for answer in answers:
        server.requests.clear()
        server.answers = [*found(platform), answer]
        with pytest.raises(DecodeError, match=operation):
            platform(ensure_managed_service, "Sum", user_code=user_code("return 1"))
        assert {request.method for request in server.requests} == {"GET"}
        assert len(server.requests) == len(found(platform)) + 1
    tried(len(answers), "answers that are not whole")


@pytest.mark.parametrize("answer", NOTHING)
def test_where_nothing_was_uploaded_the_comparison_goes_on(
    server: Recorder, platform: Platform, answer: str
) -> None:
    """As after a 404: how the platform says that nothing was uploaded is not known."""
    server.answers = [*found(platform), broken(CODE)[answer], Answer(403)]
    with pytest.raises(Forbidden):
        platform(ensure_managed_service, "Sum", user_code=user_code("return 1"))
    assert len(server.requests) == len(found(platform)) + 2
