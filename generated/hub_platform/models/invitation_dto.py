from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.invitation_dto_role import InvitationDtoRole
from ..models.invitation_dto_status import InvitationDtoStatus
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="InvitationDto")


@_attrs_define
class InvitationDto:
    """
    Attributes:
        created_at (str | Unset):
        entity_name (str | Unset):
        id (str | Unset):
        invitee_id (str | Unset):
        inviter_id (str | Unset):
        inviter_name (str | Unset):
        role (InvitationDtoRole | Unset):
        status (InvitationDtoStatus | Unset):
    """

    created_at: str | Unset = UNSET
    entity_name: str | Unset = UNSET
    id: str | Unset = UNSET
    invitee_id: str | Unset = UNSET
    inviter_id: str | Unset = UNSET
    inviter_name: str | Unset = UNSET
    role: InvitationDtoRole | Unset = UNSET
    status: InvitationDtoStatus | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        created_at = self.created_at

        entity_name = self.entity_name

        id = self.id

        invitee_id = self.invitee_id

        inviter_id = self.inviter_id

        inviter_name = self.inviter_name

        role: str | Unset = UNSET
        if not isinstance(self.role, Unset):
            role = self.role.value

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if created_at is not UNSET:
            field_dict["createdAt"] = created_at
        if entity_name is not UNSET:
            field_dict["entityName"] = entity_name
        if id is not UNSET:
            field_dict["id"] = id
        if invitee_id is not UNSET:
            field_dict["inviteeId"] = invitee_id
        if inviter_id is not UNSET:
            field_dict["inviterId"] = inviter_id
        if inviter_name is not UNSET:
            field_dict["inviterName"] = inviter_name
        if role is not UNSET:
            field_dict["role"] = role
        if status is not UNSET:
            field_dict["status"] = status

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        created_at = d.pop("createdAt", UNSET)

        entity_name = d.pop("entityName", UNSET)

        id = d.pop("id", UNSET)

        invitee_id = d.pop("inviteeId", UNSET)

        inviter_id = d.pop("inviterId", UNSET)

        inviter_name = d.pop("inviterName", UNSET)

        _role = d.pop("role", UNSET)
        role: InvitationDtoRole | Unset
        if _role is None or isinstance(_role, Unset):
            role = UNSET
        else:
            role = InvitationDtoRole(_role)

        _status = d.pop("status", UNSET)
        status: InvitationDtoStatus | Unset
        if _status is None or isinstance(_status, Unset):
            status = UNSET
        else:
            status = InvitationDtoStatus(_status)

        invitation_dto = cls(
            created_at=created_at,
            entity_name=entity_name,
            id=id,
            invitee_id=invitee_id,
            inviter_id=inviter_id,
            inviter_name=inviter_name,
            role=role,
            status=status,
        )

        invitation_dto.additional_properties = d
        return invitation_dto

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
