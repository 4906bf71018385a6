"""Ctrl-C, pipes that close, full disks, other locales, terminals."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import signal
import subprocess
import threading
import time
from zipfile import ZipFile

import pytest

from planqk_helpers.cli.progress import Progress
from planqk_sandbox import Fault
from tests.support.shell import COMMAND, Ended, Shell, into_nowhere, same_each_time
from tests.support.user_code import user_code

SUM = ("Sum", "--application", "Sum application")
only_planqk = pytest.mark.parametrize("platform", ["planqk"])
only_hub = pytest.mark.parametrize("platform", ["hub"])
LONG = ("--data", '{"seconds": 30}')
SLOW_TO_IMPORT = {"src/program.py": "import time\n\ntime.sleep(30)\n\ndef run(): pass\n"}


def read_until(process: subprocess.Popen[str], word: str) -> str:
    """Read what a command says until a word comes, and return all of it."""
    assert process.stderr
    said = ""
    for line in process.stderr:
        said += line
        if word in line:
            break
    return said


@pytest.mark.parametrize(
    ("platform", "number"), [("hub", signal.SIGINT), ("planqk", signal.SIGTERM)]
)
def test_ctrl_c_says_how_to_go_on(shell: Shell, here: Shell, number: signal.Signals) -> None:
    with shell.start("run", *SUM, *LONG, "--json") as process:
        read_until(process, "RUNNING")
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    answer = json.loads(out)
    assert answer["error"] == {"exit_code": 130, "type": "Interrupted", "message": "interrupted"}
    how = re.search(r"To go on: planqk-helpers wait --platform (\w+) '(\S+)'\n", err)
    assert how
    assert how.groups() == (shell.platform, answer["execution"])
    assert "Traceback" not in err
    assert "client" not in err  # no calls in Python
    assert here("status", answer["execution"]).out == "RUNNING\n"
    assert here("cancel", answer["execution"]).code == 0


@only_hub
@pytest.mark.parametrize("command", ["wait", "deploy"])
def test_ctrl_c_during_other_waits(shell: Shell, here: Shell, command: str) -> None:
    given = ["--name", "Slow"]
    next_step = "the same command again; it takes up where this one stopped"
    if command == "wait":
        handle = here("run", *SUM, *LONG, "--detach").out.strip()
        given, next_step = [handle], f"planqk-helpers wait --platform hub '{handle}'"
    ZipFile(user_code("return {}", **SLOW_TO_IMPORT)).extractall(shell.folder)
    with shell.start(command, *given) as process:
        read_until(process, "ING (")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert f"To go on: {next_step}\n" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("detach", [[], ["--detach"]])
def test_ctrl_c_while_a_start_is_on_its_way(shell: Shell, detach: list[str]) -> None:
    start = {"planqk": "", "hub": "hub.gateway."}[shell.platform] + "startExecution"
    shell.sandbox.inject(Fault(start, late=True, delay=5))
    started = shell.sandbox.effects[start]
    with shell.start("run", *SUM, "--data", "{}", "--json", *detach) as process:
        while shell.sandbox.effects[start] == started:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert json.loads(out)["error"]["type"] == "Interrupted"
    assert "Before you try again, check the executions " in err
    assert "client" not in err


@pytest.mark.parametrize("command", ["status", "logs", "cancel"])
def test_ctrl_c_during_a_look(shell: Shell, here: Shell, command: str) -> None:
    if command == "logs" and shell.platform == "planqk":
        return
    handle = here("run", *SUM, "--data", "{}", "--detach").out.strip()
    for operation in ("getStatus", "getLogs", "cancelExecution"):
        gateway = {"planqk": "", "hub": "hub.gateway."}[shell.platform]
        if shell.platform == "hub" or operation != "getLogs":
            shell.sandbox.inject(Fault(f"{gateway}{operation}", delay=5))
    received = shell.sandbox.received.total()
    with shell.start(command, handle) as process:
        while shell.sandbox.received.total() < received + 2:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    go_on = f"planqk-helpers {command} --platform {shell.platform} '{handle}'"
    assert err == f"error: interrupted\nTo go on: {go_on}\n"


def test_ctrl_c_that_cannot_cancel(shell: Shell, here: Shell) -> None:
    cancel = {"planqk": "", "hub": "hub.gateway."}[shell.platform] + "cancelExecution"
    shell.sandbox.inject(Fault(cancel, status=403, times=None))
    with shell.start("run", *SUM, *LONG, "--cancel-on-interrupt", "--json") as process:
        read_until(process, "RUNNING")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    handle = json.loads(out)["execution"]
    assert "could not be cancelled: " in err
    again = f"planqk-helpers cancel --platform {shell.platform} '{handle}'"
    assert f"Try again: {again}\n" in err
    assert "client" not in err
    shell.sandbox.heal()
    assert here("cancel", handle).code == 0


@only_planqk
def test_ctrl_c_while_stdin_is_read(shell: Shell) -> None:
    given = ("run", *SUM, "--data", "-", "--json")
    with shell.start(*given, stdin=subprocess.PIPE) as process:
        assert process.stdin
        process.stdin.write("[" * 200_000)  # more than a pipe holds: it is being read
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert json.loads(out)["error"]["exit_code"] == 130
    assert "error: interrupted" in err


def test_ctrl_c_cancels_if_asked_to(shell: Shell, here: Shell) -> None:
    with shell.start("run", *SUM, *LONG, "--cancel-on-interrupt", "--json") as process:
        read_until(process, "RUNNING")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "was cancelled" in err
    assert here("wait", json.loads(out)["execution"], "--timeout", "20").code == 1


@only_planqk
def test_a_signal_that_is_ignored_stays_so(shell: Shell) -> None:
    """As a shell's ``trap '' TERM`` asks for."""
    shell.sandbox.inject(Fault("getStatus", delay=1))
    with subprocess.Popen(
        [
            "bash",
            "-c",
            f"trap '' TERM; exec {shlex.join(COMMAND)} run \"$@\"",
            "bash",
            *SUM,
            "--data",
            "{}",
        ],
        cwd=shell.folder,
        env=shell.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        read_until(process, "execution: http")
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=30)
    assert (process.returncode, json.loads(out)["sum"]) == (0, 0)


@only_hub
def test_a_pipe_that_closes_early(shell: Shell) -> None:
    assert into_nowhere(shell, "pipe", "services") == Ended(141, "", "")


@only_planqk
@pytest.mark.parametrize(
    ("script", "code", "says"),
    [
        ("{} --help", 141, ""),
        ("{} run --help", 141, ""),
        ("{} nonsense --json", 2, "error: No such command"),
    ],
)
def test_nobody_reads(here: Shell, script: str, code: int, says: str) -> None:
    ended = in_bash(here, f"{script} | true; exit ${{{{PIPESTATUS[0]}}}}")
    assert (ended.code, ended.out) == (code, "")
    assert ended.err.startswith(says)
    assert "Traceback" not in ended.err
    assert says or not ended.err


@only_planqk
@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("{} --help > /dev/full", 2),
        ("{} services > /dev/full", 2),
        ("{} services >&-", 0),
        ("{} nonsense --json >&-", 2),
        ("{} deploy --name Quiet >&- 2>&-", 0),
        ("{} run Sum --application 'Sum application' --data - <&-", 2),
    ],
)
def test_streams_that_lead_nowhere(here: Shell, script: str, code: int) -> None:
    ZipFile(user_code("return {}")).extractall(here.folder)
    ended = in_bash(here, script)
    assert (ended.code, ended.out) == (code, "")
    assert "Traceback" not in ended.err


def in_bash(shell: Shell, script: str) -> Ended:
    """Run a script of bash, in which ``{}`` is the command line."""
    ended = subprocess.run(
        ["bash", "-c", script.format(shlex.join(COMMAND))],
        cwd=shell.folder,
        env=shell.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


@only_hub
def test_a_full_disk_loses_no_result(shell: Shell) -> None:
    ended = into_nowhere(shell, "full", "run", *SUM, "--data", "{}")
    assert ended.code == 3
    assert "No space left" in ended.err
    assert "To go on: planqk-helpers result" in ended.err


@pytest.mark.parametrize(
    ("place", "code", "arguments"), [("full", 3, []), ("full", 3, ["--json"]), ("pipe", 141, [])]
)
def test_no_execution_is_lost_that_nobody_waits_for(
    shell: Shell, here: Shell, place: str, code: int, arguments: list[str]
) -> None:
    ended = into_nowhere(shell, place, "run", *SUM, "--data", "{}", "--detach", *arguments)
    assert ended.code == code
    told, error, next_step = ended.err.splitlines()
    handle = told.removeprefix("execution: ")
    assert same_each_time(handle) == "HANDLE"
    assert error.startswith("error: ")
    assert next_step == f"To go on: planqk-helpers wait --platform {shell.platform} '{handle}'"
    assert here("wait", handle).out == "SUCCEEDED\n"


@only_hub
@pytest.mark.parametrize(("place", "code"), [("full", 3), ("pipe", 141)])
def test_a_deployment_that_cannot_be_told(shell: Shell, here: Shell, place: str, code: int) -> None:
    """It was done: no exit code may say that nothing was."""
    ZipFile(user_code("return {}")).extractall(shell.folder)
    given = ("deploy", "--name", f"Told to a {place}")
    ended = into_nowhere(shell, place, *given)
    assert ended.code == code
    assert "To go on: the same command again" in ended.err
    assert "unchanged" in here(*given).out


@only_hub
@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_another_locale(shell: Shell, arguments: list[str]) -> None:
    """A terminal without UTF-8 gets JSON in ASCII, and no crash."""
    text = "ä€😀"
    given = json.dumps({"text": text})
    ended = shell("run", *SUM, "--data", given, *arguments, PYTHONIOENCODING="iso-8859-1")
    assert ended.code == 0
    assert ended.out.isascii()
    assert text in json.dumps(ended.json, ensure_ascii=False)


@only_hub
def test_words_in_another_locale(shell: Shell) -> None:
    ended = shell("run", "Größe €", *SUM[1:], PYTHONIOENCODING="ascii", LC_ALL="C")
    assert ended.code == 4
    assert r"Gr\xf6\xdfe \u20ac" in ended.err


@only_planqk
@pytest.mark.parametrize("variables", [{}, {"NO_COLOR": "1"}])
def test_a_terminal_has_a_live_line(shell: Shell, variables: dict[str, str]) -> None:
    shown = on_a_terminal(shell, "--data", '{"seconds": 1}', **variables)
    assert "\r" in shown
    assert "RUNNING" in shown
    assert shown.count("RUNNING") > 3, "it moves"
    assert same_each_time(shown).rstrip().endswith("execution: SUCCEEDED (N s)")
    colours = re.findall(r"\x1b\[[0-9;]*m", shown)
    assert not [each for each in colours if each not in {"\x1b[0m", "\x1b[m"}] or not variables


@only_planqk
def test_a_dumb_terminal_has_plain_lines(shell: Shell) -> None:
    assert "\x1b" not in on_a_terminal(shell, "--data", "{}", TERM="dumb")


def on_a_terminal(shell: Shell, *arguments: str, **variables: str) -> str:
    """Run a service with a terminal as stderr, and return what that shows."""
    ours, theirs = pty.openpty()
    shown = b""

    def read() -> None:
        nonlocal shown
        try:
            while piece := os.read(ours, 1000):
                shown += piece
        except OSError:  # how a terminal ends
            return

    environment = shell.environment | {"TERM": "xterm"} | variables
    reading = threading.Thread(target=read)
    reading.start()
    with shell.start("run", *SUM, *arguments, stderr=theirs, env=environment) as process:
        os.close(theirs)
        process.communicate(timeout=30)
    reading.join(10)
    os.close(ours)
    assert process.returncode == 0
    return shown.decode()


def test_a_log_has_a_line_for_each_change_and_one_from_time_to_time() -> None:
    lines: list[str] = []
    went_on = threading.Event()
    threads = threading.active_count()

    def tell(line: str) -> None:
        lines.append(re.sub(r"\d+", "N", line))
        if lines.count("build: WORKING (N s)") == 3:
            went_on.set()

    with Progress(tell, "build", beat=0.01) as progress:
        progress.see("WORKING")
        assert went_on.wait(10)
    assert set(lines) <= {"build: ... (N s)", "build: WORKING (N s)"}
    assert threading.active_count() == threads, "it has stopped"
    lines.clear()
    with Progress(tell, "build", beat=1000) as progress:
        for state in ("WORKING", "WORKING", "SUCCESS"):
            progress.see(state)
    assert lines == ["build: WORKING (N s)", "build: SUCCESS (N s)"]
    assert Progress(tell, "build").beat == 30
