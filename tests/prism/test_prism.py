"""Every request of our recipes is one that the API documents allow. Run: make check-prism.

Prism checks them, which knows nothing of this project; the sandbox answers.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from types import ModuleType, SimpleNamespace

import httpx2 as httpx
import pytest

import planqk_helpers
import planqk_helpers.hub
from planqk_sandbox import Sandbox
from scripts import targets
from tests.prism.serving import checking
from tests.prism.tables import HUB, PLANQK, Table

PLATFORMS = pytest.mark.parametrize(
    ("target", "package", "table"),
    [
        (targets.PLANQK, planqk_helpers, PLANQK),
        (targets.HUB, planqk_helpers.hub, HUB),
    ],
    ids=["planqk", "hub"],
)


@PLATFORMS
def test_every_recipe_is_in_its_table(
    target: targets.Target, package: ModuleType, table: Table
) -> None:
    recipes = {name for name in package.__all__ if hasattr(getattr(package, name), "flow")}
    assert len(recipes) > 25
    assert set(table) == recipes


@PLATFORMS
def test_no_request_is_rejected(
    target: targets.Target,
    package: ModuleType,
    table: Table,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "files").mkdir()
    made = SimpleNamespace(folder=tmp_path)
    with Sandbox() as sandbox, checking(target, sandbox, tmp_path) as checker:

        def send(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
            checker.check(request)
            return original(self, request)

        original = httpx.HTTPTransport.handle_request
        monkeypatch.setattr(httpx.HTTPTransport, "handle_request", send)
        url = sandbox.hub_url if target is targets.HUB else sandbox.base_url
        with package.connect(sandbox.access_token, base_url=url) as client:
            for name, recipe in table.items():
                recipe(partial(getattr(package, name), client), made)
        assert not checker.rejected, "\n".join(checker.rejected)
        assert sum(checker.checked.values()) > len(table)
        assert len(checker.checked) == 2, "the platform and the gateway"
        # It does reject bodies that are none of the documents'.
        gateway = sandbox.hub_gateway_url if target is targets.HUB else sandbox.gateway_url
        path = "subscriptions" if target is targets.HUB else "v2/applications"
        headers = {target.token_header: "token", "Authorization": "Bearer token"}
        for address in (f"{url}/{path}", f"{gateway}/a/sum/1.0.0"):
            checker.check(httpx.Request("POST", address, headers=headers, json=[]))
        assert len(checker.rejected) == 2
