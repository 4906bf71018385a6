"""Run the benchmarks.

python -m benchmarks           all of them; writes benchmarks/README.md and its plots
python -m benchmarks --short   what a noisy machine hardly changes; asserts wide margins
python -m benchmarks --only "one call" parsing   some of them; writes nothing
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable

from . import (
    calls,
    fan_out,
    gathered,
    generating,
    many,
    report,
    sandbox_speed,
    start_up,
    the_hub,
    transfers,
    waiting,
    whole_cookbook,
)
from .measures import Axis, Form

AXES: dict[str, Callable[[Form], Axis | list[Axis]]] = {
    "start-up": start_up.measure,
    "one call": calls.one_call,
    "parsing": calls.parsing,
    "waiting": waiting.measure,
    "fan-out": fan_out.measure,
    "gathered": gathered.measure,
    "many": many.measure,
    "transfers": transfers.measure,
    "regenerate": generating.measure,
    "cookbook": whole_cookbook.measure,
    "sandbox": sandbox_speed.measure,
    "hub": the_hub.measure,
}
# Of the others only time on the clock is of interest, or they need what the short form has not.
SHORT = (
    "start-up",
    "one call",
    "parsing",
    "waiting",
    "fan-out",
    "gathered",
    "many",
    "transfers",
    "hub",
)


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--short", action="store_true", help="assert wide margins only")
    parser.add_argument("--only", nargs="+", choices=AXES, help="run some; write nothing")
    given = parser.parse_args()
    form = Form(short=given.short, cookbook=not given.short and bool(shutil.which("java")))
    if form.cookbook:
        generating.make_cookbook_client()
    elif not form.short:
        print("Java is not here: the cookbook's client cannot be generated and is left out")
    axes: list[Axis] = []
    for name in given.only or (SHORT if form.short else AXES):
        began = time.monotonic()
        found = AXES[name](form)
        axes += found if isinstance(found, list) else [found]
        print(f"{name}: measured in {time.monotonic() - began:.0f} s", file=sys.stderr)
    report.show(axes)
    if not form.short and not given.only:
        report.write(axes)
    return report.fail_if_broken(axes) if form.short and not given.only else 0


if __name__ == "__main__":
    sys.exit(main())
