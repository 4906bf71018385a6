"""The site shows every public name, recipes first, and a link that leads nowhere is found."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

import planqk_helpers
import planqk_helpers.hub
from scripts.docs import links, pages, reference

DIRECTIVE = re.compile(r"^::: ([\w.]+)", re.MULTILINE)


def shown() -> list[str]:
    return [name for page in reference.pages().values() for name in DIRECTIVE.findall(page)]


def test_every_public_name_is_shown_once() -> None:
    names = shown()
    assert len(names) == len(set(names))
    planqk, hub = (set(vars(each)["__all__"]) for each in (planqk_helpers, planqk_helpers.hub))
    assert {f"planqk_helpers.{name}" for name in planqk - {"__version__"}} <= set(names)
    recipes = {name for name in hub if is_recipe(planqk_helpers.hub, name)}
    assert len(hub - planqk) > 15
    assert len(recipes) > 40
    assert {f"planqk_helpers.hub.{name}" for name in (hub - planqk) | recipes} <= set(names)


def is_recipe(package: ModuleType, name: str) -> bool:
    return hasattr(getattr(package, name), "flow")


@pytest.mark.parametrize("platform", reference.PLATFORMS, ids=lambda platform: platform.folder)
def test_recipes_come_first(platform: reference.Platform) -> None:
    package = {"planqk": planqk_helpers, "hub": planqk_helpers.hub}[platform.folder]
    written = reference.pages()
    kinds = []
    for page in reference.parts()[platform.name][:-1]:  # the last has the models
        names = [path.rpartition(".")[2] for path in DIRECTIVE.findall(written[page])]
        kinds.append([inspect.isfunction(getattr(package, name)) for name in names])
        assert kinds[-1] == sorted(kinds[-1], reverse=True), names
    with_recipes = [any(each) for each in kinds]
    assert with_recipes.count(True) > 10
    assert with_recipes == sorted(with_recipes, reverse=True)


def test_every_page_of_the_cookbook_is_in_the_navigation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGES", tmp_path)
    pages.main()
    listed = re.findall(r"\]\((.*?)\)", (tmp_path / "SUMMARY.md").read_text())
    assert len(listed) == len(set(listed))
    assert set(listed) == {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.md")
    } - {"SUMMARY.md"}
    text = (tmp_path / "cookbook" / "02-connect.md").read_text()
    assert "[Download as a notebook](02-connect.ipynb)" in text
    assert (tmp_path / "cookbook" / "02-connect.ipynb").is_file()


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<a href="b.html#here">b</a>', None),
        ('<a href="https://elsewhere.example/">b</a>', None),
        ('<a href="c.html">c</a>', "a.html links to c.html, which is not there"),
        ('<a href="b.html#there">b</a>', "links to b.html#there, which has no such anchor"),
        ('<a href="#there">a</a>', "links to #there, which has no such anchor"),
        ('<a href=".">a</a>', "links to ., which is not there"),
        ('<img src="c.svg">', "links to c.svg, which is not there"),
        ('<script src="https://cdn.example/a.js"></script>', "loads https://cdn.example/a.js"),
        ('<link href="//cdn.example/a.css">', "loads //cdn.example/a.css"),
        ("<p>[connect][planqk_helpers.connect]</p>", "shows ][planqk_helpers.connect]"),
    ],
)
def test_a_fault_of_the_site_is_found(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    body: str,
    fault: str | None,
) -> None:
    monkeypatch.setattr(links, "FEW_LINKS", 0)
    (tmp_path / "a.html").write_text(body)
    (tmp_path / "b.html").write_text('<h1 id="here">b</h1>')
    assert links.main([str(tmp_path)]) == bool(fault)
    assert (fault or "0 faults") in capsys.readouterr().out


def test_a_site_with_few_links_is_not_the_site(tmp_path: Path) -> None:
    assert links.main([str(tmp_path)]) == 1
