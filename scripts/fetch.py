"""Fetch the platform's API document and store it for `make api-diff` and `make upgrade`.

    python -m scripts.fetch                from the platform, with your token if there is one
    python -m scripts.fetch URL_OR_FILE    from elsewhere

It is stored in specs/fetched/, in canonical order, with its source, date and hash. This is the only
step of an upgrade that uses the network.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx2 as httpx

from planqk_helpers.engine.addresses import HeaderAuth, is_loopback
from planqk_helpers.engine.settings import resolve
from planqk_helpers.errors import ConfigError
from planqk_helpers.planqk.connection import SOURCES
from scripts.documents import SPECS, Document, DocumentError, operations, parse, read, text_of

DEFAULT = f"{SOURCES.default_base_url}/docs"
FETCHED = SPECS / "fetched"
LARGEST = 20 * 1024 * 1024
"""Bytes; the platform's document has less than a tenth of one such megabyte."""
SECONDS = 120.0
"""For the whole download."""
SHARED = 0.3
"""Of our operations, what another state of the same API has at least; that of 2024 has 80 %."""


def fetch(source: str, folder: Path = FETCHED) -> Path:
    """Store the platform's document from a URL or a file, and return where.

    Raises:
        DocumentError: It cannot be had, or is not a document of the platform's API. What was
            stored before is still there.
    """
    if source.startswith(("http://", "https://")):
        try:
            url = httpx.URL(source)
        except httpx.InvalidURL as error:
            raise DocumentError(f"that is no address: {error}") from error
        name = str(url.copy_with(query=None, userinfo=b""))
        document = parse(download(url), name)
    else:
        name = Path(source).name
        document = parse(read_file(Path(source)), name)
    require_platform(document, name)
    return store(document, name, folder)


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


def download(url: httpx.URL) -> bytes:
    """Return what is at an address, within bounds of time and size."""
    if url.scheme == "http" and not is_loopback(url.host):
        raise DocumentError(f"{url.host} is asked over plain http: anyone could answer. Use https")
    token = token_for(url)
    content = bytearray()
    deadline = time.monotonic() + SECONDS
    try:
        with (
            # A redirect would take the header with the token elsewhere.
            httpx.Client(auth=token, follow_redirects=token is None, timeout=30.0) as client,
            client.stream("GET", url) as answer,
        ):
            if answer.status_code != 200:
                raise DocumentError(refusal(answer.status_code, url))
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


def refusal(status: int, url: httpx.URL) -> str:
    hint = ""
    if status in (401, 403):
        hint = ": set PLANQK_PERSONAL_ACCESS_TOKEN, or download it with a browser and give the file"
    return f"{url.host} answers {status} at {url.path}{hint}"


def token_for(url: httpx.URL) -> HeaderAuth | None:
    """Return what adds the access token, if there is one and ``url`` is of its platform."""
    try:
        settings = resolve(SOURCES, None, None, None)
    except ConfigError:
        return None
    if not str(url).startswith(settings.base_url + "/"):
        return None
    return HeaderAuth(settings.base_url, "X-Auth-Token").set(settings.api_key)


def require_platform(document: Document, name: str) -> None:
    """Refuse the document of another API: it has few of the platform's operations."""
    ours, theirs = (
        {operation.get("operationId") for operation in operations(each).values()}
        for each in (read(SPECS / "platform.json"), document)
    )
    if len(ours & theirs) < SHARED * len(ours):
        title = document["info"]["title"]
        raise DocumentError(
            f"{name} ({title}) is the document of another API: of the {len(ours)} operations of "
            f"specs/platform.json it has {len(ours & theirs)}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description="Fetch and store the platform's API document.")
    parser.add_argument("source", nargs="?", default=DEFAULT, help=f"URL or file; {DEFAULT}")
    source = parser.parse_args().source or DEFAULT
    try:
        stored = fetch(source)
    except (DocumentError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(f"stored in {stored.relative_to(SPECS.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
