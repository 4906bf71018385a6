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


def test_it_ends_with_the_result() -> None:
    done = on_the_sandbox(ROOT / "cookbook" / "quickstart.py")
    assert done.returncode == 0, done.stderr
    *steps, result = done.stdout.splitlines()
    assert json.loads(result) == {"sum": 421}
    for expected in ("create the service", "build SUCCESS", "execution SUCCEEDED", "done"):
        assert any(step.endswith(expected) for step in steps)
    assert re.fullmatch(
        r"planqk_sandbox: http://127\.0\.0\.1:\d+/ shows what happens.*\n", done.stderr
    )


def test_the_demo_ends_with_a_next_step() -> None:
    shown = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", "demo"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout
    _, next_step = shown.split("cookbook/quickstart.py\n", 1)
    assert next_step.startswith("echo 'Next: ")
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
