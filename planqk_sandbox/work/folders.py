"""The folders that user code gets beside its own: for its input, its data pools and its output."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from .files import make_private_folder
from .strict_json import JsonObject, JsonValue

MakeFolder = Callable[[Path], object]
"""Makes a folder at a path, with files in it."""
NAME_LIMIT = 255
"""Bytes: no file system takes longer names."""


def output_folder(folder: Path) -> Path:
    """Return where the user code of a run in `folder` leaves its result files."""
    return folder / "output"


def kept_files(folder: Path) -> Path:
    """Return where the copies of these files are."""
    return folder / "kept"


def give_folders(folder: Path, text: str, mounts: Mapping[str, MakeFolder]) -> dict[str, str]:
    """Make the folders of a run in `folder`, and return the variables that tell where they are.

    Each argument in the JSON `text` is a file in the one, each of `mounts` a folder in another.

    Raises:
        OSError: There is no room for them.
    """
    inputs = make_private_folder(folder / "input")
    pools = make_private_folder(folder / "datapool")
    given: JsonObject = json.loads(text)
    for name, value in given.items():
        if is_plain_name(name) and name not in mounts:
            (inputs / name).write_text(_content(value), encoding="utf-8")
    for name, make_folder in mounts.items():
        if is_plain_name(name):
            make_folder(pools / name)
    return {
        "INPUT_DIRECTORY": str(inputs),
        "OUTPUT_DIRECTORY": str(make_private_folder(output_folder(folder))),
        "DATAPOOL_DIRECTORY": str(pools),
    }


def is_plain_name(name: str) -> bool:
    """Tell whether `name` can be that of a file, and leads nowhere else."""
    return (
        name not in ("", ".", "..")
        and not {"/", "\0"} & set(name)
        and len(name.encode(errors="replace")) <= NAME_LIMIT
    )


def _content(value: JsonValue) -> str:
    return value if isinstance(value, str) else json.dumps(value)
