"""Show lists of models as tables in a notebook, as each model shows itself."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

Table = Callable[[list[Any]], str | None]

TABLES: list[Table] = []
"""Write a list as HTML if it is one of theirs."""


def show_lists(*tables: Table) -> None:
    """Let a notebook, if this is one, show lists that ``tables`` can write.

    Lists of a recipe or of a raw call stay plain lists: IPython is asked to write them, unless
    the user has chosen something else for lists.
    """
    TABLES.extend(table for table in tables if table not in TABLES)
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None:
        formatter = shell.display_formatter.formatters["text/html"]
        if list not in formatter.type_printers:
            formatter.for_type(list, html_of)


def html_of(items: list[Any]) -> str | None:
    """Return a list as HTML; None leaves it to IPython."""
    return next(filter(None, (table(items) for table in TABLES)), None)
