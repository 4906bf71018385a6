"""The Python that environment.yml asks for, and where this machine has it.

Versions count up to the minor number: code for 3.9.16 runs on any 3.9.
"""

import platform
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import metadata
from pathlib import Path

Version = tuple[int, int]
Numbers = tuple[int, ...]

OURS: Version = sys.version_info[:2]
# 3.8 is the oldest that runner.py runs on, 3.40 is far in the future.
CANDIDATES: list[Version] = [(3, minor) for minor in range(40, 7, -1)]
# No real condition is longer, and hostile ones would keep the patterns busy for minutes.
LONGEST, MOST = 100, 20
AROUND_OPERATORS = re.compile(r"\s*([=<>!~,|]+)\s*")
WITH_BUILD = re.compile(r"(==?[\d.*]+)=[\w.*]+", re.ASCII)
CLAUSE = re.compile(r"([=<>!~]*)(\d{1,4}(?:\.\d{1,4}){0,3})(?:\.?\*)?", re.ASCII)
PROBE = "import sys, venv; sys.exit(sys.version_info[:2] != ({}, {}))"


def choose(asked: Sequence[str], works: Callable[[list[str]], bool]) -> tuple[Path, list[str]]:
    """Return the interpreter for user code, and a warning when environment.yml asks for another.

    `asked` are the conda packages named python in environment.yml; `works` runs a command and tells
    whether it ended with 0.
    """
    ours = Path(sys.executable)
    try:
        if accepts(asked, OURS):
            return ours, []
        wanted = [version for version in CANDIDATES if accepts(asked, version)]
    except ValueError:
        return ours, [_warning(asked, "the sandbox cannot read that")]
    for version in wanted:
        found = shutil.which("python{}.{}".format(*version))
        if not found or not is_for_pip(version):
            continue
        path = Path(found).absolute()  # it is started in the folder of the user code
        # A program of that name may be a shim, of pyenv for example, that only prints an error.
        if works([str(path), "-I", "-c", PROBE.format(*version)]):
            return path, []
    return ours, [_warning(asked, "there is none on the PATH that the sandbox can use")]


def is_for_pip(version: Version) -> bool:
    """Tell whether our pip, which installs into every environment, runs on that version."""
    return accepts([f"python{metadata('pip')['Requires-Python']}"], version)


def accepts(asked: Sequence[str], version: Version) -> bool:
    """Tell whether each of these conda packages named python may be of that version.

    Raises:
        ValueError: One cannot be read.
    """
    if len(asked) > MOST:
        raise ValueError("too many")
    return all(_accepts(package, version) for package in asked)


def _accepts(package: str, version: Version) -> bool:
    if len(package) > LONGEST:
        raise ValueError("too long")
    condition = package.rpartition("::")[2].strip()[len("python") :]
    condition, _, _ = AROUND_OPERATORS.sub(r"\1", condition).strip().partition(" ")
    with_build = WITH_BUILD.fullmatch(condition)
    alternatives = (with_build[1] if with_build else condition).split("|")
    # Every clause is read, so that a broken one is an error whatever the version.
    held = [[_holds(clause, version) for clause in one.split(",")] for one in alternatives]
    return any(all(clauses) for clauses in held)


def _holds(clause: str, version: Version) -> bool:
    if clause in ("", "*", "=*"):
        return True
    found = CLAUSE.fullmatch(clause)
    if not found or found[1] not in OPERATORS:
        raise ValueError(clause)
    return OPERATORS[found[1]](version, tuple(int(number) for number in found[2].split(".")))


def _starts(version: Version, numbers: Numbers) -> bool:
    return version[: len(numbers)] == numbers[:2]


def _is_less(version: Version, numbers: Numbers) -> bool:
    while numbers and not numbers[-1]:
        numbers = numbers[:-1]
    return version < numbers


OPERATORS: dict[str, Callable[[Version, Numbers], bool]] = {
    "": _starts,
    "=": _starts,
    "==": _starts,
    "!=": lambda version, numbers: len(numbers) > len(version) or not _starts(version, numbers),
    "~=": lambda version, numbers: version >= numbers[:2] and _starts(version, numbers[:-1]),
    ">=": lambda version, numbers: version >= numbers[:2],
    ">": lambda version, numbers: version >= numbers[:2],  # 3.9.1 is more than 3.9
    "<=": lambda version, numbers: version <= numbers[:2],
    "<": _is_less,
}


def _warning(asked: Sequence[str], why: str) -> str:
    shown = ", ".join(asked)
    shown = shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"
    shown = shown if shown.isprintable() else repr(shown)
    used = platform.python_version()
    return f"environment.yml asks for {shown}: {why}, so it uses Python {used}"
