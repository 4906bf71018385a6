"""The quickstart runs as printed, and fails when the result is wrong."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def on_the_sandbox(script: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "planqk_sandbox", "exec", "--", sys.executable, str(script)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def demo() -> str:
    """The commands of `make demo`."""
    command = ["make", "--no-print-directory", "--dry-run", "demo"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.replace("\\\n", "")


def test_the_demo_ends_with_the_result_on_both_platforms() -> None:
    commands = [line for line in demo().splitlines() if "planqk_sandbox exec" in line]
    for command, address in zip(commands, ["/hub/qc-catalog", "/qc-catalog"], strict=True):
        done = subprocess.run(
            command, shell=True, capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert done.returncode == 0, done.stderr
        connected, *steps, result = done.stdout.splitlines()
        assert re.search(rf"<client of http://127\.0\.0\.1:\d+{address}, ", connected)
        assert json.loads(result) == {"sum": 421}
        for expected in ("create the service", "build SUCCESS", "execution SUCCEEDED", "done"):
            assert any(step.endswith(expected) for step in steps)
        assert re.fullmatch(
            r"planqk_sandbox: http://127\.0\.0\.1:\d+/ shows what happens.*\n", done.stderr
        )


def test_the_demo_ends_with_a_next_step() -> None:
    _, next_step = demo().split("echo 'Next: ", 1)
    assert len(next_step.splitlines()) <= 2
    for named in re.findall(r"cookbook/[\w.]+\w", next_step):
        assert (ROOT / named).is_file()


def test_a_wrong_result_is_a_failure(tmp_path: Path) -> None:
    folder = tmp_path / "cookbook"
    (folder / "user_code").parent.mkdir()
    script = (ROOT / "cookbook" / "quickstart.py").read_text()
    code = ROOT / "cookbook" / "user_code"
    assert "70.69" in script
    script = script.replace("Path(__file__).parent", f"Path({str(code.parent)!r})")
    (folder / "quickstart.py").write_text(script.replace("70.69", "71.69"))
    done = on_the_sandbox(folder / "quickstart.py")
    assert done.returncode == 1
    assert json.loads(done.stdout.splitlines()[-1]) == {"sum": 422}
