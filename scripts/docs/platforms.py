"""On which platforms the blocks of a page run, by its words and headings."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

Name: TypeAlias = Literal["hub", "planqk"]
SAME_SCRIPT = "leave `.hub` out of the import line"
"""Says on a page that it runs on PlanQK too."""
HEADING = re.compile(r"^(#+) ([^\n]+)$|^```.*?^```$", re.DOTALL | re.MULTILINE)
ONLY: dict[str, Name] = {"On the Hub": "hub", "On PlanQK": "planqk"}
"""Headings whose blocks run on one platform."""


def printed_for(page: str) -> Name:
    """Return the platform whose import line a page shows."""
    return "hub" if "planqk_helpers.hub" in page else "planqk"


def platforms_of(text: str, place: int) -> list[Name]:
    """Return the platforms on which the block at a place of a page runs."""
    above: dict[int, str] = {}
    for found in HEADING.finditer(text, 0, place):
        if found[1]:
            level = len(found[1])
            above = {each: title for each, title in above.items() if each < level}
            above[level] = found[2]
    for title in above.values():
        if title in ONLY:
            return [ONLY[title]]
    if SAME_SCRIPT in " ".join(text.split()):
        return ["hub", "planqk"]
    return [printed_for(text)]
