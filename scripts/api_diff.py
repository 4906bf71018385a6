"""Tell what differs between two documents of a platform's API, and which recipes it concerns.

    python -m scripts.api_diff [--platform NAME] [--from FILE] [--to FILE] [--json]

Without files it compares the document that generated/ was made from with the fetched one. Exit
status: 0 if nothing breaks a caller, 1 if something does, 2 if the comparison failed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.diff.python_api import python_changes
from scripts.diff.reading import uses_in
from scripts.diff.report import Report, markdown
from scripts.diff.wire import wire_changes
from scripts.documents import DocumentError, sha256
from scripts.generate import generate_package, read_named
from scripts.targets import GENERATED, TARGETS, Target, add_platform


def compare(target: Target, before: Path, after: Path, folder: Path | None = None) -> Report:
    """Compare two documents of a platform's API.

    Args:
        target: The platform.
        before: The earlier document.
        after: The later one.
        folder: Where to leave the client generated from the later one; None: nowhere.

    Raises:
        DocumentError: One cannot be read, or a tool is missing.
    """
    old, new = (read_named(target.platform, path) for path in (before, after))
    notes: list[str] = []
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor() as at_once:
        earlier, later = Path(scratch, "before"), folder or Path(scratch, "after")
        wire = at_once.submit(wire_changes, old, new)
        reading = at_once.submit(uses_in, target)
        generating = [
            at_once.submit(generate_package, target.platform, place, document=path, notes=remarks)
            for place, path, remarks in ((earlier, before, []), (later, after, notes))
        ]
        for each in generating:
            each.result()
        python = python_changes(target.platform.package, earlier, later)
        uses = reading.result()
        found = [(change, uses.concerned(change, old)) for change in wire.result()]
    return Report(before.name, after.name, found, python, notes)


def require_own(target: Target) -> None:
    """Refuse to compare with a document that generated/ was not made from.

    Raises:
        DocumentError: The platform's document in specs/ changed since.
    """
    own = target.platform
    recorded = json.loads((GENERATED / "inputs.json").read_text("utf-8"))
    if recorded[own.name] != sha256(own.document):
        raise DocumentError(
            f"{own.name} is not what generated/ was made from: run `make generate`, or name the "
            "earlier document with FROM=FILE"
        )


def documents_to_compare(target: Target, before: str, after: str) -> tuple[Path, Path]:
    """Return the two documents that are named, or those that are compared by default.

    Raises:
        DocumentError: A default is missing.
    """
    if not before:
        require_own(target)
    fetched = target.fetched / "platform.json"
    if not after and not fetched.is_file():
        raise DocumentError("no document was fetched: run `make fetch`, or give TO=FILE")
    return Path(before or target.platform.document), Path(after or fetched)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--from", dest="before", default="", help="the earlier document")
    parser.add_argument("--to", dest="after", default="", help="the later document")
    parser.add_argument("--json", action="store_true", help="print JSON instead of Markdown")
    add_platform(parser)
    arguments = parser.parse_args()
    target = TARGETS[arguments.platform]
    try:
        paths = documents_to_compare(target, arguments.before, arguments.after)
        report = compare(target, *paths)
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
