"""Generate the raw clients under generated/ from the documents under specs/.

    python -m scripts.generate           write generated/ anew
    python -m scripts.generate --check   compare generated/ with what they give; change nothing

For each document NAME.json: validate it, apply NAME.overlay.yaml, generate with the pinned
openapi-python-client under NAME.config.yaml and scripts/templates.yaml, format with the pinned
ruff. The same inputs give the same bytes; generated/inputs.json records them.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import jsonpath

from scripts.documents import (
    ROOT,
    SPECS,
    Document,
    DocumentError,
    read,
    read_yaml,
    sha256,
    validate,
)
from scripts.selection import require_modules, select

GENERATED = ROOT / "generated"
TEMPLATES = ROOT / "scripts" / "templates.yaml"
NAMES = ("platform", "service", "hub/platform", "hub/service")

# --- overlay ----------------------------------------------------------------------------------


def apply_overlay(
    document: Document, overlay: Document, name: str, notes: list[str] | None = None
) -> Document:
    """Apply the actions in order; one that matches or changes nothing is an error that names it.

    With ``notes``, such an action is left out, and what is wrong with it noted there.
    """
    for number, action in enumerate(overlay["actions"], start=1):
        before = copy.deepcopy(document)
        if wrong := apply_action(document, action):
            wrong = f"{name}, action {number} ({action['target']}) {wrong}"
            if notes is None:
                raise DocumentError(wrong)
            notes.append(wrong)
            document = before
    return document


def apply_action(document: Document, action: Document) -> str:
    """Apply one action; return what is wrong with it, or ""."""
    before = copy.deepcopy(document)
    try:
        matches = {match.parts: match for match in jsonpath.finditer(action["target"], document)}
        # Of a list the last first, so that the positions of the others stay.
        for parts in sorted(matches, key=position, reverse=True):
            act(action, matches[parts])
    except jsonpath.JSONPathError as error:
        return f"has an odd target: {error}"
    except (LookupError, TypeError, AttributeError) as error:
        return f"cannot be carried out: {error!r}"
    if not matches:
        return "matches nothing: delete it or mend its target"
    if gone := dangling(document) - dangling(before):
        return f"refers to what is not there: {', '.join(sorted(gone))}"
    if document == before:
        return "changes nothing: the document has it already, delete it"
    return ""


def dangling(document: Document) -> set[str]:
    """Return the schemas that something refers to and that are not there."""
    text = json.dumps(document)
    names: set[str] = set(re.findall(r'"#/components/schemas/([^"/]+)"', text))
    return names - set(document.get("components", {}).get("schemas", ()))


def position(parts: tuple[int | str, ...]) -> list[tuple[bool, int, str]]:
    return [(isinstance(p, str), p if isinstance(p, int) else 0, str(p)) for p in parts]


def act(action: Document, match: jsonpath.JSONPathMatch) -> None:
    if action.get("remove"):
        parent: Any = match.parent and match.parent.obj
        del parent[match.parts[-1]]
    else:
        merge(match.obj, action["update"])


def merge(target: Any, update: Any) -> None:
    """Merge as Overlay 1.0 says: objects recursively, lists by appending, the rest by replacing."""
    if isinstance(target, list):
        target.append(copy.deepcopy(update))
        return
    for key, value in update.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            merge(target[key], value)
        elif isinstance(value, list) and isinstance(target.get(key), list):
            target[key] += copy.deepcopy(value)
        else:
            target[key] = copy.deepcopy(value)


# --- templates and tools ----------------------------------------------------------------------


def write_templates(folder: Path) -> None:
    """Write the upstream templates with the changes of templates.yaml into ``folder``."""
    upstream = Path(str(resources.files("openapi_python_client") / "templates"))
    for change in read_yaml(TEMPLATES)["changes"]:
        name = change["file"]
        source = upstream / name
        if not source.is_file() or sha256(source) != change["sha256"]:
            raise DocumentError(
                f"{name} of openapi-python-client is not the file {TEMPLATES.name} was written "
                "against: compare it with the change there, mend it, and note the new sha256"
            )
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (target if target.exists() else source).read_text("utf-8")
        if text.count(change["replace"].strip("\n")) != 1:
            raise DocumentError(f"{name}: the passage to replace does not stand there just once")
        target.write_text(
            text.replace(change["replace"].strip("\n"), change["by"].strip("\n")), "utf-8"
        )


def pins() -> dict[str, str]:
    """Return the pinned versions of the tools that write generated/; the installed must agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    pinned = dict(pin.split("==") for pin in project["dependency-groups"]["generate"])
    for tool, version in pinned.items():
        if metadata.version(tool) != version:
            raise DocumentError(
                f"{tool} {metadata.version(tool)} is installed, pyproject.toml pins {version}: "
                "run `make setup`, or change the pin and run `make generate`"
            )
    return pinned


# --- generation -------------------------------------------------------------------------------


def inputs_of(name: str) -> Iterator[Path]:
    yield SPECS / f"{name}.json"
    yield SPECS / f"{name}.overlay.yaml"
    yield SPECS / f"{name}.config.yaml"


def inputs() -> dict[str, str]:
    """Return everything the output depends on: pinned versions and hashes of files."""
    files = [*(path for name in NAMES for path in inputs_of(name)), TEMPLATES]
    return {**pins(), **{path.relative_to(ROOT).as_posix(): sha256(path) for path in files}}


def generate_all(folder: Path) -> None:
    """Write everything that belongs under generated/ into ``folder``."""
    recorded = json.dumps(inputs(), indent=2)
    for name in NAMES:
        generate_package(name, folder)
    (folder / "inputs.json").write_text(recorded + "\n", "utf-8")
    (folder / "README.md").write_text(README, "utf-8")


def generate_package(
    name: str, folder: Path, *, spec: Path | None = None, notes: list[str] | None = None
) -> None:
    """Write a package, from another document than its own with ``spec``.

    With ``notes``, what does not fit that document is left out and noted there: actions of the
    overlay, and operations that the generator cannot write.
    """
    own, overlay, config = inputs_of(name)
    spec = spec or own
    document = apply_overlay(read(spec), read_yaml(overlay), overlay.name, notes)
    validate(document, f"{spec.name} with its overlay")
    settings = read_yaml(config)
    rules = settings.pop("operations", [{"path": "/"}])  # ours, not the generator's
    document = select(document, rules, config.name, notes)
    package = folder / settings["package_name_override"]
    with tempfile.TemporaryDirectory() as scratch:
        write_templates(Path(scratch, "templates"))
        corrected, configured = Path(scratch, "spec.json"), Path(scratch, "config.json")
        corrected.write_text(json.dumps(document), "utf-8")
        configured.write_text(json.dumps(settings), "utf-8")
        warnings = run_generator(corrected, configured, Path(scratch, "templates"), package)
    if warnings and notes is None:
        raise DocumentError(f"openapi-python-client leaves something out:\n{warnings}")
    if warnings and notes is not None:
        notes.append(f"openapi-python-client leaves something out: {warnings}")
    else:
        require_modules(document, package)
    (package / "py.typed").touch()


def run_generator(spec: Path, config: Path, templates: Path, package: Path) -> str:
    """Generate ``package``, and return the generator's warnings."""
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    command += ["--path", str(spec), "--config", str(config), "--output-path", str(package)]
    command += ["--custom-template-path", str(templates)]
    # The generator looks for ruff on PATH and skips formatting without it.
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise DocumentError(f"openapi-python-client failed:\n{done.stdout}{done.stderr}")
    warned = (done.stdout + done.stderr).partition("WARNING")
    return " ".join((warned[1] + warned[2].partition("If you believe")[0]).split())


def write(target: Path) -> None:
    """Replace ``target`` by what the inputs give; on an error it stays as it was."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".generated-") as scratch:
        made = Path(scratch, "generated")
        made.mkdir()  # a temporary folder itself is for its owner only, and so would the copy be
        generate_all(made)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(made, target, copy_function=shutil.copyfile)


def differences(target: Path) -> list[str]:
    """Return a line for each input that changed, else for each file that is not their output."""
    if changed := changed_inputs(target):
        return changed
    with tempfile.TemporaryDirectory() as scratch:
        generate_all(Path(scratch))
        expected, actual = tree(Path(scratch)), tree(target)
    return [
        f"{kind}: generated/{name}"
        for name in sorted(expected.keys() | actual.keys())
        if (kind := compare(expected.get(name), actual.get(name)))
    ]


def changed_inputs(target: Path) -> list[str]:
    record = target / "inputs.json"
    try:
        before = json.loads(record.read_text("utf-8"))
    except (OSError, ValueError):
        before = {}
    now = inputs()
    return [
        f"changed since generated/ was made: {name}"
        for name in sorted(now.keys() | before.keys())
        if now.get(name) != before.get(name)
    ]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def compare(expected: bytes | None, actual: bytes | None) -> str:
    if expected == actual:
        return ""
    if actual is None:
        return "missing"
    return "not generated" if expected is None else "differs"


README = """\
# Generated code

Everything here is output of `make generate` (scripts/generate.py) and is overwritten by it: do not
edit it. To change it, change its inputs: the documents, overlays and configurations in `specs/`,
or, last, `scripts/templates.yaml`. `inputs.json` records the inputs this was made from, and
`make check-generated` fails when the two no longer agree.

- `planqk_platform`: client of the platform API, from `specs/platform.json`
- `planqk_service`: client of a managed service at its gateway endpoint, from `specs/service.json`
- `hub_platform` and `hub_service`: the same for the Kipu Quantum Hub, from `specs/hub/`; of the
  platform the operations that `specs/hub/platform.config.yaml` chooses
"""


def main() -> int:
    parser = argparse.ArgumentParser(description="Generate the raw clients under generated/.")
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 on a difference")
    check = parser.parse_args().check
    try:
        if not check:
            write(GENERATED)
            return 0
        found = differences(GENERATED)
    except DocumentError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if found:
        print(*found, sep="\n")
        print("generated/ is not what its inputs give: run `make generate` and commit the result")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
