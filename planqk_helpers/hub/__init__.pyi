from .applications import (
    create_application as create_application,
    delete_application as delete_application,
    find_application as find_application,
    list_subscriptions as list_subscriptions,
    subscribe as subscribe,
    unsubscribe as unsubscribe,
)
from .builds import (
    get_build_log as get_build_log,
    wait_for_build as wait_for_build,
)
from .common import (
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
    Ensured as Ensured,
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
    Outcome as Outcome,
    Outcomes as Outcomes,
    Packed as Packed,
    Plan as Plan,
    PlanqkError as PlanqkError,
    Poll as Poll,
    Progress as Progress,
    RateLimited as RateLimited,
    ServerError as ServerError,
    TooLarge as TooLarge,
    Unauthorized as Unauthorized,
    UnexpectedRedirect as UnexpectedRedirect,
    Upload as Upload,
    WaitError as WaitError,
    WaitTimeout as WaitTimeout,
    __version__ as __version__,
)
from .connection import (
    connect as connect,
    connect_with_key as connect_with_key,
    verify as verify,
)
from .data_pools import (
    create_data_pool as create_data_pool,
    delete_data_pool as delete_data_pool,
    download_from_data_pool as download_from_data_pool,
    find_data_pool as find_data_pool,
    list_data_pool_files as list_data_pool_files,
    upload_to_data_pool as upload_to_data_pool,
)
from .downloads import (
    download_api_definition as download_api_definition,
    download_source_code as download_source_code,
)
from .ensure import (
    ensure_application as ensure_application,
    ensure_managed_service as ensure_managed_service,
    ensure_subscription as ensure_subscription,
)
from .executions import (
    cancel_execution as cancel_execution,
    get_result as get_result,
    run_service as run_service,
    start_execution as start_execution,
    wait_for_execution as wait_for_execution,
)
from .handles import (
    Execution as Execution,
    Result as Result,
)
from .jobs import (
    rerun_job as rerun_job,
    run_job as run_job,
    start_job as start_job,
    wait_for_job as wait_for_job,
)
from .lists import (
    list_executions as list_executions,
    list_jobs as list_jobs,
)
from .many import (
    iter_many as iter_many,
    plan_many as plan_many,
    run_many as run_many,
)
from .marketplace import (
    find_marketplace_service as find_marketplace_service,
    subscribe_to_marketplace as subscribe_to_marketplace,
)
from .packing import (
    pack as pack,
)
from .publishing import (
    Price as Price,
    publish_internally as publish_internally,
    publish_to_marketplace as publish_to_marketplace,
    unpublish as unpublish,
)
from .resources import (
    Gpu as Gpu,
    Runtime as Runtime,
    Source as Source,
)
from .result_files import (
    download_result_file as download_result_file,
    download_result_files as download_result_files,
    list_result_files as list_result_files,
)
from .results import (
    get_costs as get_costs,
    get_log as get_log,
)
from .security import (
    Security as Security,
)
from .services import (
    Lifecycle as Lifecycle,
    create_external_service as create_external_service,
    create_managed_service as create_managed_service,
    delete_service as delete_service,
    find_service as find_service,
    get_service as get_service,
    list_services as list_services,
)
from .updates import (
    update_service as update_service,
)
