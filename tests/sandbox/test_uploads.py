"""Uploads: bounded in parts and memory, and gone when they are done with, whatever happens."""

import socket
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.faces.bodies import DEFINITION_LIMIT, PART_LIMIT, Multipart
from planqk_sandbox.faces.refusals import Refusal
from tests.support.local_client import Client, archive, path_of, poll

MIB = 1024 * 1024
CREATE = "/v2/managed-services?name=Uploads"
TYPE = "multipart/form-data; boundary=abc"


@pytest.fixture
def state(tmp_path: Path) -> Iterator[tuple[Sandbox, Client, Path]]:
    """Return a sandbox, a client, and the folder its uploads go through."""
    with Sandbox(state=tmp_path, upload_limit=4 * MIB) as sandbox, Client(sandbox) as client:
        yield sandbox, client, tmp_path / "uploads"


def part(name: str, content: bytes = b"x", file: str | None = "file") -> bytes:
    """Return a part of a multipart body."""
    of_file = f'; filename="{file}"' if file else ""
    head = f'--abc\r\nContent-Disposition: form-data; name="{name}"{of_file}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def post(client: Client, body: bytes) -> httpx.Response:
    """Send a multipart body."""
    return client.post(CREATE, content=body, headers={"content-type": TYPE})


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (part("userCode") * 50 + b"--abc--\r\n", 400, "'userCode' is there twice"),
        (b"".join(part(f"p{n}") for n in range(PART_LIMIT + 1)) + b"--abc--\r\n", 400, "100 parts"),
        (part("field", file=None) * (PART_LIMIT + 1) + b"--abc--\r\n", 400, "100 parts"),
        (part("userCode", archive()), 400, "closing boundary"),
        (part("userCode", archive())[:-9], 400, "closing boundary"),
        (part("a") + b"--abc\r\nX: " + b"y" * 100_000 + b"\r\n\r\n", 400, "malformed"),
        (part("a") + b"--abc\r\n" + b"y" * 100_000 + b": x\r\n\r\n", 400, "malformed"),
        (part("a") + b"--abc\r\nContent-Disposition: form-data\r\n\r\nx\r\n", 400, "no name"),
        (part("a", b"x" * 5 * MIB) + b"--abc--\r\n", 413, "larger than"),
        (part("apiDefinition", b"\xff") + b"--abc--\r\n", 400, "not UTF-8"),
    ],
    ids=["twice", "files", "fields", "open", "cut", "value", "name", "nameless", "big", "binary"],
)
def test_a_refused_upload_leaves_nothing(
    state: tuple[Sandbox, Client, Path], body: bytes, status: int, message: str
) -> None:
    sandbox, client, uploads = state
    response = post(client, body)
    assert (response.status_code, message in response.text) == (status, True), response.text
    assert list(uploads.iterdir()) == []
    assert sandbox.effects["createManagedService"] == 0


def test_an_accepted_upload_leaves_nothing(state: tuple[Sandbox, Client, Path]) -> None:
    _, client, uploads = state
    code = archive()
    body = b"".join(part(f"p{n}") for n in range(PART_LIMIT - 3)) + part("field", file=None)
    body += part("apiDefinition", b"openapi: 3.0.0\n") + part("userCode", code)
    response = post(client, body + b"--abc--\r\n")
    assert response.status_code == 200, response.text
    assert client.build(response.json())["status"] == "SUCCESS"
    assert list(uploads.iterdir()) == []
    assert client.get(f"{path_of(response.json())}/source-code").content == code


def test_an_upload_that_breaks_off_leaves_nothing(state: tuple[Sandbox, Client, Path]) -> None:
    sandbox, client, uploads = state
    with socket.create_connection(("127.0.0.1", sandbox.port)) as line:
        head = (
            f"POST /qc-catalog{CREATE} HTTP/1.1\r\nHost: x\r\nX-Auth-Token: "
            f"{sandbox.access_token}\r\nContent-Type: {TYPE}\r\nContent-Length: 1000000\r\n\r\n"
        )
        line.sendall(head.encode() + part("userCode", b"x" * 500_000))
        poll(lambda: list(uploads.iterdir()), bool)
    poll(lambda: list(uploads.iterdir()), lambda left: not left)
    assert client.get("/services").json() == []


def test_a_large_api_definition_is_refused() -> None:
    with Sandbox() as sandbox, Client(sandbox) as client:
        large = {"apiDefinition": ("a", b" " * (DEFINITION_LIMIT + 1))}
        response = client.post(CREATE, files=large)
        assert (response.status_code, "larger than" in response.text) == (413, True)


def test_the_token_endpoint_reads_no_endless_form() -> None:
    with Sandbox() as sandbox, Client(sandbox) as client:
        response = client.post(f"{sandbox.gateway_url}/token", content=b"x" * 100_000)
        assert response.status_code == 413


@pytest.mark.parametrize("file", ["file", None])
def test_parts_take_no_memory(tmp_path: Path, file: str | None) -> None:
    body = Multipart(TYPE, tmp_path / "upload")
    chunk = part("x", b"x" * MIB, file).replace(b'"x"', b'"%d"')
    tracemalloc.start()
    try:
        for number in range(60):
            whole = chunk.replace(b"%d", str(number).encode())
            for start in range(0, len(whole), 64 * 1024):
                body.take(whole[start : start + 64 * 1024])
        body.take(b"--abc--\r\n")
        assert tracemalloc.get_traced_memory()[1] < 8 * MIB
    finally:
        tracemalloc.stop()
    files = body.finish()
    assert [file.path.stat().st_size for file in files.values()] == ([MIB] * 60 if file else [])


def test_a_body_without_boundary_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="boundary is missing"):
        Multipart("multipart/form-data", tmp_path)
