"""What `run` returns: the platform tells a result from an error by the name of its class."""

from typing import Any


class ResultResponse:
    """A result, and what there is to tell about it."""

    def __init__(self, result: Any, metadata: dict[str, Any] | None = None) -> None:
        self.result = result
        self.metadata = metadata


class ErrorResponse:
    """An error, by a short name and in words."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        self.detail = detail
