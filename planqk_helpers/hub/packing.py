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

    The same files give the same bytes. Left out are version control, virtual environments and
    caches, what ``.gitignore`` and ``.planqkignore`` name (in any folder, with git's rules), and,
    with a warning, files that look like secrets and links to what is not packed.

    Args:
        folder: The project folder, ``src/program.py`` inside.
        secrets: Pack files that look like secrets (``.env``, private keys) too.

    Returns:
        The archive, with the names of what is in it and of what was left out.

    Raises:
        InvalidInput: It is no folder, nothing is left to pack, or a file changes meanwhile.
        OSError: A file cannot be read.
    """
    return PACKER.pack(folder, secrets=secrets)
