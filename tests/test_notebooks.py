"""Every page of the cookbook runs as the notebook that the site offers, and prints what it shows.

The page on the official SDK has none: its Python runs in an environment of its own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from conftest import COOKBOOK, SDK_PAGE, deploy_sum, difference, set_environment, write_files
from planqk_sandbox import Sandbox
from scripts.docs.notebooks import awaited, notebook, pages
from scripts.docs.platforms import printed_for

ROOT = Path(__file__).parents[1]
# A page begins as if the kernel were new, and waits as it does where it runs as a script.
PREPARE = """
get_ipython().run_line_magic("reset", "-f")
__spec__ = None  # new kernels have it, and processes that Dask starts look for it

def prepare(environment, folder):
    import os
    import conftest, planqk_helpers, planqk_helpers.hub

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for package in (planqk_helpers, planqk_helpers.hub):
        for defaults in conftest.waiting_defaults(package):
            defaults["poll"] = conftest.QUICK
    conftest.printing = conftest.warnings_printed()  # kept: it ends with its last reference
    conftest.printing.__enter__()

prepare({environment!r}, {folder!r})
del prepare
"""


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NotebookClient]:
    """Start one kernel for all pages: to start one for each takes longer than to run them."""
    folder = tmp_path_factory.mktemp("kernel")
    files = {"IPYTHONDIR": str(folder / "ipython"), "JUPYTER_RUNTIME_DIR": str(folder / "runtime")}
    client = NotebookClient(read(notebook("#")), timeout=120, kernel_name="python3")
    client.create_kernel_manager()
    client.start_new_kernel(env={**os.environ, **files, "PYTHONPATH": str(ROOT)})
    client.start_new_kernel_client()
    try:
        yield client
    finally:
        client._cleanup_kernel()


def read(text: str) -> Any:
    """Read a notebook, and refuse one that is not valid."""
    found = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(found)
    return found


AS_PRINTED = {page.stem: page.read_text() for page in pages()}
# The other pages run on their second platform as scripts.
ON_PLANQK = {
    "notebooks on PlanQK": AS_PRINTED["notebooks"].replace("planqk_helpers.hub", "planqk_helpers")
}


@pytest.mark.parametrize("text", (runs := AS_PRINTED | ON_PLANQK).values(), ids=runs)
def test_a_page_runs_as_a_notebook(kernel: NotebookClient, text: str, tmp_path: Path) -> None:
    made = read(notebook(text))
    write_files(tmp_path)
    with Sandbox() as sandbox, pytest.MonkeyPatch.context() as patch:
        deploy_sum(sandbox, tmp_path / "sum.zip", printed_for(text))
        set_environment(patch, sandbox, tmp_path)
        run(kernel, PREPARE.format(environment=dict(os.environ), folder=str(tmp_path)))
        cells = [cell for cell in made.cells if cell.cell_type == "code"]
        assert cells
        for cell in cells:
            shown = "".join(output.text for output in cell.outputs)
            assert difference(shown, run(kernel, cell.source)) is None, cell.source


def run(kernel: NotebookClient, source: str) -> str:
    """Run a cell; return what it printed."""
    cell = nbformat.v4.new_code_cell(source)  # type: ignore[no-untyped-call]
    kernel.nb.cells = [cell]
    kernel.execute_cell(cell, 0)
    return "".join(each.text for each in cell.outputs if each.get("name") == "stdout")


def test_every_page_with_python_is_a_notebook() -> None:
    with_python = {path for path in COOKBOOK.glob("*.md") if "```python\n" in path.read_text()}
    assert set(pages()) == with_python - {COOKBOOK / "README.md", SDK_PAGE}
    assert len(pages()) > 20


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_no_cell_starts_an_event_loop(page: Path) -> None:
    code = [cell["source"] for cell in json.loads(notebook(page.read_text()))["cells"]]
    assert "asyncio.run(" not in "".join(code)


@pytest.mark.parametrize(
    ("script", "cell"),
    [
        ("print(len(asyncio.run(main())), 3)", "print(len(await main()), 3)"),
        ("x = asyncio.run(f.aio(1, b=[2])).result", "x = (await f.aio(1, b=[2])).result"),
        ("asyncio.run(a())\nasyncio.run(a())", "await a()\nawait a()"),
        ("print('no loop')", "print('no loop')"),
    ],
)
def test_a_cell_awaits(script: str, cell: str) -> None:
    assert awaited(script) == cell


def test_a_loop_in_a_function_is_refused() -> None:
    with pytest.raises(ValueError, match=r"asyncio.run\(b\(\)\) in a function"):
        awaited("def a():\n    return asyncio.run(b())")


PAGE = """\
# A page

## On the Hub

```python
from planqk_helpers.hub import connect
```

### More

```sh
# On PlanQK
```

## On PlanQK

See [the Hub](02-connect.md#on-the-hub).

### More of it

```python
from planqk_helpers import connect
```

## On both

```python
print(1)
```

```text
1
```
"""


def test_a_notebook_has_the_code_of_one_platform_and_the_outputs() -> None:
    made = read(notebook(PAGE))
    code = [cell for cell in made.cells if cell.cell_type == "code"]
    assert [cell.source for cell in code] == [
        "from planqk_helpers.hub import connect",
        "print(1)",
    ]
    assert [[output.text for output in cell.outputs] for cell in code] == [[], ["1\n"]]
    text = "\n".join(cell.source for cell in made.cells if cell.cell_type == "markdown")
    assert "See the Hub." in text
    assert "from planqk_helpers import connect" in text
