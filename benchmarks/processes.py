"""Start what is measured in processes of its own, each in the environment it belongs to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
CONTENDERS = Path(__file__).parent / "contenders"
ENVIRONMENTS = ROOT / ".bench"
COOKBOOK_CLIENT = ENVIRONMENTS / "other-generator" / "client"
# What is measured sees nothing of the account, the proxies or the modules of who runs this.
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": os.environ.get("HOME", ""),
    "AUTHLIB_INSECURE_TRANSPORT": "1",  # of the two SDKs: the sandbox's tokens come over http
}
SOURCES = {
    "helpers": [ROOT, ROOT / "generated"],
    "other-generator": [COOKBOOK_CLIENT],
}


def python_of(environment: str) -> str:
    """Return the interpreter of an environment under .bench/."""
    return str(ENVIRONMENTS / environment / "bin" / "python")


def variables_of(environment: str) -> dict[str, str]:
    """Return the environment variables for its processes."""
    return {
        **ENVIRONMENT,
        "PYTHONPATH": os.pathsep.join(map(str, SOURCES.get(environment, []))),
    }


def output_of(environment: str, code: str, *arguments: str) -> Any:
    """Run code in a fresh process of an environment, and return the JSON it prints."""
    done = subprocess.run(
        [python_of(environment), "-c", code, *arguments],
        env=variables_of(environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{code!r} failed in {environment}:\n{done.stderr}")
    return json.loads(done.stdout)


class Contender:
    """A process that does work on orders and measures itself; see contenders/answering.py."""

    def __init__(self, environment: str, script: str) -> None:
        self._process = subprocess.Popen(
            [python_of(environment), str(CONTENDERS / script)],
            env=variables_of(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.communicate(timeout=30)

    def order(self, work: str, **arguments: Any) -> None:
        """Tell it to start a work."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"work": work, **arguments}) + "\n")
        self._process.stdin.flush()

    def result(self) -> Any:
        """Wait for the end of what was ordered first, and return what it measured."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended before it answered")
        return json.loads(line)

    def __call__(self, work: str, **arguments: Any) -> Any:
        """Order, and wait for the result."""
        self.order(work, **arguments)
        return self.result()


@contextmanager
def serving() -> Iterator[str]:
    """Serve canned answers in a process of their own; gives the address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.server"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.communicate(timeout=30)
