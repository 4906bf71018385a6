"""Prices, the pages of the marketplace, and subscriptions at the Hub."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from planqk_helpers import BadRequest, InvalidInput, NameNotFound, NotFound
from planqk_helpers.hub import (
    create_application,
    create_external_service,
    create_managed_service,
    delete_application,
    find_marketplace_service,
    list_subscriptions,
    marketplace,
    publish_internally,
    publish_to_marketplace,
    subscribe,
    unpublish,
    unsubscribe,
    wait_for_build,
)
from planqk_sandbox import Fault, Sandbox
from tests.support.recipes import QUICK, Platform
from tests.support.user_code import user_code


def external(platform: Platform) -> Any:
    return platform(create_external_service, f"Out {uuid4()}", url="https://x.example")


def test_a_price_is_set_kept_and_changed(hub: Platform) -> None:
    service = hub(create_managed_service, f"Priced {uuid4()}", user_code=user_code("return 1"))
    hub(wait_for_build, service, poll=QUICK)

    def publish(**price: Any) -> tuple[str, float | None]:
        (plan,) = hub(publish_to_marketplace, service, **price).pricing_plans or []
        listing = hub(find_marketplace_service, service.name)
        assert listing.pricing_plan_type == plan.type_
        return str(plan.type_), plan.profit_percentage or None

    assert publish() == ("FREE", None)
    assert publish(price="COMMERCIAL", profit_percentage=12.5) == ("COMMERCIAL", 12.5)
    assert publish() == ("COMMERCIAL", 12.5)
    assert publish(price="CONTACT") == ("CONTACT", None)
    hub(unpublish, service)


def test_an_external_service_is_free(hub: Platform) -> None:
    service = external(hub)
    with pytest.raises(InvalidInput, match="can only be free, not CONTACT"):
        hub(publish_to_marketplace, service, price="CONTACT")
    (plan,) = hub(publish_to_marketplace, service).pricing_plans or []
    assert plan.type_ == "FREE"
    hub(unpublish, service)


@pytest.mark.parametrize(
    "price",
    [
        {"price": "COMMERCIAL"},
        {"price": "FREE", "profit_percentage": 5},
        {"profit_percentage": 5},
        {"price": "COMMERCIAL", "profit_percentage": -1},
        {"price": "COMMERCIAL", "profit_percentage": float("nan")},
        {"price": "CHEAP"},
    ],
)
def test_prices_that_are_none(hub: Platform, sandbox: Sandbox, price: dict[str, Any]) -> None:
    before = sandbox.received.total()
    with pytest.raises(InvalidInput):
        hub(publish_to_marketplace, "s", **price)
    assert sandbox.received.total() == before


def test_every_page_of_the_marketplace_is_looked_through(
    hub: Platform, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = [external(hub) for _ in range(5)]
    for service in services:
        hub(publish_to_marketplace, service)
    monkeypatch.setattr(marketplace, "PAGE", 2)
    before = sandbox.received["hub.getMarketplaceServices"]
    for service in services:
        assert hub(find_marketplace_service, service.name).service_id == service.id
    assert sandbox.received["hub.getMarketplaceServices"] - before >= 5 * 3
    with pytest.raises(NameNotFound):
        hub(find_marketplace_service, "on no page")
    for service in services:
        hub(unpublish, service)


def test_publishing_again_and_after_a_lost_answer(hub: Platform, sandbox: Sandbox) -> None:
    service = external(hub)
    sandbox.inject(Fault("hub.updateServicePublication", reset="after"))
    assert hub(publish_internally, service).lifecycle == "ACCESSIBLE"
    effects = sandbox.effects["hub.updateServicePublication"]
    assert hub(publish_internally, service.id).lifecycle == "ACCESSIBLE"
    assert sandbox.effects["hub.updateServicePublication"] == effects
    assert hub(unpublish, service).lifecycle == "CREATED"
    assert hub(unpublish, service).lifecycle == "CREATED"
    with pytest.raises(NotFound, match=r"find_service\(client, 'Batch'\)"):
        hub(publish_internally, "Batch")


def test_a_subscription_of_another_application_stays(hub: Platform) -> None:
    service = external(hub)
    hub(publish_internally, service)
    mine, other = (hub(create_application, f"Of two {uuid4()}") for _ in range(2))
    subscription = hub(subscribe, other, service)
    for given in (subscription, subscription.id):
        with pytest.raises(InvalidInput, match=f"one of application {other.id}, not of {mine.id}"):
            hub(unsubscribe, mine, given)
    assert [each.id for each in hub(list_subscriptions, other)] == [subscription.id]
    hub(unsubscribe, other, subscription.id)
    assert hub(list_subscriptions, other) == []


def test_subscriptions_end_with_their_application(hub: Platform) -> None:
    service = external(hub)
    hub(publish_internally, service)
    application = hub(create_application, f"Passing {uuid4()}")
    hub(subscribe, application, service)
    with pytest.raises(BadRequest, match="subscribed"):
        hub(subscribe, application, service)
    hub(delete_application, application)
    assert hub(unpublish, service).lifecycle == "CREATED"
