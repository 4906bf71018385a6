"""The marketplace: search, choose a plan, subscribe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from attrs import evolve
from planqk_platform.models import ApiDto, PricingPlanDto, PricingPlanDtoType

from planqk_helpers import (
    AmbiguousName,
    InvalidInput,
    NameNotFound,
    NotFound,
    create_application,
    create_managed_service,
    delete_service,
    find_marketplace_service,
    publish_to_marketplace,
    run_many,
    run_service,
    start_execution,
    subscribe_to_marketplace,
    unpublish,
    wait_for_build,
    wait_for_execution,
)
from planqk_helpers.planqk.marketplace import plan_id
from planqk_sandbox import Sandbox
from tests.support.recipes import QUICK, REFUSED, Platform, service_of
from tests.support.user_code import user_code


@pytest.fixture
def listing(platform: Platform) -> Iterator[Any]:
    service = platform(
        create_managed_service, "For all", user_code=user_code("return {'for': 'all'}")
    )
    platform(wait_for_build, service, poll=QUICK)
    published = platform(publish_to_marketplace, service)
    assert published.lifecycle == "PUBLISHED"
    assert platform(publish_to_marketplace, service) == published
    yield platform(find_marketplace_service, "For all")
    platform(unpublish, service, force=True)
    platform(delete_service, service)


def test_a_listing_is_found_subscribed_and_run(platform: Platform, listing: Any) -> None:
    assert listing.id != listing.service_id
    application = platform(create_application, "Customer")
    subscription = platform(subscribe_to_marketplace, application, listing)
    assert service_of(subscription) == listing.service_id
    with pytest.raises(REFUSED):
        platform(subscribe_to_marketplace, application, listing.id)
    assert listing.service_id
    answer = platform(run_service, listing.service_id, application, poll=QUICK)
    assert answer.result == {"for": "all"}


@pytest.fixture
def offered(sandbox: Sandbox, platform: Platform) -> Iterator[str]:
    """Offer a service of somebody else, as its name: the account cannot look at it."""
    code = user_code("return {'of': 'theirs'}")
    package: Any = platform.package
    url = sandbox.hub_url if platform.is_hub else sandbox.base_url
    name = f"Theirs {url} {platform.perform}"
    with package.connect(
        sandbox.access_token, base_url=url, organization=sandbox.organization_id
    ) as them:
        service = package.create_managed_service(them, name, user_code=code)
        package.wait_for_build(them, service, poll=QUICK)
        package.publish_to_marketplace(them, service)
        yield name
        package.unpublish(them, service, force=True)
        package.delete_service(them, service)


def test_a_service_of_somebody_else_is_run(platform: Platform, offered: str) -> None:
    theirs: Any = platform(find_marketplace_service, offered)
    application = platform(create_application, "Stranger")
    with pytest.raises(NotFound):
        platform(run_service, theirs.service_id, application)
    platform(subscribe_to_marketplace, application, theirs)
    answer = platform(run_service, theirs.service_id, application, poll=QUICK)
    assert answer.result == {"of": "theirs"}
    outcomes = platform(run_many, theirs.service_id, application, [{"data": {}}])
    assert [result.result for result in outcomes.results()] == [{"of": "theirs"}]
    execution = platform(start_execution, theirs.service_id, application)
    assert platform(wait_for_execution, execution, poll=QUICK).status == "SUCCEEDED"


def test_the_id_of_a_service_is_not_the_id_of_its_listing(platform: Platform, listing: Any) -> None:
    application = platform(create_application, "Mistaken")
    assert listing.service_id
    with pytest.raises(NotFound, match="is not the id of its service"):
        platform(subscribe_to_marketplace, application, listing.service_id)


def test_names_that_are_not_there_or_not_unique(platform: Platform, listing: Any) -> None:
    with pytest.raises(NameNotFound, match="similar: 'For all'"):
        platform(find_marketplace_service, "for all")
    twin = platform(create_managed_service, "For all", user_code=user_code("return 2"))
    platform(wait_for_build, twin, poll=QUICK)
    platform(publish_to_marketplace, twin)
    with pytest.raises(AmbiguousName, match=listing.id):
        platform(find_marketplace_service, "For all")
    platform(unpublish, twin, force=True)
    platform(delete_service, twin)


def plan(id: str, kind: str) -> PricingPlanDto:
    return PricingPlanDto(id=id, type_=PricingPlanDtoType(kind))


LISTING = ApiDto(id="a", name="Priced")


def test_the_one_free_plan_is_taken() -> None:
    plans = [plan("1", "COMMERCIAL"), plan("2", "FREE")]
    assert plan_id(evolve(LISTING, pricing_plans=plans), None) == "2"
    assert plan_id(evolve(LISTING, pricing_plans=plans), plans[0]) == "1"
    assert plan_id(evolve(LISTING, pricing_plans=plans), "1") == "1"


@pytest.mark.parametrize(
    ("plans", "complaint"),
    [
        ([], r"'Priced' has no free pricing plans.* none"),
        ([plan("1", "COMMERCIAL")], r"has no free pricing plans.* 1 \(COMMERCIAL\)"),
        ([plan("1", "FREE"), plan("2", "FREE")], r"has 2 free pricing plans.* 1 \(FREE\), 2"),
    ],
)
def test_no_free_plan_or_several_are_said(plans: list[PricingPlanDto], complaint: str) -> None:
    with pytest.raises(InvalidInput, match=complaint):
        plan_id(evolve(LISTING, pricing_plans=plans), None)
