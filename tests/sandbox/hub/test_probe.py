"""`make probe` sees at the sandbox what the sandbox has chosen, and changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2 as httpx
import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.world.options import Options
from scripts import probe
from tests.support.hub_client import HubClient
from tests.support.local_client import archive

PROGRAM = "import time\n\ndef run(wait: float = 0):\n    print('run')\n    time.sleep(wait)\n"


@contextmanager
def filled(**options: Any) -> Iterator[Sandbox]:
    """Serve an account with services and executions in all the states that are asked about."""
    with Sandbox(**options) as sandbox, HubClient(sandbox) as hub:
        service = hub.ready(archive(PROGRAM), "Twice")
        hub.create("Twice")
        hub.upload(hub.create("Uploaded"), archive(PROGRAM))
        hub.job(service, {})
        body = {"serviceId": service["id"], "input": {"wait": 60}}
        running = hub.ok("POST", "/service-jobs", json=body)
        yield sandbox
        hub.ok("PUT", f"/service-executions/{running['id']}/cancel")


@pytest.fixture
def methods(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Collect the methods of all requests that the probe sends."""
    sent: set[str] = set()

    def send(self: httpx.Client, request: httpx.Request, **given: Any) -> httpx.Response:
        sent.add(request.method)
        return original(self, request, **given)

    original = httpx.Client.send
    monkeypatch.setattr(httpx.Client, "send", send)
    return sent


def point_at(sandbox: Sandbox, token: str, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("KQH_BASE_URL", sandbox.hub_url)
    patch.setenv("KQH_PERSONAL_ACCESS_TOKEN", token)


@pytest.mark.parametrize(
    "options",
    [{}, {"upload_builds": True}, {"logs_form": "object"}, {"plain_success": True}],
    ids=str,
)
def test_the_answers_are_the_choices(
    options: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    methods: set[str],
) -> None:
    with filled(**options) as sandbox:
        point_at(sandbox, sandbox.access_token, monkeypatch)
        methods.clear()
        before = sandbox.effects
        with probe.connect() as client:
            answers = {question.text: answer for question, answer in probe.ask(client)}
        assert probe.main() == 0
        assert sandbox.effects == before
        printed = capsys.readouterr().out
        assert sandbox.access_token not in printed
        assert methods == {"GET", "HEAD"}
    chosen = Options(**options)
    choices = {each.text: each.choice(chosen) for each in probe.QUESTIONS}
    assert answers == choices
    assert len(answers) > 10
    for text, answer in answers.items():
        assert f"| {text} | {answer} |" in printed


def test_an_empty_account_can_tell_less(monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox() as sandbox:
        point_at(sandbox, sandbox.access_token, monkeypatch)
        with probe.connect() as client:
            answers = [answer for _, answer in probe.ask(client)]
    assert None in answers
    assert "404 {errorMessage}" in answers


def test_a_wrong_token_is_one_request_and_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Sandbox() as sandbox:
        point_at(sandbox, "wrong-token", monkeypatch)
        assert probe.main() == 2
        assert sandbox.received.total() == 1
    told = capsys.readouterr().err
    assert told == "error: GET /services answers 401: look at your token\n"
