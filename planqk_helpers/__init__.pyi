from ._version import __version__ as __version__
from .engine.ensured import Ensured as Ensured
from .engine.outcomes import (
    Outcome as Outcome,
    Outcomes as Outcomes,
    Plan as Plan,
    Progress as Progress,
)
from .engine.packing import Packed as Packed
from .engine.uploads import Upload as Upload
from .engine.waiting import (
    Poll as Poll,
)
from .errors import (
    AmbiguousName as AmbiguousName,
    AmbiguousSubmission as AmbiguousSubmission,
    ApiError as ApiError,
    BadRequest as BadRequest,
    BuildFailed as BuildFailed,
    CannotChange as CannotChange,
    ConfigError as ConfigError,
    Conflict as Conflict,
    ConnectionFailed as ConnectionFailed,
    DecodeError as DecodeError,
    ExecutionCancelled as ExecutionCancelled,
    ExecutionFailed as ExecutionFailed,
    Forbidden as Forbidden,
    InvalidInput as InvalidInput,
    JournalError as JournalError,
    MissingFile as MissingFile,
    NameNotFound as NameNotFound,
    NotAllSucceeded as NotAllSucceeded,
    NotFound as NotFound,
    NotPublished as NotPublished,
    PlanqkError as PlanqkError,
    RateLimited as RateLimited,
    ServerError as ServerError,
    TooLarge as TooLarge,
    Unauthorized as Unauthorized,
    UnexpectedRedirect as UnexpectedRedirect,
    WaitError as WaitError,
    WaitTimeout as WaitTimeout,
)
from .planqk.applications import (
    create_application as create_application,
    delete_application as delete_application,
    find_application as find_application,
    list_subscriptions as list_subscriptions,
    subscribe as subscribe,
    unsubscribe as unsubscribe,
)
from .planqk.builds import (
    wait_for_build as wait_for_build,
)
from .planqk.connection import (
    connect as connect,
    verify as verify,
)
from .planqk.downloads import (
    download_api_definition as download_api_definition,
    download_source_code as download_source_code,
)
from .planqk.ensure import (
    ensure_application as ensure_application,
    ensure_managed_service as ensure_managed_service,
    ensure_subscription as ensure_subscription,
)
from .planqk.executions import (
    cancel_execution as cancel_execution,
    get_interim_results as get_interim_results,
    get_result as get_result,
    run_service as run_service,
    start_execution as start_execution,
    wait_for_execution as wait_for_execution,
)
from .planqk.handles import Execution as Execution
from .planqk.many import (
    iter_many as iter_many,
    plan_many as plan_many,
    run_many as run_many,
)
from .planqk.marketplace import (
    find_marketplace_service as find_marketplace_service,
    subscribe_to_marketplace as subscribe_to_marketplace,
)
from .planqk.packing import pack as pack
from .planqk.publishing import (
    publish_internally as publish_internally,
    publish_to_marketplace as publish_to_marketplace,
    unpublish as unpublish,
)
from .planqk.services import (
    Lifecycle as Lifecycle,
    QuantumBackend as QuantumBackend,
    create_external_service as create_external_service,
    create_managed_service as create_managed_service,
    delete_service as delete_service,
    find_industry as find_industry,
    find_service as find_service,
    get_service as get_service,
)
from .planqk.updates import update_service as update_service

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
