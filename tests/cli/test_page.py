"""The page of the cookbook: its commands, and the steps of its CI jobs, do what it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from conftest import TEXT_BLOCK, difference
from planqk_helpers.cli.app import COMMANDS, commands
from planqk_sandbox import Sandbox
from tests.support.shell import COMMAND, Shell

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "cookbook" / "command-line.md").read_text()
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BASH = ["bash", "-euo", "pipefail", "-c"]


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A folder in which each block finds what those above it have left, and an empty account."""
    folder = tmp_path_factory.mktemp("page")
    command = folder / "planqk-helpers"
    command.write_text(f'#!/bin/sh\nexec {" ".join(COMMAND)} "$@"\n')
    command.chmod(0o755)
    with Sandbox() as sandbox:
        yield Shell(sandbox, folder, "hub")


def run(shell: Shell, folder: Path, script: str) -> str:
    """Run commands and return what they print."""
    path = os.pathsep.join(
        [str(shell.folder), str(Path(sys.executable).parent), os.environ["PATH"]]
    )
    environment = shell.environment | {"PATH": path, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    del environment["PLANQK_HELPERS_PLATFORM"]
    ended = subprocess.run(
        [*BASH, script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def blocks(kind: str) -> list[re.Match[str]]:
    found = [block for block in BLOCK.finditer(PAGE) if block[1] == kind]
    assert found
    return found


def test_the_page_from_its_first_line_to_its_last(shell: Shell) -> None:
    for block in blocks("sh"):
        shown = TEXT_BLOCK.match(PAGE, block.end())
        project = shell.folder / "my-service"
        printed = run(shell, project if project.exists() else shell.folder, block[2])
        if shown:
            assert difference(shown[1], printed) is None, difference(shown[1], printed)
    github, gitlab = (yaml.safe_load(block[2]) for block in blocks("yaml"))
    jobs = [step["run"] for step in github["jobs"]["deploy"]["steps"] if "run" in step]
    install, *others = dict.fromkeys([*jobs, *gitlab["deploy"]["script"]])
    assert install == "pip install 'planqk-helpers[cli]' pytest -r requirements.txt"
    assert len(others) == 5
    for step in others:
        run(shell, project, step)
    assert (project / "result.json").read_text() == '{\n  "sum": 420.69\n}\n'
    workflow = (project / ".github" / "workflows" / "deploy.yml").read_text()
    assert workflow == blocks("yaml")[0][2]


def test_the_page_has_every_command_and_exit_code() -> None:
    forms = PAGE.partition("## JSON")[2].partition("## GitHub")[0]
    codes = re.findall(r"^\| (\d+) \|", PAGE, re.M)
    help = re.findall(r"^ +(\d+)  ", commands.help or "", re.M)
    assert codes == help == ["0", "1", "2", "3", "4", "5", "6", "70", "130", "141"]
    for name in COMMANDS:
        assert re.search(rf"`{name}\b", forms), name


def test_every_command_has_examples_and_the_help_that_is_listed() -> None:
    context = click.Context(commands)
    for name, (_, text) in COMMANDS.items():
        command = commands.get_command(context, name)
        assert command
        assert f"  planqk-helpers {name}" in (command.epilog or "")
        assert (command.help or "").splitlines()[0] == text


def test_no_argument_takes_a_secret() -> None:
    """Other users of a machine see the arguments of a process."""
    context = click.Context(commands)
    taken = [commands.get_command(context, name) for name in COMMANDS]
    names = {name for command in taken if command for each in command.params for name in each.opts}
    assert {"--application", "handle"} <= names
    assert not {name for name in names if re.search("key|pass|secret|token|auth", name)}
