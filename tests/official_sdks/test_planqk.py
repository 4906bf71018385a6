"""PlanQK's official SDK on the sandbox, its last version and its first.

Run: make check-official-sdks.
The cookbook's page is run as it is printed: its own shell commands make the environment of the SDK,
with the versions of requirements/.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from conftest import SDK_PAGE, TEXT_BLOCK, deploy_sum, difference, write_files
from planqk_helpers import connect, find_application, find_service
from planqk_sandbox import Sandbox
from planqk_sandbox.command import environment_for
from planqk_sandbox.faces.planqk import gateway

ROOT = Path(__file__).parents[2]
SCRIPTS = Path(__file__).parent / "scripts"
PYTHON = ROOT / ".build" / "planqk-service-sdk-1" / "bin" / "python"
PINS = ROOT / "requirements" / "planqk-service-sdk.txt"


def blocks(page: str, kind: str) -> list[re.Match[str]]:
    return list(re.finditer(rf"^```{kind}\n(.*?)^```$", page, re.DOTALL | re.MULTILINE))


def environment_of(sandbox: Sandbox, folder: Path) -> dict[str, str]:
    """The environment of a user who has installed this project."""
    here = Path(sys.executable).parent
    # Without the hashes: pip takes none for what the page names without a version.
    pins = [line.rstrip(" \\") for line in PINS.read_text().splitlines() if "==" in line]
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(pins))
    return environment_for(sandbox) | {
        "PATH": f"{here}:{os.environ['PATH']}",
        "PIP_CONSTRAINT": str(constraints),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


def test_the_page_runs_as_printed(tmp_path: Path) -> None:
    page = SDK_PAGE.read_text()
    commands = "".join(block[1] for block in blocks(page, "sh"))
    script = blocks(page, "python")
    shown = [found[1] for block in script if (found := TEXT_BLOCK.match(page, block.end()))]
    assert len(shown) == 5
    (tmp_path / "execute.py").write_text("\n".join(block[1] for block in script))
    write_files(tmp_path)
    with Sandbox() as sandbox:
        deploy_sum(sandbox, tmp_path / "sum.zip")
        ended = subprocess.run(
            ["sh", "-euc", commands],
            cwd=tmp_path,
            env=environment_of(sandbox, tmp_path),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        started = sandbox.effects["startExecution"]
    assert ended.returncode == 0, ended.stderr
    assert difference("\n".join(shown), ended.stdout) is None, ended.stdout
    assert started == 3


def test_the_first_version_calls_every_operation(tmp_path: Path) -> None:
    write_files(tmp_path)
    with Sandbox() as sandbox:
        deploy_sum(sandbox, tmp_path / "sum.zip")
        with connect(sandbox.access_token, base_url=sandbox.base_url) as client:
            service = find_service(client, "Sum")
            application = find_application(client, "My application")
        endpoint = service.service_definitions[0].gateway_endpoint
        credentials = sandbox.credentials(application.id)
        before = sandbox.received
        ended = subprocess.run(
            [PYTHON, SCRIPTS / "planqk_service_sdk_1.py", str(endpoint)],
            env=environment_for(sandbox)
            | {
                "AUTHLIB_INSECURE_TRANSPORT": "1",
                "CONSUMER_KEY": credentials.key,
                "CONSUMER_SECRET": credentials.secret,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        called = sandbox.received - before
    assert ended.returncode == 0, ended.stderr
    running, failed, *others = ended.stdout.splitlines()
    assert running == "status: Service is up and running"
    problem = "{'code': 'ValueError', 'detail': 'data.values has to be a list of numbers\\n"
    assert failed.startswith(f"FAILED {problem}")
    assert others == [
        "SUCCEEDED {'result': {'sum': 4}, 'metadata': None}",
        "interim results: []",
        "after cancelling: SUCCEEDED",
    ]
    assert called.keys() - {"getGatewayToken"} == set(gateway.HANDLERS)
