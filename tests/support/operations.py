"""Every operation of the generated clients, with arguments that fit."""

from __future__ import annotations

import importlib
import inspect
import io
import pkgutil
from collections.abc import Iterator
from types import ModuleType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import hub_platform.api
import hub_service.api
import planqk_platform.api
import planqk_service.api
from attrs import NOTHING, fields, frozen
from hub_platform.api.services import (
    get_service as hub_get_service,
    get_services as hub_get_services,
)
from planqk_platform.api.service_platform_services import (
    get_service as planqk_get_service,
    get_services as planqk_get_services,
)

from planqk_helpers.engine.calls import call, call_empty
from planqk_helpers.engine.flow import Flow
from planqk_helpers.hub.gateway import GET_TOKEN


@frozen
class Operation:
    """A generated endpoint module and what it takes."""

    module: Any
    path_arguments: tuple[str, ...]
    arguments: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.module.__name__).rpartition(".")[2]

    @property
    def of_service(self) -> bool:
        return str(self.module.__name__).startswith(("planqk_service.", "hub_service."))

    @property
    def is_token(self) -> bool:
        """Whether it is the one that no document describes."""
        return self.module is GET_TOKEN

    @property
    def method(self) -> str:
        request = self.module._get_kwargs(*("x" for _ in self.path_arguments), **self.arguments)
        return str(request["method"]).upper()

    def flow(self, client: Any, *ids: str) -> Flow[Any]:
        """Call it as recipes do."""
        step = call if self.has_body else call_empty
        path = ids or tuple("x" for _ in self.path_arguments)
        flow: Flow[Any] = step(self.module, *path, client=client, **self.arguments)
        return flow

    @property
    def has_body(self) -> bool:
        """Whether the document promises a body in the answer."""
        return hasattr(self.module, "sync") or self.is_token


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not found.ispkg:
            yield importlib.import_module(found.name)


def operation(module: ModuleType) -> Operation:
    parameters = inspect.signature(module._get_kwargs).parameters.values()
    hints = get_type_hints(module._get_kwargs)
    path = tuple(p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD)
    arguments = {
        p.name: fitting(hints[p.name])
        for p in parameters
        if p.kind is p.KEYWORD_ONLY and p.default is p.empty
    }
    return Operation(module, path, arguments)


def fitting(hint: Any) -> Any:
    """A value of a required parameter's type."""
    if isinstance(hint, UnionType):
        return fitting(get_args(hint)[0])
    if get_origin(hint) is list:
        return [fitting(get_args(hint)[0])]
    if hint in SIMPLE:
        return SIMPLE[hint]
    if issubclass(hint, str):  # an enum
        return next(iter(hint))
    if hint.__name__ == "File":
        return hint(io.BytesIO(b"content"), "file")
    hints = get_type_hints(hint)
    required = [field.name for field in fields(hint) if field.init and field.default is NOTHING]
    return hint(**{name: fitting(hints[name]) for name in required})


SIMPLE = {str: "text", int: 7, float: 0.5, bool: True}


def operations(*packages: ModuleType) -> list[Operation]:
    """Return the operations of packages of endpoint modules."""
    return [operation(module) for package in packages for module in modules(package)]


GET_SERVICE: dict[str, Any] = {"planqk": planqk_get_service, "hub": hub_get_service}
"""An operation of each platform that answers one object to an id."""
GET_SERVICES: dict[str, Any] = {"planqk": planqk_get_services, "hub": hub_get_services}
"""One that answers a list."""
OPERATIONS = {
    "planqk": operations(planqk_platform.api, planqk_service.api),
    "hub": [*operations(hub_platform.api, hub_service.api), Operation(GET_TOKEN, (), {})],
}
"""Those of each platform."""
