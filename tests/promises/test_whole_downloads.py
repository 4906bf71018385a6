"""A download is whole or not there: what is no whole answer is an error and changes no file."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from planqk_platform.models import ServiceDefinitionDto, ServiceDto

from planqk_helpers import (
    DecodeError,
    connect,
    download_api_definition,
    download_source_code,
    ensure_managed_service,
)
from planqk_helpers.engine.flow import Recipe
from tests.support.recipes import Planqk, blocking
from tests.support.recorder import Answer, Recorder, recording
from tests.support.tried import Tried
from tests.support.user_code import user_code

CODE = user_code("return 1").getvalue()
DOCUMENT = b"openapi: 3.0.0\ninfo: {title: Sum}\n"
PAGE = b"\n<!DOCTYPE html><html><body>Log in</body></html>"
BYTES = {"Content-Type": "application/octet-stream"}
GZIP = {**BYTES, "Content-Encoding": "gzip"}
SERVICE = ServiceDto("s", "Sum", [ServiceDefinitionDto(id="v", name="Sum")])


def broken(whole: bytes) -> dict[str, Answer]:
    """Answers that hold less than ``whole``, or something else; httpx takes each for a success."""
    half = whole[: len(whole) // 2]
    packed = gzip.compress(whole)
    length = {"Content-Length": str(len(whole))}
    return {
        "gzip cut": Answer(200, packed[: len(packed) // 2], GZIP),
        "gzip cut, chunked": Answer(200, packed[: len(packed) // 2], GZIP, chunked=True),
        "gzip of nothing": Answer(200, b"", GZIP),
        "encoding unknown": Answer(200, whole, {**BYTES, "Content-Encoding": "zstandard"}),
        "two encodings": Answer(200, whole, {**BYTES, "Content-Encoding": "identity, gzip"}),
        "part": Answer(206, half, {**BYTES, "Content-Range": f"bytes 0-1/{len(whole)}"}),
        "no content": Answer(204, b"", BYTES),
        "accepted": Answer(202, whole, BYTES),
        "empty": Answer(200, b"", BYTES),
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
CASES: dict[str, tuple[Recipe[..., Any], dict[str, Answer]]] = {
    "get_source_code": (download_source_code, broken(CODE) | CUT),
    "get_api_definition": (download_api_definition, broken(DOCUMENT)),
}


@pytest.fixture
def server() -> Iterator[Recorder]:
    with recording() as recorder:
        yield recorder


@pytest.fixture(params=["blocking", "asyncio"])
def planqk(request: pytest.FixtureRequest, server: Recorder) -> Iterator[Planqk]:
    client = connect("key", base_url=server.url)
    if request.param == "blocking":
        with client:
            yield blocking(client)
        return
    with asyncio.Runner() as runner:
        yield Planqk(
            client, lambda recipe, *args, **kwargs: runner.run(recipe.aio(*args, **kwargs))
        )
        runner.run(client.get_async_httpx_client().aclose())


@pytest.mark.parametrize("operation", CASES)
def test_what_is_not_whole_is_an_error(
    server: Recorder, tmp_path: Path, tried: Tried, planqk: Planqk, operation: str
) -> None:
    download, answers = CASES[operation]
    target = tmp_path / "target"
    for name, answer in answers.items():
        for before in ([], [target]):
            for path in before:
                path.write_bytes(b"precious")
            server.answers = [answer]
            with pytest.raises(DecodeError) as caught:
                planqk.perform(download, planqk.client, SERVICE, target, overwrite=True)
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
    server: Recorder, tmp_path: Path, planqk: Planqk, answer: Answer
) -> None:
    for name, download, body in (
        ("code.zip", download_source_code, CODE),
        ("openapi.yaml", download_api_definition, DOCUMENT),
    ):
        packed = gzip.compress(body) if "gzip" in answer.headers.values() else body
        server.answers = [Answer(200, packed, answer.headers, answer.chunked)]
        assert planqk(download, SERVICE, tmp_path / name) == tmp_path / name
        assert (tmp_path / name).read_bytes() == body


def test_nothing_is_uploaded_because_of_a_bad_comparison(
    server: Recorder, tried: Tried, planqk: Planqk
) -> None:
    for answer in (broken(CODE) | CUT).values():
        server.requests.clear()
        server.answers = [Answer(body=json.dumps([SERVICE.to_dict()]).encode()), answer]
        with pytest.raises(DecodeError, match="get_source_code"):
            planqk(ensure_managed_service, "Sum", user_code=user_code("return 1"))
        assert [request.method for request in server.requests] == ["GET", "GET"]
    tried(len(broken(CODE)), "answers that are not whole")
