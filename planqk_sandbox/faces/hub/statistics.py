"""Statistics of a service: executions in calendar months (UTC), and subscriptions."""

from datetime import UTC, date, datetime, timedelta

from starlette.responses import Response

from ...world import history, subscriptions
from ...world.store import now
from ..answers import answer
from .calls import HubCall, HubHandler
from .services import service_in_path


def get_statistics(call: HubCall) -> Response:
    """Count the executions of a service, this month and before, and its subscriptions."""
    world, service = call.world, service_in_path(call)
    this = datetime.now(UTC).date().replace(day=1)
    last = _month_before(this)
    months = [_moment(day) for day in (this, last, _month_before(last))]
    end = now() + 1
    return answer(
        {
            "stars": 0,
            "subscriptionCount": len(subscriptions.of_service(world, service)),
            "managedServiceExecutions": {
                "totalCount": history.count_between(world, service, 0, end),
                "thisMonthCount": history.count_between(world, service, months[0], end),
                "lastMonthCount": history.count_between(world, service, months[1], months[0]),
                "lastThreeMonthsCount": history.count_between(world, service, months[2], end),
            },
        }
    )


def _month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _moment(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


HANDLERS: dict[str, HubHandler] = {"getServiceStatistics": get_statistics}
