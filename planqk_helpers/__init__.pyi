from ._version import __version__
from .engine.ensured import Ensured
from .engine.packing import Packed
from .engine.uploads import Upload
from .engine.waiting import (
    Poll,
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
    MissingFile,
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
from .planqk.applications import (
    create_application,
    delete_application,
    find_application,
    list_subscriptions,
    subscribe,
    unsubscribe,
)
from .planqk.builds import (
    wait_for_build,
)
from .planqk.connection import (
    connect,
    verify,
)
from .planqk.downloads import (
    download_api_definition,
    download_source_code,
)
from .planqk.ensure import (
    ensure_application,
    ensure_managed_service,
    ensure_subscription,
)
from .planqk.executions import (
    cancel_execution,
    get_interim_results,
    get_result,
    run_service,
    start_execution,
    wait_for_execution,
)
from .planqk.handles import Execution
from .planqk.marketplace import (
    find_marketplace_service,
    subscribe_to_marketplace,
)
from .planqk.packing import pack
from .planqk.publishing import (
    publish_internally,
    publish_to_marketplace,
    unpublish,
)
from .planqk.services import (
    Lifecycle,
    QuantumBackend,
    create_external_service,
    create_managed_service,
    delete_service,
    find_industry,
    find_service,
    get_service,
)
from .planqk.updates import update_service

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
    "MissingFile",
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
