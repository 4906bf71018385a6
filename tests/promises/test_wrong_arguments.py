"""A wrong argument is refused before anything is sent: by every recipe, for every parameter."""

from __future__ import annotations

import asyncio
import inspect
import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from planqk_platform.models import ServiceDto

from planqk_helpers import (
    InvalidInput,
    Poll,
    find_service,
    get_result,
    run_service,
)
from planqk_helpers.engine.flow import Call, Either, Recipe, Sleep
from planqk_sandbox import Sandbox
from tests.support.arguments import FITTING, RIGHT, THINGS, VALUES
from tests.support.either import PACKAGES
from tests.support.recipes import QUICK
from tests.support.tried import Tried

RECIPES: dict[str, dict[str, Recipe[..., Any]]] = {
    place: {
        name: value for name in package.__all__ if hasattr(value := getattr(package, name), "flow")
    }
    for place, package in PACKAGES.items()
}
NO_RECIPES = {
    "planqk": {"connect", "iter_many", "pack"},  # run_many is made of it
    "hub": {"connect", "connect_with_key", "iter_many", "pack"},
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One that nothing else is done on: what arrives there is counted."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def rights(
    sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, dict[str, Any]]]:
    """The right values of each platform."""
    with ExitStack() as opened:
        yield {
            place: opened.enter_context(make(sandbox, tmp_path_factory.mktemp(place)))
            for place, make in RIGHT.items()
        }


@pytest.fixture
def right(rights: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return rights["planqk"]


def of(table: dict[str, Any], recipe: str, parameter: str) -> Any:
    """What a table has for a parameter, of this recipe or of all."""
    return table.get(f"{recipe} {parameter}", table.get(parameter))


def wrong_values(
    place: str, recipe: str, parameter: inspect.Parameter, right: dict[str, Any]
) -> Iterator[tuple[str, Any]]:
    fitting = of(FITTING[place], recipe, parameter.name) | (
        {"none"} if parameter.default is None else set()
    )
    values: dict[str, Callable[[], Any]] = {**VALUES}
    values.update({thing: partial(right.get, thing) for thing in THINGS if thing in right})
    return ((label, make()) for label, make in values.items() if label not in fitting)


def call(recipe: Recipe[..., Any], way: str, arguments: dict[str, Any]) -> Any:
    if way == "blocking":
        return recipe(**arguments)

    async def main() -> Any:
        return await recipe.aio(**arguments)

    return asyncio.run(main())


@pytest.mark.parametrize("place", PACKAGES)
def test_every_recipe_and_every_parameter_is_looked_at(
    place: str, rights: dict[str, dict[str, Any]]
) -> None:
    recipes, package = RECIPES[place], PACKAGES[place]
    public = {name for name in package.__all__ if name.islower() and name[0] != "_"}
    assert public - set(recipes) == NO_RECIPES[place]
    assert len(recipes) > 30
    taken = {name for each in recipes.values() for name in inspect.signature(each).parameters}
    for table in (FITTING[place], rights[place]):
        assert {name for name in table if " " not in name} == taken


@pytest.mark.parametrize("way", ["blocking", "asyncio"])
@pytest.mark.parametrize(
    "which",
    [(place, name) for place, recipes in RECIPES.items() for name in recipes],
    ids="-".join,
)
def test_nothing_is_sent(
    which: tuple[str, str],
    way: str,
    rights: dict[str, dict[str, Any]],
    sandbox: Sandbox,
    tried: Tried,
) -> None:
    place, name = which
    recipe, right = RECIPES[place][name], rights[place]
    parameters = inspect.signature(recipe).parameters
    arguments = {parameter: of(right, name, parameter) for parameter in parameters}
    flow = recipe.flow(**arguments)
    assert isinstance(next(flow), (Call, Either, Sleep))  # with these it goes on to a request
    flow.close()
    count = 0
    for parameter in parameters.values():
        for label, value in wrong_values(place, name, parameter, right):
            before = sandbox.received, sandbox.effects
            with pytest.raises((InvalidInput, OSError)) as caught:
                call(recipe, way, {**arguments, parameter.name: value})
            assert (sandbox.received, sandbox.effects) == before, (parameter, label)
            if label in {"object", "bytes", "set"}:
                said = f"{name}: {parameter.name} is of type {type(value).__name__}: pass "
                assert str(caught.value).startswith(said)
            count += 1
    tried(count, "wrong arguments")


def test_what_was_passed_and_what_belongs_there_is_said(right: dict[str, Any]) -> None:
    client, service, application = right["client"], right["service"], right["application"]
    with pytest.raises(InvalidInput) as caught:
        run_service(client, application, service)
    assert str(caught.value) == (
        "run_service: service is of type ApplicationDto: pass ServiceDto or str"
    )
    with pytest.raises(InvalidInput, match="timeout is of type str: pass float or None"):
        run_service(client, service, application, timeout="5")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="nan s: give seconds from 0, or None to wait for ever"):
        get_result(client, right["execution"], timeout=math.nan)


def test_a_missing_or_unknown_argument_is_python_s_own_error(right: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"find_service\(\) missing 1 .* argument: 'name'"):
        find_service(right["client"])  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"find_service\(\) got an unexpected .* 'nmae'"):
        asyncio.run(find_service.aio(right["client"], nmae="Sum"))  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"find_service\(\) takes 2 positional"):
        find_service(right["client"], "Sum", "CREATED")  # type: ignore[call-arg]


@pytest.mark.parametrize("place", PACKAGES)
def test_a_uuid_is_an_id(place: str, rights: dict[str, dict[str, Any]]) -> None:
    right, package = rights[place], PACKAGES[place]
    client = right["client"]
    service, application = UUID(right["service"].id), UUID(right["application"].id)
    assert package.run_service(client, service, application, poll=QUICK).result
    seen = right["execution"]
    execution = package.Execution(seen.endpoint, UUID(seen.id), application)
    assert execution == package.Execution(seen.endpoint, seen.id, right["application"].id)


@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES)
def test_what_is_no_recipe_looks_at_its_arguments_too(package: Any, tmp_path: Path) -> None:
    for wrong in (5, b"folder", None, ["folder"], "", "a\0b", tmp_path / "missing"):
        with pytest.raises(InvalidInput):
            package.pack(wrong)
    with pytest.raises(InvalidInput, match="pack: secrets is of type str: pass bool"):
        package.pack(tmp_path, secrets="no")
    for fields in ((5, "i", "a"), ("e", None, "a"), ("e", "i", ServiceDto("s", "Sum", []))):
        with pytest.raises(InvalidInput, match="Execution: "):
            package.Execution(*fields)
    for name in ("first", "factor", "most", "jitter", "tolerate"):
        for value in ("1", None, True, math.nan, math.inf, -1):
            with pytest.raises(InvalidInput, match=f"Poll.*{name}"):
                Poll(**{name: value})  # type: ignore[arg-type]
