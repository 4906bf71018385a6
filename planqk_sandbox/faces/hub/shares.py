"""Shares of services and data pools: other accounts of the user, and what they may do."""

from collections.abc import Callable

from starlette.responses import Response

from ...work.strict_json import JsonObject
from ...world import services, shares
from ...world.records import Account, Share
from ...world.shares import OWNER, ROLES, Thing
from ..answers import answer, nothing
from ..refusals import bad_request, not_found
from .calls import HubCall, HubHandler, created
from .datapools import pool_in_path
from .rendering import share_dto

Find = Callable[[HubCall], Thing]


def _service(call: HubCall) -> Thing:
    return services.find_shared(call.world, call.account, call.path["id"], OWNER)[0]


def _pool(call: HubCall) -> Thing:
    return pool_in_path(call, OWNER)


def _get(find: Find) -> HubHandler:
    def get_shares(call: HubCall) -> Response:
        """List the shares of a thing, those that were revoked included."""
        return answer([_dto(call, share) for share in shares.of(call.world, find(call))])

    return get_shares


def _share(find: Find) -> HubHandler:
    def share(call: HubCall) -> Response:
        """Share a thing with an account; without a role it may only read."""
        thing, account_id = find(call), _account_in_body(call)
        made = shares.share(call.world, thing, account_id, call.text("role") or ROLES[0])
        call.count_effect()
        return created(_dto(call, made))

    return share


def _update(find: Find) -> HubHandler:
    def update_role(call: HubCall) -> Response:
        """Change the role of a share."""
        share = shares.find(call.world, find(call), call.path["shareId"])
        share = shares.change_role(call.world, share, call.required_text("role"))
        call.count_effect()
        return answer(_dto(call, share))

    return update_role


def _delete(find: Find) -> HubHandler:
    def revoke(call: HubCall) -> Response:
        """Revoke a share; one that was revoked stays so."""
        thing = find(call)
        if shares.revoke(call.world, thing, shares.find(call.world, thing, call.path["shareId"])):
            call.count_effect()
        return nothing()

    return revoke


def _account_in_body(call: HubCall) -> str:
    tenant = call.object("sharedWith")
    value = tenant.get("value") if tenant else None
    if tenant is None or not isinstance(value, str):
        raise bad_request("sharedWith needs tenantType and value, the id of a user or organization")
    for account in call.world.accounts:
        if account.id == value and _kind(account) == tenant["tenantType"]:
            return value
    raise not_found(f"There is no {str(tenant['tenantType']).lower()} {value[:50]} to share with")


def _kind(account: Account) -> str:
    return "ORGANIZATION" if account.is_organization else "USER"


def _dto(call: HubCall, share: Share) -> JsonObject:
    (account,) = (each for each in call.world.accounts if each.id == share.account_id)
    return share_dto(share, account)


HANDLERS: dict[str, HubHandler] = {
    "getSharesForService": _get(_service),
    "shareService": _share(_service),
    "updateServiceShareRole": _update(_service),
    "deleteServiceShare": _delete(_service),
    "getSharesForDataPool": _get(_pool),
    "shareDataPool": _share(_pool),
    "updateDataPoolShareRole": _update(_pool),
    "deleteDataPoolShare": _delete(_pool),
}
