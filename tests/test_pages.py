"""How the blocks of the pages are run: on which platform, and what they print compared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sybil import Document
from sybil.example import Example, SybilFailure

from conftest import PageParser, Stages, difference
from scripts.docs.platforms import SAME_SCRIPT, Name, platforms_of

BOTH = f"On PlanQK, {SAME_SCRIPT}.".replace("of the", "of\nthe")
PAGE_OF_BOTH = f"""\
# A page

{BOTH}

## A part

### On the Hub

```sh
# On PlanQK
```

#### More

### On PlanQK

### On both

## Another part
"""


@pytest.mark.parametrize(
    ("heading", "platforms"),
    [
        ("# A page", ["hub", "planqk"]),
        ("## A part", ["hub", "planqk"]),
        ("### On the Hub", ["hub"]),
        ("#### More", ["hub"]),
        ("### On PlanQK", ["planqk"]),
        ("### On both", ["hub", "planqk"]),
        ("## Another part", ["hub", "planqk"]),
    ],
)
def test_a_heading_holds_to_the_next_of_its_level(heading: str, platforms: list[str]) -> None:
    place = PAGE_OF_BOTH.index(f"\n{heading}\n" if heading != "# A page" else heading)
    assert platforms_of(PAGE_OF_BOTH, place + len(heading) + 2) == platforms


@pytest.mark.parametrize(
    ("text", "platforms"),
    [
        ("from planqk_helpers.hub import connect", ["hub"]),
        ("from planqk_helpers import connect", ["planqk"]),
        (f"from planqk_helpers.hub import connect. {BOTH}", ["hub", "planqk"]),
    ],
)
def test_a_page_that_does_not_say_it_is_for_both_is_for_one(
    text: str, platforms: list[str]
) -> None:
    assert platforms_of(text, len(text)) == platforms


@pytest.fixture
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stages]:
    with ExitStack() as stack:
        yield Stages(is_in_cookbook=False, factory=tmp_path_factory, stack=stack)


def blocks(text: str, folder: Path, stages: Stages, name: Name) -> list[Example]:
    """The blocks of a page that run on a platform."""
    page = folder / "page.md"
    page.write_text(text)
    document = Document.parse(str(page), PageParser(name))
    document.namespace["page"] = stages
    return list(document.examples())


IMPORTING = f"""\
{BOTH}

```python
from planqk_helpers.hub import connect

with connect() as client:
    print(connect.__module__, client)
```

```text
planqk_helpers.MODULE <client of http://127.0.0.1:…ADDRESS, personal account>
```
"""


@pytest.mark.parametrize("name", ["hub", "planqk"])
def test_the_import_line_decides_about_the_platform(
    name: Name, tmp_path: Path, stages: Stages
) -> None:
    address = {"hub": "/hub/qc-catalog", "planqk": "/qc-catalog"}[name]
    text = IMPORTING.replace("MODULE", f"{name}.connection").replace("ADDRESS", address)
    (block,) = blocks(text, tmp_path, stages, name)
    block.evaluate()


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("", "", True),
        ("a b\n", "a b\n", True),
        ("a\n  b\n", "a b\n", True),
        ("id … of …)", "id 1-2 of x)", True),
        ("a", "b", False),
        ("", "a", False),
        ("a", "", False),
        ("a …", "a", False),
        ("a …", "a b c", False),
        ("a.c", "abc", False),
        ("a b", "ab", False),
    ],
)
def test_outputs_are_compared(shown: str, printed: str, same: bool) -> None:
    assert (difference(shown, printed) is None) == same


PAGE = """\
```python
word = "right"
print(word, id(word))
```

```text
right …
```

```python
print(word)
```

```text
wrong
```

```python
print("not shown")
```

```python
import warnings
warnings.warn("careful")
```
"""


def test_a_block_fails_when_the_page_does_not_show_what_it_prints(
    tmp_path: Path, stages: Stages
) -> None:
    right, *wrong = blocks(PAGE, tmp_path, stages, "planqk")
    right.evaluate()
    for block, complaint in zip(
        wrong, ["- wrong\n[+] right", "[+] not shown", "[+] UserWarning: careful"], strict=True
    ):
        with pytest.raises(SybilFailure, match=complaint):
            block.evaluate()
