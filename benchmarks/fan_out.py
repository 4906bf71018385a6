"""Fan-out: a thousand short executions from one process."""

from __future__ import annotations

from contextlib import ExitStack
from statistics import median

from .measures import Axis, Form, Measure, Plot
from .processes import Contender, serving

EXECUTIONS, AT_A_TIME = 1000, 100
OURS, RAW = ("helpers", "helpers.py"), ("httpx", "raw_httpx.py")
Figures = dict[str, float]
SDKS = {
    "planqk-service-sdk": ("planqk-service-sdk", "planqk_service_sdk.py"),
    "qhub-service": ("qhub-service", "qhub_service.py"),
}


def measure(form: Form) -> Axis:
    """Measure ours and raw httpx in turn, then how it grows, then the SDKs."""
    turns = range(2 if form.short else 5)
    rounds = [pair(EXECUTIONS, turn=turn) for turn in turns]
    threaded = [pair(EXECUTIONS, "fan_out_threads", turn) for turn in turns]
    sizes = (100,) if form.short else (10, 30, 100, 300)
    growth = {size: pair(size) for size in sizes}
    growth[EXECUTIONS] = rounds[0]
    sdks = {} if form.short else {name: alone(script) for name, script in SDKS.items()}
    return Axis(
        name="fan-out",
        how=(
            "1,000 executions, 100 at a time with asyncio in one process: start, one look, "
            "result, and one token for all. Each execution has ended when it is looked at for "
            "the first time. `run_service.aio` is compared with the same requests written by "
            "hand with one `httpx.AsyncClient` and httpx's own limits. Then `run_service` in "
            "100 threads is compared with `httpx.Client` in as many threads. The SDKs have no "
            "asyncio, so they use threads too. With threads, a connection of httpx's pool "
            "fails now and then (`Bad file descriptor`); each side then starts the lost "
            "execution again. Each measurement runs in a fresh process; memory is the growth "
            "of its peak."
        ),
        measures=[
            Measure("throughput, asyncio : raw httpx", throughput(rounds), at_least=0.8),
            Measure("throughput, threads : raw httpx", throughput(threaded), at_least=0.8),
            Measure("CPU, asyncio : raw httpx", cpu(rounds), guard=1.7),
            Measure("CPU, threads : raw httpx", cpu(threaded), guard=2.0),
            Measure(
                "peak memory growth",
                max(ours["memory"] for ours, _ in rounds + threaded),
                "MB",
                at_most=64,
                guard=96,
            ),
            Measure(
                "peak memory growth of raw httpx", max(raw["memory"] for _, raw in rounds), "MB"
            ),
            *(
                Measure(
                    f"executions a second, {way}, {side}",
                    EXECUTIONS / median(both[which]["seconds"] for both in pairs),
                    "/s",
                )
                for way, pairs in (("asyncio", rounds), ("threads", threaded))
                for which, side in enumerate(("planqk_helpers", "raw httpx"))
            ),
            *(
                Measure(
                    f"lost and started again, threads, {side}",
                    sum(both[which]["lost"] for both in threaded),
                    f"of {EXECUTIONS * len(threaded)}",
                )
                for which, side in enumerate(("planqk_helpers", "raw httpx"))
            ),
            *(
                Measure(f"executions a second, {name}", EXECUTIONS / figures["seconds"], "/s")
                for name, figures in sdks.items()
            ),
        ],
        plot=Plot(
            x="executions",
            y="time (s)",
            lines={
                "planqk_helpers": [(n, ours["seconds"]) for n, (ours, _) in growth.items()],
                "raw httpx": [(n, raw["seconds"]) for n, (_, raw) in growth.items()],
            },
            log="xy",
        ),
    )


def throughput(rounds: list[tuple[Figures, Figures]]) -> float:
    """Return how many times that of raw httpx our throughput is."""
    return median(raw["seconds"] / ours["seconds"] for ours, raw in rounds)


def cpu(rounds: list[tuple[Figures, Figures]]) -> float:
    """Return how many times that of raw httpx our CPU is."""
    return median(ours["cpu"] / raw["cpu"] for ours, raw in rounds)


def pair(executions: int, work: str = "fan_out", turn: int = 0) -> tuple[Figures, Figures]:
    """Return the figures of ours and of raw httpx; every other turn raw httpx goes first."""
    if turn % 2:
        raw = alone(RAW, executions, work)
        return alone(OURS, executions, work), raw
    return alone(OURS, executions, work), alone(RAW, executions, work)


def alone(script: tuple[str, str], executions: int = EXECUTIONS, work: str = "fan_out") -> Figures:
    """Return the figures of a fresh process."""
    with ExitStack() as stack:
        url = stack.enter_context(serving())
        contender = stack.enter_context(Contender(*script))
        figures: Figures = contender(work, url=url, executions=executions, at_a_time=AT_A_TIME)
    return figures
