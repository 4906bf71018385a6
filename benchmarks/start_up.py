"""Start-up: what an import costs, in a fresh process."""

from __future__ import annotations

import re
from statistics import median

from .measures import Axis, Form, Measure, Plot
from .processes import ROOT, output_of

IMPORT = """
import sys, time
before = time.process_time()
exec(sys.argv[1])
print(time.process_time() - before)
"""
WHOLE = """
import resource, subprocess, sys
command = [sys.executable, "-c", sys.argv[1]]
subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime)
"""
HELP = "from planqk_helpers.cli import main; main(['--help'])"
BARE = (
    "import click\n@click.group()\ndef main(): pass\n"
    "@main.command()\ndef one(): pass\nmain(['--help'])"
)
CONNECT = "from planqk_helpers import connect; connect('token', base_url='http://127.0.0.1:9')"
OURS = "import planqk_helpers"
HTTPX = "import httpx"
READY = "import httpx; httpx.Client(base_url='http://127.0.0.1:9')"
RIVALS = {
    "the cookbook's client": (
        "other-generator",
        "import openapi_client.apis; from openapi_client import ApiClient",
    ),
    "planqk-service-sdk": ("planqk-service-sdk", "from planqk.service.client import *"),
    "qhub-service": ("qhub-service", "from qhub.service.client import *"),
}


def measure(form: Form) -> Axis:
    """Measure imports, all of them once in each round."""
    counts = range(0, len(names()) + 1, 20 if form.short else 8)
    rivals = available(form)
    statements: dict[str | int, tuple[str, str]] = {
        **{name: ("httpx", name) for name in (HTTPX, READY)},
        **{name: ("helpers", name) for name in (OURS, CONNECT, HELP, BARE)},
        **{size: ("helpers", importing(size)) for size in counts},
        **{name: RIVALS[name] for name in rivals},
    }
    seconds: dict[str | int, list[float]] = {}
    for turn in range((7 if form.short else 15) + 1):
        for key, (environment, code) in statements.items():
            taken = output_of(environment, WHOLE if code in {HELP, BARE} else IMPORT, code)
            if turn:  # the first compiles
                seconds.setdefault(key, []).append(taken)
    cpu = {key: median(values) for key, values in seconds.items()}
    return Axis(
        name="start-up",
        how=(
            "CPU of a statement in a fresh Python, with compiled files present: `import "
            "planqk_helpers` compared with `import httpx`. The package loads a name only when "
            "it is first used. So a second pair shows what a script pays until it has a "
            "client: `connect(...)` compared with `httpx.Client(...)`, imports included. The "
            "help of the command line is measured as a whole process."
        ),
        measures=[
            Measure(
                "`import planqk_helpers` : `import httpx`",
                cpu[OURS] / cpu[HTTPX],
                at_most=1.25,
                guard=1.6,
            ),
            Measure(
                "until there is a client, `connect()` : `httpx.Client()`", cpu[CONNECT] / cpu[READY]
            ),
            Measure(
                "`planqk-helpers --help` : `--help` of a bare click program",
                cpu[HELP] / cpu[BARE],
                at_most=1.5,
                guard=1.8,
            ),
            Measure("`planqk-helpers --help`", 1000 * cpu[HELP], "ms"),
            Measure("`import httpx`", 1000 * cpu[HTTPX], "ms"),
            Measure("`import planqk_helpers`", 1000 * cpu[OURS], "ms"),
            Measure("until there is a client", 1000 * cpu[CONNECT], "ms"),
            *(Measure(f"import of {name}", 1000 * cpu[name], "ms") for name in rivals),
        ],
        plot=Plot(
            x="public names imported",
            y="CPU (ms)",
            lines={"from planqk_helpers import ...": [(n, 1000 * cpu[n]) for n in counts]},
            limits={"import httpx": [(n, 1000 * cpu[HTTPX]) for n in counts]},
        ),
    )


def available(form: Form) -> list[str]:
    """Return the alternatives to measure."""
    cookbook = "the cookbook's client"
    return [name for name in RIVALS if not form.short and (form.cookbook or name != cookbook)]


def names() -> list[str]:
    """Return the public names, in the order of the package's ``__all__``."""
    listed = (ROOT / "planqk_helpers" / "__init__.pyi").read_text("utf-8").partition("__all__")[2]
    return re.findall(r'"(\w+)"', listed)


def importing(size: int) -> str:
    """Return the statement that imports the first of them, as many as ``size``."""
    chosen = ", ".join(names()[:size])
    return f"from planqk_helpers import {chosen}" if chosen else OURS
