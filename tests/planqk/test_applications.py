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
from tests.support.recipes import Planqk, deploy


def test_an_application_is_created_found_and_deleted(planqk: Planqk) -> None:
    application = planqk(create_application, "Fleeting")
    assert planqk(find_application, "Fleeting").id == application.id
    planqk(delete_application, application)
    with pytest.raises(NameNotFound):
        planqk(find_application, "Fleeting")
    with pytest.raises(NotFound):
        planqk(delete_application, application.id)


def test_names_need_not_be_unique(planqk: Planqk) -> None:
    twins = [planqk(create_application, "Twin") for _ in range(2)]
    with pytest.raises(AmbiguousName) as caught:
        planqk(find_application, "Twin")
    assert set(caught.value.ids) == {twin.id for twin in twins}
    for twin in twins:
        planqk(delete_application, twin)


def test_a_blank_name_is_refused(planqk: Planqk) -> None:
    with pytest.raises(InvalidInput, match="name of the application is empty"):
        planqk(create_application, " ")


def test_subscriptions_come_and_go(planqk: Planqk) -> None:
    deployed = deploy(planqk, "return data", "Subscriptions")
    application = deployed.application
    (subscription,) = planqk(list_subscriptions, application)
    assert subscription.api
    assert subscription.api.service_id == deployed.service.id
    with pytest.raises(Conflict):
        planqk(subscribe, application, deployed.service)
    with pytest.raises(Conflict, match=rf"Subscriptions \(1\): {subscription.id}"):
        planqk(delete_application, application)
    planqk(unsubscribe, application, subscription)
    assert planqk(list_subscriptions, application.id) == []
    with pytest.raises(NotFound):
        planqk(unsubscribe, application, subscription.id)
    planqk(delete_application, application)
