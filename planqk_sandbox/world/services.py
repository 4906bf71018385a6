"""Services: what they may be, their user code, their API definition, and when they go."""

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from ..work.strict_json import JsonObject
from . import shares
from .accounts import is_one_of
from .errors import BadValue, Conflict, NotFound
from .records import Account, Build, Service, Share
from .store import Value, new_id, now
from .world import World

ARCHIVES = """
SELECT archive_id FROM build WHERE service_id = ?
UNION SELECT archive_id FROM service WHERE id = ?"""
VERSION = "1.0.0"
"""Each service has one version, and it is this."""
HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
HEADER_VALUE = re.compile(r"[!-~]([ -~]*[!-~])?")
INDUSTRIES = {
    "5f0c2a44-5d1c-4a52-8a3d-0c7d7c6a1e01": "automotive",
    "5f0c2a44-5d1c-4a52-8a3d-0c7d7c6a1e02": "chemistry",
    "5f0c2a44-5d1c-4a52-8a3d-0c7d7c6a1e03": "energy",
    "5f0c2a44-5d1c-4a52-8a3d-0c7d7c6a1e04": "finance",
    "5f0c2a44-5d1c-4a52-8a3d-0c7d7c6a1e05": "information_technology",
    "5f0c2a44-5d1c-4a52-8a3d-0c7d7c6a1e06": "logistics",
    "5f0c2a44-5d1c-4a52-8a3d-0c7d7c6a1e07": "manufacturing",
    "5f0c2a44-5d1c-4a52-8a3d-0c7d7c6a1e08": "pharmaceuticals",
}


class Range(NamedTuple):
    """The whole numbers that are possible, and the one without a wish."""

    default: int
    lowest: int
    highest: int


CPU = Range(1000, 500, 100_000)
MEMORY = Range(2048, 128, 32_768)


class Security(NamedTuple):
    """What the gateway shows an external service: user and password, a header, or nothing."""

    username: str | None = None
    password: str | None = None
    token_header: str | None = None
    token_value: str | None = None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A service that is to be created. `type` is MANAGED or EXTERNAL; that one has a `url`."""

    name: str
    type: str = "MANAGED"
    description: str | None = None
    quantum_backend: str = "NONE"
    milli_cpus: int = CPU.default
    memory_megabytes: int = MEMORY.default
    url: str | None = None
    security: Security = field(default_factory=Security)
    api_definition: str | None = None
    summary: str | None = None
    source: JsonObject = field(default_factory=lambda: {"type": "file"})
    runtime: JsonObject = field(default_factory=lambda: {"runtime": "PYTHON_TEMPLATE"})
    gpu: JsonObject | None = None


def create(world: World, account: Account, draft: Draft, user_code: Path | None = None) -> Service:
    """Create a service; names need not be unique. A build of `user_code`, which is moved, begins.

    Raises:
        BadValue: The draft is not possible.
    """
    _check(draft, user_code)
    service = _new(account, draft)
    build = None
    with world.store.transaction():
        if world.store.count(Service, account_id=account.id, slug=service.slug):
            service = replace(service, slug=f"{service.slug}-{secrets.token_hex(3)}")
        if user_code:
            service = replace(service, archive_id=world.builds.keep(user_code))
        world.store.insert(service)
        if user_code:
            build = world.builds.insert(service, by_name=False)
    if build:
        world.builds.begin(build)
    return service


def _check(draft: Draft, user_code: Path | None) -> None:
    if not draft.name.strip():
        raise BadValue("name is missing or blank")
    _check_range("cpu", draft.milli_cpus, CPU)
    _check_range("memory", draft.memory_megabytes, MEMORY)
    _check_security(draft.security)
    if draft.type == "EXTERNAL" and user_code:
        raise BadValue("An external service has no user code")


def _check_range(name: str, value: int, possible: Range) -> None:
    if not possible.lowest <= value <= possible.highest:
        raise BadValue(f"{name} has to be between {possible.lowest} and {possible.highest}")


def _new(account: Account, draft: Draft) -> Service:
    return Service(
        id=new_id(),
        version_id=new_id(),
        api_id=new_id(),
        plan_id=new_id(),
        account_id=account.id,
        name=draft.name,
        slug=slug(draft.name),
        type=draft.type,
        description=draft.description,
        quantum_backend=draft.quantum_backend,
        lifecycle="CREATED",
        addressed=False,
        industries="[]",
        created_at=now(),
        modified_at=now(),
        milli_cpus=draft.milli_cpus,
        memory_megabytes=draft.memory_megabytes,
        url=None if draft.type == "MANAGED" else external_url(draft.url or ""),
        api_definition=draft.api_definition,
        summary=draft.summary,
        source=json.dumps(draft.source),
        runtime=json.dumps(draft.runtime),
        gpu=json.dumps(draft.gpu) if draft.gpu else None,
        **draft.security._asdict(),
    )


def slug(name: str) -> str:
    """Return how a service of this name is called in addresses."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "service"


def external_url(text: str, name: str = "url") -> str:
    """Return the address of an external service in its normal form.

    Raises:
        BadValue: It is not possible; the text calls it `name`.
    """
    if not re.fullmatch(r"https?://[^/?#\s]+[^?#\s]*", text):
        raise BadValue(f"{name} has to be an http or https URL without query and fragment")
    return text.rstrip("/")


def find(world: World, account: Account, service_id: str) -> Service:
    """Return a service of `account`.

    Raises:
        NotFound: It has none with this id.
    """
    service = world.store.first(Service, id=service_id, account_id=account.id)
    if service is None:
        raise NotFound(f"There is no service {service_id} in this context")
    return service


def find_version(
    world: World, accounts: Sequence[Account], service_id: str, version_id: str
) -> Service:
    """Return a service of one of `accounts` by its id and that of its version.

    Raises:
        NotFound: They have none with these ids.
    """
    service = world.store.first(Service, id=service_id, version_id=version_id)
    if service is None or not is_one_of(accounts, service.account_id):
        raise NotFound(
            f"There is no version {version_id} of a service {service_id} in this context"
        )
    return service


def find_for_subscriber(world: World, account: Account, service_id: str) -> Service:
    """Return a service that applications of `account` may subscribe to.

    That is one of its own, one that is shared with it, or a public one.

    Raises:
        NotFound: There is none with this id.
    """
    service = world.store.get(Service, service_id)
    if service and (service.lifecycle == "PUBLISHED" or shares.role_of(world, account, service)):
        return service
    raise NotFound(f"There is no service {service_id} in this context or on the marketplace")


def find_shared(
    world: World, account: Account, service_id: str, needed: str
) -> tuple[Service, str]:
    """Return a service of `account`, or one that is shared with it, and its role there.

    Raises:
        NotAllowed: The role is less than `needed`.
        NotFound: It sees none with this id.
    """
    service = world.store.get(Service, service_id)
    role = shares.role_of(world, account, service) if service else None
    if service is None or role is None:
        raise NotFound(f"There is no service {service_id} in this context")
    shares.require(role, needed)
    return service, role


def shared_with(world: World, account: Account) -> list[Service]:
    """Return the services of others that are shared with `account`."""
    ids = shares.with_account(world, account)
    return [service for each in ids if (service := world.store.get(Service, each))]


def is_name_free(world: World, account: Account, name: str) -> bool:
    """Tell whether no service of `account` has a name."""
    return not world.store.count(Service, account_id=account.id, name=name)


def of_account(world: World, account: Account, *lifecycles: str) -> list[Service]:
    """Return the services of `account`, all or those in some states."""
    found = world.store.find(Service, account_id=account.id)
    return [each for each in found if not lifecycles or each.lifecycle in lifecycles]


def change(world: World, service: Service, **changes: Value) -> Service:
    """Change members of a service that no rule is about."""
    return world.store.amend(service, **changes, modified_at=now())


def resize(world: World, service: Service, **amounts: int) -> Service:
    """Change `milli_cpus` or `memory_megabytes`.

    Raises:
        BadValue: The number is not possible.
    """
    for name, amount in amounts.items():
        _check_range(name, amount, {"milli_cpus": CPU, "memory_megabytes": MEMORY}[name])
    return change(world, service, **amounts)


def secure(world: World, service: Service, security: Security) -> Service:
    """Replace what the gateway shows an external service.

    Raises:
        BadValue: It cannot be sent.
    """
    _check_security(security)
    return change(world, service, **security._asdict())


def _check_security(security: Security) -> None:
    header, value = security.token_header, security.token_value
    if header is not None and not HEADER_NAME.fullmatch(header):
        raise BadValue("headerName has to be the name of a header, such as X-Token")
    if value is not None and not HEADER_VALUE.fullmatch(value):
        raise BadValue("tokenValue has to be printable ASCII, without a space at its ends")


def remove_plan(world: World, service: Service) -> Service:
    """Delete the pricing plan.

    Raises:
        Conflict: The service is on the marketplace.
    """
    if service.lifecycle == "PUBLISHED":
        raise Conflict("The service is on the marketplace: unpublish it first")
    return change(world, service, plan=None)


def describe(
    world: World,
    service: Service,
    description: str | None = None,
    industries: Sequence[str] | None = None,
) -> Service:
    """Change what people read of a service; what is None stays as it is.

    Raises:
        BadValue: There is no such industry.
    """
    kept = service.industries
    if industries is not None:
        if not set(industries) <= INDUSTRIES.keys():
            raise BadValue("Each industry needs the id of one that getIndustries lists")
        kept = json.dumps(list(dict.fromkeys(industries)))
    return world.store.amend(
        service,
        description=service.description if description is None else description,
        industries=kept,
        modified_at=now(),
    )


def define(world: World, service: Service, api_definition: str) -> Service:
    """Replace the API definition."""
    return world.store.amend(service, api_definition=api_definition, modified_at=now())


def delete(world: World, service: Service) -> None:
    """Delete a service with its builds, and cancel what runs.

    Raises:
        Conflict: It is published.
    """
    if service.lifecycle != "CREATED":
        raise Conflict(f"The service is {service.lifecycle}: unpublish it before it is deleted")
    archives = world.store.select(ARCHIVES, service.id, service.id)
    # There may be very many executions: nobody sees them once the service is gone.
    with world.store.transaction(cascade=False):
        world.executions.cancel_all(service.id)
        world.store.delete(Build, service_id=service.id)
        world.store.delete(Share, thing_id=service.id)
        world.store.delete(Service, id=service.id)
    world.executions.forget(service.id)
    world.builds.delete_unused_archives(str(archive_id) for (archive_id,) in archives)
