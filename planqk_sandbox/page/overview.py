"""The content of a sandbox as HTML and text for people; `planqk_sandbox.page.status` serves it.

Secrets are never read: tokens, consumer secrets of applications, addresses and passwords of
external services, inputs of executions. Everything that users wrote is escaped.
"""

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ..work.strict_json import JsonObject, parse
from ..world.store import Store, Value
from .cells import QUIET, below, bullets, duration, moment, more, reason, state, text

Row = tuple[Value, ...]
ROWS = 200
LINES = 200
CHARACTERS = 20_000
LONGEST_ESCAPE = len(r"\ud83d\ude00")
FRAME = '\n  File "'
"""How a line of a traceback begins in the detail of an error."""
SERVICES = """
SELECT service.id, service.name, description, type, account.name, lifecycle,
    build.id, build.status, build.step, build.created_at, build.finished_at, build.validation
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
SELECT execution.id, execution.id, service.name, account.name, application.name, is_job, platform,
    status, execution.created_at, started_at, ended_at,
    (SELECT count(*) FROM interimresult WHERE execution_id = execution.id),
    substr(outcome, 1, 2000)
FROM execution
JOIN service ON service.id = service_id
JOIN account ON account.id = service.account_id
JOIN payload ON payload.id = execution.id
LEFT JOIN application ON application.id = application_id
ORDER BY execution.rowid DESC"""
DATA_POOLS = """
SELECT datapool.id, datapool.name, short_description, account.name,
    (SELECT count(*) FROM share WHERE thing_id = datapool.id AND revoked_at IS NULL),
    (SELECT count(*) FROM datapoolfile WHERE pool_id = datapool.id),
    (SELECT sum(size) FROM datapoolfile WHERE pool_id = datapool.id),
    (SELECT json_group_array(name) FROM
        (SELECT name FROM datapoolfile WHERE pool_id = datapool.id ORDER BY rowid LIMIT 5))
FROM datapool JOIN account ON account.id = account_id
ORDER BY datapool.rowid DESC"""
BUILD = "SELECT substr(log, -?) FROM build WHERE id = ?"
EXECUTION = "SELECT substr(outcome, 1, ?), substr(log, -?) FROM payload WHERE id = ?"
FILES = "SELECT name, size FROM resultfile WHERE execution_id = ? ORDER BY number LIMIT 20"
INTERIM_RESULTS = """
SELECT substr(value, 1, 1000) FROM interimresult WHERE execution_id = ?
ORDER BY rowid DESC LIMIT 20"""


class Table(NamedTuple):
    """A table of the page: the statement that reads it, and its cells for a row of the answer.

    The first value of a row is its id, the first cell names it. Each column has the name of its
    width in ``status.html``: "" for what fits into a share, "short" for a word, "number" for a few
    digits, "rest" for what takes the most room and its own line on a narrow screen.
    """

    title: str
    columns: Mapping[str, str]
    statement: str
    cells: Callable[[Row], list[str]]

    @property
    def kind(self) -> str:
        """What the ids of its elements begin with."""
        return self.title.lower().replace(" ", "-")


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
    """Return outcome, log, files and interim results of an execution, bounded, as plain text."""
    with store.transaction():
        found = store.select(EXECUTION, CHARACTERS + 1, CHARACTERS, execution_id)
        interim = [str(value) for (value,) in store.select(INTERIM_RESULTS, execution_id)]
        files = [f"{name} ({size} bytes)" for name, size in store.select(FILES, execution_id)]
    for outcome, log in found:
        parts = {
            "Result or error": _pretty(str(outcome or "none yet")),
            f"Log (last {LINES} lines, when it has ended)": _tail(str(log)) or "empty",
            "Result files (at most 20)": "\n".join(files) or "none",
            "Interim results (newest first, at most 20)": "\n".join(interim) or "none",
        }
        return "\n\n".join(f"── {title}\n{part}" for title, part in parts.items())
    return None


def _table(store: Store, table: Table) -> str:
    kind = table.kind
    rows = store.select(f"{table.statement} LIMIT {ROWS + 1}")
    shown = "".join(_row(table, table.cells(row[1:]), row[0]) for row in rows[:ROWS])
    number = f"newest {ROWS}" if len(rows) > ROWS else str(len(rows))
    heads = "".join(
        f'<th scope="col" class="{width}">{title}</th>' for title, width in table.columns.items()
    )
    nothing = f'<tr id="no-{kind}"><td colspan="{len(table.columns)}">None yet.</td></tr>'
    return f"""<section aria-labelledby="{kind}-title">
<h2 id="{kind}-title">{table.title} <span id="{kind}-count" class="count">{number}</span></h2>
<div class="wide" tabindex="0" role="group" aria-labelledby="{kind}-title"><table>
<thead><tr>{heads}</tr></thead>
<tbody id="{kind}" data-one="{table.title[:-1]}">{shown or nothing}</tbody>
</table></div></section>"""


def _row(table: Table, cells: list[str], row_id: Value) -> str:
    name, *others = cells
    columns = list(table.columns.items())[1:]
    rest = "".join(
        f'<td class="{width}" data-title="{title}">{cell}</td>'
        for (title, width), cell in zip(columns, others, strict=True)
    )
    return f'<tr id="{table.kind}-{text(row_id)}"><th scope="row">{name}</th>{rest}</tr>'


def _service(row: Row) -> list[str]:
    name, description, kind, account, lifecycle, build_id, status, step, *times, validation = row
    began, ended = times
    build = QUIET.format("no build")
    if build_id:
        place = "" if status == "SUCCESS" else f"{text(step)} "
        took = f"{moment(ended)}, {duration(began, ended)}" if ended else duration(began, ended)
        build = f"{state(status)} <small>{place}{took}</small>"
    return [
        f"{text(name)} <small>{text(kind)}</small>{below(description)}",
        text(account),
        state(lifecycle),
        build,
        _messages(build_id, status, validation) if ended else "",
    ]


def _application(row: Row) -> list[str]:
    application_id, name, account, subscriptions, key = row
    command = f"python -m planqk_sandbox credentials {application_id}"
    return [
        text(name),
        text(account),
        text(subscriptions),
        f"{text(key)}{below(f'The secret: {command}')}",
    ]


def _subscription(row: Row) -> list[str]:
    name, account, service, provider = row
    return [_with_account(name, account), _with_account(service, provider)]


def _execution(row: Row) -> list[str]:
    execution_id, service, account, application, is_job, platform, status, *rest = row
    created, started, ended, interim, outcome = rest
    nobody = QUIET.format("job" if is_job else "deleted")
    return [
        _with_account(service, account),
        text(application) if application else nobody,
        text(platform),
        state(status),
        moment(created),
        duration(started, ended),
        text(interim),
        _outcome(f"executions/{execution_id}", outcome),
    ]


def _data_pool(row: Row) -> list[str]:
    name, description, account, shares, number, size, names = row
    left = int(number or 0) - len(listed := json.loads(str(names)))
    return [
        f"{text(name)}{below(description)}",
        text(account),
        text(shares),
        text(number),
        text(size or 0),
        bullets([*listed, *([f"and {left} more"] if left else [])]),
    ]


def _with_account(name: Value, account: Value) -> str:
    return f"{text(name)}{below(account)}"


def _messages(build_id: Value, status: Value, validation: Value) -> str:
    told = json.loads(str(validation))
    address, messages = f"builds/{build_id}", bullets(told["messages"][:5])
    if not messages and status == "SUCCESS":
        return more(address, told["summary"])
    summary = reason(told["summary"]) if status == "FAILURE" else text(told["summary"])
    return f"{summary}{messages}{more(address, 'log')}"


def _outcome(address: str, outcome: Value) -> str:
    """Return a result in a line, or the reason of a failure and the line of code it is from."""
    told = _read(str(outcome or "{}"))
    if told is None:
        return more(address, str(outcome).removeprefix('{"result": '))
    if "code" in told:
        message, *frames = str(told.get("detail")).split(FRAME)
        where = frames[-1].partition("\n")[0].replace('"', "") if frames else ""
        why = reason(f"{told['code']}: {message}")
        return f"{why}{below(where)}{more(address, 'details')}"
    return more(address, _json(told["result"]) if "result" in told else "details")


def _read(outcome: str) -> JsonObject | None:
    """Return an outcome, and of an error that is cut the beginning; None when a result is cut."""
    texts = [outcome]
    if outcome.startswith('{"code"'):  # it was cut in the detail, maybe in an escape of JSON
        texts += [outcome[: len(outcome) - left] + '"}' for left in range(LONGEST_ESCAPE)]
    for each in texts:
        try:
            told = parse(each)
        except ValueError:
            continue
        return told if isinstance(told, dict) else None
    return None


def _pretty(outcome: str) -> str:
    told = _read(outcome)
    if told is None:
        shown = outcome
    elif "code" in told:
        shown = f"{told['code']}: {told.get('detail')}"
    else:
        shown = _json(told, indent=2)
    return shown if len(outcome) <= CHARACTERS else f"{shown[:CHARACTERS]}\n[cut off here]"


def _tail(log: str) -> str:
    lines = log.splitlines()
    cut = len(lines) > LINES or len(log) >= CHARACTERS
    return ("[earlier output left out]\n" if cut else "") + "\n".join(lines[-LINES:])


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


TABLES = (
    Table(
        "Services",
        {
            "Service": "",
            "Account": "",
            "Lifecycle": "short",
            "Build": "",
            "Messages and log": "rest",
        },
        SERVICES,
        _service,
    ),
    Table(
        "Executions",
        {
            "Service": "",
            "Application": "",
            "Platform": "number",
            "Status": "short",
            "Created (UTC)": "short",
            "Duration": "number",
            "Interim": "number",
            "Result or error": "rest",
        },
        EXECUTIONS,
        _execution,
    ),
    Table(
        "Applications",
        {"Application": "", "Account": "", "Subscriptions": "short", "Consumer key": "rest"},
        APPLICATIONS,
        _application,
    ),
    Table("Subscriptions", {"Application": "", "Service": ""}, SUBSCRIPTIONS, _subscription),
    Table(
        "Data pools",
        {
            "Data pool": "",
            "Account": "",
            "Shares": "number",
            "Files": "number",
            "Bytes": "number",
            "Names": "rest",
        },
        DATA_POOLS,
        _data_pool,
    ),
)
