"""What a worker process is sent can be pickled: recipes, handles, outcomes, models, errors."""

from __future__ import annotations

import inspect
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import hub_platform.models
import hub_service.models
import planqk_platform.models
import planqk_service.models
import pytest
from hub_platform.models import ServiceResourceConfigurationCpu
from hub_service.models import ServiceExecutionStatus
from planqk_platform.models import ServiceDto
from planqk_service.models import JobStatus, ResultResponse

from planqk_helpers import (
    Execution,
    ExecutionFailed,
    NotAllSucceeded,
    Outcome,
    Outcomes,
    hub,
)
from planqk_helpers.errors import PlanqkError
from planqk_sandbox import Sandbox
from planqk_sandbox.command import environment_for
from tests.support.either import OPENERS, PACKAGES
from tests.support.recipes import deploy
from tests.support.steps import status

RECIPES = {
    f"{place}.{name}": value
    for place, package in PACKAGES.items()
    for name in package.__all__
    if hasattr(value := getattr(package, name), "aio")
}
EXECUTION = Execution("https://g.example/s", "e", "a", JobStatus.RUNNING, datetime.now(UTC))


def again(value: Any, protocol: int = pickle.HIGHEST_PROTOCOL) -> Any:
    return pickle.loads(pickle.dumps(value, protocol))


@pytest.mark.parametrize("name", RECIPES)
def test_recipes_pickle_by_reference(name: str) -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert again(RECIPES[name], protocol) is RECIPES[name]
    assert again(RECIPES[name].aio) is RECIPES[name].aio


def test_executions_and_outcomes_come_back_as_they_were() -> None:
    error = ExecutionFailed("no", kind="execution", id="e", state="FAILED", elapsed=1.5)
    error.code = "CODE"
    outcomes = Outcomes(
        [
            Outcome("k", "succeeded", EXECUTION, ResultResponse(result={"x": 1})),
            Outcome(7, "failed", EXECUTION, None, error),
        ]
    )
    assert type(again(outcomes)) is Outcomes
    twin: Any = again(outcomes)
    assert twin[0] == outcomes[0]
    assert twin[0].result.to_dict() == {"result": {"x": 1}}
    assert str(twin[1].error) == str(error)
    assert twin[1].error.code == "CODE"
    with pytest.raises(NotAllSucceeded) as caught:
        twin.results()
    assert str(again(caught.value)) == str(caught.value)
    assert again(caught.value).outcomes[0].key == 7


def test_the_hubs_executions_and_results_do_too() -> None:
    now = datetime.now(UTC)
    execution = hub.Execution("", "e", "", ServiceExecutionStatus.RUNNING, now, tags=("a",))
    assert again(execution) == execution
    result = hub.Result({"sum": 1}, ("a.txt",))
    assert again(result) == result
    price = ServiceResourceConfigurationCpu(amount=500)
    assert again(price) == price


@pytest.mark.parametrize(
    "module",
    [planqk_platform.models, planqk_service.models, hub_platform.models, hub_service.models],
)
def test_models_come_back_as_they_were(module: ModuleType) -> None:
    tried = 0
    for name in module.__all__:
        kind = getattr(module, name)
        assert again(kind) is kind
        if hasattr(kind, "from_dict") and not required(kind):
            model = kind()
            model.additional_properties = {"more": [1]}
            assert again(model) == model
            assert again(model).to_dict() == model.to_dict()
            tried += 1
    assert tried > 2


def required(kind: Any) -> bool:
    parameters = inspect.signature(kind).parameters.values()
    return any(each.default is inspect.Parameter.empty for each in parameters)


def test_unknown_values_come_back_as_they_were() -> None:
    service = ServiceDto.from_dict({"id": "s", "name": "n", "serviceDefinitions": []})
    assert again(service) == service
    assert again(JobStatus("TOMORROW")) == "TOMORROW"
    assert isinstance(again(JobStatus("TOMORROW")), JobStatus)


def test_errors_come_back_as_they_were() -> None:
    error = status(429, 5.0)
    error.add_note("a note")
    twin = again(error)
    assert (type(twin), str(twin), twin.retry_after) == (type(error), str(error), 5.0)
    assert twin.__notes__ == ["a note"]


@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES)
def test_a_connection_says_what_to_do_instead(package: Any) -> None:
    with package.connect("k", base_url="http://127.0.0.1:9") as client:
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises(TypeError, match="connect"):
                pickle.dumps(client, protocol)


def execute(place: str, number: int, environment: dict[str, str], ids: tuple[str, str]) -> Any:
    """Run in a worker process, which connects on its own."""
    import os  # noqa: PLC0415

    os.environ.update(environment)
    package: Any = PACKAGES[place]
    with package.connect() as client:
        return package.run_many(client, *ids, [{"data": {"number": number}}])


@pytest.mark.parametrize("place", PACKAGES)
def test_results_and_errors_come_back_from_worker_processes(sandbox: Sandbox, place: str) -> None:
    with OPENERS[place](sandbox) as platform:
        body = """
            if data["number"] == 2:
                raise ValueError("unlucky")
            return {"number": data["number"]}
        """
        deployed = deploy(platform, body, "Pickled")
    environment = environment_for(sandbox)
    ids = (deployed.service.id, deployed.application.id)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as executor:
        futures = [executor.submit(execute, place, number, environment, ids) for number in (1, 2)]
        gone = executor.submit(execute, place, 3, environment, ("0" * 8, ids[1]))
        [first], [second] = (each.result() for each in futures)
        with pytest.raises(PlanqkError, match="404"):
            gone.result()
    assert first.result.result == {"number": 1}
    assert isinstance(second.error, ExecutionFailed)
    assert "unlucky" in str(second.error)
