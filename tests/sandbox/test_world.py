"""The rules of the sandbox's world, asked without HTTP."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from planqk_sandbox.faces.refusals import STATUSES, refusal_for
from planqk_sandbox.world import applications, history, publishing, services, subscriptions, tokens
from planqk_sandbox.world.errors import BadValue, Conflict, NotAllowed, NotFound, WorldError
from planqk_sandbox.world.executions import Start
from planqk_sandbox.world.options import Options
from planqk_sandbox.world.records import Account, Build, Execution, Service, Subscription
from planqk_sandbox.world.services import Draft
from planqk_sandbox.world.store import new_id, now
from planqk_sandbox.world.world import World

URL = "http://127.0.0.1:9"


@pytest.fixture
def world() -> Iterator[World]:
    opened = World(Options())
    yield opened
    opened.close()


def create(world: World, *builds: str, name: str = "Sum") -> Service:
    """Return a managed service of the personal account with builds in these states."""
    service = services.create(world, world.personal_account, Draft(name=name))
    for status in builds:
        add_build(world, service, status)
    return service


def add_build(world: World, service: Service, status: str) -> Build:
    build = Build(
        id=new_id(),
        service_id=service.id,
        status=status,
        step="PUSH_IMAGE",
        created_at=now(),
        finished_at=None,
        validation=None,
        python=None,
        log="",
    )
    world.store.insert(build)
    return build


def stored(world: World, service: Service) -> Service:
    found = world.store.get(Service, service.id)
    assert found
    return found


def subscribe(world: World, service: Service) -> Subscription:
    application = applications.create(world, world.personal_account, "Caller")
    return subscriptions.subscribe(world, application, service)


# --- what may be published


@pytest.mark.parametrize("lifecycle", ["ACCESSIBLE", "PUBLISHED"])
@pytest.mark.parametrize(
    ("builds", "why"),
    [
        ([], "no user code"),
        (["WORKING"], "still being built"),
        (["FAILURE"], "failed"),
        (["SUCCESS", "FAILURE"], "failed"),
        (["SUCCESS", "WORKING"], "still being built"),
    ],
)
def test_publishing_needs_that_the_last_build_succeeded(
    world: World, builds: list[str], why: str, lifecycle: str
) -> None:
    service = create(world, *builds)
    with pytest.raises(Conflict, match=why):
        publishing.publish(world, service, lifecycle)
    assert stored(world, service) == service


def test_publishing_leads_from_the_account_to_the_marketplace_and_not_back(world: World) -> None:
    service = create(world, "FAILURE", "SUCCESS")
    accessible = publishing.publish(world, service, "ACCESSIBLE")
    assert (accessible.lifecycle, accessible.addressed) == ("ACCESSIBLE", True)
    assert publishing.marketplace(world) == []
    published = publishing.publish(world, accessible, "PUBLISHED")
    assert publishing.marketplace(world) == [published] == [stored(world, service)]
    with pytest.raises(Conflict, match="unpublish it first"):
        publishing.publish(world, published, "ACCESSIBLE")
    taken_back = publishing.unpublish(world, published, force=False)
    assert (taken_back.lifecycle, taken_back.addressed) == ("CREATED", True)


def test_what_is_published_already_stays_as_it_is(world: World) -> None:
    published = publishing.publish(world, create(world, "SUCCESS"), "ACCESSIBLE")
    add_build(world, published, "FAILURE")
    assert publishing.publish(world, published, "ACCESSIBLE") is published
    assert stored(world, published) == published


def test_an_external_service_needs_no_build(world: World) -> None:
    draft = Draft(name="Outside", type="EXTERNAL", url=URL)
    service = services.create(world, world.personal_account, draft)
    assert publishing.publish(world, service, "PUBLISHED").lifecycle == "PUBLISHED"


def test_only_what_is_published_is_at_its_address(world: World) -> None:
    service = create(world, "SUCCESS", name="At Home")
    address = world.personal_account.context, "at-home", "1.0.0"
    assert publishing.find_at(world, *address) is None
    published = publishing.publish(world, service, "ACCESSIBLE")
    assert publishing.find_at(world, *address) == published
    for other in (("nobody", *address[1:]), (*address[:2], "2.0.0"), (address[0], "x", "1.0.0")):
        assert publishing.find_at(world, *other) is None
    with pytest.raises(NotFound):
        publishing.find_on_marketplace(world, published.api_id)


# --- what ends a subscription


def test_only_what_is_published_can_be_subscribed_and_only_once(world: World) -> None:
    service = create(world, "SUCCESS")
    with pytest.raises(Conflict, match="not published"):
        subscribe(world, service)
    subscription = subscribe(world, publishing.publish(world, service, "ACCESSIBLE"))
    application, subscribed = subscriptions.parties(world, subscription)
    assert subscribed == stored(world, service)
    with pytest.raises(Conflict, match="already"):
        subscriptions.subscribe(world, application, subscribed)


def test_a_subscription_ends_when_it_is_deleted(world: World) -> None:
    service = publishing.publish(world, create(world, "SUCCESS"), "ACCESSIBLE")
    subscription = subscribe(world, service)
    application, _ = subscriptions.parties(world, subscription)
    assert subscriptions.find_between(world, application.id, service) == subscription
    with pytest.raises(Conflict, match="1 subscriptions"):
        applications.delete(world, application)
    subscriptions.delete(world, subscription)
    with pytest.raises(NotAllowed):
        subscriptions.find_between(world, application.id, service)
    applications.delete(world, application)
    assert applications.of_account(world, world.personal_account) == []


def test_subscriptions_end_when_their_service_is_taken_back_by_force(world: World) -> None:
    service = publishing.publish(world, create(world, "SUCCESS"), "PUBLISHED")
    subscription, other = subscribe(world, service), subscribe(world, service)
    with pytest.raises(Conflict, match="2 subscriptions"):
        publishing.unpublish(world, service, force=False)
    assert subscriptions.of_service(world, service) == [subscription, other]
    taken_back = publishing.unpublish(world, service, force=True)
    assert subscriptions.of_service(world, service) == []
    with pytest.raises(NotFound):
        subscriptions.find(world, world.personal_account, subscription.id)
    assert publishing.unpublish(world, taken_back, force=True) is taken_back
    publishing.publish(world, taken_back, "PUBLISHED")
    assert subscriptions.of_service(world, service) == []


# --- services


def test_addresses_are_unique_in_an_account(world: World) -> None:
    first, second = create(world, name="A  b!"), create(world, name="a-B")
    assert first.slug == "a-b"
    assert second.slug.startswith("a-b-")
    elsewhere = services.create(world, world.organizations[0], Draft(name="A b"))
    assert elsewhere.slug == "a-b"
    assert services.slug("x" * 100) == "x" * 60
    assert services.slug("…") == "service"


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        (Draft(name=" "), "name is missing or blank"),
        (Draft(name="x", milli_cpus=499), "cpu has to be between 500 and 100000"),
        (Draft(name="x", milli_cpus=100_001), "cpu has to be between 500 and 100000"),
        (Draft(name="x", memory_megabytes=127), "memory has to be between 128 and 32768"),
        (Draft(name="x", type="EXTERNAL"), "url has to be an http or https URL"),
        (Draft(name="x", type="EXTERNAL", url="ftp://x"), "url has to be an http or https URL"),
        (Draft(name="x", type="EXTERNAL", url="http://x/?a=1"), "url has to be"),
    ],
)
def test_a_service_that_is_not_possible(world: World, draft: Draft, why: str) -> None:
    with pytest.raises(BadValue, match=why):
        services.create(world, world.personal_account, draft)
    assert services.of_account(world, world.personal_account) == []


def test_a_service_belongs_to_an_account(world: World) -> None:
    service = create(world)
    assert services.find(world, world.personal_account, service.id) == service
    assert world.owner(service) == world.personal_account
    for account in world.organizations:
        with pytest.raises(NotFound):
            services.find(world, account, service.id)
        with pytest.raises(NotFound):
            services.find_version(world, [account], service.id, service.version_id)
    found = services.find_version(world, world.accounts, service.id, service.version_id)
    assert found == service
    with pytest.raises(NotFound):
        services.find_version(world, world.accounts, service.id, create(world).version_id)


def test_a_description_keeps_what_is_not_given(world: World) -> None:
    one, two = list(services.INDUSTRIES)[:2]
    service = services.describe(world, create(world), "Adds", [one, two, one])
    assert service.description == "Adds"
    assert service.industries == f'["{one}", "{two}"]'
    assert services.describe(world, service).industries == service.industries
    assert services.describe(world, service, industries=[]).description == "Adds"
    with pytest.raises(BadValue):
        services.describe(world, service, "Other", ["nobody"])
    assert stored(world, service).description == "Adds"


def test_what_is_published_cannot_be_deleted(world: World) -> None:
    service = publishing.publish(world, create(world, "SUCCESS"), "ACCESSIBLE")
    with pytest.raises(Conflict, match="unpublish it before"):
        services.delete(world, service)
    services.delete(world, publishing.unpublish(world, service, force=False))
    assert services.of_account(world, world.personal_account) == []
    assert world.store.count(Build) == 0


# --- executions


def test_an_execution_runs_the_last_build_that_succeeded(world: World) -> None:
    service = create(world, "FAILURE")
    nobody = Subscription(id="s", application_id="a", service_id=service.id)
    start = Start(
        platform="PlanQK",
        account_id="u",
        input={"data": {}, "params": {}},
        subscription=nobody,
    )
    with pytest.raises(NotFound, match="no build to run"):
        world.executions.start(service, start)
    assert world.store.count(Execution) == 0
    add_build(world, service, "SUCCESS")
    good = add_build(world, service, "SUCCESS")
    add_build(world, service, "FAILURE")
    execution = world.executions.start(service, start)
    assert (execution.build_id, execution.status) == (good.id, "PENDING")
    assert history.find(world, service, "a", execution.id).id == execution.id
    with pytest.raises(NotFound):
        history.find(world, service, "b", execution.id)


def test_a_result_may_be_late() -> None:
    world = World(Options(result_delay=60))
    execution = Execution(
        id="e",
        service_id="s",
        build_id="b",
        application_id="a",
        subscription_id="s",
        status="SUCCEEDED",
        created_at=now(),
        started_at=now(),
        ended_at=now(),
        platform="PlanQK",
    )
    insert = "INSERT INTO payload (id, input, outcome, log) VALUES ('e', '', '1', '')"
    with world.store.transaction(cascade=False):
        world.store.insert(execution)
        world.store.change(insert)
    assert history.outcome(world, execution) is None
    assert history.outcome(world, replace(execution, ended_at=now() - 61)) == "1"
    assert history.outcome(world, replace(execution, status="FAILED")) == "1"
    world.close()


# --- who


def test_tokens(world: World) -> None:
    application = applications.create(world, world.personal_account, "Caller")
    token, _ = tokens.create(world, application)
    found = tokens.find(world, token)
    assert found
    assert found.application_id == application.id
    assert token not in str(found)
    world.store.update(type(found), found.id, expires_at=now() - 1)
    assert tokens.find(world, token) is None
    key, secret = application.consumer_key, application.consumer_secret
    assert tokens.application_with(world, key, secret) == application
    for wrong in ((key, ""), (key, "x"), ("", ""), ("", secret)):
        assert tokens.application_with(world, *wrong) is None
    assert tokens.is_user_token(world, world.access_token)
    assert not tokens.is_user_token(world, "")


def test_an_application_is_found_in_any_account_of_the_user_only(world: World) -> None:
    stranger = Account(id="stranger", name="S", context="stranger", is_organization=False)
    world.store.insert(stranger)
    theirs = applications.create(world, stranger, "Caller")
    with pytest.raises(NotFound):
        applications.find_by_id_or_name(world, "Caller")
    with pytest.raises(NotFound):
        applications.find_anywhere(world, theirs.id)
    ours = applications.create(world, world.organizations[1], "Caller")
    assert applications.find_by_id_or_name(world, "Caller") == ours
    assert applications.find_anywhere(world, ours.id) == ours
    applications.create(world, world.personal_account, "Caller")
    with pytest.raises(Conflict, match="2 applications of this name"):
        applications.find_by_id_or_name(world, "Caller")
    with pytest.raises(BadValue):
        applications.create(world, world.personal_account, " ")


def test_every_error_of_the_world_has_a_status() -> None:
    kinds = WorldError.__subclasses__()
    assert len(kinds) >= 4
    assert set(kinds) == set(STATUSES)
    assert (refusal_for(Conflict("why")).status, refusal_for(Conflict("why")).message) == (
        409,
        "why",
    )
