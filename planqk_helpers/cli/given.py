"""What commands are given: names, inputs, files. All of it is checked before anything starts."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import click

from .session import Session


def json_option(given: str) -> dict[str, Any]:
    """Return a JSON object: of a file (``@FILE``), of stdin (``-``), or as it is given."""
    try:
        text = read(given) if given[:1] in {"@", "-"} else given.encode(errors="surrogateescape")
    except OSError as error:
        raise click.BadParameter(f"{given[1:]!r} cannot be read: {error.strerror}") from None
    try:
        return json_object(text)
    except click.BadParameter as error:
        hint = "" if given[:1] in {"@", "-", "{"} else "; @FILE reads a file"
        raise click.BadParameter(f"{error.message}{hint}") from None


def json_object(text: bytes) -> dict[str, Any]:
    """Return the JSON object that a text is."""
    try:
        found = json.loads(text, parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise click.BadParameter(f"this is not JSON: {error}") from None
    if not isinstance(found, dict):
        raise click.BadParameter(f"give a JSON object, not a {type(found).__name__}")
    return found


def read(source: str) -> bytes:
    """Return the content of a file (``@FILE``) or of stdin (``-``)."""
    return sys.stdin.buffer.read() if source == "-" else Path(source[1:]).read_bytes()


def seconds(given: str) -> float:
    """Return a number of seconds from 0."""
    try:
        number = float(given)
    except ValueError:
        number = -1.0
    if not 0 <= number <= sys.float_info.max:
        raise click.BadParameter(f"{given!r} is not a number of seconds")
    return number


def refuse_constant(name: str) -> None:
    """Refuse NaN and the infinities, which Python takes and JSON does not have."""
    raise ValueError(f"it holds {name}")


def is_id(given: str) -> bool:
    """Tell whether this is an id, not a name."""
    from ..engine.lookup import is_uuid  # noqa: PLC0415 - takes time that --help has not

    return is_uuid(given)


def service_named(session: Session, client: Any, given: str, application: Any) -> Any:
    """Return the service of a name, or the id as it is.

    One's own come first, then the services of others that the application is subscribed to.

    Raises:
        NameNotFound: There is no such service.
        AmbiguousName: There are several.
    """
    if is_id(given):
        return given
    recipes = session.recipes
    try:
        return recipes.find_service(client, given)
    except recipes.NameNotFound:
        ids = [id for id, name in subscribed(session, client, application) if name == given]
        if len(ids) > 1:
            raise recipes.AmbiguousName("service", given, ids) from None
        if not ids:
            raise
        return ids[0]


def subscribed(session: Session, client: Any, application: Any) -> Iterator[tuple[str, str]]:
    """Give id and name of each service that an application is subscribed to."""
    for each in session.recipes.list_subscriptions(client, application):
        if session.platform == "hub":
            if each.service:
                yield each.service.id, each.service.name
        elif each.api and each.api.service_id:
            yield each.api.service_id, each.api.name


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
        put_json(file, value, indent=2)


def put_json(file: BinaryIO, value: Any, *, indent: int | None) -> None:
    """Write a value as JSON in UTF-8; half a character becomes its escape."""
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    file.write(f"{text}\n".encode(errors="backslashreplace"))
