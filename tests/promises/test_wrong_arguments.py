"""A wrong argument is refused before anything is sent: by every recipe, for every parameter."""

from __future__ import annotations

import asyncio
import inspect
import io
import math
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from planqk_platform.models import ServiceDto

import planqk_helpers
from planqk_helpers import (
    Execution,
    InvalidInput,
    Poll,
    connect,
    create_managed_service,
    find_marketplace_service,
    find_service,
    get_result,
    list_subscriptions,
    pack,
    publish_to_marketplace,
    run_service,
    start_execution,
    wait_for_build,
)
from planqk_helpers.engine.flow import Call, Either, Recipe, Sleep
from planqk_sandbox import Sandbox
from tests.support.recipes import QUICK, blocking, deploy
from tests.support.tried import Tried
from tests.support.user_code import user_code

RECIPES: dict[str, Recipe[..., Any]] = {
    name: value
    for name in planqk_helpers.__all__
    if hasattr(value := getattr(planqk_helpers, name), "flow")
}

THINGS = (
    "application", "client", "execution", "listing", "plan", "poll", "service", "subscription",
)  # fmt: skip
"""Labels of what the sandbox holds; each has the name of the parameter it belongs to."""

VALUES: dict[str, Callable[[], Any]] = {
    "none": lambda: None,
    "true": lambda: True,
    "int": lambda: 5,
    "minus": lambda: -1,
    "float": lambda: 1.5,
    "nan": lambda: math.nan,
    "infinite": lambda: math.inf,
    "text": lambda: "text",
    "uuid": uuid4,
    "blank": lambda: " ",
    "empty": lambda: "",
    "dots": lambda: "..",
    "nul": lambda: "text\0",
    "surrogate": lambda: "\ud800",
    "bytes": lambda: b"text",
    "list": lambda: ["information technology"],
    "list of int": lambda: [5],
    "list of blank": lambda: [" "],
    "set": lambda: {"text"},
    "dict": lambda: {"values": [1, 2.5]},
    "dict with NaN": lambda: {"values": math.nan},
    "dict with an object": lambda: {"values": object()},
    "object": object,
    "function": lambda: len,
    "class": lambda: ServiceDto,
    "path": lambda: Path("missing", "file"),
    "text file": lambda: io.StringIO("text"),
    "binary file": lambda: io.BytesIO(b"text"),
    "empty file": io.BytesIO,
    "closed file": lambda: closed(io.BytesIO(b"text")),
    "pipe": lambda: Pipe(b"text"),
}

WORDS = {"text", "uuid", "blank", "empty", "dots", "nul"}
NAMES = WORDS - {"blank", "empty"}
IDS = NAMES - {"dots"}
NUMBERS = {"int", "minus"}
FLAG = {"true"}
OBJECT = {"dict"}

FITTING: dict[str, set[str]] = {
    "api_definition": {"binary file"},
    "application": IDS | {"application"},
    "at_a_time": {"int"},
    "cancel_on_interrupt": FLAG,
    "client": {"client"},
    "cpu": NUMBERS,
    "data": OBJECT,
    "description": WORDS,
    "execution": {"execution"},
    "force": FLAG,
    "industries": {"list"},
    "inputs": set(),
    "journal": NAMES,
    "key": {"function", "class"},
    "lifecycle": set(),
    "listing": IDS | {"listing"},
    "memory": NUMBERS,
    "name": NAMES,
    "on_progress": {"function", "class"},
    "on_update": {"function", "class"},
    "overwrite": FLAG,
    "params": OBJECT,
    "password": WORDS,
    "per_second": {"int", "float"},
    "plan": IDS | {"plan"},
    "poll": {"poll"},
    "progress": FLAG,
    "quantum_backend": set(),
    "restart_unsure": FLAG,
    "retry_failed": {"int"},
    "service": IDS | {"service"},
    "service_id": IDS,
    "stop_after_failures": {"int"},
    "subscription": IDS | {"subscription"},
    "timeout": {"none", "int", "float"},
    "to": {"text", "uuid"},
    "url": NAMES,
    "use_platform_token": FLAG,
    "user_code": {"dots"},
    "username": WORDS,
}
"""What each parameter takes; all other values, and None where it is not the default, are wrong."""


class Pipe(io.BytesIO):
    """A file that cannot be read twice."""

    def seekable(self) -> bool:
        return False


def closed(file: io.BytesIO) -> io.BytesIO:
    file.close()
    return file


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One that nothing else is done on: what arrives there is counted."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def right(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A right value for each parameter: with these, every recipe would take effect."""
    with connect(sandbox.access_token, base_url=sandbox.base_url) as client:
        planqk = blocking(client)
        deployed = deploy(planqk, "return 1", "For arguments")
        sold = create_managed_service(client, "For sale", user_code=user_code("return 1"))
        wait_for_build(client, sold, poll=QUICK)
        publish_to_marketplace(client, sold)
        listing = find_marketplace_service(client, "For sale")
        yield {
            "api_definition": io.BytesIO(b"openapi: 3.0.0"),
            "application": deployed.application,
            "at_a_time": 8,
            "cancel_on_interrupt": False,
            "client": client,
            "cpu": 500,
            "data": {"values": [1]},
            "description": "new",
            "execution": start_execution(client, deployed.service, deployed.application),
            "force": True,
            "industries": [],
            "inputs": [{"data": {}}],
            "journal": None,
            "key": None,
            "lifecycle": "ACCESSIBLE",
            "listing": listing,
            "memory": 2048,
            "name": "New",
            "on_progress": None,
            "on_update": None,
            "overwrite": False,
            "params": {},
            "password": "p",
            "per_second": None,
            "plan": (listing.pricing_plans or [])[0],
            "poll": QUICK,
            "progress": False,
            "quantum_backend": "NONE",
            "restart_unsure": False,
            "retry_failed": 0,
            "service": deployed.service,
            "service_id": deployed.service.id,
            "stop_after_failures": None,
            "subscription": list_subscriptions(client, deployed.application)[0],
            "timeout": 5.0,
            "to": tmp_path_factory.mktemp("target") / "code.zip",
            "url": "https://service.example",
            "use_platform_token": False,
            "user_code": user_code("return 2"),
            "username": "u",
        }


def wrong_values(parameter: inspect.Parameter, right: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    fitting = FITTING[parameter.name] | ({"none"} if parameter.default is None else set())
    values: dict[str, Callable[[], Any]] = {**VALUES}
    values.update({thing: partial(right.get, thing) for thing in THINGS})
    return ((label, make()) for label, make in values.items() if label not in fitting)


def call(recipe: Recipe[..., Any], way: str, arguments: dict[str, Any]) -> Any:
    if way == "blocking":
        return recipe(**arguments)

    async def main() -> Any:
        return await recipe.aio(**arguments)

    return asyncio.run(main())


def test_every_recipe_and_every_parameter_is_looked_at(right: dict[str, Any]) -> None:
    public = {name for name in planqk_helpers.__all__ if name.islower() and name[0] != "_"}
    assert public - set(RECIPES) == {"connect", "iter_many", "pack"}  # run_many is made of it
    assert len(RECIPES) > 30
    taken = {name for each in RECIPES.values() for name in inspect.signature(each).parameters}
    assert taken == set(FITTING) == set(right)


@pytest.mark.parametrize("way", ["blocking", "asyncio"])
@pytest.mark.parametrize("name", RECIPES)
def test_nothing_is_sent(
    name: str, way: str, right: dict[str, Any], sandbox: Sandbox, tried: Tried
) -> None:
    parameters = inspect.signature(RECIPES[name]).parameters
    arguments = {parameter: right[parameter] for parameter in parameters}
    flow = RECIPES[name].flow(**arguments)
    assert isinstance(next(flow), (Call, Either, Sleep))  # with these it goes on to a request
    flow.close()
    count = 0
    for parameter in parameters.values():
        for label, value in wrong_values(parameter, right):
            before = sandbox.received, sandbox.effects
            with pytest.raises((InvalidInput, OSError)) as caught:
                call(RECIPES[name], way, {**arguments, parameter.name: value})
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


def test_a_uuid_is_an_id(right: dict[str, Any]) -> None:
    client = right["client"]
    service, application = UUID(right["service"].id), UUID(right["application"].id)
    assert run_service(client, service, application, poll=QUICK).result == 1  # type: ignore[arg-type]
    seen = right["execution"]
    execution = Execution(seen.endpoint, UUID(seen.id), application)  # type: ignore[arg-type]
    assert execution == Execution(seen.endpoint, seen.id, right["application"].id)


def test_what_is_no_recipe_looks_at_its_arguments_too(tmp_path: Path) -> None:
    for wrong in (5, b"folder", None, ["folder"], "", "a\0b", tmp_path / "missing"):
        with pytest.raises(InvalidInput):
            pack(wrong)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="pack: secrets is of type str: pass bool"):
        pack(tmp_path, secrets="no")  # type: ignore[arg-type]
    for fields in ((5, "i", "a"), ("e", None, "a"), ("e", "i", ServiceDto("s", "Sum", []))):
        with pytest.raises(InvalidInput, match="Execution: "):
            Execution(*fields)
    for name in ("first", "factor", "most", "jitter", "tolerate"):
        for value in ("1", None, True, math.nan, math.inf, -1):
            with pytest.raises(InvalidInput, match=f"Poll.*{name}"):
                Poll(**{name: value})  # type: ignore[arg-type]
