"""The user code that the official SDKs bring to the sandbox."""

import os
import time
from pathlib import Path


class DataPool:
    """Stands for the class of the platform's own package: the platform knows it by its name."""

    def __init__(self, path):
        self.path = Path(path)


def run(values: list, pool: DataPool | None = None, wait: float = 0, report: bool = False):
    """Add up numbers, those in the files of a data pool included."""
    print("adding", len(values))
    time.sleep(wait)
    if pool:
        values = values + [float(each.read_text()) for each in pool.path.iterdir()]
    if report:
        Path(os.environ["OUTPUT_DIRECTORY"], "report.txt").write_text("report")
    secret = os.environ.get("SECRET_API_KEY", "")
    return {"sum": sum(values), "unit": os.environ.get("UNIT", ""), "secret": secret}
