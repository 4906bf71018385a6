"""Many at once: the speed of `run_many` against the fastest raw httpx2, and its requests."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from .measures import Axis, Form, Measure
from .processes import Contender, serving

OURS, HTTPX, HTTPX2 = (
    ("helpers", "helpers.py"), ("httpx", "raw_httpx.py"), ("httpx2", "raw_httpx2.py"),
)  # fmt: skip
EXECUTIONS, AT_A_TIME = 2000, 64
WIDE, OF_WIDE = 300, 600
MINUTE, IN_FLIGHT, SWEEP, LEARNING = 60.0, 100, 300, 20
INPUTS = 100_000
FASTEST = (("tuned", 8), ("tuned", 16), ("tuned", 32), ("fan_out_threads", 16))
Figures = dict[str, float]


def measure(form: Form) -> Axis:
    """Measure the sides in turn; what takes minutes in the long form only."""
    turns = range(1 if form.short else 5)
    executions = EXECUTIONS // 4 if form.short else EXECUTIONS
    pairs = [throughput(turn, executions) for turn in turns]
    wide = [spread(turn, OF_WIDE // 2 if form.short else OF_WIDE) for turn in turns[:3]]
    inputs = INPUTS // 20 if form.short else INPUTS
    memory = alone(OURS, "many_from_a_generator", executions=inputs, at_a_time=AT_A_TIME)
    with tempfile.TemporaryDirectory() as folder:
        resumed = alone(OURS, "resume", ended=inputs, journal=str(Path(folder, "journal")))
    return Axis(
        name="many at once",
        how=HOW,
        measures=[
            Measure(
                "throughput, run_many : the fastest raw httpx2",
                median(raw["seconds"] / ours["seconds"] for ours, _, raw in pairs),
                at_least=0.8,
            ),
            Measure(
                "throughput with a journal : the fastest raw httpx2",
                median(raw["seconds"] / kept["seconds"] for _, kept, raw in pairs),
                at_least=0.7,
            ),
            Measure(
                "CPU, run_many : the fastest raw httpx2",
                median(ours["cpu"] / raw["cpu"] for ours, _, raw in pairs),
                guard=2.2,
            ),
            Measure(
                f"throughput, run_many : gather over httpx, {WIDE} at a time",
                median(raw["seconds"] / ours["seconds"] for ours, raw in wide),
                at_least=2,
            ),
            *([] if form.short else sweep()),
            Measure(
                f"memory growth, {inputs:,} inputs from a generator",
                memory["memory"], "MB", at_most=64, guard=64,
            ),
            Measure(
                "CPU of the journal for an execution",
                1000 * resumed["noting"] / inputs, "ms", at_most=0.4, guard=1.5,
            ),
            Measure(
                f"from a journal of {inputs:,} ended executions to the first new one",
                resumed["seconds"], "s", at_most=5,
            ),
            Measure(
                "executions a second, run_many",
                executions / median(ours["seconds"] for ours, _, _ in pairs), "/s",
            ),
            Measure(
                "executions a second, the fastest raw httpx2",
                executions / median(raw["seconds"] for _, _, raw in pairs), "/s",
            ),
        ],
    )  # fmt: skip


HOW = (
    f"The first comparison: {EXECUTIONS:,} executions that have ended when they are looked at "
    f"for the first time, {AT_A_TIME} at a time with `run_many`, blocking, without and with a "
    "journal. They are compared with the fastest of four loops written by hand with httpx2 "
    "(start, one look, result): asyncio with 8, 16 and 32 workers and connections, and 16 "
    f"threads. The second: {OF_WIDE} executions, {WIDE} at a time, compared with `gather` over "
    "`httpx.AsyncClient` with its own limits. Each runs in a fresh process, in turn. The "
    f"sweep: {SWEEP} executions of {MINUTE:.0f} s, {IN_FLIGHT} in flight; the lag is the time "
    "from the end of an execution on the server to its outcome."
)


def sweep() -> list[Measure]:
    """Return the requests and lags of a sweep of like executions."""
    found = alone(OURS, "many_long", executions=SWEEP, at_a_time=IN_FLIGHT, seconds=MINUTE)
    lags = found["lags"][LEARNING:]
    each = f"{IN_FLIGHT} in flight, each {MINUTE:.0f} s"
    return [
        Measure(
            f"requests for an execution, {each}", found["requests"] / SWEEP, "", at_most=2.5
        ),
        Measure(
            f"median lag, {each}, after the first {LEARNING}",
            100 * median(lags) / MINUTE, "% of the run", at_most=5,
        ),
    ]  # fmt: skip


def throughput(turn: int, executions: int) -> tuple[Figures, Figures, Figures]:
    """Return the figures of ours, of ours with a journal, and of the fastest raw way."""

    def raw() -> Figures:
        ways = [alone(HTTPX2, w, executions=executions, at_a_time=n) for w, n in FASTEST]
        fastest: Figures = min(ways, key=lambda figures: figures["seconds"])
        return fastest

    first = raw() if turn % 2 else None
    ours = alone(OURS, "many", executions=executions, at_a_time=AT_A_TIME)
    with tempfile.TemporaryDirectory() as folder:
        journal = str(Path(folder, "journal"))
        kept = alone(OURS, "many", executions=executions, at_a_time=AT_A_TIME, journal=journal)
    return ours, kept, first or raw()


def spread(turn: int, executions: int) -> tuple[Figures, Figures]:
    """Return the figures of ours and of gather over httpx, many at a time."""

    def raw() -> Figures:
        figures: Figures = alone(HTTPX, "fan_out", executions=executions, at_a_time=WIDE)
        return figures

    first = raw() if turn % 2 else None
    ours = alone(OURS, "many", executions=executions, at_a_time=WIDE)
    return ours, first or raw()


def alone(script: tuple[str, str], work: str, **arguments: Any) -> Any:
    """Return what a fresh process measures, on a server of its own."""
    with ExitStack() as stack:
        url = stack.enter_context(serving())
        return stack.enter_context(Contender(*script))(work, url=url, **arguments)
