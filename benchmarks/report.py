"""Tell what was measured: a table on the terminal, benchmarks/README.md and its plots."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from attrs import asdict

from planqk_helpers import __version__

from .measures import Axis, Measure, number
from .processes import ENVIRONMENTS, output_of, python_of

FOLDER = Path(__file__).parent
VERSIONS = {
    "helpers": ["attrs", "httpx2"],
    "httpx": ["httpx", "httpcore", "anyio"],
    "httpx2": ["httpx2", "httpcore2", "anyio"],
    "other-generator": ["openapi-generator-cli", "urllib3", "requests"],
    "planqk-service-sdk": ["planqk-service-sdk", "httpx"],
    "qhub-service": ["qhub-service", "qhub-api", "httpx"],
}
VERSIONS_OF = """
import json, sys
from importlib import metadata
print(json.dumps({name: metadata.version(name) for name in sys.argv[1:]}))
"""


def verdict(measure: Measure) -> str:
    """Return whether a target is met, in a word."""
    return {True: "met", False: "**missed**", None: ""}[measure.met]


def rows(axes: list[Axis]) -> list[tuple[str, str, str, str, str]]:
    """Return the rows of the table."""
    return [
        (
            axis.name,
            measure.what,
            f"{number(measure.value)} {measure.unit}",
            measure.target,
            verdict(measure),
        )
        for axis in axes
        for measure in axis.measures
    ]


def show(axes: list[Axis]) -> None:
    """Print the table."""
    table = rows(axes)
    widths = [max(len(row[column]) for row in table) for column in range(5)]
    for row in table:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(line.replace("*", "").rstrip())


def write(axes: list[Axis]) -> None:
    """Write README.md and the plots."""
    (FOLDER / "README.md").write_text("\n".join(page(axes)) + "\n", "utf-8")
    plots = {str(FOLDER / axis.file): asdict(axis.plot) for axis in axes if axis.plot}
    subprocess.run(
        [python_of("plots"), str(FOLDER / "plots.py")],
        input=json.dumps(plots),
        text=True,
        check=True,
    )


def page(axes: list[Axis]) -> list[str]:
    """Return the lines of README.md."""
    lines = [
        "# How fast it is",
        "",
        "`make bench` writes this page. It measures this project beside the alternatives: in the",
        "same run, on the same work, in turn. The ratios matter; absolute times depend on the",
        "machine. All requests go to a server on the same machine.",
        "",
        f"- date: {datetime.now(UTC):%Y-%m-%d}",
        f"- machine: {machine()}",
        f"- versions: {versions()}",
        "",
        "| axis | measured | value | target | |",
        "|---|---|---|---|---|",
    ]
    name = ""
    for row in rows(axes):
        shown = "" if row[0] == name else row[0]
        name = row[0]
        lines.append("| " + " | ".join([shown, *row[1:]]) + " |")
    for axis in axes:
        lines += ["", f"## {axis.name.capitalize()}", "", axis.how]
        for note in axis.notes:
            lines += ["", note]
        if axis.plot:
            lines += ["", f"![{axis.plot.y} over {axis.plot.x}]({axis.file})"]
    return lines


def machine() -> str:
    """Describe the machine in words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), shared with other work, "
        f"{memory:.0f} GiB of memory, {platform.system()}"
    )


def versions() -> str:
    """Name what was measured."""
    named = [f"planqk-helpers {__version__}", f"Python {platform.python_version()}"]
    for environment, packages in VERSIONS.items():
        if (ENVIRONMENTS / environment / ".ready").exists():
            found = output_of(environment, VERSIONS_OF, *packages)
            listed = ", ".join(f"{name} {version}" for name, version in found.items())
            named.append(f"{environment} ({listed})")
    named.append(f"uvicorn {metadata.version('uvicorn')}")
    return ", ".join(named)


def fail_if_broken(axes: list[Axis]) -> int:
    """Return 1, and name them, if measures are beyond their wide margins."""
    guarded = [measure for axis in axes for measure in axis.measures if measure.guard is not None]
    assert len(guarded) > 10, "the short form has to look at something"
    broken = [measure for measure in guarded if measure.broken]
    for measure in broken:
        print(
            f"{measure.what}: {number(measure.value)} {measure.unit} is beyond the wide margin of "
            f"{number(measure.guard or 0)}; the target is {measure.target or 'none'}",
            file=sys.stderr,
        )
    print(f"{len(guarded) - len(broken)} of {len(guarded)} measures within their wide margins")
    return 1 if broken else 0
