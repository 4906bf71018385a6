"""One sandbox for the command line's tests, with a service that does as its input says."""

from __future__ import annotations

import signal
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from planqk_helpers.cli import main
from planqk_sandbox import Sandbox
from tests.support.recipes import blocking, client_of, deploy
from tests.support.shell import Ended, Here, Shell

PROGRAM = """
time.sleep(data.get("seconds", 0))
if "fail" in data:
    raise ValueError(data["fail"])
return {"sum": sum(data.get("values", [])), "text": data.get("text")}
"""


@pytest.fixture(scope="package")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox, client_of(sandbox) as client:
        deploy(blocking(client), PROGRAM, "Sum")
        yield sandbox


@pytest.fixture(params=["planqk"])
def platform(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def shell(sandbox: Sandbox, tmp_path: Path, platform: str) -> Iterator[Shell]:
    """Commands on each platform; all of them see the same service."""
    yield Shell(sandbox, tmp_path, platform)
    sandbox.heal()


@pytest.fixture
def here(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Here]:
    """Commands in this process."""
    for name, value in shell.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(shell.folder)
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    before = signal.getsignal(signal.SIGTERM)

    def run(*arguments: str) -> Ended:
        capsys.readouterr()
        code = main(arguments)
        return Ended(code, *capsys.readouterr())

    yield run
    signal.signal(signal.SIGTERM, before)
