"""What the platform's cookbook makes every user write: waiting, finding by name, executing.

Recipes are functions over the generated client that `connect` returns. Each can be called blocking
or, with ``.aio``, awaited:

    with connect() as client:
        service = find_service(client, "My service")

    async with connect() as client:
        service = await find_service.aio(client, "My service")
"""

from ._version import __version__
from .applications import (
    create_application,
    delete_application,
    find_application,
    list_subscriptions,
    subscribe,
    unsubscribe,
)
from .connection import connect
from .errors import (
    AmbiguousName,
    AmbiguousSubmission,
    ApiError,
    BadRequest,
    BuildFailed,
    ConfigError,
    Conflict,
    ConnectionFailed,
    DecodeError,
    ExecutionCancelled,
    ExecutionFailed,
    Forbidden,
    InvalidInput,
    NameNotFound,
    NotFound,
    NotPublished,
    PlanqkError,
    RateLimited,
    ServerError,
    TooLarge,
    Unauthorized,
    UnexpectedRedirect,
    WaitError,
    WaitTimeout,
)
from .executions import (
    Execution,
    cancel_execution,
    get_result,
    run_service,
    start_execution,
    wait_for_execution,
)
from .services import (
    create_managed_service,
    delete_service,
    find_service,
    publish_internally,
    unpublish,
    wait_for_build,
)
from .waiting import Poll

__all__ = [
    "AmbiguousName",
    "AmbiguousSubmission",
    "ApiError",
    "BadRequest",
    "BuildFailed",
    "ConfigError",
    "Conflict",
    "ConnectionFailed",
    "DecodeError",
    "Execution",
    "ExecutionCancelled",
    "ExecutionFailed",
    "Forbidden",
    "InvalidInput",
    "NameNotFound",
    "NotFound",
    "NotPublished",
    "PlanqkError",
    "Poll",
    "RateLimited",
    "ServerError",
    "TooLarge",
    "Unauthorized",
    "UnexpectedRedirect",
    "WaitError",
    "WaitTimeout",
    "__version__",
    "cancel_execution",
    "connect",
    "create_application",
    "create_managed_service",
    "delete_application",
    "delete_service",
    "find_application",
    "find_service",
    "get_result",
    "list_subscriptions",
    "publish_internally",
    "run_service",
    "start_execution",
    "subscribe",
    "unpublish",
    "unsubscribe",
    "wait_for_build",
    "wait_for_execution",
]
