"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .hal_link import HALLink
    from .log_entry import LogEntry
    from .log_entry_severity import LogEntrySeverity
    from .request_body import RequestBody
    from .request_body_secrets import RequestBodySecrets
    from .result_response import ResultResponse
    from .result_response_embedded import ResultResponseEmbedded
    from .result_response_links import ResultResponseLinks
    from .service_execution import ServiceExecution
    from .service_execution_status import ServiceExecutionStatus
    from .service_execution_type import ServiceExecutionType
else:
    _MODULES = {
        "HALLink": ".hal_link",
        "LogEntry": ".log_entry",
        "LogEntrySeverity": ".log_entry_severity",
        "RequestBody": ".request_body",
        "RequestBodySecrets": ".request_body_secrets",
        "ResultResponse": ".result_response",
        "ResultResponseEmbedded": ".result_response_embedded",
        "ResultResponseLinks": ".result_response_links",
        "ServiceExecution": ".service_execution",
        "ServiceExecutionStatus": ".service_execution_status",
        "ServiceExecutionType": ".service_execution_type",
    }

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_MODULES[name], __name__), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return list(__all__)


__all__ = (
    "HALLink",
    "LogEntry",
    "LogEntrySeverity",
    "RequestBody",
    "RequestBodySecrets",
    "ResultResponse",
    "ResultResponseEmbedded",
    "ResultResponseLinks",
    "ServiceExecution",
    "ServiceExecutionStatus",
    "ServiceExecutionType",
)
