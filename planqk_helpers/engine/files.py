"""Paths that are given, and files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..errors import InvalidInput


def path_of(given: str | os.PathLike[str]) -> Path:
    """Return ``given`` as a path.

    Raises:
        InvalidInput: It is blank ("" would be the current folder), or cannot name a file.
    """
    text = os.fspath(given)
    try:
        name = os.fsencode(text)
    except UnicodeEncodeError as error:
        raise InvalidInput(f"{text!r} is no path: {error}") from None
    if not name.strip() or b"\0" in name:
        raise InvalidInput(f"{text!r} is no path: give that of a file or folder")
    return Path(given)


def free_path(given: str | os.PathLike[str], *, overwrite: bool) -> Path:
    """Return ``given`` as a path if a file may be written there.

    Raises:
        FileExistsError: There is a file, and it is not to be overwritten.
        FileNotFoundError: There is no folder to write it to.
        InvalidInput: It is a folder or a link, or cannot name a file.
    """
    target = path_of(given)
    if target.is_symlink() or (target.exists() and not target.is_file()):
        kind = "folder" if target.is_dir() else "link or device"
        raise InvalidInput(f"{target} is a {kind}: give the name of a file")
    if target.exists() and not overwrite:
        raise FileExistsError(f"{target} is there already: overwrite=True replaces it")
    if not target.parent.is_dir():
        raise FileNotFoundError(f"{target.parent} is no folder that {target.name} could go to")
    return target


def folder_at(given: str | os.PathLike[str]) -> Path:
    """Return ``given`` as the path of a folder, which need not be there.

    Raises:
        InvalidInput: It is a file, or cannot name a folder.
    """
    folder = path_of(given)
    if folder.exists() and not folder.is_dir():
        raise InvalidInput(f"{folder} is a file: give the name of a folder")
    return folder


def file_below(folder: Path, name: str) -> Path:
    """Return where a file of this name goes in ``folder``; the name comes from elsewhere.

    Raises:
        InvalidInput: It would lead out of the folder, or is none that every system takes.
    """
    parts = name.split("/")
    plain = all(part.strip(" .") and part.isprintable() for part in parts)
    target = folder.joinpath(*parts)
    inside = target.resolve().is_relative_to(folder.resolve())
    if not plain or set('\\:*?"<>|') & set(name) or not inside or target.is_symlink():
        raise InvalidInput(f"{name!r:.200} is no name for a file in {folder}")
    return target


@contextmanager
def whole_file(target: Path, *, overwrite: bool) -> Iterator[BinaryIO]:
    """Give a file beside ``target`` that takes its place at the end, unless something is raised."""
    part = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with part.open("x+b") as file:
            yield file
        if overwrite:
            part.replace(target)
        else:
            place(part, target)
    finally:
        part.unlink(missing_ok=True)


def place(part: Path, target: Path) -> None:
    """Give ``part`` the name ``target``; fails where a file has appeared there meanwhile."""
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # some file systems have no links
        target.open("xb").close()
        part.replace(target)
