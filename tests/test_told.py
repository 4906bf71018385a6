"""The numbers of the README are those that the tests tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.told import ROW, not_told

ROWS = """\
| promise | shown by | tried there |
|---|---|---|
| It | [test_a.py](tests/a/test_a.py), [test_b.py](tests/b/test_b.py) | 1,234 of 7, some 500 (900) |
"""


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"tests/a/test_a.py": [1234], "tests/b/test_b.py": [460]}, []),
        ({"tests/a/test_a.py": [1234, 449]}, ["500"]),
        ({"tests/a/test_a.py": [1235, 500]}, ["1,234"]),
        ({"tests/c/test_c.py": [1]}, []),  # that did not run
    ],
)
def test_numbers_are_compared(told: dict[str, list[int]], wrong: list[str]) -> None:
    assert [each.split()[2] for each in not_told(ROWS, told)] == wrong


def test_the_table_of_the_readme_is_read() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text()
    assert len(ROW.findall(readme)) > 9
    assert not_told(readme, {"tests/promises/test_exactly_once.py": [293]})
