"""The state folder: one sandbox at a time has it."""

import errno
import fcntl
import os
from pathlib import Path

from ..work.files import open_private


class StateInUse(RuntimeError):
    """Another sandbox works with this state folder."""


class UnusableState(RuntimeError):
    """The state folder cannot be locked, so it cannot be used."""


def lock(folder: Path) -> int:
    """Lock `folder`; closing the descriptor that is returned unlocks it.

    Raises:
        StateInUse: Another process has locked it.
        UnusableState: It cannot be locked.
    """
    descriptor = open_private(folder / "lock")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        if error.errno in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES):
            raise StateInUse(
                f"Another sandbox uses the state folder {folder}; stop it or take another"
            ) from error
        raise UnusableState(
            f"The state folder {folder} cannot be locked ({error.strerror}); take one on a disk "
            "of this machine"
        ) from error
    return descriptor
