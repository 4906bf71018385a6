from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.update_service_share_role_body_role import UpdateServiceShareRoleBodyRole
from ..types import UNSET, Unset
from ..types import show as _show
from ..types import show_html as _show_html

T = TypeVar("T", bound="UpdateServiceShareRoleBody")


@_attrs_define
class UpdateServiceShareRoleBody:
    """
    Attributes:
        role (UpdateServiceShareRoleBodyRole | Unset):
    """

    role: UpdateServiceShareRoleBodyRole | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    __repr__ = _show
    _repr_html_ = _show_html

    def to_dict(self) -> dict[str, Any]:
        role: str | Unset = UNSET
        if not isinstance(self.role, Unset):
            role = self.role.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if role is not UNSET:
            field_dict["role"] = role

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _role = d.pop("role", UNSET)
        role: UpdateServiceShareRoleBodyRole | Unset
        if _role is None or isinstance(_role, Unset):
            role = UNSET
        else:
            role = UpdateServiceShareRoleBodyRole(_role)

        update_service_share_role_body = cls(
            role=role,
        )

        update_service_share_role_body.additional_properties = d
        return update_service_share_role_body

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
