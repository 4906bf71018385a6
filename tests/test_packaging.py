"""The wheel holds what it should and works in an empty environment."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from email import message_from_bytes
from importlib.metadata import distribution
from pathlib import Path

import pytest

from planqk_sandbox import Sandbox
from planqk_sandbox.command import environment_for
from scripts.project_links import address_of

ROOT = Path(__file__).parents[1]
GENERATED = {"hub_platform", "hub_service", "planqk_platform", "planqk_service"}
PACKAGES = {"planqk_helpers", "planqk_sandbox", *GENERATED}


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = run(*build)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_the_wheel_holds_typed_packages_only(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == PACKAGES
    assert {f"{package}/py.typed" for package in PACKAGES} <= set(names)
    assert not [name for name in names if "__pycache__" in name]


@pytest.mark.parametrize("remote", ["git@forge.example:group/tool.git", ""])
def test_the_metadata_links_to_the_repository_it_was_built_from(
    remote: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    ignored = shutil.ignore_patterns(".*", "site", "dist", "tests", "cookbook", "__pycache__")
    shutil.copytree(ROOT, copy, ignore=ignored)
    if remote:
        for command in (["init", "--quiet"], ["remote", "add", "origin", remote]):
            subprocess.run(["git", *command], cwd=copy, check=True)
    # The wheel is built from the source distribution, in a folder that is no repository.
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path), str(copy)]
    done = run(*build)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [each for each in archive.namelist() if each.endswith(".dist-info/METADATA")]
        metadata = message_from_bytes(archive.read(name))
    own = [
        "Repository, https://forge.example/group/tool",
        "Documentation, https://forge.example/group/tool/tree/HEAD/cookbook",
        "Changelog, https://forge.example/group/tool/blob/HEAD/CHANGELOG.md",
    ]
    platform = ["Platform documentation, https://docs.hub.kipu-quantum.com"]
    assert metadata.get_all("Project-URL") == [*(own if remote else []), *platform]
    described = str(metadata.get_payload())
    targets = re.findall(r"\]\(([^)]+)\)", described)
    assert len(targets) > 30
    assert not remote or all(each.startswith(("https://", "#")) for each in targets)
    places = [each.split("/HEAD/")[1] for each in targets if "/HEAD/" in each]
    assert all((ROOT / place).exists() for place in places)
    assert bool(places) == bool(remote)


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://forge.example/group/tool", "https://forge.example/group/tool"),
        ("https://user:secret@forge.example:8443/tool.git/", "https://forge.example:8443/tool"),
        ("ssh://git@forge.example:2222/group/tool.git", "https://forge.example/group/tool"),
        ("git@forge.example:group/sub/tool.git", "https://forge.example/group/sub/tool"),
        ("git://forge.example/tool.git", "https://forge.example/tool"),
        # Nobody else can open these.
        ("../tool", ""),
        ("/srv/git/tool.git", ""),
        ("file:///srv/git/tool.git", ""),
        ("http://127.0.0.1:3000/group/tool.git", ""),
        ("https://10.0.0.7/tool.git", ""),
        ("https://localhost/tool.git", ""),
        ("backup:tool.git", ""),
        ("C:\\work\\tool", ""),
        ("https://[broken/tool", ""),
        ("https://forge.example:port/tool", ""),
        ("https://forge.example/", ""),
        ("", ""),
    ],
)
def test_a_remote_becomes_an_address_for_a_browser(remote: str, address: str) -> None:
    assert address_of(remote) == address


def required(name: str, seen: set[str], extra: str = "") -> set[str]:
    """Names of the distributions that ``name`` needs with no or one extra, itself left out."""
    for requirement in distribution(name).requires or []:
        other = re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower()
        asked = re.search(r"extra == ['\"]([\w-]+)['\"]", requirement)
        if other in seen or (asked and asked[1] != extra):
            continue
        if ";" in requirement and not is_installed(other):  # of another system or Python
            continue
        seen.add(other)
        required(other, seen)
    return seen


def is_installed(name: str) -> bool:
    try:
        distribution(name)
    except ModuleNotFoundError:
        return False
    return True


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and the dependencies it declares, without a network."""
    return environment(wheel, tmp_path_factory.mktemp("empty"), required("planqk-helpers", set()))


@pytest.fixture(scope="module")
def python_with_cli(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another one, with the extra for the command line."""
    needed = required("planqk-helpers", set(), "cli")
    assert {"click", "rich"} <= needed
    return environment(wheel, tmp_path_factory.mktemp("cli"), needed)


def environment(wheel: Path, folder: Path, needed: set[str]) -> Path:
    """Make an environment of distributions that are installed here; return its Python."""
    run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    python = folder / "bin" / "python"
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    assert {"httpx2", "attrs", "python-dateutil", "httpcore2"} <= needed
    for name in needed:
        for file in distribution(name).files or []:
            if not file.parts[0].startswith(".."):
                target = site / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(str(file.locate()), target)
    install = ("install", "--no-index", "--no-deps", "--quiet", str(wheel))
    done = run(sys.executable, "-m", "pip", "--python", str(python), *install)
    assert done.returncode == 0, done.stderr
    return python


def test_helpers_work_without_extras(python: Path) -> None:
    code = (
        "import sys, planqk_helpers, planqk_platform, planqk_service, hub_platform, hub_service;"
        "planqk_helpers.connect('key', base_url='https://platform.example');"
        "print(planqk_helpers.__file__);"
        "print(sorted({'starlette', 'uvicorn', 'yaml', 'planqk_sandbox'} & set(sys.modules)))"
    )
    done = run(str(python), "-I", "-c", code)
    assert done.returncode == 0, done.stderr
    place, extras = done.stdout.splitlines()
    assert Path(place).is_relative_to(python.parents[1])
    assert extras == "[]"


def test_the_sandbox_says_what_it_needs(python: Path) -> None:
    done = run(str(python), "-I", "-m", "planqk_sandbox", "serve")
    assert done.returncode != 0
    assert "planqk-helpers[sandbox]" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_line_says_what_it_needs(python: Path) -> None:
    for command in ([str(python), "-I", "-m", "planqk_helpers"], [str(with_name(python))]):
        done = run(*command, "--help")
        assert done.returncode == 2
        assert done.stderr == (
            "planqk-helpers needs click and rich: pip install 'planqk-helpers[cli]'\n"
        )


def test_the_command_line_works_with_its_extra(python_with_cli: Path, sandbox: Sandbox) -> None:
    command = str(with_name(python_with_cli))
    assert "Deploy quantum services" in run(command, "--help").stdout
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [command, "verify", "--json"],
        env=kept | environment_for(sandbox),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["platform"] == "hub"


def with_name(python: Path) -> Path:
    """Return the command that the wheel installs."""
    return python.with_name("planqk-helpers")
