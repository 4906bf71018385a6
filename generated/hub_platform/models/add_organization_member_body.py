from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.add_organization_member_body_access_permission_role import AddOrganizationMemberBodyAccessPermissionRole
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="AddOrganizationMemberBody")


@_attrs_define
class AddOrganizationMemberBody:
    """
    Attributes:
        access_permission_role (AddOrganizationMemberBodyAccessPermissionRole | Unset):
        is_principle (bool | Unset):
        principal (bool | Unset):
        sid (str | Unset):
    """

    access_permission_role: AddOrganizationMemberBodyAccessPermissionRole | Unset = UNSET
    is_principle: bool | Unset = UNSET
    principal: bool | Unset = UNSET
    sid: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        access_permission_role: str | Unset = UNSET
        if not isinstance(self.access_permission_role, Unset):
            access_permission_role = self.access_permission_role.value

        is_principle = self.is_principle

        principal = self.principal

        sid = self.sid

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if access_permission_role is not UNSET:
            field_dict["accessPermissionRole"] = access_permission_role
        if is_principle is not UNSET:
            field_dict["isPrinciple"] = is_principle
        if principal is not UNSET:
            field_dict["principal"] = principal
        if sid is not UNSET:
            field_dict["sid"] = sid

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _access_permission_role = d.pop("accessPermissionRole", UNSET)
        access_permission_role: AddOrganizationMemberBodyAccessPermissionRole | Unset
        if _access_permission_role is None or isinstance(_access_permission_role, Unset):
            access_permission_role = UNSET
        else:
            access_permission_role = AddOrganizationMemberBodyAccessPermissionRole(_access_permission_role)

        is_principle = d.pop("isPrinciple", UNSET)

        principal = d.pop("principal", UNSET)

        sid = d.pop("sid", UNSET)

        add_organization_member_body = cls(
            access_permission_role=access_permission_role,
            is_principle=is_principle,
            principal=principal,
            sid=sid,
        )

        add_organization_member_body.additional_properties = d
        return add_organization_member_body

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
