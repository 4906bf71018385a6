"""The Python environments of user code, cached by their requirements."""

import hashlib
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from .declarations import BadYaml, read_yaml
from .files import remove
from .interpreters import choose
from .processes import Child, Ended

DECLARATION_LIMIT = 1024 * 1024
READY = "planqk-ready"
PROBE_SECONDS = 20.0
CONDA_VERSION = re.compile(r"[=<>!~ \[]")
Start = Callable[[Child], Ended]


class BadEnvironment(Exception):
    """The requirements cannot be read or installed; `messages` say why."""

    def __init__(self, messages: list[str], log: str = "") -> None:
        super().__init__(messages[0])
        self.messages = messages
        self.log = log


class Environments:
    """Makes environments in a folder; user code with the same requirements shares one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}

    def prepare(
        self, code: Path, archive: Path, start: Start, timeout: float
    ) -> tuple[Path | None, list[str], str]:
        """Return the interpreter for the user code in `code`, warnings, and pip's output.

        The interpreter is ``None`` when nothing has to be installed and ours will do.

        Raises:
            BadEnvironment: The requirements cannot be read or installed.
        """
        declared, warnings, asked = read_declaration(code)
        base, more = choose(asked, lambda command: _works(command, code, start))
        warnings += more
        requirements = _read(code / "requirements.txt")
        is_ours = base == Path(sys.executable)
        if is_ours and not _lines(requirements) and not declared:
            return None, warnings, ""
        key = _key(requirements, declared, archive, base)
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            folder = self._folder / key
            log = ""
            if not (folder / READY).exists():
                log = _install(folder, code, declared, start, timeout, base=base)
        if not is_ours:
            log = f"{', '.join(asked)}: {base}\n{log}"
        return folder / "bin" / "python", warnings, log


def read_declaration(code: Path) -> tuple[list[str], list[str], list[str]]:
    """Return the pip requirements in environment.yml, warnings, and the conditions for Python."""
    text = _read(code / "environment.yml")
    try:
        loaded = read_yaml(text)
    except BadYaml as error:
        raise BadEnvironment([f"environment.yml {error}"]) from error
    dependencies = loaded.get("dependencies") if isinstance(loaded, dict) else None
    return _split(_as_list(dependencies, "dependencies"))


def _as_list(value: object, name: str) -> list[object]:
    if isinstance(value, list):
        return value
    if value in (None, "", "null", "~"):
        return []
    raise BadEnvironment([f"environment.yml: {name} has to be a list"])


def _split(dependencies: list[object]) -> tuple[list[str], list[str], list[str]]:
    requirements: list[str] = []
    conda: list[str] = []
    python: list[str] = []
    for dependency in dependencies:
        if isinstance(dependency, dict):
            requirements += [str(line) for line in _as_list(dependency.get("pip"), "pip")]
        else:
            conda.append(_conda_name(str(dependency)))
            if conda[-1] == "python":
                python.append(str(dependency))
    warnings = [
        f"environment.yml: {name} is a conda package; the sandbox installs only the pip part"
        for name in conda
        if name not in ("python", "pip")
    ]
    return requirements, warnings, python


def _works(command: list[str], code: Path, start: Start) -> bool:
    probe = Child(command, folder=code, environment=pip_environment(), timeout=PROBE_SECONDS)
    try:
        return start(probe).exit_code == 0
    except (OSError, subprocess.SubprocessError):
        return False


def _conda_name(dependency: str) -> str:
    return CONDA_VERSION.split(dependency.rpartition("::")[2].strip())[0]


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > DECLARATION_LIMIT:
            raise BadEnvironment([f"{path.name} is larger than {DECLARATION_LIMIT} bytes"])
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise BadEnvironment([f"{path.name} cannot be read: {error}"]) from error


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line and line[0] != "#"]


def _key(requirements: str, declared: list[str], archive: Path, base: Path) -> str:
    lines = [*_lines(requirements), *declared]
    digest = hashlib.sha256("\0".join([sys.version, sys.prefix, str(base), *lines]).encode())
    # A path, another file or an option: then the archive itself is part of the requirements.
    if any(line.startswith(("-", ".")) or "/" in line or ".whl" in line for line in lines):
        with archive.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()[:32]


def _install(
    folder: Path, code: Path, declared: list[str], start: Start, timeout: float, *, base: Path
) -> str:
    remove(folder)
    deadline = time.monotonic() + timeout
    create: list[str | Path] = [base, "-m", "venv", "--without-pip", folder]
    log = _step(create, code, start, deadline)
    command: list[str | Path] = [sys.executable, "-m", "pip", "--python", folder / "bin/python"]
    command += ["install", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    wanted = ["-r", "requirements.txt"] if (code / "requirements.txt").exists() else []
    wanted += [word for line in declared for word in _words(line)]
    if wanted:
        log += _step([*command, *wanted], code, start, deadline)
    (folder / READY).touch()
    return log


def _words(line: str) -> list[str]:
    option, blank, value = line.strip().partition(" ")
    return [option, value.strip()] if option.startswith("-") and blank else [line.strip()]


def _step(command: list[str | Path], code: Path, start: Start, deadline: float) -> str:
    left = max(0.0, deadline - time.monotonic())
    try:
        ended = start(Child(command, folder=code, environment=pip_environment(), timeout=left))
    except (OSError, subprocess.SubprocessError) as error:
        raise BadEnvironment([f"{command[2]} cannot be started: {error}"]) from error
    if ended.reason != "exited":
        why = "took too long" if ended.reason == "timeout" else "was stopped"
        raise BadEnvironment([f"Installing the requirements {why}"], ended.output)
    if ended.exit_code:
        raise BadEnvironment(_errors(ended), ended.output)
    return ended.output


def _errors(ended: Ended) -> list[str]:
    lines = [line.strip() for line in ended.output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")]
    return errors or lines[-3:] or [f"pip ended with exit code {ended.exit_code}"]


def pip_environment() -> dict[str, str]:
    """Return the environment of pip: index settings and proxies, but nobody's PlanQK token."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PLANQK_")}
