"""YAML from somebody else, read in the server's own process: bounded, and plain text only."""

from typing import Any

import yaml

# The parser takes up to a minute for a MiB; what conda exports has some KiB.
SIZE_LIMIT = 64 * 1024
NESTING_LIMIT = 20


class BadYaml(Exception):
    """The text cannot be used. The message continues a sentence that begins with a file name."""


class _PlainLoader(yaml.BaseLoader):
    """Loads strings, lists and mappings only: numbers of base 60 take minutes.

    An alias (``*name``) stands for another copy of its anchor, so that a few lines become
    gigabytes.
    """

    _level = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        line = self.peek_event().start_mark.line + 1  # type: ignore[no-untyped-call]
        if self.check_event(yaml.AliasEvent):
            raise BadYaml(f"has an alias (*name) in line {line}: write out what it stands for")
        if self._level >= NESTING_LIMIT:
            raise BadYaml(f"is nested deeper than {NESTING_LIMIT} levels in line {line}")
        self._level += 1
        node = super().compose_node(parent, index)
        self._level -= 1
        if isinstance(node, yaml.ScalarNode) and not _is_text(node.value):
            raise BadYaml(f"has a character in line {line} that is no text")
        return node


def read_yaml(text: str) -> object:
    """Return what the YAML document `text` holds: strings, lists and mappings.

    Raises:
        BadYaml: It is no YAML, or has aliases, too many levels or too many characters.
    """
    if len(text) > SIZE_LIMIT:
        raise BadYaml(f"is larger than {SIZE_LIMIT} characters")
    try:
        return yaml.load(text, _PlainLoader)  # noqa: S506 - it makes nothing but plain values
    except (yaml.YAMLError, ValueError) as error:
        raise BadYaml(f"is not YAML: {error}") from error


def _is_text(value: str) -> bool:
    # Escapes can write halves of surrogate pairs and zeros, which no command line takes.
    try:
        return b"\0" not in value.encode()
    except UnicodeEncodeError:
        return False
