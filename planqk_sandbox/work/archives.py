"""Archives of user code, which somebody else made: checked before they are unpacked."""

import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

PROGRAM = "src/program.py"
PIECE = 1024 * 1024
# The folders are deleted again level by level, with an open descriptor for each.
NESTING_LIMIT = 100


class BadArchive(Exception):
    """The archive cannot be used; the text says what to do."""


@dataclass(frozen=True)
class Bounds:
    """How many entries an archive may have, and how many bytes may come out of it."""

    entries: int
    size: int


def unpack(archive: Path, folder: Path, bounds: Bounds) -> list[str]:
    """Check `archive`, unpack it into `folder`, and return the names of its files.

    Raises:
        BadArchive: The archive is damaged, hostile, or too large.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = opened.infolist()
            _check(entries, bounds)
            left = bounds.size
            for entry in entries:
                left -= _extract(opened, entry, folder, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise BadArchive(f"The user code is not a zip archive that can be read: {error}") from error
    except (OSError, UnicodeError, RuntimeError) as error:
        raise BadArchive(f"The archive cannot be unpacked: {error}") from error
    return [entry.filename for entry in entries if not entry.is_dir()]


def check_layout(names: list[str]) -> list[str]:
    """Check where the files are, and return what is missing as warnings.

    Raises:
        BadArchive: There is no program.
    """
    if PROGRAM not in names:
        raise BadArchive(_no_program(names))
    missing = [name for name in ("src/__init__.py", "environment.yml") if name not in names]
    return [f"{name} is missing; the platform asks for it" for name in missing]


def _no_program(names: list[str]) -> str:
    nested = [name for name in names if name.endswith("/" + PROGRAM)]
    if nested:
        folder = nested[0].removesuffix("/" + PROGRAM)
        return (
            f"{PROGRAM} is missing, but there is {nested[0]}: zip the content of the folder "
            f"{folder!r}, not the folder itself"
        )
    return f"{PROGRAM} is missing: it is the file that holds run(data, params)"


def _check(entries: list[zipfile.ZipInfo], bounds: Bounds) -> None:
    if len(entries) > bounds.entries:
        raise BadArchive(
            f"The archive has {len(entries)} entries, more than the {bounds.entries} allowed"
        )
    seen: set[PurePosixPath] = set()
    for entry in entries:
        _check_name(entry)
        path = PurePosixPath(entry.filename)
        if path in seen and not entry.is_dir():
            raise BadArchive(f"The archive has two files named {entry.filename!r}")
        seen.add(path)
    if sum(entry.file_size for entry in entries) > bounds.size:
        raise _too_large(bounds.size)


def _check_name(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    mode = stat.S_IFMT(entry.external_attr >> 16)
    if name.startswith("/") or name[1:2] == ":":
        message = f"The archive has an absolute file name: {name!r}"
    elif "\\" in name:
        message = f"The archive has a file name with a backslash: {name!r}; use '/'"
    elif ".." in PurePosixPath(name).parts or not PurePosixPath(name).parts:
        message = f"The archive has a file name that leads outside: {name!r}"
    elif len(PurePosixPath(name).parts) > NESTING_LIMIT:
        message = f"The archive has folders nested deeper than {NESTING_LIMIT} levels"
    elif mode not in (0, stat.S_IFREG, stat.S_IFDIR):
        message = f"{name!r} in the archive is a link or a special file; put in the file itself"
    elif entry.flag_bits & 1:
        message = f"{name!r} in the archive is encrypted"
    else:
        return
    raise BadArchive(message)


def _extract(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, left: int) -> int:
    target = folder / entry.filename
    if entry.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    # The declared size may lie: what counts is what comes out.
    with opened.open(entry) as source, target.open("xb") as sink:
        while piece := source.read(PIECE):
            size += len(piece)
            if size > left:
                raise _too_large(left)
            sink.write(piece)
    if entry.external_attr >> 16 & stat.S_IXUSR:
        target.chmod(0o755)
    return size


def _too_large(limit: int) -> BadArchive:
    return BadArchive(f"The unpacked user code is larger than the {limit} bytes allowed")
