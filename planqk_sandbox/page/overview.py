"""The content of a sandbox as HTML and text for people; `planqk_sandbox.page.status` serves it.

Secrets are never read: tokens, consumer secrets of applications, addresses and passwords of
external services, inputs of executions. Everything that users wrote is escaped.
"""

import json
import time
from collections.abc import Callable
from html import escape
from typing import NamedTuple

from ..work.strict_json import parse
from ..world.store import Store, Value

Row = tuple[Value, ...]
ROWS = 200
LINES = 200
CHARACTERS = 20_000
NAME = 200
PREVIEW = 80
TONES = {
    **dict.fromkeys(("ACCESSIBLE", "PUBLISHED", "SUCCESS", "SUCCEEDED"), "good"),
    **dict.fromkeys(("FAILURE", "FAILED"), "bad"),
    **dict.fromkeys(("WORKING", "PENDING", "RUNNING"), "busy"),
}
SERVICES = """
SELECT service.id, service.name, description, type, account.name, lifecycle,
    build.id, build.status, build.step, build.finished_at, build.validation
FROM service JOIN account ON account.id = account_id
LEFT JOIN (SELECT service_id, max(rowid) AS newest FROM build GROUP BY service_id) AS latest
    ON latest.service_id = service.id
LEFT JOIN build ON build.rowid = newest
ORDER BY service.rowid DESC"""
APPLICATIONS = """
SELECT application.id, application.id, application.name, account.name,
    (SELECT count(*) FROM subscription WHERE application_id = application.id), consumer_key
FROM application JOIN account ON account.id = account_id
ORDER BY application.rowid DESC"""
SUBSCRIPTIONS = """
SELECT subscription.id, application.name, caller.name, service.name, provider.name
FROM subscription
JOIN application ON application.id = application_id
JOIN account AS caller ON caller.id = application.account_id
JOIN service ON service.id = service_id
JOIN account AS provider ON provider.id = service.account_id
ORDER BY subscription.rowid DESC"""
EXECUTIONS = """
SELECT execution.id, execution.id, service.name, account.name, application.name, status,
    execution.created_at, started_at, ended_at,
    (SELECT count(*) FROM interimresult WHERE execution_id = execution.id),
    substr(outcome, 1, 2000)
FROM execution
JOIN service ON service.id = service_id
JOIN account ON account.id = service.account_id
JOIN payload ON payload.id = execution.id
LEFT JOIN application ON application.id = application_id
ORDER BY execution.rowid DESC"""
BUILD = "SELECT substr(log, -?) FROM build WHERE id = ?"
EXECUTION = "SELECT substr(outcome, 1, ?), substr(log, -?) FROM payload WHERE id = ?"
INTERIM_RESULTS = """
SELECT substr(value, 1, 1000) FROM interimresult WHERE execution_id = ?
ORDER BY rowid DESC LIMIT 20"""


class Table(NamedTuple):
    """A table of the page: the statement that reads it, and its cells for a row of the answer.

    The first value of a row is its id, the first cell names it.
    """

    title: str
    columns: tuple[str, ...]
    statement: str
    cells: Callable[[Row], list[str]]


def tables(store: Store) -> str:
    """Return everything as HTML tables, newest first."""
    with store.transaction():
        return "\n".join(_table(store, table) for table in TABLES)


def build_text(store: Store, build_id: str) -> str | None:
    """Return the end of a build's log as plain text, if there is such a build."""
    for (log,) in store.select(BUILD, CHARACTERS, build_id):
        return _tail(str(log)) or "The build wrote nothing."
    return None


def execution_text(store: Store, execution_id: str) -> str | None:
    """Return outcome, log and interim results of an execution, bounded, as plain text."""
    with store.transaction():
        found = store.select(EXECUTION, CHARACTERS + 1, CHARACTERS, execution_id)
        interim = [str(value) for (value,) in store.select(INTERIM_RESULTS, execution_id)]
    for outcome, log in found:
        parts = {
            "Result or error": _pretty(str(outcome or "none yet")),
            f"Log (last {LINES} lines, when it has ended)": _tail(str(log)) or "empty",
            "Interim results (newest first, at most 20)": "\n".join(interim) or "none",
        }
        return "\n\n".join(f"── {title}\n{text}" for title, text in parts.items())
    return None


def _table(store: Store, table: Table) -> str:
    kind = table.title.lower()
    rows = store.select(f"{table.statement} LIMIT {ROWS + 1}")
    shown = "".join(_row(kind, table.cells(row[1:]), row[0]) for row in rows[:ROWS])
    number = f"newest {ROWS}" if len(rows) > ROWS else str(len(rows))
    heads = "".join(f'<th scope="col">{column}</th>' for column in table.columns)
    nothing = f'<tr id="no-{kind}"><td colspan="{len(table.columns)}">None yet.</td></tr>'
    return f"""<section aria-labelledby="{kind}-title">
<h2 id="{kind}-title">{table.title} <span id="{kind}-count" class="count">{number}</span></h2>
<div class="wide" tabindex="0" role="group" aria-labelledby="{kind}-title"><table class="{kind}">
<thead><tr>{heads}</tr></thead>
<tbody id="{kind}" data-one="{table.title[:-1]}">{shown or nothing}</tbody>
</table></div></section>"""


def _row(kind: str, cells: list[str], row_id: Value) -> str:
    name, *others = cells
    rest = "".join(f"<td>{cell}</td>" for cell in others)
    return f'<tr id="{kind}-{_text(row_id)}"><th scope="row">{name}</th>{rest}</tr>'


def _service(row: Row) -> list[str]:
    name, description, kind, account, lifecycle, build_id, status, step, finished, validation = row
    build = '<span class="quiet">no build</span>'
    if build_id:
        place = "" if status == "SUCCESS" else _text(step)
        build = f"{_state(status)} <small>{place} {_time(finished)}</small>"
    return [
        f"{_text(name)} <small>{_text(kind)}</small>{_below(description)}",
        _text(account),
        _state(lifecycle),
        build,
        _messages(build_id, validation) if finished else "",
    ]


def _application(row: Row) -> list[str]:
    application_id, name, account, subscriptions, key = row
    command = f"python -m planqk_sandbox credentials {application_id}"
    return [
        _text(name),
        _text(account),
        _text(subscriptions),
        f"{_text(key)}{_below(f'The secret: {command}')}",
    ]


def _subscription(row: Row) -> list[str]:
    name, account, service, provider = row
    return [_with_account(name, account), _with_account(service, provider)]


def _execution(row: Row) -> list[str]:
    (
        execution_id,
        service,
        account,
        application,
        status,
        created,
        started,
        ended,
        interim,
        outcome,
    ) = row
    return [
        _with_account(service, account),
        _text(application) if application else '<span class="quiet">deleted</span>',
        _state(status),
        _time(created),
        _time(started),
        _time(ended),
        _text(interim),
        _more("executions", execution_id, _preview(outcome) or "details"),
    ]


def _text(value: Value, limit: int = NAME) -> str:
    text = "" if value is None else str(value)
    return escape(text if len(text) <= limit else f"{text[:limit]}…")


def _with_account(name: Value, account: Value) -> str:
    return f"{_text(name)}{_below(account)}"


def _below(value: Value) -> str:
    return f'<small class="below">{_text(value)}</small>' if value else ""


def _state(value: Value) -> str:
    return f'<span class="state {TONES.get(str(value), "")}">{_text(value)}</span>'


def _time(moment: Value) -> str:
    if not moment:
        return ""
    shown = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(float(moment)))
    return f'<time datetime="{shown}Z" title="{shown} UTC">{shown[11:]}</time>'


def _more(kind: str, record_id: Value, label: str) -> str:
    """Return a part that the page reads only when somebody opens it."""
    address, title = f"/status/{kind}/{_text(record_id)}", _text(label, PREVIEW)
    pre = '<pre tabindex="0">…</pre>'
    return f'<details data-from="{address}"><summary>{title}</summary>{pre}</details>'


def _messages(build_id: Value, validation: Value) -> str:
    told = json.loads(str(validation))
    more = "".join(f"<li>{_text(message, 500)}</li>" for message in told["messages"][:5])
    if not more:
        return _more("builds", build_id, told["summary"])
    return f"{_text(told['summary'])}<ul>{more}</ul>{_more('builds', build_id, 'log')}"


def _preview(outcome: Value) -> str:
    """Return a result, or an error as code and detail, in a line."""
    try:
        told = parse(str(outcome or "{}"))
    except ValueError:
        return str(outcome).removeprefix('{"result": ')
    if isinstance(told, dict) and "code" in told:
        return f"{told['code']}: {told.get('detail')}"
    return _json(told["result"]) if isinstance(told, dict) and "result" in told else ""


def _pretty(outcome: str) -> str:
    try:
        text = _json(parse(outcome), indent=2)
    except ValueError:
        text = outcome
    return text if len(text) <= CHARACTERS else f"{text[:CHARACTERS]}\n[cut off here]"


def _tail(log: str) -> str:
    lines = log.splitlines()
    cut = len(lines) > LINES or len(log) >= CHARACTERS
    return ("[earlier output left out]\n" if cut else "") + "\n".join(lines[-LINES:])


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


EXECUTION_COLUMNS = "Service|Application|Status|Created (UTC)|Started|Ended|Interim|Result or error"
TABLES = (
    Table(
        "Services",
        ("Service", "Account", "Lifecycle", "Build", "Messages and log"),
        SERVICES,
        _service,
    ),
    Table("Executions", tuple(EXECUTION_COLUMNS.split("|")), EXECUTIONS, _execution),
    Table(
        "Applications",
        ("Application", "Account", "Subscriptions", "Consumer key"),
        APPLICATIONS,
        _application,
    ),
    Table("Subscriptions", ("Application", "Service"), SUBSCRIPTIONS, _subscription),
)
