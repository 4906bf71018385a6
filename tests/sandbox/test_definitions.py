"""API definitions in two forms."""

import json

import pytest

from planqk_sandbox.work.definitions import (
    SIZE_LIMIT,
    NotConvertible,
    as_json,
    as_yaml,
    is_json,
)

YAML = """openapi: 3.0.0
info: {version: "1.0", date: 2020-01-01}
paths:
  /a:
    get:
      responses:
        200: {description: ü}
numbers: [1, 1.5, 1e3, -2, 08, 1:30, .5, 10:20:30, 0x10, yes, true, null, ~, .inf, <<]
"""
LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{this}: &{this} [{', '.join(f'*{before}' for _ in range(10))}]\n"
    for before, this in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "a: &a {x: 1}\n" + "".join(
    f"{this}: &{this} {{!!merge <<: [{', '.join(f'*{before}' for _ in range(10))}]}}\n"
    for before, this in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_yaml_becomes_json() -> None:
    told = json.loads(as_json(YAML))
    assert told["info"] == {"version": "1.0", "date": "2020-01-01"}
    assert told["paths"]["/a"]["get"]["responses"] == {"200": {"description": "ü"}}
    assert told["numbers"][:8] == [1, 1.5, 1000.0, -2, 8, "1:30", 0.5, "10:20:30"]
    assert told["numbers"][8:] == ["0x10", "yes", True, None, None, ".inf", "<<"]


def test_json_becomes_yaml_and_comes_back() -> None:
    value = {"openapi": "3.0.0", "b": {"a": [1, 1.5, True, None, "ü", "1", "no", ""]}}
    text = as_yaml(json.dumps(value))
    assert text.startswith("openapi: 3.0.0\n")
    assert json.loads(as_json(text)) == value


def test_the_form_that_it_has_stays_as_it_is() -> None:
    assert as_yaml(YAML) == YAML
    assert as_json(' {"a":  1}') == ' {"a":  1}'
    assert is_json("{}")
    assert not is_json(YAML)


@pytest.mark.parametrize(
    "text",
    [
        "a: [",
        "a: !!python/object/apply:os.getcwd []",
        "a: !!timestamp 2020-01-01",
        "a: !!int x",
        "a: 1e999",
        "a: !!float nan",
        "? [a]\n: b",
        "&a [*a]",
        "a: " + "[" * 50_000,
        "- " * 50_000,
        "a: " + "{a: " * 200,
        LAUGHS,
        MERGES,
        "#" * (SIZE_LIMIT + 1),
        "a: \x00",
        'a: "\\ud800"',
        "a: 1\n---\nb: 2",
        "a: !!int " + "1" * 10_000,
    ],
)
def test_what_has_no_other_form_is_refused(text: str) -> None:
    with pytest.raises(NotConvertible):
        as_json(text)
