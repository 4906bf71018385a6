"""API definitions: the same in JSON and in YAML, as far as it goes."""

import json
import re
from typing import Any

import yaml

from .strict_json import parse

SIZE_LIMIT = 256 * 1024
NESTING_LIMIT = 100
VALUES_LIMIT = 100_000
_CLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CDumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_NUMBER = list("-+.0123456789")
_PLAIN = {
    "bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "int": (r"[-+]?[0-9]{1,30}", _NUMBER),
    "float": (r"[-+]?(\.[0-9]{1,30}|[0-9]{1,30}(\.[0-9]{0,30})?)([eE][-+]?[0-9]{1,3})?", _NUMBER),
}


class NotConvertible(ValueError):
    """The definition is too large, or has no other form."""


class _Loader(_CLoader):  # type: ignore[misc]
    """Loads what JSON has as well: no dates, no numbers of base 60, no merged mappings."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own name

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Merge nothing: a few lines would become gigabytes."""


for _tag, (_pattern, _first) in _PLAIN.items():
    _name = f"tag:yaml.org,2002:{_tag}"
    _Loader.add_implicit_resolver(_name, re.compile(f"^(?:{_pattern})$"), _first)
_Loader.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))
_Loader.add_constructor("tag:yaml.org,2002:float", lambda _, node: float(node.value))


def is_json(definition: str) -> bool:
    """Tell whether a definition is JSON."""
    try:
        parse(definition)
    except ValueError:
        return False
    return True


def as_json(definition: str) -> str:
    """Return a definition as JSON.

    Raises:
        NotConvertible: It has no such form.
    """
    return definition if is_json(definition) else json.dumps(_read(definition), ensure_ascii=False)


def as_yaml(definition: str) -> str:
    """Return a definition as YAML.

    Raises:
        NotConvertible: It has no such form.
    """
    if not is_json(definition):
        return definition
    if len(definition) > SIZE_LIMIT:
        raise NotConvertible("It is too large")
    return str(yaml.dump(parse(definition), Dumper=_CDumper, sort_keys=False, allow_unicode=True))


def _read(definition: str) -> object:
    if len(definition) > SIZE_LIMIT:
        raise NotConvertible("It is too large")
    try:
        _check_nesting(definition)
        value: object = yaml.load(definition, _Loader)  # noqa: S506 - it makes plain values only
        _count(value, VALUES_LIMIT)
        # Dates, sets and the like have no form in JSON, nor have infinite numbers.
        json.dumps(value, allow_nan=False).encode()
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise NotConvertible(str(error)) from error
    return value


def _check_nesting(definition: str) -> None:
    level = 0
    for event in yaml.parse(definition, _CLoader):
        level += isinstance(event, yaml.CollectionStartEvent)
        level -= isinstance(event, yaml.CollectionEndEvent)
        if level > NESTING_LIMIT:
            raise NotConvertible(f"It is nested deeper than {NESTING_LIMIT} levels")


def _count(value: object, left: int, level: int = 0) -> int:
    """Return how many values are left of those allowed: an alias stands for another copy."""
    if not left or level > NESTING_LIMIT:
        raise NotConvertible("It has too many values")
    left -= 1
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inside:
        left = _count(each, left, level + 1)
    return left
