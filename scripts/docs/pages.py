"""Write the pages of the site into `.build/pages/`, from where Zensical takes them.

They are the repository's own documents, under the paths they have there so that their links work,
a notebook beside each page of the cookbook, and the reference. Zensical calls no code of ours, so
the pages have to be files.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from scripts.docs import notebooks, reference

ROOT = Path(__file__).parents[2]
PAGES = ROOT / ".build" / "pages"
STYLE = Path(__file__).parent / "style.css"
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "specs/README.md"]
DOCUMENTS += ["planqk_sandbox/README.md", "benchmarks/README.md", "LICENSE"]
SHOWN_BY_THEM = ["cookbook/*.md", "cookbook/*.svg", "cookbook/quickstart.py"]
SHOWN_BY_THEM += ["cookbook/user_code/src/program.py", "benchmarks/*.svg"]


def main() -> None:
    """Write all pages anew."""
    shutil.rmtree(PAGES, ignore_errors=True)
    for path in documents():
        put(path.relative_to(ROOT).as_posix(), path.read_text())
    for page in notebooks.pages():
        put(f"cookbook/{page.stem}.ipynb", notebooks.notebook(page.read_text()))
        put(f"cookbook/{page.name}", with_download(page))
    for name, text in reference.pages().items():
        put(f"reference/{name}.md", text)
    put("style.css", STYLE.read_text())
    put("SUMMARY.md", navigation())


def put(name: str, text: str) -> None:
    """Write a page."""
    path = PAGES / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def documents() -> list[Path]:
    """Return the repository's documents, and the files they link to or show."""
    linked = re.findall(r"\]\((tests/[\w/]+\.py)\)", (ROOT / "README.md").read_text())
    paths = [ROOT / name for name in [*DOCUMENTS, *dict.fromkeys(linked)]]
    return paths + [path for pattern in SHOWN_BY_THEM for path in ROOT.glob(pattern)]


def with_download(page: Path) -> str:
    """Return a page of the cookbook with a link to its notebook below the title."""
    title, _, rest = page.read_text().partition("\n")
    link = f"[Download as a notebook]({page.stem}.ipynb){{ .download download }}"
    return f"{title}\n\n{link}\n{rest}"


def navigation() -> str:
    """Return the order of the pages, as nested lists."""
    others = sorted(set(page_names()) - {"README.md"} - set(page_names("[0-9]*.md")))
    cookbook = ["README.md", *page_names("[0-9]*.md"), *others]
    lines = ["- Start", *entries(["README.md", "CHANGELOG.md", "CONTRIBUTING.md"])]
    lines += [*entries(["specs/README.md"]), "- Cookbook"]
    lines += entries(f"cookbook/{name}" for name in cookbook)
    lines += ["- Reference", *entries(["reference/index.md"])]
    for title, names in reference.parts().items():
        lines += [f"    - {title}", *entries((f"reference/{name}.md" for name in names), depth=2)]
    lines += ["- [Sandbox](planqk_sandbox/README.md)", "- [Benchmarks](benchmarks/README.md)", ""]
    return "\n".join(lines)


def page_names(pattern: str = "*.md") -> list[str]:
    """Return the names of the cookbook's pages."""
    return sorted(path.name for path in (ROOT / "cookbook").glob(pattern))


def entries(names: Iterable[str], *, depth: int = 1) -> list[str]:
    """Return a line of the navigation for each page."""
    return [f"{'    ' * depth}- [{title(name)}]({name})" for name in names]


def title(name: str) -> str:
    """Return the title of a page that was written."""
    return (PAGES / name).read_text().partition("\n")[0].removeprefix("# ")


if __name__ == "__main__":
    main()
