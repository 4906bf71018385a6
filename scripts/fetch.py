"""Fetch the platform's API document and store it for `make api-diff` and `make upgrade`.

    python -m scripts.fetch [--platform NAME]                from the platform, with your token
    python -m scripts.fetch [--platform NAME] URL_OR_FILE    from elsewhere

It is stored in specs/fetched/, in canonical order, with its source, date and hash. No other step of
an upgrade uses the network.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from pkgutil import resolve_name

import httpx2 as httpx

from planqk_helpers.engine.addresses import HeaderAuth, is_loopback
from planqk_helpers.errors import ConfigError
from scripts.documents import ROOT, Document, DocumentError, operations, parse, read, text_of
from scripts.targets import TARGETS, Target, add_platform

LARGEST = 20 * 1024 * 1024
"""Bytes; the document of 2024 has less than a megabyte."""
SECONDS = 120.0
"""For the whole download."""
SHARED = 0.3
"""Part of our operations that another state of the same API has at least; that of 2024 has 80 %."""


def fetch(target: Target, source: str, folder: Path) -> Path:
    """Store a platform's document from a URL or a file, and return where.

    Raises:
        DocumentError: It cannot be had, or is not a document of the platform's API. The document
            that was stored before is still there.
    """
    if re.match("https?://", source, re.IGNORECASE):
        try:
            url = httpx.URL(source)
        except httpx.InvalidURL as error:
            raise DocumentError(f"that is no address: {error}") from error
        name = shown(url)
        document = parse(download(target, url), name)
    else:
        name = Path(source).name
        document = parse(read_file(Path(source)), name)
    require_platform(target, document, name)
    return store(document, name, folder)


def shown(url: httpx.URL) -> str:
    """Return an address without what may be secret in it."""
    return str(url.copy_with(query=None, userinfo=b"", fragment=None))


def store(document: Document, source: str, folder: Path) -> Path:
    text = text_of(document)
    record = {
        "source": source,
        "fetched": datetime.now(UTC).isoformat(timespec="seconds"),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (
        ("platform.json", text),
        ("platform.source.json", json.dumps(record, indent=2) + "\n"),
    ):
        unfinished = folder / f"{name}.part"
        unfinished.write_text(content, "utf-8")
        unfinished.replace(folder / name)
    return folder / "platform.json"


def read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise DocumentError(f"{path.name} cannot be read: {error.strerror}") from error
    if len(content) > LARGEST:
        raise DocumentError(f"{path.name} is larger than {LARGEST:,} bytes")
    return content


def download(target: Target, url: httpx.URL) -> bytes:
    """Return the content of an address, within bounds of time and size."""
    token = token_for(target, url)
    content = bytearray()
    deadline = time.monotonic() + SECONDS
    hooks = {"request": [lambda request: require_safe(request.url)]}
    try:
        with (
            # A redirect would take the header with the token elsewhere.
            httpx.Client(
                auth=token, follow_redirects=token is None, timeout=30.0, event_hooks=hooks
            ) as client,
            client.stream("GET", url) as answer,
        ):
            if answer.status_code != 200:
                raise DocumentError(refusal(target, answer, with_token=token is not None))
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > LARGEST:
                    raise DocumentError(f"{url.host} sends more than {LARGEST:,} bytes")
                if time.monotonic() > deadline:
                    raise DocumentError(f"{url.host} did not end within {SECONDS:.0f} s")
    except httpx.HTTPError as error:
        reason = f"{type(error).__name__}: {error}"
        raise DocumentError(f"no document from {url.host}: {reason}") from error
    return bytes(content)


def require_safe(url: httpx.URL) -> None:
    """Refuse plain http, but to this machine; also where a redirect leads there."""
    if url.scheme == "http" and not is_loopback(url.host):
        raise DocumentError(f"{url.host} is asked over plain http: anyone could answer. Use https")


def refusal(target: Target, answer: httpx.Response, *, with_token: bool) -> str:
    """Return what an answer without a document means, and what to do about it."""
    hint, url = "", answer.request.url
    if answer.next_request is not None:
        there = shown(answer.next_request.url)
        hint = f": it redirects to {there}, where your token must not go. Give that address"
    elif answer.status_code in (401, 403) and with_token:
        hint = ": it refuses your token, which is wrong, expired or revoked"
    elif answer.status_code in (401, 403) and url.host == httpx.URL(target.address).host:
        hint = f": set {target.token_variable}, or download it with a browser and give the file"
    elif answer.status_code in (401, 403):
        hint = ": it wants a login. Download it with a browser and give the file"
    return f"{url.host} answers {answer.status_code} at {url.path}{hint}"


def token_for(target: Target, url: httpx.URL) -> HeaderAuth | None:
    """Return the access token's header, if there is a token and ``url`` is of its platform."""
    try:
        settings = resolve_name(target.settings)(None, None, None)
    except ConfigError:
        return None
    if not str(url).startswith(settings.base_url + "/"):
        return None
    return HeaderAuth(settings.base_url, target.token_header).set(settings.api_key)


def require_platform(target: Target, document: Document, name: str) -> None:
    """Refuse the document of another API: it has few of the platform's operations."""
    ours, theirs = (
        {operation.get("operationId") for operation in operations(each).values()}
        for each in (read(target.platform.document), document)
    )
    if len(ours & theirs) < SHARED * len(ours):
        title = document["info"]["title"]
        raise DocumentError(
            f"{name} ({title}) is the document of another API: of the {len(ours)} operations of "
            f"{target.platform.name} it has {len(ours & theirs)}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description="Fetch and store the platform's API document.")
    parser.add_argument("source", nargs="?", default="", help="URL or file; default: the platform")
    add_platform(parser)
    arguments = parser.parse_args()
    target = TARGETS[arguments.platform]
    try:
        stored = fetch(target, arguments.source or target.address, target.fetched)
    except (DocumentError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(f"stored in {stored.relative_to(ROOT).as_posix()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
