"""The service without the platform: `python -m pytest`, in the project folder."""

import json
from pathlib import Path

from src.program import run

INPUT = Path(__file__).parents[1] / "input"


def test_the_example_input() -> None:
    data = json.loads((INPUT / "data.json").read_text("utf-8"))
    params = json.loads((INPUT / "params.json").read_text("utf-8"))
    assert run(data, params) == {"sum": 421}
