"""Failures on purpose, and the counters."""

import threading
from typing import Any

import httpx2 as httpx
import pytest

from planqk_sandbox import Fault, Sandbox
from tests.support.local_client import Caller, Client, Published


def test_a_status_with_headers_and_body(sandbox: Sandbox, client: Client) -> None:
    received, effects = sandbox.received["createApplication"], sandbox.effects["createApplication"]
    page = "<html>Bad Gateway</html>"
    headers = {"Retry-After": "1", "Content-Type": "text/html"}
    sandbox.inject(Fault("createApplication", status=502, headers=headers, body=page, times=2))
    for _ in range(2):
        answer = client.post("/v2/applications", json={"name": "x"})
        assert (answer.status_code, answer.text) == (502, page)
        assert (answer.headers["retry-after"], answer.headers["content-type"]) == ("1", "text/html")
    assert client.post("/v2/applications", json={"name": "x"}).status_code == 200
    assert sandbox.received["createApplication"] == received + 3
    assert sandbox.effects["createApplication"] == effects + 1


@pytest.mark.parametrize(("reset", "effect"), [("before", 0), ("after", 1)])
def test_resets(sandbox: Sandbox, caller: Caller, reset: str, effect: int) -> None:
    effects = sandbox.effects["startExecution"]
    sandbox.inject(Fault("startExecution", reset=reset))  # type: ignore[arg-type]
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        caller.post(caller.endpoint, json={})
    assert sandbox.effects["startExecution"] == effects + effect
    assert caller.get(caller.endpoint).status_code == 200


def test_truncated_answers(sandbox: Sandbox, published: Published, client: Client) -> None:
    sandbox.inject(Fault("getSourceCode", truncate=True))
    sandbox.inject(Fault("getServices", truncate=True))
    for path in (f"{published.version_path}/source-code", "/services"):
        with pytest.raises(httpx.RemoteProtocolError, match="without sending"):
            client.get(path)


def test_delays_can_be_longer_than_patience(sandbox: Sandbox, client: Client) -> None:
    sandbox.inject(Fault("getIndustries", delay=30))
    with pytest.raises(httpx.ReadTimeout):
        client.get("/industries", timeout=0.1)
    sandbox.inject(Fault("getIndustries", delay=0.05))
    assert client.get("/industries").status_code == 200


def test_a_fault_for_ever_until_it_is_healed(sandbox: Sandbox, client: Client) -> None:
    sandbox.inject(Fault("getIndustries", status=500, times=None))
    assert {client.get("/industries").status_code for _ in range(3)} == {500}
    sandbox.heal()
    assert client.get("/industries").status_code == 200


def test_faults_that_mean_nothing_are_refused(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="no operation"):
        sandbox.inject(Fault("startExecutions"))
    with pytest.raises(ValueError, match="at least 1"):
        Fault("startExecution", times=0)
    with pytest.raises(ValueError, match="reset"):
        Fault("startExecution", reset="during")  # type: ignore[arg-type]


def test_stopping_does_not_wait_for_delays() -> None:
    failures: list[Exception] = []

    def ask(url: str) -> None:
        try:
            httpx.get(url, trust_env=False, timeout=20)
        except httpx.HTTPError as error:
            failures.append(error)

    with Sandbox() as sandbox:
        sandbox.inject(Fault("getApiDocs", delay=3600, reset="before"))
        thread = threading.Thread(target=ask, args=(f"{sandbox.base_url}/v3/api-docs",))
        thread.start()
        while not sandbox.received["getApiDocs"]:
            pass
    thread.join(timeout=10)
    assert len(failures) == 1


@pytest.mark.parametrize(
    "how", [{"status": 999}, {"status": 204, "body": "x"}, {"delay": -1}, {"status": 100}]
)
def test_answers_that_cannot_be_given(how: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"status|delay"):
        Fault("getServices", **how)
