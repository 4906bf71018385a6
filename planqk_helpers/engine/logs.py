"""The end of a log, as an error shows it."""

from __future__ import annotations

from collections.abc import Sequence

TAIL = 20
"""Lines of a log that an error shows."""
WIDTH = 500
"""Characters of such a line: a service may print megabytes without a line's end."""


def last_lines(messages: Sequence[str | None]) -> tuple[str, ...]:
    """Return the last lines of a log, given the messages of its entries."""
    lines = [line for message in messages[-TAIL:] for line in (message or "").splitlines()]
    return tuple(line if len(line) <= WIDTH else f"{line[:WIDTH]}…" for line in lines[-TAIL:])
