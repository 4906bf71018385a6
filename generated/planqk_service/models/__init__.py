"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .data_pool_ref import DataPoolRef
    from .error_response import ErrorResponse
    from .health_check_response_200 import HealthCheckResponse200
    from .input_data import InputData
    from .input_params import InputParams
    from .job import Job
    from .job_status import JobStatus
    from .result_response import ResultResponse
    from .start_execution_body import StartExecutionBody
else:
    _MODULES = {
        "DataPoolRef": ".data_pool_ref",
        "ErrorResponse": ".error_response",
        "HealthCheckResponse200": ".health_check_response_200",
        "InputData": ".input_data",
        "InputParams": ".input_params",
        "Job": ".job",
        "JobStatus": ".job_status",
        "ResultResponse": ".result_response",
        "StartExecutionBody": ".start_execution_body",
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
    "DataPoolRef",
    "ErrorResponse",
    "HealthCheckResponse200",
    "InputData",
    "InputParams",
    "Job",
    "JobStatus",
    "ResultResponse",
    "StartExecutionBody",
)
