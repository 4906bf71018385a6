"""No recipe sends two ids by their position: a later client may take them in another order."""

from __future__ import annotations

import ast

import pytest

from scripts.diff.reading import uses_in
from scripts.targets import TARGETS, Target

CALLERS = {"ask", "ask_once", "call", "call_empty", "call_if_any", "call_once", "stream", "submit"}


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.name)
def test_two_ids_go_by_name(target: Target) -> None:
    calls = [
        (path.name, node)
        for path in target.modules
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLERS
    ]
    assert len(calls) > 30
    by_position = [
        f"{name}:{node.lineno}: {ast.unparse(node)}"
        for name, node in calls
        if len(node.args) > 2 or any(isinstance(value, ast.Starred) for value in node.args)
    ]
    assert [each for each in by_position if "endpoint, *args" not in each] == []


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda target: target.name)
def test_so_another_order_concerns_no_line(target: Target) -> None:
    uses = uses_in(target).found
    assert any(use.positions == 1 for use in uses)
    assert [use for use in uses if use.positions > 1] == []
