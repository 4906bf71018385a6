"""The program in user code: how ``runner.py`` is started with it, and what it leaves behind."""

import json
import sys
from pathlib import Path

from .files import MIB, make_private_folder, read_bounded
from .strict_json import JsonObject

RUNNER = Path(__file__).with_name("runner.py")


class OutcomeTooLarge(ValueError):
    """The outcome of a process is larger than allowed."""


def code_folder(folder: Path) -> Path:
    """Make the place for user code in `folder`, where the runner looks for it."""
    return make_private_folder(folder / "app" / "user_code")


def runner_command(python: Path | None, task: str, folder: Path, megabytes: int) -> list[str]:
    """Return the command that does `task`, check or run, with the user code in `folder`."""
    # Without requirements the user code sees the standard library only, as in a fresh image.
    interpreter = [str(python)] if python else [sys.executable, "-S"]
    flags = ["-I", "-B", "-X", "utf8"]
    return [*interpreter, *flags, str(RUNNER), task, str(folder), str(megabytes * MIB)]


def runner_environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of user code: nothing of the host but the search path."""
    home, tmp = make_private_folder(folder / "home"), make_private_folder(folder / "tmp")
    own = {"HOME": str(home), "TMPDIR": str(tmp), "LANG": "C.UTF-8"}
    return {"PATH": "/usr/local/bin:/usr/bin:/bin"} | own | more


def read_outcome(folder: Path, limit: int) -> tuple[str, JsonObject]:
    """Return what the runner has written in `folder`, as text and as an object.

    Raises:
        OSError: There is no outcome, or no regular file.
        OutcomeTooLarge: It has more than `limit` bytes.
        ValueError: The runner did not write this.
    """
    data = read_bounded(folder / "outcome.json", limit)
    if len(data) > limit:
        raise OutcomeTooLarge
    text = data.decode()
    try:
        outcome = json.loads(text)
    except RecursionError as error:
        raise ValueError from error
    if not isinstance(outcome, dict) or not {"result", "code"} & outcome.keys():
        raise ValueError
    return text, outcome
