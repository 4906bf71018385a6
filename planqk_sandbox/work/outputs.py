"""Files that user code leaves in its output folder: checked, bounded and copied."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeAlias

from .files import MIB, make_private_folder, open_plain

NESTING_LIMIT = 20
NAME_LIMIT = 1024
Entry: TypeAlias = "os.DirEntry[str]"


class OutputTooLarge(Exception):
    """The output folder holds more than allowed; the text says what."""


class OutputFile(NamedTuple):
    """A file in the output folder; `name` is its path there, with slashes."""

    name: str
    size: int


@dataclass(frozen=True)
class Collected:
    """Result files, which are in a folder under their numbers from 0, and what was left out."""

    files: list[OutputFile]
    left_out: list[str]


def collect(output: Path, target: Path, *, most: int, size: int) -> Collected:
    """Copy the files in `output` to `target`, each under its number.

    Links and special files are left out, and so is what has a name that is no text.

    Raises:
        OutputTooLarge: There are more than `most` files, or more than `size` bytes.
        OSError: A file cannot be read, or there is no room for its copy.
    """
    files: list[OutputFile] = []
    left_out: list[str] = []
    left = size
    for number, (entry, name) in enumerate(_walk(output, "")):
        if number == most:
            raise OutputTooLarge(f"There are more than the {most} result files allowed")
        problem = _problem(entry, name)
        if problem:
            left_out.append(f"{name[:100]!a} {problem}")
        elif entry.is_file(follow_symlinks=False):
            copied = _copy(Path(entry.path), make_private_folder(target) / str(len(files)), left)
            if copied > left:
                raise OutputTooLarge(f"The result files are larger than the {size} bytes allowed")
            left -= copied
            files.append(OutputFile(name, copied))
    return Collected(files, left_out)


def _walk(folder: Path, above: str) -> Iterator[tuple[Entry, str]]:
    if not stat.S_ISDIR(folder.lstat().st_mode):
        raise NotADirectoryError(f"{folder.name} is no folder any more")
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        name = f"{above}{entry.name}"
        yield entry, name
        if entry.is_dir(follow_symlinks=False) and not _problem(entry, name):
            yield from _walk(Path(entry.path), f"{name}/")


def _problem(entry: Entry, name: str) -> str | None:
    if len(name) > NAME_LIMIT or name.count("/") > NESTING_LIMIT:
        return "has a name that is too long, or is in too many folders"
    try:
        name.encode()
    except UnicodeEncodeError:
        return "has a name that is no UTF-8"
    if not (entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False)):
        return "is a link or a special file"
    return None


def _copy(path: Path, target: Path, most: int) -> int:
    """Copy a file; return its size, or `most` + 1 when it is larger."""
    size = 0
    with os.fdopen(open_plain(path), "rb") as source, target.open("xb") as sink:
        while piece := source.read(min(MIB, most + 1 - size)):
            size += len(piece)
            sink.write(piece)
    return size
