"""The generator's traps, tried on every operation of every generated client."""

from __future__ import annotations

import asyncio
import importlib
import io
from collections.abc import Callable, Iterator
from typing import Any, get_args

import httpx2 as httpx
import pytest
from attrs import define

from planqk_helpers import ApiError, InvalidInput, NotFound, connect
from planqk_helpers.engine.answers import error_class
from tests.support.operations import Operation, modules, operation
from tests.support.tried import Tried

LEAST = {"planqk_platform": 36, "planqk_service": 6, "hub_platform": 100, "hub_service": 7}
"""The generated packages, with the number of their operations at least."""
FREE = {"get_service_execution_result_file": "path"}
"""Parameters that stand for a path below, not for one segment."""


@define
class Wired:
    """A generated client on the httpx clients of a connection, and what answers it."""

    package: str
    client: Any
    operations: list[Operation]
    answer: httpx.Response
    requests: list[httpx.Request]

    def handle(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        answer = self.answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def blocking(self, each: Operation, *ids: str, **changed: Any) -> Any:
        path = ids or tuple("x" for _ in each.path_arguments)
        return each.module.sync_detailed(*path, client=self.client, **{**each.arguments, **changed})

    async def awaiting(self, each: Operation, *ids: str, **changed: Any) -> Any:
        path = ids or tuple("x" for _ in each.path_arguments)
        arguments = {**each.arguments, **changed}
        return await each.module.asyncio_detailed(*path, client=self.client, **arguments)


@pytest.fixture(params=LEAST)
def wired(request: pytest.FixtureRequest) -> Iterator[Wired]:
    package = importlib.import_module(request.param)
    api = importlib.import_module(f"{request.param}.api")
    operations = [operation(each) for each in modules(api)]
    assert len(operations) >= LEAST[request.param]
    address = "https://platform.example/qc-catalog"
    with connect("canary", base_url=address) as connected:
        blocking, awaiting = connected.get_httpx_client(), connected.get_async_httpx_client()
        client = package.AuthenticatedClient(base_url=address, token="")
        client.set_httpx_client(blocking).set_async_httpx_client(awaiting)
        wired = Wired(request.param, client, operations, httpx.Response(404), [])
        blocking._transport = awaiting._transport = httpx.MockTransport(wired.handle)
        yield wired


def both_ways(wired: Wired, each: Operation, *ids: str, **changed: Any) -> list[Callable[[], Any]]:
    return [
        lambda: wired.blocking(each, *ids, **changed),
        lambda: LOOP.run(wired.awaiting(each, *ids, **changed)),
    ]


def request(each: Operation, *ids: str) -> dict[str, Any]:
    kwargs: dict[str, Any] = each.module._get_kwargs(*ids, **each.arguments)
    return kwargs


LOOP = asyncio.Runner()


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 409, 413, 422, 429, 500, 503, 520])
def test_every_status_that_is_no_success_is_raised(wired: Wired, status: int) -> None:
    wired.answer = httpx.Response(status, content=b'{"errorMessage": "the platform says so"}')
    for each in wired.operations:
        for attempt in both_ways(wired, each):
            with pytest.raises(ApiError) as caught:
                attempt()
            assert type(caught.value) is error_class(status)


def test_an_id_that_would_change_the_path_is_refused(wired: Wired, tried: Tried) -> None:
    number = 0
    for each in wired.operations:
        for position in range(len(each.path_arguments)):
            for odd in ("", ".", ".."):
                ids = ["x" for _ in each.path_arguments]
                ids[position] = odd
                if request(each, *ids)["url"] == "/":
                    continue  # an empty id at the gateway: its root is an operation of its own
                for attempt in both_ways(wired, each, *ids):
                    number += 1
                    with pytest.raises(InvalidInput, match="an id is empty"):
                        attempt()
    assert number >= 3 * len(wired.operations)
    assert wired.requests == []
    tried(number, "ids that would change a path")


@pytest.mark.parametrize("id", ["a/b", "a?b", "a#b", "%2e%2e", "../x", "ü", "a b", "**", "{id}"])
def test_any_other_id_is_one_segment_of_the_path(wired: Wired, id: str) -> None:
    for each in wired.operations:
        ids = ["x" if name == FREE.get(each.name) else id for name in each.path_arguments]
        if not ids:
            continue
        with pytest.raises(NotFound):
            wired.blocking(each, *ids)
        plain = request(each, *("x" for _ in ids))
        sent = wired.requests[-1].url
        assert sent.raw_path.count(b"/") == f"/qc-catalog{plain['url']}".count("/"), each.name
        assert sent.query == str(httpx.QueryParams(plain.get("params"))).encode()
        assert sent.path.startswith("/qc-catalog/")
        assert id in sent.path


def test_no_path_is_asked_for_with_stars(wired: Wired) -> None:
    for each in wired.operations:
        url = request(each, *("x" for _ in each.path_arguments))["url"]
        assert not {"*", "{", "}"} & set(url)


FORGED = b'PK\r\n--+++\r\nContent-Disposition: form-data; name="other"\r\n\r\nforged\r\n--+++--'


def test_an_upload_cannot_forge_parts(wired: Wired, tried: Tried) -> None:
    boundaries = set()
    for each in wired.operations:
        if not hasattr(each.arguments.get("body"), "to_multipart"):
            continue
        for attempt in both_ways(wired, each, body=upload(each)):
            with pytest.raises(NotFound):
                attempt()
            request = wired.requests[-1]
            kind, _, boundary = request.headers["Content-Type"].partition("; boundary=")
            assert kind == "multipart/form-data"
            assert len(boundary) >= 32
            boundaries.add(boundary)
            assert request.content.count(boundary.encode()) == 2
            assert b'; filename="a.zip"' in request.content
            assert FORGED + f"\r\n--{boundary}--".encode() in request.content
    assert len(boundaries) == {"planqk_platform": 4, "hub_platform": 8}.get(wired.package, 0)
    if boundaries:
        tried(len(boundaries), "uploads")


def upload(each: Operation) -> Any:
    """Return a body with one forging file."""
    body = type(each.arguments["body"])
    name = next(field.name for field in body.__attrs_attrs__ if field.init)
    file = importlib.import_module(f"{body.__module__.partition('.')[0]}.types").File
    return body(**{name: file(io.BytesIO(FORGED), "a.zip")})


UNTYPED = {
    "check_service_name_availability",
    "get_interim_results",
    "get_logo",
    "health_check",
}
"""Operations that answer any JSON, as far as generated code looks."""


def test_an_answer_of_another_form_is_not_taken(wired: Wired, tried: Tried) -> None:
    number = 0
    for each in wired.operations:
        if not each.has_body or each.name in UNTYPED or answers_bytes(each):
            continue
        for body in (b"<html>login</html>", b"", b'"text"', b"17", b"[17]", b'{"id": "1"', b"\xff"):
            number += 1
            assert any(refuses(wired, each, status, body) for status in (200, 201)), each.name
    tried(number, "answers of another form")
    assert number > 20


def refuses(wired: Wired, each: Operation, status: int, body: bytes) -> bool:
    """Tell whether an answer raises; one with a status that is not declared is None."""
    wired.answer = httpx.Response(status, content=body)
    try:
        assert wired.blocking(each).parsed is None, each.name
    except (ValueError, TypeError, KeyError, AttributeError):
        return True
    return False


def test_downloads_are_bytes(wired: Wired) -> None:
    content = b"\xff\x00zip\r\n"
    wired.answer = httpx.Response(200, content=content, headers={"Content-Type": "text/plain"})
    found = [each for each in wired.operations if answers_bytes(each)]
    for each in found:
        assert wired.blocking(each).parsed.payload.read() == content
    expected = {"planqk_platform": 2, "hub_platform": 7, "hub_service": 1}
    assert len(found) == expected.get(wired.package, 0), found


def answers_bytes(each: Operation) -> bool:
    returned = get_args(each.module.sync.__annotations__["return"]) if each.has_body else ()
    return "File" in [kind.__name__ for kind in returned if isinstance(kind, type)]


def test_nothing_yet_is_none(wired: Wired) -> None:
    wired.answer = httpx.Response(204, headers={"Retry-After": "3"})
    for each in (each for each in wired.operations if each.method == "GET"):
        answer = wired.blocking(each)
        assert answer.parsed is None
        assert answer.headers["Retry-After"] == "3"
