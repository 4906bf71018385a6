"""A client is generated once for all tests that need it, whichever process they run in."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import generate


@pytest.fixture(scope="session", autouse=True)
def shared_clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the output of the generator by the hash of its input."""
    base = tmp_path_factory.getbasetemp()
    store = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "clients"
    store.mkdir(exist_ok=True)
    run = generate.run_generator

    def run_once(document: Path, config: Path, templates: Path, package: Path) -> str:
        key = hashlib.sha256(document.read_bytes() + config.read_bytes()).hexdigest()
        kept, warnings = store / key, store / f"{key}.txt"
        with (store / f"{key}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not warnings.is_file():
                warnings.write_text(run(document, config, templates, kept), "utf-8")
        shutil.copytree(kept, package)
        return warnings.read_text("utf-8")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generate, "run_generator", run_once)
        yield
