from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.organization_membership_account_type import OrganizationMembershipAccountType
from ..models.organization_membership_role import OrganizationMembershipRole
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="OrganizationMembership")


@_attrs_define
class OrganizationMembership:
    """
    Attributes:
        account_type (OrganizationMembershipAccountType | Unset):
        id (str | Unset):
        role (OrganizationMembershipRole | Unset):
    """

    account_type: OrganizationMembershipAccountType | Unset = UNSET
    id: str | Unset = UNSET
    role: OrganizationMembershipRole | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        account_type: str | Unset = UNSET
        if not isinstance(self.account_type, Unset):
            account_type = self.account_type.value

        id = self.id

        role: str | Unset = UNSET
        if not isinstance(self.role, Unset):
            role = self.role.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if account_type is not UNSET:
            field_dict["accountType"] = account_type
        if id is not UNSET:
            field_dict["id"] = id
        if role is not UNSET:
            field_dict["role"] = role

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _account_type = d.pop("accountType", UNSET)
        account_type: OrganizationMembershipAccountType | Unset
        if _account_type is None or isinstance(_account_type, Unset):
            account_type = UNSET
        else:
            account_type = OrganizationMembershipAccountType(_account_type)

        id = d.pop("id", UNSET)

        _role = d.pop("role", UNSET)
        role: OrganizationMembershipRole | Unset
        if _role is None or isinstance(_role, Unset):
            role = UNSET
        else:
            role = OrganizationMembershipRole(_role)

        organization_membership = cls(
            account_type=account_type,
            id=id,
            role=role,
        )

        organization_membership.additional_properties = d
        return organization_membership

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
