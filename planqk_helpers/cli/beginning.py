"""Begin a project: a service that runs, as files to change."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click

from .commands import command
from .session import Session

TEMPLATE = Path(__file__).parent / "template"
TOKENS = {"hub": "KQH_PERSONAL_ACCESS_TOKEN", "planqk": "PLANQK_PERSONAL_ACCESS_TOKEN"}


@command("init my-service && planqk-helpers deploy my-service")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="Name of the service; default: that of the folder.")
def init(session: Session, *, folder: Path, name: str | None) -> None:
    """Begin a project with a service that runs.

    FOLDER is created; it may exist, but then it has to be empty. It gets the program with its
    requirements, API definition and example input, a test, planqk.json, and a workflow for GitHub
    Actions.
    """
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise click.UsageError(f"{folder} is there and not an empty folder")
    chosen = folder.resolve().name if name is None else name
    if not chosen.isprintable() or not chosen.strip() or set('"\\$`') & set(chosen):
        raise click.UsageError(f"{chosen!r} cannot be written into all files: give another --name")
    words = {
        "__NAME__": chosen,
        "__PLATFORM__": session.platform,
        "__TOKEN__": TOKENS[session.platform],
    }
    files = sorted(
        path.relative_to(TEMPLATE)
        for path in TEMPLATE.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    )
    for file in files:
        text = (TEMPLATE / file).read_text("utf-8")
        text = re.sub("|".join(words), lambda found: words[found[0]], text)
        target = folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    names = [file.as_posix() for file in files]
    session.answer({"folder": str(folder), "name": chosen, "files": names}, "\n".join(names))
    where = f"{shlex.quote(str(folder))} --platform {session.platform}"
    session.tell(f"Next: planqk-helpers deploy {where} --publish internal --application NAME")
