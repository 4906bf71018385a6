"""The links in the package's metadata lead to the repository that it is built from."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from hatchling.metadata.plugin.interface import MetadataHookInterface

PLATFORM = {"Platform documentation": "https://docs.hub.kipu-quantum.com"}


class ProjectLinks(MetadataHookInterface):
    """Fills ``project.urls`` and ``project.readme``.

    A wheel that is built from a source distribution takes them over from there.
    """

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the links; without a public repository only that of the platform."""
        root = Path(self.root)
        repository = address_of(remote_of(root))
        own = {
            "Repository": repository,
            "Documentation": f"{repository}/tree/HEAD/cookbook",
            "Changelog": f"{repository}/blob/HEAD/CHANGELOG.md",
        }
        metadata["urls"] = {**(own if repository else {}), **PLATFORM}
        text = (root / "README.md").read_text("utf-8")
        metadata["readme"] = {
            "content-type": "text/markdown",
            "text": with_whole_links(text, repository) if repository else text,
        }


def with_whole_links(text: str, repository: str) -> str:
    """Let links to files lead to the repository: a package index has none of the files."""

    def whole(link: re.Match[str]) -> str:
        image, label, path = link.groups()
        return f"{image}{label}({repository}/{'raw' if image else 'blob'}/HEAD/{path})"

    return re.sub(r"(!?)(\[[^\]]*\])\(((?![a-z]+:|#)[^)\s]+)\)", whole, text)


def remote_of(folder: Path) -> str:
    """Return what git calls origin, or "": a folder inside another repository is not that one."""
    if not (folder / ".git").exists():
        return ""
    command = ["git", "remote", "get-url", "origin"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except OSError:  # git is not installed
        return ""
    return done.stdout.strip()


def address_of(remote: str) -> str:
    """Return where a browser finds a remote, without credentials; "" if it is no public host."""
    url = remote if "://" in remote else f"ssh://{remote.replace(':', '/', 1)}"
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port and parts.scheme == "https" else ""
    except ValueError:  # it is no address at all
        return ""
    host = parts.hostname or ""
    path = parts.path.strip("/").removesuffix(".git")
    public = re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}", host) and re.fullmatch(r"[\w.~/-]+", path)
    known = parts.scheme in ("https", "ssh", "git")
    return f"https://{host}{port}/{path}" if known and public else ""
