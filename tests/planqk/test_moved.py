"""Where PlanQK used to be, nobody may answer any more: the error says where today's platform is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

from planqk_helpers import ConnectionFailed, connect, create_application, find_service
from planqk_helpers.planqk.connection import SOURCES

NEW_PLACE = r"Kipu Quantum Hub.*planqk_helpers\.hub"
FAILURES = [
    httpx.ConnectError("[Errno -2] Name or service not known"),
    httpx.ConnectTimeout("slow"),
    httpx.ReadError("reset"),
]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No address of an environment or a file, and no pauses."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PLANQK_BASE_URL", raising=False)
    monkeypatch.setattr("planqk_helpers.engine.flow.time.sleep", lambda seconds: None)


def failing(failure: Exception, **arguments: Any) -> Any:
    """A client whose requests all fail."""

    def answer(request: httpx.Request) -> httpx.Response:
        raise type(failure)(*failure.args, request=request)  # type: ignore[call-arg]

    client = connect("key", **arguments)
    client.get_httpx_client()._transport = httpx.MockTransport(answer)
    return client


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
def test_at_the_default_address_the_new_place_is_named(failure: Exception) -> None:
    with failing(failure) as client:
        with pytest.raises(ConnectionFailed, match=NEW_PLACE):
            find_service(client, "Sum")
        with pytest.raises(Exception, match=NEW_PLACE):
            create_application(client, "Mine")


def test_at_another_address_it_is_not() -> None:
    with failing(FAILURES[0], base_url="https://platform.example/qc-catalog") as client:
        with pytest.raises(ConnectionFailed) as caught:
            find_service(client, "Sum")
        assert "hub" not in str(caught.value)


def test_nor_where_the_default_address_answers() -> None:
    with connect("key", base_url=SOURCES.default_base_url) as client:
        client.get_httpx_client()._transport = httpx.MockTransport(
            lambda request: httpx.Response(404)
        )
        with pytest.raises(Exception, match="404") as caught:
            find_service(client, "Sum")
        assert "hub" not in str(caught.value)
