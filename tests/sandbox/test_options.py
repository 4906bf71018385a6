"""Options: what is not possible is refused when they are made, and told in a line."""

import math
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.__main__ import main
from planqk_sandbox.world.options import Options

SECONDS = [each.name for each in fields(Options) if each.type is float]
WHOLE = [each.name for each in fields(Options) if each.type is int and "from" in each.metadata]
WRONG: list[tuple[str, Any]] = [
    *((name, value) for name in SECONDS for value in (-1, math.nan, math.inf, 1e300, "1", None)),
    *((name, value) for name in WHOLE for value in (-1, 1.5, 10**20, 10**400, "1", None, True)),
    ("max_runs", 0),
    ("port", 99999),
    *(("host", value) for value in ("", "a..b", "a b", "a\0", "x" * 300, b"127.0.0.1", None)),
    *(("state", value) for value in ("", "a\0b", b"x", 5)),
    *(("early_result", value) for value in (200, "404", None, 404.0)),
    *(("logs_form", value) for value in ("list", "", None)),
    *(("upload_builds", value) for value in (1, 0, "true", None)),
    *(("access_token", value) for value in ("a b", "a\nb", "ü", "\0", b"x", None)),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_what_is_not_possible_is_refused_at_once(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=rf"^{name} ") as refused:
        Sandbox(**{name: value})  # type: ignore[arg-type]
    if name == "access_token" and value is not None:
        assert str(value) not in str(refused.value)


def test_what_is_possible_is_taken(tmp_path: Path) -> None:
    assert len(SECONDS) == 6
    assert len(WHOLE) == 9
    least: dict[str, Any] = dict.fromkeys(SECONDS, 0)
    Sandbox(**least, log_limit=0, output_limit=0, output_entry_limit=0, max_runs=1)
    most: dict[str, Any] = dict.fromkeys(SECONDS, 10**9)
    Sandbox(**most, port=65535)
    Sandbox(upload_builds=True, early_result=204, logs_form="object")
    for host in ("::1", "localhost", "0.0.0.0", "bücher.example"):
        Sandbox(host=host, state=str(tmp_path), access_token="plqk_!~")


@pytest.mark.parametrize("wrong", [["--max-runs", "0"], ["--port", "99999"], ["--state", ""]])
def test_the_command_line_tells_it(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", *wrong])
    assert ended.value.code == 2
    assert f"error: {wrong[0]} is " in capsys.readouterr().err


def test_a_host_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--host", "nothing-like-this.invalid"]) == 1
    assert "planqk_sandbox: " in capsys.readouterr().err


@pytest.mark.parametrize("seconds", ["inf", "nan", "1e300"])
def test_no_traceback_for_a_token_that_lives_forever(seconds: str) -> None:
    command = [sys.executable, "-m", "planqk_sandbox", "exec", "--token-seconds", seconds, "true"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, "Traceback" in ended.stderr) == (2, False), ended.stderr
