"""The command line: ``planqk-helpers``. It only calls recipes; `app` has its commands."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec

from .codes import INTERRUPTED, USAGE

NEEDED = ("click", "rich")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        sys.stderr.write(
            f"planqk-helpers needs {' and '.join(missing)}: pip install 'planqk-helpers[cli]'\n"
        )
        return USAGE
    try:
        from .app import run  # noqa: PLC0415 - click need not be installed

        return run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:  # while it starts, or once more while it tells of the first
        return INTERRUPTED
