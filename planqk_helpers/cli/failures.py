"""What an error means to a shell: its exit code, its words, its form in JSON."""

from __future__ import annotations

from typing import Any

import click

DONE, FAILED, USAGE, TIME_UP, REFUSED, NO_ANSWER, UNSURE = range(7)
DEFECT, INTERRUPTED, CLOSED_PIPE = 70, 130, 141


class Failure(click.ClickException):
    """A command did what it was asked for, and the news is bad."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def exit_code_of(error: BaseException) -> int:
    """Return the exit code for an error."""
    from .. import errors  # noqa: PLC0415 - takes time that --help has not
    from ..engine.retrying import is_temporary  # noqa: PLC0415

    match error:
        case click.ClickException():
            return error.exit_code
        case KeyboardInterrupt():
            return INTERRUPTED
        case BrokenPipeError() if not isinstance(error, errors.PlanqkError):
            return CLOSED_PIPE
        case errors.WaitTimeout():
            return TIME_UP
        case errors.WaitError():
            return FAILED
        case errors.AmbiguousSubmission():
            return UNSURE
        case errors.InvalidInput() | errors.ConfigError() | errors.AmbiguousName():
            return USAGE
        case errors.ApiError() if 400 <= error.status and not is_temporary(error):
            return REFUSED
        case errors.NameNotFound() | errors.NotPublished() | errors.CannotChange():
            return REFUSED
        case errors.PlanqkError():
            return NO_ANSWER
        case OSError():
            return USAGE
    return DEFECT


def words_of(error: BaseException) -> str:
    """Return what an error says, in the words of a shell where its own name calls in Python."""
    from .. import errors  # noqa: PLC0415

    match error:
        case click.UsageError():
            return f"{error.format_message()}\nTry '{command_of(error)} --help' for help."
        case click.ClickException():
            return error.format_message()
        case errors.WaitTimeout():
            last = f". The last look failed: {error.__cause__}" if error.__cause__ else ""
            state = error.state or "not known"
            return f"{error.kind} {error.id} is {state} after {error.elapsed:.0f} s{last}"
        case errors.NotPublished():
            return (
                f"service {error.name!r} ({error.service_id}) is not published: "
                "planqk-helpers deploy --publish internal does it"
            )
        case KeyboardInterrupt():
            return "interrupted"
        case OSError() if error.filename:
            return f"{error.filename}: {error.strerror or error}"
    return str(error) or type(error).__name__


def command_of(error: click.UsageError) -> str:
    """Return the command that was used in a wrong way."""
    return error.ctx.command_path if error.ctx else "planqk-helpers"


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
            form[name] = value
    return form
