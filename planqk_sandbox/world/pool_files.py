"""The files of data pools on disk, each under an id of its own: names are for people."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from ..work.files import make_private_folder
from .records import DataPoolFile
from .store import Store, new_id

READ_ONLY, READ_ONLY_FOLDER = 0o400, 0o500


class PoolFiles:
    """Keeps what was uploaded, and copies it for executions."""

    def __init__(self, store: Store, folder: Path) -> None:
        """Work in `folder`; what no record names is left over from a sandbox that was killed."""
        self._store = store
        self._folder = make_private_folder(folder)
        self.delete_unused(path.name for path in self._folder.iterdir())

    def keep(self, upload: Path) -> str:
        """Move an uploaded file to the others, and return the id it has there."""
        content_id = new_id()
        shutil.move(upload, self.place(content_id))
        return content_id

    def place(self, content_id: str) -> Path:
        """Return where a file is."""
        return self._folder / content_id

    def delete_unused(self, content_ids: Iterable[str]) -> None:
        """Delete those of these files that no record names any more."""
        for content_id in content_ids:
            if not self._store.count(DataPoolFile, content_id=content_id):
                self.place(content_id).unlink(missing_ok=True)

    def copy(self, pool_id: str, folder: Path) -> Path:
        """Make `folder` with a copy of all files of a data pool, which nobody may change.

        Raises:
            OSError: There is no room for it, or a file was deleted meanwhile.
        """
        make_private_folder(folder)
        for file in self._store.find(DataPoolFile, pool_id=pool_id):
            copied = Path(shutil.copyfile(self.place(file.content_id), folder / file.name))
            copied.chmod(READ_ONLY)
        folder.chmod(READ_ONLY_FOLDER)
        return folder
