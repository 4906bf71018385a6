"""generated/ is what its inputs give; every change of an input or of a byte is noticed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts import generate
from scripts.documents import ROOT, DocumentError, read, read_yaml
from scripts.targets import PLANQK, Spec


def run(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scripts.generate", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(root), **environment},
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of everything that generation reads and writes."""
    for name in ("specs", "scripts", "generated"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def append(name: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        with (root / name).open("a") as file:
            file.write(text)

    return change


def repin(root: Path) -> None:
    pyproject = root / "pyproject.toml"
    text = pyproject.read_text()
    changed = re.sub(r'"ruff==[\d.]+"', '"ruff==0.0.1"', text)
    assert changed != text
    pyproject.write_text(changed)


NO_NETWORK = """
import socket

def refuse(*args, **kwargs):
    raise OSError("no network")

socket.socket.connect = socket.getaddrinfo = refuse
"""


def test_generated_is_what_the_inputs_give_wherever_it_is_made(copy: Path) -> None:
    """The same bytes under another hash seed, locale, time zone, folder, umask, and offline."""
    cut = copy / "cut"
    cut.mkdir()
    (cut / "sitecustomize.py").write_text(NO_NETWORK)
    before = os.umask(0o077)
    try:
        done = run(
            copy,
            PYTHONHASHSEED="7",
            LC_ALL="C",
            TZ="Asia/Kathmandu",
            PYTHONPATH=f"{cut}{os.pathsep}{copy}",
        )
    finally:
        os.umask(before)
    assert done.returncode == 0, done.stderr
    assert generate.tree(copy / "generated") == generate.tree(ROOT / "generated")


def test_a_changed_missing_or_added_file_is_named(copy: Path) -> None:
    package = copy / "generated" / "planqk_platform"
    client = package / "client.py"
    client.write_bytes(client.read_bytes().replace(b"httpx", b"httpy", 1))
    (package / "errors.py").unlink()
    (package / "models" / "left_over.py").write_text("")
    done = run(copy, "--check")
    assert done.returncode == 1
    assert "differs: generated/planqk_platform/client.py" in done.stdout
    assert "missing: generated/planqk_platform/errors.py" in done.stdout
    assert "not generated: generated/planqk_platform/models/left_over.py" in done.stdout
    assert "run `make generate`" in done.stdout
    assert run(copy).returncode == 0
    assert generate.tree(copy / "generated") == generate.tree(ROOT / "generated")


@pytest.mark.parametrize(
    ("changed", "change"),
    [
        ("specs/planqk/platform.json", append("specs/planqk/platform.json", "\n")),
        (
            "specs/planqk/service.overlay.yaml",
            append("specs/planqk/service.overlay.yaml", "# why\n"),
        ),
        (
            "specs/planqk/platform.config.yaml",
            append("specs/planqk/platform.config.yaml", "# why\n"),
        ),
        ("scripts/templates.yaml", append("scripts/templates.yaml", "# why\n")),
    ],
)
def test_a_changed_input_is_named(copy: Path, changed: str, change: Callable[[Path], None]) -> None:
    change(copy)
    done = run(copy, "--check")
    assert done.returncode == 1
    assert f"changed since generated/ was made: {changed}" in done.stdout
    assert "run `make generate`" in done.stdout


def test_another_version_of_a_tool_is_refused(copy: Path) -> None:
    repin(copy)
    done = run(copy, "--check")
    assert done.returncode == 2
    assert "pyproject.toml pins 0.0.1" in done.stderr
    assert "make setup" in done.stderr


def test_an_error_leaves_generated_as_it_was(copy: Path) -> None:
    append("specs/planqk/platform.json", "}")(copy)
    before = generate.tree(copy / "generated")
    done = run(copy)
    assert done.returncode == 2
    assert "platform.json is not JSON" in done.stderr
    assert generate.tree(copy / "generated") == before
    assert sorted(path.name for path in copy.iterdir()) == [
        "generated",
        "pyproject.toml",
        "scripts",
        "specs",
    ]


# --- documents, templates, warnings


def test_an_invalid_document_is_refused_with_the_place(tmp_path: Path) -> None:
    spec = tmp_path / "wrong.json"
    spec.write_text(json.dumps({"openapi": "3.0.1", "info": {"title": "x"}, "paths": {}}))
    with pytest.raises(DocumentError, match=r"wrong.json.*\n.*info: .version. is a req"):
        read(spec)


def test_a_changed_upstream_template_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = read_yaml(generate.TEMPLATES)
    changes["changes"][0]["sha256"] = "0" * 64
    other = tmp_path / "templates.yaml"
    other.write_text(yaml.safe_dump(changes))
    monkeypatch.setattr(generate, "TEMPLATES", other)
    with pytest.raises(DocumentError, match=r"^client\.py\.jinja .* compare it"):
        generate.write_templates(tmp_path / "out")


def generate_from(document: dict[str, Any], folder: Path) -> Path:
    """Generate from another document under the real configuration, without an overlay."""
    spec = Spec(folder / "service.json")
    spec.document.write_text(json.dumps(document))
    spec.overlay.write_text(yaml.safe_dump({"overlay": "1.0.0", "actions": []}))
    shutil.copy(PLANQK.service.config, spec.config)
    generate.generate_package(spec, folder)
    return folder / "planqk_service"


def document_with(media_type: str) -> dict[str, Any]:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    answer = {"description": "ok", "content": {media_type: {"schema": schema}}}
    operation = {"operationId": "getThing", "responses": {"200": answer}}
    return {
        "openapi": "3.0.1",
        "info": {"title": "t", "version": "1"},
        "paths": {"/thing": {"get": operation}},
    }


def test_answers_of_any_media_type_are_kept(tmp_path: Path) -> None:
    package = generate_from(document_with("*/*"), tmp_path)
    assert "GetThingResponse200.from_dict" in (package / "api/default/get_thing.py").read_text()


def test_a_warning_of_the_generator_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="openapi-python-client leaves something out"):
        generate_from(document_with("image/png"), tmp_path)


def test_generated_is_marked_and_typed() -> None:
    assert "do not" in (ROOT / "generated" / "README.md").read_text()
    assert "generated/** linguist-generated=true" in (ROOT / ".gitattributes").read_text()
    packages = [path.parent for path in (ROOT / "generated").glob("*/py.typed")]
    expected = {"hub_platform", "hub_service", "planqk_platform", "planqk_service"}
    assert {package.name for package in packages} == expected
