"""A local PlanQK platform: real HTTP, real builds, real runs, no account.

    from planqk_sandbox import Fault, Sandbox

    with Sandbox() as sandbox:
        print(sandbox.base_url, sandbox.access_token)

It needs the extra packages of ``pip install 'planqk-helpers[sandbox]'``.
"""

import sys
from typing import TYPE_CHECKING

from .faults import Fault

if TYPE_CHECKING:
    from .server import Sandbox

__all__ = ["Fault", "Sandbox"]

MISSING_EXTRAS = "The sandbox needs more packages: pip install 'planqk-helpers[sandbox]'"
UNIX_ONLY = "The sandbox runs on Linux and macOS; on Windows, run it in WSL (wsl --install)"


def __getattr__(name: str) -> type["Sandbox"]:
    # pytest imports this package whenever it starts (the plugin lives here), so the web stack is
    # loaded only when somebody asks for the sandbox.
    if name != "Sandbox":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if sys.platform == "win32":
        raise ImportError(UNIX_ONLY)
    try:
        from .server import Sandbox  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == __name__:
            raise
        raise ModuleNotFoundError(f"{MISSING_EXTRAS} ({error})", name=error.name) from error
    return Sandbox
