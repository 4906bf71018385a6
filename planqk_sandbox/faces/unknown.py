"""Tells in the log what operations ignore.

A client of another year sends parameters under names that the document does not have. The platform
does not mind, so neither does the sandbox; but whoever wonders why they have no effect can read it.
"""

import logging
import re
from collections.abc import Iterable, Mapping

from .routes import Route

LIMIT = 100
# Shorter than any token: somebody may put one where a name belongs.
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,25}")
logger = logging.getLogger(__name__)


class Unknown:
    """Tells once of each name, and not of more than `LIMIT`."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def tell(self, route: Route, query: Iterable[str], body: Mapping[str, object]) -> None:
        """Tell what `route` does not know of a request's query parameters and body."""
        kind = "part" if route.body == "multipart" else "member"
        for name in query:
            if name not in route.query:
                self._say(route, "query parameter", name)
        for name, value in body.items():
            if name not in route.members and value is not None:
                self._say(route, kind, name)

    def _say(self, route: Route, kind: str, name: str) -> None:
        what = f"the {kind} {name}" if NAME.fullmatch(name) else f"a {kind} with an odd name"
        line = f"{route.operation} ignores {what}: its document has none"
        if line not in self._told and len(self._told) < LIMIT:
            self._told.add(line)
            logger.warning(line)
