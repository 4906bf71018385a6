"""The Hub: this project beside the platform's own SDKs, qhub-api and qhub-service."""

from __future__ import annotations

from contextlib import ExitStack
from statistics import median

from .calls import Field, ratio
from .measures import Axis, Form, Measure
from .processes import output_of
from .start_up import IMPORT
from .waiting import RUNS, side_by_side

OURS, RAW, PLATFORM, GATEWAY = "planqk_helpers.hub", "raw httpx", "qhub-api", "qhub-service"
SCRIPTS = {
    OURS: ("helpers", "helpers_hub.py"),
    RAW: ("httpx", "raw_httpx.py"),
    PLATFORM: ("qhub-service", "qhub_api.py"),
    GATEWAY: ("qhub-service", "qhub_service.py"),
}
READY = {
    OURS: "from planqk_helpers.hub import connect; connect('token', base_url='http://127.0.0.1:9')",
    PLATFORM: (
        "from qhub.api.platform import HubPlatformClient; "
        "HubPlatformClient(base_url='http://127.0.0.1:9', api_key='token').services"
    ),
    GATEWAY: (
        "from qhub.service.client import HubServiceClient; "
        "HubServiceClient('http://127.0.0.1:9/c/s/1', 'key', 'secret')"
    ),
}
BRIEF = (0.1, 1.0)
LONGER = tuple(2 + 28 * step / 40 for step in range(40))
TIMES = 100


def measure(form: Form) -> Axis:
    """Measure all sides in turn; in the short form ours and raw httpx only."""
    measures = [] if form.short else start_up()
    with ExitStack() as stack:
        field = Field(sides(form, OURS, RAW, PLATFORM), stack)
        rounds = 9 if form.short else 25
        called = field.rounds("get_service", rounds, url=f"{field.url}/hub", times=200)
        parsed = field.rounds("list_services", 7, url=f"{field.url}/hub/1000", times=4)
    measures += [
        *compared("one call", called, PLATFORM, at_most=1.5, guard=2),
        *compared("1,000 services", parsed, PLATFORM, at_most=3.5, guard=4.6),
    ]
    with ExitStack() as stack:
        field = Field(sides(form, OURS, RAW, GATEWAY), stack)
        ran = field.rounds("run", rounds, url=f"{field.url}/hub", times=TIMES)
    for figure, what in (("cpu", "CPU of a run"), ("seconds", "a run on the clock")):
        each = {name: [one[figure] / TIMES for one in turns] for name, turns in ran.items()}
        measures += compared(what, each, GATEWAY)
    return Axis(name="the Hub", how=HOW, measures=measures + ([] if form.short else waiting()))


HOW = (
    "The same measures beside the Hub's own SDKs, which need Python 3.11. With `qhub-api`: "
    "CPU until there is a client, imports included, and CPU of `get_service` and of "
    f"`get_services` for a list of 1,000. With `qhub-service`: {TIMES} executions in a row, "
    "each from its start to its result; each has ended when it is looked at for the first "
    f"time. The lags are those of runs in real time, all of them side by side: {RUNS} of each "
    f"of the two shortest lengths, and {len(LONGER)} whose lengths are spread evenly between 2 "
    "and 30 s. `qhub-service` looks every 5 s."
)


def sides(form: Form, *names: str) -> dict[str, tuple[str, str]]:
    """Return the contenders to measure; the SDKs not in the short form."""
    return {name: SCRIPTS[name] for name in names if not form.short or name in (OURS, RAW)}


def start_up() -> list[Measure]:
    """Return what it costs until there is a client."""
    seconds: dict[str, list[float]] = {name: [] for name in READY}
    for turn in range(16):
        for name, code in READY.items():
            taken = output_of(SCRIPTS[name][0], IMPORT, code)
            if turn:  # the first compiles
                seconds[name].append(taken)
    return [
        Measure(
            f"until there is a client, {PLATFORM} : ours",
            ratio(seconds, PLATFORM, OURS),
            at_least=0.9,
        ),
        *(
            Measure(f"until there is a client, {name}", 1000 * median(each), "ms")
            for name, each in seconds.items()
        ),
    ]


def compared(
    what: str,
    found: dict[str, list[float]],
    rival: str,
    at_most: float | None = None,
    guard: float | None = None,
) -> list[Measure]:
    """Return ours against raw httpx and against an SDK, then each alone."""
    over_raw = ratio(found, OURS, RAW)
    measures = [Measure(f"{what} : raw httpx", over_raw, at_most=at_most, guard=guard)]
    if rival in found:
        faster = ratio(found, rival, OURS)
        measures.append(Measure(f"{what}, {rival} : ours", faster, at_least=0.9))
    return measures + [
        Measure(f"{what}, {name}", 1000 * median(each), "ms") for name, each in found.items()
    ]


def waiting() -> list[Measure]:
    """Return the lags of real runs of both sides, all at the same time."""
    lengths = [*(length for length in BRIEF for _ in range(RUNS)), *LONGER]
    found = side_by_side({name: SCRIPTS[name] for name in (OURS, GATEWAY)}, lengths, "/hub")
    measures = []
    for what, first, last in (
        (f"a run of {BRIEF[0]:g} s", 0, RUNS),
        (f"a run of {BRIEF[1]:g} s", RUNS, 2 * RUNS),
        ("a run of 2 to 30 s", 2 * RUNS, len(lengths)),
    ):
        for name, ends in found.items():
            late = median(lag for lag, _ in ends[first:last])
            measures.append(Measure(f"median lag of {what}, {name}", late, "s"))
    return measures
