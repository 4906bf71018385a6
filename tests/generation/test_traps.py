"""The generator's traps, each closed; a new version of the generator that moves one is noticed."""

from __future__ import annotations

import asyncio
import copy
import io
import logging
import pickle
import traceback
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import httpx2 as httpx
import pytest
from planqk_platform import AuthenticatedClient
from planqk_platform.api.service_platform_applications import (
    get_access_token,
    get_application_subscription,
)
from planqk_platform.api.service_platform_services import (
    create_managed_service,
    get_service,
    get_services,
    get_source_code,
)
from planqk_platform.models import (
    AccessTokenDto,
    CreateManagedServiceBody,
    ServiceDto,
)
from planqk_platform.types import UNSET, File

from planqk_helpers import (
    ApiError,
    ConfigError,
    ConnectionFailed,
    DecodeError,
    InvalidInput,
    NotFound,
    UnexpectedRedirect,
    connect,
)
from planqk_helpers.engine.answers import error_class
from planqk_helpers.engine.calls import call_once
from planqk_helpers.engine.flow import drive, drive_async
from planqk_helpers.planqk.parts import document_part
from tests.support.recorder import Answer, Recorder, recording

TOKEN = "plqk_canary"
ORGANIZATION = "6a2c0000-0000-4000-8000-000000000001"


@pytest.fixture
def server() -> Iterator[Recorder]:
    with recording() as recorder:
        yield recorder


@pytest.fixture
def client(server: Recorder) -> Iterator[AuthenticatedClient]:
    with connect(TOKEN, base_url=server.url + "/qc-catalog", organization=ORGANIZATION) as client:
        yield client


def awaited(
    server: Recorder, use: Callable[[AuthenticatedClient], Coroutine[Any, Any, object]]
) -> None:
    """Use a client of its own with asyncio."""

    async def main() -> None:
        async with connect(TOKEN, base_url=server.url + "/qc-catalog") as client:
            await use(client)

    asyncio.run(main())


def with_locals(error: BaseException) -> list[str]:
    """Format a traceback with local variables, those of the test itself left out."""
    assert error.__traceback__ is not None
    error = error.with_traceback(error.__traceback__.tb_next)
    lines = list(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert any("in send" in line for line in lines)
    return lines


def answer(server: Recorder, status: int, body: bytes = b"{}", **headers: str) -> None:
    server.answers = [Answer(status, body, headers)]


# --- no time-out


def test_there_is_always_a_timeout(client: AuthenticatedClient) -> None:
    assert client.get_httpx_client().timeout == httpx.Timeout(30.0)
    assert client.get_async_httpx_client().timeout == httpx.Timeout(30.0)


def test_a_silent_server_does_not_hang_us(server: Recorder) -> None:
    answer(server, 0)
    with connect(TOKEN, base_url=server.url, timeout=0.1) as client:
        with pytest.raises(httpx.ReadTimeout):
            get_services.sync(client=client)
        with pytest.raises(ConnectionFailed, match="get_services: no answer"):
            drive(call_once(get_services, client=client))


def test_no_timeout_is_no_option() -> None:
    for timeout in (0, -1, float("nan")):
        with pytest.raises(InvalidInput):
            connect(TOKEN, timeout=timeout)


# --- the token shows


def test_the_token_is_sent_and_shown_nowhere(
    server: Recorder, client: AuthenticatedClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown = [repr(client), str(client), repr(vars(client))]
    shown += [repr(client.get_httpx_client().__dict__), repr(client.get_httpx_client().auth)]
    for body in (b'{"errorMessage": "not for plqk_canary"}', b"<p>plqk_canary</p>"):
        answer(server, 403, body)
        with pytest.raises(ApiError) as caught:
            get_services.sync(client=client)
        shown += [str(caught.value), repr(caught.value.__dict__), *with_locals(caught.value)]
    for spoil in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises((TypeError, ConfigError)) as refused:
            spoil(client)
        shown.append(str(refused.value))
    shown += caplog.messages
    assert len(server.requests) == 2
    assert all(request.headers["x-auth-token"] == TOKEN for request in server.requests)
    assert all(request.headers["x-organizationid"] == ORGANIZATION for request in server.requests)
    assert not [text for text in shown if TOKEN in text]


def test_an_access_token_does_not_show_in_its_model(
    server: Recorder, client: AuthenticatedClient
) -> None:
    answer(server, 201, b'{"token": "canary", "value": "canary", "name": "n"}')
    token = get_access_token.sync("a", client=client)
    assert token is not None
    assert token.token == "canary"
    assert "canary" not in repr(token)
    assert AccessTokenDto.from_dict(token.to_dict()) == token


# --- multipart


FORGED = (
    b'PK\r\n--+++\r\nContent-Disposition: form-data; name="apiDefinition"\r\n\r\nforged\r\n--+++--'
)


def upload(content: bytes) -> CreateManagedServiceBody:
    return CreateManagedServiceBody(user_code=File(io.BytesIO(content), "a.zip"))


def test_an_upload_cannot_forge_parts(server: Recorder, client: AuthenticatedClient) -> None:
    answer(server, 200, b'{"id": "1", "name": "n", "serviceDefinitions": []}')
    create_managed_service.sync(client=client, name="n", body=upload(FORGED))
    awaited(
        server, lambda c: create_managed_service.asyncio(client=c, name="n", body=upload(FORGED))
    )
    boundaries = set()
    for request in server.requests:
        kind, _, boundary = request.headers["content-type"].partition("; boundary=")
        assert kind == "multipart/form-data"
        assert len(boundary) >= 32
        boundaries.add(boundary)
        head, _, content = request.body.partition(b"\r\n\r\n")
        assert b'name="userCode"; filename="a.zip"' in head
        assert content == FORGED + f"\r\n--{boundary}--\r\n".encode()
    assert len(boundaries) == 2


def test_no_files_announce_no_multipart(server: Recorder, client: AuthenticatedClient) -> None:
    answer(server, 200, b'{"id": "1", "name": "n", "serviceDefinitions": []}')
    create_managed_service.sync(client=client, name="n")
    assert "content-type" not in server.requests[0].headers
    assert server.requests[0].body == b""


def test_a_file_always_has_a_name(tmp_path: Any) -> None:
    with document_part(io.BytesIO(b"x")) as file:
        assert isinstance(file, File)
        assert file.file_name == "openapi.yaml"
    path = tmp_path / "spec.json"
    path.write_text("{}")
    with path.open("rb") as stream, document_part(stream) as file:
        assert isinstance(file, File)
        assert file.file_name == "spec.json"


# --- statuses


@pytest.mark.parametrize(
    "status", [300, 302, 400, 401, 403, 404, 405, 409, 413, 418, 429, 499, 500, 502, 503, 520, 599]
)
def test_every_status_that_is_no_success_is_raised(
    server: Recorder, client: AuthenticatedClient, status: int
) -> None:
    answer(server, status, b'{"errorMessage": "the platform says so"}')

    attempts: list[Callable[[], object]] = [
        lambda: get_services.sync(client=client),
        lambda: awaited(server, lambda c: get_services.asyncio(client=c)),
    ]
    for attempt in attempts:
        with pytest.raises(ApiError, match="the platform says so") as caught:
            attempt()
        error = caught.value
        assert type(error) is error_class(status)
        assert (error.status, error.method) == (status, "GET")
        assert error.operation == "GET /qc-catalog/services"
        assert error.url == server.url + "/qc-catalog/services"


def test_a_long_or_odd_error_body_is_shortened(
    server: Recorder, client: AuthenticatedClient
) -> None:
    answer(server, 502, b"<html>\n <h1>Bad \xff Gateway</h1>" + b"x" * 10**6)
    with pytest.raises(ApiError) as caught:
        get_services.sync(client=client)
    assert caught.value.body.startswith("<html> <h1>Bad")
    assert len(str(caught.value)) < 1000


def test_queries_are_kept_out_of_errors(server: Recorder, client: AuthenticatedClient) -> None:
    answer(server, 400)
    with pytest.raises(ApiError) as caught:
        create_managed_service.sync(client=client, name="my-secret-name")
    assert "my-secret-name" not in str(caught.value)


# --- reading answers

SERVICE: dict[str, Any] = {
    "id": "1",
    "name": "n",
    "serviceDefinitions": [
        {"id": "2", "lifecycle": "HIBERNATING", "type": None, "industries": None, "x-new": {"a": 1}}
    ],
}


def test_unknown_values_survive_and_go_back() -> None:
    service = ServiceDto.from_dict(SERVICE)
    definition = service.service_definitions[0]
    assert definition.lifecycle == "HIBERNATING"
    assert str(definition.lifecycle) == "HIBERNATING"
    assert copy.deepcopy(definition.lifecycle) == "HIBERNATING"
    back = service.to_dict()["serviceDefinitions"][0]
    assert back == {"id": "2", "lifecycle": "HIBERNATING", "x-new": {"a": 1}}


def test_null_counts_as_absent() -> None:
    definition = ServiceDto.from_dict(SERVICE).service_definitions[0]
    assert definition.type_ is UNSET
    assert definition.industries is UNSET
    assert ServiceDto.from_dict({**SERVICE, "serviceDefinitions": None}).service_definitions == []


@pytest.mark.parametrize(
    "body",
    [
        b"<html>login</html>",
        b"",
        b"null",
        b"[1]",
        b'"text"',
        b'{"name": "n"}',
        b'{"id": "1", "name": "n", "serviceDefinitions": 3}',
        b'{"id": "1", "name"',
        b"\xff\xfe",
    ],
)
def test_an_answer_of_another_form_names_the_operation(
    server: Recorder, client: AuthenticatedClient, body: bytes
) -> None:
    answer(server, 200, body)
    with pytest.raises(DecodeError, match=r"^get_service: "):
        drive(call_once(get_service, "1", client=client))
    with pytest.raises(DecodeError, match=r"^get_service: "):
        awaited(server, lambda c: drive_async(call_once(get_service, "1", client=c)))


def test_a_success_without_a_body_is_no_result(
    server: Recorder, client: AuthenticatedClient
) -> None:
    answer(server, 204, b"")
    with pytest.raises(DecodeError, match="no body"):
        drive(call_once(get_service, "1", client=client))


# --- ids in paths


@pytest.mark.parametrize("id", ["", ".", ".."])
def test_an_id_that_would_change_the_path_is_refused(
    server: Recorder, client: AuthenticatedClient, id: str
) -> None:
    with pytest.raises(InvalidInput, match="an id is empty"):
        get_service.sync(id, client=client)
    with pytest.raises(InvalidInput, match="an id is empty"):
        awaited(server, lambda c: get_application_subscription.asyncio(id, "s", client=c))
    assert server.requests == []


@pytest.mark.parametrize("id", ["a/b", "a?b", "a#b", "%2e%2e", "../x", "ü", "a b", "x" * 10_000])
def test_any_other_id_is_one_segment_of_the_path(
    server: Recorder, client: AuthenticatedClient, id: str
) -> None:
    answer(server, 404)
    with pytest.raises(NotFound):
        get_service.sync(id, client=client)
    assert server.requests[0].target.startswith("/qc-catalog/services/")
    assert server.requests[0].target.count("/") == 3
    assert httpx.URL(server.url + server.requests[0].target).path == f"/qc-catalog/services/{id}"


# --- methods that change a live client


def test_a_connected_client_does_not_change(client: AuthenticatedClient) -> None:
    for change in (client.with_headers, client.with_cookies, client.with_timeout):
        with pytest.raises(ConfigError, match="connect"):
            change({})  # type: ignore[arg-type]


# --- redirects


def test_redirects_are_never_followed(server: Recorder, client: AuthenticatedClient) -> None:
    with recording() as elsewhere:
        answer(server, 307, b"", Location=elsewhere.url + "/services")
        with pytest.raises(UnexpectedRedirect, match="Redirects are not followed"):
            get_services.sync(client=client)
        with pytest.raises(UnexpectedRedirect):
            awaited(server, lambda c: get_services.asyncio(client=c))
        assert elsewhere.requests == []


def test_the_token_goes_nowhere_else(client: AuthenticatedClient) -> None:
    with recording() as elsewhere:
        with pytest.raises(InvalidInput, match="may send its token"):
            client.get_httpx_client().get(elsewhere.url + "/steal")
        assert elsewhere.requests == []


# --- big downloads


def test_downloads_can_be_streamed(server: Recorder, client: AuthenticatedClient) -> None:
    content = bytes(range(256)) * 4096
    answer(server, 200, content)
    request = get_source_code._get_kwargs("s", "v")
    with client.get_httpx_client().stream(**request) as response:
        assert b"".join(response.iter_bytes()) == content
    answer(server, 404, b'{"errorMessage": "gone"}')
    with (
        pytest.raises(NotFound, match="gone"),
        client.get_httpx_client().stream(**request),
    ):
        pass
    answer(server, 200, b"\xff\x00zip")
    file = get_source_code.sync("s", "v", client=client)
    assert file is not None
    assert file.payload.read() == b"\xff\x00zip"
