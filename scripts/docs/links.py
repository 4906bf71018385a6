"""Check every link and anchor of the site that was built, and that it loads nothing from elsewhere.

Zensical checks the links of documents. This reads the pages, so the links of the theme and of the
reference are checked too.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

FEW_LINKS = 1000
"""A site with fewer is not ours."""
REFERENCE = re.compile(r"\]\[planqk_helpers[\w.]*\]")
"""What is left of a link in a docstring that did not become one."""


@dataclass
class Page(HTMLParser):
    """What a page has and wants."""

    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note anchors and addresses."""
        given = {name: value for name, value in attributes if value}
        self.anchors.update(given[name] for name in ("id", "name") if name in given)
        wanted = [given[name] for name in ("href", "src", "srcset", "data") if name in given]
        (self.links if tag == "a" else self.loaded).extend(wanted)

    def handle_data(self, data: str) -> None:
        """Note the text."""
        self.text.append(data)


def main(arguments: list[str] | None = None) -> int:
    """Print what is wrong; return 1 if something is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    site = parser.parse_args(arguments).site.resolve()
    pages = read(site)
    links = sum(len(page.links) for page in pages.values())
    faults = [fault for path, page in pages.items() for fault in wrong_on(path, page, pages, site)]
    if links < FEW_LINKS:
        faults.append(f"{site} has {links} links: that is not the whole site")
    print(*faults, f"{len(pages)} pages, {links} links, {len(faults)} faults", sep="\n")
    return bool(faults)


def read(site: Path) -> dict[Path, Page]:
    """Read all pages."""
    pages = {}
    for path in sorted(site.rglob("*.html")):
        pages[path] = Page()
        pages[path].feed(path.read_text())
    return pages


def wrong_on(path: Path, page: Page, pages: dict[Path, Page], site: Path) -> list[str]:
    """Return what is wrong on a page."""
    where = path.relative_to(site)
    away = [each for each in page.loaded if urlsplit(each).netloc]
    faults = [f"{where} loads {each} from elsewhere" for each in away]
    faults += [f"{where} shows {each[0]}" for each in REFERENCE.finditer("".join(page.text))]
    for link in {*page.links, *page.loaded} - set(away):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = target_of(path, unquote(parts.path), site)
        if not target.is_file():
            faults.append(f"{where} links to {link}, which is not there")
        elif parts.fragment and unquote(parts.fragment) not in pages[target].anchors:
            faults.append(f"{where} links to {link}, which has no such anchor")
    return faults


def target_of(page: Path, link: str, site: Path) -> Path:
    """Return the file that a link of a page leads to."""
    if link.startswith("/"):  # the page for what is not found: it does not know where it stands
        return site / link[1:]
    return (page.parent / link).resolve() if link else page


if __name__ == "__main__":
    sys.exit(main())
