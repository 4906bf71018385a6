"""One import line moves a script: both platforms offer the same names with the same parameters."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

import planqk_helpers
import planqk_helpers.hub

# --- what only one has, with the reason

NO_INDUSTRIES = "today's platform has no industries"
NO_INTERIM_RESULTS = "today's gateway has no interim results"
NO_BACKEND = "today's platform has provider tokens instead, for every kind of hardware at once"
ONE_PLAN = "a service of today's platform has one plan, which is its price"
TO_COME = "the recipes of executions are still to come"
MORE = "2022's platform cannot do it"
NAMES_OF_PLANQK = {
    "find_industry": NO_INDUSTRIES,
    "get_interim_results": NO_INTERIM_RESULTS,
    "QuantumBackend": NO_BACKEND,
}
NAMES_OF_THE_HUB = {
    "connect_with_key": MORE,
    "get_build_log": MORE,
    "Gpu": MORE,
    "Price": MORE,
    "Runtime": MORE,
    "Security": MORE,
    "Source": MORE,
}
PARAMETERS_OF_PLANQK = {
    "create_managed_service": {"quantum_backend": NO_BACKEND, "use_platform_token": NO_BACKEND},
    "create_external_service": {"quantum_backend": NO_BACKEND},
    "ensure_managed_service": {"quantum_backend": NO_BACKEND, "use_platform_token": NO_BACKEND},
    "subscribe_to_marketplace": {"plan": ONE_PLAN},
    "update_service": {"industries": NO_INDUSTRIES},
}
SIZE = ("summary", "display_name", "gpu", "gpu_count", "environment", "use_provider_tokens")
PARAMETERS_OF_THE_HUB = {
    "create_managed_service": dict.fromkeys((*SIZE, "runtime"), MORE),
    "create_external_service": dict.fromkeys(("summary", "security"), MORE),
    "ensure_managed_service": dict.fromkeys((*SIZE, "runtime"), MORE),
    "publish_to_marketplace": dict.fromkeys(("price", "profit_percentage"), MORE),
    "update_service": dict.fromkeys((*SIZE, "runtime", "cpu", "memory", "security"), MORE),
}
"""Of other defaults: where None leaves what there is, a default would change it."""
OTHER_DEFAULTS = {"ensure_managed_service": {"cpu", "memory"}}


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
    for each in both - OTHER_DEFAULTS.get(name, set()):
        one, other = planqk[each], hub[each]
        assert (one.kind, one.default) == (other.kind, other.default), each
    for each in hub.keys() - planqk.keys():  # or a script that moves would break
        assert hub[each].default is not inspect.Parameter.empty, each


def test_the_lists_name_only_what_there_is() -> None:
    assert len(RECIPES) > 20
    for listed in (PARAMETERS_OF_PLANQK, PARAMETERS_OF_THE_HUB, OTHER_DEFAULTS):
        assert set(listed) <= set(RECIPES)
