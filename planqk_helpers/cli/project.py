"""The project folder of a service, and the project file of the platform's own command line tool."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import click

from .given import is_id

FILE = "planqk.json"
API_DEFINITIONS = ("openapi-spec.yml", "openapi-spec.yaml", "openapi.yaml", "openapi.yml")
"""Names of the API definition; the first that is there counts."""
MOST = 1_000_000
"""CPUs, or GB of memory, of which no service has as many."""


@dataclass(frozen=True)
class Project:
    """What is deployed.

    Attributes:
        folder: The project folder.
        name: Name of the service.
        service_id: Id of the service if the file names one, else None.
        options: Keywords of `ensure_managed_service`, only those that the folder decides.
    """

    folder: Path
    name: str
    service_id: str | None
    options: dict[str, Any] = field(default_factory=dict)


def read_project(folder: Path, name: str | None, platform: str) -> Project:
    """Read a project folder; ``name`` goes before the name in its file.

    Raises:
        UsageError: There is no name, or the file cannot be used.
    """
    path = folder / FILE
    content = read_file(path) if path.exists() or path.is_symlink() else {}
    chosen = member(content, "name", str) if name is None else name
    if not chosen or not chosen.strip():
        raise click.UsageError(f"the service has no name: give --name, or a name in {path}")
    options: dict[str, Any] = {}
    if (described := description_of(folder, content)) is not None:
        options["description"] = described
    for file in API_DEFINITIONS:
        if (folder / file).is_file():
            options["api_definition"] = folder / file
            break
    resources = member(content, "resources", dict) or {}
    # MB: as the platform's own tool counts them.
    for resource, units in (("cpu", 1000), ("memory", 1024)):
        if (amount := amount_of(resources, resource)) is not None:
            options[resource] = round(amount * units)
    options |= gpu_of(resources, platform) | runtime_of(content, platform)
    service_id = member(content, "serviceId", str) or None
    if service_id and not is_id(service_id):
        raise click.UsageError(f"{FILE}: serviceId {service_id!r} is no id")
    return Project(folder, chosen, service_id, options)


def read_file(path: Path) -> dict[str, Any]:
    """Return the members of a project file."""
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"{path} is not JSON: {error}") from None
    if not isinstance(content, dict):
        raise click.UsageError(f"{path} holds no JSON object")
    return content


def member(content: dict[str, Any], name: str, kind: type | tuple[type, ...]) -> Any:
    """Return a member of the project file, or None where there is none."""
    value = content.get(name)
    if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
        raise click.UsageError(f"{FILE}: {name} is {value!r:.80}, which cannot be used")
    return value


def amount_of(resources: dict[str, Any], name: str) -> int | float | None:
    """Return how many CPUs or GB the project asks for."""
    amount: int | float | None = member(resources, name, (int, float))
    if amount is not None and not 0 < amount < MOST:  # no NaN either
        raise click.UsageError(f"{FILE}: {name} is {amount!s:.80}: give a number above 0")
    return amount


def description_of(folder: Path, content: dict[str, Any]) -> str | None:
    """Return the description: the content of ``descriptionFile``, or ``description``."""
    if file := member(content, "descriptionFile", str):
        try:
            return Path(folder, file).read_text("utf-8")
        except (OSError, ValueError) as error:
            raise click.UsageError(f"{FILE}: descriptionFile {file!r}: {error}") from None
    text: str | None = member(content, "description", str)
    return text


def gpu_of(resources: dict[str, Any], platform: str) -> dict[str, Any]:
    """Return the GPU as a keyword, also that there is to be none; nothing if none is mentioned."""
    gpu = member(resources, "gpu", dict) or {}
    count, kind = member(gpu, "count", int), member(gpu, "type", str)
    if count is None and kind is None:
        return {}
    if count == 0 or (kind and kind.upper() == "NONE"):
        return {"gpu": "NONE"} if platform == "hub" else {}
    if platform != "hub":
        raise click.UsageError(f"{FILE}: gpu: the platform {platform!r} does not offer that")
    if not count or not kind:
        raise click.UsageError(f"{FILE}: gpu: give both its count and its type")
    from ..hub.resources import Gpu  # noqa: PLC0415 - takes time that --help has not

    prefix = "" if kind.startswith("NVIDIA") else "NVIDIA_TESLA_"
    return {"gpu": one_of(Gpu, prefix + kind, "gpu"), "gpu_count": count}


def runtime_of(content: dict[str, Any], platform: str) -> dict[str, Any]:
    """Return the runtime as a keyword; nothing if none is mentioned."""
    runtime = member(content, "runtime", str)
    if not runtime:
        return {}
    if runtime == "PYTHON":  # as the platform's own tool called it
        runtime = "PYTHON_TEMPLATE"
    if platform == "hub":
        from ..hub.resources import Runtime  # noqa: PLC0415 - takes time that --help has not

        return {"runtime": one_of(Runtime, runtime, "runtime")}
    if runtime != "PYTHON_TEMPLATE":
        raise click.UsageError(f"{FILE}: runtime: the platform {platform!r} has no {runtime}")
    return {}


def one_of(known: Any, given: str, name: str) -> str:
    """Return a word that is among those of a `Literal`."""
    words = get_args(known)
    if given not in words:
        raise click.UsageError(f"{FILE}: {name}: {given} is none of {', '.join(words)}")
    return given
