"""How long waits are shown: a live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Self

BEAT = 30.0
"""Seconds after which a plain line says that the wait goes on."""


class Progress:
    """Shows what is waited for.

    On a terminal there is one live line. Elsewhere there is a line for each change of state, and
    one each `BEAT` seconds: CI ends jobs that say nothing for long.
    """

    def __init__(self, tell: Callable[[str], object], what: str, *, beat: float = BEAT) -> None:
        self.tell = tell
        self.what = what
        self.beat = beat
        self.state: str = ""
        self.started: float = time.monotonic()
        self._ended = threading.Event()
        self._closing = ExitStack()

    def see(self, state: str) -> None:
        """Show the state."""
        if state != self.state:
            self.state = state
            if not self.is_live:
                self.tell(self.line())

    def line(self) -> str:
        """Return the line of now."""
        return f"{self.what}: {self.state or '...'} ({time.monotonic() - self.started:.0f} s)"

    def __rich__(self) -> str:
        """Return the line whenever rich draws it."""
        return self.line()

    def __enter__(self) -> Self:
        self.is_live: bool = is_live()
        if self.is_live:
            from rich.console import Console  # noqa: PLC0415 - takes time, and is for terminals

            console = Console(stderr=True, highlight=False, markup=False)
            # Its other spinners need UTF-8.
            self._closing.enter_context(console.status(self, spinner="line"))
        else:
            beating = threading.Thread(target=self._keep_telling, daemon=True)
            beating.start()
            self._closing.callback(beating.join)
            self._closing.callback(self._ended.set)
        return self

    def __exit__(self, *_raised: object) -> None:
        self._closing.close()
        if self.is_live:
            self.tell(self.line())

    def _keep_telling(self) -> None:
        while not self._ended.wait(self.beat):
            self.tell(self.line())


def is_live() -> bool:
    """Tell whether stderr is a terminal that can rewrite a line."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
