"""Upload and download: memory and throughput at any size."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from .measures import Axis, Form, Measure, Plot
from .processes import Contender, serving

MB = 1024 * 1024
OURS, RAW = ("helpers", "helpers.py"), ("httpx", "raw_httpx.py")

Figures = dict[str, float]


def measure(form: Form) -> list[Axis]:
    """Measure both ways."""
    sizes = (1, 100) if form.short else (1, 10, 100, 500)
    rounds = {size: (3 if form.short else max(9, 200 // size)) for size in sizes}
    # In memory where there is such a folder: a disk would be what is measured.
    memory = Path("/dev/shm")  # noqa: S108
    with (
        tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as scratch,
        serving() as url,
    ):
        folder = Path(scratch)
        return [
            axis("upload", {size: uploads(url, folder, size, rounds[size]) for size in sizes}),
            axis("download", {size: downloads(url, folder, size, rounds[size]) for size in sizes}),
        ]


def uploads(url: str, folder: Path, size: int, rounds: int) -> list[tuple[Figures, Figures]]:
    """Upload an archive of so many MB."""
    small, large = archive(folder / "1.zip", 1), archive(folder / f"{size}.zip", size)
    orders = [{"url": url, "path": str(path)} for path in (small, large)]
    return in_turn("upload", orders, rounds)


def downloads(url: str, folder: Path, size: int, rounds: int) -> list[tuple[Figures, Figures]]:
    """Download so many MB to a file."""
    path = str(folder / "back.zip")
    orders = [{"url": url, "size": each * MB, "path": path} for each in (1, size)]
    return in_turn("download", orders, rounds)


def in_turn(
    work: str, orders: Sequence[dict[str, Any]], rounds: int
) -> list[tuple[Figures, Figures]]:
    """Let each do the work, after a small one to get warm, in processes that are fresh for it."""
    with ExitStack() as stack:
        ours, raw = (stack.enter_context(Contender(*script)) for script in (OURS, RAW))
        for contender in (ours, raw):
            contender(work, **orders[0])
        pairs = []
        for turn in range(rounds):  # who goes first finds the machine in another state
            first, second = (ours, raw) if turn % 2 else (raw, ours)
            one, other = first(work, **orders[1]), second(work, **orders[1])
            pairs.append((one, other) if turn % 2 else (other, one))
        return pairs


def archive(path: Path, size: int) -> Path:
    """Write a zip archive of so many MB."""
    with zipfile.ZipFile(path, "w") as packed, packed.open("data.bin", "w") as entry:
        for _ in range(size):
            entry.write(bytes(MB))
    return path


def axis(name: str, found: dict[int, list[tuple[Figures, Figures]]]) -> Axis:
    """Return what was found of one way."""
    growth = {size: max(ours["memory"] for ours, _ in pairs) for size, pairs in found.items()}
    return Axis(
        name=name,
        how=HOW[name],
        measures=[
            Measure(
                "peak memory growth, at any size", max(growth.values()), "MB", at_most=32, guard=48
            ),
            *(
                Measure(f"throughput of {size} MB : raw httpx", throughput(pairs), at_least=0.9)
                for size, pairs in found.items()
            ),
            *(
                Measure(
                    f"CPU of {size} MB : raw httpx",
                    median(ours["cpu"] / raw["cpu"] for ours, raw in pairs),
                    guard=2.0 if size >= 100 else None,
                )
                for size, pairs in found.items()
            ),
        ],
        plot=Plot(
            x="size (MB)",
            y="time (s)",
            lines={
                "planqk_helpers": [(n, median(o["seconds"] for o, _ in found[n])) for n in found],
                "raw httpx": [(n, median(r["seconds"] for _, r in found[n])) for n in found],
            },
            log="xy",
        ),
    )


def throughput(pairs: list[tuple[Figures, Figures]]) -> float:
    """Return how many times that of raw httpx our throughput is."""
    return median(raw["seconds"] / ours["seconds"] for ours, raw in pairs)


HOW = {
    "upload": (
        "`create_managed_service(client, name, user_code=path)` against "
        "`client.post(path, files={...})` of the open file with raw httpx, the answer parsed; the "
        "server reads and forgets. Throughput is the median over rounds in turn, memory the growth "
        "of the process's peak over that after an upload of 1 MB. The files are in memory, where "
        "the system has a folder for that, so that no disk is measured. The throughput of one size "
        "varies by a quarter from run to run on a machine with other work, its CPU by less. Of an "
        "upload of 1 MB about a tenth is ours: checking the archive, the hooks, the recipe, models."
    ),
    "download": (
        "`download_source_code(client, service, path)` against `client.stream(...)` and "
        "`iter_bytes()` written to a file with raw httpx; likewise."
    ),
}
