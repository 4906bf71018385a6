"""An overlay changes what its actions say; an action without effect fails."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scripts.documents import DocumentError, read, read_yaml
from scripts.overlay import apply_overlay
from scripts.targets import GENERATED, PLANQK, SPECS_OF_ALL, Spec


def overlay(*actions: dict[str, Any]) -> dict[str, Any]:
    return {"overlay": "1.0.0", "actions": list(actions)}


def apply(document: dict[str, Any], *actions: dict[str, Any]) -> dict[str, Any]:
    return apply_overlay(document, overlay(*actions), "x.overlay.yaml")


def test_actions_update_and_remove() -> None:
    document = {"a": {"b": 1, "c": [1]}, "l": [{"k": 1}, {"k": 2}, {"k": 1}]}
    assert apply(document, {"target": "$.a", "update": {"b": 2, "c": [2], "d": {"e": 3}}}) == {
        "a": {"b": 2, "c": [1, 2], "d": {"e": 3}},
        "l": [{"k": 1}, {"k": 2}, {"k": 1}],
    }
    removed = apply(document, {"target": "$.l[?@.k==1]", "remove": True})
    assert removed["l"] == [{"k": 2}]
    assert apply(removed, {"target": "$.l", "update": {"k": 3}})["l"] == [{"k": 2}, {"k": 3}]


def test_a_list_loses_the_right_elements() -> None:
    for target in ("$.l[2,0]", "$.l[0,2]", "$.l[0,0,2]"):
        assert apply({"l": [1, 2, 3, 4]}, {"target": target, "remove": True}) == {"l": [2, 4]}


@pytest.mark.parametrize(
    ("action", "complaint"),
    [
        ({"target": "$.a", "udpate": {"x": 1}}, r"action 1 .* cannot be carried out"),
        ({"target": "$.a.b", "update": {"x": 1}}, r"action 1 .* cannot be carried out"),
        ({"target": "$[", "remove": True}, r"action 1 .* has an odd target"),
        ({"target": "$", "remove": True}, r"action 1 .* cannot be carried out"),
        ({"target": "$.gone", "remove": True}, r"action 1 \(\$\.gone\) matches nothing"),
        ({"target": "$.gone", "update": {"x": 1}}, r"action 1 \(\$\.gone\) matches nothing"),
        ({"target": "$.a", "update": {"b": 1}}, r"action 1 \(\$\.a\) changes nothing"),
    ],
)
def test_an_action_without_effect_fails_by_name(action: dict[str, Any], complaint: str) -> None:
    with pytest.raises(DocumentError, match=complaint):
        apply({"a": {"b": 1}}, action)


@pytest.mark.parametrize("spec", SPECS_OF_ALL, ids=lambda spec: spec.name)
def test_every_action_gives_its_reason(spec: Spec) -> None:
    actions = read_yaml(spec.overlay)["actions"]
    assert actions
    assert all(action["description"].strip() for action in actions)


def test_ids_are_strings_throughout() -> None:
    spec = PLANQK.platform
    document = read(spec.document)
    declared = json.dumps(document).count('"uuid"')
    corrected = apply_overlay(document, read_yaml(spec.overlay), "overlay")
    assert declared > 30
    assert '"uuid"' not in json.dumps(corrected)
    sources = "".join(p.read_text() for p in GENERATED.rglob("*.py"))
    assert "UUID" not in sources
