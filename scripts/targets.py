"""The platforms, a record for each: what differs between them, for every script.

A second platform is a second record here, beside its folders.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from attrs import frozen

from scripts.documents import ROOT, SPECS, read_yaml

HELPERS = ROOT / "planqk_helpers"
GENERATED = ROOT / "generated"


@frozen
class Spec:
    """A document, what lies beside it, and the package that is generated from them."""

    document: Path

    @property
    def name(self) -> str:
        """What messages and generated/inputs.json call the document."""
        return f"specs/{self.document.parent.name}/{self.document.name}"

    @property
    def overlay(self) -> Path:
        """Our corrections of the document."""
        return self.document.with_suffix(".overlay.yaml")

    @property
    def config(self) -> Path:
        """The generator's configuration."""
        return self.document.with_suffix(".config.yaml")

    @property
    def package(self) -> str:
        """The name of the generated package."""
        name: str = read_yaml(self.config)["package_name_override"]
        return name


@frozen
class Target:
    """One platform.

    Attributes:
        name: What `--platform` and the folders call it.
        specs: The folder of its documents.
        fetched: The folder for the document of its live platform, as it was fetched last.
        recipes: The folder of its recipes.
        tests: The folders of their tests, which run on the sandbox: the first is its own, in others
            are tests of several platforms.
        api_docs: The folder of the documents that the sandbox serves.
        address: Where the live platform serves its document.
        settings: A function that finds base address and token, as "module:name". It is loaded by
            its name because recipes need `generated/`, and the generation must not.
        prefix: The beginning of the names of its environment variables.
        token_variable: The environment variable of the token.
        token_header: The header the token is sent in.
    """

    name: str
    specs: Path
    fetched: Path
    recipes: Path
    tests: tuple[Path, ...]
    api_docs: Path
    address: str
    settings: str
    prefix: str
    token_variable: str
    token_header: str

    @property
    def platform(self) -> Spec:
        """The API of the platform."""
        return Spec(self.specs / "platform.json")

    @property
    def service(self) -> Spec:
        """The API of a managed service at its gateway endpoint."""
        return Spec(self.specs / "service.json")

    @property
    def modules(self) -> list[Path]:
        """The modules of the helpers that concern it: all but the recipes of other platforms."""
        others = [target.recipes for target in TARGETS.values() if target.name != self.name]
        return [
            path
            for path in sorted(HELPERS.rglob("*.py"))
            if not any(path.is_relative_to(other) for other in others)
        ]


PLANQK = Target(
    name="planqk",
    specs=SPECS / "planqk",
    fetched=SPECS / "fetched" / "planqk",
    recipes=HELPERS / "planqk",
    tests=(ROOT / "tests" / "planqk",),
    api_docs=ROOT / "planqk_sandbox" / "faces" / "planqk" / "api-docs",
    address="https://platform.planqk.de/qc-catalog/docs",
    settings="planqk_helpers.planqk.connection:find_settings",
    prefix="PLANQK_",
    token_variable="PLANQK_PERSONAL_ACCESS_TOKEN",  # noqa: S106 - its name
    token_header="X-Auth-Token",  # noqa: S106 - its name
)
HUB = Target(
    name="hub",
    specs=SPECS / "hub",
    fetched=SPECS / "fetched" / "hub",
    recipes=HELPERS / "hub",
    tests=(ROOT / "tests" / "hub", ROOT / "tests" / "planqk"),
    api_docs=ROOT / "planqk_sandbox" / "faces" / "hub" / "api-docs",
    address="https://api.hub.kipu-quantum.com/qc-catalog/docs",
    settings="planqk_helpers.hub.connection:find_settings",
    prefix="KQH_",
    token_variable="KQH_PERSONAL_ACCESS_TOKEN",  # noqa: S106 - its name
    token_header="X-Auth-Token",  # noqa: S106 - its name
)
TARGETS = {target.name: target for target in (PLANQK, HUB)}
SPECS_OF_ALL = [spec for target in TARGETS.values() for spec in (target.platform, target.service)]


def add_platform(parser: argparse.ArgumentParser) -> None:
    """Let a script be told which platform it is about."""
    parser.add_argument(
        "--platform", choices=TARGETS, default=PLANQK.name, help=f"default: {PLANQK.name}"
    )
