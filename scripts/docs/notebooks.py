"""Turn a page of the cookbook into a notebook.

Each Python block becomes a cell, with what the page shows below it as the cell's output. A notebook
runs an event loop already, in which `asyncio.run` fails: the cell awaits instead.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

from scripts.docs.platforms import platforms_of, printed_for

COOKBOOK = Path(__file__).parents[2] / "cookbook"
BLOCK = re.compile(
    r"^```python\n(?P<code>.*?)^```$(?:\s*\n```text\n(?P<output>.*?)^```$)?|^```.*?^```$",
    re.DOTALL | re.MULTILINE,
)
"""A block, with its output if it is Python."""
LINK = re.compile(r"\[([^\]]+)\]\((?!https?://)[^)\s]+\)")
ELSEWHERE = {"README.md", "20-official-sdk.md"}
"""The index, and the page whose Python runs in the environment that its shell commands make."""
NOTE = (
    "*A page of the cookbook of planqk-helpers. To try it without an account, start Jupyter with "
    "`python -m planqk_sandbox exec -- jupyter lab`; the page on notebooks tells how.*"
)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def pages() -> list[Path]:
    """Return the pages of the cookbook that are notebooks too: those with Python."""
    found = (path for path in sorted(COOKBOOK.glob("*.md")) if path.name not in ELSEWHERE)
    return [path for path in found if blocks(path.read_text())]


def notebook(page: str) -> str:
    """Return a page as the JSON of a notebook."""
    title, _, rest = page.partition("\n")
    cells = [markdown(f"{title}\n\n{NOTE}")]
    end = 0
    for block in blocks(rest):
        cells += [markdown(rest[end : block.start()]), code(block["code"], block["output"])]
        end = block.end()
    cells = [cell for cell in [*cells, markdown(rest[end:])] if cell["source"]]
    for number, cell in enumerate(cells, 1):
        cell["id"] = str(number)
    whole = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def blocks(page: str) -> list[re.Match[str]]:
    """Return the Python blocks that run on the platform whose recipes the page imports."""
    name = printed_for(page)
    return [
        block
        for block in BLOCK.finditer(page)
        if block["code"] and name in platforms_of(page, block.start())
    ]


def markdown(text: str) -> dict[str, Any]:
    """Return a cell of text. Links to other pages lead nowhere from a notebook, so they go."""
    return {"cell_type": "markdown", "metadata": {}, "source": LINK.sub(r"\1", text.strip())}


def code(source: str, output: str | None) -> dict[str, Any]:
    """Return a cell of code, with the output that the page shows."""
    printed = {"output_type": "stream", "name": "stdout", "text": output}
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "source": awaited(source).rstrip("\n"),
        "outputs": [printed] if output else [],
    }


def awaited(source: str) -> str:
    """Return code with ``await ...`` in the place of ``asyncio.run(...)``."""
    original, tree = source, ast.parse(source)
    functions = (node for node in ast.walk(tree) if isinstance(node, FUNCTIONS))
    if inside := [call for function in functions for call in runs_in(function)]:
        raise ValueError(f"{ast.unparse(inside[0])} in a function fails in a notebook")
    for call in runs_in(tree):
        whole = ast.get_source_segment(original, call) or ""
        before, _, after = source.partition(whole)
        argument = ast.unparse(call.args[0])
        inner = f"(await {argument})" if after[:1] in {".", "(", "["} else f"await {argument}"
        source = before + inner + after
    return source


def runs_in(tree: ast.AST) -> list[ast.Call]:
    """Return the calls of `asyncio.run`."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if ast.unparse(call.func) == "asyncio.run"]
