"""Tell what differs between two documents of the platform's API, and which recipes it concerns.

    python -m scripts.api_diff [--from FILE] [--to FILE] [--json]

Without files it compares the document that generated/ was made from with the fetched one. Exit
status: 0 if nothing breaks a caller, 1 if something does, 2 if it could not be told.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.documents import ROOT, SPECS, DocumentError, read, sha256
from scripts.fetch import FETCHED
from scripts.generate import GENERATED, generate_package
from scripts.python_api import python_changes
from scripts.report import Report, markdown
from scripts.uses import uses_in
from scripts.wire import changes

OWN = SPECS / "platform.json"


def compare(before: Path, after: Path, package: Path | None = None) -> Report:
    """Compare two documents.

    Args:
        before: The earlier one.
        after: The later one.
        package: Where to leave the client generated from the later one; None: nowhere.

    Raises:
        DocumentError: One cannot be read, or a tool is missing.
    """
    old, new = read(before), read(after)
    notes: list[str] = []
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor() as at_once:
        earlier, later = Path(scratch, "before"), package or Path(scratch, "after")
        wire = at_once.submit(changes, old, new)
        uses = at_once.submit(uses_in, ROOT / "planqk_helpers", GENERATED)
        made = [
            at_once.submit(generate_package, "platform", folder, spec=spec, notes=remarks)
            for folder, spec, remarks in ((earlier, before, []), (later, after, notes))
        ]
        for each in made:
            each.result()
        python = python_changes(earlier, later)
        where = uses.result()
        found = [(change, where.touched(change, old)) for change in wire.result()]
    return Report(before.name, after.name, found, python, notes)


def require_own() -> None:
    """Refuse to compare with a document that generated/ was not made from.

    Raises:
        DocumentError: specs/platform.json is another one by now.
    """
    recorded = json.loads((GENERATED / "inputs.json").read_text("utf-8"))
    if recorded["specs/platform.json"] != sha256(OWN):
        raise DocumentError(
            "specs/platform.json is not what generated/ was made from: run `make generate`, or "
            "say what to compare with FROM=FILE"
        )


def defaults(before: str, after: str) -> tuple[Path, Path]:
    """Return the documents to compare.

    Raises:
        DocumentError: One that was not named is not there.
    """
    if not before:
        require_own()
    if not after and not (FETCHED / "platform.json").is_file():
        raise DocumentError("no document was fetched: run `make fetch`, or give TO=FILE")
    return Path(before) if before else OWN, Path(after) if after else FETCHED / "platform.json"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--from", dest="before", default="", help="the earlier document")
    parser.add_argument("--to", dest="after", default="", help="the later document")
    parser.add_argument("--json", action="store_true", help="print JSON instead of Markdown")
    arguments = parser.parse_args()
    try:
        report = compare(*defaults(arguments.before, arguments.after))
    except DocumentError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except Exception as error:  # noqa: BLE001 - any other status would be an answer
        print(f"error: it cannot be told: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    as_json = json.dumps(report.as_json(), indent=1) + "\n"
    print(as_json if arguments.json else markdown(report), end="")
    return 1 if report.breaking else 0


if __name__ == "__main__":
    sys.exit(main())
