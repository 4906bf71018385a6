"""The cells of the page's tables as HTML. Everything that users wrote is escaped."""

import time
from html import escape

from ..world.store import Value

NAME = 200
PREVIEW = 80
REASON = 300
QUIET = '<span class="quiet">{}</span>'
TONES = {
    **dict.fromkeys(("ACCESSIBLE", "PUBLISHED", "SUCCESS", "SUCCEEDED"), "good"),
    **dict.fromkeys(("FAILURE", "FAILED"), "bad"),
    **dict.fromkeys(("WORKING", "PENDING", "RUNNING"), "busy"),
}


def text(value: Value, limit: int = NAME) -> str:
    """Return a text, cut to `limit` characters."""
    shown = "" if value is None else str(value)
    return escape(shown if len(shown) <= limit else f"{shown[:limit]}…")


def below(value: Value) -> str:
    """Return a line of its own for something less important, if there is something."""
    return f'<small class="below">{text(value)}</small>' if value else ""


def state(value: Value) -> str:
    """Return a state in its colour, with its sign."""
    return f'<span class="state {TONES.get(str(value), "")}">{text(value)}</span>'


def moment(seconds: Value) -> str:
    """Return the time of day, if there is one; the date shows on hovering."""
    if not seconds:
        return ""
    shown = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(float(seconds)))
    return f'<time datetime="{shown}Z" title="{shown} UTC">{shown[11:]}</time>'


def duration(began: Value, ended: Value) -> str:
    """Return how long something took, or since when it goes on."""
    if not began:
        return ""
    if not ended:
        return f"<small>since {moment(began)}</small>"
    seconds = max(0.0, float(ended) - float(began))
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"


def reason(value: Value) -> str:
    """Return why something failed."""
    return f'<span class="bad">{text(value, REASON)}</span>'


def bullets(values: list[str]) -> str:
    """Return a list of messages, if there are some."""
    items = "".join(f"<li>{text(value, 500)}</li>" for value in values)
    return f"<ul>{items}</ul>" if items else ""


def more(address: str, label: str) -> str:
    """Return a part that the page reads from `address` only when somebody opens it."""
    pre = '<pre tabindex="0">…</pre>'
    summary = f"<summary>{text(label, PREVIEW)}</summary>"
    return f'<details data-from="/status/{text(address)}">{summary}{pre}</details>'
