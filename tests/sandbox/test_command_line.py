"""The command line: serve, and exec as if it were the command itself."""

import io
import json
import logging
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import httpx2 as httpx
import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.__main__ import announce, main, warn_of_open_host
from planqk_sandbox.command import environment_for, run_command

MODULE = [sys.executable, "-m", "planqk_sandbox"]
ASK = """
import json, os, urllib.request
request = urllib.request.Request(os.environ["PLANQK_BASE_URL"] + "/services", headers={
    "X-Auth-Token": os.environ["PLANQK_PERSONAL_ACCESS_TOKEN"],
    "X-OrganizationId": os.environ["PLANQK_SANDBOX_ORGANIZATION_ID"]})
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
for platform in ("PLANQK", "KQH"):
    config = json.load(open(os.environ[f"{platform}_CONFIG_FILE_PATH"]))
    assert config["endpoint"]["basePath"] == os.environ[f"{platform}_BASE_URL"]
    assert config["auth"]["value"] == os.environ[f"{platform}_PERSONAL_ACCESS_TOKEN"]
    assert f"{platform}_ORGANIZATION_ID" not in os.environ
assert "KQH_ACCESS_KEY_ID" not in os.environ
request.full_url = os.environ["KQH_BASE_URL"] + "/services"
print(opener.open(request).read().decode())
raise SystemExit(7)
"""


def test_exec(tmp_path: Path) -> None:
    environment = os.environ | dict.fromkeys(
        ("PLANQK_ORGANIZATION_ID", "KQH_ORGANIZATION_ID", "KQH_ACCESS_KEY_ID"), "real"
    )
    script = tmp_path / "ask.py"
    script.write_text(ASK)
    ended = subprocess.run(
        [*MODULE, "exec", "--run-seconds", "0.1", "--", sys.executable, script],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.stdout, ended.returncode) == ("[]\n", 7), ended.stderr
    shown = r"planqk_sandbox: http://127\.0\.0\.1:\d+/ shows what happens, until the command ends\n"
    assert re.fullmatch(shown, ended.stderr)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["--", "true"], 0),
        (["sh", "-c", "exit 5"], 5),
        (["sh", "-c", "kill -9 $$"], 137),
        (["planqk-no-such-command"], 127),
        (["/"], 126),
    ],
)
def test_exit_codes(sandbox: Sandbox, command: list[str], code: int) -> None:
    assert run_command(command, environment_for(sandbox)) == code


def test_signals_reach_the_command(sandbox: Sandbox) -> None:
    # The command sends the signal to the process that runs it, which is this one.
    script = 'trap "exit 9" TERM; kill -TERM $PPID; while :; do sleep 0.01; done'
    assert run_command(["sh", "-c", script], environment_for(sandbox)) == 9
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT])
def test_what_is_ignored_stays_so(sandbox: Sandbox, number: signal.Signals) -> None:
    """As `nohup` and a shell's `&` want it."""
    before = signal.signal(number, signal.SIG_IGN)
    try:
        script = f"kill -{number.name[3:]} $$ $PPID; exit 9"
        assert run_command(["sh", "-c", script], environment_for(sandbox)) == 9
    finally:
        signal.signal(number, before)


def test_serve() -> None:
    with subprocess.Popen([*MODULE, "serve"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(6)]
        exported = dict(re.findall(r"export (\w+)=(\S+)", "".join(lines)))
        answer = httpx.get(
            f"{exported['PLANQK_BASE_URL']}/services",
            headers={
                "X-Auth-Token": exported["PLANQK_PERSONAL_ACCESS_TOKEN"],
                "X-OrganizationId": exported["PLANQK_SANDBOX_ORGANIZATION_ID"],
            },
            trust_env=False,
        )
        assert answer.json() == []
        headers = {"X-Auth-Token": exported["KQH_PERSONAL_ACCESS_TOKEN"]}
        url = f"{exported['KQH_BASE_URL']}/services"
        assert httpx.get(url, headers=headers, trust_env=False).json() == []
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0


def test_an_open_host_is_warned_of() -> None:
    for host, warned in {
        "127.0.0.1": False,
        "localhost": False,
        "::1": False,
        "0.0.0.0": True,
    }.items():
        out = io.StringIO()
        warn_of_open_host(host, out)
        assert ("warning" in out.getvalue()) == warned


@pytest.fixture
def loggers() -> Iterator[None]:
    """Undo what `serve` sets in this process, or tests that come later miss lines of httpx."""
    level = logging.getLogger("httpx").level
    yield
    logging.getLogger("httpx").setLevel(level)


def test_problems_are_told_in_a_line(
    sandbox: Sandbox,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    loggers: None,
) -> None:
    assert main(["serve", "--port", str(sandbox.port)]) == 1
    assert "in use" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["exec"])
    monkeypatch.delitem(sys.modules, "planqk_sandbox.server")
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert main(["serve"]) == 1
    assert "pip install 'planqk-helpers[sandbox]'" in capsys.readouterr().err


def test_the_fixture_and_what_a_plugin_may_import(tmp_path: Path) -> None:
    test = tmp_path / "test_it.py"
    test.write_text(
        "import sys\n"
        "assert 'starlette' not in sys.modules\n"
        "def test_it(planqk_sandbox):\n"
        "    assert planqk_sandbox.base_url\n"
    )
    plugin = ["-p", "planqk_sandbox.pytest_plugin"]
    installed = "planqk_sandbox" in json.dumps([*map(str, _plugins())])
    command = [sys.executable, "-m", "pytest", "-q", *([] if installed else plugin), str(test)]
    blocked = ["-p", "no:asyncio", "-p", "no:schemathesis", "-p", "no:cacheprovider"]
    ended = subprocess.run(
        [*command, *blocked, "-c", os.devnull, "--rootdir", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def _plugins() -> list[object]:
    return list(entry_points(group="pytest11"))


def test_the_announcement_can_be_pasted(sandbox: Sandbox) -> None:
    out = io.StringIO()
    announce(sandbox, out)
    assert f"export PLANQK_BASE_URL={sandbox.base_url}\n" in out.getvalue()
