"""Contains all the data models used in inputs/outputs"""

from .data_pool_ref import DataPoolRef
from .error_response import ErrorResponse
from .health_check_response_200 import HealthCheckResponse200
from .input_data import InputData
from .input_params import InputParams
from .job import Job
from .job_status import JobStatus
from .result_response import ResultResponse
from .start_execution_body import StartExecutionBody

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
