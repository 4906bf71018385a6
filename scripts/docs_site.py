"""Choose and make the pages of the site: a hook of mkdocs.

The site holds the repository's own documents, under the paths they have there so that their links
work, and a reference page for each module of `planqk_helpers`, with what the package exports of it.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "specs/README.md"]
DOCUMENTS += ["planqk_sandbox/README.md", "benchmarks/README.md", "LICENSE"]
IN_COOKBOOK = ["*.md", "quickstart.py", "user_code/src/program.py"]
MODULES = [
    "connection",
    "services",
    "updates",
    "builds",
    "publishing",
    "applications",
    "marketplace",
]
MODULES += ["executions", "handles", "downloads", "packing", "ensure", "waiting", "errors"]
MODELS = ["AccountDto", "ApiDto", "ApplicationDto", "BuildJobDto", "IndustryDto", "PricingPlanDto"]
MODELS += ["ServiceDefinitionDto", "ServiceDto", "SubscriptionDto"]
MODELS = [f"planqk_platform.models.{name}" for name in MODELS]
MODELS += ["planqk_service.models.ResultResponse"]
TYPES = ["Lifecycle", "QuantumBackend", "Upload"]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Set the order of the pages."""
    pages = sorted(f"cookbook/{page.name}" for page in (ROOT / "cookbook").glob("[0-9]*.md"))
    reference = [f"reference/{name}.md" for name in ["index", *MODULES, "models"]]
    config.nav = [
        {"Start": ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "specs/README.md"]},
        {"Cookbook": ["cookbook/README.md", *pages, "cookbook/command-line.md"]},
        {"Reference": reference},
        {"Sandbox": "planqk_sandbox/README.md"},
        {"Benchmarks": "benchmarks/README.md"},
    ]
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Put the pages in the place of what is in the documents' folder."""
    linked = re.findall(r"\]\((tests/[\w/]+\.py)\)", (ROOT / "README.md").read_text())
    paths = [ROOT / name for name in [*DOCUMENTS, *dict.fromkeys(linked)]]
    paths += [path for pattern in IN_COOKBOOK for path in (ROOT / "cookbook").glob(pattern)]
    paths += (ROOT / "benchmarks").glob("*.svg")
    kept = Files([file for file in files if file.src_dir != config.docs_dir])
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        kept.append(File.generated(config, name, abs_src_path=str(path)))
    for name, text in reference().items():
        kept.append(File.generated(config, f"reference/{name}.md", content=text))
    return kept


def reference() -> dict[str, str]:
    """Return the reference pages by name."""
    exported = exports()
    if set(exported) != set(MODULES):
        raise ValueError(f"the package exports from {sorted(exported)}, the site has {MODULES}")
    pages = {module: page(module, exported[module]) for module in MODULES}
    lines = [f"- [{title(module)}]({module}.md): {summary(module)}" for module in MODULES]
    pages["index"] = "\n".join(["# Reference", "", INTRODUCTION, "", *lines, MODELS_LINE, ""])
    pages["models"] = "\n\n".join(["# Models and types", MODELS_INTRODUCTION, *map(model, MODELS)])
    pages["models"] += "\n\n" + "\n\n".join(f"::: planqk_helpers.{name}" for name in TYPES)
    return pages


def model(path: str) -> str:
    """Return the directive that shows a model, without the methods it shares with all others."""
    return f"::: {path}\n    options:\n      members: false"


INTRODUCTION = """\
Everything here is imported from `planqk_helpers`. What is labelled *recipe* can be called blocking,
as shown, or awaited under `.aio`, with the same arguments:

    service = find_service(client, "Sum")
    service = await find_service.aio(client, "Sum")
"""
MODELS_LINE = "- [Models and types](models.md): What recipes take and return."
MODELS_INTRODUCTION = (
    "The models are generated, and imported from `planqk_platform.models`; `ResultResponse` from "
    "`planqk_service.models`. A member that the platform did not send is `UNSET`, which counts as "
    "false. The types at the end stand in the signatures of recipes."
)


def exports() -> dict[str, list[str]]:
    """Return the names that the package exports, by page, in the order of their source."""
    tree = ast.parse((ROOT / "planqk_helpers" / "__init__.pyi").read_text())
    found: dict[str, list[str]] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.level and "_" not in (node.module or "_"):
            defined = names_in(node.module or "")
            names = [alias.name for alias in node.names if alias.name not in TYPES]
            if names:
                page = found.setdefault((node.module or "").rpartition(".")[2], [])
                page += sorted(names, key=defined.index)
    return found


def names_in(module: str) -> list[str]:
    """Return what a module of the package defines, in its order."""
    tree = ast.parse(path_of(module).read_text())
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def path_of(module: str) -> Path:
    """Return the file of a module of the package."""
    return (ROOT / "planqk_helpers" / module.replace(".", "/")).with_suffix(".py")


def page(module: str, names: list[str]) -> str:
    """Return the reference page of a module."""
    directives = [f"::: planqk_helpers.{name}" for name in names]
    return "\n\n".join([f"# {title(module)}", summary(module), *directives])


def title(module: str) -> str:
    """Return the title of a module's page."""
    return module.capitalize()


def summary(module: str) -> str:
    """Return the first sentence of a module's docstring."""
    found = (path_of(f"{room}{module}") for room in ("planqk.", "engine.", ""))
    tree = ast.parse(next(path for path in found if path.is_file()).read_text())
    return re.sub(r"\s+", " ", (ast.get_docstring(tree) or "").partition("\n\n")[0])
