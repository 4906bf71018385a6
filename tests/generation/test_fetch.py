"""Only a whole document of the platform's API is fetched; the token goes to the platform only."""

from __future__ import annotations

import hashlib
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from attrs import evolve

from planqk_sandbox import Sandbox
from scripts import fetch
from scripts.documents import ROOT, SPECS, Document, DocumentError, read, text_of
from scripts.targets import PLANQK
from tests.support.recorder import Answer, Recorder, recording

OWN = PLANQK.platform.document
DOCUMENT = OWN.read_bytes()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Recorder]:
    monkeypatch.setenv("PLANQK_PERSONAL_ACCESS_TOKEN", "plqk_canary")
    monkeypatch.delenv("PLANQK_BASE_URL", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    with recording() as server:
        yield server


def stored(folder: Path) -> tuple[Document, Document]:
    document = json.loads((folder / "platform.json").read_text("utf-8"))
    return document, json.loads((folder / "platform.source.json").read_text("utf-8"))


def test_the_document_of_a_running_platform(sandbox: Sandbox, tmp_path: Path) -> None:
    fetch.fetch(PLANQK, f"{sandbox.base_url}/v3/api-docs", tmp_path)
    document, source = stored(tmp_path)
    assert document["paths"] == read(OWN)["paths"]
    assert document["servers"] == [{"url": sandbox.base_url}]
    assert source["source"] == f"{sandbox.base_url}/v3/api-docs"
    assert source["fetched"].endswith("+00:00")
    text = (tmp_path / "platform.json").read_bytes()
    assert source["sha256"] == hashlib.sha256(text).hexdigest()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "platform.json",
        "platform.source.json",
    ]


def test_whatever_its_order_the_same_is_stored(tmp_path: Path) -> None:
    other = {key: json.loads(DOCUMENT)[key] for key in reversed(json.loads(DOCUMENT))}
    (tmp_path / "other.json").write_text(json.dumps(other), "utf-8")
    fetch.fetch(PLANQK, str(tmp_path / "other.json"), tmp_path)
    assert (tmp_path / "platform.json").read_bytes() == DOCUMENT
    assert stored(tmp_path)[1]["source"] == "other.json"


def test_the_documents_here_are_in_that_order() -> None:
    paths = [path for path in SPECS.rglob("*.json") if ".source" not in path.name]
    assert len(paths) >= 10
    for path in paths:
        assert path.read_text("utf-8") == text_of(read(path)), path.name


OK = {"description": ""}
ANOTHER = {
    "openapi": "3.0.1",
    "info": {"title": "Pet store", "version": "1"},
    "paths": {"/pets": {"get": {"operationId": "getPets", "responses": {"200": OK}}}},
}
ANSWERS = {
    "an HTML page": (Answer(200, b"<!doctype html><title>Log in</title>"), "HTML page"),
    "only the beginning": (Answer(200, DOCUMENT[:-1000]), "only the beginning"),
    "only the version": (Answer(200, b"openapi: 3.0.1"), "not a valid OpenAPI"),
    "neither JSON nor YAML": (Answer(200, b"openapi: ["), "neither JSON nor YAML"),
    "YAML with aliases": (Answer(200, b"a: &a [1]\nb: *a"), "has aliases"),
    "no document": (Answer(200, b"[1]"), "no OpenAPI 3.0 or 3.1 document"),
    "another version": (Answer(200, b'{"openapi": "3.1.0"}'), r"3\.1\.0"),
    "not valid": (Answer(200, b'{"openapi": "3.0.1", "paths": {}}'), "not a valid OpenAPI"),
    "a lost reference": (
        Answer(200, DOCUMENT.replace(b'"ApplicationDto": {', b'"Lost": {')),
        "not a valid OpenAPI",
    ),
    "another API's": (Answer(200, json.dumps(ANOTHER).encode()), "another API"),
    "very deep": (Answer(200, b"[" * 100_000), "not JSON"),
    "too large": (Answer(200, b" " * (fetch.LARGEST + 1)), "more than 20,971,520 bytes"),
    "a refusal": (Answer(401, b"{}"), "answers 401 .*: it wants a login. Download it"),
    "a failure": (Answer(500, b"<p>"), "answers 500"),
    "a loop": (Answer(302, b"", {"Location": "/docs"}), "TooManyRedirects"),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_all_else_is_refused_and_what_was_stored_stays(
    what: str, server: Recorder, tmp_path: Path
) -> None:
    before = fetch.fetch(PLANQK, str(OWN), tmp_path).read_bytes(), stored(tmp_path)
    answer, message = ANSWERS[what]
    server.answers = [answer]
    with pytest.raises(DocumentError, match=message):
        fetch.fetch(PLANQK, f"{server.url}/docs", tmp_path)
    assert ((tmp_path / "platform.json").read_bytes(), stored(tmp_path)) == before


def test_an_answer_that_is_cut_short(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")

        server = threading.Thread(target=answer)
        server.start()
        port = listener.getsockname()[1]
        with pytest.raises(DocumentError, match="peer closed connection"):
            fetch.fetch(PLANQK, f"http://127.0.0.1:{port}/docs", tmp_path)
        server.join()


def test_one_that_drips_for_ever(
    server: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "SECONDS", -1.0)
    server.answers = [Answer(200, DOCUMENT)]
    with pytest.raises(DocumentError, match="did not end within"):
        fetch.fetch(PLANQK, f"{server.url}/docs", tmp_path)


def test_the_token_is_sent_to_its_platform_only(
    server: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers = [Answer(200, DOCUMENT)]
    fetch.fetch(PLANQK, f"{server.url}/qc-catalog/docs", tmp_path)
    monkeypatch.setenv("PLANQK_BASE_URL", f"{server.url}/qc-catalog")
    fetch.fetch(PLANQK, f"{server.url}/qc-catalog/docs?page=1", tmp_path)
    fetch.fetch(PLANQK, f"{server.url}/qc-catalog-of-another/docs", tmp_path)
    tokens = [request.headers.get("x-auth-token") for request in server.requests]
    assert tokens == [None, "plqk_canary", None]
    with recording() as elsewhere:
        server.answers = [Answer(302, b"", {"Location": f"{elsewhere.url}/docs"})]
        expected = rf"answers 302 .* redirects to {elsewhere.url}/docs, where your token must not"
        with pytest.raises(DocumentError, match=expected):
            fetch.fetch(PLANQK, f"{server.url}/qc-catalog/docs", tmp_path)
        assert elsewhere.requests == []


@pytest.mark.parametrize("elsewhere", [True, False])
def test_whom_a_refusal_tells_to_log_in(elsewhere: bool, server: Recorder, tmp_path: Path) -> None:
    """The token's variable helps at the platform only, and a token that was sent was refused."""
    target = PLANQK if elsewhere else evolve(PLANQK, address=f"{server.url}/docs")
    said = "it wants a login" if elsewhere else "set PLANQK_PERSONAL_ACCESS_TOKEN"
    server.answers = [Answer(403, b"{}")]
    with pytest.raises(DocumentError, match=said):
        fetch.fetch(target, f"{server.url}/docs", tmp_path)


def test_a_token_that_is_refused(
    server: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANQK_BASE_URL", server.url)
    server.answers = [Answer(401, b"{}")]
    with pytest.raises(DocumentError, match="it refuses your token, which is wrong, expired"):
        fetch.fetch(PLANQK, f"{server.url}/docs", tmp_path)


def test_no_redirect_leads_to_plain_http(server: Recorder, tmp_path: Path) -> None:
    server.answers = [Answer(302, b"", {"Location": "http://platform.example/docs"})]
    with pytest.raises(DocumentError, match=r"platform\.example is asked over plain http"):
        fetch.fetch(PLANQK, f"{server.url}/docs", tmp_path)


def test_capitals_make_an_address_too(server: Recorder, tmp_path: Path) -> None:
    server.answers = [Answer(200, DOCUMENT)]
    fetch.fetch(PLANQK, server.url.replace("http", "HTTP") + "/docs", tmp_path)
    assert len(server.requests) == 1


def test_yaml_is_the_same_document(tmp_path: Path) -> None:
    path = tmp_path / "platform.yaml"
    path.write_text(yaml.safe_dump(json.loads(DOCUMENT)), "utf-8")
    plain = path.read_text("utf-8").replace("'200':", "200:")
    path.write_text(f"# fetched 2023-01-01\n{plain}", "utf-8")
    assert fetch.fetch(PLANQK, str(path), tmp_path / "fetched").read_bytes() == DOCUMENT


def test_a_complaint_does_not_quote_the_document(tmp_path: Path) -> None:
    text = DOCUMENT.decode().replace('"ApplicationDto": {', '"Lost": {')
    (tmp_path / "wrong.json").write_text(text, "utf-8")
    with pytest.raises(DocumentError) as raised:
        read(tmp_path / "wrong.json")
    assert "not a valid OpenAPI" in str(raised.value)
    assert len(str(raised.value)) < 8000


def test_what_is_asked_for_in_vain(tmp_path: Path) -> None:
    for source, message in (
        (str(tmp_path / "none.json"), "none.json cannot be read: No such file"),
        (str(tmp_path), "Is a directory"),
        ("http://platform.example/docs", "plain http"),
        ("http://127.0.0.1:9/docs", "no document from 127.0.0.1: ConnectError"),
        ("https://[::1/docs", "no address"),
    ):
        with pytest.raises(DocumentError, match=message):
            fetch.fetch(PLANQK, source, tmp_path)


def test_the_command_line_tells_what_is_wrong(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.fetch", str(tmp_path / "none.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: none.json cannot be read: No such file or directory\n"
