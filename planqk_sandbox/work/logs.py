"""What a process writes, line by line, with the time and the stream of each line."""

import json
import re
import threading
import time
from collections.abc import Iterator
from typing import NamedTuple

LINES = 100_000
LEVEL = re.compile(r"\b(DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL)\b")
HEAD = 80
"""So far into a line it may name its own level."""
SEVERITIES = {"CRITICAL": "ERROR", "stdout": "INFO", "stderr": "ERROR"}


class Written(NamedTuple):
    """A log: its text, and as JSON a list of ``[time, stream, number of lines]``."""

    text: str
    marks: str = "[]"


class Entry(NamedTuple):
    """A line of a log. `time` is seconds since 1970, None when nobody knows."""

    message: str
    severity: str
    time: float | None


class Log:
    """The head of what a process writes, and how much more there was. For several threads."""

    def __init__(self, limit: int) -> None:
        """Keep at most `limit` bytes."""
        self._room = limit
        self._dropped = 0
        self._text = bytearray()
        self._marks: list[tuple[float, str, int]] = []
        self._unfinished: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def write(self, data: bytes, stream: str) -> None:
        """Keep what fits of `data`: whole lines, so that those of two streams never mix."""
        with self._lock:
            kept = data[: self._room]
            self._room -= len(kept)
            self._dropped += len(data) - len(kept)
            *lines, rest = (self._unfinished.get(stream, b"") + kept).split(b"\n")
            self._unfinished[stream] = rest
            if lines:
                self._add(lines, stream)

    def read(self) -> Written:
        """Return what was kept so far, with a note when something was dropped."""
        with self._lock:
            unfinished = {name: rest for name, rest in self._unfinished.items() if rest}
            text = (self._text + b"\n".join(unfinished.values())).decode(errors="replace")
            ends = [(time.time(), stream, 1) for stream in unfinished]
            if self._dropped:
                text += f"\n[{self._dropped} more bytes dropped]\n"
                # The note has a line of its own, after an empty one if the text ends with a line.
                ends.append((time.time(), "stdout", 1 if unfinished else 2))
            return Written(text, json.dumps(self._marks + ends))

    def _add(self, lines: list[bytes], stream: str) -> None:
        self._text += b"\n".join([*lines, b""])
        moment, count = round(time.time(), 3), len(lines)
        if self._marks and self._marks[-1][:2] == (moment, stream):
            count += self._marks.pop()[2]
        self._marks.append((moment, stream, count))


def entries(written: Written, most: int = LINES) -> list[Entry]:
    """Return the last lines of a log, oldest first.

    A line that names its level has that one; otherwise stderr is ERROR and stdout INFO.
    """
    lines = written.text.removesuffix("\n").split("\n") if written.text else []
    first = max(0, len(lines) - min(most, LINES))
    found = []
    for number, (line, (moment, stream)) in enumerate(zip(lines, _marks(written), strict=False)):
        if number >= first:
            found.append(Entry(line.removesuffix("\r"), _severity(line, stream), moment))
    return found


def _marks(written: Written) -> Iterator[tuple[float | None, str]]:
    for moment, stream, count in json.loads(written.marks):
        for _ in range(count):
            yield moment, stream
    while True:
        yield None, "stdout"


def _severity(line: str, stream: str) -> str:
    level = LEVEL.search(line[:HEAD])
    name = level[1] if level else stream
    return SEVERITIES.get(name, name)
