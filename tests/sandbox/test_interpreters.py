"""The Python of user code: what environment.yml asks for, where the machine has it."""

import ast
import os
import platform
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.work import arguments, interpreters, runner
from planqk_sandbox.work.interpreters import OURS, accepts, choose, is_for_pip
from tests.support.local_client import Caller, Client, archive, wheel

SELF = Path(sys.executable)
OTHER = (3, 9)
ASKED = "python=3.9.16"
WHERE = "import sys\ndef run(data, params):\n    return sys.prefix\n"
# Says that it is another version, and is the interpreter of these tests for everything else.
STAND_IN = """#!/bin/sh
echo "$@" >> {calls}
case "$3" in *version_info*) exit {says};; esac
exec {python} "$@"
"""
Place = Callable[..., Path]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Return what puts a stand-in for another Python on PATH; it gives the file of its calls."""
    folder = tmp_path / "on-path"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")

    def put(version: tuple[int, int] = OTHER, says: int = 0) -> Path:
        calls = tmp_path / "calls"
        script = folder / "python{}.{}".format(*version)
        script.write_text(STAND_IN.format(calls=calls, says=says, python=SELF))
        script.chmod(0o755)
        calls.touch()
        return calls

    return put


def environment(*python: str, **more: str | bytes) -> bytes:
    """Return user code whose environment.yml has these conda packages, and tells where it runs."""
    lines = "".join(f"  - {package!r}\n" for package in python)
    return archive(WHERE, environment_dot_yml=f"dependencies:\n{lines}", **more)


@pytest.mark.parametrize(
    ("package", "accepted"),
    [
        ("python", "8 9 10 11 12"),
        ("python=3.9.16", "9"),
        ("python=3.9", "9"),
        ("python=3.11.*", "11"),
        ("python=3.1", ""),
        ("python==3.10", "10"),
        ("python==3.10.0", "10"),
        ("python 3.10", "10"),
        ("python 3.9.* *_cpython", "9"),
        ("python=3.9.16=h955ad1f_0", "9"),
        ("python=3.9=0", "9"),
        ("python=3", "8 9 10 11 12"),
        ("python=3.*", "8 9 10 11 12"),
        ("python=*", "8 9 10 11 12"),
        ("python=2.7", ""),
        ("python>=3.8", "8 9 10 11 12"),
        ("python>=3.10", "10 11 12"),
        ("python>=3.10.4", "10 11 12"),
        ("python >= 3.10 , < 3.12", "10 11"),
        ("python>=3.6,<3.10", "8 9"),
        ("python<3.10.0", "8 9"),
        ("python<3.10.1", "8 9 10"),
        ("python<4", "8 9 10 11 12"),
        ("python<3", ""),
        ("python<=3.9", "8 9"),
        ("python>3.9", "9 10 11 12"),
        ("python!=3.9.*", "8 10 11 12"),
        ("python!=3.9.1", "8 9 10 11 12"),
        ("python~=3.10", "10 11 12"),
        ("python~=3.10.2", "10"),
        ("python=3.8|=3.10", "8 10"),
        ("python>=3.8,<3.9|>=3.11", "8 11 12"),
        ("conda-forge::python=3.9", "9"),
        ("conda-forge/linux-64::python=3.9", "9"),
    ],
)
def test_what_is_accepted(package: str, accepted: str) -> None:
    found = [minor for minor in range(8, 13) if accepts([package], (3, minor))]
    assert " ".join(map(str, found)) == accepted


def test_all_conditions_count() -> None:
    assert accepts([], OURS)
    assert accepts(["python>=3.8", "python<3.10|3.12"], (3, 9))
    assert not accepts(["python<3.10|3.12", "python>=3.10"], (3, 9))


@pytest.mark.parametrize(
    "package",
    [
        "python=three",
        "python=3.9; rm -rf /",
        "python=$(id)",
        "python[version='>=3.8']",
        "python=3.9\n\u202e",
        "python=\N{FULLWIDTH DIGIT THREE}.9",
        "python=<3.9",
        "python=-3.9",
        "python=3.99999",
        "python=3..9",
        "python=" + "9" * 5000,
        "python" + " " * 1_000_000 + "=",
        "python" + ">=3.8," * 100_000,
        "python=3.9|=x",
    ],
)
def test_what_cannot_be_read_is_told_and_changes_nothing(package: str) -> None:
    began = time.process_time()
    python, (warning,) = choose([package], lambda _: pytest.fail("something was run"))
    assert time.process_time() - began < 1
    assert python == SELF
    assert "the sandbox cannot read that" in warning
    assert platform.python_version() in warning
    assert len(warning) < 300
    assert warning.isprintable()


def test_the_newest_that_works_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreters, "OURS", (3, 20))
    monkeypatch.setattr(interpreters, "is_for_pip", lambda version: version != (3, 12))
    monkeypatch.setattr("shutil.which", lambda name: None if name == "python3.11" else f"/{name}")
    asked: list[str] = []

    def works(command: list[str]) -> bool:
        asked.append(command[0])
        return command[0] != "/python3.10"

    assert choose(["python<3.13"], works) == (Path("/python3.9"), [])
    assert asked == ["/python3.10", "/python3.9"]
    assert choose(["python"], works) == (SELF, [])
    assert len(asked) == 2


def test_a_relative_entry_of_path_is_not_looked_up_in_user_code(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "on-path")
    python, _ = choose([ASKED], lambda command: Path(command[0]).is_absolute())
    assert python == tmp_path / "on-path" / "python3.9"


def test_pip_has_to_run_on_it() -> None:
    assert is_for_pip(OURS)
    assert not is_for_pip((3, 4))


def test_many_conditions_are_not_read() -> None:
    asked = [f"python>=3.{minor}" for minor in range(100_000)]
    _, (warning,) = choose(asked, lambda _: pytest.fail("something was run"))
    assert "the sandbox cannot read that" in warning
    assert len(warning) < 300


@pytest.mark.parametrize("more", [{}, {"requirements_dot_txt": "./tiny-1.0-py3-none-any.whl\n"}])
def test_another_python_is_used_where_the_machine_has_it(
    sandbox: Sandbox, client: Client, place: Place, more: dict[str, str | bytes]
) -> None:
    calls = place()
    if more:
        more = more | {"tiny-1_dot_0-py3-none-any_dot_whl": wheel("tiny")}
    published = client.publish(environment(ASKED, **more))
    build = client.build(published.service)
    assert build["validationResult"] == {
        "state": "SUCCESS",
        "summary": "The user code can be used",
        "messages": [],
    }
    probe, create = calls.read_text().splitlines()
    assert probe.startswith("-I -c ")
    folder = create.removeprefix("-m venv --without-pip ")
    assert ASKED in sandbox.build_log(published.service["id"])
    assert "on-path/python3.9" in sandbox.build_log(published.service["id"])
    with Caller(published) as caller:
        assert caller.run()[1]["result"] == folder


def test_environments_of_two_pythons_are_two(client: Client, place: Place) -> None:
    folders = set()
    for version in ((3, 8), (3, 9)):
        place(version)
        published = client.publish(environment("python={}.{}".format(*version)))
        with Caller(published) as caller:
            folders.add(caller.run()[1]["result"])
    assert len(folders) == 2


def test_one_that_is_something_else_is_passed_over(client: Client, place: Place) -> None:
    calls = place(says=1)
    build = client.build_of(environment(ASKED))
    assert build["status"] == "SUCCESS"
    assert "there is none on the PATH" in build["validationResult"]["messages"][0]
    assert len(calls.read_text().splitlines()) == 1


def test_ours_is_used_when_it_will_do(client: Client, place: Place) -> None:
    calls = place()
    for package in ("python", "python>=3.6", "python={}.{}.0".format(*OURS)):
        build = client.build_of(environment(package))
        assert build["validationResult"]["state"] == "SUCCESS"
    assert calls.read_text() == ""


@pytest.mark.parametrize("package", ["python=3.4.10", "python=2.7"])
def test_another_python_that_is_not_there_is_a_warning(client: Client, package: str) -> None:
    build = client.build_of(environment(package))
    used = platform.python_version()
    assert build["status"] == "SUCCESS"
    assert build["validationResult"] == {
        "state": "WARNING",
        "summary": "The user code can be used, with warnings",
        "messages": [
            f"environment.yml asks for {package}: there is none on the PATH that the sandbox can "
            f"use, so it uses Python {used}"
        ],
    }


def test_the_runner_keeps_to_what_old_pythons_have(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (runner.__file__, arguments.__file__):
        tree = ast.parse(Path(name).read_text(), feature_version=(3, 8))
        future, *_ = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
        assert (future.module, future.names[0].name) == ("__future__", "annotations")
    # Until 3.9 it insists on two arguments.
    modern = traceback.format_exception_only
    monkeypatch.setattr(traceback, "format_exception_only", lambda _, error: modern(error))
    try:
        raise ValueError("no")
    except ValueError as error:
        elsewhere = Path("/nowhere")
        assert runner.failure(error, elsewhere) == {"code": "ValueError", "detail": "no"}
