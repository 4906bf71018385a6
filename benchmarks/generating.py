"""Regenerate: from the platform's document to a client."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from .measures import Axis, Form, Measure, Plot
from .processes import COOKBOOK_CLIENT, ENVIRONMENTS, ROOT

PLATFORM = ROOT / "specs" / "planqk" / "platform.json"
ROUNDS = 5
OURS = """
import sys
from pathlib import Path
from scripts.generate import generate_package
from scripts.targets import PLANQK
generate_package(PLANQK.platform, Path(sys.argv[1]))
"""


def measure(form: Form) -> Axis:
    """Measure both generators in turn."""
    pairs = [(taken(ours), taken(cookbook)) for _ in range(ROUNDS)] if form.cookbook else []
    found = [ours for ours, _ in pairs] or [taken(ours) for _ in range(ROUNDS)]
    both = [taken(everything) for _ in range(3)]
    measures = [
        Measure("`make generate` for the platform, time", median(s for s, _ in found), "s"),
        Measure("its CPU", median(c for _, c in found), "s"),
        Measure("all that `make generate` does, four clients", median(s for s, _ in both), "s"),
    ]
    if pairs:
        seconds = median(theirs[0] / mine[0] for mine, theirs in pairs)
        cpu = median(theirs[1] / mine[1] for mine, theirs in pairs)
        measures = [
            Measure("time, the cookbook's generator : ours", seconds, at_least=1),
            Measure("CPU, the cookbook's generator : ours", cpu, at_least=1),
            *measures,
            Measure("the cookbook's generator, time", median(t[0] for _, t in pairs), "s"),
            Measure("its CPU, Java", median(t[1] for _, t in pairs), "s"),
        ]
    return Axis(
        name="regenerate",
        how=(
            "What `make generate` does for `specs/planqk/platform.json`: check it, apply the "
            "overlay, generate, format, all in Python; against `openapi-generator-cli generate -g "
            "python` 5.4.0 on the same document, which needs Java and does not format. Fresh "
            "processes."
        ),
        measures=measures,
        plot=growth(form),
    )


def growth(form: Form) -> Plot:
    """Return how both grow with the document; ours without the overlay, which needs all of it."""
    document = json.loads(PLATFORM.read_text("utf-8"))
    lines: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for share in (0.1, 0.25, 0.5, 1.0):
            paths = dict(list(document["paths"].items())[: round(share * len(document["paths"]))])
            part = Path(scratch, "part.json")
            part.write_text(json.dumps({**document, "paths": paths}), "utf-8")
            operations = sum(len(each) for each in paths.values())
            seconds = min(taken(raw_generator, part)[0] for _ in range(2))
            lines.setdefault("openapi-python-client", []).append((operations, seconds))
            if form.cookbook:
                seconds = min(taken(cookbook, part)[0] for _ in range(2))
                lines.setdefault("openapi-generator 5.4.0", []).append((operations, seconds))
    return Plot(x="operations in the document", y="time (s)", lines=lines)


def ours(target: str, _: Path) -> list[str]:
    """Return the command that generates the platform's client as `make generate` does."""
    return [sys.executable, "-c", OURS, target]


def everything(_: str, __: Path) -> list[str]:
    """Return the command of `make check-generated`, which generates all and compares."""
    return [sys.executable, "-m", "scripts.generate", "--check"]


def raw_generator(target: str, document: Path) -> list[str]:
    """Return the command of the generator below ours."""
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    command += ["--overwrite", "--path", str(document), "--output-path", target]
    return [*command, "--config", "specs/planqk/platform.config.yaml"]


def cookbook(target: str, document: Path) -> list[str]:
    """Return the command of the cookbook's generator."""
    generator = ENVIRONMENTS / "other-generator" / "bin" / "openapi-generator-cli"
    return [str(generator), "generate", "-g", "python", "-i", str(document), "-o", target]


def make_cookbook_client() -> None:
    """Generate the cookbook's client, for the other axes."""
    subprocess.run(
        cookbook(str(COOKBOOK_CLIENT), PLATFORM), check=True, cwd=ROOT, capture_output=True
    )


def taken(command: object, document: Path = PLATFORM) -> tuple[float, float]:
    """Return the seconds on the clock and of CPU that a generation takes."""
    assert callable(command)
    with tempfile.TemporaryDirectory() as scratch:
        before, began = children(), time.monotonic()
        subprocess.run(
            command(str(Path(scratch, "client")), document),
            check=True,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
        )
        return time.monotonic() - began, children() - before


def children() -> float:
    """Return the CPU seconds of all processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
