"""Many at once without a bound of the caller's own: what `asyncio.gather` and threads do."""

from __future__ import annotations

from contextlib import ExitStack

from .measures import Axis, Form, Measure, Plot
from .processes import Contender, serving

SIDES = {
    "planqk_helpers": ("helpers", "helpers.py"),
    "raw httpx2": ("httpx2", "raw_httpx2.py"),
    "raw httpx": ("httpx", "raw_httpx.py"),
}
OURS = "planqk_helpers"
# The pool of httpx costs more for each request that waits in it: 5,000 would take half an hour.
BOUNDS = {"raw httpx": 1000}
Figures = dict[str, float]


def measure(form: Form) -> Axis:
    """Measure all sides at each size, each in a process and on a server of its own."""
    sizes = (100, 1000) if form.short else (100, 1000, 5000)
    sides = (OURS, "raw httpx2") if form.short else tuple(SIDES)
    gathered = figures("gathered", sides, sizes)
    threads = figures("gathered_threads", sides, () if form.short else (100, 500))
    return Axis(
        name="gathered",
        how=(
            "All executions at once with `asyncio.gather`, and in as many threads. Each "
            "execution has ended when it is looked at for the first time. With planqk_helpers, "
            "only `connect(max_requests=...)` limits the requests; with raw httpx and httpx2, "
            "only the 100 connections of the pool do. (They have no time-out for the wait for "
            "a connection: with httpx's default, most executions would be lost.) The value is "
            "the CPU of the client for one execution."
        ),
        measures=[
            Measure(
                f"5,000 at once : 100 at once, {OURS}"
                if 5000 in sizes
                else f"1,000 at once : 100 at once, {OURS}",
                gathered[OURS, sizes[-1]]["each"] / gathered[OURS, 100]["each"],
                at_most=1.5,
                guard=2.5,
            ),
            *rows("with asyncio", gathered),
            *rows("in threads", threads),
        ],
        plot=Plot(
            x="executions at once",
            y="CPU for each (ms)",
            lines={
                side: [(n, found["each"]) for (name, n), found in gathered.items() if name == side]
                for side in sides
            },
            log="xy",
        ),
    )


def rows(way: str, found: dict[tuple[str, int], Figures]) -> list[Measure]:
    """Return the rows of one way."""
    return [
        row
        for (side, size), each in found.items()
        for row in (
            Measure(f"{size:,} {way}, {side}", each["each"], "ms"),
            *(
                [Measure(f"lost of {size:,} {way}, {side}", each["lost"], "")]
                if each["lost"]
                else []
            ),
        )
    ]


def figures(
    work: str, sides: tuple[str, ...], sizes: tuple[int, ...]
) -> dict[tuple[str, int], Figures]:
    """Return what each side takes at each size that it is asked for."""
    return {
        (side, size): alone(SIDES[side], work, size)
        for size in sizes
        for side in sides
        if size <= BOUNDS.get(side, size)
    }


def alone(script: tuple[str, str], work: str, executions: int) -> Figures:
    """Return the figures of a fresh process; "each" is milliseconds of CPU for an execution."""
    with ExitStack() as stack:
        url = stack.enter_context(serving())
        contender = stack.enter_context(Contender(*script))
        found: Figures = contender(work, url=url, executions=executions)
    return {**found, "each": 1000 * found["cpu"] / executions}
