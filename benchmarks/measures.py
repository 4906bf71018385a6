"""What an axis reports: numbers with their targets, and a plot of how they grow."""

from __future__ import annotations

from attrs import field, frozen


@frozen
class Measure:
    """A number.

    Attributes:
        what: What was measured.
        value: The number.
        unit: Its unit; "x" for a ratio.
        at_most: Target, or None.
        at_least: Target, or None.
        guard: For what a noisy machine hardly changes (CPU, counts, memory): the wide margin, in
            the direction of the target, that the short form asserts.
    """

    what: str
    value: float
    unit: str = "x"
    at_most: float | None = None
    at_least: float | None = None
    guard: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether it meets its target; None without one."""
        if self.at_least is not None:
            return self.value >= self.at_least
        return None if self.at_most is None else self.value <= self.at_most

    @property
    def broken(self) -> bool:
        """Whether it is beyond even its wide margin."""
        if self.guard is None:
            return False
        return self.value < self.guard if self.at_least is not None else self.value > self.guard

    @property
    def target(self) -> str:
        """The target in words, or ""."""
        if self.at_least is not None:
            return f"at least {number(self.at_least)} {self.unit}"
        return "" if self.at_most is None else f"at most {number(self.at_most)} {self.unit}"


@frozen
class Plot:
    """Lines over a quantity that grows.

    Attributes:
        x: Label of the horizontal axis, with its unit.
        y: Label of the vertical axis, with its unit.
        lines: Points by the name of the line.
        limits: Lines that are targets, likewise.
        log: Which axes are logarithmic: "", "x" or "xy".
    """

    x: str
    y: str
    lines: dict[str, list[tuple[float, float]]]
    limits: dict[str, list[tuple[float, float]]] = field(factory=dict)
    log: str = ""


@frozen
class Axis:
    """An aspect that was measured.

    Attributes:
        name: What it is called in the table.
        how: What each side does, in a sentence or two.
        measures: The numbers.
        plot: How they grow.
        notes: What else was found.
    """

    name: str
    how: str
    measures: list[Measure]
    plot: Plot | None = None
    notes: list[str] = field(factory=list)

    @property
    def file(self) -> str:
        """Name of the plot's file."""
        return self.name.replace(",", "").replace(" ", "-") + ".svg"


@frozen
class Form:
    """Which form of the benchmarks is run.

    Attributes:
        short: Only this project and raw httpx, smaller and fewer.
        cookbook: Whether the cookbook's client can be generated, which needs Java.
    """

    short: bool
    cookbook: bool


def number(value: float) -> str:
    """Return a number with three significant digits."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
