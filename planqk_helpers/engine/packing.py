"""Pack a project folder into the archive that becomes a service."""

from __future__ import annotations

import os
import re
import stat
import tempfile
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self, TypeAlias

from attrs import define, field, frozen

from ..errors import InvalidInput
from .arguments import fit
from .files import path_of
from .ignoring import Pattern, is_ignored, patterns_in

CACHES = frozenset(
    {
        ".DS_Store",
        ".git",
        ".hg",
        ".hypothesis",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".nox",
        ".pytest_cache",
        ".ruff_cache",
        ".svn",
        ".tox",
        "__pycache__",
        "node_modules",
    }
)
SECRET_NAMES = re.compile(
    r".*\.env(\.(?!example$|sample$|template$|dist$).*)?|\.envrc|\.netrc|\.pypirc|\.npmrc"
    r"|\.htpasswd|\.git-credentials|id_(rsa|dsa|ecdsa|ed25519)|credentials(\.json)?"
    r"|.*\.(key|p12|pfx|ppk|jks|keystore)",
    re.IGNORECASE,
)
PRIVATE_KEY = rb"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----"
LONGEST_SECRET = 100
"""Bytes that a secret takes at most."""
PIECE = 1024 * 1024
"""Bytes of a file that are read at a time."""
IN_MEMORY = 8 * 1024 * 1024
"""Bytes up to which an archive is kept in memory; a larger one goes to a temporary file."""
Rules: TypeAlias = tuple[tuple[str, list[Pattern]], ...]
"""The patterns of each folder with an ignore file, nearest first, and the folder's name."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of every entry: when a file was written must not change the archive."""


@define
class Packed:
    """An archive made of a folder. Close it, or use it with ``with``.

    Attributes:
        file: The archive, open for reading.
        names: Names of the files in it.
        left_out: Names of the files that were left out although no ignore file names them, each
            with the reason.
    """

    file: IO[bytes] = field(repr=False)
    names: list[str] = field(factory=list, repr=lambda names: f"<{len(names)} names>")
    left_out: dict[str, str] = field(factory=dict)

    def __str__(self) -> str:
        out = "".join(f"\n  left out {name}: {why}" for name, why in self.left_out.items())
        return f"packed {len(self.names)} files: {', '.join(self.names)}{out}"

    def close(self) -> None:
        """Close the archive."""
        self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@frozen
class Packer:
    """Packs a project folder into a zip archive; the same files give the same bytes.

    Attributes:
        ignore_files: Names of the files whose patterns leave files out; of two in a folder, the
            later one decides.
        token: What a token of the platform looks like, as a regular expression.
        token_mark: The bytes that it begins with.
    """

    ignore_files: tuple[str, ...]
    token: bytes
    token_mark: bytes

    def pack(self, folder: str | os.PathLike[str], *, secrets: bool = False) -> Packed:
        """Pack the content of ``folder``; ``secrets`` packs files that look like secrets too.

        Raises:
            InvalidInput: It is no folder, nothing is left to pack, or a file changes meanwhile.
            OSError: A file cannot be read.
        """
        folder = fit("pack", "folder", folder, str | os.PathLike[str])
        fit("pack", "secrets", secrets, bool)
        root = path_of(folder).resolve()
        if not root.is_dir():
            raise InvalidInput(f"{folder} is not a folder")
        packed = Packed(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115
        try:
            with zipfile.ZipFile(packed.file, "w") as archive:
                files = _files(root, packed.left_out, self.ignore_files, secrets=secrets)
                for path, name in files:
                    self._add(archive, path, name, packed, secrets=secrets)
            if not packed.names:
                raise InvalidInput(f"there is nothing to pack in {folder}")
        except UnicodeError as error:
            packed.close()
            raise InvalidInput(f"a file name in {folder} cannot be written: {error}") from None
        except BaseException:
            packed.close()
            raise
        packed.file.seek(0)
        if packed.left_out:
            listed = ", ".join(f"{name} ({why})" for name, why in packed.left_out.items())
            warnings.warn(f"left out of the archive: {listed}", stacklevel=3)
        return packed

    def _add(
        self, archive: zipfile.ZipFile, path: Path, name: str, packed: Packed, *, secrets: bool
    ) -> None:
        with path.open("rb") as content:
            before = os.fstat(content.fileno())
            if not secrets and (
                SECRET_NAMES.fullmatch(name.rpartition("/")[2])
                or self._holds_secret(_pieces(content, before.st_size))
            ):
                packed.left_out[name] = "looks like a secret; pack(folder, secrets=True) packs it"
                return
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if before.st_mode & stat.S_IXUSR else 0o644) << 16
            entry.file_size = before.st_size
            with archive.open(entry, "w") as target:
                for piece in _pieces(content, before.st_size):
                    target.write(piece)
            after = os.fstat(content.fileno())
            if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
                raise InvalidInput(
                    f"{name} changed while it was packed: stop what writes to it first"
                )
        packed.names.append(name)

    def _holds_secret(self, pieces: Iterable[bytes]) -> bool:
        """Tell whether a private key or a token of the platform is in a file."""
        marks = (b"PRIVATE KEY-----", self.token_mark)
        secret = re.compile(PRIVATE_KEY + b"|" + self.token)
        end = b""
        for piece in pieces:
            text = end + piece
            # Most files hold neither, and a search for plain bytes is ten times as fast.
            if any(mark in text for mark in marks) and secret.search(text):
                return True
            end = text[-LONGEST_SECRET:]
        return False


def _files(
    root: Path, left_out: dict[str, str], ignore_files: tuple[str, ...], *, secrets: bool
) -> Iterator[tuple[Path, str]]:
    """Give every file below ``root`` that is to be packed, sorted, with its name there."""
    found, links = _walk(root, left_out, ignore_files)
    there = set(found.values())
    for name, link in links.items():
        target = Path(os.path.realpath(link))
        if why := _no_way(target, root, there, secrets=secrets):
            left_out[name] = why
        else:
            found[name] = target
    for name in sorted(found, key=lambda name: name.split("/")):
        yield found[name], name


def _walk(
    root: Path, left_out: dict[str, str], ignore_files: tuple[str, ...]
) -> tuple[dict[str, Path], dict[str, Path]]:
    """Return the files below ``root`` that nothing excludes, by their names, and the links."""
    files: dict[str, Path] = {}
    links: dict[str, Path] = {}
    folders: list[tuple[Path, str, Rules]] = [(root, "", ())]
    while folders:
        folder, prefix, rules = folders.pop()
        if patterns := _ignore_patterns(folder, ignore_files):
            rules = ((prefix, patterns), *rules)
        for path in folder.iterdir():
            name = prefix + path.name
            is_link = path.is_symlink()
            is_folder = path.is_dir() and not is_link
            if path.name in CACHES or _is_ignored(name, rules, is_folder=is_folder):
                continue
            if is_link:
                links[name] = path
            elif is_folder and not (path / "pyvenv.cfg").exists():
                folders.append((path, f"{name}/", rules))
            elif path.is_file():
                files[name] = path
            elif not is_folder:
                left_out[name] = "neither a file nor a folder"
    return files, links


def _no_way(target: Path, root: Path, there: set[Path], *, secrets: bool) -> str:
    """Return why a link is not packed, or "": where it leads to a file that is, it is too."""
    if not target.is_relative_to(root):
        return "leads out of the folder"
    if target.is_dir():
        return "links to a folder"
    if not target.exists():
        return "leads nowhere"
    if target not in there or (SECRET_NAMES.fullmatch(target.name) and not secrets):
        return "links to what is not packed"
    return ""


def _ignore_patterns(folder: Path, names: tuple[str, ...]) -> list[Pattern]:
    """Return the patterns of a folder's ignore files; the one that decides comes first."""
    paths = [folder / name for name in names]
    files = [path.read_bytes() for path in paths if path.is_file()]
    return [pattern for content in reversed(files) for pattern in patterns_in(content)]


def _is_ignored(name: str, rules: Rules, *, is_folder: bool) -> bool:
    """Tell whether the nearest ignore file that mentions a path ignores it."""
    for prefix, patterns in rules:
        ignored = is_ignored(patterns, name[len(prefix) :], is_folder=is_folder)
        if ignored is not None:
            return ignored
    return False


def _pieces(content: IO[bytes], size: int) -> Iterator[bytes]:
    """Give the first ``size`` bytes of a file: it may grow faster than it is read."""
    content.seek(0)
    while size > 0 and (piece := content.read(min(size, PIECE))):
        size -= len(piece)
        yield piece
