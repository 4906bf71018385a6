"""Random requests to the Hub, right ones and wrong ones, against its API documents."""

from collections import Counter
from contextlib import suppress
from typing import Any, Literal

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from planqk_sandbox import Sandbox
from planqk_sandbox.faces.hub import gateway
from planqk_sandbox.faces.hub.routing import HANDLERS, read_api_document
from tests.sandbox.hub.test_contract import OTHER_FORM
from tests.support.hub_client import Published
from tests.support.tried import Tried

# Every path may be called in a wrong way, declared or not.
ALWAYS_POSSIBLE = {400, 401, 403, 404, 405, 413}
CHECKS = [content_type_conformance, response_schema_conformance]


def check(response: Any, case: Any, served: set[str]) -> None:
    """Check an answer: one of those that the document declares, or a clear error."""
    operation, status = case.operation.definition.raw["operationId"], response.status_code
    declared = case.operation.definition.raw["responses"]
    if operation not in served:
        assert status in {401, 501}, (operation, status)
    else:
        assert status in ALWAYS_POSSIBLE or str(status) in declared, (operation, status)
        assert status < 500, (operation, response.text)
    if status < 400:
        case.validate_response(response, checks=[] if operation in OTHER_FORM else CHECKS)
    elif case.operation.method.upper() != "HEAD":
        assert response.json()["errorMessage"], operation


def fuzz(
    name: Literal["platform", "service"], url: str, headers: dict[str, str], served: set[str]
) -> Counter[str]:
    """Send bounded random requests to every operation, and return how many."""
    seen: Counter[str] = Counter()
    schema = schemathesis.openapi.from_dict(read_api_document(name))
    schema.config.update(base_url=url)
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]
        is_served = operation.definition.raw["operationId"] in served
        modes = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]
        for mode in modes if is_served else modes[:1]:
            # An operation without parameters and body cannot be called in a wrong way.
            with suppress(Unsatisfiable):
                send_some(operation.as_strategy(mode), headers, served, seen, 3 if is_served else 1)
    return seen


def send_some(
    strategy: Any, headers: dict[str, str], served: set[str], seen: Counter[str], number: int
) -> None:
    """Send random requests to an operation."""

    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def send(case: Any) -> None:
        case.headers = {**(case.headers or {}), **headers}
        check(case.call(), case, served)
        seen[case.operation.definition.raw["operationId"]] += 1

    send()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_random_requests_to_the_platform(sandbox: Sandbox, tried: Tried) -> None:
    headers = {"X-Auth-Token": sandbox.access_token, "X-OrganizationId": ""}
    seen = fuzz("platform", sandbox.hub_url, headers, set(HANDLERS))
    assert len(seen) == 265
    tried(seen.total(), "random requests to the Hub")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_random_requests_to_a_service(at_hub: Published, tried: Tried) -> None:
    headers = {"Authorization": f"Bearer {at_hub.token}"}
    seen = fuzz("service", at_hub.endpoint, headers, set(gateway.HANDLERS))
    assert set(seen) == set(gateway.HANDLERS)
    tried(seen.total(), "random requests to a service of the Hub")
