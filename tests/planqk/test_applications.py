"""Create, find and delete applications, subscribe and unsubscribe them."""

from __future__ import annotations

import pytest

from planqk_helpers import (
    AmbiguousName,
    Conflict,
    InvalidInput,
    NameNotFound,
    NotFound,
    create_application,
    delete_application,
    find_application,
    list_subscriptions,
    subscribe,
    unsubscribe,
)
from tests.support.recipes import REFUSED, Platform, deploy, service_of


def test_an_application_is_created_found_and_deleted(platform: Platform) -> None:
    application = platform(create_application, "Fleeting")
    assert platform(find_application, "Fleeting").id == application.id
    platform(delete_application, application)
    with pytest.raises(NameNotFound):
        platform(find_application, "Fleeting")
    with pytest.raises(NotFound):
        platform(delete_application, application.id)


def test_names_need_not_be_unique(platform: Platform) -> None:
    twins = [platform(create_application, "Twin") for _ in range(2)]
    with pytest.raises(AmbiguousName) as caught:
        platform(find_application, "Twin")
    assert set(caught.value.ids) == {twin.id for twin in twins}
    for twin in twins:
        platform(delete_application, twin)


def test_a_blank_name_is_refused(platform: Platform) -> None:
    with pytest.raises(InvalidInput, match="name of the application is empty"):
        platform(create_application, " ")


def test_subscriptions_come_and_go(platform: Platform) -> None:
    deployed = deploy(platform, "return data", "Subscriptions")
    application = deployed.application
    (subscription,) = platform(list_subscriptions, application)
    assert service_of(subscription) == deployed.service.id
    with pytest.raises(REFUSED):
        platform(subscribe, application, deployed.service)
    if not platform.is_hub:  # there they end with the application
        with pytest.raises(Conflict, match=rf"Subscriptions \(1\): {subscription.id}"):
            platform(delete_application, application)
    platform(unsubscribe, application, subscription)
    assert platform(list_subscriptions, application.id) == []
    with pytest.raises(NotFound):
        platform(unsubscribe, application, subscription.id)
    platform(delete_application, application)
