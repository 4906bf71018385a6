"""What the platform's cookbook makes every user write: waiting, finding by name, executing.

Recipes are functions over the generated client that `connect` returns. Each can be called blocking
or, with ``.aio``, awaited:

    with connect() as client:
        service = find_service(client, "My service")

    async with connect() as client:
        service = await find_service.aio(client, "My service")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from .applications import (
        create_application,
        delete_application,
        find_application,
        list_subscriptions,
        subscribe,
        unsubscribe,
    )
    from .builds import (
        wait_for_build,
    )
    from .connection import (
        connect,
        verify,
    )
    from .downloads import (
        download_api_definition,
        download_source_code,
    )
    from .ensure import (
        Ensured,
        ensure_application,
        ensure_managed_service,
        ensure_subscription,
    )
    from .errors import (
        AmbiguousName,
        AmbiguousSubmission,
        ApiError,
        BadRequest,
        BuildFailed,
        CannotChange,
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
        get_interim_results,
        get_result,
        run_service,
        start_execution,
        wait_for_execution,
    )
    from .marketplace import (
        find_marketplace_service,
        subscribe_to_marketplace,
    )
    from .packing import (
        Packed,
        pack,
    )
    from .publishing import (
        publish_internally,
        publish_to_marketplace,
        unpublish,
    )
    from .services import (
        Lifecycle,
        QuantumBackend,
        create_external_service,
        create_managed_service,
        delete_service,
        find_industry,
        find_service,
        get_service,
        update_service,
    )
    from .uploads import Upload
    from .waiting import (
        Poll,
    )
else:
    # A script needs few of them, and all take longer to import than its first request.
    _NAMES = {
        "applications": (
            "create_application delete_application find_application list_subscriptions "
            "subscribe unsubscribe"
        ),
        "builds": "wait_for_build",
        "connection": "connect verify",
        "downloads": "download_api_definition download_source_code",
        "ensure": "Ensured ensure_application ensure_managed_service ensure_subscription",
        "errors": (
            "AmbiguousName AmbiguousSubmission ApiError BadRequest BuildFailed CannotChange "
            "ConfigError Conflict ConnectionFailed DecodeError ExecutionCancelled "
            "ExecutionFailed Forbidden InvalidInput NameNotFound NotFound NotPublished "
            "PlanqkError RateLimited ServerError TooLarge Unauthorized UnexpectedRedirect "
            "WaitError WaitTimeout"
        ),
        "executions": (
            "Execution cancel_execution get_interim_results get_result run_service "
            "start_execution wait_for_execution"
        ),
        "marketplace": "find_marketplace_service subscribe_to_marketplace",
        "packing": "Packed pack",
        "publishing": "publish_internally publish_to_marketplace unpublish",
        "services": (
            "Lifecycle QuantumBackend create_external_service create_managed_service "
            "delete_service find_industry find_service get_service update_service"
        ),
        "uploads": "Upload",
        "waiting": "Poll",
    }
    _MODULES = {name: module for module, names in _NAMES.items() for name in names.split()}

    def __getattr__(name: str) -> Any:
        if name in _NAMES:
            return import_module(f".{name}", __name__)
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return list(__all__)


__all__ = [
    "AmbiguousName",
    "AmbiguousSubmission",
    "ApiError",
    "BadRequest",
    "BuildFailed",
    "CannotChange",
    "ConfigError",
    "Conflict",
    "ConnectionFailed",
    "DecodeError",
    "Ensured",
    "Execution",
    "ExecutionCancelled",
    "ExecutionFailed",
    "Forbidden",
    "InvalidInput",
    "Lifecycle",
    "NameNotFound",
    "NotFound",
    "NotPublished",
    "Packed",
    "PlanqkError",
    "Poll",
    "QuantumBackend",
    "RateLimited",
    "ServerError",
    "TooLarge",
    "Unauthorized",
    "UnexpectedRedirect",
    "Upload",
    "WaitError",
    "WaitTimeout",
    "__version__",
    "cancel_execution",
    "connect",
    "create_application",
    "create_external_service",
    "create_managed_service",
    "delete_application",
    "delete_service",
    "download_api_definition",
    "download_source_code",
    "ensure_application",
    "ensure_managed_service",
    "ensure_subscription",
    "find_application",
    "find_industry",
    "find_marketplace_service",
    "find_service",
    "get_interim_results",
    "get_result",
    "get_service",
    "list_subscriptions",
    "pack",
    "publish_internally",
    "publish_to_marketplace",
    "run_service",
    "start_execution",
    "subscribe",
    "subscribe_to_marketplace",
    "unpublish",
    "unsubscribe",
    "update_service",
    "verify",
    "wait_for_build",
    "wait_for_execution",
]
