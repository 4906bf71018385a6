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
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from attrs import evolve

from scripts.diff.python_api import python_changes
from scripts.diff.reading import uses_in
from scripts.diff.report import Report, markdown
from scripts.diff.uses import Uses
from scripts.diff.wire import wire_changes
from scripts.documents import Document, DocumentError, read, sha256
from scripts.generate import generate_package, pins, spelled
from scripts.targets import GENERATED, TARGETS, Target, add_platform


def compare(target: Target, before: Path, after: Path) -> Report:
    """Compare two documents of a platform's API.

    Args:
        target: The platform.
        before: The earlier document.
        after: The later one.

    Raises:
        DocumentError: One cannot be read, or a tool is another than the pinned one.
    """
    documents = read(before), read(after)
    own = before == target.platform.document
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor() as at_once:
        reading = at_once.submit(uses_in, target)
        report, _ = compare_documents(target, documents, Path(scratch), reading.result, own=own)
    return evolve(report, before=before.name, after=after.name)


def compare_documents(
    target: Target,
    documents: tuple[Document, Document],
    scratch: Path,
    uses_of: Callable[[], Uses],
    *,
    own: bool,
) -> tuple[Report, Path]:
    """Compare two documents that were read, and return the folder of the later client, too.

    Args:
        target: The platform.
        documents: The earlier document and the later one.
        scratch: A folder for temporary files.
        uses_of: Returns the lines of the recipes that use the client.
        own: Whether generated/ was made from the earlier document.
    """
    pins()
    spec = target.platform
    notes: list[str] = []
    later = scratch / "generated"
    earlier = GENERATED if own else scratch / "before"
    with ThreadPoolExecutor() as at_once:
        making = [
            at_once.submit(generate_package, spec, folder, document=document, notes=remarks)
            for folder, document, remarks in zip(
                (earlier, later), documents, ([], notes), strict=True
            )
            if folder != GENERATED
        ]
        old, new = (spelled(spec, document) for document in documents)
        wire = wire_changes(old, new)
        for each in making:
            each.result()
        python = python_changes(spec.package, earlier, later)
    uses = uses_of()
    found = [(change, uses.concerned(change, old)) for change in wire]
    for change, lines in found:
        change.breaking |= change.in_errors and bool(lines)
    names = [(change, uses.concerned_in_python(change)) for change in python]
    return Report("", "", found, names, notes), later


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
