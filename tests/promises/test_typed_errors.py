"""Every error is typed: whatever is answered, a PlanqkError with operation, status and message."""

from __future__ import annotations

import asyncio
import traceback
from typing import Any

import httpx2 as httpx
import pytest

from planqk_helpers import (
    AmbiguousSubmission,
    ApiError,
    ConnectionFailed,
    DecodeError,
    PlanqkError,
)
from planqk_helpers.engine.answers import error_class
from planqk_helpers.engine.flow import drive, drive_async
from tests.support.offline import OfflineClients
from tests.support.operations import OPERATIONS, Operation
from tests.support.tried import Tried

JSON = {"Content-Type": "application/json"}
SAID = b'{"errorMessage": "the platform says so"}'
REFUSALS = [302, 304, 400, 401, 403, 404, 408, 409, 413, 429, 499, 500, 503, 520]

ANSWERS: dict[str, Any] = {
    **{str(code): httpx.Response(code, content=SAID, headers=JSON) for code in REFUSALS},
    "502 HTML": httpx.Response(502, content=b"<html>Bad gateway</html>"),
    "204": httpx.Response(204),
    "200 empty": httpx.Response(200),
    "truncated JSON": httpx.Response(200, content=b'{"id": "1', headers=JSON),
    "wrong JSON type": httpx.Response(200, content=b"17", headers=JSON),
    "wrong members": httpx.Response(200, content=b'{"unexpected": [null]}', headers=JSON),
    "HTML": httpx.Response(200, content=b"<html>Log in</html>"),
    "not UTF-8": httpx.Response(200, content=b"\xff\xfe\x00", headers=JSON),
    "bad gzip": httpx.Response(
        200, headers={**JSON, "Content-Encoding": "gzip"}, stream=httpx.ByteStream(b"no gzip")
    ),
    "refused": httpx.ConnectError("refused"),
    "reset": httpx.ReadError("reset"),
    "timeout": httpx.ReadTimeout("slow"),
    "protocol": httpx.RemoteProtocolError("peer closed connection"),
}

OFFLINE = {place: OfflineClients(place=place) for place in OPERATIONS}
LOOP = asyncio.Runner()
NUMBER = {"planqk": 42, "hub": 120}
"""Operations of each platform, those of its gateway included."""
# Any JSON is an interim result, any bytes are a file, and a bool is not looked at.
OF_ANY_FORM = {
    "planqk": {"get_interim_results", "get_source_code", "get_api_definition", "get_logo"},
    "hub": {
        "check_service_name_availability",
        "download_managed_service_source",
        "get_data_pool_file",
        "get_marketplace_service_openapi",
        "get_organization_image",
        "get_result_file",
        "get_service_execution_observability_file",
        "get_service_execution_result_file",
        "get_service_open_api",
    },
}


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    async def pause(seconds: float) -> None:
        pass

    monkeypatch.setattr("planqk_helpers.engine.flow.time.sleep", lambda seconds: None)
    monkeypatch.setattr("planqk_helpers.engine.flow.asyncio.sleep", pause)


def answering(answer: Any) -> Any:
    def handler(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise type(answer)(*answer.args, request=request)  # type: ignore[call-arg]
        if not hasattr(answer, "_content"):  # a stream can be read once
            return httpx.Response(200, headers=answer.headers, stream=httpx.ByteStream(b"no gzip"))
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    return handler


def outcome(place: str, operation: Operation, answer: Any, way: str) -> BaseException | None:
    offline = OFFLINE[place]
    offline.handler = answering(answer)
    flow = operation.flow(offline.client_for(operation))
    try:
        value = drive(flow) if way == "blocking" else LOOP.run(drive_async(flow))
    except BaseException as error:  # noqa: BLE001
        return error
    # What needs no body takes any success; what is any JSON, or any bytes, takes any of it.
    assert value is not None or not operation.has_body
    return None


@pytest.mark.parametrize("way", ["blocking", "asyncio"])
@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("place", OPERATIONS)
def test_whatever_is_answered(place: str, name: str, way: str, tried: Tried) -> None:
    answer = ANSWERS[name]
    for operation in OPERATIONS[place]:
        error = outcome(place, operation, answer, way)
        if error is None:
            assert name in {"204", "200 empty"} or not isinstance(answer, Exception)
            assert isinstance(answer, httpx.Response)
            assert answer.is_success
            continue
        check(operation, answer, error)
    tried(NUMBER[place], "cells, operation x answer x way")


@pytest.mark.parametrize("place", OPERATIONS)
def test_every_operation_is_there(place: str, tried: Tried) -> None:
    assert len(OPERATIONS[place]) == NUMBER[place]
    tried(NUMBER[place], "operations")


def check(operation: Operation, answer: Any, error: BaseException) -> None:
    assert isinstance(error, PlanqkError), (operation.name, error)
    assert error.operation == operation.name  # type: ignore[attr-defined]
    assert operation.name in str(error)
    if isinstance(error, AmbiguousSubmission):
        assert operation.method == "POST"
        assert isinstance(error.__cause__, PlanqkError)
        error = error.__cause__
    if isinstance(answer, Exception):
        assert isinstance(error, ConnectionFailed)
        assert type(error.__cause__) is type(answer)
    elif answer.is_success:
        assert isinstance(error, DecodeError)
    else:
        assert type(error) is error_class(answer.status_code)
        assert isinstance(error, ApiError)
        assert error.status == answer.status_code
        assert error.message == ("" if answer.status_code == 502 else "the platform says so")
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    assert "plqk_canary" not in "".join(shown.format())


@pytest.mark.parametrize("place", OPERATIONS)
def test_results_are_never_made_up(place: str) -> None:
    """Operations with a form of their own reject what has another."""
    structured = [o for o in OPERATIONS[place] if o.has_body and "list" not in o.name]
    taken = {
        operation.name
        for operation in structured
        if outcome(place, operation, ANSWERS["wrong JSON type"], "blocking") is None
    }
    assert taken == OF_ANY_FORM[place]
    assert len(structured) - len(taken) > 25
