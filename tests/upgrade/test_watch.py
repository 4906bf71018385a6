"""What watches the API proposes a change once, and nothing where nothing changed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts.documents import ROOT, read, text_of
from scripts.targets import PLANQK

IDENTITY = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "t"), ("EMAIL", "t@example.org"))
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone of the project as it is here, with its tools."""
    folder = tmp_path / "checkout"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in listed:
        # One file of the recipes' tests is enough.
        is_left = name.startswith("tests/planqk/test_") and not name.endswith("test_packing.py")
        if (ROOT / name).is_file() and not is_left:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "all"]):
        run(["git", *command], folder)
    return folder


def run(command: list[str], folder: Path, **variables: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **IDENTITY, "PYTHONPATH": str(folder), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_nothing_where_nothing_changed(checkout: Path) -> None:
    own = checkout / "specs" / "planqk" / "platform.json"
    said = run([".github/look.sh", "planqk", "found"], checkout, SPEC=str(own))
    assert "nothing changed" in said
    assert not (checkout / "found").exists()
    assert run(["git", "status", "--porcelain"], checkout) == ""
    assert run([".github/propose.sh", "planqk", "found"], checkout) == "nothing changed\n"


def test_a_pull_request_is_tried(checkout: Path, tmp_path: Path) -> None:
    document = read(PLANQK.platform.document)
    document["components"]["schemas"]["ServiceDto"]["properties"]["new"] = {"type": "string"}
    (tmp_path / "new.json").write_text(text_of(document), "utf-8")
    run([".github/look.sh", "planqk", "found"], checkout, SPEC=str(tmp_path / "new.json"))
    assert (checkout / "found" / "label").read_text() == "api: breaks nobody\n"
    run(["git", "stash", "--quiet", "--include-untracked", "--", "specs", "generated"], checkout)
    said = run([".github/propose.sh", "planqk", "found"], checkout, DRY_RUN="yes")
    lines = said.splitlines()
    assert lines[0] == "would run: git push --quiet --force origin api-watch/planqk"
    assert [line for line in lines if line.startswith("would run: gh pr create")]
    assert "# Upgrade to new.json" in said
    changed = run(["git", "show", "--stat", "--format=%s", "api-watch/planqk"], checkout)
    assert changed.startswith("Take the new API of planqk\n")
    assert "specs/planqk/platform.json" in changed
    assert "generated/planqk_platform/models/service_dto.py" in changed
