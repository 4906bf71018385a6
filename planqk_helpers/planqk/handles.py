"""The handle of an execution: all it takes to go on with it, in another process too."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen
from planqk_service.models import Job, JobStatus
from planqk_service.types import show, show_html

from ..engine.arguments import fit
from ..engine.executions import moment


@frozen
class Execution:
    """One execution of a service.

    The first three fields are all it takes to go on in another process:
    ``Execution(endpoint, id, application_id)``.

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


def describe(job: Job, execution: Execution) -> Execution:
    """Return ``execution`` as the gateway describes it."""
    return evolve(
        execution,
        status=job.status or JobStatus.UNKNOWN,
        created_at=moment(job.created_at),
        started_at=moment(job.started_at),
        ended_at=moment(job.ended_at),
    )


def resumable(execution: Execution) -> str:
    """Return the code that makes the execution again in another process."""
    return f"Execution({execution.endpoint!r}, {execution.id!r}, {execution.application_id!r})"
