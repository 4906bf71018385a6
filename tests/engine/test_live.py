"""The live line tells what there is to tell, and is gone without its library."""

from __future__ import annotations

import sys

import pytest
from attrs import evolve

from planqk_helpers import ConfigError, Progress
from planqk_helpers.engine.live import in_words
from planqk_helpers.engine.streams import collect
from tests.support.many_platform import ManyPlatform, work

BEGINNING = Progress(
    total=2000, waiting=1992, running=8, succeeded=0, failed=0, cancelled=0, unsure=0,
    rate=0.0, seconds_left=None,
)  # fmt: skip


def test_it_tells_the_counts_that_say_something() -> None:
    assert in_words(BEGINNING) == "0 of 2,000 done, 8 running"
    middle = evolve(BEGINNING, succeeded=1000, failed=3, unsure=1, rate=2.5, seconds_left=400.0)
    assert in_words(middle) == (
        "1,004 of 2,000 done, 8 running, 3 failed, 1 unsure, 2.5/s, 7 min left"
    )
    endless = evolve(middle, total=None, waiting=None, failed=0, unsure=0, seconds_left=None)
    assert in_words(endless) == "1,000 done, 8 running, 2.5/s"
    assert in_words(evolve(middle, seconds_left=9000.0)).endswith(", 2 h left")
    assert in_words(evolve(middle, seconds_left=5.0)).endswith(", 5 s left")


def test_it_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    inputs = [{"seconds": 0.0}] * 5
    assert len(collect(work(ManyPlatform(latency=0), inputs, progress=True))) == 5
    shown = capsys.readouterr()
    assert "5 of 5 done" in shown.err
    assert shown.out == ""


def test_a_missing_library_is_said_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "rich"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "rich", None)
    platform = ManyPlatform()
    with pytest.raises(ConfigError, match=r"pip install 'planqk-helpers\[cli\]'"):
        collect(work(platform, [{}], progress=True))
    assert not platform.requests
