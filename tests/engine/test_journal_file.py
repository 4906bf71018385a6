"""The file of a journal: wherever it is, and with the second one that belongs to it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from planqk_helpers import JournalError
from planqk_helpers.engine.streams import Stream
from tests.engine.test_journal import counts, inputs, many, plan
from tests.support.many_platform import ManyPlatform, work


@pytest.mark.parametrize("name", ["file:sweep?mode=memory", "file:sweep", "a b'\"%?#", "ü\n", "-x"])
def test_whatever_its_name_it_keeps_what_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    many(ManyPlatform(), inputs(2), Path(name))
    assert [each.name for each in tmp_path.iterdir()] == [name]
    assert counts(plan(inputs(2), Path(name))) == [0, 0, 2, 0]


def test_a_link_leads_to_it_or_is_refused(tmp_path: Path) -> None:
    link, loop = tmp_path / "link", tmp_path / "loop"
    link.symlink_to(tmp_path / "sweep.journal")
    many(ManyPlatform(), inputs(2), link)
    assert link.is_symlink()
    assert counts(plan(inputs(2), tmp_path / "sweep.journal")) == [0, 0, 2, 0]
    loop.symlink_to(loop)
    with pytest.raises(JournalError, match="cannot be used"):
        many(ManyPlatform(), inputs(2), loop)


def test_a_copy_without_its_second_file_is_refused(tmp_path: Path) -> None:
    given = inputs(5, seconds=0.0)
    with Stream(work(ManyPlatform(latency=0.0), given, journal=tmp_path / "old")) as stream:
        next(stream)
        for end in ("", "-wal"):  # as the death of the process would leave them
            shutil.copy(tmp_path / f"old{end}", tmp_path / f"new{end}")
    wal = (tmp_path / "new-wal").rename(tmp_path / "kept")
    before = (tmp_path / "new").read_bytes()
    with pytest.raises(JournalError, match=r"not whole: .* a second file, new-wal"):
        plan(given, tmp_path / "new")
    assert (tmp_path / "new").read_bytes() == before
    shutil.copy(tmp_path / "new", tmp_path / "lost")
    (tmp_path / "lost-wal").touch()  # as the message says
    assert not plan(given, tmp_path / "lost").done
    wal.rename(tmp_path / "new-wal")
    with pytest.raises(JournalError, match="belongs to service s, not to other"):
        many(ManyPlatform(identity={"service": "other"}), given, tmp_path / "new")
    assert not (tmp_path / "new-wal").exists()
    assert len(plan(given, tmp_path / "new").done) >= 1
    assert plan(given, tmp_path / "new").done  # it has been closed
