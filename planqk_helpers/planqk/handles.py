"""The handle of an execution: all it takes to go on with it, in another process too."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from attrs import evolve, frozen
from planqk_service.models import Job, JobStatus
from planqk_service.types import show, show_html

from ..engine.arguments import fit
from ..engine.executions import join_handle, moment, split_handle


@frozen
class Execution:
    """One execution of a service.

    The first three fields, or the `handle`, are all it takes to go on in another process:
    ``Execution(endpoint, id, application_id)``, ``Execution.from_handle(handle)``.

    Attributes:
        endpoint: Gateway endpoint of the service.
        id: Id of the execution.
        application_id: Id of the application it runs for.
        status: State when it was last looked at.
        created_at: When it was accepted, with time zone; None as long as it is not known.
        started_at: When it began to run, likewise.
        ended_at: When it ended, likewise.
    """

    endpoint: str
    id: str
    application_id: str
    status: JobStatus = JobStatus.UNKNOWN
    created_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None

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
        """Return the execution of a `handle`.

        Raises:
            InvalidInput: It is no handle.
        """
        return cls(*split_handle(handle, whole=True))


def describe(job: Job, execution: Execution) -> Execution:
    """Return ``execution`` as the gateway describes it."""
    return evolve(
        execution,
        status=job.status or JobStatus.UNKNOWN,
        created_at=moment(job.created_at),
        started_at=moment(job.started_at),
        ended_at=moment(job.ended_at),
    )
