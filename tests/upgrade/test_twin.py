"""Another document of the same API, told as the Hub's live one may tell it, is no news."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve

from scripts import upgrade
from scripts.diff.report import grouped
from scripts.diff.wire import wire_changes
from scripts.documents import ROOT, Document, DocumentError, read, text_of, validate
from scripts.generate import spelled
from scripts.targets import HUB, Target
from tests.support.recorder import Answer, recording
from tests.support.twin import twin

DOCUMENT = read(HUB.platform.document)
TWIN = twin(DOCUMENT)
SCREEN = 40
"""Lines."""


def test_nothing_breaks_on_the_wire() -> None:
    validate(TWIN, "the twin")
    changes = wire_changes(*(spelled(HUB.platform, each) for each in (DOCUMENT, TWIN)))
    assert len(changes) > 5000
    assert [str(change) for change in changes if change.breaking] == []
    lines = grouped(changes)
    assert 5 < len(lines) < 15, lines


def test_the_page_fits_on_a_screen_and_says_that_all_is_well(tmp_path: Path) -> None:
    (tmp_path / "twin.json").write_text(text_of(TWIN), "utf-8")
    done = subprocess.run(
        ["make", "--silent", "upgrade", "PLATFORM=hub", f"SPEC={tmp_path / 'twin.json'}"],
        cwd=ROOT,
        env={**os.environ, "MAKEFLAGS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout[done.stdout.index("# Upgrade to") :].splitlines()
    assert "0 of them breaking; 0 changes that break Python code" in lines[2]
    titles = [line for line in lines if line.startswith("## ")]
    assert titles == ["## What is safe", "## What to do"]
    assert len(lines) < SCREEN


def test_without_a_source_the_platform_itself_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tried: list[Document] = []

    def attempt(_: Target, document: Path, scratch: Path) -> upgrade.Trial:
        tried.append(read(document))
        raise DocumentError("enough")

    monkeypatch.setattr(upgrade, "attempt", attempt)
    monkeypatch.setattr(sys, "argv", ["upgrade", "--platform", "hub"])
    monkeypatch.delenv("KQH_PERSONAL_ACCESS_TOKEN", raising=False)
    with recording() as server:
        server.answers = [Answer(200, text_of(TWIN).encode())]
        there = evolve(HUB, address=f"{server.url}/qc-catalog/docs")
        monkeypatch.setattr(upgrade, "TARGETS", {"hub": there})
        assert upgrade.main() == 2
        assert [request.target for request in server.requests] == ["/qc-catalog/docs"]
    assert capsys.readouterr().err == "error: enough\n"
    assert [document["paths"].keys() for document in tried] == [TWIN["paths"].keys()]
