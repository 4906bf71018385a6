"""Generate the raw clients under generated/ from the documents under specs/.

    python -m scripts.generate           write generated/ anew
    python -m scripts.generate --check   compare generated/ with their output; change nothing

For each document NAME.json: validate it, apply NAME.overlay.yaml, choose its operations, generate
with the pinned openapi-python-client under NAME.config.yaml and scripts/templates.yaml, format with
the pinned ruff. The same inputs give the same bytes; generated/inputs.json records the inputs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from importlib import metadata, resources
from pathlib import Path

from scripts.documents import ROOT, Document, DocumentError, read, read_yaml, sha256, validate
from scripts.overlay import apply_overlay
from scripts.selection import EVERY_OPERATION, require_modules, select, shared_modules
from scripts.spelling import RULE, respell
from scripts.targets import GENERATED, SPECS_OF_ALL, Spec

TEMPLATES = ROOT / "scripts" / "templates.yaml"
OUR_RULES = {"operations", RULE}
"""Keys of a configuration that the generator does not know."""

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
        changed = folder / name
        changed.parent.mkdir(parents=True, exist_ok=True)
        text = (changed if changed.exists() else source).read_text("utf-8")
        if text.count(change["replace"].strip("\n")) != 1:
            raise DocumentError(f"{name}: the passage to replace does not stand there just once")
        changed.write_text(
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


def inputs() -> dict[str, str]:
    """Return everything the output depends on: pinned versions and hashes of files."""
    files = [path for s in SPECS_OF_ALL for path in (s.document, s.overlay, s.config)]
    hashes = {path.relative_to(ROOT).as_posix(): sha256(path) for path in [*files, TEMPLATES]}
    return {**pins(), **hashes}


def generate_all(folder: Path) -> None:
    """Write everything that belongs under generated/ into ``folder``."""
    recorded = json.dumps(inputs(), indent=2)
    for spec in SPECS_OF_ALL:
        generate_package(spec, folder)
    (folder / "inputs.json").write_text(recorded + "\n", "utf-8")
    (folder / "README.md").write_text(readme(), "utf-8")


def generate_package(
    spec: Spec, folder: Path, *, document: Document | None = None, notes: list[str] | None = None
) -> None:
    """Write a package.

    Args:
        spec: What it is generated from.
        folder: Where to write it.
        document: Another document than the one of ``spec``.
        notes: None: what does not fit the document raises. A list: it is left out, and noted
            there: actions of the overlay, and operations that the generator cannot write.

    Raises:
        DocumentError: An input or a tool is not as it should be.
    """
    selected = prepare(spec, document or read(spec.document), notes)
    settings = {key: each for key, each in read_yaml(spec.config).items() if key not in OUR_RULES}
    package = folder / spec.package
    with tempfile.TemporaryDirectory() as scratch:
        write_templates(Path(scratch, "templates"))
        written, config = Path(scratch, "spec.json"), Path(scratch, "config.json")
        written.write_text(json.dumps(selected), "utf-8")
        config.write_text(json.dumps(settings), "utf-8")
        warnings = run_generator(written, config, Path(scratch, "templates"), package)
    if warnings and notes is None:
        raise DocumentError(f"openapi-python-client leaves something out:\n{warnings}")
    if warnings and notes is not None:
        notes.append(f"openapi-python-client leaves something out: {warnings}")
    elif notes is None or not shared_modules(selected):
        require_modules(selected, package)
    else:
        notes += shared_modules(selected)
    (package / "py.typed").touch()


def prepare(spec: Spec, document: Document, notes: list[str] | None = None) -> Document:
    """Return what the generator gets of a document; ``notes`` as in `generate_package`."""
    settings = read_yaml(spec.config)
    corrected = apply_overlay(
        spelled(spec, document), read_yaml(spec.overlay), spec.overlay.name, notes
    )
    rules = settings.get("operations", EVERY_OPERATION)
    selected = select(corrected, rules, spec.config.name, notes)
    validate(selected, f"{spec.document.name} with its overlay")
    return selected


def spelled(spec: Spec, document: Document) -> Document:
    """Return a copy of a document in the spelling that its configuration asks for."""
    return respell(document, bodies=bool(read_yaml(spec.config).get(RULE)))


def run_generator(document: Path, config: Path, templates: Path, package: Path) -> str:
    """Generate ``package``, and return the generator's warnings."""
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    command += ["--path", str(document), "--config", str(config), "--output-path", str(package)]
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


def write(folder: Path) -> None:
    """Replace ``folder`` by the output of the inputs; on an error it stays as it was."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".generated-") as scratch:
        made = Path(scratch, "generated")
        made.mkdir()  # a temporary folder itself is for its owner only, and so would the copy be
        generate_all(made)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(made, folder, copy_function=shutil.copyfile)


def differences(folder: Path) -> list[str]:
    """Return a line for each input that changed, else for each file that is not their output."""
    if changed := changed_inputs(folder):
        return changed
    with tempfile.TemporaryDirectory() as scratch:
        generate_all(Path(scratch))
        expected, actual = tree(Path(scratch)), tree(folder)
    return [
        f"{kind}: generated/{name}"
        for name in sorted(expected.keys() | actual.keys())
        if (kind := difference(expected.get(name), actual.get(name)))
    ]


def changed_inputs(folder: Path) -> list[str]:
    record = folder / "inputs.json"
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


def difference(expected: bytes | None, actual: bytes | None) -> str:
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

"""
CONTENTS = {
    "platform.json": "client of the platform API",
    "service.json": "client of a managed service at its gateway endpoint",
}


def readme() -> str:
    """Return the README of generated/."""
    lines = [
        f"- `{spec.package}`: {CONTENTS[spec.document.name]}, from `{spec.name}`\n"
        for spec in SPECS_OF_ALL
    ]
    return README + "".join(lines)


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
