"""Apply an OpenAPI Overlay 1.0 to a document: our corrections, each with its reason."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import jsonpath

from scripts.documents import Document, DocumentError


def apply_overlay(
    document: Document, overlay: Document, name: str, notes: list[str] | None = None
) -> Document:
    """Apply the actions in order, and refuse one that matches or changes nothing.

    Args:
        document: The document; it is changed.
        overlay: The overlay.
        name: Its name, for messages.
        notes: None: such an action raises. A list: the action is left out, and what is wrong with
            it is noted there.

    Raises:
        DocumentError: An action matches or changes nothing, or cannot be carried out.
    """
    text, missing = json.dumps(document), missing_schemas(document)
    for number, action in enumerate(overlay["actions"], start=1):
        wrong = apply_action(document, action)
        after = json.dumps(document)
        lost = missing_schemas(document, after)
        if wrong := wrong or what_is_wrong(text, after, lost - missing):
            wrong = f"{name}, action {number} ({action['target']}) {wrong}"
            if notes is None:
                raise DocumentError(wrong)
            notes.append(wrong)
            document = json.loads(text)
        else:
            text, missing = after, lost
    return document


def apply_action(document: Document, action: Document) -> str:
    """Apply one action; return what is wrong with it, or ""."""
    try:
        matches = {match.parts: match for match in jsonpath.finditer(action["target"], document)}
        # The last elements of a list first: removing one moves those behind it.
        for parts in sorted(matches, key=sort_key, reverse=True):
            carry_out(action, matches[parts])
    except jsonpath.JSONPathError as error:
        return f"has an odd target: {error}"
    except (LookupError, TypeError, AttributeError) as error:
        return f"cannot be carried out: {error!r}"
    return "" if matches else "matches nothing: delete it or mend its target"


def what_is_wrong(before: str, after: str, lost: set[str]) -> str:
    """Return what is wrong with the effect of an action on the text of a document."""
    if lost:
        return f"refers to what is not there: {', '.join(sorted(lost))}"
    if before == after:
        return "changes nothing: the document has it already, delete it"
    return ""


def missing_schemas(document: Document, text: str = "") -> set[str]:
    """Return the schemas that are referred to and do not exist."""
    found = re.findall(r'"#/components/schemas/([^"/]+)"', text or json.dumps(document))
    components = document.get("components", {}) if isinstance(document, dict) else {}
    return set(found) - set(components.get("schemas", ()))


def sort_key(parts: tuple[int | str, ...]) -> list[tuple[bool, int, str]]:
    return [(isinstance(p, str), p if isinstance(p, int) else 0, str(p)) for p in parts]


def carry_out(action: Document, match: jsonpath.JSONPathMatch) -> None:
    if action.get("remove"):
        parent: Any = match.parent and match.parent.obj
        del parent[match.parts[-1]]
    else:
        merge(match.obj, action["update"])


def merge(target: Any, update: Any) -> None:
    """Merge as Overlay 1.0 says: objects recursively, lists by appending, the rest by replacing."""
    if isinstance(target, list):
        target.append(copy.deepcopy(update))
        return
    for key, value in update.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            merge(target[key], value)
        elif isinstance(value, list) and isinstance(target.get(key), list):
            target[key] += copy.deepcopy(value)
        else:
            target[key] = copy.deepcopy(value)
