"""What commands are given: names, inputs, files. All of it is checked before anything starts."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from .session import Session


class JsonObject(click.ParamType):
    """A JSON object: in a file (``@FILE``), on stdin (``-``), or as it is."""

    name = "json"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dict[str, Any]:
        """Read it."""
        if isinstance(value, dict):
            return value
        try:
            found = json.loads(read(value), parse_constant=refuse_constant)
        except OSError as error:
            self.fail(f"{value[1:]!r} cannot be read: {error.strerror or error}", param, ctx)
        except (ValueError, RecursionError) as error:
            hint = "" if value[:1] in {"@", "-", "{"} else "; @FILE reads a file"
            self.fail(f"this is not JSON: {error}{hint}", param, ctx)
        if not isinstance(found, dict):
            self.fail(f"give a JSON object, not a {type(found).__name__}", param, ctx)
        return found


class Seconds(click.ParamType):
    """A number of seconds from 0."""

    name = "seconds"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it."""
        try:
            seconds = float(value)
        except ValueError:
            seconds = -1.0
        if not 0 <= seconds <= sys.float_info.max:
            self.fail(f"{value!r} is not a number of seconds", param, ctx)
        return seconds


JSON_OBJECT, SECONDS = JsonObject(), Seconds()


def read(source: str) -> bytes | str:
    """Return the text that an option names."""
    if source == "-":
        return click.get_binary_stream("stdin").read()
    return Path(source[1:]).read_bytes() if source.startswith("@") else source


def refuse_constant(name: str) -> None:
    """Refuse NaN and the infinities, which Python takes and JSON does not have."""
    raise ValueError(f"it holds {name}")


def is_id(given: str) -> bool:
    """Tell whether this is an id, not a name."""
    from ..engine.lookup import is_uuid  # noqa: PLC0415 - takes time that --help has not

    return is_uuid(given)


def service_named(session: Session, client: Any, given: str) -> Any:
    """Return the service of a name or id."""
    find = session.recipes.get_service if is_id(given) else session.recipes.find_service
    return find(client, given)


def application_named(session: Session, client: Any, given: str) -> Any:
    """Return the application of a name, or the id as it is."""
    return given if is_id(given) else session.recipes.find_application(client, given)


def output_path(given: str | None) -> Path | None:
    """Return where to write a result.

    Raises:
        OSError: There is a file already, or none can be written there.
    """
    from ..engine.files import free_path  # noqa: PLC0415

    if given is None:
        return None
    try:
        target = free_path(given, overwrite=False)
    except FileExistsError:
        raise click.UsageError(f"--output: {given} is there already") from None
    try:
        with tempfile.TemporaryFile(dir=target.parent):
            return target
    except OSError as error:
        reason = error.strerror or error
        raise click.UsageError(f"--output: {given} cannot be written: {reason}") from None


def write_json(target: Path, value: Any) -> None:
    """Write a value as JSON to a file, whole or not at all."""
    from ..engine.files import whole_file  # noqa: PLC0415

    with whole_file(target, overwrite=False) as file:
        text = json.dumps(value, indent=2, ensure_ascii=False)
        file.write(f"{text}\n".encode(errors="backslashreplace"))  # of half a character
