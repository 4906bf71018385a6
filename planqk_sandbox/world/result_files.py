"""The result files of executions: on disk, each under a number, as user code has named them."""

from collections.abc import Sequence
from pathlib import Path

from ..work.files import make_private_folder, remove
from ..work.outputs import OutputFile
from .errors import NotFound
from .records import Execution, ResultFile, Service
from .store import Store, new_id


class ResultFiles:
    """Keeps them in a folder for each service, and there in one for each execution."""

    def __init__(self, store: Store, folder: Path) -> None:
        """Keep them in `folder`, and remove what a sandbox that was killed has left there."""
        self._store = store
        self._folder = make_private_folder(folder)
        for service in self._folder.iterdir():
            if not store.count(Service, id=service.name):
                remove(service)
                continue
            for execution in service.iterdir():
                if not store.count(ResultFile, execution_id=execution.name):
                    remove(execution)

    def keep(self, execution: Execution, folder: Path) -> None:
        """Move a folder with the files of an execution here; `insert` them afterwards."""
        place = self._place(execution)
        make_private_folder(place.parent)
        folder.rename(place)

    def insert(self, execution: Execution, files: Sequence[OutputFile]) -> None:
        """Insert the records of files that are here."""
        for number, (name, size) in enumerate(files):
            self._store.insert(
                ResultFile(
                    id=new_id(), execution_id=execution.id, number=number, name=name, size=size
                )
            )

    def drop(self, execution: Execution) -> None:
        """Remove the files of an execution that has no records of them."""
        remove(self._place(execution))

    def forget(self, service_id: str) -> None:
        """Remove the files of a service that was deleted."""
        remove(self._folder / service_id)

    def of_execution(self, execution: Execution) -> list[ResultFile]:
        """Return the files of an execution, in the order of their names."""
        return self._store.find(ResultFile, execution_id=execution.id)

    def find(self, execution: Execution, name: str) -> Path:
        """Return where a file is.

        Raises:
            NotFound: The execution has none of that name.
        """
        found = self._store.first(ResultFile, execution_id=execution.id, name=name)
        if found is None:
            raise NotFound(f"The execution has no result file {name[:200]!r}")
        return self._place(execution) / str(found.number)

    def _place(self, execution: Execution) -> Path:
        return self._folder / execution.service_id / execution.id
