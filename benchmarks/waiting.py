"""Waiting: from done on the server to returned to the caller, and how often one asks."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import ExitStack
from functools import cache
from statistics import mean, median
from types import SimpleNamespace
from typing import Any

from planqk_platform import AuthenticatedClient
from planqk_platform.models import ServiceDto
from planqk_service.models import Job, JobStatus, ResultResponse

from planqk_helpers import connect, run_service
from planqk_helpers.engine.flow import Call, Sleep

from .measures import Axis, Form, Measure, Plot
from .processes import Contender, serving
from .server import service

LENGTHS = (0.1, 1.0, 5.0, 30.0, 120.0)
SHORTER = LENGTHS[:3]
MINUTES = 300.0
COOKBOOK_PAUSE = 15.0
RUNS = 7
STAGGER = 0.4
OURS, COOKBOOK = "planqk_helpers", "the cookbook's loop"
SIMULATED = "planqk_helpers, fake clock"
SCRIPTS = {
    OURS: ("helpers", "helpers.py"),
    COOKBOOK: ("other-generator", "cookbook_client.py"),
    "planqk-service-sdk": ("planqk-service-sdk", "planqk_service_sdk.py"),
    "qhub-service": ("qhub-service", "qhub_service.py"),
}

Lags = dict[str, dict[float, list[tuple[float, int]]]]


def measure(form: Form) -> Axis:
    """Measure runs on a fake clock, and, in the long form, in real time."""
    real = {} if form.short else measured(form)
    curve = plot(real)
    shown = real[OURS] if real else {n: [simulate(n) for _ in range(200)] for n in LENGTHS}
    theirs = {n: lag(real[COOKBOOK][n]) if COOKBOOK in real else cookbook_lag(n) for n in SHORTER}
    return Axis(
        name="waiting, lag",
        how=HOW,
        measures=[
            *(of_length(length, lag(shown[length])) for length in LENGTHS),
            *over_all_lengths(curve.lines[SIMULATED]),
            *requests(),
            *(
                Measure(
                    f"lag of the cookbook's loop : ours, {length:g} s",
                    late / lag(shown[length]),
                    at_least=10,
                    guard=5,
                )
                for length, late in theirs.items()
            ),
        ],
        plot=curve,
        notes=[rivals_note(real)] if len(real) > 1 else [],
    )


def of_length(length: float, late: float) -> Measure:
    """Return the lag of runs of one length beside its target."""
    target = max(0.3, 0.15 * length)
    return Measure(
        f"median lag of a run of {length:g} s", late, "s", at_most=target, guard=2 * target
    )


def over_all_lengths(points: list[tuple[float, float]]) -> list[Measure]:
    """Return the lags of all lengths, as those of a few may be good by chance."""
    shares = [100 * late / length for length, late in points if length >= 2]
    unit = "% of the run"
    return [
        Measure("median lag, mean over all lengths from 2 s to 5 minutes", mean(shares), unit),
        Measure("median lag, at the worst of these lengths", max(shares), unit, guard=60),
    ]


def requests() -> list[Measure]:
    """Return how many requests a run of five minutes takes."""
    counts = [simulate(MINUTES)[1] for _ in range(400)]
    what = "requests of a run of 5 minutes, all of them"
    return [
        Measure(f"{what}, median", median(counts), "requests", at_most=25, guard=30),
        Measure(f"{what}, most", max(counts), "requests"),
    ]


HOW = (
    "This measures `run_service` with its default `Poll`. The lag is the time from the end of "
    "the execution on the server to the return to the caller. The requests are all requests "
    f"of a run: token, start, looks, result. {RUNS} runs of each length take place in real "
    "time: they are started one after the other and wait side by side. The number of requests "
    "of a run of 5 minutes, and the line over all lengths, come from simulated runs: the same "
    "code on a fake clock. The cookbook's loop looks, sleeps for 15 s while the run is "
    "active, and looks again, for 5 minutes at most. (As it is printed, it gives up when it "
    "sees the state RUNNING; this is mended here.) The two SDKs wait with "
    "`wait_for_final_state()`, which looks every 5 s."
)


def measured(form: Form) -> Lags:
    """Return the lags and requests of real runs of each side, all at the same time."""
    lengths = [length for length in LENGTHS for _ in range(RUNS)]
    scripts = {name: SCRIPTS[name] for name in SCRIPTS if form.cookbook or name != COOKBOOK}
    found: Lags = {}
    for name, ends in side_by_side(scripts, lengths).items():
        for length, end in zip(lengths, ends, strict=True):
            found.setdefault(name, {}).setdefault(length, []).append(end)
    return found


def side_by_side(
    scripts: dict[str, tuple[str, str]], lengths: Sequence[float], below: str = ""
) -> dict[str, list[tuple[float, int]]]:
    """Let each side wait for runs of these lengths, all at the same time; return their ends.

    ``below`` is where on the server the API is.
    """
    with ExitStack() as stack:
        url = stack.enter_context(serving()) + below
        contenders = {
            name: stack.enter_context(Contender(*script)) for name, script in scripts.items()
        }
        for contender in contenders.values():
            contender.order("wait", url=url, lengths=lengths, stagger=STAGGER)
        return {name: contender.result() for name, contender in contenders.items()}


def simulate(length: float) -> tuple[float, int]:
    """Drive `run_service` with a fake clock; return the lag and the number of requests."""
    now, requests, began = 0.0, 0, 0.0

    def answer(operation: str) -> Any:
        nonlocal began
        status = JobStatus.RUNNING if now < began + length else JobStatus.SUCCEEDED
        match operation:
            case "get_access_token":
                return SimpleNamespace(token="t")
            case "start_execution":
                began = now
                return Job(id="e", status=JobStatus.PENDING)
            case "get_status":
                return Job(id="e", status=status)
        return ResultResponse(result=None)

    flow = run_service.flow(unconnected(), SERVICE, f"application {random.random()}")
    outcome: object = None
    while True:
        try:
            step = flow.send(outcome)
        except StopIteration:
            return now - began - length, requests
        if isinstance(step, Sleep):
            outcome = now = now + step.seconds
        else:
            assert isinstance(step, Call)
            requests += 1
            outcome = answer(step.operation)


@cache
def unconnected() -> AuthenticatedClient:
    """Return a client that is never used to send anything."""
    return connect("token", base_url="http://127.0.0.1:9")


SERVICE = ServiceDto.from_dict(service(0))


def lag(runs: list[tuple[float, int]]) -> float:
    """Return the median lag."""
    return median(lag for lag, _ in runs)


def cookbook_lag(length: float) -> float:
    """Return what the cookbook's loop makes of it: it looks at 0, 15, 30 ... seconds."""
    return -length % COOKBOOK_PAUSE


def plot(real: Lags) -> Plot:
    """Return the lag over the length of a run."""
    lengths = [0.1 * 1.12**step for step in range(72)]
    lines = {
        SIMULATED: [(length, lag([simulate(length) for _ in range(40)])) for length in lengths]
    }
    lines |= {name: [(n, lag(each)) for n, each in runs.items()] for name, runs in real.items()}
    return Plot(
        x="length of the run (s)",
        y="median lag (s)",
        lines=lines,
        limits={"target": [(length, max(0.3, 0.15 * length)) for length in lengths]},
        log="xy",
    )


def rivals_note(real: Lags) -> str:
    """Return the lags of the others in words."""
    told = "; ".join(
        f"{name}: " + ", ".join(f"{lag(runs):.2g} s after {n:g} s" for n, runs in each.items())
        for name, each in real.items()
        if name != OURS
    )
    return (
        f"Median lags of the others: {told}. Where a length is a multiple of 15 s or 5 s, they "
        "happen to look at its very end; in between they lag by up to 15 s and 5 s."
    )
