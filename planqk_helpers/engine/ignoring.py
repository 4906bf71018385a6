"""What git's ignore patterns match: letter by letter as git's ``wildmatch.c`` and ``dir.c`` do.

Git compares bytes, so that "?" is one byte of a letter that has two. Names and patterns are taken
as Latin-1 here, in which a character is a byte.
"""

from __future__ import annotations

import os
import re
import string
from collections.abc import Iterable
from typing import Self

from attrs import frozen

BYTES = set(map(chr, range(1, 256)))
NAMED = re.compile(r"\[:([^]]*):\]")
CLASSES = {
    "alnum": string.ascii_letters + string.digits,
    "alpha": string.ascii_letters,
    "blank": " \t",
    "cntrl": "".join(map(chr, [*range(32), 127])),
    "digit": string.digits,
    "graph": string.ascii_letters + string.digits + string.punctuation,
    "lower": string.ascii_lowercase,
    "print": string.ascii_letters + string.digits + string.punctuation + " ",
    "punct": string.punctuation,
    "space": " \t\n\r",
    "upper": string.ascii_uppercase,
    "xdigit": string.hexdigits,
}
"""The members of ``[[:name:]]``; git knows no other letters than ASCII's."""


@frozen
class Pattern:
    """A line of an ignore file.

    Attributes:
        regex: Matches names, or whole paths below the folder of the file.
        ignores: Whether what it matches is ignored; with "!" it is not.
        folders_only: Whether it is about folders only.
        whole_path: Whether it is compared with the path, and not with the name alone.
    """

    regex: re.Pattern[str]
    ignores: bool
    folders_only: bool
    whole_path: bool

    @classmethod
    def of(cls, line: str) -> Self | None:
        """Read a line; None for a comment, a blank line, and a pattern that never matches."""
        line = strip(line)
        if line.startswith("#"):
            return None
        text = line.removeprefix("!")
        glob = text.removesuffix("/")
        regex = translate(glob.removeprefix("/"))
        if not glob or regex is None:
            return None
        return cls(re.compile(regex, re.DOTALL), text is line, glob is not text, "/" in glob)

    def matches(self, path: str, *, is_folder: bool) -> bool:
        """Tell whether it is about this path, given from the folder of the ignore file."""
        if self.folders_only and not is_folder:
            return False
        return bool(self.regex.fullmatch(path if self.whole_path else path.rpartition("/")[2]))


def patterns_in(content: bytes) -> list[Pattern]:
    """Read an ignore file; the pattern that decides comes first."""
    lines = content.removeprefix(b"\xef\xbb\xbf").decode("latin-1").split("\n")
    read = [Pattern.of(line.removesuffix("\r")) for line in lines]
    return [pattern for pattern in reversed(read) if pattern]


def is_ignored(patterns: Iterable[Pattern], path: str, *, is_folder: bool) -> bool | None:
    """Tell whether ``path`` is ignored; None: no pattern is about it."""
    name = os.fsencode(path).decode("latin-1")
    for pattern in patterns:
        if pattern.matches(name, is_folder=is_folder):
            return pattern.ignores
    return None


def strip(line: str) -> str:
    """Return a line without the spaces at its end; a backslash keeps one."""
    line = line.partition("\0")[0]
    bare = line.rstrip(" ")
    backslashes = len(bare) - len(bare.rstrip("\\"))
    return line[: len(bare) + backslashes % 2]


def translate(glob: str) -> str | None:
    """Return a pattern as a regular expression, or None if it matches nothing."""
    # Git compares the letters before the first special character on their own.
    start = next((at for at, letter in enumerate(glob) if letter in "*?[\\"), len(glob))
    regex, at = "", 0
    while at < len(glob):
        letter, at = glob[at], at + 1
        if letter == "*":
            piece, at = translate_stars(glob, at - 1, start)
        elif letter == "?":
            piece = "[^/]"
        elif letter == "[":
            members, at = read_class(glob, at)
            if not members:
                return None
            piece = f"[{re.escape(''.join(sorted(members)))}]"
        elif letter == "\\" and at == len(glob):
            return None
        elif letter == "\\":
            piece, at = re.escape(glob[at]), at + 1
        else:
            piece = re.escape(letter)
        regex += piece
    return regex


def translate_stars(glob: str, at: int, start: int) -> tuple[str, int]:
    """Translate one or more stars; return the expression, and where the pattern goes on."""
    after = len(glob) - len(glob[at:].lstrip("*"))
    opens = at == start or glob[at - 1] == "/"
    closes = after == len(glob) or glob.startswith(("/", "\\/"), after)
    if after - at == 1 or not (opens and closes):
        return "[^/]*", after
    return ("(?:.*/)?", after + 1) if glob.startswith("/", after) else (".*", after)


def read_class(glob: str, at: int) -> tuple[set[str], int]:
    """Read a class after its "["; return the letters it matches, none if it is malformed."""
    negated = glob.startswith(("!", "^"), at)
    at += negated
    first, letters, previous = at, set[str](), ""
    while at == first or glob[at : at + 1] != "]":
        if named := NAMED.match(glob, at):
            if named[1] not in CLASSES:
                return set(), at
            letters.update(CLASSES[named[1]])
            previous, at = "", named.end()
        elif previous and glob.startswith("-", at) and glob[at + 1 : at + 2] not in ("", "]"):
            last, at = read_letter(glob, at + 1)
            letters.update(map(chr, range(ord(previous), ord(last or "\0") + 1)))
            previous = ""
        else:
            previous, at = read_letter(glob, at)
            letters.add(previous)
        if at > len(glob):
            return set(), at
    return (BYTES - letters if negated else letters) - {"/"}, at + 1


def read_letter(glob: str, at: int) -> tuple[str, int]:
    """Read a letter, or the one that a backslash protects; past the end there is none."""
    at += glob.startswith("\\", at)
    return glob[at : at + 1], at + 1
