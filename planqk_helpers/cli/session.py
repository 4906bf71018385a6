"""One run of a command: the platform it talks to, and where its words go."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from types import ModuleType
from typing import Any

import click

from .codes import CLOSED_PIPE, DEFECT, DONE, INTERRUPTED, OUTSTANDING, USAGE
from .failures import GOES_ON, exit_code_of, form_of, in_shell, words_of

RECIPES = {"hub": "planqk_helpers.hub", "planqk": "planqk_helpers"}
"""The platforms, each with the module of its recipes; those have the same names."""


class Session:
    """One run of a command.

    Attributes:
        as_json: Whether its answer and its errors are JSON on stdout.
        platform: A key of `RECIPES`.
        handle: The handle of the execution that it is about, as soon as it is known.
        has_started: Whether something was started or changed: no exit code denies it then.
        executions: The handles of many, after an error, whose outcome was not written.
        unsure: The keys of many, after an error, of which no execution is known.
        left: Lines that say the same.
        next_step: How to go on after an error.
        tells_notes: Whether the notes on an interrupt say more than ``next_step``.
        exit_code: Of a command that has given its answer.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.platform = ""
        self.handle = ""
        self.has_started = False
        self.executions: list[str] = []
        self.unsure: list[str | int] = []
        self.left: list[str] = []
        self.next_step = ""
        self.tells_notes = False
        self.exit_code = DONE

    @property
    def recipes(self) -> ModuleType:
        """The module that has the recipes of the platform."""
        return import_module(RECIPES[self.platform])

    def connect(self) -> Any:
        """Return a client of the platform, to be used with ``with``."""
        import logging  # noqa: PLC0415 - takes time that --help has not

        # What the engine logs of an interrupt names calls in Python; `fail` names commands.
        logging.getLogger("planqk_helpers.engine").addHandler(logging.NullHandler())
        return self.recipes.connect()

    def offers(self, *names: str) -> bool:
        """Tell whether the platform has these recipes."""
        return all(hasattr(self.recipes, name) for name in names)

    def refuse(self, what: str) -> None:
        """Raise, because the platform does not offer something."""
        raise click.UsageError(f"{what}: the platform {self.platform!r} does not offer that")

    def tell(self, text: str) -> None:
        """Say something that is not the answer."""
        tell(text)

    def command(self, name: str) -> str:
        """Return a command on the execution."""
        return f"planqk-helpers {name} --platform {self.platform} {shlex.quote(self.handle)}"

    def answer(self, form: Mapping[str, Any], text: str) -> None:
        """Give the answer: its form where JSON is asked for, else its text, if there is any."""
        if answer := as_text(form) if self.as_json else text:
            write(answer)

    def fail(self, error: BaseException) -> int:
        """Tell of an error and how to go on, and return the exit code."""
        code = exit_code_of(error)
        if code == USAGE and self.has_started:
            code = OUTSTANDING
        if code == CLOSED_PIPE and not self.has_started:
            return code
        if code == DEFECT:
            import traceback  # noqa: PLC0415

            traceback.print_exception(error)
        self.tell(f"error: {words_of(error)}")
        if isinstance(error, click.UsageError) and error.ctx:
            self.tell(f"Try '{error.ctx.command_path} --help' for help.")
        if code == INTERRUPTED and (self.tells_notes or not (self.next_step or self.left)):
            again = self.command("cancel")
            for note in getattr(error, "__notes__", ()):
                words = re.sub(r"cancel_execution\(client, .*\)$", lambda _: again, note)
                self.tell(in_shell(words))
        for line in self.left:
            self.tell(line)
        # What cannot be written can be fetched again.
        is_lost = isinstance(error, OSError) and (self.handle or self.has_started)
        if self.next_step and (code in GOES_ON or is_lost or self.left):
            self.tell(f"To go on: {self.next_step}")
        if self.as_json:
            known = {
                "execution": self.handle,
                "executions": self.executions,
                "unsure": self.unsure,
            }
            form = {name: value for name, value in known.items() if value}
            with suppress(OSError):
                write(as_text({"error": form_of(error, code), **form}))
        return code


def write(text: str) -> None:
    """Write a line to stdout, at once, so that an error is told of here."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def tell(text: str) -> None:
    """Write a line to stderr, if that leads anywhere."""
    with suppress(OSError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def as_text(form: Any, *, indent: int | None = 2) -> str:
    """Return a value as JSON, in ASCII where stdout cannot show all of it."""
    import json  # noqa: PLC0415 - takes time that --help has not

    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return json.dumps(form, indent=indent, ensure_ascii=not is_utf8)


def forget_stdout() -> None:
    """Let stdout lead nowhere, so that the end of the process does not fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
