"""The example service of the cookbook: adds up numbers."""

from typing import Any


def run(data: dict[str, Any], params: dict[str, Any] | None = None) -> dict[str, Any]:
    """Add up ``data["values"]``; ``params["round_off"]`` rounds the sum to a whole number."""
    values = data.get("values")
    if not isinstance(values, list) or not all(isinstance(value, int | float) for value in values):
        raise ValueError("data.values has to be a list of numbers")
    total = sum(values)
    return {"sum": round(total) if params and params.get("round_off") else total}
