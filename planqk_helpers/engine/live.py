"""A live line that tells the progress of a run of many, in a terminal and in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..errors import ConfigError
from .outcomes import Progress

MINUTE, HOUR = 60, 3600


@contextmanager
def live_line() -> Iterator[Callable[[Progress], object]]:
    """Show a line on stderr until the block ends; gives the function that it is told by.

    Raises:
        ConfigError: rich is not installed.
    """
    try:
        from rich.console import Console  # noqa: PLC0415 - of an extra, and slow to import
        from rich.progress import BarColumn, Progress as Line, TextColumn  # noqa: PLC0415
    except ImportError:
        raise ConfigError(
            "progress=True needs rich, which is not installed: pip install 'planqk-helpers[cli]', "
            "or pass on_progress"
        ) from None
    columns = (BarColumn(), TextColumn("{task.description}"))
    with Line(*columns, console=Console(stderr=True)) as line:
        task = line.add_task("", total=None)

        def tell(progress: Progress) -> None:
            line.update(
                task,
                total=progress.total,
                completed=progress.done,
                description=in_words(progress),
            )

        yield tell


def in_words(progress: Progress) -> str:
    """Return the counts that say something, the rate, and the time left."""
    total = "" if progress.total is None else f" of {progress.total:,}"
    bad = (("failed", progress.failed), ("cancelled", progress.cancelled))
    counts = [("running", progress.running), *bad, ("unsure", progress.unsure)]
    told = [f"{progress.done:,}{total} done", *(f"{n:,} {what}" for what, n in counts if n)]
    if progress.done:
        told.append(f"{progress.rate:.3g}/s")
    if progress.seconds_left:
        told.append(f"{duration(progress.seconds_left)} left")
    return ", ".join(told)


def duration(seconds: float) -> str:
    """Return seconds in the units one would say."""
    if seconds < 2 * MINUTE:
        return f"{seconds:.0f} s"
    if seconds < 2 * HOUR:
        return f"{seconds / MINUTE:.0f} min"
    return f"{seconds / HOUR:.0f} h"
