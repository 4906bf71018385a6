"""The example service of the cookbook: adds up numbers."""

from typing import Any

from .libs.return_objects import ErrorResponse, ResultResponse


def run(data: dict[str, Any], params: dict[str, Any]) -> ResultResponse | ErrorResponse:
    """Add up ``data["values"]``; ``params["round_off"]`` rounds the sum to a whole number."""
    values = data.get("values")
    if not isinstance(values, list) or not all(isinstance(value, int | float) for value in values):
        return ErrorResponse(code="INVALID_INPUT", detail="data.values has to be a list of numbers")
    total = sum(values)
    return ResultResponse(result={"sum": round(total) if params.get("round_off") else total})
