"""``init`` makes a project that is tested, deployed and executed as it is."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys

import pytest
import yaml

from planqk_helpers.cli.beginning import TEMPLATE
from tests.support.shell import Shell

FILES = [
    ".github/workflows/deploy.yml",
    ".planqkignore",
    "environment.yml",
    "input/data.json",
    "input/params.json",
    "openapi-spec.yml",
    "planqk.json",
    "requirements.txt",
    "src/__init__.py",
    "src/program.py",
    "tests/test_program.py",
]


def test_a_project_that_runs(here: Shell) -> None:
    name = f"begun-on-{here.platform}"
    ended = here("init", name, "--json")
    assert (ended.code, ended.json) == (0, {"folder": name, "name": name, "files": FILES})
    project = here.folder / name
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull],
        cwd=project,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert tested.returncode == 0, tested.stdout
    to = ("--application", f"For {name}")
    deployed = here("deploy", name, "--publish", "internal", *to)
    assert deployed.code == 0, deployed.err
    assert "warning" not in deployed.err
    inputs = ("--data", f"@{name}/input/data.json", "--params", f"@{name}/input/params.json")
    result = here("run", name, *to, *inputs)
    assert (result.code, result.json) == (0, {"sum": 421})
    workflow = (project / ".github/workflows/deploy.yml").read_text()
    assert f"--platform {here.platform} " in workflow
    assert not [file for file in FILES if re.search("__[A-Z]", (project / file).read_text())]


def test_nothing_is_overwritten(here: Shell) -> None:
    (here.folder / "full").mkdir()
    (here.folder / "full" / "mine.txt").write_text("mine")
    ended = here("init", "full")
    assert (ended.code, ended.out) == (2, "")
    assert "not an empty folder" in ended.err
    assert [path.name for path in (here.folder / "full").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("name", ['a"b', "a\\b", "$(whoami)", "a`b`", "a\nb", " "])
def test_names_that_a_file_would_take_for_something_else(here: Shell, name: str) -> None:
    ended = here("init", "new", "--name", name)
    assert (ended.code, ended.out) == (2, "")
    assert "give another --name" in ended.err
    assert not (here.folder / "new").exists()


def test_a_name_of_many_characters(here: Shell) -> None:
    name = "My {service}: it's #1 & 'only' ä"
    assert here("init", "it's new", "--name", name).code == 0
    folder = here.folder / "it's new"
    workflow = yaml.safe_load((folder / ".github/workflows/deploy.yml").read_text("utf-8"))
    (run,) = [step["run"] for step in workflow["jobs"]["deploy"]["steps"][-1:]]
    assert shlex.split(run)[2] == name
    definition = yaml.safe_load((folder / "openapi-spec.yml").read_text("utf-8"))
    assert definition["info"]["title"] == name
    assert json.loads((folder / "planqk.json").read_text("utf-8"))["name"] == name


@pytest.mark.parametrize("name", ["__TOKEN__", "__PLATFORM__ of __NAME__"])
def test_a_name_that_stands_for_something_in_the_template(here: Shell, name: str) -> None:
    assert here("init", "new", "--name", name).code == 0
    folder = here.folder / "new"
    assert json.loads((folder / "planqk.json").read_text("utf-8"))["name"] == name
    workflow = (folder / ".github/workflows/deploy.yml").read_text("utf-8")
    assert f'run "{name}" --platform {here.platform} ' in workflow


def test_what_comes_next(here: Shell) -> None:
    """The command that `init` names runs as it is printed."""
    begun = here("init", "it's new", "--name", "It's new", "--platform", here.platform)
    words = shlex.split(begun.err.removeprefix("Next: planqk-helpers "))
    assert words == [
        *("deploy", "it's new", "--platform", here.platform),
        *("--publish", "internal", "--application", "NAME"),
    ]


def test_the_template_is_what_is_listed() -> None:
    there = [path.relative_to(TEMPLATE).as_posix() for path in TEMPLATE.rglob("*.*")]
    assert {name for name in there if "__pycache__" not in name} - set(FILES) == {".github"}
    assert json.loads((TEMPLATE / "planqk.json").read_text())["name"] == "__NAME__"
