"""The status page at ``GET /``: shows people what happens in the sandbox.

It needs no token, so it answers only requests from the machine that the sandbox runs on. Their Host
header has to name that machine: otherwise a page in the browser could read this one under a name of
its own (DNS rebinding).
"""

import secrets
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

from ..world.errors import NotAllowed, NotFound
from ..world.options import is_loopback
from ..world.world import World
from .overview import build_text, execution_text, tables

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
OWN_CODE = "; script-src 'nonce-{0}'; style-src 'nonce-{0}'; connect-src 'self'; img-src data:"


class StatusPage:
    """The page, and the parts of it that change."""

    def __init__(self, world: World, url: str) -> None:
        """Show `world`, which is served at `url`."""
        self._world = world
        self._url = url
        self._template = files(__package__).joinpath("status.html").read_text("utf-8")
        self._run = secrets.token_hex(4)
        self._tables = (-1, "")

    @staticmethod
    def is_at(path: str) -> bool:
        """Tell whether the page, or a part of it, is at `path`."""
        return path == "/" or path.startswith("/status/")

    async def respond(self, request: Request) -> Response:
        """Answer a request for the page or for a part of it."""
        try:
            self._check(request)
            response = self._answer(request)
        except NotAllowed as error:
            response = _text(str(error), 403)
        except NotFound as error:
            response = _text(str(error), 404)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.update(HEADERS)
        return response

    def _check(self, request: Request) -> None:
        name = _name(request.headers.get("host", ""))
        if not (is_loopback(name) or name == self._world.options.host):
            raise NotAllowed(
                "The status page is only at a loopback address, or at the host of --host"
            )
        asking = request.client.host if request.client else ""
        here = (request.scope.get("server") or ("",))[0]
        if not (is_loopback(asking) or asking == here):
            raise NotAllowed("The status page is only for the machine the sandbox runs on")

    def _answer(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            response = _text("This can only be read", 405)
            response.headers["Allow"] = "GET, HEAD"
            return response
        path = request.scope["path"]
        if path == "/":
            return self._page()
        _, _, kind, *rest = path.split("/")
        if [kind, *rest] == ["tables"]:
            return self._changes(request)
        read = {"builds": build_text, "executions": execution_text}.get(kind)
        text = read(self._world.store, rest[0]) if read and len(rest) == 1 else None
        if text is None:
            raise NotFound("There is no such thing (any more)")
        return _text(text)

    def _page(self) -> Response:
        nonce = secrets.token_urlsafe(16)
        address = {
            "{{nonce}}": nonce,
            "{{url}}": self._url,
            "{{organization}}": self._world.organizations[0].id,
        }
        head, foot = self._template.split("{{tables}}")
        for mark, value in address.items():
            head, foot = head.replace(mark, value), foot.replace(mark, value)
        response = _html(head + self._read()[1] + foot)
        response.headers["Content-Security-Policy"] = POLICY + OWN_CODE.format(nonce)
        return response

    def _changes(self, request: Request) -> Response:
        """Return the tables, or 304 when they are those the page has."""
        changes, html = self._read()
        tag = f'"{self._run}-{changes}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        response = _html(html)
        response.headers["ETag"] = tag
        return response

    def _read(self) -> tuple[int, str]:
        # The number is read before the tables: a change in between is shown, and read once more.
        changes = self._world.store.changes
        if changes != self._tables[0]:
            self._tables = (changes, tables(self._world.store))
        return self._tables


def _name(host: str) -> str:
    """Return the host of a Host header, without port and brackets."""
    name = host.partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    return name.removeprefix("[").lower()


def _html(text: str) -> Response:
    # User code may return halves of surrogate pairs, which UTF-8 cannot hold.
    return Response(text.encode(errors="replace"), media_type="text/html")


def _text(text: str, status: int = 200) -> Response:
    return Response(text.encode(errors="replace"), status, media_type="text/plain")
