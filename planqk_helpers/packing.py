"""Pack a project folder into the archive that becomes a service."""

from __future__ import annotations

import os
import re
import stat
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from attrs import define, field

from .arguments import fit
from .errors import InvalidInput
from .files import path_of

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILES = (".gitignore", ".planqkignore")
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
SECRET_CONTENT = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----|plqk_[A-Za-z0-9]{32}")
HEAD = 1024 * 1024
"""Bytes of a file that are searched for a private key or a token of the platform."""
IN_MEMORY = 8 * 1024 * 1024
"""Bytes up to which an archive is kept in memory; a larger one goes to a temporary file."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of every entry: when a file was written must not change the archive."""


@define
class Packed:
    """An archive made of a folder. Close it, or use it with ``with``.

    Attributes:
        file: The archive, open for reading.
        names: What is in it.
        left_out: What is not, though no ignore file names it, with the reason.
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


def pack(folder: str | os.PathLike[str], *, secrets: bool = False) -> Packed:
    """Pack the content of a project folder into a zip archive.

    The same files give the same bytes. Left out are version control, virtual environments and
    caches, what ``.gitignore`` and ``.planqkignore`` name (in any folder, with git's rules), and,
    with a warning, links that lead out of the folder and files that look like secrets.

    Args:
        folder: The project folder, ``src/program.py`` inside.
        secrets: Pack files that look like secrets (``.env``, private keys) too.

    Returns:
        The archive, with the names of what is in it and of what was left out.

    Raises:
        InvalidInput: It is no folder, or nothing is left to pack.
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
            for path, name in _files(root, root, [], packed.left_out):
                _add(archive, path, name, packed, secrets=secrets)
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
        warnings.warn(f"left out of the archive: {listed}", stacklevel=2)
    return packed


def _files(
    root: Path, folder: Path, ignored: list[tuple[Path, GitIgnoreSpec]], left_out: dict[str, str]
) -> Iterator[tuple[Path, str]]:
    """Give every file below ``folder`` that is to be packed, sorted, with its name there."""
    ignored = [*ignored, (folder, _ignore_file(folder))]
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        is_folder = path.is_dir()
        if path.name in CACHES or _is_ignored(path, ignored, is_folder=is_folder):
            continue
        name = path.relative_to(root).as_posix()
        if path.is_symlink() and (why := _no_way(path, root, is_folder=is_folder)):
            left_out[name] = why
        elif is_folder:
            if not (path / "pyvenv.cfg").exists():
                yield from _files(root, path, ignored, left_out)
        elif path.is_file():
            yield path, name
        else:
            left_out[name] = "neither a file nor a folder"


def _no_way(link: Path, root: Path, *, is_folder: bool) -> str:
    """Return why a link cannot be packed, or "": a link to a file inside is packed as the file."""
    target = Path(os.path.realpath(link))
    if not target.is_relative_to(root):
        return "leads out of the folder"
    if is_folder:
        return "links to a folder"
    if SECRET_NAMES.fullmatch(target.name) or CACHES & set(target.relative_to(root).parts):
        return "links to what is not packed"
    return "" if target.is_file() else "leads nowhere"


def _ignore_file(folder: Path) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - only packing needs it

    lines: list[str] = []
    for name in IGNORE_FILES:
        path = folder / name
        if path.is_file():
            lines += path.read_text("utf-8-sig", errors="replace").splitlines()
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        raise InvalidInput(f"an ignore file in {folder} has an odd pattern: {error}") from None


def _is_ignored(path: Path, ignored: list[tuple[Path, GitIgnoreSpec]], *, is_folder: bool) -> bool:
    """Tell what the nearest ignore file with an opinion says."""
    for folder, spec in reversed(ignored):
        name = path.relative_to(folder).as_posix() + ("/" if is_folder else "")
        opinion = spec.check_file(name).include
        if opinion is not None:
            return opinion
    return False


def _add(archive: zipfile.ZipFile, path: Path, name: str, packed: Packed, *, secrets: bool) -> None:
    with path.open("rb") as content:
        if not secrets and (
            SECRET_NAMES.fullmatch(path.name) or SECRET_CONTENT.search(content.read(HEAD))
        ):
            packed.left_out[name] = "looks like a secret; pack(folder, secrets=True) packs it"
            return
        content.seek(0)
        entry = zipfile.ZipInfo(name, EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        runnable = os.fstat(content.fileno()).st_mode & stat.S_IXUSR
        entry.external_attr = (0o755 if runnable else 0o644) << 16
        entry.file_size = os.fstat(content.fileno()).st_size
        with archive.open(entry, "w") as target:
            while piece := content.read(1024 * 1024):
                target.write(piece)
    packed.names.append(name)
