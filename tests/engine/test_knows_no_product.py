"""The engine serves every platform: what one platform calls its own is handed in."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import planqk_helpers.engine

ENGINE = Path(planqk_helpers.engine.__file__).parent
OF_A_PRODUCT = re.compile(
    r"planqk(?![_-]helpers)|\bhub\b|X-Auth-Token|X-OrganizationId|errorMessage|https?://[^{]", re.I
)


def literals(source: str) -> list[tuple[int, str]]:
    """Return the string literals of a module, with their lines; docstrings aside."""
    tree = ast.parse(source)
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    } | {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings
    ]


def test_no_literal_names_a_product_or_an_address() -> None:
    modules = sorted(ENGINE.glob("**/*.py"))
    assert len(modules) >= 12
    found = [
        f"{module.name}:{line}: {text!r}"
        for module in modules
        for line, text in literals(module.read_text("utf-8"))
        if OF_A_PRODUCT.search(text)
    ]
    assert found == []


def test_what_would_be_found() -> None:
    source = '"""Of PlanQK."""\nheader = "X-Auth-Token"\naddress = f"https://a.example/{header}"\n'
    texts = [text for _, text in literals(source) if OF_A_PRODUCT.search(text)]
    assert texts == ["X-Auth-Token", "https://a.example/"]
