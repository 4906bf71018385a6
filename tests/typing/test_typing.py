"""Types reach the user: what is right passes strict checkers, what is wrong does not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def mypy(name: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "mypy", "--strict", str(HERE / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE.parents[1])
    return done.returncode, done.stdout + done.stderr


def test_what_is_right_passes() -> None:
    code, said = mypy("good.py")
    assert code == 0, said


def test_what_is_wrong_is_rejected_line_by_line() -> None:
    code, said = mypy("bad.py")
    assert code == 1, said
    lines = (HERE / "bad.py").read_text().splitlines()
    wrong = {number for number, line in enumerate(lines, 1) if "# rejected" in line}
    complained = {int(number) for number in re.findall(r"bad\.py:(\d+): error", said)}
    assert len(wrong) == 9
    assert complained == wrong, said
