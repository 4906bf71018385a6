"""Inputs of executions and jobs: arguments, tags, secrets, and data pools with their grants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen
from hub_platform import AuthenticatedClient
from hub_platform.api.data_pool_grants import create_data_pool_grant
from hub_platform.models import CreateDataPoolGrantBody, DataPoolDto
from hub_service.models import RequestBody

from ..engine.adopting import require_texts
from ..engine.calls import call
from ..engine.flow import Flow
from ..engine.inputs import as_json
from ..engine.lookup import require_id, require_text
from ..errors import AmbiguousSubmission, InvalidInput

REFERENCE = "DATAPOOL"
RESERVED = {"$tags": "tags", "$secrets": "secrets"}


@frozen
class Given:
    """The input of an execution, checked.

    Attributes:
        arguments: Of the service's ``run``, by their names; all but data pools.
        pools: Ids of the data pools, by the names of their arguments.
        secrets: Environment variables of the service.
        tags: Tags of the execution.
    """

    arguments: dict[str, Any] = field(repr=False)
    pools: dict[str, str]
    secrets: dict[str, str] = field(repr=False)
    tags: list[str]

    def body(self, tag: str, grants: Mapping[str, str]) -> RequestBody:
        """Return it as the gateway takes it, with one tag more."""
        body = SilentBody(tags=[*self.tags, tag])
        body.additional_properties = self.arguments_and_secrets(grants)
        return body

    def arguments_and_secrets(self, grants: Mapping[str, str]) -> dict[str, Any]:
        """Return all but the tags as it is sent, with grants by the ids of data pools."""
        references = {
            name: {"id": id, "ref": REFERENCE, **({"grant": grants[id]} if id in grants else {})}
            for name, id in self.pools.items()
        }
        secrets = {"$secrets": self.secrets} if self.secrets else {}
        return self.arguments | references | secrets


class SilentBody(RequestBody):
    """A body that holds secrets and grants, which a traceback must not show."""

    def __repr__(self) -> str:
        return "<input of an execution>"


def read_input(
    data: Mapping[str, Any] | None,
    params: Mapping[str, Any] | None,
    inputs: Mapping[str, Any] | None,
    tags: Sequence[str],
    secrets: Mapping[str, str] | None,
) -> Given:
    """Check the arguments of a start.

    Raises:
        InvalidInput: One of them cannot be used. Nothing was sent.
    """
    named = {"data": data, "params": params}
    arguments = {name: as_json(value, name) for name, value in named.items() if value is not None}
    pools: dict[str, str] = {}
    for name, value in (inputs or {}).items():
        if not isinstance(name, str):
            raise InvalidInput(f"inputs has a key of type {type(name).__name__}: names are text")
        if name in arguments:
            raise InvalidInput(f"inputs has {name!r}, which is given as {name}= too: leave one out")
        if name in RESERVED:
            raise InvalidInput(f"inputs has {name!r}: pass it as {RESERVED[name]}=")
        pool = pool_in(value)
        if pool:
            pools[name] = pool
        else:
            arguments |= as_json({name: value}, "inputs")
    return Given(arguments, pools, require_secrets(secrets or {}), require_texts(tags))


def pool_in(value: object) -> str:
    """Return the id of the data pool that an argument stands for and needs a grant for, or ""."""
    if isinstance(value, DataPoolDto):
        return require_id(value.id, kind="data pool")
    if isinstance(value, Mapping) and value.get("ref") == REFERENCE and "grant" not in value:
        return require_id(value.get("id", ""), kind="data pool")
    return ""


def require_secrets(secrets: Mapping[str, str]) -> dict[str, str]:
    """Return secrets if they can be sent; no error shows one.

    Raises:
        InvalidInput: A name or a value is no text.
    """
    for name, value in secrets.items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise InvalidInput("secrets has a name or a value that is no text. Nothing was sent")
        require_text(name, what="the name of a secret")
        if not value.isascii() and not is_encodable(value):
            raise InvalidInput(f"the secret {name!r} cannot be sent. Nothing was sent")
    return dict(secrets)


def is_encodable(text: str) -> bool:
    """Tell whether ``text`` can be sent; an exception would hold it."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def grant_pools(
    client: AuthenticatedClient, given: Given, application_id: str
) -> Flow[dict[str, str]]:
    """Fetch a grant for each data pool of an input: for an application, and for a short time.

    Returns:
        The grants by the ids of the data pools.
    """
    grants: dict[str, str] = {}
    for pool in dict.fromkeys(given.pools.values()):
        body = CreateDataPoolGrantBody(application_id=application_id, permission="VIEW")
        try:
            grant = yield from call(create_data_pool_grant, pool, client=client, body=body)
        except AmbiguousSubmission as error:
            # A grant that nobody uses does no harm: there is nothing to look for.
            raise (error.__cause__ or error) from None
        grants[pool] = grant.token
    return grants
