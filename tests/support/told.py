"""The numbers of the README's promises, compared with what their tests have told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

ROW = re.compile(r"^\| .* \| (\[test_.*) \| (.*) \|$", re.MULTILINE)
FILE = re.compile(r"\]\((tests/[\w/]+\.py)\)")
NUMBER = re.compile(r"(some )?\b(\d{1,3}(?:,\d{3})+|\d{3,})\b")
"""From 100 on: smaller ones are often no counts, such as "both ways" or "64 threads"."""
ABOUT = 0.1


def not_told(readme: str, told: Mapping[str, Iterable[int]]) -> list[str]:
    """Name each number that a row of the README has, and no test of the row has told."""
    found = []
    for files, tried in ROW.findall(readme):
        paths = FILE.findall(files)
        counts = {count for path in paths for count in told.get(path, ())}
        # In brackets: of `make soak`, which is another run.
        for about, digits in NUMBER.findall(re.sub(r"\(.*?\)", "", tried)):
            number = int(digits.replace(",", ""))
            margin = ABOUT * number if about else 0
            if counts and not any(abs(count - number) <= margin for count in counts):
                others = ", ".join(f"{count:,}" for count in sorted(counts))
                found.append(f"README.md says {digits} of {' and '.join(paths)}; told: {others}")
    return found
