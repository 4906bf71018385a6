"""The handle of an execution: all it takes to go on with it, in another process too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol, Self

from attrs import evolve, frozen
from hub_service.models import ServiceExecutionStatus
from hub_service.types import show, show_html

from ..engine.arguments import fit
from ..engine.executions import join_handle, moment, split_handle


class Described(Protocol):
    """An execution or a job, as one of the Hub's models shows it."""

    @property
    def status(self) -> object:
        """Its state."""

    @property
    def created_at(self) -> object:
        """When it was accepted."""

    @property
    def started_at(self) -> object:
        """When it began to run."""

    @property
    def ended_at(self) -> object:
        """When it ended."""

    @property
    def application_id(self) -> object:
        """Id of the application that it runs for."""

    @property
    def service_id(self) -> object:
        """Id of the service."""

    @property
    def tags(self) -> object:
        """Its tags."""


@frozen
class Execution:
    """One execution of a service: a job too, and one of a list.

    The first three fields, or the `handle`, are all it takes to go on in another process:
    ``Execution(endpoint, id, application_id)``, ``Execution.from_handle(handle)``.

    Attributes:
        endpoint: Gateway endpoint of the service. "": it is reached through the platform, as jobs
            and the executions of `list_executions` are.
        id: Id of the execution.
        application_id: Id of the application it runs for; "" for a job, and where it is not known.
        status: State when it was last looked at.
        created_at: When it was accepted, with time zone; None as long as it is not known.
        started_at: When it began to run, likewise.
        ended_at: When it ended, likewise.
        service_id: Id of the service, or "" where it is not known.
        tags: Its tags, in lower case. One is its own.
    """

    endpoint: str
    id: str
    application_id: str = ""
    status: ServiceExecutionStatus = ServiceExecutionStatus.UNKNOWN
    created_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    service_id: str = ""
    tags: tuple[str, ...] = ()

    __repr__ = show
    _repr_html_ = show_html

    def __attrs_post_init__(self) -> None:
        for name in ("endpoint", "id", "application_id"):
            object.__setattr__(self, name, fit("Execution", name, getattr(self, name), str))

    @property
    def handle(self) -> str:
        """One line of text without secrets, from which `from_handle` makes it again."""
        return join_handle(self.endpoint, self.id, self.application_id)

    @classmethod
    def from_handle(cls, handle: str) -> Self:
        """Return the execution of a `handle`; the id alone is one, too: of a job, for example.

        Raises:
            InvalidInput: It is no handle.
        """
        return cls(*split_handle(handle))


def describe(seen: Described, execution: Execution) -> Execution:
    """Return ``execution`` as the Hub describes it."""
    tags = seen.tags if isinstance(seen.tags, Iterable) else ()
    return evolve(
        execution,
        status=ServiceExecutionStatus(str(seen.status or ServiceExecutionStatus.UNKNOWN)),
        created_at=moment(seen.created_at),
        started_at=moment(seen.started_at),
        ended_at=moment(seen.ended_at),
        application_id=execution.application_id or text(seen.application_id),
        service_id=text(seen.service_id) or execution.service_id,
        tags=tuple(map(str, tags)) or execution.tags,
    )


def text(value: object) -> str:
    """Return a member of a model if it is text, else ""."""
    return value if isinstance(value, str) else ""


@frozen
class Result:
    """What came of an execution.

    Attributes:
        result: What the service returned, as JSON.
        files: Names of the files that it wrote: `download_result_files` fetches them.
    """

    result: dict[str, Any]
    files: tuple[str, ...] = ()

    __repr__ = show
    _repr_html_ = show_html
