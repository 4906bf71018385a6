"""On Windows the sandbox says where it runs, instead of what cannot be imported."""

import subprocess
import sys

import pytest

import planqk_sandbox

TOLD = "The sandbox runs on Linux and macOS; on Windows, run it in WSL (wsl --install)"
# What takes another way on Windows is loaded before; what Windows has not is taken away.
PRETEND = """
import asyncio, os, runpy, signal, socket, subprocess, sys, tempfile
import httpx2
sys.platform = "win32"
for module in ("fcntl", "resource"):
    sys.modules[module] = None
for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_NOCTTY", "O_CLOEXEC"):
    delattr(os, name)
del signal.SIGHUP
runpy.run_module("planqk_sandbox", run_name="__main__")
"""


@pytest.mark.parametrize("words", [["serve"], ["exec", "--", "python"], ["credentials", "x"], []])
def test_every_command_says_so(words: list[str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PRETEND, *words], capture_output=True, text=True, check=False
    )
    assert (ended.stdout, ended.stderr) == ("", f"planqk_sandbox: {TOLD}\n")
    assert ended.returncode == 1


def test_python_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(ImportError, match=r"Linux and macOS.*WSL") as refused:
        _ = planqk_sandbox.Sandbox
    assert "pip install" not in str(refused.value)
