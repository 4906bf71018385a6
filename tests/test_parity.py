"""One import line moves a script: both platforms offer the same names with the same parameters."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import planqk_helpers
import planqk_helpers.hub
from planqk_helpers import InvalidInput
from planqk_sandbox import Sandbox
from tests.support.recipes import client_of, hub_client_of

# --- what only one has, with the reason

NO_INDUSTRIES = "today's platform has no industries"
NO_INTERIM_RESULTS = "today's gateway has no interim results"
NO_BACKEND = "today's platform has provider tokens instead, for every kind of hardware at once"
ONE_PLAN = "a service of today's platform has one plan, which is its price"
MORE = "PlanQK's API has nothing like it"
NAMES_OF_PLANQK = {
    "QuantumBackend": NO_BACKEND,
    "find_industry": NO_INDUSTRIES,
    "get_interim_results": NO_INTERIM_RESULTS,
}
NAMES_OF_THE_HUB = {
    "connect_with_key": "PlanQK's applications get their tokens with the personal access token",
    **dict.fromkeys(("Gpu", "Price", "Runtime", "Security", "Source"), MORE),
    **dict.fromkeys(("get_build_log", "get_costs", "get_log", "list_executions"), MORE),
    **dict.fromkeys(("download_result_file", "download_result_files", "list_result_files"), MORE),
    **dict.fromkeys(("list_jobs", "rerun_job", "run_job", "start_job", "wait_for_job"), MORE),
    **dict.fromkeys(("create_data_pool", "delete_data_pool", "find_data_pool"), MORE),
    **dict.fromkeys(("download_from_data_pool", "list_data_pool_files"), MORE),
    "upload_to_data_pool": MORE,
    "Result": "PlanQK's result is a generated model; the Hub's body has any form",
}
PARAMETERS_OF_PLANQK = {
    "create_managed_service": {"quantum_backend": NO_BACKEND, "use_platform_token": NO_BACKEND},
    "create_external_service": {"quantum_backend": NO_BACKEND},
    "ensure_managed_service": {"quantum_backend": NO_BACKEND, "use_platform_token": NO_BACKEND},
    "subscribe_to_marketplace": {"plan": ONE_PLAN},
    "update_service": {"industries": NO_INDUSTRIES},
}
RUNS = ("gpu", "gpu_count", "environment", "use_provider_tokens", "runtime")
OF_A_SERVICE = dict.fromkeys(("summary", "display_name", *RUNS), MORE)
OF_A_START = dict.fromkeys(("inputs", "tags", "secrets"), MORE)
OF_MANY_STARTS = dict.fromkeys(("tags", "secrets"), MORE)
PARAMETERS_OF_THE_HUB = {
    "create_managed_service": OF_A_SERVICE,
    "create_external_service": {"summary": MORE, "security": MORE},
    "ensure_managed_service": OF_A_SERVICE,
    "publish_to_marketplace": {"price": MORE, "profit_percentage": MORE},
    "run_many": OF_MANY_STARTS,
    "run_service": OF_A_START,
    "start_execution": OF_A_START,
    "update_service": {**OF_A_SERVICE, "cpu": MORE, "memory": MORE, "security": MORE},
}
KEEPS = "None leaves what there is, which the Hub can change"
KEY_ALONE = "a client of connect_with_key is for one service and one application"
OTHER_DEFAULTS = {
    "ensure_managed_service": {"cpu": KEEPS, "memory": KEEPS},
    "run_service": {"service": KEY_ALONE, "application": KEY_ALONE},
    "start_execution": {"service": KEY_ALONE, "application": KEY_ALONE},
}


def names(package: ModuleType) -> set[str]:
    found = set(package.__all__)
    assert len(found) > 20
    return found


BOTH = sorted(names(planqk_helpers) & names(planqk_helpers.hub))
RECIPES = [name for name in BOTH if hasattr(getattr(planqk_helpers, name), "flow")]


def test_each_has_the_names_of_the_other() -> None:
    planqk, hub = names(planqk_helpers), names(planqk_helpers.hub)
    assert planqk - hub == set(NAMES_OF_PLANQK)
    assert hub - planqk == set(NAMES_OF_THE_HUB)


def parameters(package: ModuleType, name: str) -> dict[str, inspect.Parameter]:
    function: Callable[..., Any] = getattr(package, name)
    return dict(inspect.signature(function).parameters)


@pytest.mark.parametrize("name", RECIPES)
def test_each_recipe_takes_what_the_other_takes(name: str) -> None:
    planqk, hub = parameters(planqk_helpers, name), parameters(planqk_helpers.hub, name)
    assert planqk.keys() - hub.keys() == set(PARAMETERS_OF_PLANQK.get(name, {}))
    assert hub.keys() - planqk.keys() == set(PARAMETERS_OF_THE_HUB.get(name, {}))
    both = planqk.keys() & hub.keys()
    assert [each for each in planqk if each in both] == [each for each in hub if each in both]
    for each in both:
        same = planqk[each].default == hub[each].default
        assert same != (each in OTHER_DEFAULTS.get(name, {})), each
        assert planqk[each].kind == hub[each].kind, each
    for each in hub.keys() - planqk.keys():  # or a script that moves would break
        assert hub[each].default is not inspect.Parameter.empty, each


def test_the_lists_name_only_what_there_is() -> None:
    assert len(RECIPES) > 25
    for listed in (PARAMETERS_OF_PLANQK, PARAMETERS_OF_THE_HUB, OTHER_DEFAULTS):
        assert set(listed) <= set(RECIPES)


def test_what_belongs_to_the_other_platform_is_told_by_its_package(sandbox: Sandbox) -> None:
    with client_of(sandbox) as planqk, hub_client_of(sandbox) as hub:
        ours = planqk_helpers.hub.create_external_service(hub, "Mixed up", url="https://x.example")
        for call, mixed_up in (
            (lambda: planqk_helpers.verify(hub), "planqk_platform, not of hub_platform"),  # type: ignore[arg-type]
            (lambda: planqk_helpers.hub.verify(planqk), "hub_platform, not of planqk_platform"),  # type: ignore[arg-type]
            (
                lambda: planqk_helpers.delete_service(planqk, ours),  # type: ignore[arg-type]
                "planqk_platform, not of hub_platform",
            ),
        ):
            with pytest.raises(InvalidInput, match=mixed_up):
                call()
        planqk_helpers.hub.delete_service(hub, ours)


def test_the_page_on_moving_names_what_is_gone() -> None:
    page = (Path(__file__).parents[1] / "cookbook" / "26-from-planqk-to-the-hub.md").read_text()
    table = page.partition("| gone | why |")[2].partition("\n\n")[0]
    recipes = {name for name in NAMES_OF_PLANQK if hasattr(getattr(planqk_helpers, name), "aio")}
    gone = {name for each in PARAMETERS_OF_PLANQK.values() for name in each} | recipes
    assert len(gone) > 5
    first_column = " ".join(row.split(" | ")[0] for row in table.splitlines())
    named = {name for name in re.findall(r"\w+", first_column) if name not in RECIPES}
    assert named == gone
