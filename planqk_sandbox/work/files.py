"""Files and folders that nobody else may read, or that user code may have replaced."""

import os
import shutil
import stat
import subprocess
from contextlib import suppress
from pathlib import Path

MIB = 1024 * 1024


def make_private_folder(path: Path) -> Path:
    """Make the folder `path`, or close it to everybody else when it is there; return it."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    # mkdir() heeds the umask, and the state folders of former versions were open to others.
    if stat.S_IMODE(path.stat().st_mode) != 0o700:
        path.chmod(0o700)
    return path


def open_private(path: Path, flags: int = 0) -> int:
    """Open the regular file `path` for reading and writing, close it to everybody else.

    It is made when it is not there.

    Returns:
        The descriptor.

    Raises:
        OSError: It cannot be opened, or is no regular file.
    """
    opened = os.open(path, os.O_RDWR | os.O_CREAT | _ONLY_A_FILE | flags, 0o600)
    try:
        _check_regular(opened, path)
        if stat.S_IMODE(os.fstat(opened).st_mode) != 0o600:
            os.fchmod(opened, 0o600)
    except BaseException:
        os.close(opened)
        raise
    return opened


def open_plain(path: Path) -> int:
    """Open a file for reading that user code may have replaced; return the descriptor.

    Raises:
        OSError: It cannot be opened, or is no regular file.
    """
    opened = os.open(path, os.O_RDONLY | _ONLY_A_FILE)
    try:
        _check_regular(opened, path)
    except BaseException:
        os.close(opened)
        raise
    return opened


def read_bounded(path: Path, limit: int) -> bytes:
    """Return what is in a file that user code may have replaced, at most `limit` + 1 bytes.

    Raises:
        OSError: It cannot be read, or is no regular file.
    """
    with os.fdopen(open_plain(path), "rb") as opened:
        return opened.read(limit + 1)


def remove(folder: Path) -> None:
    """Delete a folder with everything in it, whatever user code made of it, as far as possible."""
    try:
        if folder.is_symlink():
            folder.unlink()
        else:
            shutil.rmtree(folder)
    except (OSError, RecursionError):
        # Nested deeper than Python follows, or folders without rights: these tools manage both.
        with suppress(OSError):
            for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
                if os.path.lexists(folder):
                    subprocess.run([*command, folder], stderr=subprocess.DEVNULL, check=False)


# Opening a pipe waits for its other end, a link leads elsewhere, a terminal may take over.
_ONLY_A_FILE = os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC


def _check_regular(descriptor: int, path: Path) -> None:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise OSError(f"{path} is not a regular file")
