"""The Hub, as a run of many executions or jobs needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from attrs import define, evolve, field
from hub_platform import AuthenticatedClient
from hub_platform.api.service_executions import get_service_executions
from hub_platform.models import ApplicationDto, ServiceDto, ServiceExecutionDto
from hub_service.models import ServiceExecutionStatus

from ..engine.adopting import adopt
from ..engine.calls import call_once, if_unsure
from ..engine.executions import EXECUTION_STATES, resumable, times_from_json, times_to_json
from ..engine.flow import Flow
from ..engine.pages import Page, all_pages
from ..engine.retrying import may_have_started, unsure_after
from ..engine.runs import UNANSWERED, Input
from ..errors import AmbiguousSubmission, InvalidInput, RateLimited
from . import executions, jobs
from .connection import KeyConnection
from .executions import cancel, execution_to_check, get_result, list_at_gateway, look
from .handles import Execution, Result, describe
from .ids import id_of_application, id_of_service
from .inputs import Given, read_input
from .lists import PAGE
from .reaching import LEFT_OUT, caller_of

FEW = 1000
"""Entries from which on the list at a gateway, which never shrinks, costs more than it saves."""
NO_APPLICATION = "none, as jobs"


@define
class Executing:
    """The platform, for one service: for an application, with an access key, or as jobs.

    Attributes:
        client: From `connect` or `connect_with_key`.
        service: The service; None with an access key.
        application: The application; None for jobs, and with an access key.
        tags: Tags of all that it starts.
        secrets: Environment variables of the service.
        identity: What a journal belongs to.
        endpoint: Gateway endpoint of the service, once it is known; "" for jobs.
        runner: Id of the application, likewise.
    """

    client: AuthenticatedClient
    service: ServiceDto | str | None
    application: ApplicationDto | str | None
    tags: Sequence[str]
    secrets: Mapping[str, str] | None = field(repr=False)
    identity: Mapping[str, str] = field(init=False)
    endpoint: str = ""
    runner: str = ""

    def __attrs_post_init__(self) -> None:
        read_input(None, None, None, self.tags, self.secrets)
        if isinstance(self.client, KeyConnection):
            if self.service is not None or self.application is not None:
                raise InvalidInput(LEFT_OUT)
            service, application = self.client.endpoint, "of an access key"
        elif self.service is None:
            raise InvalidInput(
                "service is needed: only a client of connect_with_key() knows it. Without an "
                "application it runs as jobs"
            )
        else:
            service = id_of_service(self.service)
            application = NO_APPLICATION
        if self.application is not None:
            application = id_of_application(self.application)
        self.identity = {"platform": "hub", "service": service, "application": application}

    @property
    def are_jobs(self) -> bool:
        """Whether it starts jobs."""
        return self.application is None and not isinstance(self.client, KeyConnection)

    def check(self, given: object, name: str) -> None:
        """Refuse what is no input; its members have any names here."""
        if not isinstance(given, Mapping):
            raise InvalidInput(f"{name} is of type {type(given).__name__}: pass a dict")

    def open(self) -> Flow[None]:
        """Find the endpoint of the service; jobs need none."""
        if not self.are_jobs:
            called = yield from caller_of(self.client, self.service, self.application)
            self.endpoint, self.runner = called

    def start(self, given: Input, tag: str) -> Flow[Execution]:
        """Start an execution or a job under a tag."""
        read = self._read(given)
        try:
            if self.are_jobs and self.service is not None:
                return (yield from jobs.start(self.client, self.service, read, tag))
            return (yield from executions.start(self.client, self.endpoint, self.runner, read, tag))
        except RateLimited as error:
            if may_have_started(error, self._operation):
                return (yield from self._adopt(tag, unsure_after(error, self._operation)))
            raise

    @property
    def _operation(self) -> str:
        """What starts one."""
        return "create_service_job" if self.are_jobs else "start_execution"

    def _read(self, given: Input) -> Given:
        """Check an input; ``data`` and ``params`` that are None are left out, as on PlanQK."""
        named = {
            name: value
            for name, value in given.items()
            if value is not None or name not in ("data", "params")
        }
        return read_input(None, None, named, self.tags, self.secrets)

    def find_lost(self, tag: str, age: float) -> Flow[Execution]:
        """Find what was started under a tag."""
        yield from self.open()
        lost = AmbiguousSubmission(self._operation, UNANSWERED)
        return (yield from self._adopt(tag, lost, age))

    def _adopt(self, tag: str, lost: AmbiguousSubmission, age: float = 0.0) -> Flow[Execution]:
        if self.are_jobs:
            check = jobs.job_to_check(tag)
            find = partial(jobs.find_tagged, self.client, tag)
        else:
            check = execution_to_check(tag)
            find = partial(executions.find_tagged, self.client, self.endpoint, self.runner, tag)
        with if_unsure(check):
            return (yield from adopt(find, tag, lost, age))

    def look(self, execution: Execution) -> Flow[Execution]:
        """Look at one."""
        return look(self.client, execution)

    def look_at_all(self, executions: Sequence[Execution]) -> Flow[Mapping[str, Execution] | None]:
        """Look at many through the list of the platform, or that of the gateway."""
        wanted = {execution.id: execution for execution in executions}
        if isinstance(self.client, KeyConnection):
            listed = yield from list_at_gateway(self.client, self.client.endpoint, "")
            if len(listed) >= FEW:
                return None
            return {each.id: each for each in listed if each.id in wanted}
        seen: dict[str, Execution] = {}
        ids = [*wanted]
        for start in range(0, len(ids), PAGE):
            found = yield from all_pages(partial(self._page, ids[start : start + PAGE]))
            known = [each for each in found if each.id in wanted]
            seen.update((each.id, describe(each, wanted[each.id])) for each in known)
        return seen

    def _page(self, ids: list[str], number: int) -> Flow[Page[ServiceExecutionDto]]:
        return call_once(
            get_service_executions, client=self.client, ids=ids, page=number, size=PAGE
        )

    def has_ended(self, execution: Execution) -> bool:
        """Tell whether one had ended."""
        return EXECUTION_STATES.final(execution.status)

    def finish(self, execution: Execution) -> Flow[tuple[Execution, Result]]:
        """Fetch a result."""
        result = yield from get_result.flow(self.client, execution)
        return self.in_state(execution, "SUCCEEDED"), result

    def in_state(self, execution: Execution, state: str) -> Execution:
        """Return an execution in another state."""
        return evolve(execution, status=ServiceExecutionStatus(state))

    def cancel(self, execution: Execution) -> Flow[Execution]:
        """Cancel one."""
        yield from cancel(self.client, execution, once=True)
        return execution

    def handle_of(self, execution: Execution) -> str:
        """Return the code that makes one again."""
        return resumable(execution)

    def to_json(self, execution: Execution | None, result: Result | None) -> Any:
        """Return what a journal keeps."""
        return [
            None if execution is None else to_list(execution),
            None if result is None else [result.result, result.files],
        ]

    def from_json(self, stored: Any) -> tuple[Execution | None, Result | None]:
        """Return what `to_json` was given."""
        execution, result = stored
        return (
            None if execution is None else from_list(execution),
            None if result is None else Result(result[0], tuple(result[1])),
        )


def to_list(execution: Execution) -> list[Any]:
    """Return an execution as JSON."""
    ids = (execution.endpoint, execution.id, execution.application_id, execution.service_id)
    return [*ids, execution.status, execution.tags, *times_to_json(execution)]


def from_list(stored: list[Any]) -> Execution:
    """Return the execution that `to_list` was given."""
    endpoint, id, application_id, service_id, status, tags, *times = stored
    return Execution(
        endpoint,
        id,
        application_id,
        ServiceExecutionStatus(status),
        *times_from_json(times),
        service_id,
        tuple(tags),
    )
