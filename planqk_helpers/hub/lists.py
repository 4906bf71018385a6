"""Lists of executions and jobs, over all their pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Protocol

from attrs import field, frozen
from hub_platform import AuthenticatedClient
from hub_platform.api.service_executions import get_service_executions
from hub_platform.api.service_jobs import get_service_jobs
from hub_platform.models import ApplicationDto, ServiceDto, ServiceExecutionDto, ServiceJobDto
from hub_platform.types import UNSET, Unset
from hub_service.api.service_api import get_service_executions as get_executions_at_gateway

from ..engine.adopting import require_texts
from ..engine.calls import call
from ..engine.flow import Flow, recipe
from ..engine.pages import Page, all_pages
from ..errors import InvalidInput
from .connection import KeyConnection
from .gateway import as_application
from .handles import Described, Execution, describe
from .ids import id_of_application, id_of_service
from .reaching import LEFT_OUT

PAGE = 100
NEWEST_FIRST = "createdAt,desc"


@recipe
def list_executions(
    client: AuthenticatedClient,
    *,
    service: ServiceDto | str | None = None,
    application: ApplicationDto | str | None = None,
    tags: Sequence[str] = (),
    ids: Sequence[str] = (),
    created_after: datetime | None = None,
    created_before: datetime | None = None,
    most: int | None = 1000,
) -> Flow[list[Execution]]:
    """Return the executions that the account has started, jobs too, newest first.

    Args:
        client: From `connect`; or from `connect_with_key`, which lists those of its application.
        service: Only those of this service.
        application: Only those that were started for this application.
        tags: Only those with one of these tags.
        ids: Only those with one of these ids; ``*`` stands for any characters.
        created_after: Only those accepted later. A time without zone is in this machine's zone.
        created_before: Only those accepted earlier, likewise.
        most: How many to return at most; None returns all there are.

    Returns:
        The executions. Recipes reach them through the platform, so their ``endpoint`` is "".

    Raises:
        InvalidInput: A filter cannot be used; or a client with an access key is given a service or
            an application.

    Operation: ``getServiceExecutions``, ``GET /service-executions``, page by page; with an access
    key ``getServiceExecutions``, ``GET /`` at the gateway endpoint.
    """
    require_most(most)
    wanted = Filter(tags, ids, created_after, created_before)
    if isinstance(client, KeyConnection):
        if service is not None or application is not None:
            raise InvalidInput(LEFT_OUT)
        return (yield from of_key(client, wanted, most))
    of_service = UNSET if service is None else id_of_service(service)
    of_application = UNSET if application is None else id_of_application(application)

    def page(number: int) -> Flow[Page[ServiceExecutionDto]]:
        return call(
            get_service_executions,
            client=client,
            page=number,
            size=PAGE,
            sort=NEWEST_FIRST,
            service_id=of_service,
            application_id=of_application,
            tags=wanted.any_tags,
            ids=wanted.any_ids,
            created_after=wanted.since,
            created_before=wanted.until,
        )

    return described((yield from all_pages(page, most)))


@recipe
def list_jobs(
    client: AuthenticatedClient,
    *,
    service: ServiceDto | str | None = None,
    tags: Sequence[str] = (),
    ids: Sequence[str] = (),
    created_after: datetime | None = None,
    created_before: datetime | None = None,
    most: int | None = 1000,
) -> Flow[list[Execution]]:
    """Return the jobs that the account has started, newest first.

    Args:
        client: From `connect`.
        service: Only those of this service.
        tags: Only those with one of these tags.
        ids: Only those with one of these ids; ``*`` stands for any characters.
        created_after: Only those accepted later. A time without zone is in this machine's zone.
        created_before: Only those accepted earlier, likewise.
        most: How many to return at most; None returns all there are.

    Returns:
        The jobs, as `start_job` returns them.

    Raises:
        InvalidInput: A filter cannot be used.
        ConfigError: The client has an access key only.

    Operation: ``getServiceJobs``, ``GET /service-jobs``, page by page.
    """
    require_most(most)
    wanted = Filter(tags, ids, created_after, created_before)
    of_service = UNSET if service is None else id_of_service(service)

    def page(number: int) -> Flow[Page[ServiceJobDto]]:
        return call(
            get_service_jobs,
            client=client,
            page=number,
            size=PAGE,
            sort=NEWEST_FIRST,
            service_id=of_service,
            tags=wanted.any_tags,
            ids=wanted.any_ids,
            created_after=wanted.since,
            created_before=wanted.until,
        )

    return described((yield from all_pages(page, most)))


# --- steps --------------------------------------------------------------------------------------


def with_zone(moment: datetime | None) -> datetime | None:
    """Return a moment with its time zone; one without is meant in that of this machine."""
    if moment is None or moment.utcoffset() is not None:
        return moment
    try:
        return moment.astimezone()
    except (ValueError, OverflowError, OSError):  # at the ends of the calendar there is no other
        return moment.replace(tzinfo=UTC)


@frozen
class Filter:
    """Which executions are wanted."""

    tags: Sequence[str]
    ids: Sequence[str]
    after: datetime | None = field(default=None, converter=with_zone)
    before: datetime | None = field(default=None, converter=with_zone)

    def __attrs_post_init__(self) -> None:
        require_texts(self.tags)
        require_texts(self.ids, what="an id")

    @property
    def any_tags(self) -> list[str] | Unset:
        """The tags as they are sent."""
        return list(self.tags) or UNSET

    @property
    def any_ids(self) -> list[str] | Unset:
        """The ids as they are sent."""
        return list(self.ids) or UNSET

    @property
    def since(self) -> datetime | Unset:
        """The earlier time as it is sent."""
        return self.after or UNSET

    @property
    def until(self) -> datetime | Unset:
        """The later time as it is sent."""
        return self.before or UNSET

    def takes(self, execution: Execution) -> bool:
        """Tell whether an execution is wanted, as the platform would."""
        created = execution.created_at
        return (
            (not self.tags or bool({tag.lower() for tag in self.tags} & set(execution.tags)))
            and (not self.ids or any(fits(execution.id, id) for id in self.ids))
            and (self.after is None or (created is not None and created > self.after))
            and (self.before is None or (created is not None and created < self.before))
        )


def fits(id: str, pattern: str) -> bool:
    """Tell whether an id is the one that is wanted; ``*`` stands for any characters."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), id) is not None


class Listed(Described, Protocol):
    """An execution or a job of a list."""

    @property
    def id(self) -> str:
        """Its id."""


def described(found: Iterable[Listed]) -> list[Execution]:
    """Return executions of the platform's lists."""
    return [describe(each, Execution("", each.id)) for each in found]


def of_key(client: KeyConnection, wanted: Filter, most: int | None) -> Flow[list[Execution]]:
    """Return the executions of the application whose access key a client has."""
    found = yield from as_application(
        client,
        client.endpoint,
        "",
        lambda gateway: call(get_executions_at_gateway, client=gateway),
    )
    all_there = [describe(each, Execution(client.endpoint, each.id)) for each in found]
    return [each for each in all_there if wanted.takes(each)][:most]


def require_most(most: int | None) -> None:
    """Raise unless a list may be so long.

    Raises:
        InvalidInput: It may not.
    """
    if most is not None and most < 1:
        raise InvalidInput(f"most is {most}: give at least 1, or None for all there are")
