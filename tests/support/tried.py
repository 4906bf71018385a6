"""The type of the fixture `tried`, which counts the cases of a test."""

from __future__ import annotations

from collections.abc import Callable

Tried = Callable[[int, str], None]
