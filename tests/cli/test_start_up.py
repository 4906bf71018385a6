"""How long the help takes, what it imports, and completion."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.shell import COMMAND, COMPILED, Shell

BARE = """
import click

@click.group()
def cli(): pass

@cli.command()
def one(): pass

cli(["--help"])
"""
NO_OUTPUT = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]


def cpu_of(*command: str) -> float:
    """Return the CPU time that a process takes."""
    environment = os.environ | COMPILED
    process = os.posix_spawn(command[0], command, environment, file_actions=NO_OUTPUT)
    _, status, used = os.wait4(process, 0)
    assert status == 0
    return used.ru_utime + used.ru_stime


def test_the_help_takes_little_more_than_click() -> None:
    """In turns; the least of each, which other work on the machine disturbs least."""
    bare, ours = [], []
    for _ in range(7):
        bare.append(cpu_of(sys.executable, "-c", BARE))
        ours.append(cpu_of(*COMMAND, "--help"))
    assert min(ours) < 1.5 * min(bare)


SLOW = ("attrs", "httpx2", "hub_platform", "planqk_platform", "rich", "ssl")
IMPORTED = f"""
import sys
from planqk_helpers.cli import main
main(["run", "--help"])
main(["--help"])
print([name for name in {SLOW} if name in sys.modules])
"""


def test_what_the_help_imports() -> None:
    command = [sys.executable, "-c", IMPORTED]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    assert shown.stdout.endswith("\n[]\n")


INTERRUPTED = """
import sys
from planqk_helpers.cli import main

class Interrupt:
    def find_spec(self, name, *_):
        if name == "click.core":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupt())
sys.exit(main(["verify"]))
"""


def test_ctrl_c_while_it_starts() -> None:
    command = [sys.executable, "-c", INTERRUPTED]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


@pytest.mark.parametrize("platform", ["planqk"])
@pytest.mark.parametrize(
    ("asked", "word", "answer"),
    [
        ("zsh_source", "", "#compdef planqk-helpers"),
        ("fish_source", "", "--command planqk-helpers"),
        ("zsh_complete", "1", "plain\ncancel\nCancel an execution."),
        ("fish_complete", "can", "plain,cancel\tCancel an execution."),
    ],
)
def test_completion_of_other_shells(here: Shell, asked: str, word: str, answer: str) -> None:
    """Zsh gives the place of the word to complete, fish the word."""
    given = {"COMP_WORDS": "planqk-helpers can", "COMP_CWORD": word}
    ended = here(_PLANQK_HELPERS_COMPLETE=asked, **given)
    assert (ended.code, ended.err) == (0, "")
    assert answer in ended.out


def test_completion(tmp_path: Path) -> None:
    """Bash asks for the words that go on, as the script that it is given tells it."""
    bin = tmp_path / "planqk-helpers"
    bin.write_text(f'#!/bin/sh\nexec {" ".join(COMMAND)} "$@"\n')
    bin.chmod(0o755)
    script = (
        'eval "$(_PLANQK_HELPERS_COMPLETE=bash_source planqk-helpers)"\n'
        "complete -p planqk-helpers >&2\n"
        "COMP_WORDS=(planqk-helpers can); COMP_CWORD=1\n"
        "_planqk_helpers_completion planqk-helpers; echo ${COMPREPLY[@]}\n"
        "COMPREPLY=(); COMP_WORDS=(planqk-helpers run --ap); COMP_CWORD=2\n"
        "_planqk_helpers_completion planqk-helpers; echo ${COMPREPLY[@]}\n"
    )
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    ended = subprocess.run(
        ["bash", "-c", script],
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout == "cancel\n--application\n", ended.stderr
