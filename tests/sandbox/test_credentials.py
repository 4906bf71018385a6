"""Consumer key and secret of an application: for its user, on request, and nowhere else."""

import io
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2 as httpx
import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.__main__ import main
from planqk_sandbox.command import environment_for
from planqk_sandbox.credentials import NotTold, print_credentials
from tests.support.local_client import Client, Json, owned_by_somebody_else

PATH = "/sandbox/credentials"


def new_application(client: Client, name: str) -> Json:
    application: Json = client.ok("POST", "/v2/applications", json={"name": name})
    return application


def ask(client: Client, application: str) -> httpx.Response:
    return client.get(PATH, params={"application": application})


def test_by_id_and_by_name(sandbox: Sandbox, client: Client) -> None:
    application = new_application(client, "Named $(once)")
    key, secret = sandbox.credentials(application["id"])
    for given in (application["id"], application["name"]):
        response = ask(client, given)
        assert response.json() == {"consumerKey": key, "consumerSecret": secret}
        assert response.headers["cache-control"] == "no-store"


def test_in_every_account_of_the_user(sandbox: Sandbox, client: Client) -> None:
    with Client(sandbox, x_organizationid=sandbox.organizations[1]) as inside:
        application = new_application(inside, "Of the organization")
    assert ask(client, "Of the organization").is_success
    with owned_by_somebody_else(sandbox, application=application["id"]):
        for given in (application["id"], application["name"]):
            refused = ask(client, given)
            assert refused.status_code == 404
            assert sandbox.credentials(application["id"]).secret not in refused.text


def test_what_is_refused(sandbox: Sandbox, client: Client) -> None:
    twins = [new_application(client, "Twin") for _ in range(2)]
    several = ask(client, "Twin")
    assert several.status_code == 409
    assert all(twin["id"] in several.json()["errorMessage"] for twin in twins)
    assert ask(client, "nobody").status_code == 404
    assert ask(client, " ").status_code == 400
    assert client.get(PATH).status_code == 400
    assert client.post(PATH).status_code == 404
    for token in ("no", "wrong", client.ok("POST", f"{path_of(twins[0])}/access-token")["token"]):
        headers = {"X-Auth-Token": token, "Authorization": f"Bearer {token}"}
        refused = client.get(PATH, params={"application": twins[0]["id"]}, headers=headers)
        assert refused.status_code == 401
        assert sandbox.credentials(twins[0]["id"]).key not in refused.text


def path_of(application: Json) -> str:
    return f"/v2/applications/{application['id']}"


def test_the_command_prints_lines_for_a_shell(sandbox: Sandbox, client: Client) -> None:
    application = new_application(client, "For a shell")
    key, secret = sandbox.credentials(application["id"])
    ask_for = f"{sys.executable} -m planqk_sandbox credentials 'For a shell'"
    shown = 'printf "%s|%s" "$CONSUMER_KEY" "$CONSUMER_SECRET"'
    for script in (
        f'eval "$({ask_for})"; {shown}',
        f"export $({ask_for}); sh -c '{shown}'",
    ):
        ended = subprocess.run(
            ["sh", "-c", script],
            env=environment_for(sandbox),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ended.stdout, ended.stderr) == (f"{key}|{secret}", "")


def test_values_of_a_hostile_server_are_only_values(server: "Answering") -> None:
    server.body = b'{"consumerKey": "$(touch x)", "consumerSecret": "a\\nrm -rf /;`id`"}'
    out = io.StringIO()
    print_credentials("any", server.environment, out)
    shell = f'{out.getvalue()}\nprintf "%s|%s" "$CONSUMER_KEY" "$CONSUMER_SECRET"'
    ended = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=True)
    assert ended.stdout == "$(touch x)|a\nrm -rf /;`id`"


class Answering(ThreadingHTTPServer):
    """Answers everything alike, and counts the requests."""

    status, body, location, requests = 200, b"", "", 0

    @property
    def environment(self) -> dict[str, str]:
        url = f"http://127.0.0.1:{self.server_port}/qc-catalog"
        return {"PLANQK_BASE_URL": url, "PLANQK_PERSONAL_ACCESS_TOKEN": "plqk_canary"}


class Answer(BaseHTTPRequestHandler):
    server: Answering

    def do_GET(self) -> None:
        self.server.requests += 1
        self.send_response(self.server.status)
        self.send_header("Location", self.server.location)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[Answering]:
    with Answering(("127.0.0.1", 0), Answer) as started:
        threading.Thread(target=started.serve_forever, daemon=True).start()
        yield started
        started.shutdown()


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (200, b"<html>", "is it a sandbox?"),
        (200, b"[]", "is it a sandbox?"),
        (200, b'{"consumerKey": "k"}', "is it a sandbox?"),
        (404, b"", "is it a sandbox?"),
        (404, b'{"errorMessage": "There is no such thing"}', "There is no such thing"),
        (302, b"", "is it a sandbox?"),
        (500, b'{"errorMessage": 5}', "is it a sandbox?"),
    ],
)
def test_other_servers(server: Answering, status: int, body: bytes, told: str) -> None:
    server.status, server.body = status, body
    server.location = f"{server.environment['PLANQK_BASE_URL']}/elsewhere"
    out = io.StringIO()
    with pytest.raises(NotTold, match=r"^127\.0\.0\.1:\d+ answered") as caught:
        print_credentials("any", server.environment, out)
    assert told in str(caught.value)
    assert "canary" not in str(caught.value)
    assert (out.getvalue(), server.requests) == ("", 1)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"PLANQK_BASE_URL": ""}, "PLANQK_BASE_URL is not set"),
        ({"PLANQK_PERSONAL_ACCESS_TOKEN": " "}, "PLANQK_PERSONAL_ACCESS_TOKEN is not set"),
        ({"PLANQK_PERSONAL_ACCESS_TOKEN": "canary\nb"}, "cannot be asked"),
        ({"PLANQK_PERSONAL_ACCESS_TOKEN": "canaryä"}, "cannot be asked"),
        ({"PLANQK_BASE_URL": "http://u:canary@127.0.0.1:1/"}, "cannot be asked"),
        ({"PLANQK_BASE_URL": "http://[canary"}, "cannot be asked"),
        ({"PLANQK_BASE_URL": "canary"}, "cannot be asked"),
    ],
)
def test_what_is_wrong_here(changes: dict[str, str], told: str) -> None:
    environment = {
        "PLANQK_BASE_URL": "http://127.0.0.1:1/qc-catalog",
        "PLANQK_PERSONAL_ACCESS_TOKEN": "plqk_canary",
    }
    with pytest.raises(NotTold) as caught:
        print_credentials("any", environment | changes, io.StringIO())
    assert told in str(caught.value)
    assert "canary" not in str(caught.value)


def test_problems_are_a_line_on_stderr(
    sandbox: Sandbox, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment_for(sandbox).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert main(["credentials", "nobody"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "You have no application 'nobody'" in told.err
    assert sandbox.access_token not in told.err
    assert len(told.err.splitlines()) == 1


def test_nothing_is_logged(
    sandbox: Sandbox, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    application = new_application(client, "Quiet")
    print_credentials(application["id"], environment_for(sandbox), io.StringIO())
    assert caplog.text
    for secret in (*sandbox.credentials(application["id"]), sandbox.access_token):
        assert secret not in caplog.text
    assert "PLANQK_BASE_URL" not in os.environ
