from enum import StrEnum


class BuildJobDtoStatus(StrEnum):
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    FAILURE = "FAILURE"
    INTERNAL_ERROR = "INTERNAL_ERROR"
    PENDING = "PENDING"
    QUEUED = "QUEUED"
    STATUS_UNKNOWN = "STATUS_UNKNOWN"
    SUCCESS = "SUCCESS"
    TIMEOUT = "TIMEOUT"
    UNRECOGNIZED = "UNRECOGNIZED"
    WORKING = "WORKING"

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return repr(self.value)

    @classmethod
    def _missing_(cls, value: object) -> "BuildJobDtoStatus | None":
        """Keep a value that this version of the API does not know."""
        if not isinstance(value, str):
            return None
        unknown = str.__new__(cls, value)
        unknown._name_ = unknown._value_ = value
        return unknown
