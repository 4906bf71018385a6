"""Paths that are given, and files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO

from ..errors import DecodeError, InvalidInput
from .flow import Write


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


def require_file_name(name: str) -> list[str]:
    """Return the steps of a file's name, which may lie in folders below.

    Raises:
        InvalidInput: It leads elsewhere, or cannot name a file.
    """
    steps = name.split("/")
    unsafe = "\\:" if os.name == "nt" else "\\"
    if any(step in ("", ".", "..") for step in steps) or set(unsafe) & set(name):
        raise InvalidInput(f"{name!r:.200} leads out of the folder, or is no name of a file")
    path_of(name)
    return steps


def place_in(folder: Path, name: str, operation: str) -> Path:
    """Return where a file goes in ``folder``, by the name that a server gave it.

    Raises:
        DecodeError: It leads out of the folder, be it by a link in it.
    """
    try:
        target = folder.joinpath(*require_file_name(name))
    except InvalidInput as error:
        raise DecodeError(operation, f"the name of a file, {error}") from None
    if not target.parent.resolve().is_relative_to(folder.resolve()):
        raise DecodeError(operation, f"the file {name!r:.200} leads out of the folder by a link")
    return target


def places_in(folder: Path, names: Iterable[str], operation: str) -> dict[str, Path]:
    """Return where files go in ``folder``, by the names that a server gave them.

    Raises:
        DecodeError: One leads out of the folder, or is a folder of another.
        FileExistsError: Something else is where a folder in it has to be.
    """
    places = {name: place_in(folder, name, operation) for name in names}
    for name in places:
        steps = name.split("/")
        for depth in range(1, len(steps)):
            inner = "/".join(steps[:depth])
            if inner in places:
                reason = f"{inner!r:.200} is the name of a file and of a folder"
                raise DecodeError(operation, reason)
            path = folder / inner
            if os.path.lexists(path) and not path.is_dir():
                raise FileExistsError(
                    f"{path} is no folder, but {name} goes into it: remove it, or choose another "
                    "folder"
                )
    return places


@contextmanager
def whole_file(target: Path, *, overwrite: bool) -> Iterator[BinaryIO]:
    """Give a file beside ``target`` that takes its place at the end, unless something is raised."""
    # File systems take names of 255 bytes, and a character has up to four.
    part = target.with_name(f".{target.name[:50]}.{secrets.token_hex(4)}.part")
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


def write_whole(target: Path, *, overwrite: bool) -> Callable[[], AbstractContextManager[Write]]:
    """Return what opens ``target`` for an answer that is streamed, as `whole_file` does."""

    @contextmanager
    def receive() -> Iterator[Write]:
        with whole_file(target, overwrite=overwrite) as file:
            yield file.write

    return receive
