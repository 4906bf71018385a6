"""The report as a command: what it prints, and how it ends."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve

from scripts.api_diff import compare, documents_to_compare
from scripts.diff.report import markdown
from scripts.documents import ROOT, Document, DocumentError, read, text_of
from scripts.targets import PLANQK
from tests.support.history import HISTORY, SERVICES, STATES

OWN = PLANQK.platform.document


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.api_diff", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def changed(folder: Path, document: Document) -> str:
    path = folder / "changed.json"
    path.write_text(text_of(document), "utf-8")
    return str(path)


def test_nothing_breaks(tmp_path: Path) -> None:
    document = read(OWN)
    document["components"]["schemas"]["ServiceDto"]["properties"]["new"] = {"type": "string"}
    done = run("--to", changed(tmp_path, document))
    assert done.returncode == 0, done.stderr
    assert "1 changes on the wire, 0 of them breaking" in done.stdout
    assert "new members: ServiceDto.new" in done.stdout
    assert "0.1.0 -> 0.1.1" in done.stdout


def test_nothing_differs() -> None:
    done = run("--to", str(OWN))
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        done.stdout
        == "# platform.json -> platform.json\n\nNothing differs that a caller could notice.\n"
    )


def test_something_breaks() -> None:
    done = run("--to", str(HISTORY / "2023-05-24.json"), "--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["breaking"] is True
    assert report["version"] == {"now": "0.1.0", "next": "0.2.0"}
    removed = "POST /v2/managed-services parameter cpu removed"
    (cpu,) = [change for change in report["wire"] if change["text"] == removed]
    (use,) = cpu["recipes"]
    assert use["file"] == SERVICES.relative_to(ROOT).as_posix()
    assert "cpu=cpu" in (ROOT / use["file"]).read_text("utf-8").splitlines()[use["line"] - 1]
    assert use["function"] == "create_managed_service"
    assert use["recipes"] == ["create_managed_service", "ensure_managed_service"]
    name = "api.service_platform_services.create_managed_service(cpu)"
    (gone,) = [change for change in report["python"] if change["name"] == name]
    assert (gone["breaking"], gone["text"]) == (True, f"{name} is gone")
    assert [each["line"] for each in gone["recipes"]] == [use["line"]]
    assert any("IndustryDto" in note for note in report["notes"])


@pytest.mark.parametrize("state", range(1, len(STATES)), ids=lambda n: STATES[n].stem)
def test_every_state_can_be_reported(state: int) -> None:
    """All three levels, also where the generator cannot write everything."""
    report = compare(PLANQK, STATES[state - 1], STATES[state])
    assert report.breaking
    assert report.python
    page = markdown(report)
    for change, _ in report.broken:
        assert change.kind == "added" or str(change) in page
    if STATES[state].stem == "2024-02-21":
        assert "leaves something out" in page
        assert "Unsupported content type text/plain" in page


def test_what_cannot_be_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{}")
    done = run("--to", str(broken))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: broken.json is no OpenAPI 3.0 or 3.1 document")


def test_what_is_compared_unless_told(tmp_path: Path) -> None:
    target = evolve(PLANQK, fetched=tmp_path)
    with pytest.raises(DocumentError, match="run `make fetch`"):
        documents_to_compare(target, "", "")
    shutil.copy(OWN, tmp_path)
    assert documents_to_compare(target, "", "") == (OWN, tmp_path / "platform.json")
    assert documents_to_compare(target, "a", "b") == (Path("a"), Path("b"))
    changed = tmp_path / "planqk"
    changed.mkdir()
    shutil.copy(HISTORY / "2023-05-24.json", changed / "platform.json")
    with pytest.raises(DocumentError, match="not what generated/ was made from"):
        documents_to_compare(evolve(target, specs=changed), "", "")


def test_a_platform_that_nobody_knows() -> None:
    done = run("--platform", "other")
    assert done.returncode == 2
    assert "invalid choice: 'other' (choose from 'planqk', 'hub')" in done.stderr
