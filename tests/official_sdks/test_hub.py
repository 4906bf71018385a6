"""The Hub's official SDKs on the sandbox. Run: make check-official-sdks."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.command import environment_for
from planqk_sandbox.faces.hub import gateway
from planqk_sandbox.faces.hub.routing import AT_GATEWAY, HANDLERS, ON_PLATFORM
from tests.support.hub_client import HubClient
from tests.support.local_client import archive

ROOT = Path(__file__).parents[2]
SCRIPTS = Path(__file__).parent / "scripts"
PYTHON = ROOT / ".build" / "qhub-service" / "bin" / "python"
CANNOT = {
    "getMarketplaceServiceOpenapi": "the SDK expects a JSON string, not a definition",
    "getServiceExecutionLogs": "the SDK expects an object, not a list of entries",
    "getServiceExecutionResultFile": "the path of the file is no argument; the SDK sends **",
    "getServiceOpenApi": "the SDK expects a JSON string, not a definition",
}
"""What the SDK itself cannot call, though it has a method for it."""
OTHER_WAY: dict[str, Any] = {
    "upload_builds": True,
    "early_result": 204,
    "logs_form": "object",
    "plain_success": True,
    "ignore_unknown": True,
    "result_delay": 0.3,
}


def run(sandbox: Sandbox, home: Path, words: list[str], **variables: str) -> str:
    """Return what a script prints that has to end well; it sees no file of a real account."""
    ended = subprocess.run(
        [PYTHON, SCRIPTS / words[0], *words[1:]],
        env=environment_for(sandbox) | {"HOME": str(home)} | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.parametrize("client", ["blocking", "asyncio"])
@pytest.mark.parametrize("options", [{}, OTHER_WAY], ids=["default", "other way"])
def test_qhub_api_goes_the_whole_way(client: str, options: dict[str, Any], tmp_path: Path) -> None:
    form = options.get("logs_form", "array")
    with Sandbox(**options) as sandbox:
        early = str(options.get("early_result", 404))
        printed = run(
            sandbox, tmp_path, ["qhub_api.py", client], LOGS_FORM=form, EARLY_RESULT=early
        )
        received = sandbox.received
    takes_logs = {"getServiceExecutionLogs"} if form == "object" else set()
    assert set(printed.split()) == CANNOT.keys() - takes_logs
    served = {f"{ON_PLATFORM}{each}" for each in HANDLERS}
    served |= {f"{AT_GATEWAY}{each}" for each in gateway.HANDLERS}
    assert len(served) > 80
    assert received.keys() - {"hub.getGatewayToken"} == served


def test_the_methods_that_the_page_on_moving_names_exist(tmp_path: Path) -> None:
    page = (ROOT / "cookbook" / "27-from-the-official-sdks.md").read_text()
    of_platform = re.findall(r"^\| `(\w+)\.(\w+)\(", page.partition("From `qhub-api`:")[2], re.M)
    of_service = re.findall(
        r"^\| `(client|execution)\.(\w+)", page.partition("From `qhub-api`:")[0], re.M
    )
    assert len(of_platform) > 10
    assert len(of_service) > 8
    code = (
        "from qhub.api.platform import HubPlatformClient\n"
        "from qhub.service.client import HubServiceClient, HubServiceExecution\n"
        "client = HubPlatformClient(api_key='k', base_url='http://127.0.0.1')\n"
        f"for group, method in {of_platform!r}:\n"
        "    getattr(getattr(client, group), method)\n"
        "owners = {'client': HubServiceClient, 'execution': HubServiceExecution}\n"
        f"for owner, method in {of_service!r}:\n"
        "    getattr(owners[owner], method)\n"
    )
    subprocess.run([PYTHON, "-c", code], check=True, timeout=60, env={"HOME": str(tmp_path)})


@pytest.mark.parametrize("for_organization", [False, True])
def test_qhub_service_calls_a_service(for_organization: bool, tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        organization = sandbox.organization_id if for_organization else ""
        headers = {"X_OrganizationId": organization} if organization else {}
        with HubClient(sandbox, **headers) as hub:
            there = hub.publish(archive((SCRIPTS / "program.py").read_text()))
            (key,) = hub.ok("GET", f"/applications/{there.application['id']}/access-keys")
            pool = hub.ok("POST", "/datapools", json={"name": "Numbers"})
            files = {"file": ("a.txt", b"7")}
            hub.ok("POST", f"/datapools/{pool['id']}/files", files=files)
        run(
            sandbox,
            tmp_path,
            ["qhub_service.py"],
            APPLICATION=there.application["id"],
            AUTHLIB_INSECURE_TRANSPORT="1",
            KQH_ACCESS_KEY_ID=key["accessKeyId"],
            KQH_SECRET_ACCESS_KEY=key["secretAccessKey"],
            ORGANIZATION=organization,
            POOL=pool["id"],
            SERVICE_ENDPOINT=there.endpoint,
        )
        called = {each for each in sandbox.received if each.startswith(AT_GATEWAY)}
    assert called == {f"{AT_GATEWAY}{each}" for each in gateway.HANDLERS}
