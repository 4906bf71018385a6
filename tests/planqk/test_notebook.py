"""A notebook shows what recipes return as tables, and errors with a short traceback."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from planqk_sandbox import Sandbox
from planqk_sandbox.command import environment_for
from tests.support.user_code import user_code

ARCHIVE = "sum.zip"
CELLS = [
    "from planqk_helpers import *\nfrom planqk_platform.api.service_platform_services import "
    "get_services\nclient = connect()",
    "service = create_managed_service(client, 'Sum & more', user_code='sum.zip')\nservice",
    "wait_for_build(client, service)",
    "get_services.sync(client=client)",
    "application = create_application(client, 'Mine')\npublish_internally(client, service)\n"
    "subscribe(client, application, service)\n"
    "execution = wait_for_execution(client, start_execution(\n"
    "    client, service, application, data={'values': [1, 2]}))\nexecution",
    "[execution, execution]",
    "get_result(client, execution)",
    "['not', 'models']",
    "(await find_service.aio(client, 'Sum & more')).name",
    "find_service(client, 'Mistyped')",
    "client.__exit__()",
]
SHOWN = [
    "",
    """ServiceDto id … name Sum & more service_definitions
    ServiceDefinitionDto id … configurations
    [ServiceDefinitionDtoConfigurationsInner(amount=500, type_='cpu', unit='m'),
    ServiceDefinitionDtoConfigurationsInner(amount=2048, type_='memory', unit='M')]
    context … created_at … … created_by sandbox-user lifecycle CREATED modified_at … …
    modified_by sandbox-user name Sum & more
    pricing_plans [PricingPlanDto(id=…, type_='FREE')] quantum_backend NONE
    runtime_configuration RuntimeConfiguration(runtime='PYTHON_TEMPLATE')
    type_ MANAGED version 1.0.0
    current_user_permission OWNER""",
    """The build of service … has warnings: environment.yml asks for python=2.7: there is none on
    the PATH that the sandbox can use, so it uses Python …
    BuildJobDto created_at … … finished_at … … status SUCCESS step PUSH_IMAGE
    validation_result ValidationResult messages environment.yml asks for python=2.7: there is none
    on the PATH that the sandbox can use, so it uses Python … state WARNING
    summary The user code can be used, with warnings""",
    """1 ServiceDto id name service_definitions current_user_permission
    … Sum & more [ServiceDefinitionDto(id=… OWNER""",
    """Execution endpoint http://127.0.0.1:…/sum-more/1.0.0 id … application_id …
    status SUCCEEDED created_at … …+00:00 started_at … …+00:00 ended_at … …+00:00""",
    """2 Execution endpoint id application_id status created_at started_at ended_at
    http://127.0.0.1:… … … SUCCEEDED … … … … … … http://127.0.0.1:… … … SUCCEEDED … … … … … …""",
    "ResultResponse result {'sum': 3}",
    "['not', 'models']",
    "'Sum & more'",
    """----… NameNotFound Traceback (most recent call last) Cell In[10], line 1
    ----> 1 find_service(client, 'Mistyped')
    File …/planqk_helpers/engine/flow.py:…, in recipe.<locals>.blocking(*args, **kwargs)
    … return drive(begin(args, kwargs)) … except PlanqkError as error:
    --> … raise trim(error) from error.__cause__
    NameNotFound: there is no service named 'Mistyped'""",
    "",
]


def test_a_notebook(tmp_path: Path) -> None:
    outputs = run(tmp_path)
    for cell, expected, found in zip(CELLS, SHOWN, outputs, strict=True):
        seen = " ".join(" ".join(map(shown, found)).split())
        words = map(re.escape, expected.split())
        assert re.fullmatch(" ".join(words).replace("…", r"\S+"), seen), f"{cell}\n{seen}"
    (error,) = outputs[-2]
    assert len(shown(error).strip().splitlines()) < 12


def run(folder: Path) -> list[list[Any]]:
    """Run the notebook; return the outputs of each cell."""
    old = json.dumps({"name": "x", "dependencies": ["python=2.7"]})
    code = user_code("return {'sum': sum(data['values'])}", **{"environment.yml": old})
    (folder / ARCHIVE).write_bytes(code.getvalue())
    cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]  # type: ignore[no-untyped-call]
    notebook = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    with Sandbox() as sandbox:
        environment = environment_for(sandbox) | {
            "IPYTHONDIR": str(folder / "ipython"),
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        }
        NotebookClient(
            notebook,
            timeout=120,
            allow_errors=True,
            resources={"metadata": {"path": str(folder)}},
        ).execute(env=environment)
    return [cell.outputs for cell in notebook.cells]


def shown(output: Any) -> str:
    """Return what a reader sees of an output, HTML if there is any."""
    if output.output_type == "error":
        return re.sub(r"\x1b\[[\d;]*m", "", "\n".join(output.traceback))
    if output.output_type == "stream":
        return str(output.text)
    html: str | None = output.data.get("text/html")
    return unescape(re.sub("<[^>]+>", " ", html)) if html else str(output.data["text/plain"])
