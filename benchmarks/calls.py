"""Calls: CPU of one small request, and of lists that grow."""

from __future__ import annotations

from contextlib import ExitStack
from statistics import median
from typing import Any

from .measures import Axis, Form, Measure, Plot
from .processes import Contender, serving

OURS, RAW, COOKBOOK = "planqk_helpers", "raw httpx", "the cookbook's client"
SCRIPTS = {
    OURS: ("helpers", "helpers.py"),
    RAW: ("httpx", "raw_httpx.py"),
    COOKBOOK: ("other-generator", "cookbook_client.py"),
}


class Field:
    """The contenders, each a process, and the server they all talk to."""

    def __init__(self, scripts: dict[str, tuple[str, str]], stack: ExitStack) -> None:
        self.url = stack.enter_context(serving())
        self.contenders = {
            name: stack.enter_context(Contender(*script)) for name, script in scripts.items()
        }

    def rounds(self, work: str, rounds: int, **order: Any) -> dict[str, list[Any]]:
        """Let each do the same in turn, several times; the first, to get warm, does not count."""
        found: dict[str, list[Any]] = {name: [] for name in self.contenders}
        for turn in range(rounds + 1):
            order_of_turn = list(self.contenders.items())[:: 1 if turn % 2 else -1]
            for name, contender in order_of_turn:
                measured = contender(work, **order)
                if turn:
                    found[name].append(measured)
        return found


def present(form: Form) -> dict[str, tuple[str, str]]:
    """Return the contenders to measure."""
    return {name: SCRIPTS[name] for name in SCRIPTS if form.cookbook or name != COOKBOOK}


def ratio(found: dict[str, list[float]], one: str = OURS, other: str = RAW) -> float:
    """Return the median of the ratios within each round."""
    return median(a / b for a, b in zip(found[one], found[other], strict=True))


def one_call(form: Form) -> Axis:
    """Measure `get_service`."""
    with ExitStack() as stack:
        field = Field(present(form), stack)
        order = {"url": field.url, "times": 200}
        found = field.rounds("get_service", 9 if form.short else 25, **order)
        del order["times"]
        growth = {
            times: field.rounds("get_service", 5, **order, times=times)
            for times in ((1, 10, 100) if form.short else (1, 3, 10, 30, 100, 300, 1000))
        }
        field.contenders.pop(COOKBOOK, None)
        awaited = field.rounds("get_service_awaited", 9 if form.short else 25, **order, times=200)
    return Axis(
        name="one call",
        how=(
            "CPU per call of 200 in a row on one connection: `get_service(client, id)` against "
            "`client.get(path).raise_for_status().json()` with the same token header and time-out; "
            "the cookbook's client calls its `get_service(id)`. The server answers from memory, in "
            "another process. The ratio is the median over rounds in which the sides take turns."
        ),
        measures=[
            Measure("blocking : raw httpx", ratio(found), at_most=1.35, guard=1.75),
            Measure("with asyncio : raw httpx", ratio(awaited), at_most=1.35, guard=1.75),
            *(
                Measure(f"blocking, {name}", 1e6 * median(values), "µs")
                for name, values in found.items()
            ),
        ],
        plot=Plot(
            x="calls in a row",
            y="CPU, all together (ms)",
            lines={
                name: [(n, 1000 * n * median(each[name])) for n, each in growth.items()]
                for name in found
            },
            log="xy",
        ),
    )


def parsing(form: Form) -> Axis:
    """Measure lists of services."""
    with ExitStack() as stack:
        field = Field(present(form), stack)
        sizes = {1: 100, 10: 50, 100: 20, 1000: 4, 10_000: 1}
        found = {
            size: field.rounds(
                "list_services",
                (3 if size == 10_000 else 7) if form.short or size == 10_000 else 11,
                url=f"{field.url}/{size}",
                times=times,
            )
            for size, times in sizes.items()
        }
        uncollected = {
            size: [
                field.contenders[OURS](
                    "list_services_uncollected", url=f"{field.url}/{size}", times=sizes[size]
                )
                for _ in range(3)
            ]
            for size in (100, 10_000)
        }
    thousand = found[1000]
    measures = [
        Measure("1,000 services : raw httpx and json", ratio(thousand), at_most=3.5, guard=4.6),
        Measure(
            "a service of 10,000 : a service of 100",
            growth({n: each[OURS] for n, each in found.items()}),
            at_most=1.5,
            guard=5,
        ),
        Measure("the same without Python's garbage collector", growth(uncollected)),
        Measure(
            "the same, raw httpx and json", growth({n: each[RAW] for n, each in found.items()})
        ),
        *(Measure(f"1,000 services, {k}", 1000 * median(v), "ms") for k, v in thousand.items()),
    ]
    if COOKBOOK in thousand:
        measures.insert(
            1,
            Measure(
                "1,000 services, the cookbook's client : ours",
                ratio(thousand, COOKBOOK, OURS),
                at_least=7,
            ),
        )
    return Axis(
        name="parsing, growth",
        how=(
            "CPU for a list of services, as the sandbox answers it, from the request to objects: "
            "`get_services.sync(client=client)` to models; raw httpx to what `json` gives; the "
            "cookbook's client calls its `get_services()`."
        ),
        measures=measures,
        plot=Plot(
            x="services in the list",
            y="CPU (ms)",
            lines={
                name: [(size, 1000 * median(each[name])) for size, each in found.items()]
                for name in thousand
            },
            log="xy",
        ),
        notes=[
            "A service costs more in a longer list mainly because of Python's garbage collector: "
            "while the list grows, it goes through all objects again and again."
        ],
    )


def growth(seconds: dict[int, list[float]]) -> float:
    """Return how much more a service costs in a list of 10,000 than in one of 100."""
    return median(seconds[10_000]) / median(seconds[100]) / 100
