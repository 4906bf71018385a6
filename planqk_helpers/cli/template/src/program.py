"""The service: the platform calls `run` once for each execution."""

from typing import Any


def run(data: dict[str, Any], params: dict[str, Any] | None = None) -> dict[str, Any]:
    """Add up numbers.

    Args:
        data: `values`, a list of numbers.
        params: `round_off`, whether to round the sum to a whole number.
    """
    total = sum(data["values"])
    return {"sum": round(total) if (params or {}).get("round_off") else total}
