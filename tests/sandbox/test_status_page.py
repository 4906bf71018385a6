"""The status page without a browser: what it shows, to whom, and what it keeps to itself."""

import html
import json
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import httpx2 as httpx
import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.faces.planqk.routing import Planqk
from planqk_sandbox.page.cells import duration
from planqk_sandbox.page.overview import LINES, ROWS, _outcome
from tests.support.hub_client import HubCaller, HubClient, summing
from tests.support.local_client import Caller, Client, archive

HOSTILE = "<script>alert(1)</script>\"'&"
PROGRAM = """
import time

def run(data, params):
    while data.get("hang"):
        time.sleep(1)
    print('PlanQK:Job:InterimResult:{"half": "<i>done</i>"}', flush=True)
    for number in range(300):
        print(f"line {number} <b>")
    if data.get("fail"):
        raise ValueError("<img src=x onerror=alert(1)>")
    return {"text": "<u>fine</u>", "half a pair": "\\ud800"}
"""


@dataclass(frozen=True)
class Busy:
    """A sandbox with something of everything, and secrets in all places there are."""

    sandbox: Sandbox
    application: str
    secrets: tuple[str, ...]

    def get(self, path: str = "/", **headers: str) -> httpx.Response:
        return get(self.sandbox, path, **headers)


@pytest.fixture(scope="module")
def busy() -> Iterator[Busy]:
    with Sandbox(access_token="plqk_canaryAccessToken") as started, Client(started) as client:
        published = client.publish(archive(PROGRAM), name=HOSTILE, description=f"A {HOSTILE}")
        client.ok("POST", "/v2/applications", json={"name": f"Nobody {HOSTILE}"})
        external = {"name": "Elsewhere", "url": "http://user:canary-url@example.org/canary-path"}
        basic = {"securityConfiguration": "BASIC", "username": "someone", "password": "canary-pw"}
        client.ok("POST", "/v2/external-services", params=external | basic)
        client.build_of(archive("import canary_module\n"))
        with Caller(published) as caller:
            caller.run({"secret": "canary-input"}, {"key": "canary-param"})
            caller.run({"fail": True, "secret": "canary-input"})
            # The input is kept only until the end of a run.
            caller.wait(caller.start({"hang": True, "secret": "canary-input"}), "RUNNING")
        with Client(started, x_organizationid=started.organization_id) as inside:
            inside.create(name="Of the organization")
        credentials = started.credentials(published.application["id"])
        canaries = ("AccessToken", "-url", "-path", "-pw", "-input", "-param")
        secrets = tuple(f"canary{canary}" for canary in canaries)
        secrets = (*secrets, published.token, credentials.secret)
        yield Busy(started, published.application["id"], secrets)


def get(sandbox: Sandbox, path: str = "/", **headers: str) -> httpx.Response:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    url = f"{sandbox.status_url[:-1]}{path}"
    return httpx.get(url, headers=given, trust_env=False, verify=False)


def rows(page: str, kind: str) -> list[str]:
    """Return the rows of a table as text, cells separated by bars."""
    found = re.findall(rf'<tr id="{kind}-[^"]+">(.*?)</tr>', page, re.DOTALL)
    cells = [re.sub(r"</t[hd]>", " | ", row) for row in found]
    texts = [html.unescape(re.sub(r"<[^>]*>", " ", row)) for row in cells]
    return [" ".join(text.split()) for text in texts]


def test_data_pools_are_shown(sandbox: Sandbox) -> None:
    with HubClient(sandbox) as hub:
        body = {"name": f"Pool {HOSTILE}", "shortDescription": HOSTILE}
        pool = hub.ok("POST", "/datapools", json=body)
        path = f"/datapools/{pool['id']}"
        for number in range(7):
            names = {"filename": f"{number}<b>.csv"}
            hub.ok("POST", f"{path}/files", files={"file": ("f", b"xx")}, params=names)
        tenant = {"tenantType": "ORGANIZATION", "value": sandbox.organization_id}
        hub.ok("POST", f"{path}/shares", json={"sharedWith": tenant})
    page = get(sandbox).text
    assert "<script>alert" not in page
    row = page.partition(f'<tr id="data-pools-{pool["id"]}">')[2].partition("</tr>")[0]
    assert re.findall(r'data-title="(Shares|Files|Bytes)">([0-9]+)<', row) == [
        ("Shares", "1"),
        ("Files", "7"),
        ("Bytes", "14"),
    ]
    assert html.escape("4<b>.csv") in row
    assert "and 2 more" in row


def test_what_there_is(busy: Busy) -> None:
    page = busy.get().text
    organizations, broken, elsewhere, hostile = rows(page, "services")
    assert "Sandbox Organization" in organizations
    assert "no build" in organizations
    assert "FAILURE" in broken
    assert "BUILD_IMAGE" in broken
    assert "No module named 'canary_module'; add it to requirements.txt" in broken
    assert "EXTERNAL" in elsewhere
    assert HOSTILE in hostile
    assert all(text in hostile for text in ("MANAGED", "Sandbox User", "ACCESSIBLE", "SUCCESS"))
    running, failed, succeeded = rows(page, "executions")
    assert "| RUNNING |" in running
    assert "| FAILED |" in failed
    assert "<u>fine</u>" in succeeded
    shown = r"Caller \| PlanQK \| SUCCEEDED \| \d\d:\d\d:\d\d \| \d\.\d s \| 1 \|"
    assert re.search(shown, succeeded)
    assert re.search(r"RUNNING \| \d\d:\d\d:\d\d \| since \d\d:\d\d:\d\d \|", running)
    where = "ValueError: <img src=x onerror=alert(1)> src/program.py, line 11, in run details"
    assert where in failed
    nobody, caller = rows(page, "applications")
    assert f"Nobody {HOSTILE} | Sandbox User | 0" in nobody
    assert "Caller | Sandbox User | 1" in caller
    application, key = busy.application, busy.sandbox.credentials(busy.application).key
    command = f"python -m planqk_sandbox credentials {application}"
    assert f"| {key} The secret: {command} |" in caller
    (subscription,) = rows(page, "subscriptions")
    assert subscription.index("Caller") < subscription.index(HOSTILE)


def test_what_can_be_opened(busy: Busy) -> None:
    texts = opened(busy)
    assert len(texts) == 5
    (log,) = [text for path, text in texts.items() if "Traceback" in text and "/builds/" in path]
    assert "ModuleNotFoundError" in log
    (run,) = [text for text in texts.values() if '"text": "<u>fine</u>"' in text]
    assert '{"half": "<i>done</i>"}' in run
    assert "earlier output left out" in run
    assert run.count("line ") == LINES
    assert "line 299 <b>" in run
    assert "line 99 <b>" not in run


def opened(busy: Busy) -> dict[str, str]:
    paths = re.findall(r'data-from="([^"]+)"', busy.get().text)
    answers = {path: busy.get(path) for path in paths}
    assert {answer.headers["content-type"] for answer in answers.values()} == {
        "text/plain; charset=utf-8"
    }
    return {path: answer.text for path, answer in answers.items()}


def test_what_users_wrote_is_inert(busy: Busy) -> None:
    page = busy.get().text
    assert page.count("<script") == 1  # the page's own
    for tag in ("<img", "<u>", "<i>", "<b>", "onerror=alert(1)>"):
        assert tag not in page
    assert html.escape(HOSTILE) in page
    assert "{{" not in page


def test_secrets_stay_secret(busy: Busy) -> None:
    shown = [busy.get().text, busy.get("/status/tables").text, *opened(busy).values()]
    assert len(shown) > 4
    assert "canary_module" in shown[0]
    for secret in busy.secrets:
        assert not any(secret in text for text in shown), secret


@pytest.mark.parametrize("path", ["/", "/status/tables", "/status/nothing"])
def test_headers(busy: Busy, path: str) -> None:
    headers = busy.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "set-cookie" not in headers
    assert "access-control-allow-origin" not in headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_only_the_pages_own_code_may_run(busy: Busy) -> None:
    nonces = set()
    for answer in (busy.get(), busy.get()):
        policy = answer.headers["content-security-policy"]
        (nonce,) = set(re.findall(r"-src 'nonce-([^']{20,})'", policy))
        assert answer.text.count(f'nonce="{nonce}"') == 2
        assert not re.findall(r"""\b(?:src|href)=["'](?!data:,)""", answer.text)
        nonces.add(nonce)
    assert len(nonces) == 2


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LocalHost:80", 200),
        ("127.0.0.1:1234", 200),
        ("127.1.2.3", 200),
        ("[::1]:8000", 200),
        ("sandbox.example", 403),
        ("localhost.example:80", 403),
        ("127.0.0.1.example", 403),
        ("192.168.0.1", 403),
        ("[::2]", 403),
        ("[", 403),
        ("", 403),
    ],
)
def test_hosts(busy: Busy, host: str, status: int) -> None:
    for path in ("/", "/status/tables"):
        answer = busy.get(path, host=host)
        assert answer.status_code == status
        assert (html.escape(HOSTILE) in answer.text) == (status == 200)
    assert busy.get("/status/builds/x", host=host).status_code == (404 if status == 200 else 403)


def test_the_configured_host_and_other_machines() -> None:
    with Sandbox(host="0.0.0.0") as open_to_all:
        assert get(open_to_all, host="0.0.0.0").status_code == 200
        assert get(open_to_all, host="0.0.0.0.example").status_code == 403
        # uvicorn believes a proxy on this machine.
        assert get(open_to_all, host="localhost", x_forwarded_for="192.0.2.1").status_code == 403
        with socket.create_connection(("127.0.0.1", open_to_all.port)) as line:
            line.sendall(b"GET / HTTP/1.0\r\n\r\n")
            assert b" 403 " in line.recv(1000)


def test_it_can_only_be_read(busy: Busy) -> None:
    url = busy.sandbox.status_url
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        answer = httpx.request(method, url, trust_env=False, verify=False)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    head = httpx.head(url, trust_env=False, verify=False)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize(
    "path", ["nothing", "builds", "builds/", "builds/x", "executions/x/y", "tables/x", ""]
)
def test_what_is_not_there(busy: Busy, path: str) -> None:
    assert busy.get(f"/status/{path}").status_code == 404


def test_changes_only_when_there_are_some() -> None:
    with Sandbox() as sandbox, Client(sandbox) as client:
        before = get(sandbox, "/status/tables")
        tag = before.headers["etag"]
        again = get(sandbox, "/status/tables", if_none_match=tag)
        assert (again.status_code, again.content) == (304, b"")
        client.ok("POST", "/v2/applications", json={"name": "New"})
        after = get(sandbox, "/status/tables", if_none_match=tag)
        assert after.status_code == 200
        assert after.headers["etag"] != tag
        assert "New" in after.text
        assert not {"status page"} & {*sandbox.received, *Planqk.operations}


def test_an_empty_sandbox_tells_what_to_do() -> None:
    with Sandbox() as sandbox:
        page = get(sandbox).text
        assert f"export PLANQK_BASE_URL={sandbox.base_url}\n" in page
        assert f"export KQH_BASE_URL={sandbox.hub_url}\n" in page
        assert f"export PLANQK_SANDBOX_ORGANIZATION_ID={sandbox.organization_id}\n" in page
        assert "python -m planqk_sandbox exec -- python cookbook/quickstart.py" in page
        assert sandbox.access_token not in page
        assert page.count("None yet.") == 5


def test_the_platform_of_an_execution() -> None:
    with Sandbox() as sandbox, HubClient(sandbox) as hub, Client(sandbox) as client:
        at_hub = hub.publish(summing())
        with HubCaller(at_hub) as caller:
            caller.run({"values": ["no number"]})
        with Caller(client.publish(archive())) as caller_of_planqk:
            caller_of_planqk.run()
        planqk, of_hub = rows(get(sandbox).text, "executions")
        assert "| PlanQK | SUCCEEDED |" in planqk
        assert "| Hub | FAILED |" in of_hub
        assert "TypeError: unsupported operand type(s)" in of_hub
        assert "src/program.py, line 4, in run" in of_hub


def test_jobs_and_result_files() -> None:
    program = (
        "import os\n\ndef run():\n"
        "    open(os.environ['OUTPUT_DIRECTORY'] + '/<b>.csv', 'w').write('1,2')\n"
    )
    with Sandbox() as sandbox, HubClient(sandbox) as hub:
        job = hub.job(hub.ready(archive(program)))
        (shown,) = rows(get(sandbox).text, "executions")
        assert "| job | Hub | SUCCEEDED |" in shown
        assert "<b>.csv (3 bytes)" in get(sandbox, f"/status/executions/{job['id']}").text


def test_a_long_list_is_cut() -> None:
    with Sandbox() as sandbox, Client(sandbox) as client:
        for number in range(ROWS + 1):
            client.create(name=f"Number {number}.")
        page = get(sandbox).text
        assert len(rows(page, "services")) == ROWS
        assert f">newest {ROWS}<" in page
        assert f"Number {ROWS}." in page
        assert "Number 0." not in page


@pytest.mark.parametrize(
    ("began", "ended", "shown"),
    [
        (None, None, ""),
        (None, 5.0, ""),
        (100.0, 100.0, "0.0 s"),
        (100.0, 109.94, "9.9 s"),
        (100.0, 109.96, "10 s"),
        (100.0, 159.4, "59 s"),
        (100.0, 159.6, "1 min 00 s"),
        (100.0, 3699.6, "1 h 00 min"),
        (100.0, 90.0, "0.0 s"),
    ],
)
def test_durations(began: float | None, ended: float | None, shown: str) -> None:
    assert duration(began, ended) == shown


@pytest.mark.parametrize("cut", range(30, 90))
def test_the_reason_of_a_long_failure(cut: int) -> None:
    """The page reads the beginning of an outcome only, wherever that ends."""
    outcome = json.dumps({"code": "Bad", "detail": 'why \U0001f600 "\\\n ü' * 9})[:cut]
    cell = _outcome("executions/1", outcome)
    assert cell.startswith('<span class="bad">Bad: ')
    assert "u00" not in cell
