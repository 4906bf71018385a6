"""User code that means harm, or went wrong: it ends in time, says why, and the sandbox goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from planqk_helpers import (
    BuildFailed,
    ExecutionFailed,
    create_managed_service,
    run_service,
    verify,
    wait_for_build,
)
from tests.support.recipes import QUICK, Planqk, blocking, deploy
from tests.support.sandbox_process import connect_to, free_port, sandbox_process
from tests.support.tried import Tried
from tests.support.user_code import user_code, zipped

PATIENCE = 30.0

# Each replaces the outcome that is about to be written; os._exit keeps the runner from its own.
OUTCOMES = {
    "a pipe": "os.mkfifo(outcome)",
    "a pipe that somebody else holds": "os.mkfifo(outcome)\nif not os.fork():\n"
    "    os.setsid(); os.open(outcome, os.O_RDWR); time.sleep(5); os._exit(0)",
    "a device without end": "os.symlink('/dev/zero', outcome)",
    "a link to a file": "os.symlink('/etc/passwd', outcome)",
    "a link to a result": "open(folder + '/o', 'w').write('{\"result\": 1}')\n"
    "os.symlink(folder + '/o', outcome)",
    "a link to itself": "os.symlink(outcome, outcome)",
    "a folder": "os.mkdir(outcome)",
    "a socket": "import socket; os.chdir(folder)\n"
    "socket.socket(socket.AF_UNIX).bind('outcome.json')",
    "a terabyte of zeros": "open(outcome, 'w').truncate(2**40)",
    "nothing": "",
    "an empty file": "open(outcome, 'w')",
    "half of it": "open(outcome, 'w').write('{\"result\": ')",
    "a number": "open(outcome, 'w').write('5')",
    "another object": "open(outcome, 'w').write('{}')",
    "brackets": "open(outcome, 'w').write('[' * 100_000)",
    "no UTF-8": "open(outcome, 'wb').write(b'\\xff')",
    "a folder that was moved away": "os.rename(folder, folder + '-away')",
    "a link in place of its folder": "os.rename(folder, folder + '-away'); os.symlink('/', folder)",
    "folders without end": "[(os.mkdir('x'), os.chdir('x')) for _ in range(3000)]",
}  # fmt: skip
PREFACE = "import os\nfolder = os.path.abspath('../..')\noutcome = folder + '/outcome.json'\n"


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planqk]:
    """A client of a sandbox that all the hostile runs share, and that stops in the end."""
    state, port = tmp_path_factory.mktemp("victim"), free_port()
    limits = ("--run-timeout", "5", "--build-timeout", "5")
    with sandbox_process(state, port, *limits) as process:
        with connect_to(port) as client:
            yield blocking(client)
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert not list(state.glob("runs/*/outcome.json"))


@pytest.mark.parametrize("way", OUTCOMES)
def test_an_outcome_that_was_replaced(victim: Planqk, tried: Tried, way: str) -> None:
    harm = f"{PREFACE}{OUTCOMES[way]}\nos._exit(0)"
    deployed = deploy(victim, harm)
    with pytest.raises(ExecutionFailed) as ran:
        victim(run_service, deployed.service, deployed.application, poll=QUICK, timeout=PATIENCE)
    assert ran.value.code in {"ProcessEnded", "ResultTooLarge"}, ran.value
    importing = user_code("return 1", **{"src/program.py": f"import time\n{harm}"})
    service = victim(create_managed_service, "Import", user_code=importing)
    with pytest.raises(BuildFailed, match="while importing"):
        victim(wait_for_build, service, poll=QUICK, timeout=PATIENCE)
    assert victim(verify)
    tried(2, "outcomes that user code replaced")


def aliases() -> str:
    """A few lines that stand for 9**9 strings."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return "\n".join([*lines, "dependencies: [*a8]"])


DECLARATIONS: dict[str, tuple[Callable[[], str], str]] = {
    "aliases": (aliases, "alias"),
    "an alias of itself": (lambda: "dependencies: &a [*a]", "alias"),
    "a merged alias": (lambda: "a: &a {b: c}\nd:\n  <<: *a", "alias"),
    "nested lists": (lambda: "dependencies: " + "[" * 20_000, "nested deeper"),
    "nested dashes": (lambda: "- " * 20_000, "nested deeper"),
    "nested blocks": (lambda: "\n".join(" " * n + "a:" for n in range(300)), "nested deeper"),
    "a number of base 60": (lambda: "dependencies: [1" + ":59" * 20_000 + "]", ""),
    "much": (lambda: "dependencies: [" + "[]," * 20_000 + "]", ""),
    "more": (lambda: "dependencies: [" + "a," * 100_000 + "]", "larger than"),
    "a zero": (lambda: 'dependencies: [{pip: ["a\\0b"]}]', "no text"),
    "half a pair": (lambda: 'dependencies: [{pip: ["\\uD800"]}]', "no text"),
    "a word for a list": (lambda: "dependencies: [{pip: requests}]", "pip has to be a list"),
}


@pytest.mark.parametrize("what", DECLARATIONS)
def test_an_environment_that_means_harm(planqk: Planqk, tried: Tried, what: str) -> None:
    text, told = DECLARATIONS[what]
    hostile = user_code("return 1", **{"environment.yml": text()})
    began = time.monotonic()
    service = planqk(create_managed_service, "Hostile", user_code=hostile)
    if told:
        with pytest.raises(BuildFailed) as failed:
            planqk(wait_for_build, service, poll=QUICK, timeout=PATIENCE)
        assert "environment.yml" in str(failed.value)
        assert told in str(failed.value)
    else:
        planqk(wait_for_build, service, poll=QUICK, timeout=PATIENCE)
    assert time.monotonic() - began < PATIENCE
    tried(1, "declarations that mean harm")


def test_folders_nested_without_end(planqk: Planqk, tried: Tried) -> None:
    for depth in (101, 900, 1900):
        deep = user_code("return 1", **{"a/" * depth + "x": ""})
        service = planqk(create_managed_service, "Deep", user_code=deep)
        with pytest.raises(BuildFailed, match="nested deeper than 100"):
            planqk(wait_for_build, service, poll=QUICK)
        tried(1, "archives nested too deeply")
    fine = zipped({"src/program.py": "def run(data, params): ...", "a/" * 99 + "x": ""})
    service = planqk(create_managed_service, "Deep", user_code=fine)
    assert planqk(wait_for_build, service, poll=QUICK).status == "SUCCESS"
