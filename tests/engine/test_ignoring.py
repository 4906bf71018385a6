"""Ignore patterns mean what they mean to git, which is asked."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, strategies as st

from planqk_helpers import pack

NAMES = [
    "a", "b", "A", "1", "é", "ü", "日", "-", "!", "^", "]", "[", "#", " ", "a ", "\t", "\\", "*",
    "?", "ab", "aé", "aa", "foo", "foobar", "foo.log", ".log", "\\a", "a\\", "a[b", "a*b", "\x0b",
    "\x85", "\u2028", "[:alpha:]", ":", "x",
]  # fmt: skip
PATHS = [
    *(name for name in NAMES if name not in {"foo", "x"}),
    *(f"{folder}/{name}" for folder in ("x", "foo", "x/foo", "x/foo/x") for name in NAMES),
    *("d/a/b/c/foo", "d/foo/x", "d/foob/x", "d/éa/x", "foox/a", "d/.log/x"),
]
PATHS = [path for path in PATHS if not any(other.startswith(f"{path}/") for other in PATHS)]

TABLE = [
    "*", "**", "***", "/*", "*/", "**/", "/**", "/**/", "?", "??", "[a]", "[!a]", "[^a]", "[^a-z]",
    "[[:alpha:]]", "[![:alpha:]]", "[[:alpha:][:digit:]]", "[[:digit:]-a]", "[[:nothing:]]",
    "[[:alpha:]", "[[:]", "[[::]]", "[[:alpha]", "[:alpha:]", "[a-[:alpha:]]", "[]]", "[!]]",
    "[]-a]", "[a-]", "[-a]", "[\\]]", "[\\a-\\c]", "[a\\]", "[z-a]", "[é]", "[à-ü]", "[a", "a[",
    "[", "[]", "[!", "[a-", "[[:", "\\a", "\\", "a\\", "\\\\", "\\\\a", "\\*", "\\?", "\\[", "\\#",
    "#", "\\!", "!", "!a", "a*b", "a\\*b", "a ", "a\\ ", "a\\  ", "a \\", " ", "\\ ", "\t", "a\t",
    "\x0b", "\x85", "\u2028", "a\r", "a\r\r", "é", "a?", "a??", "日", "???", "*.log", "*log", ".*",
    "**log", "foo/", "foo/*", "foo/**", "foo/**/", "**/foo", "**/foo/a", "x/**/a", "x/**a", "x/a**",
    "x/*/a", "x**/a", "foo**/a", "foo**/x", "d/foo/", "d/foo", "*/foo", "*/*/foo", "x/?oo",
    "x/[f]oo", "x[/]foo", "x[!a]foo", "x\\/foo", "**\\/foo", "x//foo", "/foo", "//foo", "/x/foo/a",
    "foo/a", "x/*/**", "**/*/a", "x/**/**/a", "**/**/a", "x/***/a", "a/**/b", "d/**/foo",
    "d/**/*/foo", "*/**/foo", "*o*o*", "[[:space:]]", "[[:blank:]]", "[[:cntrl:]]", "[[:punct:]]",
    "[[:graph:]]", "[[:print:]]", "[[:xdigit:]]", "[[:upper:]]", "[[:lower:]]", "[[:alnum:]]",
    "[![:space:][:punct:]]", "a\0b",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A repository with many files, none of them tracked."""
    root = tmp_path_factory.mktemp("repository")
    for path in PATHS:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            patch.delenv(name)
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("XDG_CONFIG_HOME", str(root / "nowhere"))
        subprocess.run(["git", "init", "--quiet", str(root)], check=True)
        yield root


def left_by_git(folder: Path) -> set[str]:
    """The files that ``git check-ignore`` does not call ignored."""
    done = subprocess.run(
        ["git", "check-ignore", "--no-index", "-z", "--stdin"],
        input="\0".join(f"./{path}" for path in PATHS),  # ":" at the beginning means something
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return set(PATHS) - {path.removeprefix("./") for path in done.stdout.split("\0")}


def left_by_pack(folder: Path) -> set[str]:
    (folder / "kept").touch()  # so that there is something to pack
    with pack(folder) as packed:
        return set(packed.names) & set(PATHS)


def compare(folder: Path, patterns: list[str]) -> None:
    (folder / ".gitignore").write_bytes("".join(f"{line}\n" for line in patterns).encode())
    assert left_by_pack(folder) == left_by_git(folder), patterns


@pytest.mark.parametrize("pattern", TABLE, ids=ascii)
def test_a_pattern(folder: Path, pattern: str) -> None:
    compare(folder, [pattern, "!kept"])


PIECES = st.sampled_from(
    ["a", "b", "é", "x", "foo", "1", "*", "**", "?", "/", "[", "]", "!", "^", "-", "\\", " ",
     "[a-z]", "[^a]", "[[:alpha:]]", "[:", ":]", "[]", "#", "**/", "/**", ".log", "\t", "\r"]
)  # fmt: skip
LINES = st.lists(PIECES, max_size=6).map("".join)


@given(patterns=st.lists(LINES, min_size=1, max_size=3))
@example(["a/**", "!a/b"])
@example(["*", "!x/"])
@example(["x/*", "!x/foo"])
def test_any_patterns(folder: Path, patterns: list[str]) -> None:
    compare(folder, [*patterns, "!kept"])
