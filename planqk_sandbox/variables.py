"""The variables that lead clients to a sandbox, and the file that keeps them."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .work.files import open_private, read_bounded

if TYPE_CHECKING:
    from .server import Sandbox

HEADER = "# Kept by planqk_sandbox serve --env-file, and written anew at each start. Has a token.\n"
KEPT_PORT = re.compile(r"^PLANQK_BASE_URL=http://[^/\s]+:(\d{1,5})/", re.MULTILINE)
# Shells, docker and readers of .env files agree on these without quotes.
PLAIN = r"[A-Za-z0-9._+/=-]+"
KEPT_TOKEN = re.compile(rf"^PLANQK_PERSONAL_ACCESS_TOKEN=({PLAIN})$", re.MULTILINE)
LIMIT = 10_000


class BadEnvFile(RuntimeError):
    """The file cannot be used; the message never holds what is in it."""


class Kept(NamedTuple):
    """What a sandbox takes over from the one before it; 0 and "" when there was none."""

    port: int
    access_token: str


def variables_for(sandbox: "Sandbox") -> dict[str, str]:
    """Return the variables that lead a client to `sandbox`."""
    return {
        "PLANQK_BASE_URL": sandbox.base_url,
        "PLANQK_PERSONAL_ACCESS_TOKEN": sandbox.access_token,
        "PLANQK_SANDBOX_ORGANIZATION_ID": sandbox.organization_id,
        "KQH_BASE_URL": sandbox.hub_url,
        "KQH_PERSONAL_ACCESS_TOKEN": sandbox.access_token,
    }


def read_env_file(path: Path) -> Kept:
    """Return what is kept in the file at `path`, which may be empty or not there yet.

    Raises:
        BadEnvFile: It cannot be read, or it is somebody else's.
    """
    try:
        text = read_bounded(path, LIMIT).decode(errors="replace")
    except FileNotFoundError:
        text = ""
    except OSError as error:
        raise BadEnvFile(f"--env-file {path} cannot be read ({_reason(error)})") from error
    if not text:
        return Kept(0, "")
    port, token = KEPT_PORT.search(text), KEPT_TOKEN.search(text)
    if not (text.startswith(HEADER) and port and token):
        raise BadEnvFile(
            f"--env-file {path} was not written by a sandbox, so it is left as it is: "
            "name another file, or move it away"
        )
    return Kept(int(port[1]), token[1])


def write_env_file(path: Path, variables: Mapping[str, str]) -> None:
    """Write the variables, one a line, into a file that nobody else may read.

    Raises:
        BadEnvFile: It cannot be written, or the token needs quotes.
    """
    if not re.fullmatch(PLAIN, variables["PLANQK_PERSONAL_ACCESS_TOKEN"]):
        raise BadEnvFile("--env-file takes tokens of letters, digits and . _ + / = - only")
    lines = [f"{name}={value}\n" for name, value in variables.items()]
    draft = path.with_name(f"{path.name}.draft")
    try:
        with os.fdopen(open_private(draft, os.O_TRUNC), "w", encoding="utf-8") as opened:
            opened.writelines([HEADER, *lines])
        draft.replace(path)
    except OSError as error:
        raise BadEnvFile(f"--env-file {path} cannot be written ({_reason(error)})") from error


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
