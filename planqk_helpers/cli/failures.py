"""What an error means to a shell: its exit code, its words, its form in JSON."""

from __future__ import annotations

import re
from typing import Any

import click

from .codes import (
    CLOSED_PIPE,
    DEFECT,
    FAILED,
    INTERRUPTED,
    NO_ANSWER,
    OUTSTANDING,
    REFUSED,
    UNSURE,
    USAGE,
)

GOES_ON = {OUTSTANDING, NO_ANSWER, UNSURE, INTERRUPTED}
"""After these the command can be taken up as it is; after others something has to be mended."""

CALLS = (
    (r"pass connect\(api_key=\.\.\.\), or ", ""),
    (
        r"list_executions\(client, tags=\[(.*?)\]\) for it",
        r"the executions on the platform for the tag \1",
    ),
    (
        r"whether the application's .*: list_subscriptions\(client, (.*?)\), then \w+",
        r"the executions of application \1 on the platform for a new one",
    ),
    (r"list_subscriptions\(client, (.*?)\)", r"the subscriptions of application \1"),
    (r": (find_service|find_application|wait_for_build)\(client, .*\)$", ""),
    (r"\. To check and go on: \w+\(client, .*\)$", ""),
    (r": find_\w+\(client, .*\) finds the \w+ of that name", ""),
    (r" To go on waiting: wait_for_execution\(client, .*\)$", ""),
    (r" subscribe\(client, application, service\) does it", ""),
)
"""Calls in Python that errors advise, each with the words of a shell; often the command line has
an advice of its own."""


def exit_code_of(error: BaseException) -> int:
    """Return the exit code for an error."""
    from .. import errors  # noqa: PLC0415 - takes time that --help has not
    from ..engine.retrying import is_temporary  # noqa: PLC0415

    if isinstance(error, click.ClickException):
        return error.exit_code
    if isinstance(error, errors.ApiError):
        return REFUSED if error.status >= 400 and not is_temporary(error) else NO_ANSWER
    codes: list[tuple[type[BaseException], int]] = [
        (errors.WaitTimeout, OUTSTANDING),
        (errors.WaitError, FAILED),
        (errors.NotAllSucceeded, FAILED),
        (errors.AmbiguousSubmission, UNSURE),
        (errors.InvalidInput, USAGE),
        (errors.ConfigError, USAGE),
        (errors.JournalError, USAGE),
        (errors.AmbiguousName, USAGE),
        (errors.NameNotFound, REFUSED),
        (errors.NotPublished, REFUSED),
        (errors.CannotChange, REFUSED),
        (errors.PlanqkError, NO_ANSWER),
        (KeyboardInterrupt, INTERRUPTED),
        (BrokenPipeError, CLOSED_PIPE),
        (OSError, USAGE),
    ]
    return next((code for kind, code in codes if isinstance(error, kind)), DEFECT)


def in_shell(text: str) -> str:
    """Return a text in the words of a shell, where it names calls in Python."""
    for call, words in CALLS:
        text = re.sub(call, words, text)
    return text


def words_of(error: BaseException) -> str:
    """Return what an error says, in the words of a shell."""
    from .. import errors  # noqa: PLC0415

    if isinstance(error, errors.WaitTimeout):
        last = f". The last look failed: {error.__cause__}" if error.__cause__ else ""
        state = error.state or "not known"
        words = f"{error.kind} {error.id} is {state} after {error.elapsed:.0f} s{last}"
    elif isinstance(error, errors.NotPublished):
        words = (
            f"service {error.name!r} ({error.service_id}) is not published: "
            "planqk-helpers deploy --publish internal does it"
        )
    elif isinstance(error, KeyboardInterrupt):
        words = "interrupted"
    elif isinstance(error, click.ClickException):
        words = error.format_message()
    elif isinstance(error, BrokenPipeError):
        words = "the program that read the output has ended"
    elif isinstance(error, OSError) and error.filename:
        # The second is where something was to be put.
        words = f"{error.filename2 or error.filename}: {error.strerror or error}"
    else:
        words = str(error)
    return in_shell(words) or type(error).__name__


def form_of(error: BaseException, exit_code: int) -> dict[str, Any]:
    """Return the form of an error in JSON."""
    form: dict[str, Any] = {
        "exit_code": exit_code,
        "type": "Interrupted" if isinstance(error, KeyboardInterrupt) else type(error).__name__,
        "message": words_of(error),
    }
    for name in ("status", "state", "step", "messages", "code", "detail", "check", "ids"):
        value = getattr(error, name, None)
        if isinstance(value, (str, int, tuple)) and value:
            form[name] = in_shell(str(value)) if name == "check" else value
    return form
