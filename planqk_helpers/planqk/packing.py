"""Pack a project folder into the archive that becomes a service."""

from __future__ import annotations

import os

from ..engine.packing import Packed, Packer

PACKER = Packer(
    ignore_files=(".gitignore", ".planqkignore"),
    token=rb"plqk_[A-Za-z0-9]{32}",
    token_mark=b"plqk_",
)


def pack(folder: str | os.PathLike[str], *, secrets: bool = False) -> Packed:
    """Pack the content of a project folder into a zip archive.

    The same files give the same bytes. The archive leaves out version control, virtual environments
    and caches, and the files that ``.gitignore`` and ``.planqkignore`` name (in any folder, with
    git's rules). It also leaves out files that look like secrets, and links that lead to no packed
    file; a warning names these.

    Args:
        folder: The project folder, ``src/program.py`` inside.
        secrets: Pack files that look like secrets (``.env``, private keys) too.

    Returns:
        The archive, with the names of what is in it and of what was left out.

    Raises:
        InvalidInput: ``folder`` is no folder, nothing is left to pack, or a file changes meanwhile.
        OSError: A file cannot be read.
    """
    return PACKER.pack(folder, secrets=secrets)
