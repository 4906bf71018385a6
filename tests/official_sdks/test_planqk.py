"""The cookbook's page on the official SDK, run as it is printed. Run: make check-official-sdk.

Its own shell commands make the environment of the SDK, with the versions of requirements/.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from conftest import SDK_PAGE, TEXT_BLOCK, deploy_sum, difference, write_files
from planqk_sandbox import Sandbox
from planqk_sandbox.command import environment_for

ROOT = Path(__file__).parents[2]
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
